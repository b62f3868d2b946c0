#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-adapter-default/upgrade
python -m pip install --upgrade "peft>=0.12"
# endregion

# region: fix-adapter-default/notebook
%pip install --upgrade "peft>=0.12"
# Then restart the runtime.
# endregion
