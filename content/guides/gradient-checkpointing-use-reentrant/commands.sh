#!/usr/bin/env bash
# Shell commands of this guide. The scenario fix-deepspeed of repro.py ran with the release that this installs.

# region: fix-deepspeed
pip install -U "deepspeed>=0.19.3"
# endregion
