# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "datasets==4.8.0",
# ]
# ///
"""Makes the loss NaN in the ways in which users meet it, and runs each fix.

    python tools/repro/run.py content/guides/loss-nan-fp16/repro.py --out OUT

Nothing is downloaded: the prelude makes two folders in the scenario's own working directory, both
a Llama of 2 layers with random weights. `my-model` is healthy. In `my-bf16-model` the first MLP
multiplies numbers of about 1,500 and scales the product down again, as large models trained in
bfloat16 do: the product, about 900,000, fits bfloat16 and not float16.
"""

import math

from repro.scenario import check, scenario


def make_model_folder(path="my-model", large=False):
    """A Llama of 2 layers; `large` makes the activations of its first MLP large."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=256,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=128,
        pad_token_id=0,
        eos_token_id=1,
    )
    model = LlamaForCausalLM(config)
    if large:
        mlp = model.model.layers[0].mlp
        with torch.no_grad():
            mlp.gate_proj.weight.mul_(2500)
            mlp.up_proj.weight.mul_(2500)
            mlp.down_proj.weight.mul_(1e-6)
    model.save_pretrained(path)


def any_device():
    """The GPU where there is one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def load(path, dtype="float32"):
    """The model of a folder, on the GPU where there is one."""
    from transformers import AutoModelForCausalLM

    make_model_folder(path, large=path == "my-bf16-model")
    return AutoModelForCausalLM.from_pretrained(path, dtype=dtype).to(any_device())


def token_batch(device):
    """Two sequences of 16 tokens, without padding."""
    import torch

    ids = torch.arange(3, 35, device=device).reshape(2, 16)
    return {"input_ids": ids, "labels": ids.clone()}


def token_dataset(masked=False):
    """Sixteen sequences for `Trainer`; `masked` ignores every label."""
    ids = token_batch("cpu")["input_ids"].repeat(8, 1)
    return [{"input_ids": row, "labels": row * 0 - 100 if masked else row.clone()} for row in ids]


def short_run(**flags):
    """TrainingArguments for three steps that log each loss."""
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir="out", max_steps=3, logging_steps=1, report_to="none", **flags
    )


def logged(trainer, key):
    """What a `Trainer` logged under `key`, step by step."""
    values = [entry[key] for entry in trainer.state.log_history if "loss" in entry]
    print(key, values)
    return values


def check_finite(trainer):
    """Every logged loss and gradient norm is finite."""
    values = logged(trainer, "loss") + logged(trainer, "grad_norm")
    check("losses and norms are finite", all(math.isfinite(value) for value in values))


# ----------------------------------------------------------------------------------- errors


@scenario("error/fp16-trainer", needs=["cuda", "accelerate"])
def error_fp16_trainer():
    """The log line says loss 0 and grad_norm nan; no step is taken."""
    import torch

    make_model_folder("my-bf16-model", large=True)
    train_dataset = token_dataset()
    # region: error/fp16-trainer
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained("my-bf16-model", dtype="float32")
    args = TrainingArguments(
        output_dir="out",
        fp16=True,
        max_steps=3,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check("the logged loss is 0", set(logged(trainer, "loss")) == {0})
    check("grad_norm is nan", all(math.isnan(norm) for norm in logged(trainer, "grad_norm")))
    check("the weights are untouched", bool(torch.isfinite(model.lm_head.weight).all()))
    scale = trainer.accelerator.scaler.get_scale()
    check(f"the loss scale fell from 65536 to {scale}", scale < 65536)


@scenario(
    "error/generate",
    reproduces="multinomial",
    expect="RuntimeError: probability tensor contains either `inf`, `nan` or element < 0",
    needs=["transformers"],
)
def error_generate():
    make_model_folder("my-bf16-model", large=True)
    input_ids = token_batch("cpu")["input_ids"]
    # region: error/generate
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-bf16-model", dtype=torch.float16)
    output = model.generate(input_ids, do_sample=True, max_new_tokens=8)
    # endregion


@scenario(
    "error/generate-gpu",
    expect="AcceleratorError: CUDA error: device-side assert triggered",
    needs=["cuda"],
)
def error_generate_gpu():
    """On the GPU the same text is an assertion of the kernel."""
    import torch

    model = load("my-bf16-model", "float16")
    model.generate(token_batch("cuda")["input_ids"], do_sample=True, max_new_tokens=8)
    torch.cuda.synchronize()


@scenario(
    "error/anomaly",
    reproduces="anomaly",
    expect="RuntimeError: Function 'LogSoftmaxBackward0' returned nan values in its 0th output.",
    needs=["transformers"],
)
def error_anomaly():
    """Anomaly detection names the end of the network; the hooks below name the culprit."""
    import torch

    model = load("my-bf16-model")
    batch = token_batch(model.device)
    with torch.autograd.set_detect_anomaly(True), torch.autocast(model.device.type, torch.float16):
        model(**batch).loss.backward()


@scenario("error/pure-fp16", needs=["transformers"])
def error_pure_fp16():
    make_model_folder()
    device = any_device()
    batches = [token_batch(device)] * 3
    losses = []
    # region: error/pure-fp16
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=torch.float16).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)

    for batch in batches:
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    # endregion
    print("losses", losses)
    check("the first loss is finite", math.isfinite(losses[0]))
    check("the second one is nan", math.isnan(losses[1]))


@scenario("error/no-labels", needs=["transformers", "accelerate"])
def error_no_labels():
    """All labels are -100: the model returns nan, the log says 0 and 0, the evaluation nan."""
    from transformers import Trainer

    model = load("my-model")
    dataset = token_dataset(masked=True)
    trainer = Trainer(model=model, args=short_run(), train_dataset=dataset, eval_dataset=dataset)
    trainer.train()
    check("the logged loss is 0", set(logged(trainer, "loss")) == {0})
    check("grad_norm is 0", set(logged(trainer, "grad_norm")) == {0})
    batch = {key: value[None].to(model.device) for key, value in dataset[0].items()}
    check("the model's own loss is nan", math.isnan(model(**batch).loss.item()))
    check("eval_loss is nan", math.isnan(trainer.evaluate()["eval_loss"]))


@scenario("error/learning-rate", needs=["transformers", "accelerate"])
def error_learning_rate():
    """A rate that is absurd on purpose: in float32, the loss explodes first and is nan then."""
    from transformers import Trainer

    args = short_run(optim="sgd", learning_rate=1e6, max_grad_norm=0)
    trainer = Trainer(model=load("my-model"), args=args, train_dataset=token_dataset())
    trainer.train()
    losses, norms = logged(trainer, "loss"), logged(trainer, "grad_norm")
    check("the second loss is over a thousand", losses[1] > 1000)
    check("the third step is nan", math.isnan(norms[2]))


@scenario("error/masked-row", needs=["torch"])
def error_masked_row():
    import torch

    scores, hidden = masked_scores()
    # region: error/masked-row
    scores = scores.masked_fill(hidden, float("-inf"))
    weights = scores.softmax(-1)
    # endregion
    check("the row without a visible token is nan", bool(torch.isnan(weights[0, 0]).all()))


def masked_scores():
    """Attention scores whose first row is padding: nothing there may be looked at."""
    import torch

    torch.manual_seed(0)
    hidden = torch.ones(4, 4, dtype=torch.bool).triu(1)
    hidden[:, 0] = True  # left padding; row 0 sees nothing now
    return torch.randn(1, 4, 4, requires_grad=True), hidden


# ------------------------------------------------------------------------------------ fixes


@scenario(
    "check-first-nonfinite",
    expect="FloatingPointError: model.layers.0.mlp.down_proj: input up to inf",
    needs=["transformers"],
)
def check_first_nonfinite():
    model = load("my-bf16-model")
    batch = token_batch(model.device)
    # region: check-first-nonfinite
    import torch

    def report(name):
        def hook(module, inputs, output):
            output = output[0] if isinstance(output, tuple) else output
            if torch.is_tensor(output) and not torch.isfinite(output).all():
                raise FloatingPointError(f"{name}: input up to {inputs[0].abs().max():.4g}")

        return hook

    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_hook(report(name))

    with torch.autocast(model.device.type, dtype=torch.float16):  # as in the failing run
        model(**batch)
    # endregion


@scenario("fix-bf16/transformers", needs=["sm>=80", "accelerate"])
def fix_bf16_transformers():
    make_model_folder("my-bf16-model", large=True)
    train_dataset = token_dataset()
    # region: fix-bf16/transformers
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained("my-bf16-model", dtype="float32")
    args = TrainingArguments(
        output_dir="out",
        bf16=True,  # Ampere or newer
        max_steps=3,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_finite(trainer)


@scenario("fix-bf16/pytorch", needs=["transformers"])
def fix_bf16_pytorch():
    model = load("my-bf16-model")
    batch = token_batch(model.device)
    # region: fix-bf16/pytorch
    import torch

    with torch.autocast(model.device.type, dtype=torch.bfloat16):
        loss = model(**batch).loss
    # endregion
    print("loss", loss.item())
    check("the loss is finite", math.isfinite(loss.item()))


@scenario("fix-bf16/generate", needs=["transformers"])
def fix_bf16_generate():
    make_model_folder("my-bf16-model", large=True)
    input_ids = token_batch("cpu")["input_ids"]
    # region: fix-bf16/generate
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-bf16-model", dtype=torch.bfloat16)
    output = model.generate(input_ids, do_sample=True, max_new_tokens=8)
    # endregion
    check("tokens were sampled", output.shape[1] > input_ids.shape[1])


@scenario("fix-fp32/transformers", needs=["transformers", "accelerate"])
def fix_fp32_transformers():
    make_model_folder("my-bf16-model", large=True)
    train_dataset = token_dataset()
    # region: fix-fp32/transformers
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained("my-bf16-model", dtype="float32")
    args = TrainingArguments(
        output_dir="out",
        fp16=False,
        max_steps=3,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_finite(trainer)


@scenario("fix-fp32/layer", needs=["transformers"])
def fix_fp32_layer():
    model = load("my-bf16-model")
    batch = token_batch(model.device)
    # region: fix-fp32/layer
    import torch

    def keep_float32(module):
        forward = module.forward

        def in_float32(x):
            with torch.autocast(x.device.type, enabled=False):
                return forward(x.float())

        module.forward = in_float32

    keep_float32(model.model.layers[0].mlp)  # the layer that the hook named
    # endregion
    with torch.autocast(model.device.type, dtype=torch.float16):
        loss = model(**batch).loss
    print("loss", loss.item())
    check("the loss is finite under float16 autocast", math.isfinite(loss.item()))


@scenario("fix-scaler/pytorch", needs=["transformers"])
def fix_scaler_pytorch():
    make_model_folder()
    device = any_device()
    batches = [token_batch(device)] * 3
    losses = []
    # region: fix-scaler/pytorch
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype=torch.float32).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    scaler = torch.amp.GradScaler(device)

    for batch in batches:
        with torch.autocast(device, dtype=torch.float16):
            loss = model(**batch).loss
        scaler.scale(loss).backward()
        scaler.step(optimizer)  # skips the step if a gradient is inf or nan
        scaler.update()
        optimizer.zero_grad()
        losses.append(loss.item())
    # endregion
    print("losses", losses, "scale", scaler.get_scale())
    check("the losses are finite and fall", losses[0] > losses[1] > losses[2])


@scenario("fix-scaler/transformers", needs=["cuda", "accelerate"])
def fix_scaler_transformers():
    make_model_folder()
    train_dataset = token_dataset()
    # region: fix-scaler/transformers
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained("my-model", dtype="float32")
    args = TrainingArguments(
        output_dir="out",
        fp16=True,  # autocast and GradScaler; the weights stay float32
        max_steps=3,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_finite(trainer)


@scenario("fix-labels", needs=["transformers", "accelerate", "datasets"])
def fix_labels():
    from datasets import Dataset
    from transformers import Trainer

    rows = token_dataset() + token_dataset(masked=True)
    train_dataset = Dataset.from_list([{k: v.tolist() for k, v in row.items()} for row in rows])
    before = len(train_dataset)
    # region: fix-labels
    train_dataset = train_dataset.filter(
        lambda row: any(label != -100 for label in row["labels"])
    )
    print(len(train_dataset), "rows have a label")
    # endregion
    check("half of the rows went", len(train_dataset) == before // 2)
    trainer = Trainer(model=load("my-model"), args=short_run(), train_dataset=train_dataset)
    trainer.train()
    check_finite(trainer)
    check("the loss is not 0", all(loss > 0 for loss in logged(trainer, "loss")))


@scenario("fix-smaller-steps", needs=["transformers", "accelerate"])
def fix_smaller_steps():
    model = load("my-model")
    train_dataset = token_dataset()
    # region: fix-smaller-steps
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        learning_rate=1e-5,  # full fine-tuning; LoRA: 1e-4 to 2e-4
        warmup_steps=10,
        max_grad_norm=1.0,
        max_steps=20,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_finite(trainer)


@scenario("fix-masked-row", needs=["torch"])
def fix_masked_row():
    leaf, hidden = masked_scores()
    scores = leaf
    # region: fix-masked-row
    import torch

    scores = scores.masked_fill(hidden, torch.finfo(scores.dtype).min)
    weights = scores.softmax(-1)
    # endregion
    weights.square().sum().backward()
    check("the weights are finite", bool(torch.isfinite(weights).all()))
    check("the gradients are finite", bool(torch.isfinite(leaf.grad).all()))


# ------------------------------------------------------------------------- what does not help


@scenario("extra-nan-to-num", needs=["transformers"])
def extra_nan_to_num():
    """The loss looks like 0, and every gradient is still nan."""
    import torch

    model = load("my-bf16-model")
    with torch.autocast(model.device.type, dtype=torch.float16):
        loss = torch.nan_to_num(model(**token_batch(model.device)).loss)
    loss.backward()
    check("the loss is 0", loss.item() == 0)
    broken = [name for name, p in model.named_parameters() if p.grad.isnan().any()]
    check("every parameter has a nan gradient", len(broken) == len(list(model.parameters())))


@scenario("extra-one-step", needs=["transformers"])
def extra_one_step():
    """Without a scaler one such step makes every weight nan, clipping or not."""
    import torch

    model = load("my-bf16-model")
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
    with torch.autocast(model.device.type, dtype=torch.float16):
        loss = model(**token_batch(model.device)).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    broken = [name for name, p in model.named_parameters() if p.isnan().any()]
    check("every weight tensor holds nan", len(broken) == len(list(model.parameters())))


@scenario("extra-init-scale", needs=["transformers"])
def extra_init_scale():
    """A loss scale of 1 changes nothing: the forward pass overflows before it is used."""
    import torch

    model = load("my-bf16-model")
    scaler = torch.amp.GradScaler(model.device.type, init_scale=1.0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
    for _ in range(3):
        optimizer.zero_grad()
        with torch.autocast(model.device.type, dtype=torch.float16):
            loss = model(**token_batch(model.device)).loss
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    check("the loss is still nan", math.isnan(loss.item()))
    check("no step was taken", all(p.isfinite().all() for p in model.parameters()))
