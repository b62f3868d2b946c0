#!/usr/bin/env bash
# Shell commands of this guide; train.py is your script. The notebook regions are cells for Colab, Kaggle and Jupyter.

# region: fix-false
TOKENIZERS_PARALLELISM=false python train.py
# endregion

# region: fix-false/notebook
# In a cell before the one that trains; no restart is needed.
%env TOKENIZERS_PARALLELISM=false
# endregion

# region: fix-upgrade
python -m pip install "transformers>=4.57,<5" "tokenizers>=0.22.2"
# endregion

# region: fix-upgrade/notebook
%pip install "transformers>=4.57,<5" "tokenizers>=0.22.2"
# Then restart the runtime: imported libraries stay the old ones.
# endregion

# region: check-stacks
for pid in $(pgrep -f train.py); do py-spy dump --pid "$pid"; done
# endregion
