#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-wheel
python3.12 -m venv flash-env
WHEEL=flash_attn-2.8.3+cu12torch2.8cxx11abiTRUE-cp312-cp312-linux_x86_64.whl
curl -fL -C - --retry 5 -O "https://github.com/Dao-AILab/flash-attention/releases/download/v2.8.3/$WHEEL"
flash-env/bin/python -m pip install "torch==2.8.0" "./$WHEEL"
# endregion

# region: fix-faster
python -m pip install ninja packaging psutil setuptools wheel
ninja --version
export FLASH_ATTN_CUDA_ARCHS=80
export MAX_JOBS=4 NVCC_THREADS=1
python -m pip install -v --no-build-isolation --no-cache-dir flash-attn
# endregion

# region: fix-memory
export MAX_JOBS=1 NVCC_THREADS=1 FLASH_ATTN_CUDA_ARCHS=80
python -m pip install -v --no-build-isolation --no-cache-dir flash-attn
# endregion

# region: fix-standard
python -m pip download --no-deps --no-build-isolation --no-binary flash-attn "flash-attn==2.8.3.post2"
tar xzf flash_attn-2.8.3.post2.tar.gz
sed -i 's/-std=c++17/-std=c++20/' flash_attn-2.8.3.post2/setup.py
FLASH_ATTN_CUDA_ARCHS=80 MAX_JOBS=4 NVCC_THREADS=1 python -m pip install -v --no-build-isolation ./flash_attn-2.8.3.post2
# endregion

# region: fix-compiler
export CC=gcc-12 CXX=g++-12
python -m pip install -v --no-build-isolation --no-cache-dir flash-attn
# endregion

# region: fix-source/git
git clone --branch v2.8.3 --depth 1 https://github.com/Dao-AILab/flash-attention
cd flash-attention
git submodule update --init --depth 1 csrc/cutlass
# endregion

# region: fix-source
python -m pip download --no-deps --no-build-isolation --no-binary flash-attn "flash-attn==2.8.3.post2"
tar xzf flash_attn-2.8.3.post2.tar.gz
ls flash_attn-2.8.3.post2/csrc/cutlass/include/cutlass/cutlass.h
# endregion

# region: fix-download
mkdir -p ~/pip-tmp
TMPDIR=~/pip-tmp python -m pip install --no-build-isolation --no-cache-dir flash-attn
# endregion
