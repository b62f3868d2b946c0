#!/usr/bin/env bash
# Shell commands of this guide. The scenarios fix-upgrade, fix-upgrade/v4 and fix-pin-accelerate of
# repro.py ran with releases that these install.

# region: fix-upgrade
pip install -U "transformers>=5" "accelerate>=1.13" "bitsandbytes>=0.48.1"
# endregion

# region: fix-upgrade/v4
pip install -U "transformers>=4.57,<5" "accelerate>=1.2" "bitsandbytes>=0.48.1"
# endregion

# region: fix-pin-accelerate
pip install "accelerate<1.2"
# endregion
