#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-set-rank
vllm serve Qwen/Qwen3-0.6B --enable-lora --lora-modules mine=my-adapter --max-lora-rank 64
# endregion
