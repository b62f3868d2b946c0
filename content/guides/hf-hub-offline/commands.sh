#!/usr/bin/env bash
# Shell commands of this guide. Servers in repro.py play the Hub and the mirror where they were run.

# region: fix-mirror
export HF_ENDPOINT=https://hf-mirror.com
hf download Qwen/Qwen3-0.6B &&
  python train.py
# endregion

# region: fix-folder
hf download Qwen/Qwen3-0.6B --local-dir ./Qwen3-0.6B
# endregion

# region: fix-modelscope
pip install modelscope
modelscope download --model Qwen/Qwen3-0.6B --local_dir ./Qwen3-0.6B
# endregion

# region: fix-download
HF_HUB_OFFLINE=0 hf download Qwen/Qwen3-0.6B &&
  HF_HUB_OFFLINE=1 python train.py
# endregion

# region: fix-same-cache
export HF_HOME=/data/huggingface
HF_HUB_OFFLINE=1 python train.py
# endregion

# region: fix-same-cache/container
docker run --gpus all -e HF_HUB_OFFLINE=1 -e HF_HOME=/hf \
  -v "${HF_HOME:-$HOME/.cache/huggingface}:/hf" my-image python train.py
# endregion

# region: fix-proxy
env | grep -ioE '^(https?|all|no)_proxy'
unset HTTPS_PROXY https_proxy HTTP_PROXY http_proxy ALL_PROXY all_proxy
hf download Qwen/Qwen3-0.6B
# endregion

# region: fix-proxy/set
export HTTPS_PROXY=http://127.0.0.1:7890
hf download Qwen/Qwen3-0.6B
# endregion

# region: fix-certificate
cat "$(python -m certifi)" company.pem > ca-bundle.pem
export SSL_CERT_FILE="$PWD/ca-bundle.pem"
hf download Qwen/Qwen3-0.6B
# endregion
