# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises "Attempting to unscale FP16 gradients." as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/unscale-fp16-gradients/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes in the scenario's own
working directory, a Qwen3 with the same code and random weights of a few megabytes. The training
loops without `Trainer` run on the CPU too, where PyTorch's GradScaler makes the same check.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
UNSCALE = "ValueError: Attempting to unscale FP16 gradients."


def make_model_folder(path=MODEL, dtype="bfloat16"):
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights, saved in `dtype`."""
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
    Qwen3ForCausalLM(config).to(getattr(torch, dtype)).save_pretrained(path)


def token_batch(device):
    """Two sequences of 32 tokens, without padding."""
    import torch

    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(3, 500, (2, 32), generator=generator).to(device)
    return {"input_ids": ids, "labels": ids}


def token_dataset():
    """Sixteen sequences of 32 tokens for `Trainer`."""
    ids = token_batch("cpu")["input_ids"].repeat(8, 1)
    return [{"input_ids": row, "labels": row.clone()} for row in ids]


def short_run(**flags):
    """TrainingArguments for two steps that log each loss."""
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir="out", max_steps=2, logging_steps=1, report_to="none", **flags
    )


def trainable_dtypes(model):
    """The dtypes of what the optimizer changes, without "torch."."""
    return {str(p.dtype).removeprefix("torch.") for p in model.parameters() if p.requires_grad}


def check_losses(trainer):
    """Every logged loss of a `Trainer` is finite."""
    import math

    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    print("losses", losses)
    check("two finite losses", len(losses) >= 2 and all(math.isfinite(x) for x in losses))


# ----------------------------------------------------------------------------------- errors


@scenario("error/fp16-weights", reproduces="unscale", expect=UNSCALE, needs=["cuda", "accelerate"])
def error_fp16_weights():
    make_model_folder()
    train_dataset = token_dataset()
    # region: error/fp16-weights
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float16,
    )
    args = TrainingArguments(
        output_dir="out",
        fp16=True,
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario("error/no-clipping", reproduces="unscale", expect=UNSCALE, needs=["cuda", "accelerate"])
def error_no_clipping():
    """`max_grad_norm=0` does not avoid the check: the Trainer computes the norm anyway."""
    make_model_folder()
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype="float16")
    args = short_run(fp16=True, max_grad_norm=0)
    Trainer(model=model, args=args, train_dataset=token_dataset()).train()


@scenario(
    "error/auto-dtype",
    reproduces="unscale",
    expect=UNSCALE,
    needs=["cuda", "accelerate", "transformers>=5"],
)
def error_auto_dtype():
    make_model_folder("my-fp16-checkpoint", "float16")
    args, train_dataset = short_run(fp16=True), token_dataset()
    # region: error/auto-dtype
    from transformers import AutoModelForCausalLM, Trainer

    # transformers 5 keeps the dtype of the checkpoint, here float16
    model = AutoModelForCausalLM.from_pretrained("my-fp16-checkpoint")
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario(
    "error/fp16-adapter", reproduces="unscale", expect=UNSCALE, needs=["cuda", "accelerate", "peft"]
)
def error_fp16_adapter():
    make_model_folder()
    args, train_dataset = short_run(fp16=True), token_dataset()
    # region: error/fp16-adapter
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.float16)
    config = LoraConfig(r=8, target_modules=["q_proj", "v_proj"])
    model = get_peft_model(model, config, autocast_adapter_dtype=False)

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario(
    "error/modules-to-save",
    reproduces="unscale",
    expect=UNSCALE,
    needs=["cuda", "accelerate", "peft"],
)
def error_modules_to_save():
    make_model_folder()
    args, train_dataset = short_run(fp16=True), token_dataset()
    # region: error/modules-to-save
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.float16)
    config = LoraConfig(
        r=8,
        target_modules=["q_proj", "v_proj"],
        modules_to_save=["lm_head"],  # a full copy, in the dtype of the base
    )
    model = get_peft_model(model, config)

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario(
    "error/bf16-weights",
    reproduces="bfloat16-with-scaler",
    expect="\"_amp_foreach_non_finite_check_and_unscale_cuda\" not implemented for 'BFloat16'",
    needs=["sm>=80", "accelerate"],
)
def error_bf16_weights():
    make_model_folder()
    args, train_dataset = short_run(fp16=True), token_dataset()
    # region: error/bf16-weights
    import torch
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.bfloat16)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario("error/loop", reproduces="unscale", expect=UNSCALE, needs=["transformers"])
def error_loop():
    """A training loop of one's own; it raises on the CPU too."""
    make_model_folder()
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    batches = [token_batch(device)] * 2
    # region: error/loop
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B").to(device).half()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
    scaler = torch.amp.GradScaler(device)

    for batch in batches:
        with torch.autocast(device, dtype=torch.float16):
            loss = model(**batch).loss
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-bf16/transformers", needs=["sm>=80", "accelerate"])
def fix_bf16_transformers():
    make_model_folder()
    train_dataset = token_dataset()
    # region: fix-bf16/transformers
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
    )
    args = TrainingArguments(
        output_dir="out",
        bf16=True,  # Ampere or newer; no GradScaler is made
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_losses(trainer)
    check("there is no scaler", trainer.accelerator.scaler is None)


@scenario("fix-bf16/pytorch", needs=["transformers"])
def fix_bf16_pytorch():
    make_model_folder()
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    batches = [token_batch(device)] * 2
    # region: fix-bf16/pytorch
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B").to(device).float()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)

    for batch in batches:
        with torch.autocast(device, dtype=torch.bfloat16):
            loss = model(**batch).loss
        loss.backward()  # bfloat16 needs no scaling
        optimizer.step()
        optimizer.zero_grad()
    # endregion
    check("loss is finite", bool(torch.isfinite(loss)))


@scenario("fix-fp32-weights/transformers", needs=["cuda", "accelerate"])
def fix_fp32_weights_transformers():
    make_model_folder()
    train_dataset = token_dataset()
    # region: fix-fp32-weights/transformers
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float32,  # say it: transformers 5 would keep the checkpoint's dtype
    )
    args = TrainingArguments(
        output_dir="out",
        fp16=True,
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_losses(trainer)
    check("trainable weights are float32", trainable_dtypes(model) == {"float32"})
    scale = trainer.accelerator.scaler.get_scale()
    print("scale", scale)
    check("the scale has not collapsed", scale >= 1024)


@scenario("fix-fp32-weights/pytorch", needs=["transformers"])
def fix_fp32_weights_pytorch():
    make_model_folder()
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    batches = [token_batch(device)] * 2
    # region: fix-fp32-weights/pytorch
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B").to(device).float()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
    scaler = torch.amp.GradScaler(device)

    for batch in batches:
        with torch.autocast(device, dtype=torch.float16):
            loss = model(**batch).loss
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
    # endregion
    check("loss is finite", bool(torch.isfinite(loss)))
    check("trainable weights are float32", trainable_dtypes(model) == {"float32"})


@scenario("fix-cast-trainable/peft", needs=["cuda", "accelerate", "peft"])
def fix_cast_trainable_peft():
    make_model_folder()
    args, train_dataset = short_run(fp16=True), token_dataset()
    # region: fix-cast-trainable/peft
    import torch
    from peft import LoraConfig, cast_mixed_precision_params, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.float16)
    config = LoraConfig(
        r=8,
        target_modules=["q_proj", "v_proj"],
        modules_to_save=["lm_head"],  # a full copy, in the dtype of the base
    )
    model = get_peft_model(model, config)
    cast_mixed_precision_params(model, dtype=torch.float16)  # trainable: float32

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_losses(trainer)
    check("trainable weights are float32", trainable_dtypes(model) == {"float32"})
    frozen = {str(p.dtype) for p in model.parameters() if not p.requires_grad}
    check("frozen weights are float16", frozen == {"torch.float16"})


@scenario("fix-cast-trainable/any", needs=["cuda", "accelerate"])
def fix_cast_trainable_any():
    """Only the head is trained; the rest stays frozen in float16."""
    make_model_folder()
    args, train_dataset = short_run(fp16=True), token_dataset()
    import torch
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float16)
    model.requires_grad_(False)
    model.lm_head.requires_grad_(True)
    # region: fix-cast-trainable/any
    # after freezing, before the optimizer or the Trainer is made
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    # endregion
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    check_losses(trainer)
    check("trainable weights are float32", trainable_dtypes(model) == {"float32"})


@scenario("fix-adapter-default", needs=["cuda", "accelerate", "peft>=0.12"])
def fix_adapter_default():
    make_model_folder()
    args, train_dataset = short_run(fp16=True), token_dataset()
    # region: fix-adapter-default
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.float16)
    config = LoraConfig(r=8, target_modules=["q_proj", "v_proj"])
    model = get_peft_model(model, config)  # PEFT 0.12 and newer: float32 adapters

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_losses(trainer)
    check("adapters are float32", trainable_dtypes(model) == {"float32"})


@scenario("check-trainable", needs=["transformers"])
def check_trainable():
    make_model_folder()
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype="float16")
    # region: check-trainable
    print({p.dtype for p in model.parameters() if p.requires_grad})
    # endregion
    check("a float16 model is told as such", trainable_dtypes(model) == {"float16"})


@scenario("extra-float16-arithmetic", needs=["torch"])
def extra_float16_arithmetic():
    """Why float16 weights and float16 unscaling are refused, in four sums."""
    import torch

    def half(value):
        return torch.tensor(value, dtype=torch.float16)

    check("an update of 1e-4 to a weight of 1 is lost", (half(1.0) - half(1e-4)).item() == 1.0)
    check("float32 keeps it", (torch.tensor(1.0) - 1e-4).item() < 1.0)
    scaled = half(1e-8 * 65536)
    check("a gradient of 1e-8 survives when scaled", scaled.item() > 0)
    check("unscaling it in float16 gives 0", (scaled / 65536).item() == 0.0)
    check("unscaling it in float32 does not", (scaled.float() / 65536).item() > 0)
