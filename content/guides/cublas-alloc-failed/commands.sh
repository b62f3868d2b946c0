#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-find-error
CUDA_LAUNCH_BLOCKING=1 python train.py 2>&1 | tee train.log
grep -m 1 -n "Assertion" train.log
# endregion

# region: fix-find-error/notebook
# The first cell after a restart of the runtime, before anything imports torch.
%env CUDA_LAUNCH_BLOCKING=1
# endregion

# region: check-processes
nvidia-smi --query-compute-apps=pid,used_memory,process_name --format=csv
# endregion

# region: fix-clean-libraries
env -u LD_LIBRARY_PATH python train.py
# endregion
