#!/usr/bin/env bash
# Shell commands of this guide. check-windows and fix-windows are for cmd or PowerShell as well.

# region: check-import
python -c "import torch, triton; print(torch.__version__, triton.__version__, triton.__file__)"
# endregion

# region: fix-pair
WANT=$(python -c "from importlib.metadata import requires; print(*[r.split(';')[0] for r in requires('torch') if 'triton' in r][:1])")
python -m pip install "${WANT:?this torch asks for no Triton}"
# endregion

# region: check-windows
python -c "import torch; print(torch.__version__, torch.version.cuda)"
# endregion

# region: fix-windows
python -m pip install -U "triton-windows<3.7"
# endregion

# region: fix-caller
python -m pip install -U "bitsandbytes>=0.45.1"
# endregion

# region: fix-clean
python -m pip list | grep -i triton
python -m pip uninstall triton pytorch-triton pytorch-triton-rocm
# endregion
