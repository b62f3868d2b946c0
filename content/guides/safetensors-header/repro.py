# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "safetensors==0.8.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises safetensors' header errors from the files that users have, and runs each local repair.

    python tools/repro/run.py content/guides/safetensors-header/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 with random
weights of a few hundred kilobytes, which each scenario then damages in its own way. CPU only.
"""

import contextlib
import io
import os
from pathlib import Path

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
WEIGHTS = Path(MODEL, "model.safetensors")
TOO_LARGE = "SafetensorError: Error while deserializing header: header too large"
INCOMPLETE = (
    "SafetensorError: Error while deserializing header: incomplete metadata, file not fully covered"
)
#: What git checks out for a large file when git-lfs is not installed.
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b\n"
    "size 1503300328\n"
)


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
        tie_word_embeddings=False,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)


def load_model():
    """The model, as a script loads it."""
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL)


def make_trainer(max_steps):
    """A Trainer that saves a checkpoint into ./out after every second step."""
    import torch
    from transformers import Trainer, TrainingArguments

    rows = torch.randint(0, 128, (16, 16), generator=torch.Generator().manual_seed(0))
    args = TrainingArguments(
        output_dir="out",
        max_steps=max_steps,
        save_steps=2,
        per_device_train_batch_size=2,
        logging_steps=1,
        report_to="none",
        use_cpu=True,
    )
    dataset = [{"input_ids": row, "labels": row.clone()} for row in rows]
    return Trainer(model=load_model(), args=args, train_dataset=dataset)


def train_then_break_the_last_checkpoint():
    """Checkpoints after steps 2 and 4; the second lost its end, as on a full disk."""
    make_model_folder()
    make_trainer(max_steps=4).train()
    weights = Path("out/checkpoint-4/model.safetensors")
    os.truncate(weights, weights.stat().st_size // 2)


# ----------------------------------------------------------------------------------- errors


@scenario("error/lfs-pointer", reproduces="too-large", expect=TOO_LARGE, needs=["transformers"])
def error_lfs_pointer():
    make_model_folder()
    WEIGHTS.write_text(POINTER)
    print(f"{WEIGHTS.name} has {WEIGHTS.stat().st_size} bytes")
    # region: error/lfs-pointer
    from transformers import AutoModelForCausalLM

    # The folder is a git clone made without git-lfs: model.safetensors has 135 bytes.
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    # endregion
    del model


@scenario("error/error-page", reproduces="too-large", expect=TOO_LARGE, needs=["safetensors"])
def error_error_page():
    """A mirror or a proxy answered with a page, and the page was saved as the weights."""
    from safetensors.torch import load_file

    page = "<!DOCTYPE html>\n<html><title>403 Forbidden</title></html>"
    Path("model.safetensors").write_text(page)
    load_file("model.safetensors")


@scenario("error/renamed", reproduces="too-large", expect=TOO_LARGE, needs=["safetensors"])
def error_renamed():
    # region: error/renamed
    import torch
    from safetensors.torch import load_file

    torch.save({"weight": torch.ones(4, 4)}, "model.safetensors")  # the name decides nothing
    load_file("model.safetensors")
    # endregion


@scenario("error/truncated", reproduces="incomplete", expect=INCOMPLETE, needs=["transformers"])
def error_truncated():
    make_model_folder()
    os.truncate(WEIGHTS, WEIGHTS.stat().st_size - 1)
    load_model()


@scenario(
    "error/checkpoint",
    reproduces="incomplete",
    expect=INCOMPLETE,
    needs=["transformers", "accelerate"],
)
def error_checkpoint():
    train_then_break_the_last_checkpoint()
    trainer = make_trainer(max_steps=6)
    # region: error/checkpoint
    trainer.train(resume_from_checkpoint=True)  # the newest one, out/checkpoint-4
    # endregion


@scenario(
    "error/cut-header",
    reproduces="header-length",
    expect="SafetensorError: Error while deserializing header: invalid header length",
    needs=["transformers"],
)
def error_cut_header():
    make_model_folder()
    os.truncate(WEIGHTS, 200)
    load_model()


@scenario(
    "error/empty",
    reproduces="too-small",
    expect="SafetensorError: Error while deserializing header: header too small",
    needs=["transformers"],
)
def error_empty():
    make_model_folder()
    os.truncate(WEIGHTS, 0)
    load_model()


@scenario(
    "error/zero-filled",
    reproduces="not-json",
    expect="SafetensorError: Error while deserializing header: invalid JSON in header: {reason}",
    needs=["transformers"],
)
def error_zero_filled():
    """A downloader reserved the space and never wrote into it."""
    make_model_folder()
    size = WEIGHTS.stat().st_size
    os.truncate(WEIGHTS, 0)
    os.truncate(WEIGHTS, size)
    load_model()


@scenario(
    "error/from-bytes",
    reproduces="from-bytes",
    expect="SafetensorError: Error while deserializing: header too large",
    needs=["safetensors"],
)
def error_from_bytes():
    from safetensors.torch import load

    load(POINTER.encode())


@scenario(
    "error/pickle-pointer",
    reproduces="pickle-pointer",
    expect="UnpicklingError: invalid load key, 'v'.",
    needs=["torch"],
)
def error_pickle_pointer():
    """The same pointer under the name of an older format."""
    import torch

    Path("pytorch_model.bin").write_text(POINTER)
    torch.load("pytorch_model.bin", weights_only=False)


@scenario(
    "error/header-limit",
    reproduces="save-too-large",
    expect="SafetensorError: Error while serializing: header too large",
    needs=["safetensors>=0.7"],
)
def error_header_limit():
    import torch
    from safetensors.torch import save_file

    notes = {"training_log": "x" * 100_000_000}
    # region: error/header-limit
    # `notes` holds 100 MB of text: metadata counts as header, and so does every tensor's name.
    save_file({"weight": torch.ones(4, 4)}, "model.safetensors", metadata=notes)
    # endregion


# ----------------------------------------------------------------------------------- checks


@scenario("check-files", needs=["transformers"])
def check_files():
    make_model_folder()
    good = WEIGHTS.read_bytes()
    damaged = {
        "a-pointer": POINTER.encode(),
        "b-page": b"<!DOCTYPE html>\n<html></html>",
        "c-empty": b"",
        "d-cut-header": good[:200],
        "e-cut-data": good[:-1],
        "f-longer": good + b"\n",
        "g-zeros": bytes(len(good)),
    }
    for name, content in damaged.items():
        Path(MODEL, f"{name}.safetensors").write_bytes(content)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        # region: check-files
        import json
        from pathlib import Path as Folder

        for path in sorted(Folder("Qwen/Qwen3-0.6B").rglob("*.safetensors")):
            size = path.stat().st_size
            with path.open("rb") as file:
                start = file.read(8)
                length = int.from_bytes(start, "little")  # of the header
                if start == b"version ":
                    verdict = "Git LFS pointer, not the weights"
                elif not 2 <= length <= 100_000_000:
                    verdict = f"not safetensors: starts with {start!r}"
                elif 8 + length > size:
                    verdict = f"cut inside the header, at byte {size}"
                else:
                    entries = json.loads(file.read(length))
                    entries.pop("__metadata__", None)
                    end = max(entry["data_offsets"][1] for entry in entries.values())
                    wrong = size - (8 + length + end)
                    verdict = f"{wrong:+} bytes against its header" if wrong else "complete"
            print(f"{path.name}: {verdict}")
        # endregion
    print(printed.getvalue(), end="")
    lines = dict(line.split(": ", 1) for line in printed.getvalue().splitlines())
    check("the good file is complete", lines["model.safetensors"] == "complete")
    check("each damaged one is not", [*lines.values()].count("complete") == 1 and len(lines) == 8)
    check("the pointer is recognised", lines["a-pointer.safetensors"].startswith("Git LFS pointer"))
    check("a missing byte is counted", lines["e-cut-data.safetensors"].startswith("-1 bytes"))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-convert", needs=["safetensors"])
def fix_convert():
    import torch

    torch.save({"weight": torch.ones(4, 4)}, "model.safetensors")
    # region: fix-convert
    import torch
    from safetensors.torch import load_file, save_file

    # A file that torch.save wrote. weights_only=True refuses to run code hidden in it.
    state = torch.load("model.safetensors", map_location="cpu", weights_only=True)
    state = {name: tensor.contiguous().clone() for name, tensor in state.items()}
    save_file(state, "converted.safetensors", metadata={"format": "pt"})
    # endregion
    loaded = load_file("converted.safetensors")
    check("the values are the same", torch.equal(loaded["weight"], torch.ones(4, 4)))


@scenario("fix-previous-checkpoint", needs=["transformers", "accelerate"])
def fix_previous_checkpoint():
    train_then_break_the_last_checkpoint()
    trainer = make_trainer(max_steps=6)
    # region: fix-previous-checkpoint
    from pathlib import Path as Folder

    from safetensors import SafetensorError, safe_open

    def is_complete(checkpoint):
        files = list(checkpoint.glob("*.safetensors"))
        try:
            for file in files:
                with safe_open(file, framework="pt"):  # reads the header, checks the length
                    pass
        except SafetensorError as error:
            print(f"{checkpoint.name}: {error}")
            return False
        return bool(files) and (checkpoint / "trainer_state.json").exists()

    checkpoints = sorted(
        Folder("out").glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1])
    )
    newest = [path for path in checkpoints if is_complete(path)][-1]
    trainer.train(resume_from_checkpoint=str(newest))
    # endregion
    check("it resumed from step 2", newest.name == "checkpoint-2")
    check("it trained to step 6", trainer.state.global_step == 6)
    check("checkpoint-4 was written anew", is_complete(Path("out/checkpoint-4")))


@scenario("fix-safe-save", needs=["safetensors"])
def fix_safe_save():
    import torch

    state = {"weight": torch.ones(64, 64)}
    # region: fix-safe-save
    import os

    from safetensors import safe_open
    from safetensors.torch import save_file

    def save_safely(state, path):
        """The old file stays until the new one is whole and on the disk."""
        temporary = f"{path}.tmp"
        save_file(state, temporary, metadata={"format": "pt"})
        with safe_open(temporary, framework="pt") as file:
            assert set(file.keys()) == set(state)
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)

    save_safely(state, "model.safetensors")
    # endregion
    from safetensors.torch import load_file

    check("the file loads", torch.equal(load_file("model.safetensors")["weight"], state["weight"]))
    check("nothing else is left", sorted(os.listdir(".")) == ["model.safetensors"])
    fail_on_a_full_disk(save_safely)
    check("after a failed save the old file loads", "weight" in load_file("model.safetensors"))


def fail_on_a_full_disk(save_safely):
    """Save more than this process may write into one file."""
    import resource
    import signal

    import torch

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # write() then fails, as on a full disk
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        save_safely({"weight": torch.ones(256, 256)}, "model.safetensors")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
    else:
        check("the save failed", False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@scenario("fix-small-header", needs=["safetensors"])
def fix_small_header():
    import torch

    samples = [torch.full((4,), float(index)) for index in range(1000)]
    notes = {"training_log": "x" * 100_000_000}
    # region: fix-small-header
    import json

    import torch
    from safetensors.torch import load_file, save_file

    # One tensor for all samples instead of one tensor, and one header entry, for each.
    save_file({"samples": torch.stack(samples)}, "samples.safetensors")
    with open("training_log.json", "w") as file:  # notes have their own file
        json.dump(notes, file)
    # endregion
    loaded = load_file("samples.safetensors")["samples"]
    check("every sample is there", torch.equal(loaded[7], samples[7]) and len(loaded) == 1000)
    with open("samples.safetensors", "rb") as file:
        length = int.from_bytes(file.read(8), "little")
    print(f"header: {length} bytes")
    check("the header is short", length < 200)


# ------------------------------------------------------------------------ what does not help


@scenario("extra-zero-tail", needs=["safetensors"])
def extra_zero_tail():
    """A hole in the data has no header to contradict: the file loads, and holds zeros."""
    import torch
    from safetensors.torch import load_file, save_file

    save_file({"a": torch.ones(1024), "b": torch.ones(1024)}, "model.safetensors")
    size = os.path.getsize("model.safetensors")
    os.truncate("model.safetensors", size - 4096)
    os.truncate("model.safetensors", size)
    loaded = load_file("model.safetensors")
    print({name: tensor.sum().item() for name, tensor in loaded.items()})
    sums = sorted(tensor.sum().item() for tensor in loaded.values())
    check("it loads, and one tensor is zero", sums == [0, 1024])
