#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-upgrade-unsloth
python -m pip install --upgrade "unsloth>=2026.7.1" unsloth_zoo
python -c "from importlib.metadata import version; print(version('unsloth'))"
# endregion

# region: fix-upgrade-unsloth/notebook
%pip install --upgrade "unsloth>=2026.7.1" unsloth_zoo
# Then restart the runtime: an imported Unsloth stays the old one.
# endregion
