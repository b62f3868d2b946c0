#!/usr/bin/env bash
# Shell commands of this guide. train.py is your script.

# region: fix-match-count
torchrun --standalone --nproc_per_node=gpu train.py
# endregion

# region: fix-match-count/accelerate
accelerate launch --num_processes "$(python -c 'import torch; print(torch.cuda.device_count())')" train.py
# endregion

# region: fix-expose/docker
docker run --rm --gpus all ubuntu nvidia-smi -L
# endregion

# region: fix-expose/slurm
srun --nodes=1 --ntasks-per-node=1 --gpus-per-node=4 torchrun --standalone --nproc_per_node=gpu train.py
# endregion
