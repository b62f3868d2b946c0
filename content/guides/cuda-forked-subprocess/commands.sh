#!/usr/bin/env bash
# Shell commands of this guide. train.py is your script.

# region: fix-clean-parent/nvml
PYTORCH_NVML_BASED_CUDA_CHECK=1 python train.py
# endregion

# region: fix-vllm-spawn
VLLM_WORKER_MULTIPROC_METHOD=spawn python train.py
# endregion
