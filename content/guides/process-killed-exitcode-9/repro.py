# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "peft==0.21.0",
#   "datasets==5.2.0",
#   "deepspeed==0.19.8",
# ]
# ///
"""Has the kernel kill training processes for memory, in every way that is reported, and runs fixes.

    python tools/repro/run.py content/guides/process-killed-exitcode-9/repro.py --out OUT

Needs Linux and root, and no GPU: each scenario puts itself into a control group of its own, as a
container or a Slurm job has one, with less memory than the program takes. The kill is the kernel's.
The model has 208 million parameters, made up: as bf16 they are 396 MiB, as fp32 792 MiB.
"""

import contextlib
import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from repro.scenario import check, measure, scenario

MEMORY = Path("/sys/fs/cgroup/memory")  # cgroup v1; without it, the one tree of v2
HERE = Path(__file__)
WORKERS = {}
os.environ["PYTHONSAFEPATH"] = "1"  # this file is called repro.py, like the package that it imports
KILLED = (
    "ChildFailedError: {table}Root Cause (first observed failure):"
    "{entry}exitcode  : -9 (pid: {pid})"
)


def worker(function):
    """Register what a started process runs."""
    WORKERS[function.__name__] = function
    return function


@contextlib.contextmanager
def memory_limit(mib):
    """Run what is inside, and all that it starts, with this much memory; yields the group."""
    root = MEMORY if MEMORY.is_dir() else MEMORY.parent
    group = root / f"tracebook-{os.getpid()}"
    check("control groups can be made here", os.access(root / "cgroup.procs", os.W_OK))
    lines = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    kind = "memory" if root == MEMORY else ""
    before = next(root / path[1:] for _, controllers, path in lines if controllers == kind)
    group.mkdir()
    limit = "memory.limit_in_bytes" if kind else "memory.max"
    (group / limit).write_text(str(mib << 20))
    (group / "cgroup.procs").write_text(str(os.getpid()))
    try:
        yield group
    finally:
        (before / "cgroup.procs").write_text(str(os.getpid()))
        print(f"limit {mib} MiB, processes killed for memory: {kills(group)}")
        for _ in range(20):  # what was killed in it takes a moment to go
            with contextlib.suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.2)


def kills(group):
    """How many processes of the group the kernel has killed for memory."""
    name = "memory.oom_control" if MEMORY.is_dir() else "memory.events"
    return int(re.search(r"^oom_kill (\d+)", (group / name).read_text(), re.M)[1])


def resident(kind="RssAnon", pid="self"):
    """MiB of a process: RssAnon is its own memory, RssFile are mapped files."""
    return int(re.search(rf"{kind}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) >> 10


def private():
    """MiB of this process that no other process shares."""
    text = Path("/proc/self/smaps_rollup").read_text()
    return int(re.search(r"Private_Dirty:\s+(\d+)", text)[1]) >> 10


def torchrun(name, ranks=2):
    """Start a worker in several processes, as the command of this name does."""
    from torch.distributed.run import main

    os.environ["OMP_NUM_THREADS"] = "1"
    main(["--standalone", f"--nproc-per-node={ranks}", str(HERE), name])


def command(region):
    """The text of a region of commands.sh."""
    text = HERE.with_name("commands.sh").read_text()
    return re.search(rf"# region: {re.escape(region)}\n(.*?)# endregion", text, re.S)[1]


def make_model():
    """Save a made-up model as bf16 in my-model, in a process whose memory does not count here."""
    subprocess.run([sys.executable, str(HERE), "save_model"], check=True)


@worker
def save_model():
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=1000,
        hidden_size=1024,
        intermediate_size=2816,
        num_hidden_layers=16,
        num_attention_heads=8,
        num_key_value_heads=8,
    )
    with torch.device("meta"):
        model = LlamaForCausalLM(config).to(torch.bfloat16)
    model.to_empty(device="cpu")
    for parameter in model.parameters():
        torch.nn.init.constant_(parameter, 0.01)  # the values do not matter here
    model.save_pretrained("my-model")


def make_batch():
    import torch

    ids = torch.arange(16)[None]
    return {"input_ids": ids, "labels": ids}


# ----------------------------------------------------------------------------------- loading


@worker
def load_fp32():
    # region: error/loading
    import torch
    from transformers import AutoModelForCausalLM

    # In every rank. The checkpoint is bf16; fp32 takes a private copy of twice its size.
    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=torch.float32)
    # endregion
    print("own memory after loading:", resident(), "MiB", model.dtype, flush=True)
    time.sleep(5)


@scenario("error/loading", reproduces="failure-table", expect=KILLED, needs=["transformers"])
def error_loading():
    make_model()
    with memory_limit(1600):
        torchrun("load_fp32")


@worker
def load_as_saved():
    # region: fix-load-lean
    from transformers import AutoModelForCausalLM

    # The checkpoint's own dtype: the weights stay mapped from the file, and all ranks share them.
    model = AutoModelForCausalLM.from_pretrained("my-model", dtype="auto")
    # endregion
    loss = model(**make_batch()).loss
    print("own memory after loading:", resident(), "MiB", model.dtype, float(loss), flush=True)
    time.sleep(5)


@scenario("fix-load-lean", needs=["transformers>=5"])
def fix_load_lean():
    """The same two ranks under the same limit."""
    make_model()
    with memory_limit(1600) as group:
        torchrun("load_as_saved")
        check("nothing was killed", kills(group) == 0)


@scenario("fix-load-lean/gpu", needs=["cuda", "accelerate"])
def fix_load_lean_gpu():
    from os import environ  # what is shown below imports os itself

    import torch

    make_model()
    environ["LOCAL_RANK"] = "0"
    torch.ones(1, device="cuda")  # the CUDA context takes memory of its own
    before = resident()
    # region: fix-load-lean/gpu
    import os

    from transformers import AutoModelForCausalLM

    # Each tensor goes straight to this rank's GPU; main memory never holds the whole model.
    model = AutoModelForCausalLM.from_pretrained(
        "my-model", dtype="auto", device_map={"": int(os.environ["LOCAL_RANK"])}
    )
    # endregion
    grown = resident() - before
    measure("loaded straight to the GPU", own_memory_mib=grown, weights_mib=396)
    check("it is on the GPU", model.device.type == "cuda")
    check("main memory did not take the model", grown < 300)


@scenario("check-loading", needs=["transformers>=5"])
def check_loading():
    """What loading takes, in one process: the numbers of the page."""
    make_model()
    for dtype in ("float32", "bfloat16"):
        done = subprocess.run(
            [sys.executable, str(HERE), "grow"],
            env={**os.environ, "DTYPE": dtype},
            capture_output=True,
            text=True,
        )
        print(done.stdout, done.stderr[-500:])
        grown, mapped = map(int, re.search(r"grown (-?\d+) (-?\d+)", done.stdout).groups())
        measure(f"bf16 checkpoint loaded as {dtype}", own_mib=grown, mapped_mib=mapped)
        check(dtype, grown > 750 if dtype == "float32" else grown < 50)


@worker
def grow():
    import torch
    from transformers import AutoModelForCausalLM, LlamaForCausalLM  # noqa: F401

    own, mapped = resident(), resident("RssFile")
    dtype = getattr(torch, os.environ["DTYPE"])
    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=dtype)
    sum(float(p.sum()) for p in model.parameters())  # touch everything
    print("grown", resident() - own, resident("RssFile") - mapped)


def grown_under_fsdp(dtype):
    """MiB of own memory that rank 1 takes in from_pretrained with the flag on."""
    os.environ["DTYPE"] = dtype
    os.environ.update(ACCELERATE_USE_FSDP="true", FSDP_CPU_RAM_EFFICIENT_LOADING="true")
    torchrun("grow_under_fsdp")
    return int(Path("rank-1").read_text())


@worker
def grow_under_fsdp():
    import torch
    import torch.distributed as dist
    from transformers import AutoModelForCausalLM, LlamaForCausalLM  # noqa: F401

    dist.init_process_group("gloo")
    own = resident()
    dtype = getattr(torch, os.environ["DTYPE"])
    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=dtype)
    Path(f"rank-{dist.get_rank()}").write_text(str(resident() - own))
    print("rank", dist.get_rank(), "grown by", resident() - own, "MiB", model.dtype, flush=True)
    dist.barrier()


@scenario("extra-fsdp-flag", scope="mechanism", needs=["transformers>=5"])
def extra_fsdp_flag():
    """cpu_ram_efficient_loading in transformers 5: rank 1, which should hold nothing, holds all."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    make_model()
    fp32, bf16 = grown_under_fsdp("float32"), grown_under_fsdp("bfloat16")
    measure("rank 1 with cpu_ram_efficient_loading", as_fp32_mib=fp32, as_bf16_mib=bf16)
    check("as fp32 it takes the whole model", fp32 > 750)


@scenario("extra-fsdp-flag/v4", scope="mechanism", needs=["transformers<5"])
def extra_fsdp_flag_v4():
    """The same in transformers 4.57, where the flag did what it says."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    make_model()
    fp32, bf16 = grown_under_fsdp("float32"), grown_under_fsdp("bfloat16")
    measure("rank 1 with cpu_ram_efficient_loading", as_fp32_mib=fp32, as_bf16_mib=bf16)
    check("rank 1 takes little", fp32 < 200 and bf16 < 200)


@scenario("extra-fsdp-flag/newer", scope="mechanism", needs=["transformers>=5.23"])
def extra_fsdp_flag_newer():
    """Since 5.23 no zeros are written, but every rank loads the checkpoint, flag or not."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    make_model()
    fp32, bf16 = grown_under_fsdp("float32"), grown_under_fsdp("bfloat16")
    measure("rank 1 with cpu_ram_efficient_loading", as_fp32_mib=fp32, as_bf16_mib=bf16)
    check("as fp32 it takes the whole model, as bf16 little", fp32 > 750 and bf16 < 200)


# ----------------------------------------------------------------------------------- offload


@worker
def adamw_in_ram():
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=torch.float32)
    batch = make_batch()
    # region: error/offload
    import torch

    # Weights, gradients and two fp32 states for each weight, all in main memory.
    optimizer = torch.optim.AdamW(model.parameters())
    model(**batch).loss.backward()
    print("before the first step", flush=True)
    optimizer.step()
    # endregion
    print("after the first step", flush=True)


@scenario(
    "error/offload",
    reproduces="subprocess",
    expect="CalledProcessError: Command '{command}' died with <Signals.SIGKILL: 9>.",
    scope="mechanism",
    needs=["accelerate", "transformers"],
)
def error_offload():
    """Plain AdamW on the CPU stands for an optimizer that was moved there."""
    make_model()
    with memory_limit(2700):
        accelerate_launch("adamw_in_ram")


def accelerate_launch(name):
    """`accelerate launch --cpu --num_processes 1`: the launcher that prints CalledProcessError."""
    from accelerate.commands.launch import launch_command, launch_command_parser

    arguments = ["--cpu", "--num_processes=1", "--num_machines=1", "--mixed_precision=no"]
    arguments += ["--dynamo_backend=no", str(HERE), name]
    launch_command(launch_command_parser().parse_args(arguments))


@worker
def lora_in_ram():
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=torch.float32)
    batch = make_batch()
    # region: fix-small-optimizer
    import torch
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)  # gradients and states for the adapter alone
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad])
    # endregion
    model(**batch).loss.backward()
    optimizer.step()
    print("own memory after the first step:", resident(), "MiB", flush=True)


@scenario("fix-small-optimizer", scope="mechanism", needs=["accelerate", "peft"])
def fix_small_optimizer():
    """Under the limit that full training broke."""
    make_model()
    with memory_limit(2700) as group:
        accelerate_launch("lora_in_ram")
        check("nothing was killed", kills(group) == 0)


@scenario("fix-offload-budget", needs=["deepspeed"])
def fix_offload_budget():
    os.environ["DS_ACCELERATOR"] = "cpu"
    # region: fix-offload-budget
    from deepspeed.runtime.zero.stage3 import estimate_zero3_model_states_mem_needs_all_cold

    estimate_zero3_model_states_mem_needs_all_cold(
        total_params=8_000_000_000,
        largest_layer_params=530_000_000,
        num_gpus_per_node=8,
        num_nodes=1,
    )
    # endregion
    from deepspeed.runtime.zero.stage3 import estimate_zero3_model_states_mem_needs as estimate

    arguments = {"num_gpus_per_node": 8, "cpu_offload_params": False, "zero_init": True}
    offloaded, _, _ = estimate(8_000_000_000, 530_000_000, cpu_offload=True, **arguments)
    kept, _, _ = estimate(8_000_000_000, 530_000_000, cpu_offload=False, **arguments)
    measure("8B parameters, 8 GPUs, one node", offload_gib=offloaded / 2**30, none_gib=kept / 2**30)
    check("without offload it takes less than a seventh", kept * 7 < offloaded)


# -------------------------------------------------------------------------------------- data


def tokenize(index):
    """Stands for a tokenizer: a document of 4,096 tokens as a Python list."""
    return list(range(index << 12, (index + 1) << 12))


@scenario(
    "error/data",
    reproduces="dataloader-killed",
    expect="RuntimeError: DataLoader worker (pid {pid}) is killed by signal: Killed.",
    needs=["torch"],
)
def error_data():
    with memory_limit(900):
        unwrapped(read_documents)


def read_documents():
    import torch

    # region: error/data
    from torch.utils.data import DataLoader, Dataset

    class Documents(Dataset):
        def __init__(self):
            self.cache = {}

        def __len__(self):
            return 20_000

        def __getitem__(self, index):
            if index not in self.cache:  # each worker fills a cache of its own
                self.cache[index] = tokenize(index)
            return torch.tensor(self.cache[index])

    for batch in DataLoader(Documents(), batch_size=8, num_workers=2):
        pass
    # endregion


def unwrapped(run):
    """Run, and raise what the library's last exception was made from, if there is such a one."""
    try:
        run()
    except RuntimeError as error:
        raise error.__cause__ or error


@scenario("fix-data-on-disk", needs=["datasets"])
def fix_data_on_disk():
    """The same documents and workers under the same limit."""
    import shutil

    import torch
    from datasets import Dataset, concatenate_datasets

    write_documents()
    written = Dataset.load_from_disk("train-data")
    concatenate_datasets([written] * 10).save_to_disk("tenfold")  # as many as in error/data
    shutil.rmtree("train-data")
    os.rename("tenfold", "train-data")
    seen = 0
    with memory_limit(900) as group:
        # region: fix-data-on-disk
        from datasets import load_from_disk
        from torch.utils.data import DataLoader

        train_dataset = load_from_disk("train-data").with_format("torch")  # memory-mapped
        loader = DataLoader(train_dataset, batch_size=8, num_workers=2)
        # endregion
        for batch in loader:
            seen += len(batch["input_ids"])
        check("nothing was killed", kills(group) == 0)
    check("all documents came", seen == 20_000 and isinstance(batch["input_ids"], torch.Tensor))


def write_documents():
    # region: fix-data-on-disk/write
    from datasets import Dataset

    def documents():
        for index in range(2_000):
            yield {"input_ids": tokenize(index)}

    # One document at a time goes through memory; the rest is on the disk.
    Dataset.from_generator(documents).save_to_disk("train-data")
    # endregion


@scenario("check-workers", needs=["torch", "numpy"])
def check_workers():
    """How much a worker copies of data that the parent made: lists against one array."""
    import numpy as np

    rows, length = 100_000, 64
    lists = [list(range(i * 300, i * 300 + length)) for i in range(rows)]
    in_lists = grown_in_worker(lists)
    del lists
    in_array = grown_in_worker(np.arange(rows * length, dtype=np.int32).reshape(rows, length))
    measure("one worker reads 100,000 rows of 64 ids", lists_mib=in_lists, array_mib=in_array)
    check("reading lists copies them", in_lists > 4 * in_array)


def grown_in_worker(rows):
    """MiB that become private to a forked worker while it reads all rows."""
    import torch
    from torch.utils.data import DataLoader, Dataset

    class Rows(Dataset):
        def __len__(self):
            return len(rows)

        def __getitem__(self, index):
            row = torch.as_tensor(rows[index])
            return row, private() if index in (0, len(rows) - 1) else 0

    seen = [
        size
        for _, sizes in DataLoader(Rows(), batch_size=500, num_workers=1)
        for size in sizes.tolist()
        if size
    ]
    return seen[-1] - seen[0]


# ------------------------------------------------------------------------ the other wordings


@worker
def take_memory(index=0):
    """Ask for more than there is."""
    print("taking memory", flush=True)
    kept = []
    while True:
        kept.append(bytearray(1 << 24))


@scenario(
    "error/spawn",
    reproduces="spawn",
    expect="ProcessExitedException: process 0 terminated with signal SIGKILL",
    needs=["torch"],
)
def error_spawn():
    """What spawn() calls; forked, because a spawned process would have to import this file."""
    import torch.multiprocessing

    with memory_limit(1200):
        torch.multiprocessing.start_processes(take_memory, nprocs=1, start_method="fork")


@worker
def stubborn():
    """Rank 1 fails with an exception; rank 0 does not react to SIGTERM, as in a stuck kernel."""
    import signal

    if os.environ["LOCAL_RANK"] == "1":
        time.sleep(2)
        raise ValueError("the first failure")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(100)


@scenario(
    "extra-not-first",
    expect="ChildFailedError: {table}exitcode  : -9 (pid: {pid})"
    "{between}Root Cause (first observed failure):{entry}exitcode  : 1 (pid: {other})",
    needs=["torch"],
)
def extra_not_first():
    """torchrun itself kills a rank that does not end within 30 seconds after SIGTERM."""
    torchrun("stubborn")


# ------------------------------------------------------------------------------ the diagnosis


def killed_child():
    """Have the kernel kill a process for memory; its pid."""
    child = subprocess.Popen([sys.executable, str(HERE), "take_memory"])
    check("it ended with -9", child.wait(60) == -9)
    return child.pid


@scenario("fix-ask-kernel", needs=["linux"])
def fix_ask_kernel():
    """The first command of `commands.sh`, after a real kill."""
    with memory_limit(300):
        pid = killed_child()
        said = subprocess.run(
            ["bash", "-c", command("fix-ask-kernel")], capture_output=True, text=True
        )
    lines = [line for line in said.stdout.splitlines() if f"process {pid} " in line]
    print(*lines, said.stderr, sep="\n")
    check("the kernel names the process", any("out of memory: Killed" in line for line in lines))


@scenario("check-limit", needs=["linux"])
def check_limit():
    with memory_limit(300):
        killed_child()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            print_limit()
    print(printed.getvalue())
    check("the limit and the kill are found", "limit 0.3 of " in printed.getvalue())
    check("one was killed", "killed for memory: 1" in printed.getvalue())


def print_limit():
    # region: check-limit
    from pathlib import Path

    files = {"memory.max": "memory.events", "memory.limit_in_bytes": "memory.oom_control"}
    total = int(Path("/proc/meminfo").read_text().split()[1]) << 10
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, kind, path = line.split(":", 2)
        group = Path("/sys/fs/cgroup", kind, path[1:])
        for folder in [group, *group.parents] if kind in ("", "memory") else []:
            for name, events in files.items():  # cgroup v2, v1
                limit = (folder / name).read_text().strip() if (folder / name).exists() else "max"
                if limit != "max" and int(limit) < total:
                    killed = (folder / events).read_text().split("oom_kill ")[1].split()[0]
                    size = f"limit {int(limit) / 2**30:.1f} of {total / 2**30:.1f} GiB"
                    print(f"{size}, killed for memory: {killed} ({folder})")
    # endregion


@scenario("fix-raise-limit", scope="mechanism", needs=["transformers"])
def fix_raise_limit():
    """What was killed at 1600 MiB passes at 3200; the limit is the one that containers set."""
    make_model()
    with memory_limit(3200) as group:
        torchrun("load_fp32")
        check("nothing was killed", kills(group) == 0)


@scenario("fix-find-sender", needs=["linux"])
def fix_find_sender():
    """The kernel's own record of who sends signal 9: a process, and then the kernel for memory."""
    mount = Path("/sys/kernel/tracing")
    mounted = any(mount.iterdir())
    if not mounted:
        subprocess.run(["mount", "-t", "tracefs", "nodev", str(mount)], check=True)
    try:
        subprocess.run(["bash", "-c", command("fix-find-sender")], check=True)
        sleeper = subprocess.Popen(["sleep", "60"])
        subprocess.run([sys.executable, "-c", f"import os; os.kill({sleeper.pid}, 9)"], check=True)
        with memory_limit(300):
            victim = killed_child()
        said = subprocess.run(
            ["bash", "-c", command("fix-find-sender/read")], capture_output=True, text=True
        )
    finally:
        (mount / "events/signal/signal_generate/enable").write_text("0")
        (mount / "events/signal/signal_generate/filter").write_text("0")
        if not mounted:
            subprocess.run(["umount", str(mount)], check=True)
    print(said.stdout[-2000:], said.stderr)
    lines = said.stdout.splitlines()
    by_hand = next(line for line in lines if f"pid={sleeper.pid} " in line)
    by_kernel = next(line for line in lines if f"pid={victim} " in line)
    check("a process has code=0 and its name", "python" in by_hand and "code=0 " in by_hand)
    check("the kernel has code=128", "code=128 " in by_kernel)


# --------------------------------------------------------------------------- what does not help


@scenario("extra-cannot-catch", needs=["linux"])
def extra_cannot_catch():
    """Neither an exception handler nor finally nor atexit sees the kill."""
    script = (
        "import atexit, signal\n"
        "atexit.register(print, 'atexit')\n"
        "signal.signal(signal.SIGTERM, lambda *_: print('handler'))\n"
        "kept = []\n"
        "try:\n"
        "    while True: kept.append(bytearray(1 << 24))\n"
        "except BaseException: print('except')\n"
        "finally: print('finally')\n"
    )
    with memory_limit(300):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    print(repr(done.stdout), done.returncode)
    check("it ended with -9 and without a word", (done.returncode, done.stdout) == (-9, ""))


@scenario("extra-gpu-advice", expect=KILLED, needs=["transformers"])
def extra_gpu_advice():
    """The allocator of GPU memory has no part in this."""
    os.environ["PYTORCH_CUDA_ALLOC_CONF"] = "expandable_segments:True"
    make_model()
    with memory_limit(1600):
        torchrun("load_fp32")


@scenario("extra-low-cpu-mem", expect=KILLED, needs=["transformers>=5"])
def extra_low_cpu_mem():
    """low_cpu_mem_usage=True: transformers 5 takes the argument and drops it."""
    make_model()
    with memory_limit(1600):
        torchrun("load_low_cpu_mem")


@worker
def load_low_cpu_mem():
    import torch
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("my-model", dtype=torch.float32, low_cpu_mem_usage=True)
    time.sleep(5)


@scenario("extra-bf16-update", needs=["torch"])
def extra_bf16_update():
    """The cost of bf16 weights that are trained themselves."""
    import torch

    weight = torch.ones(1, dtype=torch.bfloat16)
    check("an update of 0.001 is rounded away", float(weight - 0.001) == 1.0)
    check("fp32 keeps it", float(weight.float() - 0.001) < 1.0)


if __name__ == "__main__":
    WORKERS[sys.argv[1]]()
