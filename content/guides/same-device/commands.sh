#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-one-process/command
torchrun --standalone --nproc_per_node=2 train.py
# endregion

# region: fix-one-gpu
CUDA_VISIBLE_DEVICES=0 python train.py
# endregion

# region: fix-one-gpu/notebook
# The first cell after a restart of the runtime, before anything imports torch.
%env CUDA_VISIBLE_DEVICES=0
# endregion
