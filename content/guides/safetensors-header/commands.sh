#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-redownload
hf download Qwen/Qwen3-0.6B model.safetensors --local-dir Qwen/Qwen3-0.6B --force-download
hf cache verify Qwen/Qwen3-0.6B --local-dir Qwen/Qwen3-0.6B
# endregion

# region: fix-redownload/cache
hf download Qwen/Qwen3-0.6B model.safetensors --force-download
hf cache verify Qwen/Qwen3-0.6B
# endregion

# region: fix-redownload/modelscope
pip install modelscope
modelscope download --model Qwen/Qwen3-0.6B model.safetensors --local_dir Qwen/Qwen3-0.6B
# endregion

# region: fix-git-lfs
git lfs install
git lfs pull
git lfs ls-files --size
# endregion
