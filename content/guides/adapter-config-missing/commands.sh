#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-extract/fsdp
accelerate merge-weights out/checkpoint-2/pytorch_model_fsdp_0 out/checkpoint-2
# endregion

# region: fix-weights
hf download my-org/my-adapter --include "adapter_*" --local-dir my-adapter
# endregion
