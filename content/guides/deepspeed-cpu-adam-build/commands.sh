#!/usr/bin/env bash
# Shell commands of this guide.

# region: check-build
python -c "from deepspeed.ops.op_builder import CPUAdamBuilder; CPUAdamBuilder().load(verbose=True); print('cpu_adam is built')"
# endregion

# region: fix-upgrade
python -m pip install -U "deepspeed>=0.19.8"
# endregion

# region: fix-compiler
sudo apt-get update && sudo apt-get install -y g++ python3-dev
python -m pip install ninja
# endregion

# region: fix-compiler/conda
conda install -y -c conda-forge gxx_linux-64 ninja
export CXX=x86_64-conda-linux-gnu-g++
# endregion

# region: fix-link-curand
CURAND=$(python -c "import glob, sysconfig; print(glob.glob(sysconfig.get_paths()['purelib'] + '/nvidia/*/lib/libcurand.so.10')[0])") &&
  mkdir -p "$HOME/.local/lib/curand" && ln -sf "$CURAND" "$HOME/.local/lib/curand/libcurand.so" &&
  export LIBRARY_PATH="$HOME/.local/lib/curand${LIBRARY_PATH:+:$LIBRARY_PATH}"
# endregion

# region: fix-own-cache
export TORCH_EXTENSIONS_DIR=$(mktemp -d)
# endregion

# region: fix-prebuild
python -m pip install setuptools wheel ninja packaging psutil py-cpuinfo
DS_ACCELERATOR=cuda DS_BUILD_CPU_ADAM=1 python -m pip install --force-reinstall --no-deps --no-build-isolation --no-cache-dir "deepspeed>=0.19.8"
# endregion
