#!/usr/bin/env bash
# Shell commands of this guide. `extra-cli` of repro.py runs them.

# region: fix-recover/shell
python -m deepspeed.utils.zero_to_fp32 out/checkpoint-2 recovered
# endregion
