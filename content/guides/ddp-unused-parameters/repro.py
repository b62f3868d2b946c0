# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises both of DDP's errors, no gradient and two of them, in twelve ways, and runs each fix.

    python tools/repro/run.py content/guides/ddp-unused-parameters/repro.py --out OUT

No GPU is needed and nothing is downloaded: two processes on the CPU talk through Gloo. The
scenario's process is rank 0; it starts this file once more as rank 1. DDP counts gradients in the
same C++ code for Gloo and for NCCL. Models are made here, tiny and with random weights.
"""

import os
import socket
import subprocess
import sys
from datetime import timedelta

from repro.scenario import check, scenario

UNUSED = (
    "RuntimeError: Expected to have finished reduction in the prior iteration before starting a "
    "new one. This error indicates that your module has parameters that were not used in producing "
    "loss."
)
CHANGED = (
    "RuntimeError: Expected to have finished reduction in the prior iteration before starting a "
    "new one. This error indicates that your training graph has changed in this iteration"
)
CHANGED_LATER = "RuntimeError: Your training graph has changed in this iteration"
TWICE = "RuntimeError: Expected to mark a variable ready only once."
WORKERS = {}


def worker(function):
    """Register what both ranks run."""
    WORKERS[function.__name__] = function
    return function


def two_ranks(name, **variables):
    """Run a worker as rank 0 here and as rank 1 in a second process, which must end well too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), WORLD_SIZE="2", **variables)
    os.environ.update(RANK="0", LOCAL_RANK="0", CUDA_VISIBLE_DEVICES="", OMP_NUM_THREADS="1")
    os.environ["ACCELERATE_USE_CPU"] = "true"  # as `accelerate launch --cpu` does
    other = subprocess.Popen(
        [sys.executable, "-P", __file__, name], env={**os.environ, "RANK": "1", "LOCAL_RANK": "1"}
    )
    WORKERS[name]()
    check("rank 1 ended well", other.wait(120) == 0)


def join():
    """Both ranks in one process group; the same seed, so that the models begin alike."""
    import torch

    torch.manual_seed(0)
    torch.distributed.init_process_group("gloo", timeout=timedelta(seconds=60))
    return int(os.environ["RANK"])


def make_model(forward, **layers):
    """A model whose layers are given, and what its forward does with them."""
    import torch

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for name, layer in layers.items():
                setattr(self, name, layer)

    Model.forward = forward
    return Model()


def make_unused():
    """A trunk and a head that are trained, and a projection that forward never calls."""
    from torch.nn import Linear

    def forward(self, x):
        return self.head(self.trunk(x))

    return make_model(forward, trunk=Linear(4, 4), head=Linear(4, 1), projection=Linear(4, 4))


def make_branch():
    """An adapter that forward calls only for batches with an image."""
    from torch.nn import Linear

    def forward(self, x, has_image):
        hidden = self.trunk(x)
        if has_image:
            hidden = hidden + self.adapter(x)
        return self.head(hidden)

    return make_model(forward, trunk=Linear(4, 4), adapter=Linear(4, 4), head=Linear(4, 1))


def make_two_losses():
    """A shared trunk and two heads, each of which has a loss of its own."""
    from torch.nn import Linear

    def forward(self, x):
        hidden = self.trunk(x)
        return self.policy(hidden), self.value(hidden)

    return make_model(forward, trunk=Linear(4, 4), policy=Linear(4, 1), value=Linear(4, 1))


def make_checkpointed(use_reentrant, times=1):
    """A middle block that is checkpointed, several times over if asked."""
    from torch.nn import Linear
    from torch.utils.checkpoint import checkpoint

    def forward(self, x):
        x = self.first(x)
        for _ in range(times):
            x = checkpoint(self.block, x, use_reentrant=use_reentrant)
        return self.last(x)

    return make_model(forward, first=Linear(4, 4), block=Linear(4, 4), last=Linear(4, 1))


def make_batches(count=4, rank=0):
    import torch

    generator = torch.Generator().manual_seed(rank)
    return [torch.randn(2, 4, generator=generator) for _ in range(count)]


def make_vlm():
    """A LLaVA with a vision tower of one layer and a language model of two."""
    import torch
    from transformers import (
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
    )

    torch.manual_seed(0)
    vision = CLIPVisionConfig(
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        image_size=8,
        patch_size=4,
    )
    text = LlamaConfig(
        vocab_size=128,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    return LlavaForConditionalGeneration(
        LlavaConfig(vision_config=vision, text_config=text, image_token_index=127)
    )


def make_lora():
    """A LLaMA of two layers with a fresh LoRA on the attention's projections."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=128,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    lora = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    return get_peft_model(LlamaForCausalLM(config), lora)


def make_text():
    """Sixteen texts of 16 tokens; none has an image."""
    rows = [[3 + (row + column) % 100 for column in range(16)] for row in range(16)]
    return [{"input_ids": row, "attention_mask": [1] * 16, "labels": row} for row in rows]


def short(args):
    """What a test adds to a reader's arguments: three steps, and nothing written or reported."""
    args.max_steps, args.report_to, args.save_strategy = 3, [], "no"
    args.per_device_train_batch_size = 2
    return args


def same_on_both_ranks(tensor):
    """Whether every rank holds the same numbers."""
    import torch

    gathered = [torch.empty_like(tensor) for _ in range(2)]
    torch.distributed.all_gather(gathered, tensor.contiguous())
    return bool(torch.equal(*gathered))


# ------------------------------------------------------------------------- errors: no gradient


@worker
def unused():
    join()
    model, batches = make_unused(), make_batches()
    # region: error/unused
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)  # forward never calls model.projection
    for batch in batches:
        model(batch).mean().backward()  # the second forward raises
    # endregion


@scenario("error/unused", reproduces="finished-reduction", expect=UNUSED)
def error_unused():
    two_ranks("unused")


@scenario("error/names", reproduces="names-without-grad", expect=UNUSED, regions=["error/unused"])
def error_names():
    """The same, with the names that the debug variable adds."""
    two_ranks("unused", TORCH_DISTRIBUTED_DEBUG="INFO")


@worker
def dropped_output():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(make_two_losses())
    for batch in make_batches():
        policy, _ = model(batch)  # the value head's output takes no part in the loss
        policy.mean().backward()


@scenario("error/dropped-output", reproduces="indices-without-grad", expect=UNUSED)
def error_dropped_output():
    two_ranks("dropped_output")


@worker
def text_only():
    model, train_dataset = make_vlm(), make_text()
    # region: error/text-only
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(output_dir="out", gradient_checkpointing=True)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion
    short(args)
    trainer.train()


@scenario("error/text-only", reproduces="finished-reduction", expect=UNUSED)
def error_text_only():
    """A vision-language model on texts: its vision tower is trainable and never called."""
    two_ranks("text_only")


@worker
def branch():
    rank = join()
    model, batches = make_branch(), make_batches(rank=rank)
    has_image = rank == 1
    # region: error/branch
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)
    for batch in batches:
        # forward calls self.adapter only if there is an image; rank 0 has none
        model(batch, has_image).mean().backward()
    # endregion


@scenario("error/branch", reproduces="finished-reduction", expect=UNUSED)
def error_branch():
    """Rank 0 raises. Rank 1, which used the adapter, waits for it in its first backward."""
    two_ranks("branch")


def make_risky():
    """Two heads, of which one may take the root of a negative number."""
    from torch.nn import Linear

    def forward(self, x):
        hidden = self.trunk(x)
        risky = self.scale(hidden).sqrt()  # NaN where it is negative
        return risky.mean() + self.head(hidden).mean()

    return make_model(forward, trunk=Linear(4, 4), scale=Linear(4, 1), head=Linear(4, 1))


@worker
def interrupted():
    join()
    import torch

    model, batches = make_risky(), make_batches()
    torch.autograd.set_detect_anomaly(True)
    # region: error/interrupted
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)
    for batch in batches:
        loss = model(batch)
        try:
            loss.backward()
        except RuntimeError as error:  # out of memory, or a NaN that detect_anomaly found
            print("skipped a batch:", error)
    # endregion


@scenario("error/interrupted", reproduces="finished-reduction", expect=UNUSED)
def error_interrupted():
    """A backward that failed half-way, and was caught."""
    two_ranks("interrupted")


@worker
def static_dropped():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(make_branch(), static_graph=True)
    for step, batch in enumerate(make_batches()):
        model(batch, step == 0).mean().backward()


@scenario("error/static-dropped", reproduces="finished-reduction-static", expect=CHANGED)
def error_static_dropped():
    """static_graph=True, and a parameter that is used in the first step only."""
    two_ranks("static_dropped")


@worker
def static_added():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(make_branch(), static_graph=True)
    for step, batch in enumerate(make_batches()):
        model(batch, step > 0).mean().backward()


@scenario("error/static-added", reproduces="graph-changed", expect=CHANGED_LATER)
def error_static_added():
    """static_graph=True, and a parameter that is used from the second step on."""
    two_ranks("static_added")


# ----------------------------------------------------------------------- errors: two gradients


@worker
def reentrant():
    model, train_dataset = make_lora(), make_text()
    # region: error/reentrant
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": True},  # the default before transformers 5
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)  # model is a PeftModel
    # endregion
    short(args)
    print("find_unused_parameters:", trainer.accelerator.ddp_handler.find_unused_parameters)
    trainer.train()


@scenario("error/reentrant", reproduces="ready-only-once", expect=TWICE)
def error_reentrant():
    two_ranks("reentrant")


@worker
def reentrant_pytorch():
    join()
    model, batches = make_checkpointed(use_reentrant=True), make_batches()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model, find_unused_parameters=True)
    for batch in batches:
        model(batch).mean().backward()


@scenario("error/reentrant-pytorch", reproduces="ready-twice", expect=TWICE)
def error_reentrant_pytorch():
    two_ranks("reentrant_pytorch")


@worker
def reused_block():
    join()
    model, batches = make_checkpointed(use_reentrant=True, times=2), make_batches()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)
    for batch in batches:
        model(batch).mean().backward()


@scenario("error/reused-block", reproduces="ready-only-once", expect=TWICE)
def error_reused_block():
    """One block, checkpointed twice in a step: two inner backward passes give it two gradients."""
    two_ranks("reused_block")


def make_encoder():
    """forward stops before the head."""
    from torch.nn import Linear

    def forward(self, x):
        return self.trunk(x)

    return make_model(forward, trunk=Linear(4, 4), head=Linear(4, 1))


@worker
def outside_forward():
    join()
    model, batches = make_encoder(), make_batches()
    # region: error/outside-forward
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model, find_unused_parameters=True)
    for batch in batches:
        hidden = model(batch)
        loss = model.module.head(hidden).mean()  # DDP has just declared the head unused
        loss.backward()
    # endregion


@scenario("error/outside-forward", reproduces="ready-only-once", expect=TWICE)
def error_outside_forward():
    two_ranks("outside_forward")


class Output:
    """An ordinary class: DDP looks into tuples, lists, dicts and dataclasses only."""

    def __init__(self, logits):
        self.logits = logits


@worker
def opaque_output():
    join()
    from torch.nn import Linear
    from torch.nn.parallel import DistributedDataParallel

    model = make_model(lambda self, x: Output(self.head(x)), head=Linear(4, 1))
    model = DistributedDataParallel(model, find_unused_parameters=True)
    for batch in make_batches():
        model(batch).logits.mean().backward()


@scenario("error/opaque-output", reproduces="ready-only-once", expect=TWICE)
def error_opaque_output():
    two_ranks("opaque_output")


@worker
def two_backwards():
    join()
    model, batches = make_two_losses(), make_batches()
    # region: error/two-backwards
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)
    for batch in batches:
        policy, value = model(batch)
        policy.mean().backward(retain_graph=True)
        value.square().mean().backward()  # the trunk's second gradient
    # endregion


@scenario("error/two-backwards", reproduces="ready-only-once", expect=TWICE)
def error_two_backwards():
    two_ranks("two_backwards")


# ------------------------------------------------------------------------- fixes: no gradient


@worker
def freeze():
    join()
    model, batches = make_unused(), make_batches()
    # region: fix-freeze
    from torch.nn.parallel import DistributedDataParallel

    model.projection.requires_grad_(False)  # before DDP: it looks once, when it wraps
    model = DistributedDataParallel(model)
    for batch in batches:
        model(batch).mean().backward()
    # endregion
    trained = [p for p in model.parameters() if p.requires_grad and p.grad is not None]
    check("the four tensors in use have a gradient", len(trained) == 4)


@scenario("fix-freeze")
def fix_freeze():
    two_ranks("freeze")


@worker
def freeze_tower():
    model, train_dataset = make_vlm(), make_text()
    # region: fix-freeze/transformers
    from transformers import Trainer, TrainingArguments

    for name, parameter in model.named_parameters():
        if "vision_tower" in name or "multi_modal_projector" in name:  # LLaVA; see print(model)
            parameter.requires_grad_(False)
    args = TrainingArguments(output_dir="out", gradient_checkpointing=True)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion
    short(args)
    trainer.train()
    check("three steps", trainer.state.global_step == 3)


@scenario("fix-freeze/transformers")
def fix_freeze_transformers():
    two_ranks("freeze_tower")


@worker
def freeze_lora():
    model, train_dataset = make_vlm(), make_text()
    # region: fix-freeze/peft
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        target_modules=["q_proj", "v_proj"],
        exclude_modules=r".*vision_tower.*",  # its layers are called q_proj and v_proj, too
    )
    model = get_peft_model(model, config)
    # endregion
    from transformers import Trainer, TrainingArguments

    args = short(TrainingArguments(output_dir="out", ddp_find_unused_parameters=False))
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    names = [name for name, p in model.named_parameters() if p.requires_grad]
    check("an adapter on the language model alone", len(names) == 8 and "vision" not in str(names))
    check("three steps without the search", trainer.state.global_step == 3)


@scenario("fix-freeze/peft")
def fix_freeze_peft():
    two_ranks("freeze_lora")


@worker
def lora_everywhere():
    from peft import LoraConfig, get_peft_model
    from transformers import Trainer, TrainingArguments

    model = get_peft_model(make_vlm(), LoraConfig(target_modules=["q_proj", "v_proj"]))
    args = short(TrainingArguments(output_dir="out", ddp_find_unused_parameters=False))
    Trainer(model=model, args=args, train_dataset=make_text()).train()


@scenario("error/lora-tower", reproduces="finished-reduction", expect=UNUSED)
def error_lora_tower():
    """A LoRA whose names match the vision tower, trained on texts without the search."""
    two_ranks("lora_everywhere")


@worker
def find_unused():
    rank = join()
    model, batches = make_branch(), make_batches(rank=rank)
    has_image = rank == 1
    # region: fix-find-unused
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model, find_unused_parameters=True)
    for batch in batches:
        model(batch, has_image).mean().backward()
    # endregion
    gradient = model.module.adapter.weight.grad
    check(f"rank {rank} has the adapter's gradient", gradient is not None and bool(gradient.any()))
    check("the same on both", same_on_both_ranks(gradient))


@scenario("fix-find-unused")
def fix_find_unused():
    two_ranks("find_unused")


@worker
def find_unused_trainer():
    model, train_dataset = make_vlm(), make_text()
    # region: fix-find-unused/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        ddp_find_unused_parameters=True,
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": False},  # the search needs this
    )
    # endregion
    from transformers import Trainer

    trainer = Trainer(model=model, args=short(args), train_dataset=train_dataset)
    trainer.train()
    check("three steps", trainer.state.global_step == 3)


@scenario("fix-find-unused/transformers")
def fix_find_unused_transformers():
    two_ranks("find_unused_trainer")


@worker
def find_unused_accelerate():
    import torch

    torch.manual_seed(0)
    model, batches = make_unused(), make_batches()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    # region: fix-find-unused/accelerate
    from accelerate import Accelerator, DistributedDataParallelKwargs

    ddp = DistributedDataParallelKwargs(find_unused_parameters=True)
    accelerator = Accelerator(kwargs_handlers=[ddp])
    model, optimizer = accelerator.prepare(model, optimizer)
    # endregion
    for batch in batches:
        accelerator.backward(model(batch).mean())
        optimizer.step()
        optimizer.zero_grad()
    check("the model is wrapped", type(model).__name__ == "DistributedDataParallel")
    check("the weights agree", same_on_both_ranks(model.module.head.weight.data))


@scenario("fix-find-unused/accelerate")
def fix_find_unused_accelerate():
    two_ranks("find_unused_accelerate")


@worker
def touch():
    rank = join()
    has_image = rank == 1
    batches = make_batches(rank=rank)
    from torch.nn import Linear

    # region: fix-touch
    def forward(self, x, has_image):
        hidden = self.trunk(x)
        if has_image:
            hidden = hidden + self.adapter(x)
        else:  # a gradient of 0, so that DDP need not search
            hidden = hidden + 0.0 * sum(p.sum() for p in self.adapter.parameters())
        return self.head(hidden)

    # endregion
    from torch.nn.parallel import DistributedDataParallel

    model = make_model(forward, trunk=Linear(4, 4), adapter=Linear(4, 4), head=Linear(4, 1))
    model = DistributedDataParallel(model)
    for batch in batches:
        model(batch, has_image).mean().backward()
    gradient = model.module.adapter.weight.grad
    check("the adapter has a gradient, the same on both", same_on_both_ranks(gradient))


@scenario("fix-touch")
def fix_touch():
    two_ranks("touch")


@worker
def skip_together():
    rank = join()
    import torch

    torch.autograd.set_detect_anomaly(True)
    model, batches = make_risky(), make_batches(count=6, rank=rank)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    steps = []
    # region: fix-skip-together
    import torch.distributed as dist
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)
    for batch in batches:
        loss = model(batch)
        bad = (~torch.isfinite(loss)).float()
        dist.all_reduce(bad)  # how many ranks have a bad loss
        if bad.item() > 0:
            continue  # all of them together, before backward has begun
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        steps.append(loss.item())
    # endregion
    print(f"rank {rank}: {len(steps)} of {len(batches)} steps")
    check("some were skipped and some were made", 0 < len(steps) < len(batches))
    check("the weights agree", same_on_both_ranks(model.module.head.weight.data))


@scenario("fix-skip-together")
def fix_skip_together():
    two_ranks("skip_together")


# ----------------------------------------------------------------------- fixes: two gradients


@worker
def non_reentrant():
    model, train_dataset = make_lora(), make_text()
    # region: fix-non-reentrant/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": False},
    )
    # endregion
    from transformers import Trainer

    trainer = Trainer(model=model, args=short(args), train_dataset=train_dataset)
    check("the search is on", trainer.accelerator.ddp_handler.find_unused_parameters)
    trainer.train()
    check("three steps", trainer.state.global_step == 3)
    changed = [bool(p.any()) for n, p in model.named_parameters() if "lora_B" in n]
    check("every lora_B left 0", len(changed) == 4 and all(changed))


@scenario("fix-non-reentrant/transformers")
def fix_non_reentrant_transformers():
    two_ranks("non_reentrant")


@worker
def non_reentrant_pytorch():
    join()
    from torch.nn import Linear

    # region: fix-non-reentrant
    from torch.utils.checkpoint import checkpoint

    def forward(self, x):
        x = self.first(x)
        for _ in range(2):  # even the same block twice
            x = checkpoint(self.block, x, use_reentrant=False)
        return self.last(x)

    # endregion
    from torch.nn.parallel import DistributedDataParallel

    layers = {"first": Linear(4, 4), "block": Linear(4, 4), "last": Linear(4, 1)}
    for search in (False, True):
        model = DistributedDataParallel(
            make_model(forward, **layers), find_unused_parameters=search
        )
        for batch in make_batches():
            model(batch).mean().backward()
        gradient = model.module.block.weight.grad
        check(f"the gradients agree, search {search}", same_on_both_ranks(gradient))


@scenario("fix-non-reentrant")
def fix_non_reentrant():
    two_ranks("non_reentrant_pytorch")


@worker
def no_search():
    model, train_dataset = make_lora(), make_text()
    # region: fix-no-search
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": True},
        ddp_find_unused_parameters=False,
    )
    # endregion
    from transformers import Trainer

    trainer = Trainer(model=model, args=short(args), train_dataset=train_dataset)
    trainer.train()
    check("three steps", trainer.state.global_step == 3)
    changed = [bool(p.any()) for n, p in model.named_parameters() if "lora_B" in n]
    check("every lora_B left 0", len(changed) == 4 and all(changed))


@scenario("fix-no-search")
def fix_no_search():
    two_ranks("no_search")


@worker
def inside_forward():
    join()
    batches = make_batches()
    from torch.nn import Linear

    # region: fix-inside-forward
    def forward(self, x):
        hidden = self.trunk(x)
        return {"logits": self.head(hidden)}  # a dict, tuple, list or dataclass

    # endregion
    from torch.nn.parallel import DistributedDataParallel

    model = make_model(forward, trunk=Linear(4, 4), head=Linear(4, 1))
    model = DistributedDataParallel(model, find_unused_parameters=True)
    for batch in batches:
        model(batch)["logits"].mean().backward()
    check("the head's gradients agree", same_on_both_ranks(model.module.head.weight.grad))


@scenario("fix-inside-forward")
def fix_inside_forward():
    two_ranks("inside_forward")


@worker
def one_backward():
    rank = join()
    model, batches = make_two_losses(), make_batches(rank=rank)
    # region: fix-one-backward
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model)
    for batch in batches:
        policy, value = model(batch)
        loss = policy.mean() + value.square().mean()
        loss.backward()
    # endregion
    check("the trunk's gradients agree", same_on_both_ranks(model.module.trunk.weight.grad))


@scenario("fix-one-backward")
def fix_one_backward():
    two_ranks("one_backward")


@worker
def static_graph():
    join()
    batches = make_batches()
    model = make_checkpointed(use_reentrant=True, times=2)
    # region: fix-static-graph
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(model, static_graph=True)
    for batch in batches:
        model(batch).mean().backward()
    # endregion
    check("the block's gradients agree", same_on_both_ranks(model.module.block.weight.grad))
    unused = DistributedDataParallel(make_unused(), static_graph=True)
    for batch in batches:
        unused(batch).mean().backward()
    check("what is never used has no gradient", unused.module.projection.weight.grad is None)


@scenario("fix-static-graph")
def fix_static_graph():
    two_ranks("static_graph")


@worker
def static_graph_trainer():
    model, train_dataset = make_lora(), make_text()
    # region: fix-static-graph/transformers
    from transformers import TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": True},
        ddp_static_graph=True,  # transformers 5.6 and newer
        ddp_find_unused_parameters=False,
    )
    # endregion
    from transformers import Trainer

    trainer = Trainer(model=model, args=short(args), train_dataset=train_dataset)
    trainer.train()
    check("three steps", trainer.state.global_step == 3)
    changed = [bool(p.any()) for n, p in model.named_parameters() if "lora_B" in n]
    check("every lora_B left 0", len(changed) == 4 and all(changed))


@scenario("fix-static-graph/transformers")
def fix_static_graph_transformers():
    two_ranks("static_graph_trainer")


# ------------------------------------------------------------------------------------- checks


def count_gradients(model, loss):
    # region: check-gradients
    # One process, no DDP. `loss` is that of one batch of yours.
    arrived = {name: 0 for name, p in model.named_parameters() if p.requires_grad}

    def count(name):
        def hook(_):
            arrived[name] += 1

        return hook

    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            parameter.register_post_accumulate_grad_hook(count(name))
    loss.backward()
    missing = [name for name, times in arrived.items() if times == 0]
    twice = [name for name, times in arrived.items() if times > 1]
    print("no gradient:", len(missing), "| more than one:", len(twice))
    print(missing[:10], twice[:10])
    # endregion
    return len(missing), len(twice)


@scenario("check-gradients")
def check_gradients():
    batch = make_batches()[0]
    model = make_unused()
    check("two are missing", count_gradients(model, model(batch).mean()) == (2, 0))
    model = make_checkpointed(use_reentrant=True, times=2)
    check("two come twice", count_gradients(model, model(batch).mean()) == (0, 2))
    model = make_checkpointed(use_reentrant=True)
    check("else it is the search", count_gradients(model, model(batch).mean()) == (0, 0))
    model = make_encoder()
    loss = model.head(model(batch)).mean()
    check("the same outside forward", count_gradients(model, loss) == (0, 0))


# --------------------------------------------- what does not help, what is silent, what is chosen


@scenario("extra-what-trainer-picks")
def extra_what_trainer_picks():
    """find_unused_parameters, as Trainer sets it when nobody does."""
    from transformers import LlamaConfig, LlamaForCausalLM, Trainer, TrainingArguments

    config = LlamaConfig(
        vocab_size=128,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
    )

    def picked(model, checkpointing):
        args = TrainingArguments(
            output_dir="out", report_to="none", gradient_checkpointing=checkpointing, use_cpu=True
        )
        trainer = Trainer(model=model, args=args, train_dataset=make_text())
        return trainer.accelerator.ddp_handler.find_unused_parameters

    found = {
        "plain model": picked(LlamaForCausalLM(config), False),
        "plain model, checkpointing": picked(LlamaForCausalLM(config), True),
        "PeftModel": picked(make_lora(), False),
        "PeftModel, checkpointing": picked(make_lora(), True),
    }
    print(found)
    check("on, off, on, on", list(found.values()) == [True, False, True, True])


@worker
def skip_alone():
    join()
    from torch.nn import Linear
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(Linear(4, 1))
    for step, batch in enumerate(make_batches()):
        loss = model(batch).mean()
        if step % 2 == 0:
            continue
        loss.backward()
    check("a forward without a backward does no harm", same_on_both_ranks(model.module.weight.grad))


@scenario("extra-forward-alone")
def extra_forward_alone():
    two_ranks("skip_alone")


@worker
def silent_second():
    rank = join()
    from torch.nn import Linear
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(Linear(4, 4))
    logits = model(make_batches(rank=rank)[0])
    logits.square().mean().backward(retain_graph=True)
    check("after the first backward they agree", same_on_both_ranks(model.module.weight.grad))
    logits.abs().mean().backward()
    check("after the second they do not", not same_on_both_ranks(model.module.weight.grad))


@scenario("extra-second-backward-is-silent")
def extra_second_backward_is_silent():
    """The same parameters twice: no error, and the second gradient is not averaged."""
    two_ranks("silent_second")


@worker
def outside_without_search():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(make_encoder())
    for batch in make_batches():
        model.module.head(model(batch)).mean().backward()
    check("the head's gradients agree", same_on_both_ranks(model.module.head.weight.grad))


@scenario("extra-outside-without-search")
def extra_outside_without_search():
    """Without the search a head outside forward is counted like any other."""
    two_ranks("outside_without_search")


@worker
def static_dropped_output():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(make_two_losses(), static_graph=True)
    for batch in make_batches():
        policy, _ = model(batch)
        policy.mean().backward()


@scenario("extra-static-dropped-output", expect=CHANGED)
def extra_static_dropped_output():
    """static_graph does not help where an output is left out of the loss."""
    two_ranks("static_dropped_output")


@worker
def searched_dropped_output():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = DistributedDataParallel(make_two_losses(), find_unused_parameters=True)
    for batch in make_batches():
        policy, _ = model(batch)
        policy.mean().backward()
    check("the value head has no gradient", model.module.value.weight.grad is None)


@scenario("extra-searched-dropped-output")
def extra_searched_dropped_output():
    two_ranks("searched_dropped_output")


@worker
def search_for_twice():
    join()
    from torch.nn.parallel import DistributedDataParallel

    model = make_checkpointed(use_reentrant=True, times=2)
    model = DistributedDataParallel(model, find_unused_parameters=True)
    for batch in make_batches():
        model(batch).mean().backward()


@scenario("extra-search-for-twice", expect=TWICE)
def extra_search_for_twice():
    """find_unused_parameters=True against the second error: it stays."""
    two_ranks("search_for_twice")


@scenario("extra-one-process", expect=UNUSED)
def extra_one_process():
    """The number of processes does not matter: one raises it, too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(free.getsockname()[1]))
    os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1", CUDA_VISIBLE_DEVICES="")
    unused()


if __name__ == "__main__":
    WORKERS[sys.argv[1]]()
