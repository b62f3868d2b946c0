#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: check-environment
python -c "import sys, torch; print(sys.executable, torch.__version__, torch.cuda.is_available())"
python -m pip show flash-attn
python -c "import flash_attn, flash_attn_2_cuda; print(flash_attn.__version__)"
# endregion

# region: fix-install
python -m pip install packaging psutil ninja setuptools wheel
python -m pip install flash-attn --no-build-isolation
python -c "import flash_attn, flash_attn_2_cuda; print(flash_attn.__version__)"
# endregion

# region: fix-install/notebook
%pip install packaging psutil ninja setuptools wheel
%pip install flash-attn --no-build-isolation
# Then restart the runtime: transformers looked for the package when it was imported.
# endregion

# region: fix-hub-kernel
python -m pip install "transformers[kernels]"
# endregion
