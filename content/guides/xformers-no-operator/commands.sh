#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: check-info
python -m xformers.info
# endregion

# region: fix-matching-wheel
python -m pip uninstall -y xformers
python -m pip install -U torch xformers --index-url https://download.pytorch.org/whl/cu130
python -m xformers.info
# endregion

# region: fix-uninstall
python -m pip uninstall -y xformers
python -m pip install -U unsloth unsloth_zoo
# endregion

# region: fix-uninstall/notebook
%pip uninstall -y xformers
%pip install -U unsloth unsloth_zoo
# Then restart the runtime: libraries look for xformers when they are imported.
# endregion
