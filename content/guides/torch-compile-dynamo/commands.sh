#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-off
TORCHDYNAMO_DISABLE=1 python train.py
# endregion

# region: fix-off/unsloth
UNSLOTH_COMPILE_DISABLE=partial TORCHDYNAMO_DISABLE=1 python train.py
# endregion

# region: check-logs
TORCH_LOGS=recompiles,graph_breaks TORCHDYNAMO_VERBOSE=1 python train.py 2>&1 | tee compile.log
# endregion

# region: fix-cache
TORCHINDUCTOR_CACHE_DIR="$(mktemp -d)" python train.py
# endregion

# region: fix-user
USER=trainer python train.py
# endregion

# region: fix-update
python -m torch.utils.collect_env | grep -iE "torch|triton"
# endregion
