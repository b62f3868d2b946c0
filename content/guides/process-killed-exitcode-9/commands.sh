#!/usr/bin/env bash
# Shell commands of this guide. The numbers of memory and the names are yours to replace.

# region: fix-ask-kernel
dmesg -T | grep -i "killed process"  # on the machine itself; may need sudo
# endregion

# region: fix-ask-kernel/slurm
sacct -j 14321 --format=JobID,State,ExitCode,ReqMem,MaxRSS,Elapsed,Timelimit
# endregion

# region: fix-ask-kernel/kubernetes
kubectl describe pod my-pod | grep -A 5 "Last State"
# endregion

# region: fix-raise-limit/docker
docker run --gpus all --memory=128g --shm-size=16g my-image torchrun --nproc_per_node=2 train.py
# endregion

# region: fix-raise-limit/slurm
sbatch --mem=128G train.sbatch
# endregion

# region: fix-raise-limit/kubernetes
kubectl set resources deployment my-training --requests=memory=128Gi --limits=memory=128Gi
# endregion

# region: fix-find-sender
# As root, before the run: have the kernel note who sends signal 9.
cd /sys/kernel/tracing/events/signal/signal_generate
echo "sig == 9" > filter
echo 1 > enable
# endregion

# region: fix-find-sender/read
# After the kill: the sender stands first; code=0 is a process, code=128 the kernel itself.
grep "sig=9" /sys/kernel/tracing/trace
# endregion
