# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises the NCCL watchdog's timeout between two ranks, and runs each fix.

    python tools/repro/run.py content/guides/nccl-timeout/repro.py --out OUT

The scenario's process is rank 0; it starts this file once more as rank 1. Scenarios of NCCL need
two GPUs. Those whose name ends in -gloo run the same code on the CPU with Gloo: other words for a
timeout, but the same rules about who waits for whom.
"""

import os
import socket
import subprocess
import sys
import time
from datetime import timedelta

from repro.scenario import check, scenario

TIMEOUT = "DistBackendError: {prefix}Watchdog caught collective operation timeout: WorkNCCL(SeqNum="
MISMATCH = "RuntimeError: Detected mismatch between collectives on ranks."
WORKERS = {}


def worker(function):
    """Register what both ranks run."""
    WORKERS[function.__name__] = function
    return function


def two_ranks(name, **variables):
    """Run a worker as rank 0 here and as rank 1 in a second process, which must end well too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), WORLD_SIZE="2", **variables)
    os.environ.update(RANK="0", LOCAL_RANK="0")
    other = subprocess.Popen(
        [sys.executable, "-P", __file__, name], env={**os.environ, "RANK": "1", "LOCAL_RANK": "1"}
    )
    WORKERS[name]()
    check("rank 1 ended well", other.wait(60) == 0)


def place():
    """Rank, and its GPU where there are two; otherwise the CPU, where the backend is Gloo."""
    import torch
    import torch.distributed  # noqa: F401 - its import must not count against the timeout

    rank = int(os.environ["RANK"])
    if rank == 1:
        open("rank-1-is-here", "w").close()
    while not os.path.exists("rank-1-is-here"):
        time.sleep(0.1)
    if torch.cuda.device_count() < 2:
        return rank, torch.device("cpu")
    torch.cuda.set_device(rank)
    return rank, torch.device("cuda", rank)


# ----------------------------------------------------------------------------------- errors


@worker
def left_out():
    """Rank 1 leaves the second collective out."""
    rank, device = place()
    # region: error/left-out
    import torch
    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(seconds=8))
    gradients = torch.ones(1 << 20, device=device)
    dist.all_reduce(gradients)
    if rank == 0:  # rank 1 never comes
        dist.all_reduce(gradients, async_op=True).wait()
    # endregion
    time.sleep(20)


@scenario("error/left-out", reproduces="watchdog", expect=TIMEOUT, needs=["gpus>=2"])
def error_left_out():
    two_ranks("left_out", TORCH_NCCL_BLOCKING_WAIT="1")  # a Python exception instead of an abort


@scenario(
    "error/left-out-gloo",
    reproduces="gloo",
    expect="Timed out waiting {limit} for recv operation to complete",
    scope="mechanism",
    regions=["error/left-out"],
    needs=["torch"],
)
def error_left_out_gloo():
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("left_out")


@worker
def shapes():
    """The ranks reduce tensors of different size."""
    rank, device = place()
    import torch
    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(seconds=20))
    dist.all_reduce(torch.ones(8 if rank == 0 else 1024, device=device))


@scenario(
    "error/shapes-gloo",
    reproduces="collectives-differ",
    expect=MISMATCH,
    scope="mechanism",
    needs=["torch"],
)
def error_shapes_gloo():
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("shapes", TORCH_DISTRIBUTED_DEBUG="DETAIL")


@worker
def rank0_works():
    """Rank 0 works alone for longer than the timeout."""
    rank, device = place()
    # region: error/rank0-works
    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(seconds=4))
    if rank == 0:
        prepare_data()  # takes longer than the timeout
    dist.barrier()
    # endregion


def prepare_data():
    """Stands for tokenization, a download or a checkpoint: eight seconds of work."""
    time.sleep(8)


# ------------------------------------------------------------------------------------ fixes


@worker
def longer():
    rank, device = place()
    # region: fix-raise-timeout/pytorch
    from datetime import timedelta

    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(hours=2))
    if rank == 0:
        prepare_data()
    dist.barrier()
    # endregion
    print(f"rank {rank} passed the barrier")
    dist.destroy_process_group()


@scenario("fix-raise-timeout/pytorch", needs=["gpus>=2"])
def fix_raise_timeout_pytorch():
    two_ranks("longer")


@scenario(
    "extra-raise-timeout-gloo",
    scope="mechanism",
    regions=["fix-raise-timeout/pytorch"],
    needs=["torch"],
)
def extra_raise_timeout_gloo():
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("longer")


@scenario("fix-raise-timeout/transformers", scope="mechanism", needs=["accelerate"])
def fix_raise_timeout_transformers():
    """The value that Trainer hands to the process group; no second rank is started."""
    # region: fix-raise-timeout/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        ddp_timeout=7200,  # seconds; the default is 1800
    )
    print(args.ddp_timeout_delta)
    # endregion
    check("two hours", args.ddp_timeout_delta == timedelta(hours=2))


@scenario("fix-raise-timeout/accelerate", scope="mechanism", needs=["accelerate"])
def fix_raise_timeout_accelerate():
    """The handler is accepted; no second rank is started."""
    # region: fix-raise-timeout/accelerate
    from datetime import timedelta

    from accelerate import Accelerator, InitProcessGroupKwargs

    handler = InitProcessGroupKwargs(timeout=timedelta(hours=2))
    accelerator = Accelerator(kwargs_handlers=[handler])
    # endregion
    check("the handler is in place", accelerator.init_handler.timeout == timedelta(hours=2))


@worker
def wait_apart():
    rank, device = place()
    # region: fix-wait-apart
    from datetime import timedelta

    import torch
    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(seconds=4))  # stays short for training
    waiting_room = dist.new_group(backend="gloo", timeout=timedelta(hours=2))

    if rank == 0:
        prepare_data()
    dist.barrier(group=waiting_room)  # waits on the CPU, without NCCL
    # endregion
    total = torch.ones(4, device=device)
    dist.all_reduce(total)
    check(f"rank {rank} works on", total.tolist() == [2.0] * 4)
    dist.destroy_process_group()


@scenario("fix-wait-apart", needs=["gpus>=2"])
def fix_wait_apart():
    two_ranks("wait_apart")


@scenario("extra-wait-apart-gloo", scope="mechanism", regions=["fix-wait-apart"], needs=["torch"])
def extra_wait_apart_gloo():
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("wait_apart")


@worker
def join():
    rank, device = place()
    import torch
    import torch.distributed as dist
    from torch.nn.parallel import DistributedDataParallel

    dist.init_process_group(timeout=timedelta(seconds=20))
    model = DistributedDataParallel(torch.nn.Linear(8, 8).to(device))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = [torch.randn(2, 8, device=device) for _ in range(5 if rank == 0 else 7)]
    # region: fix-same-steps
    from torch.distributed.algorithms.join import Join

    # A rank that runs out of batches answers the others' collectives until all are done.
    with Join([model]):
        for batch in batches:
            loss = model(batch).square().mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    # endregion
    print(f"rank {rank} finished {len(batches)} batches")
    dist.destroy_process_group()


@scenario("fix-same-steps", needs=["gpus>=2"])
def fix_same_steps():
    two_ranks("join")


@scenario("extra-same-steps-gloo", scope="mechanism", regions=["fix-same-steps"], needs=["torch"])
def extra_same_steps_gloo():
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("join")


@scenario("fix-find-rank", needs=["gpus>=2"])
def fix_find_rank():
    """The ranks dump their flight recorders after the timeout; torchfrtrace names who was away."""
    os.makedirs("fr")
    variables = {
        "TORCH_FR_BUFFER_SIZE": "2000",
        "TORCH_NCCL_DUMP_ON_TIMEOUT": "1",
        "TORCH_FR_DUMP_TEMP_FILE": os.path.abspath("fr/nccl_trace_rank_"),
        "TORCH_NCCL_WAIT_TIMEOUT_DUMP_MILSEC": "5000",
        "WORLD_SIZE": "2",
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": "29713",
    }
    ranks = [
        subprocess.Popen(
            [sys.executable, "-P", __file__, "left_out_plain"],
            env={**os.environ, **variables, "RANK": str(rank), "LOCAL_RANK": str(rank)},
        )
        for rank in range(2)
    ]
    ranks[0].wait(120)
    ranks[1].kill()
    print("files", sorted(os.listdir("fr")))
    import shutil

    beside = os.path.join(os.path.dirname(sys.executable), "torchfrtrace")
    command = [shutil.which("torchfrtrace") or beside]
    found = subprocess.run(
        [*command, "--prefix", "nccl_trace_rank_", "fr"], capture_output=True, text=True
    )
    print(found.stdout, found.stderr)
    check("rank 1 is missing", "missing ranks: {1}" in found.stdout + found.stderr)


@scenario("fix-compare-collectives/gloo", scope="mechanism", needs=["torch"])
def fix_compare_collectives_gloo():
    """With the checks on, ranks that agree train as before; error/shapes-gloo is what they find."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("agree", TORCH_DISTRIBUTED_DEBUG="DETAIL")


@worker
def agree():
    """Both ranks call the same collective."""
    rank, device = place()
    import torch
    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(seconds=20))
    total = torch.ones(4, device=device)
    dist.all_reduce(total)
    check(f"rank {rank} has the sum", total.tolist() == [2.0] * 4)
    dist.destroy_process_group()


@worker
def smallest():
    # region: check-all-reduce
    import os

    import torch
    import torch.distributed as dist

    rank = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(rank)
    dist.init_process_group("nccl")
    total = torch.ones(1, device="cuda")
    dist.all_reduce(total)
    print(f"rank {rank}: {int(total)} ranks answered", flush=True)
    dist.destroy_process_group()
    # endregion


@scenario("check-all-reduce", needs=["gpus>=2"])
def check_all_reduce():
    two_ranks("smallest")


@worker
def left_out_plain():
    """As left_out, but blocking, and rank 1 stays until the watchdog ends rank 0."""
    rank, device = place()
    import torch
    import torch.distributed as dist

    dist.init_process_group(timeout=timedelta(seconds=8))
    gradients = torch.ones(1 << 20, device=device)
    dist.all_reduce(gradients)
    if rank == 0:
        dist.all_reduce(gradients)
        torch.cuda.synchronize()
    time.sleep(90)


@scenario("extra-abort", expect="the process was ended by SIGABRT", needs=["gpus>=2"])
def extra_abort():
    """Without blocking wait the watchdog prints its lines and ends the process."""
    two_ranks("left_out_plain", TORCH_NCCL_WAIT_TIMEOUT_DUMP_MILSEC="2000")


@scenario(
    "extra-rank0-works-gloo",
    expect="RuntimeError: {place}onnection closed by peer",
    scope="mechanism",
    needs=["torch"],
)
def extra_rank0_works_gloo():
    """Rank 1 gives up first; rank 0, whose work was the reason, sees a closed connection."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    two_ranks("rank0_works")


if __name__ == "__main__":
    WORKERS[sys.argv[1]]()
