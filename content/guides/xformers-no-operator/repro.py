# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "xformers==0.0.35",
#   "transformers==5.17.0",
# ]
# ///
"""Lets xFormers refuse inputs as users meet it, and runs the ways around it.

    python tools/repro/run.py content/guides/xformers-no-operator/repro.py --out OUT

Tensors on the CPU raise the message on any machine. The scenario about a wheel for another CUDA
needs a GPU, and an xFormers whose compiled part does not load: xformers 0.0.35 of PyPI is built
for CUDA 12.8, PyTorch 2.11 of PyPI for CUDA 13.0. "Too new" needs a card after Hopper.
`Qwen/Qwen3-0.6B` is a folder that a scenario makes; nothing is downloaded.
"""

from repro.scenario import check, scenario

ON_CPU = (
    "NotImplementedError: No operator found for `memory_efficient_attention_forward` with inputs:"
    "{inputs}device=cpu (supported: {{'cuda'}})"
)
NO_CUDA_BUILD = (
    "NotImplementedError: No operator found for `memory_efficient_attention_forward` with inputs:"
    "{inputs}xFormers wasn't build with CUDA support"
)
TOO_NEW = (
    "NotImplementedError: No operator found for `memory_efficient_attention_forward` with inputs:"
    "{inputs}(too new)"
)
FORCED = (
    "ValueError: Operator `memory_efficient_attention` does not support inputs:"
    "{inputs}device=cpu (supported: {{'cuda'}})"
)


# ----------------------------------------------------------------------------------- errors


@scenario("error/cpu", reproduces="forward", expect=ON_CPU, needs=["xformers>=0.0.33"])
def error_cpu():
    # region: error/cpu
    import torch
    from xformers.ops import memory_efficient_attention

    q, k, v = (torch.randn(1, 128, 8, 64, dtype=torch.float16) for _ in range(3))  # no device

    out = memory_efficient_attention(q, k, v)
    # endregion
    print(out.shape)


@scenario("error/forced", reproduces="forced-operator", expect=FORCED, needs=["xformers>=0.0.33"])
def error_forced():
    import torch
    from xformers.ops import MemoryEfficientAttentionCutlassOp, memory_efficient_attention

    q, k, v = (torch.randn(1, 16, 8, 64) for _ in range(3))
    memory_efficient_attention(q, k, v, op=MemoryEfficientAttentionCutlassOp)


@scenario(
    "error/no-cuda-build",
    reproduces="no-cuda-build",
    expect=NO_CUDA_BUILD,
    needs=["cuda", "xformers==0.0.35", "torch==2.11"],
)
def error_no_cuda_build():
    """The tensors are right; the compiled part of the wheel did not load."""
    import torch
    from xformers.ops import memory_efficient_attention

    q, k, v = (torch.randn(1, 128, 8, 64, device="cuda", dtype=torch.float16) for _ in range(3))
    memory_efficient_attention(q, k, v)


@scenario("error/too-new", reproduces="too-new", expect=TOO_NEW, needs=["sm>=100", "xformers"])
def error_too_new():
    """fp32 is left to the CUTLASS operator, which ends with Hopper."""
    import torch
    from xformers.ops import memory_efficient_attention

    q, k, v = (torch.randn(1, 128, 8, 64, device="cuda") for _ in range(3))
    memory_efficient_attention(q, k, v)


# ------------------------------------------------------------------------------------ fixes


@scenario("check-library", needs=["xformers>=0.0.33"])
def check_library():
    # region: check-library
    import torch
    import xformers
    from xformers import _cpp_lib

    print("torch", torch.__version__, "| xformers", xformers.__version__)
    print("compiled part:", _cpp_lib._cpp_library_load_exception or "loaded")
    # endregion
    check("the version is known", bool(xformers.__version__))


@scenario("fix-sdpa/transformers", needs=["transformers", "torch"])
def fix_sdpa_transformers():
    make_model_folder()
    # region: fix-sdpa/transformers
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="sdpa",  # PyTorch's own kernels; xFormers is not asked
    )
    print(model.config._attn_implementation)
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    input_ids = torch.arange(2, 34, device=device)[None]
    loss = model.to(device)(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("loss is finite", bool(torch.isfinite(loss)))


@scenario("fix-sdpa/pytorch", needs=["torch"])
def fix_sdpa_pytorch():
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    q, k, v = (torch.randn(1, 128, 8, 64, device=device, requires_grad=True) for _ in range(3))
    # region: fix-sdpa/pytorch
    from torch.nn.functional import scaled_dot_product_attention

    # xFormers wants (batch, length, heads, head_dim), SDPA (batch, heads, length, head_dim)
    out = scaled_dot_product_attention(
        q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), is_causal=True
    ).transpose(1, 2)
    # endregion
    weights = torch.einsum("bqhd,bkhd->bhqk", q, k) / 8
    future = torch.ones(128, 128, dtype=torch.bool, device=device).triu(1)
    weights = weights.masked_fill(future, -torch.inf).softmax(-1)
    by_hand = torch.einsum("bhqk,bkhd->bqhd", weights, v)
    check("the shape is the one of xFormers", out.shape == (1, 128, 8, 64))
    check("the numbers are the same", torch.allclose(out, by_hand, atol=2e-2))
    out.sum().backward()
    check("it has gradients", bool(torch.isfinite(q.grad).all()))


@scenario("fix-inputs", scope="mechanism", needs=["torch"])
def fix_inputs():
    """The layout and dtype are right afterwards; which operator takes them depends on the card."""
    import torch

    q = torch.randn(2, 50, 32, 128)
    k, v = (torch.randn(2, 50, 8, 128) for _ in range(2))
    # region: fix-inputs
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16  # torch.float16 before Ampere
    groups = q.shape[2] // k.shape[2]  # 32 query heads, 8 key and value heads

    q = q.to(device, dtype)
    k = k.to(device, dtype).repeat_interleave(groups, dim=2)
    v = v.to(device, dtype).repeat_interleave(groups, dim=2)
    print(q.shape, k.shape, v.shape, q.dtype, q.device)
    # endregion
    check("four dimensions, as many heads", q.shape == k.shape == v.shape == (2, 50, 32, 128))
    check("16 bits", q.dtype == k.dtype == v.dtype == torch.bfloat16)


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
