#!/usr/bin/env bash
# Shell commands of this guide. The notebook regions are cells for Colab, Kaggle and Jupyter, not for a shell.

# region: check-upgrade
pip install --dry-run --upgrade unsloth unsloth_zoo
# endregion

# region: fix-upgrade
pip install --upgrade unsloth unsloth_zoo
# endregion

# region: fix-upgrade/notebook
%pip install --upgrade unsloth unsloth_zoo
# Then restart the runtime: what was imported stays imported.
# endregion

# region: fix-pair
pip install "unsloth==2026.8.22" "unsloth_zoo==2026.8.17"
# endregion
