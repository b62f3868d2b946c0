# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
# ]
# ///
"""Makes cuBLAS fail as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/cublas-alloc-failed/repro.py --out OUT

The scenarios that fill the card take all of its memory for a moment; nothing else may run on it.
"""

import os

from repro.scenario import check, scenario

ALLOC_FAILED = (
    "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
)


def three_matrices():
    """Two matrices and a place for their product, made before the memory is full."""
    import torch

    a = torch.randn(256, 256, device="cuda")
    b = torch.randn(256, 256, device="cuda")
    c = torch.empty(256, 256, device="cuda")
    torch.cuda.synchronize()
    return a, b, c


def fill_memory():
    """Take memory through PyTorch until less than 2 MiB of the card are left."""
    import torch

    blocks, size = [], 1 << 30
    while size >= 2 << 20:
        try:
            blocks.append(torch.empty(size, dtype=torch.uint8, device="cuda"))
        except torch.OutOfMemoryError:
            size //= 2
    return blocks


def embedding_and_linear(device):
    """An embedding of 100 rows, a layer behind it, and a batch with the id 100."""
    import torch

    embedding = torch.nn.Embedding(100, 16).to(device)
    linear = torch.nn.Linear(16, 4).to(device)
    return embedding, linear, torch.tensor([[1, 2, 100]]).to(device)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/memory-full",
    reproduces="create-alloc-failed",
    expect=ALLOC_FAILED,
    needs=["cuda"],
    alone=True,
)
def error_memory_full():
    import torch

    a, b, c = three_matrices()
    blocks = fill_memory()
    # region: error/memory-full
    torch.mm(a, b, out=c)  # the first matrix product of the process
    # endregion
    check("unreachable", not blocks)


@scenario(
    "error/token-id",
    reproduces="create-internal-error",
    expect="RuntimeError: CUDA error: CUBLAS_STATUS_INTERNAL_ERROR when calling "
    "`cublasCreate(handle)`",
    needs=["cuda"],
)
def error_token_id():
    """The embedding fails, and the layer behind it reports it under its own name."""
    embedding, linear, input_ids = embedding_and_linear("cuda")
    output = linear(embedding(input_ids))
    print("value", output.sum().item())


# ------------------------------------------------------------------------------------ fixes


@scenario(
    "fix-find-error/cpu",
    expect="IndexError: index out of range in self",
    needs=["torch"],
)
def fix_find_error_cpu():
    """The same batch on the CPU names the true error."""
    embedding, linear, input_ids = embedding_and_linear("cpu")
    linear(embedding(input_ids))


@scenario(
    "fix-find-error",
    expect="AcceleratorError: CUDA error: device-side assert triggered",
    needs=["cuda"],
)
def fix_find_error():
    """`CUDA_LAUNCH_BLOCKING=1 python train.py`: the traceback ends at the embedding."""
    os.environ["CUDA_LAUNCH_BLOCKING"] = "1"  # before CUDA starts
    embedding, linear, input_ids = embedding_and_linear("cuda")
    linear(embedding(input_ids))


@scenario("check-memory", needs=["cuda"])
def check_memory():
    # region: check-memory
    import torch

    free, total = torch.cuda.mem_get_info()
    print(f"free {free >> 20} MiB of {total >> 20}, PyTorch holds", end=" ")
    print(f"{torch.cuda.memory_reserved() >> 20} MiB, of which tensors use", end=" ")
    print(f"{torch.cuda.memory_allocated() >> 20} MiB")

    a = torch.ones(8, 8, device="cuda", dtype=torch.float16)
    print("cuBLAS says", (a @ a).sum().item())  # 512.0
    # endregion
    check("the product is right", (a @ a).sum().item() == 512)


@scenario("fix-free-memory", needs=["cuda"], alone=True)
def fix_free_memory():
    import torch

    a, b, c = three_matrices()
    unused = fill_memory()
    try:
        torch.mm(a, b, out=c)
    except RuntimeError as error:
        print(error)
    else:
        check("it failed first", False)
    # region: fix-free-memory
    del unused  # tensors that you can spare: an old model, cached outputs
    torch.cuda.empty_cache()  # hands the memory to the driver, where cuBLAS looks for it

    torch.mm(a, b, out=c)
    # endregion
    torch.cuda.synchronize()
    check("the same process recovers", bool(torch.isfinite(c).all()))


@scenario("fix-early-handle", needs=["cuda"], alone=True)
def fix_early_handle():
    # region: fix-early-handle
    import torch

    warm_up = torch.ones(256, 256, device="cuda")
    warm_up @ warm_up  # cuBLAS makes its handle now, while there is room

    # then load the model
    # endregion
    a, b, c = three_matrices()
    blocks = fill_memory()
    torch.mm(a, b, out=c)
    torch.cuda.synchronize()
    check("a product on a full card works", len(blocks) > 0)


@scenario("check-library", needs=["cuda", "linux"])
def check_library():
    # region: check-library
    import torch

    a = torch.ones(8, 8, device="cuda")
    a @ a  # makes PyTorch load the library
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "libcublas" in line}
    print(torch.version.cuda, *sorted(files), sep="\n")
    # endregion
    check("one libcublas is loaded", sum("libcublas.so" in file for file in files) == 1)


# ------------------------------------------------------------------------- what does not help


@scenario(
    "extra-fraction",
    expect="OutOfMemoryError: CUDA out of memory. {rest}",
    needs=["cuda"],
    alone=True,
)
def extra_fraction():
    """A limit for PyTorch's pool: an honest message instead of this one, but no cure."""
    import torch

    torch.cuda.set_per_process_memory_fraction(0.95)
    a, b, c = three_matrices()
    blocks = fill_memory()
    torch.mm(a, b, out=c)
    check("unreachable", not blocks)
