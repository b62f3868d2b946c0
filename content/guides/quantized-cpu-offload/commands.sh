#!/usr/bin/env bash
# Shell commands of this guide. The scenarios fix-free, fix-experts, fix-several-gpus and fix-visible
# of repro.py did what these do.

# region: fix-free
nvidia-smi --query-compute-apps=pid,process_name,used_memory --format=csv
ps -o pid,user,lstart,cmd -p 3037
kill 3037
# endregion

# region: fix-experts
pip install -U "transformers>=4.57,<5" "bitsandbytes>=0.48.1"
# endregion

# region: fix-several-gpus
pip install -U "transformers>=5.18"
# endregion

# region: fix-visible
python -c "import torch; print(torch.version.cuda, torch.cuda.device_count())"
unset CUDA_VISIBLE_DEVICES
# endregion
