# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
#   "multiprocess==0.70.19",
# ]
# ///
"""Raises "Cannot re-initialize CUDA in forked subprocess" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/cuda-forked-subprocess/repro.py --out OUT

Every region is saved as a file, as a reader would, and run in a fresh interpreter: this program
itself has asked `torch.cuda.is_available()` by then, which is all that the error takes, and a
spawned process must be able to import what it was started from. Nothing is downloaded.

Scenarios that say `python<3.14` rely on fork as the default start method of Linux, which Python
3.14 has changed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, measure, scenario

BAD_FORK = (
    "RuntimeError: Cannot re-initialize CUDA in forked subprocess. "
    "To use CUDA with multiprocessing, you must use the 'spawn' start method"
)

TINY_MODEL = """\
import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

model = Qwen3ForCausalLM(
    Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
    )
)
rows = [{"input_ids": list(range(3, 19)), "labels": list(range(3, 19))} for _ in range(8)]

"""
ROWS_ON_CPU = """\
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        return torch.full((4,), float(index))


"""
ROWS_ON_GPU = ROWS_ON_CPU.replace("float(index))", 'float(index), device="cuda")')
SMALL_DATASET = """\
from datasets import Dataset

dataset = Dataset.from_dict({"value": [float(value) for value in range(8)]})

"""


class ScriptFailed(Exception):
    """A script ended with an error; the text is what it wrote to standard error."""


def run_file(text, **variables):
    """Save a text as train.py and run it in a fresh interpreter; what it prints."""
    Path("train.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "train.py"],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    print(done.stdout)
    if done.returncode:
        raise ScriptFailed(done.stderr)
    print(done.stderr[-3000:])
    return done.stdout


def run_region(name, before="", after="", **variables):
    """Run what the page shows, with what the page leaves out around it."""
    shown = regions_of(Path(__file__).read_text(encoding="utf-8"))[name]
    return run_file(f"{before}{shown}\n{after}", **variables)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/loader",
    reproduces="re-initialize",
    expect=BAD_FORK,
    needs=["cuda", "linux", "python<3.14"],
)
def error_loader():
    def as_file():
        # region: error/loader
        import torch
        from torch.utils.data import DataLoader, Dataset

        class Rows(Dataset):
            def __len__(self):
                return 8

            def __getitem__(self, index):
                return torch.full((4,), float(index), device="cuda")  # runs in a worker

        model = torch.nn.Linear(4, 1).to("cuda")
        for batch in DataLoader(Rows(), batch_size=4, num_workers=2):
            loss = model(batch).mean()
            loss.backward()
        # endregion

    run_region("error/loader")


@scenario(
    "error/default-device",
    reproduces="re-initialize",
    expect=BAD_FORK,
    needs=["cuda", "linux", "python<3.14"],
)
def error_default_device():
    """The dataset names no device, and the process has one."""
    run_file(
        ROWS_ON_CPU
        + 'torch.set_default_device("cuda")\n'
        + 'print("default:", torch.ones(1).device)\n'
        + "for batch in DataLoader(Rows(), batch_size=4, num_workers=2):\n"
        + "    print(batch.device)\n"
    )


@scenario(
    "error/trainer",
    reproduces="re-initialize",
    expect=BAD_FORK,
    needs=["linux", "python<3.14", "accelerate"],
)
def error_trainer():
    """Trainer itself asks for the GPU, and that is enough, even where there is none."""

    def as_file():
        # region: error/trainer
        from transformers import Trainer, TrainingArguments

        def collate(rows):
            return {key: torch.tensor([row[key] for row in rows]).cuda() for key in rows[0]}

        args = TrainingArguments(output_dir="out", max_steps=2, dataloader_num_workers=2)
        Trainer(model=model, args=args, train_dataset=rows, data_collator=collate).train()
        # endregion

    run_region("error/trainer", before=TINY_MODEL)


@scenario(
    "error/pool",
    reproduces="re-initialize",
    expect=BAD_FORK,
    needs=["linux", "python<3.14"],
)
def error_pool():
    """A GPU is not needed: PyTorch built for CUDA refuses before it looks for one."""

    def as_file():
        # region: error/pool
        import multiprocessing

        import torch

        def score(row):
            return torch.tensor(row, device="cuda").sum().item()

        if __name__ == "__main__":
            print("GPU:", torch.cuda.is_available())  # this question is enough
            with multiprocessing.Pool(2) as pool:
                print(pool.map(score, [[1.0, 2.0], [3.0, 4.0]]))
        # endregion

    run_region("error/pool")


@scenario(
    "error/map",
    reproduces="re-initialize",
    expect=BAD_FORK,
    needs=["linux", "python<3.14", "datasets"],
)
def error_map():
    """Without a GPU as well, as error/pool."""

    def as_file():
        # region: error/map
        import torch

        def score(batch):
            return {"score": (torch.tensor(batch["value"], device="cuda") * 2).tolist()}

        if __name__ == "__main__":
            print("GPU:", torch.cuda.is_available())
            dataset = dataset.map(score, batched=True, batch_size=2, num_proc=2)
        # endregion

    run_region("error/map", before=SMALL_DATASET)


@scenario(
    "error/notebook",
    reproduces="re-initialize",
    expect=BAD_FORK,
    needs=["linux", "accelerate"],
)
def error_notebook():
    """One GPU is enough, or none: both ranks stop before they look for theirs."""

    def as_file():
        # region: error/notebook
        import torch
        from accelerate import Accelerator, notebook_launcher

        def train():
            accelerator = Accelerator()
            model = torch.nn.Linear(4, 1).to("cuda")
            print("rank", accelerator.process_index, model.weight.device)

        print("GPU:", torch.cuda.is_available())  # an earlier cell
        notebook_launcher(train, num_processes=2, use_port="29714")
        # endregion

    run_region("error/notebook")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-cpu-workers", needs=["cuda", "linux", "python<3.14"])
def fix_cpu_workers():
    def as_file():
        # region: fix-cpu-workers
        import torch
        from torch.utils.data import DataLoader, Dataset

        class Rows(Dataset):
            def __len__(self):
                return 8

            def __getitem__(self, index):
                return torch.full((4,), float(index))  # stays on the CPU

        model = torch.nn.Linear(4, 1).to("cuda")
        for batch in DataLoader(Rows(), batch_size=4, num_workers=2, pin_memory=True):
            loss = model(batch.to("cuda", non_blocking=True)).mean()
            loss.backward()
        # endregion

    printed = run_region(
        "fix-cpu-workers",
        after='print("loss", loss.item(), loss.device, "batch", batch.device, batch.is_pinned())\n',
    )
    check("two workers fed the GPU", "cuda:0 batch cpu True" in printed)


@scenario("fix-cpu-workers/transformers", needs=["cuda", "linux", "python<3.14", "accelerate"])
def fix_cpu_workers_transformers():
    def as_file():
        # region: fix-cpu-workers/transformers
        from transformers import Trainer, TrainingArguments

        def collate(rows):
            return {key: torch.tensor([row[key] for row in rows]) for key in rows[0]}

        args = TrainingArguments(output_dir="out", max_steps=2, dataloader_num_workers=2)
        Trainer(model=model, args=args, train_dataset=rows, data_collator=collate).train()
        # endregion

    printed = run_region(
        "fix-cpu-workers/transformers",
        before=TINY_MODEL,
        after='print("trained on", model.device)\n',
    )
    check("it trained on the GPU", "trained on cuda:0" in printed)


@scenario("fix-cpu-workers/default-device", needs=["cuda", "linux", "python<3.14"])
def fix_cpu_workers_default_device():
    """Where the process has a default device, the dataset says where its tensors belong."""
    printed = run_file(
        ROWS_ON_CPU.replace("float(index))", 'float(index), device="cpu")')
        + 'torch.set_default_device("cuda")\n'
        + 'print("default:", torch.ones(1).device)\n'
        + "for batch in DataLoader(Rows(), batch_size=4, num_workers=2):\n"
        + '    print("batch", batch.device)\n'
    )
    check("the default is the GPU", "default: cuda:0" in printed)
    check("the workers stay on the CPU", "batch cpu" in printed)


@scenario("fix-spawn", needs=["cuda"])
def fix_spawn():
    def as_file():
        # region: fix-spawn
        import multiprocessing

        import torch

        def score(row):
            return torch.tensor(row, device="cuda").sum().item()

        if __name__ == "__main__":
            print("GPU:", torch.cuda.is_available())
            with multiprocessing.get_context("spawn").Pool(2) as pool:
                print(pool.map(score, [[1.0, 2.0], [3.0, 4.0]]))
        # endregion

    printed = run_region("fix-spawn")
    check("both rows have their sum", "[3.0, 7.0]" in printed)


@scenario("fix-spawn/loader", needs=["cuda"])
def fix_spawn_loader():
    def as_file():
        # region: fix-spawn/loader
        if __name__ == "__main__":
            model = torch.nn.Linear(4, 1).to("cuda")
            loader = DataLoader(
                Rows(), batch_size=4, num_workers=2, multiprocessing_context="spawn"
            )
            for batch in loader:
                loss = model(batch).mean()
                loss.backward()
        # endregion

    printed = run_region(
        "fix-spawn/loader",
        before=ROWS_ON_GPU,
        after='    print("loss", loss.item(), "batch", batch.device)\n',
    )
    check("the workers made tensors on the GPU", "batch cuda:0" in printed)


@scenario("fix-spawn/map", needs=["cuda", "datasets"])
def fix_spawn_map():
    def as_file():
        # region: fix-spawn/map
        import torch
        from multiprocess import set_start_method  # what datasets uses, not multiprocessing

        def score(batch, rank):
            device = f"cuda:{(rank or 0) % torch.cuda.device_count()}"
            return {"score": (torch.tensor(batch["value"], device=device) * 2).tolist()}

        if __name__ == "__main__":
            set_start_method("spawn")
            print("GPU:", torch.cuda.is_available())
            dataset = dataset.map(score, batched=True, batch_size=2, with_rank=True, num_proc=2)
        # endregion

    printed = run_region(
        "fix-spawn/map", before=SMALL_DATASET, after='    print("scores", dataset["score"][:])\n'
    )
    check("every row has its score", f"scores {[2.0 * value for value in range(8)]}" in printed)


@scenario("fix-clean-parent", needs=["cuda", "linux", "python<3.14"])
def fix_clean_parent():
    def as_file():
        # region: fix-clean-parent
        import multiprocessing

        import torch

        def score(row):
            return torch.tensor(row, device="cuda").sum().item()

        if __name__ == "__main__":
            print("GPUs:", torch.cuda.device_count())  # asks NVML and starts nothing
            with multiprocessing.Pool(2) as pool:
                print(pool.map(score, [[1.0, 2.0], [3.0, 4.0]]))
        # endregion

    printed = run_region("fix-clean-parent")
    check("forked processes used the GPU", "[3.0, 7.0]" in printed)


@scenario("fix-clean-parent/nvml", needs=["cuda", "linux", "python<3.14"])
def fix_clean_parent_nvml():
    """The command of commands.sh with the script of error/pool."""
    printed = run_region("error/pool", PYTORCH_NVML_BASED_CUDA_CHECK="1")
    check("it asked first", "GPU: True" in printed)
    check("forked processes used the GPU", "[3.0, 7.0]" in printed)


@scenario("fix-notebook", needs=["gpus>=2", "linux", "accelerate"])
def fix_notebook():
    def as_file():
        # region: fix-notebook
        import torch
        from accelerate import Accelerator, notebook_launcher

        def train():
            accelerator = Accelerator()
            model = torch.nn.Linear(4, 1).to("cuda")  # made in here, as all that needs the GPU
            print("rank", accelerator.process_index, model.weight.device)

        notebook_launcher(train, num_processes=2, use_port="29714")
        # endregion

    printed = run_region("fix-notebook")
    check("both ranks have their GPU", "rank 0 cuda:0" in printed and "rank 1 cuda:1" in printed)


@scenario("fix-one-process", needs=["cuda"])
def fix_one_process():
    def as_file():
        # region: fix-one-process
        model = torch.nn.Linear(4, 1).to("cuda")
        for batch in DataLoader(Rows(), batch_size=4, num_workers=0):
            loss = model(batch).mean()
            loss.backward()
        # endregion

    printed = run_region(
        "fix-one-process", before=ROWS_ON_GPU, after='print("batch", batch.device)\n'
    )
    check("the batch is on the GPU", "batch cuda:0" in printed)


# ----------------------------------------------------------------------------------- checks


@scenario("check-fork", needs=["cuda", "linux"])
def check_fork():
    def as_file():
        # region: check-fork
        import os

        import torch

        if os.fork() == 0:
            print("CUDA was touched before this line:", torch.cuda._is_in_bad_fork(), flush=True)
            os._exit(0)
        os.wait()
        # endregion

    before = "import torch\n\n{call}\n"
    clean = run_region("check-fork", before=before.format(call="torch.cuda.device_count()"))
    check("a clean process says False", "before this line: False" in clean)
    touched = run_region(
        "check-fork",
        before=before.format(call="torch.cuda.is_available()"),
        after='print("is_initialized() says", torch.cuda.is_initialized())\n',
    )
    check("after is_available() it says True", "before this line: True" in touched)
    check("is_initialized() does not know", "is_initialized() says False" in touched)


TOUCHES = """\
import os
import sys
import warnings

import torch

sys.stdout.reconfigure(line_buffering=True)
warnings.simplefilter("ignore")  # Python's word on fork and threads, once for each call
CALLS = {calls!r}
for call in CALLS:
    if os.fork():
        os.wait()
        continue
    try:
        exec(call)
    except Exception as error:
        print(f"{{call}} -> raised {{type(error).__name__}}: {{error}}")
        os._exit(0)
    if os.fork() == 0:
        print(f"{{call}} -> touched: {{torch.cuda._is_in_bad_fork()}}")
        os._exit(0)
    os.wait()
    os._exit(0)
"""
CLEAN_CALLS = [
    "pass",
    "torch.cuda.device_count()",
    "torch.manual_seed(0)",
    "os.environ['PYTORCH_NVML_BASED_CUDA_CHECK'] = '1'; torch.cuda.is_available()",
]
TOUCHING_CALLS = [
    "torch.cuda.is_available()",
    "torch.cuda.is_bf16_supported()",
    "torch.cuda.get_device_capability()",
    "torch.cuda.get_device_name()",
    "torch.cuda.init()",
    "torch.ones(1, device='cuda')",
]
#: Recorded, whatever they do.
LIBRARY_CALLS = [
    "import transformers",
    "from transformers import AutoModelForCausalLM",
    "from transformers import Trainer",
    "from transformers.utils import is_torch_cuda_available as ask; ask()",
    "from transformers import TrainingArguments; TrainingArguments(output_dir='out')",
    "from transformers import TrainingArguments; TrainingArguments(output_dir='out', bf16=True)",
    "import accelerate",
    "from accelerate.utils import is_cuda_available as ask; ask()",
    "from accelerate import Accelerator; Accelerator()",
    "torch.cuda.empty_cache()",
    "torch.get_default_device()",
    "torch.accelerator.is_available()",
    "torch.accelerator.current_accelerator()",
]


@scenario("extra-touches", needs=["cuda", "linux", "transformers", "accelerate"])
def extra_touches():
    """Which calls in the parent are enough; each in a process of its own."""
    printed = run_file(TOUCHES.format(calls=CLEAN_CALLS + TOUCHING_CALLS + LIBRARY_CALLS))
    for call in CLEAN_CALLS:
        check(f"{call}: harmless", f"{call} -> touched: False" in printed)
    for call in TOUCHING_CALLS:
        check(f"{call}: enough", f"{call} -> touched: True" in printed)


@scenario("extra-empty-cache", expect=BAD_FORK, needs=["cuda", "linux", "python<3.14"])
def extra_empty_cache():
    """Deleting the model and emptying the cache does not end the driver's context."""
    run_file(
        "import gc\nimport multiprocessing\nimport torch\n\n\n"
        "def score(row):\n"
        "    return torch.tensor(row, device='cuda').sum().item()\n\n\n"
        "if __name__ == '__main__':\n"
        "    model = torch.nn.Linear(4, 1).to('cuda')\n"
        "    del model\n"
        "    gc.collect()\n"
        "    torch.cuda.empty_cache()\n"
        "    with multiprocessing.Pool(2) as pool:\n"
        "        pool.map(score, [[1.0]])\n"
    )


@scenario(
    "extra-torch-start-method",
    expect=BAD_FORK,
    needs=["linux", "python<3.14", "datasets"],
)
def extra_torch_start_method():
    """torch's start method is not that of datasets, which uses another library."""
    run_file(
        SMALL_DATASET
        + "import torch\n\n\n"
        + "def score(batch):\n"
        + "    return {'score': torch.tensor(batch['value'], device='cuda').tolist()}\n\n\n"
        + "if __name__ == '__main__':\n"
        + "    torch.multiprocessing.set_start_method('spawn')\n"
        + "    torch.cuda.is_available()\n"
        + "    dataset.map(score, batched=True, num_proc=2)\n"
    )


@scenario("extra-two-libraries", needs=["multiprocess", "linux"])
def extra_two_libraries():
    """The same without a GPU: what each library would start."""
    printed = run_file(
        "import multiprocess\nimport torch.multiprocessing\n\n"
        "torch.multiprocessing.set_start_method('spawn')\n"
        "print('torch:', torch.multiprocessing.get_start_method())\n"
        "print('multiprocess:', multiprocess.get_start_method())\n"
    )
    check("torch spawns", "torch: spawn" in printed)
    check("datasets' library does not", "multiprocess: spawn" not in printed)


@scenario("extra-set-late", expect="RuntimeError: context has already been set", needs=["torch"])
def extra_set_late():
    """The start method can be set once, before anything has used it."""
    run_file(
        "import torch.multiprocessing as mp\n\n"
        "if __name__ == '__main__':\n"
        "    queue = mp.Queue()\n"
        "    mp.set_start_method('spawn')\n"
    )


@scenario(
    "extra-no-guard",
    expect="RuntimeError: {blank}An attempt has been made to start a new process before the",
    needs=["torch"],
)
def extra_no_guard():
    """spawn without the main guard."""
    run_file(
        "import multiprocessing\n\n\n"
        "def score(row):\n"
        "    return sum(row)\n\n\n"
        "pool = multiprocessing.get_context('spawn').Process(target=score, args=([1.0],))\n"
        "pool.start()\n"
        "pool.join()\n"
        "raise SystemExit(pool.exitcode)\n"
    )


@scenario(
    "extra-pin-cuda",
    expect="cannot pin 'torch.cuda.FloatTensor' only dense CPU tensors can be pinned",
    needs=["cuda"],
)
def extra_pin_cuda():
    """pin_memory alone is for tensors on the CPU."""
    run_file(
        ROWS_ON_GPU
        + "for batch in DataLoader(Rows(), batch_size=4, num_workers=0, pin_memory=True):\n"
        + "    print(batch.device)\n"
    )


@scenario("extra-load", needs=["cuda", "linux", "python<3.14"])
def extra_load():
    """What a worker says that loads tensors saved from a GPU, and that `map_location` mends it."""
    rows = (
        "import torch\nfrom torch.utils.data import DataLoader, Dataset\n\n\n"
        "class Rows(Dataset):\n"
        "    def __len__(self):\n"
        "        return 4\n\n"
        "    def __getitem__(self, index):\n"
        "        return torch.load('row.pt', map_location=PLACE)\n\n\n"
        "torch.save(torch.ones(4, device='cuda'), 'row.pt')\n"
        "for batch in DataLoader(Rows(), batch_size=2, num_workers=2):\n"
        "    print('batch', batch.device)\n"
    )
    try:
        run_file(rows.replace("PLACE", "None"))
    except ScriptFailed as error:
        print(error)
    printed = run_file(rows.replace("PLACE", "'cpu'"))
    check("map_location='cpu' loads it in the worker", "batch cpu" in printed)


COST = """\
import time

if __name__ == "__main__":
    torch.ones(1, device="cuda")
    free_before, total = torch.cuda.mem_get_info()
    started = time.perf_counter()
    loader = DataLoader(
        Rows(), batch_size=4, num_workers=2, multiprocessing_context={method!r},
        persistent_workers=True,
    )
    rows = iter(loader)
    next(rows)
    seconds = time.perf_counter() - started
    free_now, total = torch.cuda.mem_get_info()
    print(f"first_batch_s={{seconds:.2f}} taken_mib={{(free_before - free_now) / 2**20:.0f}}")
"""


@scenario("extra-cost", needs=["cuda", "linux"], alone=True)
def extra_cost():
    """Seconds to the first batch and GPU memory taken by two workers."""
    cases = {
        "fork, CPU tensors": (ROWS_ON_CPU, "fork"),
        "spawn, CPU tensors": (ROWS_ON_CPU, "spawn"),
        "spawn, GPU tensors": (ROWS_ON_GPU, "spawn"),
    }
    for label, (rows, method) in cases.items():
        printed = run_file(rows + COST.format(method=method))
        found = re.search(r"first_batch_s=([\d.]+) taken_mib=(-?\d+)", printed)
        check(f"{label}: measured", found is not None)
        measure(label, first_batch_s=float(found[1]), taken_mib=float(found[2]))
