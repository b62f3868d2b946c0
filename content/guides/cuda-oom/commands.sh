#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-expandable-segments
export PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True
python train.py
# endregion

# region: fix-expandable-segments/notebook
# The first cell, before anything imports torch; restart the runtime first.
%env PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True
# endregion

# region: fix-free-gpu
nvidia-smi --query-compute-apps=pid,process_name,used_memory --format=csv
ps -o pid,user,lstart,cmd -p 3037
kill 3037
# endregion
