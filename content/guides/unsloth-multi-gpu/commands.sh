#!/usr/bin/env bash
# Shell commands of this guide. train.py is your script.

# region: fix-upgrade
python -m venv unsloth-env
unsloth-env/bin/pip install unsloth unsloth_zoo
# endregion

# region: fix-one-gpu/shell
CUDA_VISIBLE_DEVICES=0 python train.py
# endregion

# region: fix-ddp/launch
torchrun --standalone --nproc_per_node=gpu train.py
# endregion

# region: fix-hide/docker
docker run --rm --gpus '"device=1"' ubuntu nvidia-smi -L
# endregion
