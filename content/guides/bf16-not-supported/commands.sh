#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-see-gpu
nvidia-smi
python -m pip install --force-reinstall torch --index-url https://download.pytorch.org/whl/cu130
python -c "import torch; print(torch.__version__, torch.version.cuda, torch.cuda.is_available())"
# endregion

# region: fix-see-gpu/container
docker run --rm --gpus all my-image nvidia-smi
# endregion

# region: fix-see-gpu/notebook
!nvidia-smi
# No such command: choose Runtime > Change runtime type > a GPU, then run every cell again.
# A T4 has no bf16: use fp16 there.
# endregion
