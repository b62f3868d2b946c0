# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "trl==1.15.0",
#   "bitsandbytes==0.50.2",
# ]
# ///
"""Raises the bf16 and tf32 errors of TrainingArguments, and runs each fix.

    python tools/repro/run.py content/guides/bf16-not-supported/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes in the scenario's own
working directory, a Qwen3 with the same code and random weights of a few megabytes. Scenarios whose
error means "no GPU is visible" hide the GPU, so they raise the same on any machine.
"""

import os

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
USE_CPU = (
    "ValueError: Your setup doesn't support bf16/gpu. You need to assign use_cpu if you want to "
    "train the model on CPU."
)
AMPERE = (
    "ValueError: Your setup doesn't support bf16/gpu. You need to assign use_cpu if you want to "
    "train the model on CPU. You need Ampere+ GPU with cuda>=11.0."
)
BOTH = "ValueError: At most one of fp16 and bf16 can be True, but not both"
TF32 = "ValueError: --tf32 requires Ampere or a newer GPU arch, cuda>=11 and torch>=1.7"


def hide_gpu():
    """No GPU for this process, as after a container without `--gpus` or with a CPU build."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ""


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights, saved in bfloat16."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=32,
        max_position_embeddings=256,
        pad_token_id=0,
        eos_token_id=1,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def train_two_steps(args, model=None):
    """Train the tiny model with `args`, which keep their precision, and check both losses."""
    import math

    import torch
    from transformers import AutoModelForCausalLM, Trainer

    if model is None:
        make_model_folder()
        model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32)
    ids = torch.randint(3, 500, (16, 32), generator=torch.Generator().manual_seed(0))
    dataset = [{"input_ids": row, "labels": row.clone()} for row in ids]
    args.max_steps, args.logging_steps, args.report_to = 2, 1, []
    trainer = Trainer(model=model, args=args, train_dataset=dataset)
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    print("device", trainer.args.device, "losses", losses)
    check("two finite losses", len(losses) == 2 and all(math.isfinite(x) for x in losses))
    return trainer


def has_native_bf16():
    """The question that every fix asks, for the checks."""
    import torch

    return torch.cuda.is_available() and torch.cuda.get_device_capability() >= (8, 0)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/no-gpu", reproduces="use-cpu", expect=USE_CPU, needs=["transformers>=5", "accelerate"]
)
def error_no_gpu():
    hide_gpu()
    # region: error/no-gpu
    from transformers import TrainingArguments

    args = TrainingArguments(output_dir="out", bf16=True)
    # endregion
    del args


@scenario(
    "error/full-eval", reproduces="use-cpu", expect=USE_CPU, needs=["transformers>=5", "accelerate"]
)
def error_full_eval():
    """`bf16_full_eval` asks the same question as `bf16`."""
    hide_gpu()
    from transformers import TrainingArguments

    TrainingArguments(output_dir="out", bf16_full_eval=True)


@scenario(
    "error/trl-default",
    reproduces="use-cpu",
    expect=USE_CPU,
    needs=["transformers>=5", "accelerate", "trl>=0.19"],
)
def error_trl_default():
    hide_gpu()
    # region: error/trl-default
    from trl import SFTConfig

    args = SFTConfig(output_dir="out")  # no bf16 anywhere
    # endregion
    del args


@scenario("error/both-flags", reproduces="both-flags", expect=BOTH, needs=["accelerate"])
def error_both_flags():
    # region: error/both-flags
    from transformers import TrainingArguments

    settings = {"bf16": True}  # from one config file
    args = TrainingArguments(output_dir="out", use_cpu=True, fp16=True, **settings)
    # endregion
    del args


@scenario("error/tf32", reproduces="tf32", expect=TF32, needs=["accelerate"])
def error_tf32():
    hide_gpu()
    # region: error/tf32
    from transformers import TrainingArguments

    args = TrainingArguments(output_dir="out", tf32=True)
    # endregion
    del args


@scenario(
    "error/old-gpu", reproduces="use-cpu", expect=AMPERE, needs=["sm<80", "unsloth", "trl>=0.19"]
)
def error_old_gpu():
    # region: error/old-gpu
    import unsloth  # makes torch.cuda.is_bf16_supported() leave out emulation
    from trl import SFTConfig

    args = SFTConfig(output_dir="out")
    # endregion
    del args, unsloth


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-match-gpu/transformers", needs=["transformers", "accelerate"])
def fix_match_gpu_transformers():
    # region: fix-match-gpu/transformers
    import torch
    from transformers import TrainingArguments

    gpu = torch.cuda.is_available()
    bf16 = gpu and torch.cuda.get_device_capability() >= (8, 0)  # Ampere or newer
    args = TrainingArguments(
        output_dir="out",
        bf16=bf16,
        fp16=gpu and not bf16,
    )
    # endregion
    check("bf16 exactly where the card has it", args.bf16 == has_native_bf16())
    check("fp16 exactly on the other cards", args.fp16 == (gpu and not has_native_bf16()))
    train_two_steps(args)


@scenario("fix-match-gpu/trl", needs=["trl>=0.19", "accelerate"])
def fix_match_gpu_trl():
    # region: fix-match-gpu/trl
    import torch
    from trl import SFTConfig  # GRPOConfig, DPOConfig, … take the same two

    gpu = torch.cuda.is_available()
    bf16 = gpu and torch.cuda.get_device_capability() >= (8, 0)  # Ampere or newer
    args = SFTConfig(
        output_dir="out",
        bf16=bf16,  # write False too: leaving it out means True
        fp16=gpu and not bf16,
    )
    # endregion
    check("bf16 exactly where the card has it", args.bf16 == has_native_bf16())
    check("fp16 exactly on the other cards", args.fp16 == (gpu and not has_native_bf16()))


@scenario("fix-match-gpu/unsloth", needs=["cuda", "unsloth", "trl>=0.19"])
def fix_match_gpu_unsloth():
    # region: fix-match-gpu/unsloth
    from unsloth import is_bfloat16_supported
    from trl import SFTConfig

    args = SFTConfig(
        output_dir="out",
        bf16=is_bfloat16_supported(),  # leaves out emulation
        fp16=not is_bfloat16_supported(),
    )
    # endregion
    check("bf16 exactly where the card has it", args.bf16 == has_native_bf16())


@scenario("fix-fp16/transformers", needs=["cuda", "accelerate"])
def fix_fp16_transformers():
    make_model_folder()
    # region: fix-fp16/transformers
    import torch
    from transformers import AutoModelForCausalLM, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float32,  # the checkpoint says bfloat16; GradScaler wants float32
        attn_implementation="sdpa",  # flash-attn 2 needs Ampere as well
    )
    args = TrainingArguments(output_dir="out", bf16=False, fp16=True)
    # endregion
    trainer = train_two_steps(args, model)
    scale = trainer.accelerator.scaler.get_scale()
    print("scale", scale)
    check("the scale has not collapsed", scale >= 1024)


@scenario("fix-fp16/qlora", needs=["cuda", "accelerate", "bitsandbytes"])
def fix_fp16_qlora():
    make_model_folder()
    # region: fix-fp16/qlora
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    quantization = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.float16,  # bfloat16 in most examples
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        quantization_config=quantization,
        dtype=torch.float16,
        attn_implementation="sdpa",
    )
    # endregion
    ids = torch.randint(3, 500, (2, 32)).cuda()
    check("logits are finite", bool(torch.isfinite(model(input_ids=ids).logits).all()))
    dtypes = {str(p.dtype) for p in model.parameters() if p.is_floating_point()}
    check("no parameter is bfloat16", "torch.bfloat16" not in dtypes)


@scenario("fix-use-cpu/transformers", needs=["transformers>=5", "accelerate"])
def fix_use_cpu_transformers():
    # region: fix-use-cpu/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(output_dir="out", use_cpu=True, bf16=True)
    # endregion
    trainer = train_two_steps(args)
    check("it ran on the CPU", trainer.args.device.type == "cpu")


@scenario("fix-use-cpu/trl", needs=["trl>=0.19", "accelerate"])
def fix_use_cpu_trl():
    # region: fix-use-cpu/trl
    from trl import SFTConfig

    args = SFTConfig(output_dir="out", use_cpu=True, bf16=False)  # False: plain float32
    # endregion
    check("it runs on the CPU", args.device.type == "cpu")
    check("in float32", not args.bf16 and not args.fp16)


@scenario("fix-one-flag", needs=["transformers", "accelerate"])
def fix_one_flag():
    # region: fix-one-flag
    from transformers import TrainingArguments

    settings = {"bf16": True}  # the only place that says it
    args = TrainingArguments(output_dir="out", use_cpu=True, **settings)
    print(f"bf16={args.bf16} fp16={args.fp16}")
    # endregion
    train_two_steps(args)


@scenario("fix-tf32", needs=["transformers", "accelerate"])
def fix_tf32():
    # region: fix-tf32
    import torch
    from transformers import TrainingArguments

    ampere = torch.cuda.is_available() and torch.cuda.get_device_capability() >= (8, 0)
    args = TrainingArguments(output_dir="out", tf32=ampere)
    # endregion
    train_two_steps(args)


# ------------------------------------------------------- checks, and what is worth knowing


@scenario("check-gpu", needs=["torch"])
def check_gpu():
    # region: check-gpu
    import torch

    print("torch", torch.__version__, "built for CUDA", torch.version.cuda)
    print("GPU visible:", torch.cuda.is_available())
    if torch.cuda.is_available():
        print(torch.cuda.get_device_name(), torch.cuda.get_device_capability())
        print("native bf16:", torch.cuda.is_bf16_supported(including_emulation=False))
    # endregion
    native = torch.cuda.is_bf16_supported(including_emulation=False)
    check("both ways of asking agree", native == has_native_bf16())


@scenario("extra-nobody-else-checks", needs=["accelerate"])
def extra_nobody_else_checks():
    """Without a GPU only TrainingArguments complains: Accelerate and autocast do not."""
    hide_gpu()
    import torch
    from accelerate import Accelerator

    accelerator = Accelerator(mixed_precision="bf16")
    check("Accelerator takes bf16 on the CPU", accelerator.mixed_precision == "bf16")
    with torch.autocast("cuda", dtype=torch.bfloat16):
        product = torch.ones(4, 4) @ torch.ones(4, 4)
    check("autocast for CUDA switches itself off", product.dtype == torch.float32)
