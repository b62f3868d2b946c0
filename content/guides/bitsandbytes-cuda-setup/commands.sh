#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-upgrade
python -m pip install --upgrade "bitsandbytes>=0.48"
python -m bitsandbytes
# endregion

# region: fix-unset-override
unset BNB_CUDA_VERSION
grep -n BNB_CUDA_VERSION ~/.bashrc ~/.profile /etc/environment  # delete what this finds
python -m bitsandbytes
# endregion

# region: fix-cuda-torch
nvidia-smi
python -m pip install --force-reinstall torch --index-url https://download.pytorch.org/whl/cu130
python -c "import torch; print(torch.__version__, torch.version.cuda, torch.cuda.is_available())"
# endregion

# region: fix-cuda-torch/container
docker run --rm --gpus all my-image nvidia-smi
# endregion

# region: fix-build
git clone https://github.com/bitsandbytes-foundation/bitsandbytes.git
cd bitsandbytes
cmake -DCOMPUTE_BACKEND=cuda -S .
make -j
python -m pip install -e .
# endregion
