#!/usr/bin/env bash
# Shell commands of this guide. train.py is your script; all_reduce.py is the region check-all-reduce of repro.py.

# region: fix-find-rank
mkdir -p fr
export TORCH_FR_BUFFER_SIZE=2000 TORCH_NCCL_DUMP_ON_TIMEOUT=1
export TORCH_FR_DUMP_TEMP_FILE=$PWD/fr/nccl_trace_rank_
torchrun --nproc_per_node=2 train.py
torchfrtrace --prefix nccl_trace_rank_ fr
# endregion

# region: check-stacks
for pid in $(pgrep -f train.py); do py-spy dump --pid "$pid"; done
# endregion

# region: fix-compare-collectives
TORCH_DISTRIBUTED_DEBUG=DETAIL torchrun --nproc_per_node=2 train.py
# endregion

# region: fix-transport
NCCL_DEBUG=INFO torchrun --nproc_per_node=2 all_reduce.py
NCCL_P2P_DISABLE=1 NCCL_DEBUG=INFO torchrun --nproc_per_node=2 all_reduce.py
# endregion
