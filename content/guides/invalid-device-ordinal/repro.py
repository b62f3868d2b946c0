# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "safetensors==0.8.0",
# ]
# ///
"""Raises "invalid device ordinal" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/invalid-device-ordinal/repro.py --out OUT

Every region is saved as train.py and run in fresh interpreters, by `python`, by torchrun, or by
two torchruns that play two machines: CUDA reads `CUDA_VISIBLE_DEVICES` once in a process, and this
one has asked for its GPU by then. A scenario sees one GPU unless it needs two. Nothing is
downloaded.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, scenario

BAD_ORDINAL = "AcceleratorError: CUDA error: invalid device ordinal"
OUT_OF_RANGE = "GPU device may be out of range, do you have enough GPUs?"
DUPLICATE = "Duplicate GPU detected : rank {one} and rank {other} both on CUDA device"

SAVE_TINY = """\
from transformers import Qwen3Config, Qwen3ForCausalLM

Qwen3ForCausalLM(
    Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
    )
).save_pretrained("tiny")
"""
TRAINER = """\
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

model = AutoModelForCausalLM.from_pretrained("tiny")
rows = [{"input_ids": list(range(3, 19)), "labels": list(range(3, 19))} for _ in range(8)]
args = TrainingArguments(output_dir="out", max_steps=2, report_to="none", save_strategy="no")
print("rank", args.process_index, "takes", args.device, flush=True)
Trainer(model=model, args=args, train_dataset=rows).train()
print("rank", args.process_index, "trained on", model.device, flush=True)
"""
WHICH_GPU = 'print("uuid", torch.cuda.get_device_properties(model.weight.device).uuid)\n'


class ScriptFailed(Exception):
    """A script ended with an error; the text is what it wrote to standard error."""


def run_all(commands, **variables):
    """Run commands side by side in fresh processes; what all of them print.

    When one has failed, the others are ended: a launcher waits 5 minutes for those of other nodes.
    """
    for name in ("stdout.txt", "stderr.txt"):
        Path(name).write_text("", encoding="utf-8")
    with open("stdout.txt", "a") as output, open("stderr.txt", "a") as errors:
        started = [
            subprocess.Popen(
                [sys.executable, *command],
                env={**os.environ, "PYTHONUNBUFFERED": "", **variables},  # whole lines
                stdout=output,
                stderr=errors,
                text=True,
            )
            for command in commands
        ]
        deadline = time.monotonic() + 200
        while any(process.poll() is None for process in started):
            if any(process.poll() for process in started) or time.monotonic() > deadline:
                time.sleep(2)
                for process in started:
                    process.terminate()
                time.sleep(5)
                for process in started:
                    process.kill()
                break
            time.sleep(0.1)
        failed = any([process.wait() for process in started])
    printed = Path("stdout.txt").read_text(encoding="utf-8")
    said = Path("stderr.txt").read_text(encoding="utf-8")
    print(printed)
    if failed:
        raise ScriptFailed(said)
    print(said[-3000:])
    return printed


def run_file(text, launcher=(), **variables):
    """Save a text as train.py and run it in a fresh interpreter, or by a launcher."""
    Path("train.py").write_text(text, encoding="utf-8")
    return run_all([[*launcher, "train.py"]], **variables)


def torchrun(processes):
    """The launcher of one machine."""
    return ["-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={processes}"]


def run_nodes(text, processes=1):
    """Save a text as train.py and run it by two launchers, as on two machines with a GPU each."""
    Path("train.py").write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shared = ["--nnodes=2", f"--nproc_per_node={processes}", "--master_addr=127.0.0.1"]
    return run_all(
        [
            ["-m", "torch.distributed.run", *shared, f"--master_port={port}", f"--node_rank={node}"]
            + ["train.py"]
            for node in (0, 1)
        ]
    )


def save_tiny():
    """A tiny model in the folder "tiny"."""
    run_all([["-c", SAVE_TINY]])


def shown(name, before="", after=""):
    """What the page shows, with what the page leaves out around it."""
    region = regions_of(Path(__file__).read_text(encoding="utf-8"))[name]
    return f"{before}{region}\n{after}"


# ----------------------------------------------------------------------------------- errors


@scenario("error/torchrun", reproduces="runtime-error", expect=BAD_ORDINAL, needs=["cuda", "linux"])
def error_torchrun():
    """Two processes, one GPU."""

    def as_file():
        # region: error/torchrun
        import os

        import torch
        import torch.distributed as dist
        from torch.nn.parallel import DistributedDataParallel

        local_rank = int(os.environ["LOCAL_RANK"])
        torch.cuda.set_device(local_rank)
        dist.init_process_group("nccl")
        model = DistributedDataParallel(torch.nn.Linear(4, 1).cuda(), device_ids=[local_rank])
        model(torch.ones(2, 4, device="cuda")).mean().backward()
        print("rank", dist.get_rank(), "of", dist.get_world_size(), "on", model.device, flush=True)
        dist.destroy_process_group()
        # endregion

    run_file(shown("error/torchrun"), torchrun(2))


@scenario(
    "error/torchrun-three",
    reproduces="runtime-error",
    expect=BAD_ORDINAL,
    needs=["gpus>=2", "linux"],
)
def error_torchrun_three():
    """Three processes, two GPUs: what is said of the ranks that have theirs is in the log."""
    run_file(shown("error/torchrun"), torchrun(3), CUDA_VISIBLE_DEVICES="0,1")


@scenario("error/rank", reproduces="runtime-error", expect=BAD_ORDINAL, needs=["cuda", "linux"])
def error_rank():
    """Two nodes with a GPU each: the second one has RANK=1 and LOCAL_RANK=0."""

    def as_file():
        # region: error/rank
        import os

        import torch

        torch.cuda.set_device(int(os.environ["RANK"]))
        # endregion

    run_nodes(shown("error/rank"))


@scenario(
    "error/process-index",
    reproduces="runtime-error",
    expect=BAD_ORDINAL,
    needs=["cuda", "linux", "transformers", "accelerate"],
)
def error_process_index():
    """The same through Accelerate's count of all processes."""
    save_tiny()

    def as_file():
        # region: error/process-index
        from accelerate import PartialState
        from transformers import AutoModelForCausalLM

        model = AutoModelForCausalLM.from_pretrained(
            "tiny", device_map={"": PartialState().process_index}
        )
        # endregion

    run_nodes(shown("error/process-index"))


@scenario("error/mask", reproduces="runtime-error", expect=BAD_ORDINAL, needs=["gpus>=2"])
def error_mask():
    """The second GPU is chosen outside, and chosen again inside."""

    def as_file():
        # region: error/mask
        import torch

        model = torch.nn.Linear(4, 1).to("cuda:1")
        # endregion

    run_file(shown("error/mask"), CUDA_VISIBLE_DEVICES="1")


@scenario("error/one-gpu", reproduces="out-of-range", expect=OUT_OF_RANGE, needs=["cuda"])
def error_one_gpu():
    """A number from another machine; the second line of the message."""
    run_file(shown("error/mask"))


@scenario(
    "error/twice",
    reproduces="device-count",
    expect="Error 101: invalid device ordinal",
    needs=["cuda"],
)
def error_twice():
    """A mask that names a GPU twice: the words are of the count, before any number is used."""
    run_file(shown("fix-count-from-zero"), CUDA_VISIBLE_DEVICES="0,0")


@scenario(
    "error/device-map",
    reproduces="runtime-error",
    expect=BAD_ORDINAL,
    needs=["cuda", "transformers", "accelerate"],
)
def error_device_map():
    save_tiny()

    def as_file():
        # region: error/device-map
        from transformers import AutoModelForCausalLM

        model = AutoModelForCausalLM.from_pretrained("tiny", device_map={"": 1})
        # endregion

    run_file(shown("error/device-map"))


@scenario(
    "error/safetensors",
    reproduces="runtime-error",
    expect=BAD_ORDINAL,
    needs=["cuda", "safetensors"],
)
def error_safetensors():
    """A file has no device of its own here; the number is the caller's."""
    run_file(
        "import torch\nfrom safetensors.torch import load_file, save_file\n\n"
        "save_file({'weight': torch.ones(4)}, 'state.safetensors')\n"
        "load_file('state.safetensors', device='cuda:1')\n"
    )


@scenario(
    "error/late",
    reproduces="internal-assert",
    expect="device >= 0 && device < num_gpus INTERNAL ASSERT FAILED at",
    needs=["gpus>=2"],
)
def error_late():
    """The shell shows one GPU; the script asks for two after CUDA has read the mask.

    PyTorch looks at each GPU that `device_count()` promises when it starts, and misses one.
    """

    def as_file():
        # region: error/late
        import os

        import torch

        print("GPU:", torch.cuda.is_available())  # CUDA reads the mask here, once
        os.environ["CUDA_VISIBLE_DEVICES"] = "0,1"
        print("device_count() says", torch.cuda.device_count())
        model = torch.nn.Linear(4, 1).to("cuda:1")
        # endregion

    run_file(shown("error/late"), CUDA_VISIBLE_DEVICES="0")


@scenario("error/late-tensor", reproduces="runtime-error", expect=BAD_ORDINAL, needs=["gpus>=2"])
def error_late_tensor():
    """The same where PyTorch has started before: nothing looks at all GPUs again."""
    run_file(
        "import os\nimport torch\n\ntorch.ones(1, device='cuda')\n"
        "os.environ['CUDA_VISIBLE_DEVICES'] = '0,1'\n"
        "model = torch.nn.Linear(4, 1).to('cuda:1')\n",
        CUDA_VISIBLE_DEVICES="0",
    )


@scenario(
    "error/data-parallel",
    reproduces="invalid-device-id",
    expect="AssertionError: Invalid device id",
    needs=["cuda"],
)
def error_data_parallel():
    def as_file():
        # region: error/data-parallel
        import torch

        model = torch.nn.DataParallel(torch.nn.Linear(4, 1).cuda(), device_ids=[0, 1])
        # endregion

    run_file(shown("error/data-parallel"))


@scenario(
    "error/memory",
    reproduces="invalid-device-argument-blank",
    expect="RuntimeError: Invalid device argument {device}: did you call init?",
    needs=["cuda"],
)
def error_memory():
    """The allocator's own check, once CUDA has started."""
    run_file(
        "import torch\n\ntorch.ones(1, device='cuda')\n"
        "for device in range(2):\n    print(torch.cuda.memory_allocated(device))\n"
    )


@scenario(
    "error/stream",
    reproduces="index-range",
    expect="Device index value 1 is out of index range [0, 1)",
    needs=["cuda"],
)
def error_stream():
    """Another check of PyTorch's own."""
    run_file("import torch\n\ntorch.ones(1, device='cuda')\ntorch.cuda.current_stream(1)\n")


@scenario(
    "error/device-string",
    reproduces="device-string",
    expect="RuntimeError: Invalid device string: 'cuda:0,1'",
    needs=["torch"],
)
def error_device_string():
    """A list of GPUs belongs to the mask; a device is one number."""
    run_file("import torch\n\nmodel = torch.nn.Linear(4, 1).to('cuda:0,1')\n")


@scenario(
    "error/checkpoint",
    reproduces="deserialize",
    expect="Attempting to deserialize object on CUDA device 1 but torch.cuda.device_count() is 1.",
    needs=["cuda"],
)
def error_checkpoint():
    """torch.load checks the number itself, the file's or the caller's, and says so in its words."""

    def as_file():
        # region: error/checkpoint
        import torch

        state = torch.load("state.pt", map_location="cuda:1")
        # endregion

    saved = "import torch\n\ntorch.save(torch.ones(4), 'state.pt')\n"
    run_file(shown("error/checkpoint", before=saved))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-match-count", needs=["cuda", "linux"])
def fix_match_count():
    """The command of commands.sh: torchrun counts."""
    printed = run_file(shown("error/torchrun"), torchrun("gpu"))
    check("one process on the one GPU", "rank 0 of 1 on cuda:0" in printed)


@scenario("fix-match-count/two", needs=["gpus>=2", "linux"])
def fix_match_count_two():
    printed = run_file(shown("error/torchrun"), torchrun("gpu"), CUDA_VISIBLE_DEVICES="0,1")
    check("first", "rank 0 of 2 on cuda:0" in printed)
    check("second", "rank 1 of 2 on cuda:1" in printed)


@scenario("fix-match-count/accelerate", needs=["cuda", "linux", "transformers", "accelerate"])
def fix_match_count_accelerate():
    """The same with accelerate launch, whose file of settings may come from another machine."""
    save_tiny()
    counted = run_all([["-c", "import torch; print(torch.cuda.device_count())"]]).strip()
    check("the count is printed", counted == "1")
    launcher = ["-m", "accelerate.commands.launch", "--num_processes", counted]
    printed = run_file(TRAINER, launcher)
    check("it trained", "rank 0 trained on cuda:0" in printed)


@scenario("fix-match-count/accelerate-two", needs=["gpus>=2", "linux", "accelerate"])
def fix_match_count_accelerate_two():
    save_tiny()
    command = ["-c", "import torch; print(torch.cuda.device_count())"]
    counted = run_all([command], CUDA_VISIBLE_DEVICES="0,1").strip()
    check("the count is printed", counted == "2")
    launcher = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", counted]
    printed = run_file(TRAINER, launcher, CUDA_VISIBLE_DEVICES="0,1")
    check("first", "rank 0 takes cuda:0" in printed)
    check("second", "rank 1 takes cuda:1" in printed)
    # Both may print in the same moment, into one line.
    check("both trained", printed.count("trained on") == 2)


@scenario("fix-local-rank", needs=["cuda", "linux"])
def fix_local_rank():
    def as_file():
        # region: fix-local-rank
        import os

        import torch

        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
        # endregion

    printed = run_nodes(
        shown(
            "fix-local-rank",
            after='print("rank", os.environ["RANK"], "on", torch.ones(1, device="cuda").device)\n',
        )
    )
    check("the first node", "rank 0 on cuda:0" in printed)
    check("the second node", "rank 1 on cuda:0" in printed)


@scenario("fix-local-rank/transformers", needs=["cuda", "linux", "transformers", "accelerate"])
def fix_local_rank_transformers():
    save_tiny()

    def as_file():
        # region: fix-local-rank/transformers
        from accelerate import PartialState
        from transformers import AutoModelForCausalLM

        model = AutoModelForCausalLM.from_pretrained(
            "tiny", device_map={"": PartialState().local_process_index}
        )
        # endregion

    printed = run_nodes(
        shown(
            "fix-local-rank/transformers",
            after='print("rank", PartialState().process_index, "on", model.device)\n'
            "PartialState().destroy_process_group()\n",
        )
    )
    check("the first node", "rank 0 on cuda:0" in printed)
    check("the second node", "rank 1 on cuda:0" in printed)


@scenario("fix-count-from-zero", needs=["cuda"])
def fix_count_from_zero():
    def as_file():
        # region: fix-count-from-zero
        import torch

        model = torch.nn.Linear(4, 1).to("cuda")
        # endregion

    printed = run_file(shown("fix-count-from-zero", after='print("on", model.weight.device)\n'))
    check("on the visible GPU", "on cuda:0" in printed)


@scenario("fix-count-from-zero/second", needs=["gpus>=2"])
def fix_count_from_zero_second():
    """With the mask "1", "cuda" is the second GPU of the machine."""
    seen = {
        mask: run_file(shown("fix-count-from-zero", after=WHICH_GPU), CUDA_VISIBLE_DEVICES=mask)
        for mask in ("0", "1")
    }
    script = shown("error/mask", after=WHICH_GPU)
    second = run_file(script, CUDA_VISIBLE_DEVICES="0,1")
    check("another GPU than the first", seen["0"] != seen["1"])
    check("the one that is cuda:1 without a mask", seen["1"] == second)


@scenario("fix-count-from-zero/transformers", needs=["cuda", "transformers", "accelerate"])
def fix_count_from_zero_transformers():
    save_tiny()

    def as_file():
        # region: fix-count-from-zero/transformers
        from transformers import AutoModelForCausalLM

        model = AutoModelForCausalLM.from_pretrained("tiny", device_map={"": 0})
        # endregion

    printed = run_file(
        shown("fix-count-from-zero/transformers", after='print("on", model.device)\n')
    )
    check("on the visible GPU", "on cuda:0" in printed)


@scenario("fix-early-mask", needs=["gpus>=2"])
def fix_early_mask():
    """Even over the shell's own, as long as nothing has started CUDA."""

    def as_file():
        # region: fix-early-mask
        import os

        os.environ["CUDA_VISIBLE_DEVICES"] = "0,1"  # first lines of the program

        import torch

        model = torch.nn.Linear(4, 1).to("cuda:1")
        # endregion

    printed = run_file(
        shown(
            "fix-early-mask",
            after='print("on", model.weight.device, "of", torch._C._cuda_getDeviceCount())\n',
        ),
        CUDA_VISIBLE_DEVICES="0",
    )
    check("both GPUs are there", "on cuda:1 of 2" in printed)


@scenario("fix-map-location", needs=["cuda"])
def fix_map_location():
    """Wherever the checkpoint was saved."""

    def as_file():
        # region: fix-map-location
        import torch

        state = torch.load("state.pt", map_location="cpu")
        # endregion

    printed = run_file(
        shown(
            "fix-map-location",
            before="import torch\n\ntorch.save(torch.ones(4, device='cuda'), 'state.pt')\n",
            after='print("on", state.device)\n',
        )
    )
    check("on the CPU", "on cpu" in printed)


@scenario("fix-map-location/second", needs=["gpus>=2"])
def fix_map_location_second():
    """Saved from the second GPU, read where there is one: first as it fails, then mended."""
    run_file(
        "import torch\n\ntorch.save(torch.ones(4, device='cuda:1'), 'state.pt')\n",
        CUDA_VISIBLE_DEVICES="0,1",
    )
    try:
        run_file("import torch\n\ntorch.load('state.pt')\n", CUDA_VISIBLE_DEVICES="0")
    except ScriptFailed as error:
        print(error)
        refused = "Attempting to deserialize object on CUDA device 1" in str(error)
        check("without map_location it is refused", refused)
    else:
        check("without map_location it is refused", False)
    printed = run_file(
        shown("fix-map-location", after='print("on", state.device)\n'), CUDA_VISIBLE_DEVICES="0"
    )
    check("on the CPU", "on cpu" in printed)


@scenario("fix-all-visible", needs=["cuda"])
def fix_all_visible():
    def as_file():
        # region: fix-all-visible
        import torch

        visible = list(range(torch.cuda.device_count()))
        model = torch.nn.DataParallel(torch.nn.Linear(4, 1).cuda(), device_ids=visible)
        # endregion

    printed = run_file(
        shown("fix-all-visible", after='print(visible, model(torch.ones(2, 4)).device)\n')
    )
    check("it ran on the visible GPU", "[0] cuda:0" in printed)


# ----------------------------------------------------------------------------------- checks


VISIBLE = """\
import os

import torch

mask = os.environ.get("CUDA_VISIBLE_DEVICES")
counted = torch.cuda.device_count()
started = torch._C._cuda_getDeviceCount() if torch.cuda.is_available() else 0
print(f"mask {mask!r}: device_count() {counted}, CUDA has {started}")
"""


@scenario("check-visible", needs=["cuda", "linux"])
def check_visible():
    """The command of commands.sh: the mask, and how many GPUs the process sees."""

    def as_file():
        # region: check-visible
        import os

        import torch

        print(os.environ.get("CUDA_VISIBLE_DEVICES"), torch.cuda.device_count())
        # endregion

    printed = run_file(shown("check-visible"), CUDA_VISIBLE_DEVICES="0")
    check("one GPU", "0 1" in printed)
    printed = run_file(shown("check-visible"), CUDA_VISIBLE_DEVICES="0,99")
    check("a number that does not exist adds none", "0,99 1" in printed)


@scenario("check-ranks", needs=["cuda", "linux"])
def check_ranks():
    """What each process believes, before it chooses a GPU."""

    def as_file():
        # region: check-ranks
        import os

        import torch

        names = ("RANK", "LOCAL_RANK", "LOCAL_WORLD_SIZE", "CUDA_VISIBLE_DEVICES")
        print({name: os.environ.get(name) for name in names}, torch.cuda.device_count(), flush=True)
        # endregion

    printed = run_file(shown("check-ranks"), torchrun(2), CUDA_VISIBLE_DEVICES="0")
    second = "'RANK': '1', 'LOCAL_RANK': '1', 'LOCAL_WORLD_SIZE': '2'"
    check("the second rank says what is wrong", second in printed and "'0'} 1" in printed)


@scenario("extra-masks", needs=["cuda", "linux"])
def extra_masks():
    """What a mask shows, on a machine with one GPU or of one; each in a fresh interpreter."""
    for mask in ("0", "", "-1", "99", "0,99", "99,0", "0123", "0,0", "cuda:0", " 0"):
        run_file(VISIBLE, CUDA_VISIBLE_DEVICES=mask)
    seen = run_file(VISIBLE, CUDA_VISIBLE_DEVICES="0,99")
    check("nothing after a number that does not exist", "device_count() 1, CUDA has 1" in seen)
    seen = run_file(VISIBLE, CUDA_VISIBLE_DEVICES="99,0")
    check("not even one that does", "device_count() 0, CUDA has 0" in seen)


@scenario("extra-masks-two", needs=["gpus>=2", "linux"])
def extra_masks_two():
    """The order of the mask is the order of the numbers."""
    for mask in ("0,1", "1,0", "1", "0,99,1", "01", "2", "1,2"):
        run_file(VISIBLE, CUDA_VISIBLE_DEVICES=mask)
    seen = {
        mask: run_file(shown("fix-count-from-zero", after=WHICH_GPU), CUDA_VISIBLE_DEVICES=mask)
        for mask in ("0,1", "1,0", "1")
    }
    check("cuda:0 is the first of the mask", seen["1,0"] == seen["1"] != seen["0,1"])


@scenario("extra-late-narrow", needs=["gpus>=2"])
def extra_late_narrow():
    """A mask that comes late changes what `device_count()` says, and not what CUDA has."""
    script = (
        "import os\nimport torch\n\nprint(torch.cuda.is_available())\n"
        "os.environ['CUDA_VISIBLE_DEVICES'] = '1'\n"
        "print('device_count() says', torch.cuda.device_count())\n"
        "model = torch.nn.Linear(4, 1).to('cuda:0')\n"
        "print('CUDA has', torch._C._cuda_getDeviceCount())\n"
    )
    late = run_file(script + WHICH_GPU, CUDA_VISIBLE_DEVICES="0,1")
    first = run_file(shown("fix-count-from-zero", after=WHICH_GPU), CUDA_VISIBLE_DEVICES="0")
    check("it is on the first GPU all the same", first.strip() in late)


@scenario(
    "extra-trainer-duplicate",
    expect=DUPLICATE,
    needs=["cuda", "linux", "transformers", "accelerate"],
)
def extra_trainer_duplicate():
    """Two processes, one GPU, and Accelerate, which takes the rank modulo the number of GPUs."""
    save_tiny()
    run_file(TRAINER, torchrun(2), NCCL_DEBUG="WARN")


@scenario("extra-modulo", expect=DUPLICATE, needs=["cuda", "linux"])
def extra_modulo():
    """The same by hand: the error is another one, and training does not start."""
    script = shown("error/torchrun").replace(
        'int(os.environ["LOCAL_RANK"])',
        'int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count()',
    )
    check("the modulo is in it", "%" in script)
    run_file(script, torchrun(2), NCCL_DEBUG="WARN")


@scenario("extra-launch-blocking", expect=BAD_ORDINAL, needs=["cuda"])
def extra_launch_blocking():
    """The variable that the message names changes nothing: this error comes at its own call."""
    run_file(shown("error/mask"), CUDA_LAUNCH_BLOCKING="1")


@scenario("extra-empty-mask", expect="RuntimeError: No CUDA GPUs are available", needs=["cuda"])
def extra_empty_mask():
    """A mask that names only GPUs which do not exist is another message."""
    run_file(shown("fix-count-from-zero"), CUDA_VISIBLE_DEVICES="99")


@scenario("extra-goes-on", needs=["cuda"])
def extra_goes_on():
    """The process is not broken by it, unlike by an error inside a kernel."""
    printed = run_file(
        "import torch\n\ntry:\n    torch.cuda.set_device(1)\n"
        "except RuntimeError as error:\n    print('caught', type(error).__name__)\n"
        "print('then', torch.ones(2, device='cuda').sum().item())\n"
    )
    check("a RuntimeError by its class", "caught AcceleratorError" in printed)
    check("cuda:0 still works", "then 2.0" in printed)


CALLS = """\
import torch

torch.ones(1, device="cuda")
for call in {calls!r}:
    try:
        exec(call)
    except Exception as error:
        print(f"{{call}} -> {{type(error).__name__}}: {{str(error).splitlines()[0]}}")
    else:
        print(f"{{call}} -> no error")
"""
NUMBERED_CALLS = [
    "torch.cuda.set_device(1)",
    "torch.cuda.set_device(-1)",
    "torch.ones(1, device='cuda:1')",
    "torch.ones(1).to(1)",
    "torch.cuda.get_device_name(1)",
    "torch.cuda.get_device_properties(1)",
    "torch.cuda.get_device_capability(1)",
    "torch.cuda.mem_get_info(1)",
    "torch.cuda.memory_allocated(1)",
    "torch.cuda.max_memory_allocated(1)",
    "torch.cuda.reset_peak_memory_stats(1)",
    "torch.cuda.synchronize(1)",
    "torch.cuda.current_stream(1)",
    "torch.cuda.Stream(device=1)",
    "torch.Generator('cuda:1')",
    "torch.cuda.is_bf16_supported()",
    "torch.device('cuda:1')",
    "torch.device('cuda:-2')",
    "torch.device('cuda:0,1')",
    "torch.device('cuda:01')",
    "torch.device('gpu:1')",
    "torch.set_default_device('cuda:1')",
]


@scenario("extra-calls", needs=["cuda"])
def extra_calls():
    """Which words each call finds for a GPU that is not there; recorded, whatever they are."""
    printed = run_file(CALLS.format(calls=NUMBERED_CALLS))
    check("set_device", "set_device(1) -> AcceleratorError: CUDA error: invalid" in printed)
