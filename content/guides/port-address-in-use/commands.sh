#!/usr/bin/env bash
# Shell commands of this guide. train.py, the port numbers and the process id are yours to replace.

# region: error/torchrun
CUDA_VISIBLE_DEVICES=2,3 torchrun --master_port 29500 --nproc_per_node=2 train.py
# endregion

# region: fix-free-port/torchrun
torchrun --standalone --nproc_per_node=2 train.py
# endregion

# region: fix-free-port/accelerate
accelerate launch --main_process_port 0 --multi_gpu --num_processes 2 train.py
# endregion

# region: fix-own-port/torchrun
torchrun --master_port 29501 --nproc_per_node=2 train.py
# endregion

# region: fix-own-port/deepspeed
deepspeed --master_port 29501 --num_gpus 2 train.py
# endregion

# region: fix-own-port/slurm
export MASTER_PORT=$((20000 + SLURM_JOB_ID % 10000))
torchrun --master_port "$MASTER_PORT" --nproc_per_node=2 train.py
# endregion

# region: check-port/ss
ss -ltnp "sport = :29500"  # who listens; without root, only your own processes are named
ss -tan "sport = :29500"   # every socket on the port, in whatever state
# endregion

# region: check-holder
ps -ww -o pid,ppid,user,stat,lstart,args -p 12345 --ppid 12345  # it and its children
# endregion

# region: fix-stop-holder
# Ends the process only if it has the port; no -9, since a launcher has to stop its workers first.
# -CONT wakes a process that Ctrl-Z has stopped, so that it can end.
ss -Hltnp "sport = :29500" | grep "pid=12345," && kill 12345 && kill -CONT 12345
# endregion

# region: fix-one-launcher
srun --nodes=1 --ntasks=1 torchrun --standalone --nproc_per_node=2 train.py
# endregion
