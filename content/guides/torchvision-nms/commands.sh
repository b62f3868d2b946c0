#!/usr/bin/env bash
# Shell commands of this guide. The notebook regions are cells for Colab, Kaggle and Jupyter, not for a shell.

# region: check-pair
python -c "import torch, torchvision; from torchvision.ops import nms; print(torch.__version__, torchvision.__version__)"
# endregion

# region: fix-match
TORCH=$(python -c "from importlib.metadata import version; print(version('torch'))")
python -m pip install "torch==$TORCH" "torchvision>=0.15"
# endregion

# region: fix-match/notebook
from importlib.metadata import version
%pip install "torch=={version('torch')}" "torchvision>=0.15"
# Then restart the runtime: what was imported stays imported.
# endregion

# region: fix-same-index
TORCH=$(python -c "from importlib.metadata import version; print(version('torch'))")
BUILD=$(python -c "import torch; print(torch.__version__.partition('+')[2])")
python -m pip uninstall -y torchvision
python -m pip install "torch==$TORCH" "torchvision>=0.15" --index-url "https://download.pytorch.org/whl/${BUILD:?}"
# endregion

# region: fix-same-index/notebook
import torch
from importlib.metadata import version
%pip uninstall -y torchvision
%pip install "torch=={version('torch')}" "torchvision>=0.15" --index-url "https://download.pytorch.org/whl/{torch.__version__.split('+')[1]}"
# Then restart the runtime.
# endregion

# region: fix-uninstall
python -m pip uninstall -y torchvision
# endregion

# region: fix-uninstall/notebook
%pip uninstall -y torchvision
# Then restart the runtime.
# endregion

# region: fix-one-copy
unset PYTHONPATH
export PYTHONNOUSERSITE=1
python -c "import torch, torchvision; print(torch.__file__, torchvision.__file__)"
# endregion
