# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises "does not require grad and does not have a grad_fn" in seven ways, and runs each fix.

    python tools/repro/run.py content/guides/no-grad-fn/repro.py --out OUT

No GPU is needed and nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes,
a Qwen3 of two layers with random weights.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
NO_GRAD_FN = (
    "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn"
)


def make_base():
    """./Qwen/Qwen3-0.6B, and the model that a script would load from it."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)
    return AutoModelForCausalLM.from_pretrained(MODEL)


def make_lora(**options):
    """The base with a fresh LoRA on the attention's projections."""
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM", **options)
    return get_peft_model(make_base(), config)


def save_adapter():
    """./my-adapter, as an earlier run left it."""
    make_lora().save_pretrained("my-adapter")


def make_batch():
    """One text of 16 tokens."""
    import torch

    ids = torch.arange(3, 19).reshape(1, 16)
    return {"input_ids": ids, "labels": ids.clone()}


def make_train_dataset():
    return [{name: value[0] for name, value in make_batch().items()} for _ in range(8)]


def make_args(**options):
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir="out", max_steps=2, report_to="none", use_cpu=True, save_strategy="no", **options
    )


def count_trained(model):
    """Trainable tensors, and those among them whose gradient is not 0."""
    trainable = [p for p in model.parameters() if p.requires_grad]
    trained = [p for p in trainable if p.grad is not None and bool((p.grad != 0).any())]
    print(f"{len(trainable)} trainable tensors, {len(trained)} with a gradient")
    return len(trainable), len(trained)


def randomize_lora_b(model):
    """lora_B starts at 0, which makes lora_A's first gradient 0 even when all is well."""
    import torch

    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter.data)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/reentrant", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["peft>=0.21"]
)
def error_reentrant():
    """Embeddings made outside the model: the hook on its embedding layer never runs."""
    model = make_lora()
    batch = make_batch()
    # region: error/reentrant
    model.gradient_checkpointing_enable({"use_reentrant": True})
    model.train()
    inputs_embeds = model.get_input_embeddings().weight[batch["input_ids"]]  # frozen
    loss = model(inputs_embeds=inputs_embeds, labels=batch["labels"]).loss
    loss.backward()
    # endregion


@scenario(
    "error/own-checkpoint", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["torch"]
)
def error_own_checkpoint():
    import torch

    block = torch.nn.Linear(8, 8)
    x = torch.randn(2, 8)
    # region: error/own-checkpoint
    from torch.utils.checkpoint import checkpoint

    y = checkpoint(block, x, use_reentrant=True)  # x is data: no gradient
    y.sum().backward()
    # endregion


@scenario(
    "error/frozen-adapter", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["peft"]
)
def error_frozen_adapter():
    save_adapter()
    base = make_base()
    train_dataset = make_train_dataset()
    args = make_args()
    # region: error/frozen-adapter
    from peft import PeftModel
    from transformers import Trainer

    model = PeftModel.from_pretrained(base, "my-adapter")
    Trainer(model=model, args=args, train_dataset=train_dataset).train()
    # endregion


@scenario("error/all-frozen", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["peft"])
def error_all_frozen():
    model = make_base()
    batch = make_batch()
    # region: error/all-frozen
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    model.requires_grad_(False)  # meant for the base, but freezes the adapter, too
    model(**batch).loss.backward()
    # endregion


@scenario("error/no-grad", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["torch"])
def error_no_grad():
    student, teacher = make_base(), make_base()
    batch = make_batch()
    # region: error/no-grad
    import torch

    with torch.no_grad():
        target = teacher(**batch).logits
        logits = student(**batch).logits
    loss = torch.nn.functional.mse_loss(logits, target)
    loss.backward()
    # endregion


@scenario("error/detached", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["torch"])
def error_detached():
    model = make_base()
    batches = [make_batch(), make_batch()]
    # region: error/detached
    import torch

    losses = [model(**batch).loss.item() for batch in batches]  # numbers: the graph is gone
    loss = torch.tensor(losses).mean()
    loss.backward()
    # endregion


@scenario("error/argmax", reproduces="element-of-tensors", expect=NO_GRAD_FN, needs=["torch"])
def error_argmax():
    import torch

    model, batch = make_base(), make_batch()
    picked = model(**batch).logits.argmax(-1)
    torch.nn.functional.mse_loss(picked.float(), batch["labels"].float()).backward()


@scenario(
    "error/checkpoint-output",
    reproduces="checkpoint-no-output-grad",
    expect="RuntimeError: none of output has requires_grad=True, "
    "this checkpoint() is not necessary",
    needs=["torch"],
)
def error_checkpoint_output():
    """The checkpointed function itself cuts the graph."""
    import torch
    from torch.utils.checkpoint import checkpoint

    x = torch.randn(2, 8, requires_grad=True)
    frozen = torch.no_grad()(torch.nn.Linear(8, 8).forward)
    checkpoint(frozen, x, use_reentrant=True).sum().backward()


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-non-reentrant", needs=["peft"])
def fix_non_reentrant():
    model = make_lora()
    randomize_lora_b(model)
    batch = make_batch()
    # region: fix-non-reentrant
    model.gradient_checkpointing_enable({"use_reentrant": False})
    model.train()
    inputs_embeds = model.get_input_embeddings().weight[batch["input_ids"]]  # frozen
    loss = model(inputs_embeds=inputs_embeds, labels=batch["labels"]).loss
    loss.backward()
    # endregion
    trainable, trained = count_trained(model)
    check("every adapter tensor has a gradient", trained == trainable == 8)


@scenario("fix-non-reentrant/transformers", needs=["peft", "accelerate"])
def fix_non_reentrant_transformers():
    model = make_lora()
    randomize_lora_b(model)
    train_dataset = make_train_dataset()
    before = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    # region: fix-non-reentrant/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": False},
    )
    # endregion
    from transformers import Trainer

    args.max_steps, args.report_to = 2, []
    Trainer(model=model, args=args, train_dataset=train_dataset).train()
    after = {n: p.cpu() for n, p in model.named_parameters() if n in before}
    moved = [name for name in before if bool((after[name] != before[name]).any())]
    check("every adapter tensor was trained", len(moved) == len(before) == 8)


@scenario("fix-non-reentrant/pytorch", needs=["torch"])
def fix_non_reentrant_pytorch():
    import torch

    block = torch.nn.Linear(8, 8)
    x = torch.randn(2, 8)
    # region: fix-non-reentrant/pytorch
    from torch.utils.checkpoint import checkpoint

    y = checkpoint(block, x, use_reentrant=False)  # x is data: no gradient
    y.sum().backward()
    # endregion
    check("the weight has a gradient", bool((block.weight.grad != 0).any()))


@scenario("fix-input-grads", needs=["peft"])
def fix_input_grads():
    """transformers 5.17 sets this hook by itself; 4.57 did not for a model of get_peft_model."""
    model = make_lora()
    randomize_lora_b(model)
    batch = make_batch()
    # region: fix-input-grads
    model.gradient_checkpointing_enable({"use_reentrant": True})
    model.enable_input_require_grads()  # after get_peft_model, before the first step
    # endregion
    model.train()
    model(**batch).loss.backward()
    trainable, trained = count_trained(model)
    check("every adapter tensor has a gradient", trained == trainable == 8)


@scenario("fix-input-grads/embeds", needs=["peft"])
def fix_input_grads_embeds():
    model = make_lora()
    randomize_lora_b(model)
    batch = make_batch()
    # region: fix-input-grads/embeds
    model.gradient_checkpointing_enable({"use_reentrant": True})
    model.train()
    inputs_embeds = model.get_input_embeddings().weight[batch["input_ids"]]  # frozen
    inputs_embeds.requires_grad_(True)
    loss = model(inputs_embeds=inputs_embeds, labels=batch["labels"]).loss
    loss.backward()
    # endregion
    trainable, trained = count_trained(model)
    check("every adapter tensor has a gradient", trained == trainable == 8)


@scenario("fix-trainable-adapter", needs=["peft", "accelerate"])
def fix_trainable_adapter():
    save_adapter()
    base = make_base()
    train_dataset = make_train_dataset()
    args = make_args()
    # region: fix-trainable-adapter
    from peft import PeftModel
    from transformers import Trainer

    model = PeftModel.from_pretrained(base, "my-adapter", is_trainable=True)
    Trainer(model=model, args=args, train_dataset=train_dataset).train()
    # endregion
    changed = [bool((p != 0).any()) for n, p in model.named_parameters() if "lora_B" in n]
    check("every lora_B left 0", len(changed) == 4 and all(changed))


@scenario("fix-unfreeze", needs=["peft"])
def fix_unfreeze():
    model = make_base()
    batch = make_batch()
    # region: fix-unfreeze
    from peft import LoraConfig, get_peft_model

    model.requires_grad_(False)  # freeze first; get_peft_model does this by itself
    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    model(**batch).loss.backward()
    # endregion
    check("the adapter alone is trainable", count_trained(model)[0] == 8)


@scenario("fix-unfreeze/adapter", needs=["peft"])
def fix_unfreeze_adapter():
    model = make_lora()
    model.requires_grad_(False)
    # region: fix-unfreeze/adapter
    model.set_adapter("default")  # active, and trainable again
    model.print_trainable_parameters()
    # endregion
    model(**make_batch()).loss.backward()
    check("it is trainable again", count_trained(model)[0] == 8)


@scenario("fix-grad-enabled", needs=["torch"])
def fix_grad_enabled():
    student, teacher = make_base(), make_base()
    batch = make_batch()
    # region: fix-grad-enabled
    import torch

    with torch.no_grad():
        target = teacher(**batch).logits
    logits = student(**batch).logits  # outside: this one is trained
    loss = torch.nn.functional.mse_loss(logits, target)
    loss.backward()
    # endregion
    check("the student has gradients", all(p.grad is not None for p in student.parameters()))
    check("the teacher has none", all(p.grad is None for p in teacher.parameters()))


@scenario("fix-keep-graph", needs=["torch"])
def fix_keep_graph():
    model = make_base()
    batches = [make_batch(), make_batch()]
    # region: fix-keep-graph
    import torch

    losses = [model(**batch).loss for batch in batches]
    loss = torch.stack(losses).mean()
    loss.backward()
    print(loss.item())  # a number, for the log only
    # endregion
    trainable, trained = count_trained(model)
    check("every weight has a gradient", trained == trainable)


@scenario("check-graph", needs=["peft"])
def check_graph():
    model, batch = make_lora(), make_batch()
    # region: check-graph
    import torch

    model.train()
    loss = model(**batch).loss
    trainable = [n for n, p in model.named_parameters() if p.requires_grad]
    print("trainable tensors:", len(trainable), "| grad mode:", torch.is_grad_enabled())
    print("loss:", loss.requires_grad, loss.grad_fn)
    # endregion
    check("the loss has a grad_fn", loss.requires_grad and loss.grad_fn is not None)
    check("the adapter is trainable", len(trainable) == 8)


@scenario("check-grads", needs=["peft"])
def check_grads():
    model, batch = make_lora(), make_batch()
    model(**batch).loss.backward()
    # region: check-grads
    # After the first backward. A gradient of 0 is fine there (LoRA's B starts at 0), None is not.
    without = [n for n, p in model.named_parameters() if p.requires_grad and p.grad is None]
    print("trainable without gradient:", len(without), without[:3])
    # endregion
    check("none is without", not without)


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-requires-grad-loss", needs=["peft"])
def extra_requires_grad_loss():
    """The advice `loss.requires_grad_(True)`: no error, and nothing is trained."""
    model, batch = make_lora(), make_batch()
    model.requires_grad_(False)
    loss = model(**batch).loss
    loss.requires_grad_(True)
    loss.backward()
    grads = [p for p in model.parameters() if p.grad is not None]
    check("no parameter has a gradient", not grads)


@scenario("extra-retain-graph", expect=NO_GRAD_FN, needs=["torch"])
def extra_retain_graph():
    model, batch = make_base(), make_batch()
    model.requires_grad_(False)
    model(**batch).loss.backward(retain_graph=True)


@scenario("extra-inference-mode", expect=NO_GRAD_FN, needs=["torch"])
def extra_inference_mode():
    import torch

    model, batch = make_base(), make_batch()
    with torch.inference_mode():
        loss = model(**batch).loss
    loss.backward()


@scenario("extra-eval", needs=["torch"])
def extra_eval():
    """eval() changes dropout, not gradients."""
    model, batch = make_base(), make_batch()
    model.eval()
    model(**batch).loss.backward()
    trainable, trained = count_trained(model)
    check("every weight has a gradient", trained == trainable)


@scenario(
    "extra-all-true-int",
    expect="RuntimeError: only Tensors of floating point and complex dtype can require gradients",
    needs=["torch"],
)
def extra_all_true_int():
    """What "set requires_grad on every parameter" does to a packed 4-bit weight, which is uint8."""
    import torch

    packed = torch.nn.Parameter(torch.zeros(8, 1, dtype=torch.uint8), requires_grad=False)
    packed.requires_grad = True


@scenario("extra-silent-layers", needs=["peft"])
def extra_silent_layers():
    """A trainable head behind checkpointed layers: no error, and their adapter stays untrained."""
    import warnings

    model = make_lora(modules_to_save=["lm_head"])
    randomize_lora_b(model)
    batch = make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": True})
    model.train()
    inputs_embeds = model.get_input_embeddings().weight[batch["input_ids"]].detach()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model(inputs_embeds=inputs_embeds, labels=batch["labels"]).loss.backward()
    texts = {str(item.message) for item in caught}
    print(*texts, sep="\n")
    check("only a warning tells", any("None of the inputs" in text for text in texts))
    lora = [p.grad for n, p in model.named_parameters() if "lora_" in n]
    check("no adapter tensor has a gradient", len(lora) == 8 and all(g is None for g in lora))


@scenario("extra-trainer-reentrant", needs=["peft", "accelerate"])
def extra_trainer_reentrant():
    """transformers 5.17 sets the hook itself: Trainer, PEFT and reentrant checkpointing work."""
    from transformers import Trainer

    model = make_lora()
    args = make_args(
        gradient_checkpointing=True, gradient_checkpointing_kwargs={"use_reentrant": True}
    )
    Trainer(model=model, args=args, train_dataset=make_train_dataset()).train()
    changed = [bool((p != 0).any()) for n, p in model.named_parameters() if "lora_B" in n]
    check("every lora_B left 0", len(changed) == 4 and all(changed))


@scenario("extra-masked-labels", needs=["torch"])
def extra_masked_labels():
    """Labels that are all -100 give NaN, not this error."""
    model, batch = make_base(), make_batch()
    batch["labels"].fill_(-100)
    loss = model(**batch).loss
    print(loss)
    loss.backward()
    check("the loss is NaN, with a graph", bool(loss.isnan()) and loss.requires_grad)
