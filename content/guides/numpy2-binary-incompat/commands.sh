#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-pin
echo "numpy<2" > numpy-below-2.txt
export PIP_CONSTRAINT="$PWD/numpy-below-2.txt${PIP_CONSTRAINT:+ $PIP_CONSTRAINT}"
python -m pip install "numpy<2"
python -c "import numpy; print(numpy.__version__, numpy.__file__)"
# endregion

# region: fix-pin/notebook
%pip install "numpy<2"
# Then restart the kernel (Runtime > Restart session) and run the cells from the top.
# endregion

# region: fix-upgrade-torch
python -m pip install "torch==2.4.1" "torchvision==0.19.1" "torchaudio==2.4.1"
python -c "import torch; print(torch.__version__, torch.ones(2).numpy())"
# endregion

# region: fix-upgrade-module
python -m pip install --upgrade "pandas>=2.2.2"
python -c "import pandas, numpy; print(pandas.__version__, numpy.__version__)"
# endregion

# region: fix-newer-numpy
python -m pip install --upgrade "numpy>=1.23,<2"
python -c "import numpy; print(numpy.__version__)"
# endregion

# region: fix-names
python -m pip install "ruff>=0.4.8"
ruff check --select NPY201 --fix train.py
# endregion

# region: fix-one-numpy
unset PYTHONPATH
export PYTHONNOUSERSITE=1
python -c "import numpy; print(numpy.__version__, numpy.__file__)"
# endregion
