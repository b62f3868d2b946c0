#!/usr/bin/env bash
# Shell commands of this guide. The server in repro.py plays the Hub where they were run.

# region: fix-log-in
hf auth login &&
  hf auth whoami &&
  hf download google/gemma-3-1b-pt config.json
# endregion

# region: fix-log-in/variable
read -rsp "HF token: " HF_TOKEN && export HF_TOKEN &&
  python train.py
# endregion

# region: fix-log-in/container
docker run --gpus all -e HF_TOKEN my-image python train.py
sudo --preserve-env=HF_TOKEN "$(command -v python)" train.py
# endregion

# region: fix-other-token
hf auth list
unset HF_TOKEN HUGGING_FACE_HUB_TOKEN
hf auth whoami
# endregion

# region: fix-folder
hf download google/gemma-3-1b-pt --local-dir ./gemma-3-1b-pt
# endregion

# region: fix-copy
hf download unsloth/gemma-3-1b-pt --local-dir ./gemma-3-1b-pt
# endregion

# region: fix-copy/modelscope
pip install modelscope
modelscope download --model LLM-Research/gemma-3-1b-pt --local_dir ./gemma-3-1b-pt
# endregion
