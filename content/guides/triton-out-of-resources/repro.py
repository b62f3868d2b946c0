# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "triton==3.6.0",
#   "transformers==5.17.0",
# ]
# ///
"""Raises Triton's "out of resource: shared memory", and runs each fix.

    python tools/repro/run.py content/guides/triton-out-of-resources/repro.py --out OUT

The errors are raised on a data-centre GPU, with kernels that need more than its 232448 bytes.
What kernels need on other GPUs is measured by compiling for them: Triton's compiler needs no GPU.
Nothing of that kind is launched, so those scenarios say "compiled for", never "ran on".
"""

import triton
import triton.language as tl
from repro.scenario import check, measure, scenario

#: Largest shared memory of a block in bytes, by compute capability (NVIDIA's arch_traits.h).
LIMITS = {75: 65536, 80: 166912, 86: 101376, 89: 101376, 90: 232448, 120: 101376}
TRITON = (
    "OutOfResources: out of resource: shared memory, Required: {required}, Hardware limit: {limit}."
    " Reducing block sizes or `num_stages` may help."
)
INDUCTOR = (
    "InductorError: RuntimeError: No valid triton configs. {error}: out of resource: {kernel} "
    "Required: {required} Hardware limit:{limit} Reducing block sizes or `num_stages` may help."
)
NO_CHOICE = "InductorError: LoweringException: NoValidChoicesError: No choices to select. {rest}"
SIZE = 1024
#: Head dimension of the full attention layers of Gemma 4.
WIDE = 512
FORWARD = ("fwd_BLOCK_M", "fwd_BLOCK_N", "fwd_num_stages", "fwd_num_warps")
BACKWARD = ("bwd_BLOCK_M1", "bwd_BLOCK_N1", "bwd_BLOCK_M2", "bwd_BLOCK_N2")
BACKWARD += ("bwd_num_stages", "bwd_num_warps")
#: Capability and head dimension → PyTorch 2.11's tiles in bf16: `CUDAConfigHeuristic` in
#: torch/_inductor/template_heuristics/triton.py. On sm_89 the tiles are those of sm_86 but for one.
TILES = {
    (86, 128): ((128, 64, 3, 8), (64, 64, 64, 64, 3, 4)),
    (86, 192): ((64, 64, 3, 4), (64, 64, 64, 64, 2, 4)),
    (86, 256): ((32, 64, 3, 4), (64, 64, 64, 64, 2, 4)),
    (89, 128): ((128, 64, 3, 8), (64, 64, 64, 64, 2, 4)),
    (120, 128): ((128, 64, 2, 8), (64, 64, 64, 64, 1, 4)),
    (120, 192): ((64, 64, 3, 4), (64, 64, 64, 64, 1, 4)),
    (120, 256): ((32, 64, 2, 4), (64, 64, 64, 64, 1, 4)),
}


@triton.jit
def matmul(
    a, b, c, M, N, K, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr
):
    """c = a @ b, for sizes that the blocks divide."""
    rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    columns = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
    inner = tl.arange(0, BLOCK_K)
    total = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
    for start in range(0, K, BLOCK_K):
        left = tl.load(a + rows[:, None] * K + (start + inner)[None, :])
        right = tl.load(b + (start + inner)[:, None] * N + columns[None, :])
        total += tl.dot(left, right)
    tl.store(c + rows[:, None] * N + columns[None, :], total.to(c.dtype.element_ty))


def operands(dtype="bfloat16", size=SIZE):
    """a, b and c on the GPU."""
    import torch

    torch.manual_seed(0)
    a, b = (
        torch.randn(size, size, device="cuda", dtype=getattr(torch, dtype)) for _ in range(2)
    )
    return a, b, torch.empty_like(a)


def grid(meta):
    return (triton.cdiv(SIZE, meta["BLOCK_M"]), triton.cdiv(SIZE, meta["BLOCK_N"]))


def check_product(a, b, c):
    import torch

    torch.cuda.synchronize()
    reference = a.float() @ b.float()
    error = ((c.float() - reference).abs().max() / reference.abs().max()).item()
    print(f"largest error, relative to the largest entry: {error:.5f}")
    check("it is the product", error < 0.01)


def needed(capability, blocks, stages, dtype="bf16", num_warps=8, kernel=matmul):
    """Metadata of `kernel` compiled for a GPU that need not be here."""
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    types = {name: f"*{dtype}" for name in ("a", "b", "c")} | {
        name: "i32" for name in ("M", "N", "K")
    }
    names = dict(zip(("BLOCK_M", "BLOCK_N", "BLOCK_K"), blocks, strict=True))
    aligned = {(index,): [["tt.divisibility", 16]] for index in range(len(types))}
    source = ASTSource(
        kernel, types | dict.fromkeys(names, "constexpr"), constexprs=names, attrs=aligned
    )
    target = GPUTarget("cuda", capability, 32)
    options = {"num_stages": stages, "num_warps": num_warps}
    metadata = triton.compile(source, target=target, options=options).metadata
    fits = "fits" if metadata.shared <= LIMITS.get(capability, 232448) else "does not fit"
    print(f"sm_{capability} {dtype} {blocks} stages={stages}: {metadata.shared} bytes, {fits}")
    return metadata


def heads(head_dim, dtype="bfloat16", length=512):
    """q, k and v of two heads, with gradients."""
    import torch

    torch.manual_seed(0)
    return [
        torch.randn(
            1, 2, length, head_dim, device="cuda", dtype=getattr(torch, dtype), requires_grad=True
        )
        for _ in range(3)
    ]


def check_attention(out, q, k, v, backward=True):
    """The result and the gradients agree with PyTorch's own attention."""
    import torch

    grad = torch.randn_like(out)
    ours = torch.autograd.grad(out, (q, k, v), grad) if backward else ()
    reference = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    theirs = torch.autograd.grad(reference, (q, k, v), grad) if backward else ()
    for name, one, other in zip("oqkv", (out, *ours), (reference, *theirs), strict=False):
        error = ((one - other).abs().max() / other.abs().max()).item()
        print(f"{name}: largest error, relative to the largest entry: {error:.5f}")
        check(f"{name} agrees with scaled_dot_product_attention", error < 0.03)


def compile_here():
    """Lets Inductor compile in this process; its attention kernels, filled in as it makes them."""
    import torch._inductor.config
    from torch._inductor.runtime.triton_heuristics import CachingAutotuner

    torch._inductor.config.compile_threads = 1
    no_caches()
    kernels = {}
    precompile = CachingAutotuner.precompile

    def recorded(self, *arguments, **options):
        try:
            precompile(self, *arguments, **options)
        finally:
            if self.fn.__name__.startswith("triton_tem_fused_flex_attention"):
                kernels["backward" if "backward" in self.fn.__name__ else "forward"] = self

    CachingAutotuner.precompile = recorded
    return kernels


def no_caches():
    """Nothing that another scenario has compiled or timed is used."""
    import torch

    torch.compiler.config.force_disable_caches = True


def product(a, b):
    return a @ b


def compiled_for(made, capability):
    """Bytes that a kernel of torch.compile needs if it is compiled for another GPU."""
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    result = made.compile_results[0]
    meta = result.compile_meta
    source = ASTSource(made.fn, meta["signature"], meta["constants"], meta["configs"][0])
    options = {"num_warps": result.config.num_warps, "num_stages": result.config.num_stages}
    target = GPUTarget("cuda", capability, 32)
    compiled = triton.compile(source, target=target, options=options)
    return compiled.metadata.shared


def train_norm(rows=16384, width=8192):
    """Gradients of a residual and a norm: compiled, and not."""
    import torch

    torch.manual_seed(0)
    x, y, grad, other = (torch.randn(rows, width, device="cuda") for _ in range(4))
    weight = torch.randn(width, device="cuda")

    def block(x, y, weight):
        total = x + y
        return total, torch.nn.functional.rms_norm(total, (width,), weight, 1e-5)

    gradients = []
    for function in (torch.compile(block), block):
        leaves = [tensor.clone().requires_grad_() for tensor in (x, y, weight)]
        gradients.append(torch.autograd.grad(function(*leaves), leaves, (grad, other)))
    return gradients


def check_norm(compiled, eager):
    for name, one, two in zip(("x", "y", "weight"), compiled, eager, strict=True):
        error = ((one - two).abs().max() / two.abs().max()).item()
        print(f"gradient of {name}: largest error, relative to the largest entry: {error:.6f}")
        check(f"the gradient of {name} is that of eager mode", error < 0.001)


def tiny_gemma4(attention):
    """Gemma 4 with two layers and the real head dimensions, 256 and 512; random weights."""
    import torch
    from transformers import AutoModelForCausalLM, Gemma4TextConfig

    torch.manual_seed(0)
    config = Gemma4TextConfig(
        vocab_size=256,
        vocab_size_per_layer_input=256,
        hidden_size=256,
        intermediate_size=256,
        hidden_size_per_layer_input=0,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        layer_types=["sliding_attention", "full_attention"],
    )
    model = AutoModelForCausalLM.from_config(
        config, attn_implementation=attention, dtype=torch.bfloat16
    )
    return model.cuda()


def batch():
    import torch

    ids = torch.arange(2, 130, device="cuda")[None]
    return {"input_ids": ids, "labels": ids}


def autotune_log(action):
    """Messages that Inductor's autotuner logs while `action` runs, and its result."""
    import logging

    messages = []

    class Keep(logging.Handler):
        def emit(self, record):
            messages.append(record.getMessage())

    handler = Keep()
    logger = logging.getLogger("torch._inductor.select_algorithm")
    logger.addHandler(handler)
    try:
        return messages, action()
    finally:
        logger.removeHandler(handler)


# ----------------------------------------------------------------------------------- errors


@scenario("error/stages", reproduces="current", expect=TRITON, needs=["cuda", "sm>=90"])
def error_stages():
    a, b, c = operands()
    M = N = K = SIZE
    # region: error/stages
    blocks = {"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64}
    matmul[grid](a, b, c, M, N, K, **blocks, num_stages=6, num_warps=8)
    # endregion


@scenario("error/fp32", reproduces="current", expect=TRITON, needs=["cuda", "sm>=90"])
def error_fp32():
    a, b, c = operands("float32")
    M = N = K = SIZE
    # region: error/fp32
    blocks = {"BLOCK_M": 128, "BLOCK_N": 128, "BLOCK_K": 64}
    matmul[grid](a, b, c, M, N, K, **blocks, num_stages=4, num_warps=8)
    # endregion


@scenario("error/autotune", reproduces="current", expect=TRITON, needs=["cuda", "sm>=90"])
def error_autotune():
    """Autotuning skips what does not fit; if nothing fits, the best of nothing is launched."""
    a, b, c = operands()
    M = N = K = SIZE
    # region: error/autotune
    configs = [
        triton.Config({"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64}, num_stages=s, num_warps=8)
        for s in (6, 5)
    ]
    tuned = triton.autotune(configs=configs, key=["M", "N", "K"])(matmul)
    tuned[grid](a, b, c, M, N, K)
    # endregion


@scenario("error/compiled-kernel", reproduces="inductor-start", needs=["cuda", "sm>=90"],
          expect="InductorError: RuntimeError: No valid triton configs. {rest}")
def error_compiled_kernel():
    """A hand-written kernel inside torch.compile."""
    import torch

    a, b, c = operands()

    @torch.compile
    def step(a, b, c):
        blocks = {"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64}
        matmul[(8, 4)](a, b, c, SIZE, SIZE, SIZE, **blocks, num_stages=6, num_warps=8)
        return c + 1

    step(a, b, c)


@scenario("error/flex-head-dim", reproduces="inductor", expect=INDUCTOR, needs=["cuda", "sm>=90"])
def error_flex_head_dim():
    q, k, v = heads(WIDE)
    # region: error/flex-head-dim
    import torch
    from torch.nn.attention.flex_attention import flex_attention

    flex_attention = torch.compile(flex_attention)
    out = flex_attention(q, k, v)
    # endregion


@scenario("error/flex-options", reproduces="inductor", expect=INDUCTOR, needs=["cuda", "sm>=90"])
def error_flex_options():
    """Tiles of one's own that are too large."""
    import torch
    from torch.nn.attention.flex_attention import flex_attention

    options = {"BLOCK_M": 128, "BLOCK_N": 128, "num_stages": 4}
    torch.compile(flex_attention)(*heads(128), kernel_options=options)


@scenario("error/fused", reproduces="inductor", expect=INDUCTOR, needs=["cuda", "sm>=90"])
def error_fused():
    """A reduction that torch.compile has fused, with the pipelining that is the default of 2.10."""
    import torch._inductor.config

    torch._inductor.config.triton.mix_order_reduction_allow_multi_stages = True
    train_norm()


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-stages", needs=["cuda", "sm>=90"])
def fix_stages():
    a, b, c = operands()
    M = N = K = SIZE
    # region: fix-stages
    blocks = {"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64}
    matmul[grid](a, b, c, M, N, K, **blocks, num_stages=3, num_warps=8)
    # endregion
    check_product(a, b, c)


@scenario("fix-stages/blocks", needs=["cuda", "sm>=90"])
def fix_stages_blocks():
    a, b, c = operands()
    M = N = K = SIZE
    # region: fix-stages/blocks
    blocks = {"BLOCK_M": 128, "BLOCK_N": 128, "BLOCK_K": 64}
    matmul[grid](a, b, c, M, N, K, **blocks, num_stages=6, num_warps=8)
    # endregion
    check_product(a, b, c)


@scenario("fix-dtype", needs=["cuda", "sm>=90"])
def fix_dtype():
    a, b, c = operands("float32")
    M = N = K = SIZE
    # region: fix-dtype
    import torch

    a, b, c = (tensor.to(torch.bfloat16) for tensor in (a, b, c))
    blocks = {"BLOCK_M": 128, "BLOCK_N": 128, "BLOCK_K": 64}
    matmul[grid](a, b, c, M, N, K, **blocks, num_stages=4, num_warps=8)
    # endregion
    check_product(a, b, c)


@scenario("fix-autotune", needs=["cuda", "sm>=90"])
def fix_autotune():
    a, b, c = operands()
    M = N = K = SIZE
    # region: fix-autotune
    configs = [
        triton.Config({"BLOCK_M": m, "BLOCK_N": n, "BLOCK_K": 64}, num_stages=s, num_warps=8)
        for m, n, s in [(128, 256, 6), (128, 256, 3), (128, 128, 3), (64, 64, 2)]
    ]
    tuned = triton.autotune(configs=configs, key=["M", "N", "K"])(matmul)
    tuned[grid](a, b, c, M, N, K)
    print("chosen:", tuned.best_config)
    # endregion
    check_product(a, b, c)
    check("not the one that does not fit", tuned.best_config.num_stages < 6)
    times = {str(config): time for config, time in tuned.configs_timings.items()}
    print(times)
    check("one was skipped", sum(time[0] == float("inf") for time in times.values()) == 1)


@scenario("fix-autotune/limit", needs=["cuda", "sm>=90"])
def fix_autotune_limit():
    a, b, c = operands()
    M = N = K = SIZE
    # region: fix-autotune/limit
    import torch

    limit = torch.cuda.get_device_properties(0).shared_memory_per_block_optin
    for stages in (6, 5, 4, 3, 2, 1):
        options = {"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64, "num_stages": stages}
        kernel = matmul.warmup(a, b, c, M, N, K, **options, num_warps=8, grid=(1,))
        print("num_stages", stages, "needs", kernel.metadata.shared, "of", limit)
        if kernel.metadata.shared <= limit:
            break
    matmul[grid](a, b, c, M, N, K, **options, num_warps=8)
    # endregion
    check("six and five stages do not fit", stages == 4)
    check_product(a, b, c)


@scenario("fix-flex", needs=["cuda", "sm>=90"])
def fix_flex():
    kernels = compile_here()
    q, k, v = heads(256)
    # region: fix-flex
    import torch
    from torch.nn.attention.flex_attention import flex_attention

    forward = {"BLOCK_M": 32, "BLOCK_N": 32}
    backward = {"BLOCK_M1": 32, "BLOCK_N1": 32, "BLOCK_M2": 32, "BLOCK_N2": 32}
    options = {**forward, **backward, "num_stages": 1}
    flex_attention = torch.compile(flex_attention)
    out = flex_attention(q, k, v, kernel_options=options)
    # endregion
    check_attention(out, q, k, v)
    for direction in ("forward", "backward"):
        for capability in (86, 89, 120):
            shared = compiled_for(kernels[direction], capability)
            measure(f"{direction}, compiled for sm_{capability}", bytes=shared)
            check(f"it fits sm_{capability}", shared <= LIMITS[capability])


@scenario("fix-flex/wide", needs=["cuda", "sm>=90"])
def fix_flex_wide():
    kernels = compile_here()
    q, k, v = heads(WIDE)
    # region: fix-flex/wide
    import torch
    from torch.nn.attention.flex_attention import flex_attention

    options = {"fwd_BLOCK_M": 32, "fwd_BLOCK_N": 32, "fwd_num_stages": 1}
    flex_attention = torch.compile(flex_attention)
    out = flex_attention(q, k, v, kernel_options=options)
    # endregion
    check_attention(out, q, k, v)
    for direction in ("forward", "backward"):
        for capability in (86, 89, 120):
            shared = compiled_for(kernels[direction], capability)
            measure(f"{direction}, compiled for sm_{capability}", bytes=shared)


@scenario("fix-flex/transformers", needs=["cuda", "sm>=90", "transformers"])
def fix_flex_transformers():
    inputs = batch()
    model = tiny_gemma4("flex_attention")
    # region: fix-flex/transformers
    options = {"fwd_BLOCK_M": 32, "fwd_BLOCK_N": 32, "fwd_num_stages": 1}
    loss = model(**inputs, kernel_options=options).loss
    loss.backward()
    # endregion
    reference = tiny_gemma4("sdpa")(**inputs).loss
    print("flex", loss.item(), "sdpa", reference.item())
    check("the same loss as with SDPA", abs(loss.item() - reference.item()) < 0.02)


@scenario("fix-attention", needs=["cuda", "sm>=90", "transformers"])
def fix_attention():
    inputs = batch()
    model = tiny_gemma4("flex_attention")
    # region: fix-attention
    model.set_attn_implementation("sdpa")
    # endregion
    loss = model(**inputs).loss
    loss.backward()
    check("a finite loss", bool(loss.isfinite()))
    grads = [parameter.grad for parameter in model.parameters() if parameter.requires_grad]
    check("finite gradients", all(bool(g.isfinite().all()) for g in grads if g is not None))


@scenario("fix-fused", needs=["cuda", "sm>=90"])
def fix_fused():
    import torch._inductor.config

    torch._inductor.config.triton.mix_order_reduction_allow_multi_stages = True
    # region: fix-fused
    import torch._inductor.config

    torch._inductor.config.triton.mix_order_reduction = False
    # endregion
    check_norm(*train_norm())


@scenario("extra-fused-default", needs=["cuda", "sm>=90"])
def extra_fused_default():
    """PyTorch 2.11 does not pipeline these reductions."""
    check_norm(*train_norm())


@scenario("fix-log", needs=["cuda", "sm>=90"])
def fix_log():
    import torch

    torch.set_float32_matmul_precision("high")
    a, b = (torch.randn(2048, 2048, device="cuda") for _ in range(2))
    # region: fix-log
    import torch._inductor.config

    torch._inductor.config.max_autotune_prune_choices_based_on_shared_mem = True
    # endregion
    no_caches()
    compiled = torch.compile(product, mode="max-autotune-no-cudagraphs")
    messages, out = autotune_log(lambda: compiled(a, b))
    print("\n".join(messages))
    check("nothing about shared memory is logged", "out of resource" not in " ".join(messages))
    check("the result is right", torch.allclose(out, a @ b, atol=0.5, rtol=0.01))


# ----------------------------------------------------------------------------------- checks


@scenario("check-limit", needs=["cuda"])
def check_limit():
    # region: check-limit
    import torch

    card = torch.cuda.get_device_properties(0)
    limit = card.shared_memory_per_block_optin
    print(f"card: sm_{card.major}{card.minor} | limit: {limit}")
    # endregion
    check("NVIDIA's table says the same", LIMITS[10 * card.major + card.minor] == limit)
    check(
        "Triton compares with this number",
        triton.runtime.driver.active.utils.get_device_properties(0)["max_shared_mem"] == limit,
    )


@scenario("check-other-card")
def check_other_card():
    """Needs no GPU."""
    # region: check-other-card
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    blocks = {"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64}
    types = {"a": "*bf16", "b": "*bf16", "c": "*bf16", "M": "i32", "N": "i32", "K": "i32"}
    aligned = {(i,): [["tt.divisibility", 16]] for i in range(6)}  # as torch allocates
    source = ASTSource(matmul, types | dict.fromkeys(blocks, "constexpr"), blocks, aligned)
    for capability, limit in {86: 101376, 89: 101376, 80: 166912, 90: 232448}.items():
        target = GPUTarget("cuda", capability, 32)
        kernel = triton.compile(source, target, options={"num_stages": 4, "num_warps": 8})
        print(f"sm_{capability}: needs {kernel.metadata.shared} of {limit}")
    # endregion
    check("sm_90 needs most", kernel.metadata.shared == 196608)
    check("the same as the other helper finds", needed(90, (128, 256, 64), 4).shared == 196608)


@scenario("check-autotune-log", needs=["cuda", "sm>=90"])
def check_autotune_log():
    """max-autotune logs errors about candidates, and the run goes on."""
    import torch

    torch.set_float32_matmul_precision("high")
    a, b = (torch.randn(2048, 2048, device="cuda") for _ in range(2))
    no_caches()
    compiled = torch.compile(product, mode="max-autotune-no-cudagraphs")
    messages, out = autotune_log(lambda: compiled(a, b))
    print("\n".join(messages))
    check("it is logged", "out of resource" in " ".join(messages))
    check("it is about a candidate", "for benchmark choice" in " ".join(messages))
    check("the result is right", torch.allclose(out, a @ b, atol=0.5, rtol=0.01))


# --------------------------------------------------------- what changes the need, and what not


@scenario("extra-cards")
def extra_cards():
    """One kernel, six GPUs, compiled for each."""
    found = {
        (capability, stages): needed(capability, (128, 256, 64), stages).shared
        for capability in (80, 86, 89, 90, 120)
        for stages in (2, 3, 4)
    }
    for (capability, stages), shared in found.items():
        measure(f"sm_{capability}, num_stages={stages}", bytes=shared)
    small = {found[capability, 4] for capability in (86, 89, 120)}
    check("four stages do not fit the 99 KiB of sm_86, sm_89, sm_120", min(small) > 101376)
    check("three do", max(found[capability, 3] for capability in (86, 89, 120)) <= 101376)
    check("four fit sm_80 and sm_90", found[80, 4] <= 166912 and found[90, 4] <= 232448)
    check("sm_90 needs one tile more", found[90, 3] == found[80, 4])


@scenario("extra-turing")
def extra_turing():
    """On sm_75 nothing is pipelined, so `num_stages` changes nothing; block sizes do."""
    four, one = (needed(75, (64, 128, 64), stages).shared for stages in (4, 1))
    check("the same with four stages and with one", four == one)
    check("half the block, less", needed(75, (64, 64, 64), 4).shared < four)


@scenario("extra-dtype")
def extra_dtype():
    half = needed(86, (128, 128, 64), 3).shared
    full = needed(86, (128, 128, 64), 3, "fp32").shared
    check("fp32 needs twice what bf16 needs", full == 2 * half)
    check("only bf16 fits sm_86", half <= LIMITS[86] < full)


@scenario("extra-tensor-memory")
def extra_tensor_memory():
    """Blackwell's tensor memory holds the accumulator: columns of a kernel compiled for sm_100."""
    metadata = needed(100, (256, 256, 32), 2)
    print(f"tensor memory: {metadata.tmem_size} of 512 columns")
    check("the accumulator fills it", metadata.tmem_size == 512)
    check("half the block, half of it", needed(100, (128, 256, 64), 2).tmem_size == 256)


@scenario("extra-size", expect=TRITON, needs=["cuda", "sm>=90"])
def extra_size():
    """Smaller tensors need the same: the tile decides."""
    a, b, c = operands(size=256)
    try:
        error_stages()
    except triton.runtime.errors.OutOfResources as error:
        large = error.required
    try:
        options = {"BLOCK_M": 128, "BLOCK_N": 256, "BLOCK_K": 64, "num_stages": 6}
        matmul[(2, 1)](a, b, c, 256, 256, 256, **options, num_warps=8)
    except triton.runtime.errors.OutOfResources as error:
        check("a sixteenth of the matrix, the same need", error.required == large)
        raise


@scenario("extra-flex-table", scope="mechanism")
def extra_flex_table():
    """The tiles of PyTorch's table for cards that are not here: only the table is asked."""
    import torch
    from torch._inductor.template_heuristics.triton import CUDAConfigHeuristic

    table = CUDAConfigHeuristic()
    for (capability, head_dim), tiles in TILES.items():
        torch.cuda.get_device_capability = lambda *_, number=capability: divmod(number, 10)
        (one,) = table.get_flex_attn_fwd_configs(head_dim, torch.bfloat16)
        (two,) = table.get_flex_attn_bwd_configs(head_dim, torch.bfloat16)
        forward = (one.block_m, one.block_n, one.num_stages, one.num_warps)
        backward = (two.block_m1, two.block_n1, two.block_m2, two.block_n2)
        backward += (two.num_stages, two.num_warps)
        print(f"sm_{capability}, head_dim {head_dim}:", *zip(FORWARD, forward, strict=True))
        print(*zip(BACKWARD, backward, strict=True))
        check("it is the tile that we know", (forward, backward) == tiles)


@scenario("extra-flex-autotune", expect=NO_CHOICE, needs=["cuda", "sm>=90"])
def extra_flex_autotune():
    """No candidate of max-autotune is small enough for a head dimension of 512."""
    import torch
    from torch.nn.attention.flex_attention import flex_attention

    torch.compile(flex_attention, mode="max-autotune-no-cudagraphs")(*heads(WIDE))


@scenario("extra-softcap", needs=["transformers"])
def extra_softcap():
    """Gemma 2 caps its attention logits; with SDPA Transformers leaves the cap out, silently."""
    import torch
    from transformers import AutoModelForCausalLM, Gemma2Config

    def loss_difference(cap):
        torch.manual_seed(0)
        config = Gemma2Config(
            vocab_size=256,
            hidden_size=64,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=32,
            attn_logit_softcapping=cap,
            initializer_range=0.5,
        )
        model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
        ids = torch.arange(2, 66)[None]
        with torch.no_grad():
            eager = model(input_ids=ids, labels=ids).loss.item()
            model.set_attn_implementation("sdpa")
            sdpa = model(input_ids=ids, labels=ids).loss.item()
        print(f"cap {cap}: eager {eager:.5f}, sdpa {sdpa:.5f}")
        return abs(eager - sdpa)

    check("without a cap both agree", loss_difference(None) < 1e-3)
    check("with a cap they do not", loss_difference(0.02) > 1e-2)
