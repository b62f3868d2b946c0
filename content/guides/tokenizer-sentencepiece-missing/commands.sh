#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-install
python -m pip install "sentencepiece>=0.2,<0.2.3" protobuf
python -c "import sys; from sentencepiece import sentencepiece_model_pb2; print(sys.executable)"
# endregion

# region: fix-install/notebook
%pip install "sentencepiece>=0.2,<0.2.3" protobuf
# Then restart the kernel (Runtime > Restart session) and run the cells from the top.
# endregion

# region: fix-this-process
python -c "import sys; print(sys.executable)"
python -m pip show sentencepiece protobuf
# endregion

# region: fix-get-files
hf download my-org/my-model --exclude "*.safetensors" --local-dir my-model
ls -l my-model
# endregion

# region: fix-unmask
python -m pip install protobuf
# endregion

# region: fix-tiktoken
python -m pip install tiktoken
# endregion

# region: fix-align
python -m pip install "sentencepiece>=0.2,<0.2.3"
python -c "from sentencepiece import sentencepiece_model_pb2; print('they fit')"
# endregion
