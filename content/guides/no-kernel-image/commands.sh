#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: check-card
python -c "import torch; print(torch.__version__, torch.cuda.get_device_name(), torch.cuda.get_device_capability(), torch.cuda.get_arch_list())"
# endregion

# region: fix-newer-build
python -m pip install --force-reinstall torch --index-url https://download.pytorch.org/whl/cu130
# endregion

# region: fix-newer-build/notebook
%pip install --force-reinstall torch --index-url https://download.pytorch.org/whl/cu130
# Then restart the runtime.
# endregion

# region: fix-legacy-build
python -m pip install --force-reinstall "torch<2.15" --index-url https://download.pytorch.org/whl/cu126
# endregion

# region: fix-rebuild/source
TORCH_CUDA_ARCH_LIST="12.0" python -m pip install --no-build-isolation --no-cache-dir --no-deps --force-reinstall .
# endregion

# region: fix-rebuild/flash-attn
export FLASH_ATTN_CUDA_ARCHS="120" FLASH_ATTENTION_FORCE_BUILD=TRUE MAX_JOBS=4
python -m pip install --no-build-isolation --no-cache-dir --no-deps --force-reinstall flash-attn
# endregion

# region: check-inside
cuobjdump --list-elf --list-ptx extension.so
# endregion
