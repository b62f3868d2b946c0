#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: check-symbol
c++filt _ZN3c104cuda9SetDeviceEi
# endregion

# region: check-import
python -c "import torch, flash_attn_2_cuda; print('flash-attn loads with torch', torch.__version__)"
# endregion

# region: fix-reinstall
python -m pip uninstall -y flash-attn
python -m pip install setuptools wheel packaging psutil ninja
MAX_JOBS=4 python -m pip install --no-build-isolation --no-cache-dir flash-attn
# endregion

# region: fix-reinstall/notebook
%pip uninstall -y flash-attn
%pip install setuptools wheel packaging psutil ninja
%pip install --no-build-isolation --no-cache-dir flash-attn
# Then restart the runtime: a library that was loaded stays loaded.
# endregion

# region: fix-force-build
export FLASH_ATTENTION_FORCE_BUILD=TRUE MAX_JOBS=4
python -m pip install --no-build-isolation --no-cache-dir --no-deps --force-reinstall flash-attn
# endregion

# region: fix-sdpa/uninstall
python -m pip uninstall -y flash-attn
# endregion
