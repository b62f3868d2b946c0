#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-upgrade
python -m pip install --upgrade trl transformers
python -c "import trl, transformers; print(trl.__version__, transformers.__version__)"
# endregion

# region: fix-pin
python -m pip install "trl==0.12.2" "transformers==4.46.3" "datasets==4.4.1"
# endregion
