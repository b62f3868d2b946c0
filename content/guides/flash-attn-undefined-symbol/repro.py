# /// script
# requires-python = ">=3.12"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "vllm-flash-attn==2.6.2",
#   "nvidia-cuda-runtime-cu12==12.4.127",
#   "ninja==1.13.2",
# ]
# ///
"""Imports a FlashAttention 2 binary that was built for another PyTorch, and runs the ways out.

    python tools/repro/run.py content/guides/flash-attn-undefined-symbol/repro.py --out OUT

PyPI has no binary of flash-attn, but one of vllm-flash-attn 2.6.2: the same kernels and the same
compiled module with a prefix to its name, built for PyTorch 2.4. Install it and its CUDA 12
runtime with `pip install --no-deps` beside PyTorch 2.11. No GPU is needed: the import fails before
one is asked for. The C++ ABI is shown with an extension of six lines, which a C++ compiler builds
twice. `Qwen/Qwen3-0.6B` is a folder that a scenario makes; nothing is downloaded.
"""

import os

from repro.scenario import check, scenario

OTHER_TORCH = (
    "ImportError: {path}vllm_flash_attn_2_cuda.cpython-312-x86_64-linux-gnu.so: "
    "undefined symbol: _ZN3c104cuda"
)
OLD_ABI = "ImportError: {path}twice.so: undefined symbol: _ZN3c10"
SOURCE = """
torch::Tensor twice(torch::Tensor x) {
  TORCH_CHECK(x.numel() > 0, "nothing to double");
  return x + x;
}
"""


def build(**options):
    """Compile SOURCE against this PyTorch, below the scenario's own folder, and import it."""
    from torch.utils.cpp_extension import load_inline

    os.environ["TORCH_EXTENSIONS_DIR"] = os.path.abspath("extensions")
    return load_inline("twice", SOURCE, functions=["twice"], **options)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/other-torch",
    reproduces="vllm",
    expect=OTHER_TORCH,
    needs=["linux", "torch>=2.11", "vllm-flash-attn==2.6.2", "nvidia-cuda-runtime-cu12"],
)
def error_other_torch():
    """A torch for CUDA 12 would have loaded the CUDA 12 runtime already; this one has not."""
    import ctypes
    from importlib.metadata import files, requires

    import torch

    print("here: torch", torch.__version__, "| the binary wants", requires("vllm-flash-attn"))
    runtime = next(file for file in files("nvidia-cuda-runtime-cu12") if "cudart.so" in file.name)
    ctypes.CDLL(str(runtime.locate()), mode=ctypes.RTLD_GLOBAL)

    import vllm_flash_attn  # noqa: F401 - the import is what fails


@scenario("error/abi", scope="mechanism", expect=OLD_ABI, needs=["linux", "torch>=2.7"])
def error_abi():
    """An extension of the old C++ ABI asks for names that end in Ss, or begin with RKSs."""
    build(extra_cflags=["-D_GLIBCXX_USE_CXX11_ABI=0"])


# ------------------------------------------------------------------------------------ fixes


@scenario("check-environment", needs=["torch"])
def check_environment():
    # region: check-environment
    from importlib.metadata import PackageNotFoundError, version

    import torch

    print("torch     ", torch.__version__, "| CUDA", torch.version.cuda)
    print("C++11 ABI ", torch.compiled_with_cxx11_abi())
    try:
        print("flash-attn", version("flash-attn"))  # may name the torch that it was built for
    except PackageNotFoundError:
        print("flash-attn is not installed")
    # endregion
    check("the ABI is known", torch.compiled_with_cxx11_abi() in (True, False))


@scenario("fix-matching-wheel", needs=["torch"])
def fix_matching_wheel():
    # region: fix-matching-wheel
    import platform
    import sys

    import torch

    flash_attn = "2.8.3"  # a release that lists a wheel for your PyTorch
    cuda = (torch.version.cuda or "none").split(".")[0]
    torch_minor = ".".join(torch.__version__.split(".")[:2])
    abi = str(torch.compiled_with_cxx11_abi()).upper()
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    print(
        f"flash_attn-{flash_attn}+cu{cuda}torch{torch_minor}cxx11abi{abi}"
        f"-{python}-{python}-linux_{platform.machine()}.whl"
    )
    # endregion
    check("all parts are known", "none" not in (cuda, torch_minor, abi, python))


@scenario("fix-force-build", scope="mechanism", needs=["linux", "torch"])
def fix_force_build():
    """The extension that failed with the other ABI, built against this PyTorch."""
    import torch

    extension = build()
    x = torch.ones(3)
    check("it imports and computes", extension.twice(x).tolist() == [2.0] * 3)


@scenario("fix-sdpa", needs=["transformers", "torch"])
def fix_sdpa():
    make_model_folder()
    # region: fix-sdpa
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="sdpa",  # part of PyTorch: no other binary
    )
    print(model.config._attn_implementation)
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    input_ids = torch.arange(2, 34, device=device)[None]
    loss = model.to(device)(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("loss is finite", bool(torch.isfinite(loss)))


@scenario("fix-kernels", needs=["sm>=80", "kernels", "network"])
def fix_kernels():
    make_model_folder()
    # region: fix-kernels
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="kernels-community/flash-attn2",  # a build for your torch, from the Hub
    )
    # endregion
    input_ids = torch.arange(2, 34, device="cuda")[None]
    loss = model.cuda()(input_ids=input_ids, labels=input_ids).loss
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
