#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: check-capability
python -c "import torch; print(torch.cuda.get_device_name(), torch.cuda.get_device_capability())"
# endregion

# region: fix-uninstall
python -m pip uninstall -y flash-attn
# endregion

# region: fix-uninstall/notebook
%pip uninstall -y flash-attn
# Then restart the runtime: libraries look for flash-attn when they are imported.
# endregion

# region: fix-upgrade
python -m pip uninstall -y flash-attn
python -m pip install --no-cache-dir --no-build-isolation "flash-attn>=2.7.3"
# endregion
