#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-cuda12-torch
python -m pip install "torch<2.11"
# endregion

# region: fix-cuda-index
python -m pip install --force-reinstall "torch<2.15" --index-url https://download.pytorch.org/whl/cu126
# endregion

# region: fix-cuda-index/uv
uv pip install --torch-backend=auto --reinstall-package torch torch
# endregion

# region: fix-cuda-index/cu118
python -m pip install --force-reinstall "torch<2.8" --index-url https://download.pytorch.org/whl/cu118
# endregion

# region: fix-update-driver
sudo ubuntu-drivers install nvidia:580
# endregion

# region: fix-cuda-compat
conda create -y -p "$HOME/cuda-compat" -c conda-forge "cuda-compat=13.0"
export LD_LIBRARY_PATH=$HOME/cuda-compat/cuda-compat${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
# endregion

# region: fix-library-path
export LD_LIBRARY_PATH=$(echo "$LD_LIBRARY_PATH" | tr ':' '\n' | grep -vE 'compat|stubs' | paste -sd: -)
python -c "import torch; print(torch.cuda.is_available())"
# endregion

# region: fix-same-major
python -m pip install "cuda-bindings==12.9.4"
# endregion
