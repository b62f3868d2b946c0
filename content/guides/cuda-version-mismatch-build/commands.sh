#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-point
export CUDA_HOME=/usr/local/cuda-13.0
export PATH=$CUDA_HOME/bin:$PATH
"$CUDA_HOME/bin/nvcc" --version | grep release
python -c "import torch; from torch.utils.cpp_extension import CUDA_HOME; print(CUDA_HOME, torch.version.cuda)"
# endregion

# region: fix-pip-toolkit
CUDA=$(python -c "from importlib.metadata import version; print(version('cuda-toolkit'))") &&
  python -m pip install "cuda-toolkit[nvcc,nvvm,crt,cccl,cudart]==$CUDA" &&
  CUDA_HOME=$(python -c "import nvidia.cu13; print(nvidia.cu13.__path__[0])") &&
  test -x "$CUDA_HOME/bin/nvcc" && ln -sf libcudart.so.13 "$CUDA_HOME/lib/libcudart.so" &&
  export CUDA_HOME PATH="$CUDA_HOME/bin:$PATH" && nvcc --version | grep release
# endregion

# region: fix-system-toolkit
conda install -c nvidia/label/cuda-12.8.1 cuda-toolkit
export CUDA_HOME=$CONDA_PREFIX
export CPATH=$CONDA_PREFIX/targets/x86_64-linux/include
# endregion

# region: fix-system-toolkit/apt
sudo apt-get install cuda-toolkit-12-8
export CUDA_HOME=/usr/local/cuda-12.8
export PATH=$CUDA_HOME/bin:$PATH
# endregion

# region: fix-match-torch
python -m pip install "torch==2.10.0"
python -c "import torch; print(torch.version.cuda)"
# endregion

# region: fix-no-isolation
python -m pip install setuptools wheel ninja packaging
python -m pip install --no-build-isolation --no-cache-dir ./my-package
# endregion

# region: fix-no-compile
python -m pip install -U "deepspeed>=0.19.8"
# endregion

# region: fix-same-major
export DS_SKIP_CUDA_CHECK=1
# endregion
