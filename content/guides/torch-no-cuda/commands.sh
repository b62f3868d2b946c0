#!/usr/bin/env bash
# Shell commands of this guide.

# region: check-one-line
nvidia-smi
python -c "import sys, torch; print(sys.executable, torch.__version__, torch.version.cuda)"
# endregion

# region: fix-cuda-index
python -m pip uninstall -y torch torchvision torchaudio
python -m pip install torch torchvision --index-url https://download.pytorch.org/whl/cu130
# endregion

# region: fix-cuda-index/uv
uv pip install --torch-backend=auto --reinstall-package torch --reinstall-package torchvision torch torchvision
# endregion

# region: fix-linux-pypi
python -m pip uninstall -y torch torchvision torchaudio
python -m pip install torch torchvision
# endregion

# region: fix-conda
conda create -n torch-cuda -c conda-forge python=3.12 "pytorch=*=cuda*"
# endregion

# region: fix-right-python
python -c "import sys, torch; print(sys.executable, torch.__version__, torch.version.cuda)"
python -m pip --version
# endregion

# region: fix-keep
python -m pip list --format=freeze | grep -E "^torch(vision|audio)?==" > torch-constraints.txt
python -m pip install -c torch-constraints.txt -r requirements.txt
# endregion
