#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-upgrade-peft
python -m pip install --upgrade "peft>=0.18"
python -c "import peft, transformers; print(peft.__version__, transformers.__version__)"
# endregion

# region: fix-upgrade-peft/notebook
%pip install --upgrade "peft>=0.18"
# Then restart the kernel (Runtime > Restart session) and run the cells from the top.
# endregion

# region: fix-older-peft
python -m pip install "peft==0.13.2"
python -c "import peft, transformers; print(peft.__version__, transformers.__version__)"
# endregion

# region: fix-newer-transformers
python -m pip install --upgrade "transformers>=4.48,<5"
python -c "import peft, transformers; print(peft.__version__, transformers.__version__)"
# endregion

# region: fix-uninstall
python -m pip uninstall -y peft
python -c "from transformers import Trainer; print(Trainer.__module__)"
# endregion

# region: fix-same-python
python -c "import sys; print(sys.executable)"
python -c "from importlib.util import find_spec; print(find_spec('peft').origin)"
python -c "from importlib.util import find_spec; print(find_spec('transformers').origin)"
python -m pip show peft transformers
# endregion
