# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "ninja==1.13.0",
# ]
# ///
"""Builds CUDA extensions for the wrong and for the right architecture, and runs them.

    python tools/repro/run.py content/guides/no-kernel-image/repro.py --out OUT

A PyTorch wheel without code for a card needs a card older or newer than ours. The same runtime
error comes from an extension that is compiled for another architecture only, so the scenarios
compile one with nvcc (about half a minute each). They need a card of compute capability 9.0 or
more, the CUDA toolkit and a C++ compiler. `Qwen/Qwen3-0.6B` is a folder that a scenario makes;
nothing is downloaded.
"""

import os

from repro.scenario import check, scenario

NO_KERNEL_IMAGE = (
    "AcceleratorError: CUDA error: no kernel image is available for execution on the device"
)
CPP = "torch::Tensor add_one(torch::Tensor x);\ntorch::Tensor add_one_unchecked(torch::Tensor x);"
CUDA = r"""
#include <torch/types.h>
#include <c10/cuda/CUDAException.h>

__global__ void add_one_kernel(float* x, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) x[i] += 1.f;
}

torch::Tensor add_one(torch::Tensor x) {
  add_one_kernel<<<1, 64>>>(x.data_ptr<float>(), x.numel());
  C10_CUDA_KERNEL_LAUNCH_CHECK();
  return x;
}

torch::Tensor add_one_unchecked(torch::Tensor x) {
  add_one_kernel<<<1, 64>>>(x.data_ptr<float>(), x.numel());
  return x;
}
"""
FUNCTIONS = ["add_one", "add_one_unchecked"]


def own_build_folder():
    """Compile below the scenario's own folder, so that no earlier build is taken."""
    os.environ["TORCH_EXTENSIONS_DIR"] = os.path.abspath("extensions")


# ----------------------------------------------------------------------------------- errors


@scenario("error/extension", reproduces="torch", expect=NO_KERNEL_IMAGE, needs=["sm>=90"])
def error_extension():
    own_build_folder()
    # region: error/extension
    import os

    import torch
    from torch.utils.cpp_extension import load_inline

    os.environ["TORCH_CUDA_ARCH_LIST"] = "8.0"  # this card is newer

    extension = load_inline("add_one", CPP, CUDA, functions=FUNCTIONS)
    print(extension.add_one(torch.zeros(4, device="cuda")))
    # endregion


@scenario("error/unchecked", reproduces="torch", expect=NO_KERNEL_IMAGE, needs=["sm>=90"])
def error_unchecked():
    """Without a launch check the data come back unchanged, and a later operation raises."""
    own_build_folder()
    import torch
    from torch.utils.cpp_extension import load_inline

    os.environ["TORCH_CUDA_ARCH_LIST"] = "8.0"
    extension = load_inline("add_one", CPP, CUDA, functions=FUNCTIONS)
    x = torch.zeros(4, device="cuda")
    extension.add_one_unchecked(x)
    check("no error, and the data are unchanged", x.tolist() == [0.0] * 4)
    x + 1


# ------------------------------------------------------------------------------------ fixes


@scenario("check-arch", needs=["cuda"])
def check_arch():
    # region: check-arch
    import torch

    print(torch.__version__, "built for CUDA", torch.version.cuda)
    print("card:  ", torch.cuda.get_device_name(), torch.cuda.get_device_capability())
    print("binary:", torch.cuda.get_arch_list())
    print("works: ", (torch.zeros(1, device="cuda") + 1).item())
    # endregion
    check("the list is not empty", bool(torch.cuda.get_arch_list()))


@scenario("fix-rebuild", needs=["cuda"])
def fix_rebuild():
    own_build_folder()
    # region: fix-rebuild
    import os

    import torch
    from torch.utils.cpp_extension import load_inline

    major, minor = torch.cuda.get_device_capability()
    os.environ["TORCH_CUDA_ARCH_LIST"] = f"{major}.{minor}"  # this card

    extension = load_inline("add_one", CPP, CUDA, functions=FUNCTIONS)
    print(extension.add_one(torch.zeros(4, device="cuda")))
    # endregion
    check("the kernel ran", extension.add_one(torch.zeros(4, device="cuda")).tolist() == [1.0] * 4)


@scenario("fix-ptx", needs=["sm>=80"])
def fix_ptx():
    own_build_folder()
    # region: fix-ptx
    import os

    import torch
    from torch.utils.cpp_extension import load_inline

    os.environ["TORCH_CUDA_ARCH_LIST"] = "8.0+PTX"  # 8.x, and whatever comes later

    extension = load_inline("add_one", CPP, CUDA, functions=FUNCTIONS)
    print(extension.add_one(torch.zeros(4, device="cuda")))
    # endregion
    check("the kernel ran", extension.add_one(torch.zeros(4, device="cuda")).tolist() == [1.0] * 4)


@scenario("fix-sdpa", needs=["transformers", "torch"])
def fix_sdpa():
    make_model_folder()
    # region: fix-sdpa
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,  # torch.float16 before Ampere
        attn_implementation="sdpa",  # PyTorch's own kernels
    )
    print(model.config._attn_implementation)
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    input_ids = torch.arange(2, 34, device=device)[None]
    loss = model.to(device)(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("loss is finite", bool(torch.isfinite(loss)))


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=128,
    )
    Qwen3ForCausalLM(config).save_pretrained("Qwen/Qwen3-0.6B")
