#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-by-hand/clone
git clone --depth 1 https://github.com/ggml-org/llama.cpp
cmake -S llama.cpp -B llama.cpp/build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF
cmake --build llama.cpp/build --config Release -j 4 --target llama-quantize
# endregion

# region: fix-by-hand
python llama.cpp/convert_hf_to_gguf.py merged --outtype bf16 --outfile model-BF16.gguf
llama.cpp/build/bin/llama-quantize model-BF16.gguf model-Q4_K_M.gguf Q4_K_M
# endregion

# region: fix-build
cd ~/.unsloth/llama.cpp
cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF
cmake --build build --config Release -j 4 --target llama-quantize
cp build/bin/llama-quantize .
# endregion

# region: fix-build/clone
git clone --depth 1 https://github.com/ggml-org/llama.cpp ~/.unsloth/llama.cpp
# endregion

# region: fix-build/tools
apt-get update && apt-get install -y cmake g++ git curl libssl-dev libcurl4-openssl-dev
# endregion

# region: fix-newer
mv ~/.unsloth/llama.cpp ~/.unsloth/llama.cpp.old
# endregion

# region: fix-upgrade
pip install --upgrade unsloth unsloth_zoo
# endregion
