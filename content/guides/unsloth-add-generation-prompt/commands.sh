#!/usr/bin/env bash
# Shell commands of this guide. The notebook regions are cells for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-upgrade
python -m pip install --upgrade unsloth unsloth_zoo
# endregion

# region: fix-upgrade/notebook
%pip install --upgrade unsloth unsloth_zoo
# Then restart the runtime.
# endregion
