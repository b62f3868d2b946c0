#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-upgrade-library/pip
pip install --upgrade "transformers>=4.57"
# endregion

# region: fix-upgrade-torch/pip
pip install --upgrade "torch>=2.10"
# endregion

# region: fix-redownload
head -c 60 my-model.pt
hf download my-org/my-model pytorch_model.bin --local-dir my-model --force-download
# endregion
