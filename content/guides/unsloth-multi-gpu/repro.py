# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "unsloth==2026.10.9",
#   "unsloth_zoo==2026.10.9",
#   "torch==2.14.1",
#   "transformers==5.17.0",
#   "trl==1.15.0",
#   "peft==0.21.2",
#   "accelerate==1.15.0",
#   "datasets==4.8.5",
# ]
# ///
"""Lets Unsloth refuse several processes, and runs what works instead.

    python tools/repro/run.py content/guides/unsloth-multi-gpu/repro.py --out OUT

What needs no GPU runs on the CPU, in two processes under torchrun: UNSLOTH_ALLOW_CPU=1 lets Unsloth
be imported there. Scenarios with `gpus>=2` train a tiny model on two GPUs. Two environments; choose
their scenarios with `--only`:

    the packages above                                        all but error/other-job
    unsloth 2025.2.15, unsloth_zoo 2025.2.7, trl 0.14.0,
    transformers 4.48.3, peft 0.14.0, accelerate 1.3.0        error/other-job

`check-release` installs three releases of Unsloth from PyPI; nothing else is downloaded.
"""

import os
import subprocess
import sys
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, scenario

REFUSED = "RuntimeError: Unsloth currently does not support multi GPU setups - but we are working on it!"

TINY_TRAINER = """\
import torch
import unsloth
from transformers import Qwen3Config, Qwen3ForCausalLM, Trainer, TrainingArguments

torch.manual_seed(0)
model = Qwen3ForCausalLM(
    Qwen3Config(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=16,
    )
)
rows = [{"input_ids": torch.arange(i, i + 8), "labels": torch.arange(i, i + 8)} for i in range(16)]
args = TrainingArguments(
    output_dir="out",
    use_cpu=True,
    max_steps=3,
    per_device_train_batch_size=2,
    learning_rate=0.01,
    report_to="none",
    save_strategy="no",
)
trainer = Trainer(model=model, args=args, train_dataset=rows)
before = model.lm_head.weight.detach().clone()
"""
TRAINED = """
moved = not torch.equal(before, model.lm_head.weight)
total = model.lm_head.weight.detach().double().sum().item()
print("rank", args.process_index, "of", args.world_size, "step", trainer.state.global_step)
print("moved", moved, "sum", format(total, ".9f"), flush=True)
"""
SAVE_TINY = """\
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

words = ["<unk>", "<|endoftext|>", "<pad>", *"abcdefghijklmnopqrstuvwxyz "]
made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<unk>"))
made.pre_tokenizer = pre_tokenizers.Split("", "isolated")
PreTrainedTokenizerFast(
    tokenizer_object=made, unk_token="<unk>", eos_token="<|endoftext|>", pad_token="<pad>"
).save_pretrained("my-model")
LlamaForCausalLM(
    LlamaConfig(
        vocab_size=64,
        hidden_size=256,
        intermediate_size=512,
        num_hidden_layers=8,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        bos_token_id=1,
        eos_token_id=1,
        pad_token_id=2,
    )
).bfloat16().save_pretrained("my-model")
"""
GPU_TRAINER = """
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

model = FastLanguageModel.get_peft_model(model, r=8, target_modules=["q_proj", "v_proj"])
trainer = SFTTrainer(
    model=model,
    args=SFTConfig(
        output_dir="out",
        max_steps=3,
        per_device_train_batch_size=2,
        gradient_accumulation_steps=1,
        dataset_text_field="text",
        report_to="none",
        save_strategy="no",
    ),
    train_dataset=Dataset.from_dict({"text": ["hello world"] * 64}),
    processing_class=tokenizer,
)
"""
# Memory on both GPUs, taken after the import: here as by a larger model, there by another program.
BUSY = """
import atexit
import os
import subprocess
import sys

import torch

held = torch.ones(2**31, dtype=torch.uint8, device="cuda")
take = "import time, torch; held = torch.ones(2**31, dtype=torch.uint8, device='cuda')"
other = subprocess.Popen(
    [sys.executable, "-c", take + "; print('taken', flush=True); time.sleep(250)"],
    env={**os.environ, "CUDA_VISIBLE_DEVICES": "1"},
    stdout=subprocess.PIPE,
)
atexit.register(other.kill)
print(other.stdout.readline().decode().strip(), "on the other GPU", flush=True)
"""
GPU_TRAIN = """
trainer.train()
where = sorted({str(parameter.device) for parameter in model.parameters()})
print(
    f"rank {trainer.args.process_index} of {trainer.args.world_size} on {'+'.join(where)}"
    f" batch {trainer._train_batch_size} step {trainer.state.global_step}",
    flush=True,
)
"""


class ScriptFailed(Exception):
    """A script ended with an error; the text is what it wrote to standard error."""


def run(command, **variables):
    """Run a command in a fresh process; what it prints."""
    done = subprocess.run(
        command,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **variables},
        capture_output=True,
        text=True,
    )
    print(done.stdout)
    if done.returncode:
        raise ScriptFailed(done.stderr[max(done.stderr.find("[rank0]: Traceback"), 0) :][-8000:])
    return done.stdout


def run_file(text, launcher=(), **variables):
    """Save a text as train.py and run it in a fresh interpreter, or by a launcher."""
    Path("train.py").write_text(text, encoding="utf-8")
    return run([sys.executable, *launcher, "train.py"], **variables)


def torchrun(processes):
    """The launcher of one machine."""
    return ["-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={processes}"]


def shown(name):
    """The text of a region of this file."""
    return regions_of(Path(__file__).read_text(encoding="utf-8"))[name] + "\n"


def commands(name):
    """The text of a region of commands.sh."""
    return regions_of(Path(__file__).with_name("commands.sh").read_text(encoding="utf-8"))[name]


# ----------------------------------------------------------------------------------- errors


@scenario("error/loop", reproduces="refused", expect=REFUSED, needs=["unsloth", "linux"])
def error_loop():
    """The loop that Unsloth wrote itself, in two processes on the CPU."""

    def as_file(trainer):
        # region: error/loop
        from unsloth_zoo.training_utils import unsloth_train

        unsloth_train(trainer)
        # endregion

    run_file(TINY_TRAINER + shown("error/loop"), torchrun(2), UNSLOTH_ALLOW_CPU="1")


@scenario(
    "error/other-job",
    reproduces="refused",
    expect=REFUSED,
    needs=["gpus>=2", "unsloth<2025.3.1", "trl", "datasets"],
)
def error_other_job():
    """One process on GPU 0, and another program that takes memory on GPU 1 meanwhile."""
    load = (
        "from unsloth import FastLanguageModel\n"
        "model, tokenizer = FastLanguageModel.from_pretrained(\n"
        "    'my-model', max_seq_length=64, load_in_4bit=False, fix_tokenizer=False\n"
        ")\n"
    )
    run([sys.executable, "-c", SAVE_TINY])
    run_file(load + GPU_TRAINER + BUSY + GPU_TRAIN, CUDA_VISIBLE_DEVICES="0")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-own-train", needs=["unsloth", "linux"])
def fix_own_train():
    """The same two processes; both must end with the same weights."""

    def as_file(trainer):
        # region: fix-own-train
        trainer.train()
        # endregion

    text = TINY_TRAINER + shown("fix-own-train") + TRAINED
    printed = run_file(text, torchrun(2), UNSLOTH_ALLOW_CPU="1")
    check("rank 0", "rank 0 of 2 step 3" in printed)
    check("rank 1", "rank 1 of 2 step 3" in printed)
    sums = [line for line in printed.splitlines() if line.startswith("moved")]
    check("both trained, and hold the same weights", len(sums) == 2 and len(set(sums)) == 1)
    check("the weights moved", sums[0].startswith("moved True"))


def release():
    # region: check-release
    import os
    from importlib.metadata import version

    numbers = [int(part) for part in version("unsloth").split(".") if part.isdigit()]
    release = "old" if numbers < [2025, 3, 10] else "new"
    ranks = "several" if int(os.environ.get("WORLD_SIZE", "1")) > 1 else "one"
    print("release:", release, "| ranks:", ranks, "| unsloth", version("unsloth"))
    # endregion


@scenario("check-release", scope="mechanism", needs=["network", "unsloth>=2025.4", "linux"])
def check_release():
    """With the release that is here, with an old one, alone and under torchrun."""
    text = shown("check-release")
    check("new, alone", "release: new | ranks: one" in run_file(text))
    check("new, two", run_file(text, torchrun(2)).count("release: new | ranks: several") == 2)
    run([sys.executable, "-m", "venv", "tools"])
    pip = ["tools/bin/pip", "install", "--quiet", "--no-deps"]
    for old, expected in (("2025.2.15", "old"), ("2024.9.post4", "old"), ("2025.3.10", "new")):
        run([*pip, "--target", f"at-{old}", f"unsloth=={old}"])
        printed = run_file(text, PYTHONPATH=f"at-{old}")
        check(old, f"release: {expected} | ranks: one | unsloth {old}" in printed)


@scenario("fix-one-gpu", needs=["gpus>=2", "unsloth>=2026.9.6", "trl", "datasets"])
def fix_one_gpu():
    """One process, one GPU, while another process takes memory on the other GPU."""

    def as_file():
        # region: fix-one-gpu
        import os

        os.environ["CUDA_VISIBLE_DEVICES"] = "0"  # first lines of the program

        from unsloth import FastLanguageModel

        model, tokenizer = FastLanguageModel.from_pretrained("my-model", load_in_4bit=False)
        # endregion
        print(model, tokenizer)

    run([sys.executable, "-c", SAVE_TINY])
    text = shown("fix-one-gpu") + GPU_TRAINER + BUSY + GPU_TRAIN
    printed = run_file(text, CUDA_VISIBLE_DEVICES="0,1")
    check("the other program had memory", "taken on the other GPU" in printed)
    check("it trained on one GPU", "rank 0 of 1 on cuda:0 batch 2 step 3" in printed)


@scenario("fix-ddp", needs=["gpus>=2", "unsloth>=2026.9.6", "trl", "datasets"])
def fix_ddp():
    """Two processes, each with a GPU of its own."""

    def as_file():
        # region: fix-ddp
        from unsloth import FastLanguageModel  # before trl and transformers

        model, tokenizer = FastLanguageModel.from_pretrained("my-model", load_in_4bit=False)
        # endregion
        print(model, tokenizer)

    run([sys.executable, "-c", SAVE_TINY])
    printed = run_file(
        shown("fix-ddp") + GPU_TRAINER + GPU_TRAIN, torchrun("gpu"), CUDA_VISIBLE_DEVICES="0,1"
    )
    check("the first", "rank 0 of 2 on cuda:0 batch 2 step 3" in printed)
    check("the second", "rank 1 of 2 on cuda:1 batch 2 step 3" in printed)


@scenario("fix-split", needs=["gpus>=2", "unsloth>=2026.9.6", "trl", "datasets"])
def fix_split():
    """One process, one model on two GPUs."""

    def as_file():
        # region: fix-split
        from unsloth import FastLanguageModel  # before trl and transformers

        model, tokenizer = FastLanguageModel.from_pretrained(
            "my-model", load_in_4bit=False, device_map="balanced"
        )
        # endregion
        print(model, tokenizer)

    run([sys.executable, "-c", SAVE_TINY])
    printed = run_file(shown("fix-split") + GPU_TRAINER + GPU_TRAIN, CUDA_VISIBLE_DEVICES="0,1")
    check("it is on both", "rank 0 of 1 on cuda:0+cuda:1 batch 2 step 3" in printed)


# ------------------------------------------------------------------------- what else is claimed


@scenario("extra-own-gpu", scope="mechanism", needs=["unsloth", "linux"])
def extra_own_gpu():
    """Which GPU Unsloth gives each process; the answer needs no GPU."""
    text = (
        "import unsloth\n"
        "from unsloth.models.loader_utils import is_automatic_device_map, prepare_device_map\n"
        "import os\n"
        "rank = os.environ.get('RANK', 'none')\n"
        "print('rank', rank, 'gets', prepare_device_map(), flush=True)\n"
        "print('balanced is replaced:', is_automatic_device_map('balanced'), flush=True)\n"
    )
    printed = run_file(text, torchrun(2), UNSLOTH_ALLOW_CPU="1")
    check("the first", "rank 0 gets ({'': 'cuda:0'}, True)" in printed)
    check("the second", "rank 1 gets ({'': 'cuda:1'}, True)" in printed)
    check("a strategy is replaced", printed.count("balanced is replaced: True") == 2)
    alone = run_file(text, UNSLOTH_ALLOW_CPU="1")
    check("without a launcher nothing is fixed", "rank none gets (None, False)" in alone)
