#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-compiler
apt-get update && apt-get install -y --no-install-recommends gcc g++ libc6-dev python3-dev
gcc --version
# endregion

# region: fix-compiler/conda
conda install -y -c conda-forge gxx_linux-64
conda deactivate && conda activate base
echo $CC
# endregion

# region: fix-cc
unset CC CXX
export PATH=$PATH:/usr/local/bin:/usr/bin:/bin
command -v gcc g++ as ld
# endregion

# region: fix-no-compile
TORCHDYNAMO_DISABLE=1 python train.py
# endregion

# region: fix-windows
# Triton 3.6, for torch 2.10 and 2.11; "<3.8" for 2.12 and 2.13, "<3.6" for 2.9
pip install -U "triton-windows<3.7"
# endregion
