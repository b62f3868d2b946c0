# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "deepspeed==0.19.2",
# ]
# ///
"""Raises CheckpointError in seven ways, and the errors and the warning around it; runs each fix.

    python tools/repro/run.py content/guides/gradient-checkpointing-use-reentrant/repro.py --out OUT

No GPU is needed and nothing is downloaded; models are made here, tiny and with random weights.
DeepSpeed runs on the CPU with Gloo, in one process. Its error needs a release before 0.19.3 and
its fix a later one, so the scenarios run in two environments.
Without a C++ compiler DeepSpeed does not start on the CPU.
"""

import os
import socket

from repro.scenario import check, scenario

METADATA = (
    "CheckpointError: torch.utils.checkpoint: Recomputed values for the following tensors have "
    "different metadata than during the forward pass."
)
NUMBER = (
    "CheckpointError: torch.utils.checkpoint: A different number of tensors was saved during the "
    "original forward and recomputation."
)


def make_model(**options):
    """A LLaMA of two layers."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=128,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        **options,
    )
    return LlamaForCausalLM(config)


def make_lora():
    """The same with a LoRA on the attention's projections; lora_B is not 0, so it has an effect."""
    import torch
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(make_model(), config)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter.data)
    return model


def make_batch():
    """One text of 16 tokens."""
    import torch

    ids = torch.arange(3, 19).reshape(1, 16)
    return {"input_ids": ids, "labels": ids.clone()}


def make_attention():
    """One attention layer that writes to a cache, if it is given one."""
    import torch

    class Attention(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.qkv = torch.nn.Linear(8, 24)

        def forward(self, x, cache=None):
            q, k, v = (part.unsqueeze(1) for part in self.qkv(x).chunk(3, -1))
            if cache is not None:
                k, v = cache.update(k, v, 0)
            return torch.nn.functional.scaled_dot_product_attention(q, k, v).squeeze(1)

    return Attention()


def make_engine(model, optimizer):
    """DeepSpeed's engine, ZeRO stage 3, on the CPU."""
    os.environ["DS_ACCELERATOR"] = "cpu"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(free.getsockname()[1]))
    os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1")
    import deepspeed

    deepspeed.init_distributed("gloo")
    config = {
        "train_micro_batch_size_per_gpu": 1,
        "zero_optimization": {"stage": 3},
        "zero_allow_untested_optimizer": True,
        "zero_force_ds_cpu_optimizer": False,
    }
    return deepspeed.initialize(model=model, optimizer=optimizer, config=config)[0]


def train_zero3(model):
    """Three steps; the losses."""
    import torch

    trainable = [p for p in model.parameters() if p.requires_grad]
    engine = make_engine(model, torch.optim.AdamW(trainable, lr=0.01))
    losses = []
    for _ in range(3):
        loss = engine(**make_batch()).loss
        engine.backward(loss)
        engine.step()
        losses.append(loss.item())
    print("losses", losses)
    return losses


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/zero3",
    reproduces="different-metadata",
    expect=METADATA,
    needs=["deepspeed<0.19.3", "peft"],
)
def error_zero3():
    """Frozen weights are partitioned again before the comparison: their shape is [0]."""
    model = make_lora()
    # region: error/zero3
    model.gradient_checkpointing_enable({"use_reentrant": False})  # default since 5.0
    model.train()
    # endregion
    train_zero3(model)


@scenario("error/kv-cache", reproduces="different-metadata", expect=METADATA)
def error_kv_cache():
    """transformers' cache in a checkpointed layer: the second run appends to it again."""
    import torch

    layer, x = make_attention(), torch.randn(2, 4, 8, requires_grad=True)
    # region: error/kv-cache
    from torch.utils.checkpoint import checkpoint
    from transformers import DynamicCache

    cache = DynamicCache()
    y = checkpoint(layer, x, cache, use_reentrant=False)
    y.sum().backward()
    # endregion


@scenario("error/random", reproduces="different-number", expect=NUMBER)
def error_random():
    import torch

    block, x = torch.nn.Linear(8, 8), torch.randn(4, 8, requires_grad=True)
    # region: error/random
    import random

    from torch.utils.checkpoint import checkpoint

    def layer(x):
        x = block(x)
        if random.random() < 0.5:  # PyTorch restores its own generators, not Python's
            x = x.sin()
        return x.cos()

    random.seed(1)
    for _ in range(8):
        checkpoint(layer, x, use_reentrant=False).sum().backward()
    # endregion


@scenario("error/rng", reproduces="different-metadata", expect=METADATA)
def error_rng():
    """Random routing, and the generator's state not restored."""
    import torch
    from torch.utils.checkpoint import checkpoint

    block = torch.nn.Linear(8, 8)

    def layer(x):
        chosen = torch.rand(x.shape[0]) > 0.5
        return block(x)[chosen].sin()

    torch.manual_seed(0)
    x = torch.randn(64, 8, requires_grad=True)
    checkpoint(layer, x, use_reentrant=False, preserve_rng_state=False).sum().backward()


@scenario("error/eval", reproduces="different-number", expect=NUMBER)
def error_eval():
    """Evaluation between forward and backward: dropout saves its mask only in train()."""
    model, batch = make_model(attention_dropout=0.1), make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    # region: error/eval
    model.train()
    loss = model(**batch).loss
    model.eval()  # for an evaluation, before the step is finished
    loss.backward()
    # endregion


@scenario("error/adapter", reproduces="different-metadata", expect=METADATA, needs=["peft"])
def error_adapter():
    model, batch = make_lora(), make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    model.enable_input_require_grads()
    model.train()
    # region: error/adapter
    with model.disable_adapter():
        reference = model(**batch).logits
    logits = model(**batch).logits
    loss = (logits - reference).square().mean()
    loss.backward()  # recomputes the reference with the adapter
    # endregion


@scenario(
    "error/more",
    reproduces="more-tensors",
    expect="CheckpointError: torch.utils.checkpoint: trying to save more tensors during "
    "recomputation than during the original forward pass.",
)
def error_more():
    """The recomputation does more than the forward pass; seen only without early stop."""
    import torch
    from torch.utils.checkpoint import checkpoint, set_checkpoint_early_stop

    with set_checkpoint_early_stop(False):
        y = checkpoint(growing(), torch.randn(2, 8, requires_grad=True), use_reentrant=False)
    y.sum().backward()


def growing():
    """A layer that does more at its second call."""
    import torch

    block, calls = torch.nn.Linear(8, 8), []

    def layer(x):
        calls.append(1)
        x = block(x).sin()
        return x if len(calls) == 1 else x.cos().sin()

    return layer


@scenario(
    "error/inputs",
    reproduces="reentrant-grad",
    expect="RuntimeError: When use_reentrant=True, torch.utils.checkpoint is incompatible with "
    ".grad() or passing an `inputs` parameter to .backward().",
)
def error_inputs():
    import torch

    block, x = torch.nn.Linear(8, 8), torch.randn(2, 8, requires_grad=True)
    # region: error/inputs
    from torch.utils.checkpoint import checkpoint

    y = checkpoint(block, x, use_reentrant=True)
    (gradient,) = torch.autograd.grad(y.sum(), x)
    # endregion


@scenario(
    "error/debug",
    reproduces="debug-mode",
    expect="CheckpointError:  An error happened while unpacking tensors; dumping logs of latest "
    "computation",
    regions=["fix-debug"],
)
def error_debug():
    """What the debug mode prints instead."""
    model, batch = make_model(attention_dropout=0.1), make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    # region: fix-debug
    from torch.utils.checkpoint import set_checkpoint_debug_enabled

    with set_checkpoint_debug_enabled(True):
        loss = model(**batch).loss
    # endregion
    model.eval()
    loss.backward()


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-deepspeed", needs=["deepspeed>=0.19.3", "peft"])
def fix_deepspeed():
    """The code of error/zero3, and a release that waits with the partitioning."""
    model = make_lora()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    model.train()
    losses = train_zero3(model)
    check("the loss falls", losses[2] < losses[0])


@scenario("fix-reentrant", needs=["deepspeed", "peft"])
def fix_reentrant():
    model = make_lora()
    # region: fix-reentrant
    model.gradient_checkpointing_enable({"use_reentrant": True})
    model.enable_input_require_grads()  # reentrant: an input must require a gradient
    model.train()
    # endregion
    losses = train_zero3(model)
    check("the loss falls", losses[2] < losses[0])


@scenario("fix-reentrant/transformers", scope="mechanism", needs=["peft", "accelerate"])
def fix_reentrant_transformers():
    """Trainer with these arguments and LoRA, without DeepSpeed."""
    model = make_lora()
    before = [p.detach().clone() for p in model.parameters() if p.requires_grad]
    # region: fix-reentrant/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": True},
    )
    # endregion
    from transformers import Trainer

    args.max_steps, args.report_to, args.save_strategy = 3, [], "no"
    rows = [{name: value[0] for name, value in make_batch().items()} for _ in range(24)]
    Trainer(model=model, args=args, train_dataset=rows).train()
    after = [p.detach().cpu() for p in model.parameters() if p.requires_grad]
    moved = [bool((new != old).any()) for new, old in zip(after, before, strict=True)]
    check("every adapter tensor was trained", len(moved) == 8 and all(moved))


def wrap_layers(model):
    """What FSDP's own activation checkpointing does, past transformers' switch for the cache."""
    import functools

    from torch.distributed.algorithms._checkpoint.checkpoint_wrapper import (
        CheckpointImpl,
        apply_activation_checkpointing,
        checkpoint_wrapper,
    )

    apply_activation_checkpointing(
        model,
        checkpoint_wrapper_fn=functools.partial(
            checkpoint_wrapper, checkpoint_impl=CheckpointImpl.NO_REENTRANT
        ),
        check_fn=lambda module: type(module).__name__ == "LlamaDecoderLayer",
    )


@scenario("fix-no-cache")
def fix_no_cache():
    model, batch = make_model(attn_implementation="eager"), make_batch()
    model.train()
    # region: fix-no-cache
    model.config.get_text_config().use_cache = False  # the part that has the cache, if it has parts
    # endregion
    wrap_layers(model)
    model(**batch).loss.backward()
    check("every weight has a gradient", all(p.grad is not None for p in model.parameters()))


@scenario("fix-no-cache/pytorch")
def fix_no_cache_pytorch():
    import torch

    layer, x = make_attention(), torch.randn(2, 4, 8, requires_grad=True)
    # region: fix-no-cache/pytorch
    from torch.utils.checkpoint import checkpoint

    cache = None  # the cache is for generation
    y = checkpoint(layer, x, cache, use_reentrant=False)
    y.sum().backward()
    # endregion
    check("it has a gradient", bool(layer.qkv.weight.grad.any()))


@scenario("fix-repeatable")
def fix_repeatable():
    import torch

    block, x = torch.nn.Linear(8, 8), torch.randn(4, 8, requires_grad=True)
    # region: fix-repeatable
    import random

    from torch.utils.checkpoint import checkpoint

    def layer(x, with_sin):
        x = block(x)
        if with_sin:
            x = x.sin()
        return x.cos()

    random.seed(1)
    for _ in range(8):
        with_sin = random.random() < 0.5  # decided once, outside, and handed in
        checkpoint(layer, x, with_sin, use_reentrant=False).sum().backward()
    # endregion
    check("it has a gradient", bool(block.weight.grad.any()))


@scenario("fix-same-state")
def fix_same_state():
    model, batch = make_model(attention_dropout=0.1), make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    # region: fix-same-state
    model.train()
    loss = model(**batch).loss
    loss.backward()
    model.eval()  # between steps, not within one
    # endregion
    check("every weight has a gradient", all(p.grad is not None for p in model.parameters()))


@scenario("fix-same-state/adapter", needs=["peft"])
def fix_same_state_adapter():
    model, batch = make_lora(), make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    model.enable_input_require_grads()
    model.train()
    # region: fix-same-state/adapter
    import torch

    with torch.no_grad(), model.disable_adapter():
        reference = model(**batch).logits  # no gradient, so nothing is recomputed
    logits = model(**batch).logits
    loss = (logits - reference).square().mean()
    loss.backward()
    # endregion
    trained = [p for p in model.parameters() if p.requires_grad]
    check("every adapter tensor has a gradient", all(p.grad is not None for p in trained))


@scenario("fix-pass-it")
def fix_pass_it():
    import torch

    block, x = torch.nn.Linear(8, 8), torch.randn(2, 8, requires_grad=True)
    # region: fix-pass-it
    from torch.utils.checkpoint import checkpoint

    y = checkpoint(block, x, use_reentrant=False)
    (gradient,) = torch.autograd.grad(y.sum(), x)
    # endregion
    check("autograd.grad works", bool(gradient.any()))


@scenario("fix-pass-it/transformers", needs=["accelerate"])
def fix_pass_it_transformers():
    import warnings

    model = make_model()
    # region: fix-pass-it/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": False},
    )
    # endregion
    from transformers import Trainer

    args.max_steps, args.report_to, args.save_strategy = 2, [], "no"
    rows = [{name: value[0] for name, value in make_batch().items()} for _ in range(16)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Trainer(model=model, args=args, train_dataset=rows).train()
    check("no warning", not [w for w in caught if "use_reentrant" in str(w.message)])


@scenario("fix-debug")
def fix_debug():
    """With the state unchanged the debug mode says nothing; error/debug is what it finds."""
    model, batch = make_model(attention_dropout=0.1), make_batch()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    from torch.utils.checkpoint import set_checkpoint_debug_enabled

    with set_checkpoint_debug_enabled(True):
        loss = model(**batch).loss
    loss.backward()
    check("every weight has a gradient", all(p.grad is not None for p in model.parameters()))


# ------------------------------------------------------------------------------------- checks


def repeats(model, batch):
    # region: check-repeats
    import torch
    from torch.autograd.graph import saved_tensors_hooks

    def saved():
        """Shape and dtype of every tensor that one forward pass keeps, without checkpointing."""
        kept = []

        def note(tensor):
            kept.append((tuple(tensor.shape), tensor.dtype))
            return tensor

        torch.manual_seed(0)
        with saved_tensors_hooks(note, lambda tensor: tensor):
            model(**batch)
        return kept

    runs = [saved() for _ in range(5)]
    print("repeats:", all(run == runs[0] for run in runs))
    print("tensors kept:", [len(run) for run in runs])
    # endregion
    return all(run == runs[0] for run in runs)


@scenario("check-repeats")
def check_repeats():
    import random

    import torch

    model = make_model(attention_dropout=0.1)
    model.train()
    check("a LLaMA repeats, with dropout", repeats(model, make_batch()))

    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.block = torch.nn.Linear(8, 8)

        def forward(self, x):
            x = self.block(x)
            return x.sin() if random.random() < 0.5 else x

    random.seed(1)
    check("Python's random does not", not repeats(Layer(), {"x": torch.randn(2, 8)}))


@scenario("check-default")
def check_default():
    """What transformers passes when nobody says anything, and what PyTorch does then."""
    import warnings

    import torch
    from torch.utils.checkpoint import checkpoint

    model = make_model()
    model.gradient_checkpointing_enable()
    passed = model.model.layers[0]._gradient_checkpointing_func.keywords
    print("transformers passes", passed)
    check("non-reentrant", passed == {"use_reentrant": False})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        y = checkpoint(torch.nn.Linear(8, 8), torch.randn(2, 8, requires_grad=True))
    texts = [str(w.message) for w in caught]
    print(texts)
    check("PyTorch warns", any("should be passed explicitly" in text for text in texts))
    check("and is reentrant", "CheckpointFunction" in type(y.grad_fn).__name__)


# ------------------------------------------------------- what does not help, and what is silent


@scenario(
    "extra-determinism-none",
    expect="RuntimeError: expected m1 and m2 to have the same dtype, but got: {one} != {other}",
)
def extra_determinism_none():
    """The comparison switched off: the backward pass gets tensors of the wrong dtype."""
    import torch
    from torch.utils.checkpoint import checkpoint

    block, x = torch.nn.Linear(8, 8), torch.randn(2, 8, requires_grad=True)
    y = checkpoint(block, x, use_reentrant=False, determinism_check="none")
    block.to(torch.bfloat16)
    x.data = x.data.to(torch.bfloat16)
    y.sum().backward()


@scenario("extra-determinism-none-number", expect=NUMBER)
def extra_determinism_none_number():
    """The number of tensors is compared all the same."""
    import torch
    from torch.utils.checkpoint import checkpoint

    model = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.Dropout(0.5), torch.nn.Linear(8, 8))
    x = torch.randn(2, 8, requires_grad=True)
    y = checkpoint(model, x, use_reentrant=False, determinism_check="none")
    model.eval()
    y.sum().backward()


def gradient_of(layer, x, **options):
    """The input's gradient through a checkpointed layer."""
    import torch
    from torch.utils.checkpoint import checkpoint

    torch.manual_seed(0)
    checkpoint(layer, x, **options).sum().backward()
    return x.grad


@scenario("extra-reentrant-is-silent")
def extra_reentrant_is_silent():
    """use_reentrant=True compares nothing: no error, and the gradient of another function."""
    import torch

    x = torch.full((2, 8), 0.5, requires_grad=True)
    calls = []

    def layer(x):
        calls.append(1)
        return x.sin() if len(calls) == 1 else x * 10

    gradient = gradient_of(layer, x, use_reentrant=True)
    right = x.detach().cos()  # the derivative of what the loss was made of
    print("gradient", gradient[0, 0].item(), "right", right[0, 0].item())
    check("no error, and wrong", bool((gradient - right).abs().min() > 1))


@scenario("extra-same-shapes-are-silent")
def extra_same_shapes_are_silent():
    """Non-reentrant compares shape, dtype and device, not values."""
    import torch

    x = torch.full((2, 8), 0.5, requires_grad=True)
    calls = []

    def layer(x):
        calls.append(1)
        return (x * len(calls)).sin()

    gradient = gradient_of(layer, x, use_reentrant=False)
    right = x.detach().cos()
    print("gradient", gradient[0, 0].item(), "right", right[0, 0].item())
    check("no error, and wrong", bool((gradient - right).abs().min() > 0.1))


@scenario("extra-more-passes")
def extra_more_passes():
    """More tensors in the recomputation: early stop ends it before anybody counts."""
    import torch

    x = torch.randn(2, 8, requires_grad=True)
    check("no error", gradient_of(growing(), x, use_reentrant=False) is not None)


@scenario(
    "extra-cache-in-fsdp",
    expect="RuntimeError: The size of tensor a (32) must match the size of tensor b (16) at "
    "non-singleton dimension 3",
)
def extra_cache_in_fsdp():
    """FSDP's wrapper and use_cache=True: here the mask notices first that the cache has doubled."""
    model, batch = make_model(attn_implementation="eager"), make_batch()
    model.train()
    wrap_layers(model)
    model(**batch).loss.backward()


@scenario("extra-cache-is-dropped")
def extra_cache_is_dropped():
    """transformers' own checkpointing drops even a cache that it is given."""
    from transformers import DynamicCache

    model, batch = make_model(), make_batch()
    model.gradient_checkpointing_enable()
    model.train()
    cache = DynamicCache()
    model(**batch, past_key_values=cache).loss.backward()
    check("the cache stayed empty", cache.get_seq_length() == 0)


@scenario("extra-autocast")
def extra_autocast():
    """torch.autocast around the forward pass alone is restored for the recomputation."""
    import torch
    from torch.utils.checkpoint import checkpoint

    block, x = torch.nn.Linear(8, 8), torch.randn(2, 8, requires_grad=True)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y = checkpoint(block, x, use_reentrant=False)
    y.float().sum().backward()
    check("it has a gradient", bool(block.weight.grad.any()))


@scenario("error/fsdp2", reproduces="different-metadata", expect=METADATA)
def error_fsdp2():
    """FSDP2 casts the block's input to bfloat16 in the forward pass, not in the recomputation."""
    import torch
    import torch.distributed as dist
    from torch.distributed.device_mesh import init_device_mesh

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(free.getsockname()[1]))
    os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1")
    dist.init_process_group("gloo")
    mesh = init_device_mesh("cpu", (1,))
    block = torch.nn.Sequential(torch.nn.GELU(), torch.nn.Linear(8, 8))
    x = torch.randn(2, 8, requires_grad=True)
    # region: error/fsdp2
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard
    from torch.utils.checkpoint import checkpoint

    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16)
    fully_shard(block, mesh=mesh, mp_policy=policy)
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        y = checkpoint(block, x, use_reentrant=False)
    y.float().sum().backward()
    # endregion


@scenario("fix-same-state/fsdp2")
def fix_same_state_fsdp2():
    """The checkpoint inside the sharded block: what it recomputes starts after the cast."""
    import torch
    import torch.distributed as dist
    from torch.distributed.device_mesh import init_device_mesh

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(free.getsockname()[1]))
    os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1")
    dist.init_process_group("gloo")
    mesh = init_device_mesh("cpu", (1,))
    block = torch.nn.Sequential(torch.nn.GELU(), torch.nn.Linear(8, 8))
    x = torch.randn(2, 8, requires_grad=True)
    # region: fix-same-state/fsdp2
    from torch.distributed.algorithms._checkpoint.checkpoint_wrapper import checkpoint_wrapper
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16)
    block = checkpoint_wrapper(block)  # first the checkpoint, non-reentrant by default
    fully_shard(block, mesh=mesh, mp_policy=policy)  # then the sharding
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        y = block(x)
    y.float().sum().backward()
    # endregion
    dist.destroy_process_group()
    check("it has a gradient", x.grad is not None and bool(x.grad.any()))


@scenario("extra-probe-and-seed")
def extra_probe_and_seed():
    """`preserve_rng_state=False` is not seen by the probe: it seeds each run itself."""
    import torch

    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.block = torch.nn.Linear(8, 8)

        def forward(self, x):
            return self.block(x)[torch.rand(x.shape[0]) > 0.5].sin()

    check("it prints True", repeats(Layer(), {"x": torch.randn(64, 8)}))


@scenario("extra-cache-multimodal")
def extra_cache_multimodal():
    """In a multimodal model the switch of the whole config does not reach the text model."""
    import functools

    import torch
    from torch.distributed.algorithms._checkpoint.checkpoint_wrapper import (
        CheckpointImpl,
        apply_activation_checkpointing,
        checkpoint_wrapper,
    )
    from transformers import Qwen2VLConfig, Qwen2VLForConditionalGeneration

    text = {
        "vocab_size": 128,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 10000.0,
            "mrope_section": [2, 3, 3],
        },
    }
    vision = {"depth": 1, "embed_dim": 32, "hidden_size": 32, "num_heads": 2}
    ends = {}
    for part in ("whole", "text"):
        config = Qwen2VLConfig(text_config=text, vision_config=vision)
        config._attn_implementation = "eager"
        model = Qwen2VLForConditionalGeneration(config)
        model.train()
        chosen = model.config if part == "whole" else model.config.get_text_config()
        chosen.use_cache = False
        apply_activation_checkpointing(
            model,
            checkpoint_wrapper_fn=functools.partial(
                checkpoint_wrapper, checkpoint_impl=CheckpointImpl.NO_REENTRANT
            ),
            check_fn=lambda module: type(module).__name__ == "Qwen2VLDecoderLayer",
        )
        try:
            model(**make_batch()).loss.backward()
            ends[part] = "passed"
        except RuntimeError as error:
            ends[part] = str(error)
    print(ends)
    check("the whole config is not enough", "size of tensor a (32)" in ends["whole"])
    check("the text config is", ends["text"] == "passed")


@scenario("extra-cache-sdpa")
def extra_cache_sdpa():
    """With sdpa and no padding, 5.17 cuts the doubled cache off: no error, the same gradients."""
    import torch

    gradients = []
    for cache in (False, True):
        model = make_model(attn_implementation="sdpa")
        model.train()
        model.config.use_cache = cache
        wrap_layers(model)
        model(**make_batch()).loss.backward()
        gradients.append([p.grad for p in model.parameters()])
    same = [torch.equal(one, other) for one, other in zip(*gradients, strict=True)]
    check("the same gradients", all(same))
