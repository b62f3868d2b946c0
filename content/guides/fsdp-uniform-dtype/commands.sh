#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-fsdp2/accelerate
accelerate to-fsdp2 --config_file fsdp.yaml --output_file fsdp2.yaml
accelerate launch --config_file fsdp2.yaml train.py
# endregion
