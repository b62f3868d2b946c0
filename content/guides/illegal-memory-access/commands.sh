#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-find-kernel
CUDA_LAUNCH_BLOCKING=1 python train.py
# endregion

# region: fix-find-kernel/notebook
# The first cell after a restart of the runtime, before anything imports torch.
%env CUDA_LAUNCH_BLOCKING=1
# endregion

# region: fix-find-kernel/sanitizer
PYTORCH_NO_CUDA_MEMORY_CACHING=1 compute-sanitizer --tool memcheck python train.py
# endregion

# region: fix-upgrade
pip install --upgrade "liger-kernel>=0.8.2"
# endregion

# region: fix-upgrade/transformers
pip install --upgrade "transformers>=5.4"
# endregion

# region: fix-upgrade/fla
pip install --upgrade "flash-linear-attention>=0.6"
# endregion

# region: fix-swap-gpu
nvidia-smi -q -d ECC,ROW_REMAPPER
sudo dmesg -T | grep -i xid
# endregion

# region: fix-swap-gpu/other
CUDA_VISIBLE_DEVICES=1 python train.py
# endregion
