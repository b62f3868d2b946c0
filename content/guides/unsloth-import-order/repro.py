# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "unsloth==2026.10.9",
#   "unsloth-zoo==2026.10.9",
#   "torch==2.14.1",
#   "transformers==5.17.0",
#   "trl==1.15.0",
#   "peft==0.21.2",
#   "accelerate==1.15.0",
#   "datasets==4.8.5",
#   "ruff==0.17.6",
#   "isort==9.0.2",
# ]
# ///
"""Imports Unsloth too late in each of the usual ways, shows what that changes, and runs each fix.

    python tools/repro/run.py content/guides/unsloth-import-order/repro.py --out OUT

CPU only, nothing is downloaded. `error/old` wants unsloth 2025.3.1 on the path instead (it stops
at the warning, so nothing else of that release is needed); choose it with `--only`.

Unsloth runs without a GPU if UNSLOTH_ALLOW_CPU=1, but then leaves TRL as it is. `patch_trl` makes
the calls that its import makes where there is a GPU.
"""

import contextlib
import io
import os
import runpy
import subprocess
import sys
import warnings
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, scenario

WORDS = "WARNING: Unsloth should be imported before"
WARNING = "UserWarning: WARNING: Unsloth should be imported before [{modules}] to ensure all"
WARNING_OLD = "UserWarning: WARNING: Unsloth should be imported before trl, transformers, peft to ensure all"
NEW = ["unsloth>=2026.10"]
NEW_RUFF = ["unsloth>=2026.10", "ruff"]
NEW_BOTH = ["unsloth>=2026.10", "ruff", "isort"]
USE = "\nprint(Dataset, SFTConfig, SFTTrainer, FastLanguageModel)\n"
# Options that have nothing to do with the order.
OPTIONS = {"output_dir": "out", "report_to": "none", "use_cpu": True, "bf16": False}


def allow_cpu():
    """Lets Unsloth's import pass without a GPU."""
    os.environ["UNSLOTH_ALLOW_CPU"] = "1"


def raise_it():
    """Python prints the warning and goes on; here it shall be seen."""
    warnings.filterwarnings("error", message=WORDS)


@contextlib.contextmanager
def recorded():
    """The warnings of this kind that come up inside."""
    found = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield found
    found += [str(one.message) for one in caught if WORDS in str(one.message)]


def patch_trl():
    """What the import of Unsloth does to TRL where there is a GPU."""
    os.environ.pop("UNSLOTH_ALLOW_CPU", None)
    from unsloth.context_parallel import patch_sft_trainer
    from unsloth.models.rl import PatchFastRL
    from unsloth.trainer import _patch_trl_trainer

    PatchFastRL()
    _patch_trl_trainer()
    patch_sft_trainer()


def text_of(region):
    """A region of this file, as a reader copies it."""
    return regions_of(Path(__file__).read_text("utf-8"))[region]


def ruff(*more):
    subprocess.run([sys.executable, "-m", "ruff", "check", "--isolated", "-q", "--fix", *more])


def isort(file):
    subprocess.run([sys.executable, "-m", "isort", "-q", file], check=True)


def first_of(file):
    return Path(file).read_text("utf-8").splitlines()[0]


# ----------------------------------------------------------------------------------- errors


@scenario("error/order", reproduces="warning", expect=WARNING, needs=NEW)
def error_order():
    allow_cpu()
    raise_it()
    # region: error/order
    from trl import SFTConfig, SFTTrainer

    from unsloth import FastLanguageModel

    # endregion
    print(SFTConfig, SFTTrainer, FastLanguageModel)


@scenario(
    "error/old", reproduces="warning-old", expect=WARNING_OLD, needs=["unsloth<2025.12.5"]
)
def error_old():
    """The words of 2025, without brackets."""
    raise_it()
    import peft
    import transformers
    import trl

    import unsloth

    print(peft, transformers, trl, unsloth)


@scenario("error/sorter", reproduces="warning", expect=WARNING, needs=NEW_RUFF)
def error_sorter():
    """The right order, after ruff has sorted it."""

    def right():
        # region: error/sorter
        from unsloth import FastLanguageModel

        from datasets import Dataset
        from trl import SFTConfig, SFTTrainer

        # endregion
        print(Dataset, SFTConfig, SFTTrainer, FastLanguageModel)

    print("written, not called:", right.__name__)
    Path("train.py").write_text(text_of("error/sorter") + "\n" + USE, "utf-8")
    ruff("--select", "I", "train.py")
    print(Path("train.py").read_text("utf-8"))
    allow_cpu()
    raise_it()
    runpy.run_path("train.py")


@scenario("error/other-module", reproduces="warning", expect=WARNING, needs=NEW)
def error_other_module():
    """`import unsloth` stands above trl, but below a module of one's own."""
    Path("prepare.py").write_text("from transformers import AutoTokenizer\n", "utf-8")
    sys.path.insert(0, os.getcwd())
    allow_cpu()
    raise_it()
    import prepare

    import unsloth

    print(prepare, unsloth)


@scenario(
    "error/zoo",
    reproduces="zoo",
    expect="ImportError: Please install Unsloth via `pip install unsloth`!",
    needs=NEW,
)
def error_zoo():
    """Unsloth is installed; only its companion comes first."""
    from importlib.metadata import version

    print("installed: unsloth", version("unsloth"))
    from unsloth_zoo.dataset_utils import train_on_responses_only

    print(train_on_responses_only)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-import-first", scope="mechanism", needs=NEW)
def fix_import_first():
    allow_cpu()
    check("nothing is loaded", not {"trl", "transformers", "peft"} & set(sys.modules))
    with recorded() as found:
        import unsloth

        patch_trl()
        # region: fix-import-first
        from unsloth import FastLanguageModel  # first: above trl, transformers and peft

        from trl import SFTConfig, SFTTrainer

        # endregion
    print(unsloth.__version__, FastLanguageModel.__name__)
    check("no warning", not found)
    # region: check-class
    print(SFTTrainer.__name__)  # UnslothSFTTrainer
    # endregion
    check("it is Unsloth's trainer", SFTTrainer.__name__ == "UnslothSFTTrainer")
    args = SFTConfig(**OPTIONS)
    show(args)
    check("and Unsloth's defaults", args.learning_rate == 5e-5)
    check("max_seq_length is taken", SFTConfig(max_seq_length=32, **OPTIONS) is not None)


def show(args):
    """The defaults that decide what is trained."""
    for name in (
        "learning_rate",
        "per_device_train_batch_size",
        "gradient_accumulation_steps",
        "optim",
        "warmup_steps",
        "weight_decay",
        "seed",
    ):
        print(name, getattr(args, name))


@scenario("fix-lookup", scope="mechanism", needs=NEW)
def fix_lookup():
    """TRL was imported before, and the names from then are TRL's."""
    allow_cpu()
    from trl import SFTTrainer as early

    with recorded() as found:
        import unsloth

        patch_trl()
        # region: fix-lookup
        from unsloth import FastLanguageModel

        from trl import SFTConfig, SFTTrainer  # again: these are Unsloth's now

        # endregion
    print(unsloth.__version__, FastLanguageModel.__name__)
    check("the warning still comes", len(found) == 1)
    check("the early name is TRL's", early.__name__ == "SFTTrainer")
    check("the new name is Unsloth's", SFTTrainer.__name__ == "UnslothSFTTrainer")
    check("and Unsloth's defaults", SFTConfig(**OPTIONS).learning_rate == 5e-5)


@scenario("fix-keep-first", needs=NEW_BOTH)
def fix_keep_first():
    """Both tools run over the marked file, and leave its first line where it is."""

    def marked():
        # region: fix-keep-first
        import unsloth  # noqa: F401  # isort: skip

        from datasets import Dataset
        from trl import SFTConfig, SFTTrainer
        from unsloth import FastLanguageModel

        # endregion
        print(Dataset, SFTConfig, SFTTrainer, FastLanguageModel)

    print("written, not called:", marked.__name__)
    Path("train.py").write_text(text_of("fix-keep-first") + "\n" + USE, "utf-8")
    ruff("--select", "I,F", "train.py")
    isort("train.py")
    print(Path("train.py").read_text("utf-8"))
    check("it is still first", first_of("train.py").startswith("import unsloth "))
    allow_cpu()
    with recorded() as found:
        runpy.run_path("train.py")
    check("no warning", not found)


# ------------------------------------------------------------------------- probes and costs


@scenario("check-loaded", needs=["transformers"])
def check_loaded():
    def ask():
        with contextlib.redirect_stdout(io.StringIO()) as out:
            # region: check-loaded
            import sys

            print([name for name in ("trl", "transformers", "peft") if name in sys.modules])
            # endregion
        return out.getvalue().strip()

    before = ask()
    print(before)
    check("nothing at first", before == "[]")
    import transformers

    print(transformers.__version__, ask())
    check("then the library", ask() == "['transformers']")


@scenario("check-who", needs=["transformers"])
def check_who():
    """A module of one's own imports transformers; looking whether it is installed is no import."""
    Path("prepare.py").write_text("\nfrom transformers import AutoTokenizer\n", "utf-8")
    sys.path.insert(0, os.getcwd())
    with contextlib.redirect_stdout(io.StringIO()) as out:
        # region: check-who
        import sys as system
        import traceback

        class Watch:
            def find_spec(self, name, path=None, target=None):
                stack = traceback.extract_stack()[:-1]
                if name in {"unsloth", "trl", "transformers", "peft"} and len(stack) > 1:
                    if stack[-2].name == "_find_and_load_unlocked":  # a real import
                        files = [f for f in stack if "importlib" not in f.filename]
                        print(name, *(f"  {f.filename}:{f.lineno}" for f in files[-4:]), sep="\n")

        system.meta_path.insert(0, Watch())
        # endregion
        import importlib.util

        importlib.util.find_spec("peft")
        looked = out.getvalue()
        import prepare
    print(prepare.__name__, out.getvalue())
    check("looking is not reported", looked == "")
    lines = out.getvalue().splitlines()
    check("transformers is the first", lines[0] == "transformers")
    check("prepare.py, line 2, did it", any(line.endswith("prepare.py:2") for line in lines[:5]))


@scenario("extra-ignored", scope="mechanism", needs=NEW)
def extra_ignored():
    """The warning silenced, and Unsloth imported a second time: what is in use afterwards."""
    allow_cpu()
    from peft import get_peft_model
    from transformers import AutoModelForCausalLM, Seq2SeqTrainer, Trainer, TrainingArguments
    from trl import SFTConfig, SFTTrainer

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore")
        import unsloth
    patch_trl()
    with recorded() as found:
        import unsloth  # noqa: F811
    import peft
    import transformers

    print(unsloth.__version__)
    check("the second import says nothing", not found)
    check("the trainer is TRL's", SFTTrainer.__name__ == "SFTTrainer")
    args = SFTConfig(**OPTIONS)
    show(args)
    check("with TRL's defaults", args.learning_rate == 2e-5)
    try:
        SFTConfig(max_seq_length=32, **OPTIONS)
    except TypeError as error:
        print("TypeError:", error)
        check("and TRL's arguments", "unexpected keyword argument 'max_seq_length'" in str(error))
    else:
        check("max_seq_length is refused", False)
    check("get_peft_model was replaced too", peft.get_peft_model is not get_peft_model)
    check(
        "what is imported from transformers is changed in place",
        transformers.Trainer is Trainer
        and transformers.Seq2SeqTrainer is Seq2SeqTrainer
        and transformers.TrainingArguments is TrainingArguments
        and transformers.AutoModelForCausalLM is AutoModelForCausalLM,
    )


@scenario("extra-reason", needs=NEW)
def extra_reason():
    """Where the warning says that it comes from."""
    allow_cpu()
    Path("train.py").write_text("import trl\nimport unsloth\n", "utf-8")
    said = subprocess.run([sys.executable, "train.py"], capture_output=True, text=True).stderr
    line = next(line for line in said.splitlines() if WORDS in line)
    print(line)
    check("not the line of one's own", "train.py" not in line and "unsloth/__init__.py:" in line)


@scenario("extra-marks", needs=["ruff", "isort"])
def extra_marks():
    """What the tools do to other ways of writing it."""
    rest = "\nfrom trl import SFTTrainer\n\nprint(SFTTrainer)\n"
    Path("bare.py").write_text("import unsloth\n" + rest, "utf-8")
    ruff("bare.py")
    check("ruff deletes a bare import", "unsloth" not in Path("bare.py").read_text("utf-8"))
    other = "import unsloth  # noqa: F401, I001\nimport torch\n" + rest + "print(torch)\n"
    Path("noqa.py").write_text(other, "utf-8")
    ruff("--select", "I,F", "noqa.py")
    check("noqa holds ruff off", first_of("noqa.py").startswith("import unsloth "))
    isort("noqa.py")
    check("but not isort", first_of("noqa.py") == "import torch")
    Path("from.py").write_text(text_of("error/sorter") + "\n" + USE, "utf-8")
    isort("from.py")
    lines = Path("from.py").read_text("utf-8").splitlines()
    trl, unsloth = (
        next(n for n, line in enumerate(lines) if line.startswith(f"from {name} "))
        for name in ("trl", "unsloth")
    )
    check("isort moves `from unsloth import` below trl, as ruff does", trl < unsloth)


@scenario("extra-present", scope="mechanism", needs=NEW)
def extra_present():
    """`unsloth_zoo` alone, with the variable that Unsloth sets: Unsloth itself is not imported."""
    allow_cpu()
    os.environ["UNSLOTH_IS_PRESENT"] = "1"
    from unsloth_zoo.dataset_utils import train_on_responses_only

    print(train_on_responses_only.__module__)
    check("Unsloth is not imported", "unsloth" not in sys.modules)


@scenario("extra-importers", needs=["evaluate", "peft", "datasets", "accelerate", "bitsandbytes"])
def extra_importers():
    """Which libraries load transformers by themselves."""
    ask = (
        "import contextlib, sys\n"
        "with contextlib.suppress(ImportError):\n"
        "    import {}\n"
        "print('transformers' in sys.modules)"
    )
    for name, loads in {
        "evaluate": True,
        "sentence_transformers": True,
        "peft": True,
        "datasets": False,
        "accelerate": False,
        "bitsandbytes": False,
    }.items():
        told = subprocess.run(
            [sys.executable, "-c", ask.format(name)], capture_output=True, text=True
        ).stdout.split()
        check(f"{name}: {loads}", told[-1:] == [str(loads)])
