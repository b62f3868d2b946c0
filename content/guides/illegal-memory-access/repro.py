# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "triton==3.6.0",
#   "transformers==5.17.0",
# ]
# ///
"""Raises "an illegal memory access was encountered" in real kernels, and runs each fix.

    python tools/repro/run.py content/guides/illegal-memory-access/repro.py --out OUT

The scenarios with `cuda` need about 40 GB of GPU memory: the offsets must pass 2**31 elements. Two
releases of Liger Kernel are installed into the scenario's own folder by pip; on a machine without
a network, `PIP_NO_INDEX=1 PIP_FIND_LINKS=folder-of-wheels` serves them. Models have random weights.

An illegal access ends the CUDA context of its process; every scenario has a process of its own.
"""

import os
import subprocess
import sys

from repro.scenario import check, scenario

ILLEGAL = "AcceleratorError: CUDA error: an illegal memory access was encountered"


def install(*specs):
    """pip install into ./site, which this process and its children then import first."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", "site"]
    subprocess.run([*command, *specs], check=True)
    sys.path.insert(0, os.path.abspath("site"))
    paths = [os.path.abspath("site"), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    print("installed", *specs)


def run_script(source, command=(), **variables):
    """Run ./train.py in a process of its own; what it printed, both streams, and its status."""
    with open("train.py", "w", encoding="utf-8") as file:
        file.write(source)
    ran = subprocess.run(
        [*command, sys.executable, "train.py"],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=200,
    )
    print(ran.stdout[:6000])
    return ran.stdout, ran.returncode


#: A step with an id that the kernel of Liger's embedding does not check.
BAD_ID_SCRIPT = """
import torch
from liger_kernel.transformers.experimental.embedding import LigerEmbedding

embedding = LigerEmbedding(32_000, 4096).to("cuda", torch.bfloat16)
scale = torch.ones(4096, device="cuda", dtype=torch.bfloat16)


def training_step(ids):
    hidden = embedding(ids)
    hidden = hidden * scale
    return hidden.float().mean()


good = torch.tensor([1, 2, 3], device="cuda")
bad = torch.tensor([1, 2, 151_643], device="cuda")
print("a good batch:", training_step(good).item(), flush=True)
loss = training_step(bad)
print("queued", flush=True)
print(loss.item())
"""


# ----------------------------------------------------------------------------------- errors


@scenario("error/liger", reproduces="torch", expect=ILLEGAL, needs=["cuda"])
def error_liger():
    install("liger-kernel==0.6.0")
    # region: error/liger
    import torch
    from liger_kernel.transformers import LigerRMSNorm

    norm = LigerRMSNorm(4096).to("cuda", torch.bfloat16)
    hidden = torch.randn(1, 600_000, 4096, device="cuda", dtype=torch.bfloat16)
    print(f"{hidden.numel() / 2**31:.2f} times 2**31 elements")
    normed = norm(hidden)
    torch.cuda.synchronize()
    # endregion
    print(normed.shape)


TRITON = "RuntimeError: Triton Error [CUDA]: an illegal memory access was encountered"


@scenario("error/triton", reproduces="triton", expect=TRITON, needs=["cuda"])
def error_triton():
    """The same as `error/liger`, with every launch made to wait for its kernel."""
    os.environ["CUDA_LAUNCH_BLOCKING"] = "1"
    error_liger()


def large_logits():
    """12 texts of 2,048 tokens, and a vocabulary of 128,256 as Llama 3 has: 1.47 times 2**31."""
    import torch

    torch.manual_seed(0)
    logits = torch.zeros(12, 2048, 128_256, device="cuda", dtype=torch.bfloat16, requires_grad=True)
    labels = torch.randint(0, 128_256, (12, 2048), device="cuda")
    print(f"{logits.numel() / 2**31:.2f} times 2**31 elements")
    return logits, labels


def attention_inputs(length=65_536):
    """Query, key and value of one text, and its positions as M-RoPE numbers them: three rows."""
    import torch

    shape = (1, length, 8, 128)
    query, key, value = (
        torch.randn(shape, device="cuda", dtype=torch.bfloat16) for _ in range(3)
    )
    position_ids = torch.arange(length, device="cuda").expand(3, 1, length)
    print("position_ids:", tuple(position_ids.shape))
    return query, key, value, position_ids


def labels_of_last_text(logits, labels):
    """The gradient at each label of the last text; with equal logits each must be about -1."""
    import torch

    rows = torch.arange(labels.shape[1], device="cuda")
    gradient = logits.grad[-1][rows, labels[-1]].float() * labels.numel()
    print("gradient at the last labels:", gradient.min().item(), gradient.max().item())
    return gradient


def attend(query, key, value, position_ids):
    """What transformers does before `flash_attn_varlen_func`, here with the kernel of PyTorch."""
    from torch.nn.attention.varlen import varlen_attn
    from transformers import modeling_flash_attention_utils as utils

    if not utils._is_packed_sequence(position_ids, batch_size=query.shape[0]):
        import torch.nn.functional as F

        print("one sequence, not packed")
        q, k, v = (part.transpose(1, 2) for part in (query, key, value))
        return F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2)
    q, k, v, (cu_q, cu_k), (max_q, max_k) = utils._prepare_from_posids(
        query, key, value, position_ids
    )
    print("tokens:", q.shape[0], "cu_seqlens:", cu_q.tolist())
    return varlen_attn(q, k, v, cu_q, cu_k, int(max_q), int(max_k), window_size=(-1, 0))


@scenario(
    "error/positions", scope="mechanism", reproduces="torch", expect=ILLEGAL, needs=["cuda"]
)
def error_positions():
    import torch

    output = attend(*attention_inputs())
    torch.cuda.synchronize()
    print(output.shape)


@scenario("error/graph", reproduces="torch", expect=ILLEGAL, needs=["cuda"])
def error_graph():
    # region: error/graph
    import torch

    def capture():
        example = torch.randn(64, 1024, 1024, device="cuda")
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            result = example * 2
        return graph, result  # `example` ends here; the graph keeps its address alone

    graph, result = capture()
    torch.cuda.empty_cache()
    graph.replay()
    torch.cuda.synchronize()
    # endregion
    print(result.sum().item())


@scenario("error/bad-id", reproduces="torch", expect=ILLEGAL, needs=["cuda"])
def error_bad_id():
    install("liger-kernel==0.8.5")
    # region: error/bad-id
    import torch
    from liger_kernel.transformers.experimental.embedding import LigerEmbedding

    embedding = LigerEmbedding(32_000, 4096).to("cuda", torch.bfloat16)
    ids = torch.tensor([1, 2, 151_643], device="cuda")  # of a tokenizer with 151,665 tokens
    hidden = embedding(ids)
    torch.cuda.synchronize()
    # endregion
    print(hidden.shape)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-find-kernel", needs=["cuda"])
def fix_find_kernel():
    """The same script twice: without the variable another line is blamed."""
    install("liger-kernel==0.8.5")
    later, _ = run_script(BAD_ID_SCRIPT)
    check("the error came after the step was queued", "queued" in later)
    check("it is blamed on item()", "loss.item()" in later.split("Traceback")[-1])
    check("the hint about asynchronous errors is there", "asynchronously reported" in later)
    found, _ = run_script(BAD_ID_SCRIPT, CUDA_LAUNCH_BLOCKING="1")
    check("the error is the same", "an illegal memory access was encountered" in found)
    check("it came before the step ended", "queued" not in found)
    frames = found.split("Traceback")[-1]
    check("the traceback names the step", "in training_step" in frames)
    check("the traceback names the kernel's file", "liger_kernel/ops/experimental" in frames)


@scenario("fix-find-kernel/sanitizer", needs=["cuda"])
def fix_find_kernel_sanitizer():
    install("liger-kernel==0.8.5")
    tool = ("compute-sanitizer", "--tool", "memcheck")
    found, _ = run_script(BAD_ID_SCRIPT, tool, PYTORCH_NO_CUDA_MEMORY_CACHING="1")
    check("the access is named", "Invalid __global__ read of size" in found)
    check("the kernel is named", "embedding_forward_kernel" in found)


@scenario("fix-upgrade", needs=["cuda"])
def fix_upgrade():
    install("liger-kernel==0.8.5")
    import torch
    from liger_kernel.transformers import LigerRMSNorm

    norm = LigerRMSNorm(4096).to("cuda", torch.bfloat16)
    hidden = torch.randn(1, 600_000, 4096, device="cuda", dtype=torch.bfloat16, requires_grad=True)
    normed = norm(hidden)
    last = hidden[:, -64:].detach()
    expected = torch.nn.functional.rms_norm(last.float(), (4096,), eps=1e-6)
    difference = (normed[:, -64:].float() - expected).abs().max().item()
    print("difference in the last rows:", difference)
    check("the last rows are right", difference < 0.05)
    normed.backward(torch.ones_like(normed))
    check("the gradient of the last rows is finite", bool(hidden.grad[:, -64:].isfinite().all()))
    check("and not left at zero", bool(hidden.grad[:, -64:].any()))


@scenario("fix-flatten", needs=["cuda"])
def fix_flatten():
    logits, labels = large_logits()
    # region: fix-flatten
    import torch
    import torch.nn.functional as F

    loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten())
    loss.backward()
    torch.cuda.synchronize()
    # endregion
    print(loss.item())
    gradient = labels_of_last_text(logits, labels)
    check("every label of the last text got its gradient", bool((gradient < -0.9).all()))


@scenario("fix-positions", scope="mechanism", needs=["cuda"])
def fix_positions():
    import torch

    query, key, value, position_ids = attention_inputs()
    # region: fix-positions
    if position_ids.dim() == 3:  # M-RoPE: a fourth row, the first one, counts the text
        position_ids = position_ids[0] if position_ids.shape[0] == 4 else None
    # endregion
    output = attend(query, key, value, position_ids)
    torch.cuda.synchronize()
    check("as many outputs as tokens", output.shape == query.shape)
    check("all finite", bool(output.isfinite().all()))


@scenario("fix-graph", needs=["cuda"])
def fix_graph():
    # region: fix-graph
    import torch

    def capture():
        example = torch.randn(64, 1024, 1024, device="cuda")
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            result = example * 2
        return graph, example, result  # whoever replays holds all three

    graph, example, result = capture()
    torch.cuda.empty_cache()
    example.copy_(torch.ones_like(example))  # new input goes to the old address
    graph.replay()
    torch.cuda.synchronize()
    # endregion
    check("the graph read the new input", bool((result == 2).all()))


@scenario("fix-check-ids", needs=["cuda"])
def fix_check_ids():
    install("liger-kernel==0.8.5")
    import torch
    from liger_kernel.transformers.experimental.embedding import LigerEmbedding

    embedding = LigerEmbedding(32_000, 4096).to("cuda", torch.bfloat16)

    def first_step(ids):
        # region: fix-check-ids
        low, high, rows = ids.min().item(), ids.max().item(), embedding.num_embeddings
        if low < 0 or high >= rows:
            raise ValueError(f"ids {low} to {high}, rows {rows}")
        hidden = embedding(ids)
        # endregion
        return hidden

    said = ""
    try:
        first_step(torch.tensor([1, 2, 151_643], device="cuda"))
    except ValueError as error:
        said = str(error)
    print(said)
    check("the id is named", said == "ids 1 to 151643, rows 32000")
    hidden = first_step(torch.tensor([1, 2, 31_999], device="cuda"))
    check("the process still works", torch.equal(hidden[2], embedding.weight[31_999]))


@scenario("fix-torch-optimizer", needs=["cuda"])
def fix_torch_optimizer():
    """FSDP2 on one rank: every parameter is a DTensor, whose own data_ptr() is 0."""
    import torch
    import torch.distributed as dist

    one_rank("nccl")
    from torch.distributed.fsdp import fully_shard

    model = torch.nn.Linear(512, 512, device="cuda")
    # region: fix-torch-optimizer
    fully_shard(model)
    optimizer = torch.optim.AdamW(model.parameters(), fused=True)
    # endregion
    check("a DTensor has no address of its own", model.weight.data_ptr() == 0)
    before = model.weight.to_local().clone()
    model(torch.ones(4, 512, device="cuda")).sum().backward()
    optimizer.step()
    check("the weights moved", not torch.equal(before, model.weight.to_local()))
    dist.destroy_process_group()


def one_rank(backend):
    import torch.distributed as dist

    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29617", RANK="0", WORLD_SIZE="1")
    dist.init_process_group(backend)


@scenario("fix-current-device", needs=["gpus>=2"])
def fix_current_device():
    """A release of Liger Kernel that launches on the current GPU, wherever the tensor is."""
    install("liger-kernel==0.8.1")
    unguarded = (
        "import torch\n"
        "from liger_kernel.transformers import LigerRMSNorm\n"
        "for step in range(4):\n"
        "    norm = LigerRMSNorm(4096).to('cuda:1', torch.bfloat16)\n"
        "    hidden = torch.randn(4096, 4096, device='cuda:1', dtype=torch.bfloat16)\n"
        "    normed = norm(hidden)\n"
        "    torch.cuda.synchronize(0)\n"
        "    torch.cuda.synchronize(1)\n"
        "    expected = torch.nn.functional.rms_norm(hidden.float(), (4096,), eps=1e-6)\n"
        "    error = (normed.float() - expected).abs().max().item()\n"
        "    print('step', step, 'right' if error < 0.05 else 'wrong', flush=True)\n"
    )
    said, status = run_script(unguarded)
    check("without it a step fails or is wrong", status != 0 or "wrong" in said)
    import torch
    from liger_kernel.transformers import LigerRMSNorm

    for _ in range(4):
        norm = LigerRMSNorm(4096).to("cuda:1", torch.bfloat16)
        hidden = torch.randn(4096, 4096, device="cuda:1", dtype=torch.bfloat16)
        # region: fix-current-device
        with torch.cuda.device(hidden.device):
            normed = norm(hidden)
        # endregion
        torch.cuda.synchronize(1)
        expected = torch.nn.functional.rms_norm(hidden.float(), (4096,), eps=1e-6)
        check("the result is right", (normed.float() - expected).abs().max().item() < 0.05)


# --------------------------------------------------------------- probes, costs, bad advice


@scenario("extra-context-lost", needs=["cuda"])
def extra_context_lost():
    """After the error nothing on the GPU works in this process."""
    import torch

    healthy = torch.ones(4, device="cuda")

    def works(call):
        try:
            call()
        except RuntimeError as error:
            print(f"{type(error).__name__}: {str(error).splitlines()[0]}")
            return False
        return True

    def replay():
        error_graph()

    check("the replay fails", not works(replay))
    check("a new tensor fails", not works(lambda: torch.zeros(1, device="cuda")))
    check("reading a healthy tensor fails", not works(lambda: healthy.cpu()))
    print("empty_cache works:", works(torch.cuda.empty_cache))
    check("a new tensor still fails", not works(lambda: torch.zeros(1, device="cuda")))
    check("the CPU works", works(lambda: torch.ones(2).sum().item()))


@scenario("extra-out-of-memory", needs=["cuda"])
def extra_out_of_memory():
    """Too little memory has an exception of its own, and the process survives it."""
    import torch

    message = ""
    try:
        torch.empty(2**40, dtype=torch.uint8, device="cuda")
    except torch.OutOfMemoryError as error:
        message = str(error)
    print(message)
    check("it says out of memory", message.startswith("CUDA out of memory."))
    check("and the process goes on", torch.ones(2, device="cuda").sum().item() == 2)


@scenario("extra-silent", needs=["cuda"])
def extra_silent():
    """One row too far is still mapped memory: another tensor's bytes come back, and no error."""
    install("liger-kernel==0.8.5")
    import torch
    from liger_kernel.transformers.experimental.embedding import LigerEmbedding

    embedding = LigerEmbedding(32_001, 64).to("cuda", torch.bfloat16)
    ids = torch.tensor([32_001], device="cuda")
    row = embedding(ids)
    torch.cuda.synchronize()
    print("a row that does not exist:", row[0, :4].tolist())
    check("no error", row.shape == (1, 64))


@scenario("extra-transposed-loss", regions=["error/transposed-loss"], needs=["cuda"])
def extra_transposed_loss():
    """Offsets past 2**31 inside PyTorch: here the address was mapped, so nothing was raised."""
    logits, labels = large_logits()
    # region: error/transposed-loss
    import torch
    import torch.nn.functional as F

    loss = F.cross_entropy(logits.transpose(1, 2), labels)
    loss.backward()
    torch.cuda.synchronize()
    # endregion
    print(loss.item())
    gradient = labels_of_last_text(logits, labels)
    check("the last text got no gradient, and no error", bool((gradient.abs() < 0.1).all()))


@scenario("extra-xid", needs=["cuda", "linux"])
def extra_xid():
    """A plain bug in software leaves Xid 31 in the kernel log."""
    install("liger-kernel==0.8.5")
    run_script(f"import os\nprint('pid', os.getpid(), flush=True)\n{BAD_ID_SCRIPT}")
    log = subprocess.run(["dmesg"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in log.splitlines() if "NVRM: Xid" in line]
    print(*lines[-3:], sep="\n")
    check("the driver logged Xid 31", any("): 31, pid=" in line for line in lines))


@scenario("extra-watchdog", needs=["cuda"])
def extra_watchdog():
    """With NCCL a second thread meets the error as well, and ends the process."""
    install("liger-kernel==0.8.5")
    script = (
        "import os, time, torch, torch.distributed as dist\n"
        "os.environ.update(MASTER_ADDR='127.0.0.1', MASTER_PORT='29618', RANK='0', WORLD_SIZE='1')\n"
        "dist.init_process_group('nccl', device_id=torch.device('cuda:0'))\n"
        "total = torch.ones(1, device='cuda')\n"
        "dist.all_reduce(total)\n"
        "torch.cuda.synchronize()\n"
        "from liger_kernel.transformers.experimental.embedding import LigerEmbedding\n"
        "embedding = LigerEmbedding(32_000, 4096).to('cuda', torch.bfloat16)\n"
        "hidden = embedding(torch.tensor([151_643], device='cuda'))\n"
        "work = dist.all_reduce(total, async_op=True)\n"
        "time.sleep(20)\n"
        "print('still alive')\n"
    )
    printed, status = run_script(script)
    line = "watchdog thread terminated with exception: CUDA error: an illegal memory access"
    check("the watchdog reports it", line in printed)
    check("the process was ended", status != 0 and "still alive" not in printed)


@scenario("extra-8bit-fsdp2", needs=["bitsandbytes>=0.47"])
def extra_8bit_fsdp2():
    """Today bitsandbytes refuses what reached the GPU as address 0 before 0.47."""
    import torch
    import torch.distributed as dist

    one_rank("gloo")
    import bitsandbytes as bnb
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    model = torch.nn.Linear(128, 128)
    fully_shard(model, mesh=init_device_mesh("cpu", (1,)))
    optimizer = bnb.optim.AdamW8bit(model.parameters())
    model(torch.ones(4, 128)).sum().backward()
    check("a DTensor has no address of its own", model.weight.data_ptr() == 0)
    message = ""
    try:
        optimizer.step()
    except RuntimeError as error:
        message = str(error)
    print(message)
    check("it refuses", "got mixed torch.Tensor and DTensor" in message)
    dist.destroy_process_group()


def positions_of_qwen35():
    """On the CPU: the shapes of the positions that a Qwen3.5 hands to its attention kernel."""
    import torch
    import transformers
    from transformers import AttentionInterface
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    seen = []

    def recorded(module, query, key, value, attention_mask, **rest):
        positions = rest.get("position_ids")
        seen.append(None if positions is None else tuple(positions.shape))
        return sdpa_attention_forward(module, query, key, value, attention_mask, **rest)

    AttentionInterface.register("recorded", recorded)
    model = small_qwen35("recorded")
    model(input_ids=torch.tensor([[1, 2, 3, 4, 5]]))
    print("transformers", transformers.__version__, "hands over", seen)
    check("the attention layer was reached", len(seen) == 1)
    return seen[0]


def small_qwen35(attention):
    """A Qwen3.5 of four layers, one of them with full attention, and random weights."""
    from transformers.models.qwen3_5 import Qwen3_5ForCausalLM, Qwen3_5TextConfig

    config = Qwen3_5TextConfig(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=4,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        linear_num_key_heads=2,
        linear_num_value_heads=2,
        linear_key_head_dim=16,
        linear_value_head_dim=16,
    )
    config._attn_implementation = attention
    return Qwen3_5ForCausalLM(config)


@scenario("extra-qwen35-before", needs=["transformers>=5.2", "transformers<5.4"])
def extra_qwen35_before():
    check("three rows", positions_of_qwen35() == (3, 1, 5))


@scenario("fix-upgrade/transformers", needs=["transformers>=5.4"])
def fix_upgrade_transformers():
    check("one row", positions_of_qwen35() == (1, 5))


@scenario("check-size", needs=["transformers>=5.2"])
def check_size():
    import contextlib
    import io

    model = small_qwen35("sdpa")
    model.config.vocab_size = 248_320
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        # region: check-size
        config = model.config.get_text_config()
        tokens = 1 * 32_768  # per_device_train_batch_size * longest sequence
        width = max(config.vocab_size, getattr(config, "intermediate_size", 0))
        print(f"largest tensor: {tokens * width / 2**31:.2f} times 2**31 elements")
        # endregion
    print(out.getvalue())
    check("the size", out.getvalue() == "largest tensor: 3.79 times 2**31 elements\n")
