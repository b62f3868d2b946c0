#!/usr/bin/env bash
# TODO: shell commands of this guide, each in a region of its own; remove the file if there are none.

# region: check-versions
python -c "import torch; print(torch.__version__)"
# endregion
