#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-no-build-isolation
python -c "import torch; print(torch.__version__, torch.version.cuda)"
python -m pip install setuptools wheel packaging psutil ninja
MAX_JOBS=4 python -m pip install flash-attn --no-build-isolation
# endregion

# region: fix-no-build-isolation/notebook
%pip install setuptools wheel packaging psutil ninja
%pip install flash-attn --no-build-isolation
# endregion

# region: fix-uv
uv pip install torch setuptools wheel packaging psutil ninja
uv pip install flash-attn --no-build-isolation-package flash-attn
# endregion

# region: check-import
python -c "import torch, flash_attn, flash_attn_2_cuda; print(flash_attn.__version__)"
# endregion
