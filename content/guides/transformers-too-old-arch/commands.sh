#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-upgrade
python -m pip install --upgrade "transformers>=5.2"
python -c "from transformers import CONFIG_MAPPING; print('qwen3_5' in CONFIG_MAPPING)"
# endregion

# region: fix-upgrade/notebook
%pip install --upgrade "transformers>=5.2"
# Then restart the kernel (Runtime > Restart session) and run the cells from the top.
# endregion

# region: fix-source
python -m pip install "git+https://github.com/huggingface/transformers@main"
# endregion

# region: fix-same-python
python -c "import sys, transformers; print(sys.executable, transformers.__version__, transformers.__file__)"
python -m pip show transformers
# endregion

# region: fix-upgrade-framework
python -m pip install --upgrade "vllm>=0.33" "transformers>=5.2"
python -m pip check
# endregion
