#!/usr/bin/env bash
# Shell commands of this guide. The notebook region is a cell for Colab, Kaggle and Jupyter, not for a shell.

# region: fix-complete
TORCH=$(python -c "from importlib.metadata import version; print(version('torch'))")
python -m pip install "torch==$TORCH"
# endregion

# region: fix-complete/notebook
from importlib.metadata import version
%pip install "torch=={version('torch')}"
# Then restart the runtime.
# endregion

# region: fix-files
python - <<'END' | xargs -r -t python -m pip install --force-reinstall --no-deps
from importlib.metadata import distributions

for found in distributions():
    parts = [file for file in found.files or [] if ".so" in file.name]
    if found.name.startswith("nvidia-") and not all(part.locate().exists() for part in parts):
        print(f"{found.name}=={found.version}")
END
# endregion

# region: fix-match
python -m pip install --no-deps --force-reinstall "torchaudio==2.11.0"
# endregion

# region: fix-clean-path
unset LD_LIBRARY_PATH
python -c "import torch; print(torch.__version__)"
# endregion

# region: fix-own-path
LIBS=$(python -c "import nvidia, pathlib as p; print(*(d for r in nvidia.__path__ for d in sorted(p.Path(r).glob('*/lib'))), sep=':')") &&
export LD_LIBRARY_PATH="$LIBS${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# endregion

# region: fix-driver
docker run --rm --gpus all nvidia/cuda:12.8.1-base-ubuntu22.04 nvidia-smi
# endregion

# region: check-torch
python -c "import torch; print(torch.__version__, torch.version.cuda)"
# endregion

# region: check-missing
python -m pip check
# endregion
