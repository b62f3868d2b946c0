# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "numpy==2.5.5",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises the refusals of torch.load from the files that readers have, and runs each repair.

    python tools/repro/run.py content/guides/torch-load-weights-only/repro.py --out OUT

CPU only; nothing is downloaded: `my-model` is a Qwen2 of two layers with random weights that the
prelude makes. Scenarios that need an old Trainer or an old torch say so in `needs`; they ran with
transformers 4.46.3 and torch 2.11, and with transformers 4.51.3 or 5.17 and torch 2.5.1.
"""

import pickle
import zipfile
from pathlib import Path

from repro.scenario import check, scenario

NUMPY_1 = (
    "UnpicklingError: Weights only load failed. This file can still be loaded, {text}"
    "Unsupported global: GLOBAL numpy.core.multiarray._reconstruct was not an allowed global"
)
NUMPY_2 = (
    "UnpicklingError: Weights only load failed. This file can still be loaded, {text}"
    "Unsupported global: GLOBAL numpy._core.multiarray._reconstruct was not an allowed global"
)
NAMESPACE = (
    "UnpicklingError: Weights only load failed. This file can still be loaded, {text}"
    "Unsupported global: GLOBAL argparse.Namespace was not an allowed global by default."
)
TOO_OLD = (
    "ValueError: Due to a serious vulnerability issue in `torch.load`, even with "
    "`weights_only=True`, we now require users to upgrade torch to at least v2.6 in order to use "
    "the function."
)
#: What git checks out for a large file when git-lfs is not installed.
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b\n"
    "size 1503300328\n"
)


def make_model():
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=128,
        tie_word_embeddings=False,
    )
    return Qwen2ForCausalLM(config)


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
    return Trainer(model=make_model(), args=args, train_dataset=dataset)


def interrupted_trainer():
    """out/checkpoint-2 of a run that ended there, and the Trainer that is to go on to step 4."""
    make_trainer(2).train()
    return make_trainer(4)


def rename_numpy(path):
    """The file as numpy of the other generation writes it: its bytes differ in this name alone."""
    with zipfile.ZipFile(path) as archive:
        records = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in records:
            if name.endswith("data.pkl"):
                new, old = b"numpy._core.multiarray", b"numpy.core.multiarray"
                data = data.replace(new, old) if new in data else data.replace(old, new)
            archive.writestr(name, data)


def resumed_to_the_end(trainer):
    steps = [row["step"] for row in trainer.state.log_history if "loss" in row]
    print("steps that logged a loss:", steps)
    return trainer.state.global_step == 4 and 3 in steps


def save_checkpoint(**more):
    """./my-model.pt as many training scripts write it: weights, and whatever else was at hand."""
    import torch

    torch.save({"model": make_model().state_dict(), **more}, "my-model.pt")


def save_namespace():
    """The command line's arguments, saved with the weights."""
    import argparse

    save_checkpoint(args=argparse.Namespace(lr=0.001))


def save_bin_folder():
    """./my-model with pytorch_model.bin and no safetensors, as older repositories have it."""
    import torch

    model = make_model()
    model.save_pretrained("my-model")
    Path("my-model/model.safetensors").unlink()
    torch.save(model.state_dict(), "my-model/pytorch_model.bin")


class Command:
    """What a malicious file holds: unpickling it calls a function of its author's choice."""

    def __reduce__(self):
        import os

        return os.system, ("echo executed > executed.txt",)


def save_malicious():
    save_checkpoint(extra=Command())


def executed():
    return Path("executed.txt").exists()


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/old-trainer",
    reproduces="two-options",
    expect=NUMPY_2,
    needs=["transformers<4.47", "torch>=2.6", "numpy>=2"],
)
def error_old_trainer():
    trainer = interrupted_trainer()
    # region: error/old-trainer
    trainer.train(resume_from_checkpoint=True)
    # endregion


@scenario(
    "error/trainer-451",
    reproduces="two-options",
    expect=NUMPY_2,
    needs=["transformers>=4.51", "transformers<4.52", "torch<2.6", "numpy>=2"],
)
def error_trainer_451():
    """4.51 asks for weights_only=True and allows numpy's names only where torch is 2.6 or newer."""
    interrupted_trainer().train(resume_from_checkpoint=True)


@scenario(
    "error/numpy-changed",
    scope="mechanism",
    reproduces="unsupported-global",
    expect=NUMPY_1,
    needs=["transformers>=4.52", "torch>=2.6", "numpy>=2"],
)
def error_numpy_changed():
    """The checkpoint carries the name that numpy 1 writes; numpy 2 is installed."""
    trainer = interrupted_trainer()
    rename_numpy("out/checkpoint-2/rng_state.pth")
    trainer.train(resume_from_checkpoint=True)


@scenario(
    "error/namespace",
    reproduces="two-options",
    expect=NAMESPACE,
    needs=["torch>=2.6"],
)
def error_namespace():
    save_namespace()
    # region: error/namespace
    import torch

    checkpoint = torch.load("my-model.pt", map_location="cpu")
    # endregion
    del checkpoint


@scenario(
    "error/numpy-scalar",
    reproduces="unsupported-global",
    expect="UnpicklingError: Weights only load failed. {text}Unsupported global: GLOBAL "
    "numpy._core.multiarray.scalar",
    needs=["torch>=2.6", "numpy>=2"],
)
def error_numpy_scalar():
    """The mean of a list, saved as numpy returned it."""
    import numpy as np
    import torch

    save_checkpoint(best=np.mean([0.5, 0.7]))
    torch.load("my-model.pt")


@scenario(
    "error/whole-model",
    reproduces="unsupported-global",
    expect="UnpicklingError: Weights only load failed. {text}Unsupported global: GLOBAL "
    "transformers.models.qwen2.modeling_qwen2.Qwen2ForCausalLM",
    needs=["torch>=2.6"],
)
def error_whole_model():
    # region: error/whole-model
    import torch

    torch.save(make_model(), "my-model.pt")  # the object, not its state_dict
    model = torch.load("my-model.pt")
    # endregion
    del model


@scenario(
    "error/training-args",
    reproduces="unsupported-global",
    expect="UnpicklingError: Weights only load failed. {text}Unsupported global: GLOBAL "
    "transformers.training_args.TrainingArguments",
    needs=["torch>=2.6"],
)
def error_training_args():
    import torch

    make_trainer(2).train()
    torch.load("out/checkpoint-2/training_args.bin")


@scenario(
    "error/lfs-pointer",
    reproduces="unsupported-operand",
    expect="UnpicklingError: Weights only load failed. {text}WeightsUnpickler error: {space}"
    "Unsupported operand 118",
    needs=["torch>=2.6", "transformers>=5"],
)
def error_lfs_pointer():
    save_bin_folder()
    Path("my-model/pytorch_model.bin").write_text(POINTER)
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("my-model")


@scenario(
    "error/error-page",
    reproduces="unsupported-operand",
    expect="UnpicklingError: Weights only load failed. {text}WeightsUnpickler error: {space}"
    "Unsupported operand 60",
    needs=["torch>=2.6"],
)
def error_error_page():
    import torch

    page = "<!DOCTYPE html>\n<html><title>403 Forbidden</title></html>"
    Path("my-model.pt").write_text(page)
    torch.load("my-model.pt")


@scenario(
    "error/protocol-4",
    reproduces="unsupported-operand",
    expect="UnpicklingError: Weights only load failed. {text}WeightsUnpickler error: {space}"
    "Unsupported operand 149",
    needs=["torch>=2.6"],
)
def error_protocol_4():
    import torch

    with open("my-model.pt", "wb") as file:
        pickle.dump({"lr": 0.001}, file, protocol=4)
    torch.load("my-model.pt")


@scenario(
    "error/torchscript",
    reproduces="torchscript",
    expect="RuntimeError: Cannot use ``weights_only=True`` with TorchScript archives passed to "
    "``torch.load``.",
    needs=["torch>=2.6"],
)
def error_torchscript():
    import torch

    torch.jit.script(torch.nn.Linear(4, 4)).save("my-model.pt")
    # region: error/torchscript
    import torch

    model = torch.load("my-model.pt", map_location="cpu")
    # endregion
    del model


@scenario(
    "error/blocked",
    reproduces="blocked-module",
    expect="UnpicklingError: Weights only load failed. {text}Trying to load unsupported GLOBAL "
    "posix.system whose module posix is blocked.",
    needs=["torch>=2.6", "linux"],
)
def error_blocked():
    """A file that wants to run a command is refused, and the command does not run."""
    import torch

    save_malicious()
    try:
        torch.load("my-model.pt")
    finally:
        check("nothing was executed", not executed())


@scenario(
    "error/torch-too-old",
    reproduces="transformers-torch-too-old",
    expect=TOO_OLD,
    needs=["torch<2.6", "transformers>=4.52"],
)
def error_torch_too_old():
    save_bin_folder()
    # region: error/torch-too-old
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype="auto")
    # endregion
    del model


@scenario(
    "error/torch-too-old-resume",
    reproduces="transformers-torch-too-old",
    expect=TOO_OLD,
    needs=["torch<2.6", "transformers>=4.52"],
)
def error_torch_too_old_resume():
    """The weights are safetensors; the optimizer's state is not."""
    trainer = interrupted_trainer()
    check("the weights are safetensors", Path("out/checkpoint-2/model.safetensors").exists())
    trainer.train(resume_from_checkpoint=True)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-upgrade-library", needs=["transformers>=4.47", "torch>=2.6"])
def fix_upgrade_library():
    trainer = interrupted_trainer()
    # region: fix-upgrade-library
    trainer.train(resume_from_checkpoint=True)
    # endregion
    check("it went on with step 3", resumed_to_the_end(trainer))


@scenario("fix-allow-numpy", scope="mechanism", needs=["transformers>=4.52", "torch>=2.6"])
def fix_allow_numpy():
    """The checkpoint carries the name of numpy's other generation."""
    trainer = interrupted_trainer()
    rename_numpy("out/checkpoint-2/rng_state.pth")
    # region: fix-allow-numpy
    import numpy as np
    import torch

    reconstruct = np.zeros(1).__reduce__()[0]  # numpy 1 and 2 store it under different names
    torch.serialization.add_safe_globals(
        [
            (reconstruct, "numpy.core.multiarray._reconstruct"),
            (reconstruct, "numpy._core.multiarray._reconstruct"),
            np.ndarray,
            np.dtype,
            type(np.dtype(np.uint32)),
        ]
    )
    trainer.train(resume_from_checkpoint=True)
    # endregion
    check("it went on with step 3", resumed_to_the_end(trainer))


@scenario("fix-drop-rng", scope="mechanism", needs=["transformers>=4.52", "torch>=2.6"])
def fix_drop_rng():
    trainer = interrupted_trainer()
    rename_numpy("out/checkpoint-2/rng_state.pth")
    # region: fix-drop-rng
    from pathlib import Path

    for file in Path("out/checkpoint-2").glob("rng_state*.pth"):
        file.rename(file.with_suffix(".unused"))
    trainer.train(resume_from_checkpoint=True)
    # endregion
    check("it went on with step 3", resumed_to_the_end(trainer))
    check("the optimizer is still there", Path("out/checkpoint-2/optimizer.pt").exists())


@scenario("fix-allowlist", needs=["torch>=2.6"])
def fix_allowlist():
    save_namespace()
    # region: fix-allowlist
    import argparse

    import torch

    print(torch.serialization.get_unsafe_globals_in_checkpoint("my-model.pt"))  # runs nothing
    with torch.serialization.safe_globals([argparse.Namespace]):
        checkpoint = torch.load("my-model.pt", map_location="cpu")
    # endregion
    check("the argument is there", checkpoint["args"].lr == 0.001)
    check("the weights are there", len(checkpoint["model"]) == len(make_model().state_dict()))


@scenario("fix-allowlist/numpy", needs=["torch>=2.6"])
def fix_allowlist_numpy():
    import numpy as np

    save_checkpoint(best=np.mean([0.5, 0.7]))
    # region: fix-allowlist/numpy
    import numpy as np
    import torch

    scalar = np.float64(0).__reduce__()[0]
    with torch.serialization.safe_globals([scalar, np.dtype, type(np.dtype(np.float64))]):
        checkpoint = torch.load("my-model.pt", map_location="cpu")
    # endregion
    check("the number is there", abs(checkpoint["best"] - 0.6) < 1e-9)


@scenario("fix-convert-once", needs=["torch>=2.6"])
def fix_convert_once():
    save_namespace()
    # region: fix-convert-once
    import torch

    # weights_only=False runs whatever code the file holds: only for a file that you wrote.
    checkpoint = torch.load("my-model.pt", map_location="cpu", weights_only=False)
    plain = {"model": checkpoint["model"], "args": vars(checkpoint["args"])}
    torch.save(plain, "my-model-plain.pt")
    # endregion
    again = torch.load("my-model-plain.pt")
    check("the new file loads with the default", again["args"] == {"lr": 0.001})
    same = [torch.equal(again["model"][name], tensor) for name, tensor in plain["model"].items()]
    check("every weight is the same", len(same) > 0 and all(same))
    left = torch.serialization.get_unsafe_globals_in_checkpoint("my-model-plain.pt")
    check("no name is left", left == [])


@scenario("fix-convert-once/module", needs=["torch>=2.6"])
def fix_convert_once_module():
    import torch

    torch.save(make_model(), "my-model.pt")
    # region: fix-convert-once/module
    import torch

    # weights_only=False runs whatever code the file holds: only for a file that you wrote.
    model = torch.load("my-model.pt", map_location="cpu", weights_only=False)
    model.save_pretrained("my-model")  # other modules: torch.save(model.state_dict(), …)
    # endregion
    from transformers import AutoModelForCausalLM

    check("it is safetensors now", Path("my-model/model.safetensors").exists())
    again = AutoModelForCausalLM.from_pretrained("my-model").state_dict()
    same = [torch.equal(again[name], tensor) for name, tensor in model.state_dict().items()]
    check("every weight is the same", all(same))


@scenario("fix-safetensors", needs=["torch>=2.6", "transformers>=5"])
def fix_safetensors():
    save_bin_folder()
    # region: fix-safetensors
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype="auto")
    model.save_pretrained("my-model-safetensors")
    # endregion
    import torch

    files = sorted(path.name for path in Path("my-model-safetensors").iterdir())
    print(files)
    check("there is no .bin", not any(name.endswith(".bin") for name in files))
    again = AutoModelForCausalLM.from_pretrained("my-model-safetensors").state_dict()
    same = [torch.equal(again[name], tensor) for name, tensor in model.state_dict().items()]
    check("every weight is the same", all(same))


@scenario("fix-upgrade-torch", needs=["torch>=2.6", "transformers>=5"])
def fix_upgrade_torch():
    save_bin_folder()
    # region: fix-upgrade-torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype="auto")
    # endregion
    import torch

    check("torch is 2.6 or newer", tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 6))
    expected = make_model().state_dict()
    same = [torch.equal(model.state_dict()[name], tensor) for name, tensor in expected.items()]
    check("every weight is the same", all(same))


@scenario("fix-jit-load", needs=["torch"])
def fix_jit_load():
    import torch

    torch.jit.script(torch.nn.Linear(4, 4)).save("my-model.pt")
    # region: fix-jit-load
    import torch

    model = torch.jit.load("my-model.pt", map_location="cpu")
    # endregion
    check("it computes", model(torch.ones(1, 4)).shape == (1, 4))


def find_cause():
    """What the page offers as a probe; the file stands in its first lines."""
    # region: check-file
    import zipfile

    import torch

    path = "my-model.pt"  # the file that torch.load was given
    with open(path, "rb") as file:
        head = file.read(24)
    names, kind = [], "legacy" if head[:2] == b"\x80\x02" else "other"
    if zipfile.is_zipfile(path):
        records = zipfile.ZipFile(path).namelist()
        kind = "torchscript" if any("constants.pkl" in name for name in records) else "checkpoint"
    if not hasattr(torch.serialization, "get_unsafe_globals_in_checkpoint"):
        kind = "torch-before-2.6"
    elif kind == "checkpoint":
        names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    here = torch.zeros(1).numpy().__reduce__()[0].__module__
    there = [name for name in names if name.endswith(".multiarray._reconstruct")]
    numpy = "none" if not there else "same" if there[0].startswith(here) else "other"
    print("kind:", kind, "| numpy:", numpy)
    print("not allowed:", *names)
    print("first bytes:", head)
    # endregion


@scenario("check-file", scope="mechanism", needs=["torch>=2.6", "transformers>=4.52"])
def check_file():
    import contextlib
    import io

    interrupted_trainer()
    expected = {
        save_random_state: "kind: checkpoint | numpy: same",
        save_other_random_state: "kind: checkpoint | numpy: other",
        save_namespace: "kind: checkpoint | numpy: none",
        save_pointer: "kind: other | numpy: none",
        save_torchscript: "kind: torchscript | numpy: none",
        save_legacy: "kind: legacy | numpy: none",
    }
    for save, line in expected.items():
        save()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            find_cause()
        print(printed.getvalue())
        check(f"{save.__name__} is told", printed.getvalue().startswith(line + "\n"))


def save_random_state():
    Path("my-model.pt").write_bytes(Path("out/checkpoint-2/rng_state.pth").read_bytes())


def save_other_random_state():
    save_random_state()
    rename_numpy("my-model.pt")


def save_pointer():
    Path("my-model.pt").write_text(POINTER)


def save_torchscript():
    import torch

    torch.jit.script(torch.nn.Linear(4, 4)).save("my-model.pt")


def save_legacy():
    """As torch before 1.6 wrote it."""
    import torch

    state = make_model().state_dict()
    torch.save(state, "my-model.pt", _use_new_zipfile_serialization=False)


# ------------------------------------------------------- what does not help, and what it costs


@scenario("extra-code-runs", needs=["torch>=2.6", "linux"])
def extra_code_runs():
    """What weights_only=False means: the file's command runs, and the load looks normal."""
    import torch

    save_malicious()
    print(torch.serialization.get_unsafe_globals_in_checkpoint("my-model.pt"))
    check("listing the names executed nothing", not executed())
    checkpoint = torch.load("my-model.pt", weights_only=False)
    check("the command was executed", executed())
    check("the weights are there all the same", len(checkpoint["model"]) > 0)


@scenario("extra-variable-runs", needs=["torch>=2.6", "linux"])
def extra_variable_runs():
    """The environment variable does the same for every call that does not say what it wants."""
    import os

    import torch

    save_malicious()
    os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
    torch.load("my-model.pt")
    check("the command was executed", executed())


@scenario(
    "extra-variable-trainer",
    scope="mechanism",
    expect=NUMPY_1,
    needs=["transformers>=5", "torch>=2.6", "numpy>=2"],
)
def extra_variable_trainer():
    """transformers 5.17 passes weights_only=True itself: the variable changes nothing."""
    import os

    trainer = interrupted_trainer()
    rename_numpy("out/checkpoint-2/rng_state.pth")
    os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
    trainer.train(resume_from_checkpoint=True)


@scenario(
    "extra-explicit-true",
    expect=NAMESPACE,
    needs=["torch>=2.6"],
)
def extra_explicit_true():
    import torch

    save_namespace()
    torch.load("my-model.pt", weights_only=True)


@scenario(
    "extra-truncated",
    expect="RuntimeError: PytorchStreamReader failed reading zip archive: failed finding central "
    "directory",
    needs=["torch>=2.6"],
)
def extra_truncated():
    """A real checkpoint that was cut short says something else."""
    import os

    import torch

    save_checkpoint()
    os.truncate("my-model.pt", Path("my-model.pt").stat().st_size // 2)
    torch.load("my-model.pt")


@scenario("extra-plain-checkpoint", needs=["torch>=2.6"])
def extra_plain_checkpoint():
    """Tensors and plain Python values need nothing."""
    import torch

    save_checkpoint(step=4, best=float(0.6), args={"lr": 0.001})
    checkpoint = torch.load("my-model.pt")
    check("it loads with the default", checkpoint["args"] == {"lr": 0.001})


@scenario("extra-old-trainer-allowed", needs=["transformers<4.47", "torch>=2.6"])
def extra_old_trainer_allowed():
    """The names of fix-allow-numpy are enough for an old Trainer, too."""
    import numpy as np
    import torch

    trainer = interrupted_trainer()
    reconstruct = np.zeros(1).__reduce__()[0]
    torch.serialization.add_safe_globals(
        [
            (reconstruct, "numpy.core.multiarray._reconstruct"),
            (reconstruct, "numpy._core.multiarray._reconstruct"),
            np.ndarray,
            np.dtype,
            type(np.dtype(np.uint32)),
        ]
    )
    trainer.train(resume_from_checkpoint=True)
    check("it went on with step 3", resumed_to_the_end(trainer))


@scenario("extra-old-torch-safetensors", needs=["torch<2.6", "transformers>=4.52"])
def extra_old_torch_safetensors():
    """The same model in safetensors loads with the same old torch."""
    import torch
    from transformers import AutoModelForCausalLM

    make_model().save_pretrained("my-model")
    model = AutoModelForCausalLM.from_pretrained("my-model", dtype="auto")
    print("torch", torch.__version__, "parameters", model.num_parameters())
    check("it is loaded", model.num_parameters() == make_model().num_parameters())


@scenario(
    "extra-old-torch-weights-only-false",
    expect=TOO_OLD,
    needs=["torch<2.6", "transformers>=5"],
)
def extra_old_torch_weights_only_false():
    """In transformers 5.17 the argument does not even silence the demand for torch 2.6."""
    from transformers import AutoModelForCausalLM

    save_bin_folder()
    AutoModelForCausalLM.from_pretrained("my-model", weights_only=False)
