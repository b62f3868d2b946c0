# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "bitsandbytes==0.50.2",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Makes bitsandbytes miss its native library in the ways that users meet, and runs each fix.

    python tools/repro/run.py content/guides/bitsandbytes-cuda-setup/repro.py --out OUT

bitsandbytes chooses its library while it is imported, so each scenario prepares its environment
before the first import. Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude
makes, a Qwen3 with random weights.
"""

import contextlib
import io
import math
import os

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
UNAVAILABLE = "Attempted to use bitsandbytes native library functionality but it's not available."


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=128,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=64,
        max_position_embeddings=128,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def token_dataset():
    """Sixteen sequences of 16 tokens for `Trainer`."""
    import torch

    rows = torch.randint(0, 128, (16, 16), generator=torch.Generator().manual_seed(0))
    return [{"input_ids": row, "labels": row.clone()} for row in rows]


def run_native_code():
    """A 4-bit layer and an 8-bit optimizer step: both call the native library on a GPU."""
    import bitsandbytes as bnb
    import torch

    layer = bnb.nn.Linear4bit(64, 64, compute_dtype=torch.bfloat16).cuda()
    output = layer(torch.randn(2, 64, device="cuda", dtype=torch.bfloat16))
    check("a 4-bit layer computes", bool(torch.isfinite(output).all()))
    weight = torch.nn.Parameter(torch.randn(128, 128, device="cuda"))
    before = weight.detach().clone()
    optimizer = bnb.optim.AdamW8bit([weight], lr=1e-3)
    weight.square().sum().backward()
    optimizer.step()
    check("an 8-bit step changes the weights", not torch.equal(before, weight.detach()))


def copy_without_library():
    """./bitsandbytes: the installed package without the library for this torch's CUDA."""
    import importlib.util
    import shutil
    import sys
    from pathlib import Path

    origin = Path(importlib.util.find_spec("bitsandbytes").origin).parent
    shutil.copytree(origin, "bitsandbytes", ignore=shutil.ignore_patterns("libbitsandbytes_*"))
    sys.path.insert(0, os.getcwd())
    importlib.invalidate_caches()


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/override",
    reproduces="native-unavailable",
    expect=UNAVAILABLE,
    needs=["cuda", "bitsandbytes"],
)
def error_override():
    # region: error/override
    import os

    os.environ["BNB_CUDA_VERSION"] = "999"  # what a forgotten line in ~/.bashrc does

    import bitsandbytes as bnb

    layer = bnb.nn.Linear4bit(64, 64).cuda()  # the first call of native code
    # endregion
    del layer


@scenario(
    "error/optimizer",
    reproduces="native-unavailable",
    expect=UNAVAILABLE,
    needs=["cuda", "bitsandbytes"],
)
def error_optimizer():
    """The import and the model are fine; the first optimizer step is not."""
    os.environ["BNB_CUDA_VERSION"] = "999"
    import bitsandbytes as bnb
    import torch

    weight = torch.nn.Parameter(torch.randn(128, 128, device="cuda"))
    optimizer = bnb.optim.AdamW8bit([weight], lr=1e-3)
    weight.square().sum().backward()
    optimizer.step()


@scenario(
    "error/not-digits",
    reproduces="digits-only",
    expect="Original error: BNB_CUDA_VERSION='13.0': value must be digits only",
    needs=["cuda", "bitsandbytes>=0.50"],
)
def error_not_digits():
    os.environ["BNB_CUDA_VERSION"] = "13.0"
    import bitsandbytes as bnb

    bnb.nn.Linear4bit(64, 64).cuda()


@scenario(
    "error/no-binary",
    reproduces="no-compatible-binary",
    expect="Original error: No compatible CUDA binary found at {path}",
    needs=["cuda", "bitsandbytes>=0.50"],
)
def error_no_binary():
    """The package as a source checkout that was not compiled has it: no library at all."""
    os.environ.pop("BNB_CUDA_VERSION", None)
    copy_without_library()
    import bitsandbytes as bnb

    print("imported from", os.path.relpath(bnb.__file__))
    bnb.nn.Linear4bit(64, 64).cuda()


@scenario(
    "error/cpu-only",
    scope="mechanism",
    reproduces="cpu-only-version",
    expect="Method 'cget_managed_ptr' not available in CPU-only version of bitsandbytes.",
    needs=["bitsandbytes>=0.46"],
)
def error_cpu_only():
    """No GPU is visible, so the CPU library was loaded; paged memory exists for CUDA only."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import bitsandbytes.functional as functional

    functional.get_paged(64, 64)


# ----------------------------------------------------------------------------------- checks


@scenario("check-setup", needs=["bitsandbytes"])
def check_setup():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        # region: check-setup
        import importlib.metadata
        import importlib.util
        import os
        import re
        from pathlib import Path

        import torch

        print("torch", torch.__version__, "built for CUDA", torch.version.cuda)
        print("GPU visible:", torch.cuda.is_available())
        print("BNB_CUDA_VERSION:", os.environ.get("BNB_CUDA_VERSION", "not set"))
        folder = Path(importlib.util.find_spec("bitsandbytes").origin).parent
        names = [path.name for path in folder.glob("libbitsandbytes_cuda*")]
        versions = sorted({re.search(r"cuda(\d+)", name)[1] for name in names})
        print("bitsandbytes", importlib.metadata.version("bitsandbytes"), "ships CUDA", *versions)
        print("imported from", folder)
        # endregion
    print(printed.getvalue(), end="")
    lines = printed.getvalue().splitlines()
    check("five lines", len(lines) == 5)
    check("at least one CUDA library is shipped", bool(versions))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-upgrade", needs=["cuda", "bitsandbytes>=0.48"])
def fix_upgrade():
    os.environ.pop("BNB_CUDA_VERSION", None)
    run_native_code()


def set_override():
    os.environ["BNB_CUDA_VERSION"] = "999"


@scenario("fix-unset-override/python", needs=["cuda", "bitsandbytes"])
def fix_unset_override_python():
    set_override()
    # region: fix-unset-override/python
    import os

    os.environ.pop("BNB_CUDA_VERSION", None)  # before anything imports bitsandbytes

    import bitsandbytes as bnb

    layer = bnb.nn.Linear4bit(64, 64).cuda()
    # endregion
    check("the layer is on the GPU", layer.weight.is_cuda)
    run_native_code()


@scenario("fix-choose-library", needs=["cuda", "bitsandbytes"])
def fix_choose_library():
    # region: fix-choose-library
    import os

    # A version that bitsandbytes ships, of the CUDA major version that torch was built for.
    os.environ["BNB_CUDA_VERSION"] = "130"  # before anything imports bitsandbytes

    import bitsandbytes as bnb

    layer = bnb.nn.Linear4bit(64, 64).cuda()
    # endregion
    check("the layer is on the GPU", layer.weight.is_cuda)
    run_native_code()


@scenario("fix-without-bitsandbytes", needs=["cuda", "peft", "accelerate"])
def fix_without_bitsandbytes():
    """In the environment of the errors: transformers and PEFT import a bitsandbytes that fails."""
    os.environ["BNB_CUDA_VERSION"] = "999"
    make_model_folder()
    train_dataset = token_dataset()
    # region: fix-without-bitsandbytes
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,  # instead of a 4-bit quantization_config
    )
    model = get_peft_model(model, LoraConfig(r=16, target_modules="all-linear"))
    args = TrainingArguments(
        output_dir="out",
        bf16=True,
        optim="adamw_torch",  # instead of adamw_8bit or paged_adamw_8bit
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    check("two losses", len(losses) == 2)
    check("they are finite", all(math.isfinite(float(loss)) for loss in losses))
