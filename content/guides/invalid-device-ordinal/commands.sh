#!/usr/bin/env bash
# Shell commands of this guide. train.py is your script.

# region: fix-match-count
torchrun --standalone --nproc_per_node=gpu train.py
# endregion

# region: fix-match-count/accelerate
accelerate launch --num_processes "$(python -c 'import torch; print(torch.cuda.device_count())')" train.py
# endregion
