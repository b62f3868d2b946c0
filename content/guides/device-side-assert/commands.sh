#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-find-index
CUDA_LAUNCH_BLOCKING=1 python train.py
# endregion

# region: fix-find-index/notebook
# The first cell after a restart of the runtime, before anything imports torch.
%env CUDA_LAUNCH_BLOCKING=1
# endregion
