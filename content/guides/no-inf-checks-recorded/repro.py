# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.2",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises GradScaler's "No inf checks were recorded" and its siblings, and runs each fix.

    python tools/repro/run.py content/guides/no-inf-checks-recorded/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of two layers
with random weights, and `my-adapter` a LoRA beside it. PyTorch's GradScaler works on the CPU too;
only what goes through `Trainer(fp16=True)` needs a GPU, because Accelerate refuses fp16 on a CPU.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
STEP = "AssertionError: No inf checks were recorded for this optimizer."
UPDATE = "AssertionError: No inf checks were recorded prior to update."
NO_SCALE = (
    "AssertionError: Attempted step but _scale is None.  This may indicate your script did not use "
    "scaler.scale(loss or outputs) earlier in the iteration."
)
UNSCALED = (
    "RuntimeError: unscale_() has already been called on this optimizer since the last update()."
)
STEPPED = "RuntimeError: step() has already been called since the last update()."
LATE = "RuntimeError: unscale_() is being called after step()."
NO_GRAD_FN = (
    "RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn"
)


def find_device():
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


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
        pad_token_id=0,
        eos_token_id=1,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)
    return AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32)


def make_lora():
    from peft import LoraConfig, get_peft_model

    return get_peft_model(make_base(), LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))


def save_adapter():
    """./my-adapter, as an earlier run left it."""
    make_lora().save_pretrained("my-adapter")


def make_batch(device="cpu"):
    """Two texts of 16 tokens."""
    import torch

    ids = torch.randint(3, 120, (2, 16), generator=torch.Generator().manual_seed(0)).to(device)
    return {"input_ids": ids, "labels": ids.clone()}


def make_train_dataset():
    ids = make_batch()["input_ids"].repeat(8, 1)
    return [{"input_ids": row, "labels": row.clone()} for row in ids]


def make_net(device="cpu"):
    """Two layers, for what needs no language model."""
    import torch

    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.Linear(8, 4)).to(device)


def snapshot(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def changed(model, before):
    """The parameters that differ from the snapshot."""
    import torch

    return [n for n, p in model.named_parameters() if not torch.equal(p.detach(), before[n])]


def check_scale(scaler):
    """No overflow: nothing was skipped, so a step that was called was taken."""
    check("no step was skipped for an overflow", scaler.get_scale() == 65536.0)


def train_once(model, optimizer, device):
    """One iteration as in PyTorch's examples, on a language model."""
    import torch

    scaler = torch.amp.GradScaler(device)
    with torch.autocast(device, dtype=torch.float16):
        loss = model(**make_batch(device)).loss
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return scaler


def fp16_args(**options):
    from transformers import TrainingArguments

    options = {"max_steps": 2, "save_strategy": "no", "report_to": "none", **options}
    return TrainingArguments(output_dir="out", fp16=True, logging_steps=1, **options)


# ----------------------------------------------------------------------------------- errors


@scenario("error/frozen", reproduces="step", expect=STEP, needs=["peft>=0.21"])
def error_frozen():
    """Frozen adapter, and inputs that require gradients: backward runs, no parameter gets any."""
    save_adapter()
    base, device = make_base(), find_device()
    # region: error/frozen
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "my-adapter")
    model.gradient_checkpointing_enable()
    # endregion
    import torch

    model.to(device).train()
    check("nothing is trainable", not any(p.requires_grad for p in model.parameters()))
    train_once(model, torch.optim.AdamW(model.parameters(), lr=1e-3), device)


@scenario("error/frozen-plain", expect=NO_GRAD_FN, needs=["peft>=0.21"])
def error_frozen_plain():
    """The same adapter without checkpointing: the error comes earlier and is another one."""
    import torch
    from peft import PeftModel

    save_adapter()
    model, device = PeftModel.from_pretrained(make_base(), "my-adapter"), find_device()
    train_once(model.to(device), torch.optim.AdamW(model.parameters(), lr=1e-3), device)


@scenario("error/fused", reproduces="update", expect=UPDATE, needs=["peft>=0.21"])
def error_fused():
    """The same with a fused optimizer: step() lets it pass, update() does not."""
    import torch
    from peft import PeftModel

    save_adapter()
    model, device = PeftModel.from_pretrained(make_base(), "my-adapter"), find_device()
    model.gradient_checkpointing_enable()
    model.to(device).train()
    train_once(model, torch.optim.AdamW(model.parameters(), lr=1e-3, fused=True), device)


@scenario(
    "error/trainer", reproduces="step", expect=STEP, needs=["cuda", "accelerate", "peft>=0.21"]
)
def error_trainer():
    from peft import PeftModel
    from transformers import Trainer

    save_adapter()
    args = fp16_args(gradient_checkpointing=True, optim="adamw_torch")
    model = PeftModel.from_pretrained(make_base(), "my-adapter")
    Trainer(model=model, args=args, train_dataset=make_train_dataset()).train()


@scenario(
    "error/trainer-fused",
    reproduces="update",
    expect=UPDATE,
    needs=["cuda", "accelerate", "peft>=0.21", "transformers>=4.54"],
)
def error_trainer_fused():
    """The default optimizer of the Trainer, which is fused since transformers 4.54."""
    from peft import PeftModel
    from transformers import Trainer

    save_adapter()
    args = fp16_args(gradient_checkpointing=True)
    print("optim:", args.optim)
    model = PeftModel.from_pretrained(make_base(), "my-adapter")
    Trainer(model=model, args=args, train_dataset=make_train_dataset()).train()


@scenario("error/order", reproduces="step", expect=STEP)
def error_order():
    """get_peft_model freezes what the optimizer holds, and adds what it does not know."""
    model, device = make_base(), find_device()
    # region: error/order
    import torch
    from peft import LoraConfig, get_peft_model

    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-4)
    model = get_peft_model(model, LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))
    # endregion
    train_once(model.to(device), optimizer, device)


@scenario("error/copies", reproduces="step", expect=STEP)
def error_copies():
    """Other ways to the same: deepcopy, and a conversion that makes new parameters."""
    import copy

    import torch

    x = torch.randn(2, 8)

    def attempt(replace):
        net = make_net()
        optimizer, scaler = torch.optim.AdamW(net.parameters()), torch.amp.GradScaler("cpu")
        net = replace(net)
        scaler.scale(net(x).sum()).backward()
        scaler.step(optimizer)

    moved = make_net()
    parameters = list(moved.parameters())
    moved.to(torch.float64)
    kept = all(old is new for old, new in zip(parameters, moved.parameters(), strict=True))
    check("a plain .to() keeps the parameters", kept and moved[0].weight.dtype == torch.float64)
    try:
        attempt(copy.deepcopy)
        check("it must not go on", False)
    except AssertionError as error:
        check("a copy raises it", f"AssertionError: {error}" == STEP)
    torch.__future__.set_overwrite_module_params_on_conversion(True)
    attempt(lambda net: net.to(torch.float64).to(torch.float32))


@scenario("error/idle", reproduces="step", expect=STEP)
def error_idle():
    """Two networks with an optimizer each; the second learns in every other step."""
    import torch

    device = find_device()
    policy, critic = make_net(device), make_net(device)
    batches = [torch.randn(2, 8, device=device) for _ in range(2)]
    # region: error/idle
    optimizers = [torch.optim.AdamW(net.parameters()) for net in (policy, critic)]
    scaler = torch.amp.GradScaler(device)

    for step, batch in enumerate(batches):
        loss = policy(batch).pow(2).mean()
        if step % 2 == 0:
            loss = loss + critic(batch).pow(2).mean()
        scaler.scale(loss).backward()
        for optimizer in optimizers:
            scaler.step(optimizer)
            optimizer.zero_grad()
        scaler.update()
    # endregion


@scenario("error/cut-loss", reproduces="step", expect=STEP)
def error_cut_loss():
    """A number wrapped into a new tensor; and the advice that leads here."""
    import torch

    device = find_device()
    model, batches = make_net(device), [torch.randn(2, 8, device=device) for _ in range(2)]
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler(device)
    with torch.no_grad():
        loss = model(batches[0]).pow(2).mean()
    scaler.scale(loss.requires_grad_(True)).backward()
    try:
        scaler.step(optimizer)
        check("it must not go on", False)
    except AssertionError as error:
        check("requires_grad_ raises it too", f"AssertionError: {error}" == STEP)
    scaler = torch.amp.GradScaler(device)
    # region: error/cut-loss
    losses = [model(batch).pow(2).mean().item() for batch in batches]
    loss = torch.tensor(losses, requires_grad=True).mean().to(device)
    # endregion
    scaler.scale(loss).backward()
    scaler.step(optimizer)


@scenario("error/zeroed", reproduces="step", expect=STEP)
def error_zeroed():
    import torch

    device = find_device()
    model, batch = make_net(device), torch.randn(2, 8, device=device)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler(device)
    loss = model(batch).pow(2).mean()
    # region: error/zeroed
    scaler.scale(loss).backward()
    optimizer.zero_grad()  # since torch 2.0 this sets the gradients to None
    scaler.step(optimizer)
    scaler.update()
    # endregion


@scenario("error/no-backward", reproduces="step", expect=STEP)
def error_no_backward():
    """A batch whose loss is NaN is left out, and the step is not."""
    import torch

    device = find_device()
    model, batch = make_net(device), torch.full((2, 8), float("nan"), device=device)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler(device)
    loss = scaler.scale(model(batch).pow(2).mean())
    if torch.isfinite(loss):
        loss.backward()
    scaler.step(optimizer)


@scenario("error/plain-step", reproduces="update", expect=UPDATE)
def error_plain_step():
    """optimizer.step() in the place of scaler.step(optimizer); and update() twice."""
    import torch

    model, batch = make_net(), torch.randn(2, 8)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler("cpu")
    scaler.scale(model(batch).pow(2).mean()).backward()
    scaler.step(optimizer)
    scaler.update()
    try:
        scaler.update()
        check("it must not go on", False)
    except AssertionError as error:
        check("a second update() raises it too", f"AssertionError: {error}" == UPDATE)
    # region: error/plain-step
    scaler.scale(model(batch).pow(2).mean()).backward()
    optimizer.step()  # the scaler does not see this, and the gradients are still scaled
    scaler.update()
    # endregion


@scenario("error/accelerate", reproduces="update", expect=UPDATE, scope="mechanism")
def error_accelerate():
    """Accelerate's optimizer calls the scaler's step and update itself."""
    import torch
    from accelerate import Accelerator
    from accelerate.optimizer import AcceleratedOptimizer

    Accelerator(cpu=True)
    model, batch, scaler = make_net(), torch.randn(2, 8), torch.amp.GradScaler("cpu")
    optimizer = AcceleratedOptimizer(torch.optim.AdamW(model.parameters()), scaler=scaler)
    scaler.scale(model(batch).pow(2).mean()).backward()
    optimizer.step()
    scaler.update()


@scenario("error/unscaled-loss", reproduces="no-scale", expect=NO_SCALE)
def error_unscaled_loss():
    import torch

    model, batch = make_net(), torch.randn(2, 8)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler("cpu")
    loss = model(batch).pow(2).mean()
    # region: error/unscaled-loss
    loss.backward()
    scaler.step(optimizer)
    # endregion


@scenario("error/no-update", reproduces="unscale-twice", expect=UNSCALED)
def error_no_update():
    """An iteration that is left out on purpose, with its update()."""
    import torch

    device = find_device()
    model, batches = make_net(device), [torch.randn(2, 8, device=device) * 100] * 2
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler(device)
    # region: error/no-update
    for batch in batches:
        scaler.scale(model(batch).pow(2).mean()).backward()
        scaler.unscale_(optimizer)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        if norm < 100:
            scaler.step(optimizer)
            scaler.update()
        optimizer.zero_grad()
    # endregion


@scenario("error/step-twice", reproduces="step-twice", expect=STEPPED)
def error_step_twice():
    import torch

    model, batch = make_net(), torch.randn(2, 8)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler("cpu")
    for _ in range(2):
        scaler.scale(model(batch).pow(2).mean()).backward()
        scaler.step(optimizer)


@scenario("error/unscale-late", reproduces="unscale-late", expect=LATE)
def error_unscale_late():
    """Clipping after the step."""
    import torch

    model, batch = make_net(), torch.randn(2, 8)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler("cpu")
    scaler.scale(model(batch).pow(2).mean()).backward()
    scaler.step(optimizer)
    scaler.unscale_(optimizer)


def start_rank(rank, port, run):
    """One of two processes with a frozen and a small trainable layer under FSDP1."""
    import os

    import torch
    from torch.distributed.fsdp import FullyShardedDataParallel

    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.distributed.init_process_group("gloo", rank=rank, world_size=2)
    torch.manual_seed(0)
    big, head = torch.nn.Linear(64, 64, bias=False), torch.nn.Linear(64, 2, bias=False)
    big.requires_grad_(False)
    net = torch.nn.Sequential(big, head)
    model = FullyShardedDataParallel(net, use_orig_params=True, device_id=torch.device("cpu"))
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad])
    sizes = [p.numel() for group in optimizer.param_groups for p in group["params"]]
    print(f"rank {rank} holds", sizes, "trainable numbers", flush=True)
    run(model, optimizer, torch.randn(2, 64))
    return model, sizes


def with_two_ranks(run):
    """Rank 1 in a process of its own, rank 0 in this one."""
    import multiprocessing
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    other = multiprocessing.get_context("fork").Process(
        target=start_rank, args=(1, port, run), daemon=True
    )
    other.start()
    return start_rank(0, port, run), other


@scenario("error/empty-rank", reproduces="step", expect=STEP, scope="mechanism")
def error_empty_rank():
    """Two CPU processes: the trainable layer lies wholly on rank 1, and rank 0 raises."""
    import torch

    def run(model, optimizer, batch):
        # region: error/empty-rank
        scaler = torch.amp.GradScaler("cpu")
        scaler.scale(model(batch).pow(2).mean()).backward()
        scaler.step(optimizer)
        # endregion

    with_two_ranks(run)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-trainable", needs=["peft>=0.21"])
def fix_trainable():
    save_adapter()
    base, device = make_base(), find_device()
    # region: fix-trainable
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "my-adapter", is_trainable=True)
    model.gradient_checkpointing_enable()
    # endregion
    import torch

    model.to(device).train()
    before = snapshot(model)
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    check_scale(train_once(model, torch.optim.AdamW(trainable, lr=1e-3, eps=1e-12), device))
    names = changed(model, before)
    check("the adapter learned", bool(names) and all("lora_" in name for name in names))


@scenario("fix-trainable/unfreeze")
def fix_trainable_unfreeze():
    """Without an adapter: everything frozen but what shall learn."""
    import torch

    model, device = make_base(), find_device()
    model.requires_grad_(False)
    # region: fix-trainable/unfreeze
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("layers.1." in name)  # the layers that shall learn
    trained = [name for name, parameter in model.named_parameters() if parameter.requires_grad]
    print(len(trained), "trainable tensors, such as", trained[:2])
    # endregion
    check("the rule found something", len(trained) > 0)
    before = snapshot(model.to(device))
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    check_scale(train_once(model, torch.optim.AdamW(trainable, lr=1e-3), device))
    names = changed(model, before)
    check("only the unfrozen layer learned", names and all("layers.1." in n for n in names))


@scenario(
    "fix-trainable/trainer",
    needs=["cuda", "accelerate", "peft>=0.21"],
)
def fix_trainable_trainer():
    """The Trainer, with its default optimizer and with adamw_torch."""
    from peft import PeftModel
    from transformers import Trainer

    save_adapter()
    for options in ({}, {"optim": "adamw_torch"}):
        model = PeftModel.from_pretrained(make_base(), "my-adapter", is_trainable=True)
        before = snapshot(model)
        args = fp16_args(gradient_checkpointing=True, max_steps=8, learning_rate=1e-3, **options)
        trainer = Trainer(model=model, args=args, train_dataset=make_train_dataset())
        trainer.train()
        model.cpu()
        names = changed(model, before)
        check("the adapter learned", bool(names) and all("lora_" in name for name in names))


@scenario("fix-order")
def fix_order():
    model, device = make_base(), find_device()
    # region: fix-order
    import torch
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(model, LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))
    model.to(device)
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=2e-4)  # last
    # endregion
    before = snapshot(model)
    check_scale(train_once(model, optimizer, device))
    names = changed(model, before)
    check("the adapter learned", bool(names) and all("lora_" in name for name in names))


@scenario("fix-idle")
def fix_idle():
    import torch

    device = find_device()
    policy, critic = make_net(device), make_net(device)
    batches = [torch.randn(2, 8, device=device) for _ in range(2)]
    optimizers = [torch.optim.AdamW(net.parameters()) for net in (policy, critic)]
    scaler = torch.amp.GradScaler(device)
    states = []
    for step, batch in enumerate(batches):
        loss = policy(batch).pow(2).mean()
        if step % 2 == 0:
            loss = loss + critic(batch).pow(2).mean()
        # region: fix-idle
        scaler.scale(loss).backward()
        for optimizer in optimizers:
            if any(p.grad is not None for g in optimizer.param_groups for p in g["params"]):
                scaler.step(optimizer)
            optimizer.zero_grad()
        scaler.update()  # once, after all optimizers
        # endregion
        states.append((snapshot(policy), snapshot(critic)))
    check_scale(scaler)
    check("the policy learned in both steps", bool(changed(policy, states[0][0])))
    check("the critic rested in the second", not changed(critic, states[0][1]))
    torch.manual_seed(0)
    check("and learned in the first", bool(changed(critic, snapshot(make_net(device)))))


@scenario("fix-keep-graph")
def fix_keep_graph():
    import torch

    device = find_device()
    model, batches = make_net(device), [torch.randn(2, 8, device=device) for _ in range(2)]
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler(device)
    before = snapshot(model)
    # region: fix-keep-graph
    losses = [model(batch).pow(2).mean() for batch in batches]
    loss = torch.stack(losses).mean()
    # endregion
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    check_scale(scaler)
    check("every parameter learned", len(changed(model, before)) == len(before))


@scenario("fix-calls")
def fix_calls():
    """The whole iteration; one batch is NaN, which the scaler handles by itself."""
    import torch

    device = find_device()
    model = make_net(device)
    bad = torch.full((2, 8), float("nan"), device=device)
    good = [torch.randn(2, 8, device=device) * 0.1 for _ in range(2)]
    batches = [good[0], bad, good[1]]
    optimizer, history = torch.optim.AdamW(model.parameters()), []
    # region: fix-calls
    scaler = torch.amp.GradScaler(device)  # once, outside the loop

    for batch in batches:
        optimizer.zero_grad()
        with torch.autocast(device, dtype=torch.float16):
            loss = model(batch).float().pow(2).mean()
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)  # only if you clip
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)  # steps over inf and NaN by itself
        scaler.update()  # in every iteration
        # endregion
        history.append((snapshot(model), scaler.get_scale()))
    check("the first step was taken", bool(changed(make_net(device), history[0][0])))
    same = all(torch.equal(history[0][0][n], history[1][0][n]) for n in history[0][0])
    check("the NaN batch changed nothing", same)
    check("and halved the scale", [scale for _, scale in history] == [65536.0, 32768.0, 32768.0])
    check("the third step was taken", bool(changed(model, history[1][0])))
    check("no weight is NaN", all(bool(torch.isfinite(p).all()) for p in model.parameters()))


@scenario("fix-calls/left-out")
def fix_calls_left_out():
    """A step left out on purpose, and update() all the same."""
    import torch

    device = find_device()
    model = make_net(device)
    batches = [torch.randn(2, 8, device=device) * factor for factor in (100, 0.1)]
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler(device)
    before, learned = snapshot(model), []
    for batch in batches:
        # region: fix-calls/left-out
        scaler.scale(model(batch).pow(2).mean()).backward()
        scaler.unscale_(optimizer)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        if norm < 100:
            scaler.step(optimizer)
        scaler.update()  # outside the if
        optimizer.zero_grad()
        # endregion
        learned.append(bool(changed(model, before)))
    check("the large step was left out, the next one taken", learned == [False, True])
    check_scale(scaler)


@scenario("fix-sharded-scaler", scope="mechanism")
def fix_sharded_scaler():
    """The same two ranks with FSDP1's own scaler."""
    import torch

    def run(model, optimizer, batch):
        # region: fix-sharded-scaler
        from torch.distributed.fsdp.sharded_grad_scaler import ShardedGradScaler

        scaler = ShardedGradScaler(model.compute_device.type)  # instead of GradScaler
        # endregion
        before = snapshot(model)
        scaler.scale(model(batch).pow(2).mean()).backward()
        scaler.step(optimizer)
        scaler.update()
        size = sum(p.numel() for group in optimizer.param_groups for p in group["params"])
        check("a share that is not empty learned", bool(changed(model, before)) == (size > 0))
        check_scale(scaler)

    (_, sizes), other = with_two_ranks(run)
    check("rank 0 holds nothing to train", sum(sizes) == 0)
    other.join(60)
    check("rank 1 passed too", other.exitcode == 0)


# ------------------------------------------------------------------- probes, costs, bad advice


def find_cause(model, optimizer, loss):
    # region: check-cause
    import torch

    held = [p for group in optimizer.param_groups for p in group["params"]]
    mine = {id(p): p for p in model.parameters()}
    known = [p for p in held if id(p) in mine and p.requires_grad]
    if not any(p.requires_grad for p in held):
        kind = "frozen"
    else:
        kind = "trainable" if known else "foreign"
    others = set(mine) - {id(p) for p in held}
    elsewhere = "yes" if any(mine[one].grad is not None for one in others) else "no"
    got = sum(p.grad is not None for p in held)
    nodes, todo = set(), [loss.grad_fn]
    while todo:  # where does the loss come from?
        node = todo.pop()
        if node is not None and node not in nodes:
            nodes.add(node)
            todo += [source for source, _ in node.next_functions]
    ends = [getattr(node, "variable", None) for node in nodes]
    graph = any(isinstance(end, torch.nn.Parameter) for end in ends)
    graph = graph or any("Checkpoint" in node.name() for node in nodes)
    print("held:", kind, "| gradients:", got, "of", len(held), end=" ")
    print("| elsewhere:", elsewhere, "| loss:", "graph" if graph else "cut")
    # endregion


@scenario("check-cause")
def check_cause():
    """What the probe says for each cause, just before scaler.step."""
    import contextlib
    import io

    import torch
    import torch.utils.checkpoint
    from peft import LoraConfig, PeftModel, get_peft_model

    def printed(model, optimizer, loss):
        torch.amp.GradScaler("cpu").scale(loss).backward()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            find_cause(model, optimizer, loss)
        print(out.getvalue(), end="")
        return out.getvalue()

    def adamw(net):
        return torch.optim.AdamW(net.parameters())

    batch, x = make_batch(), torch.randn(2, 8)
    save_adapter()
    frozen = PeftModel.from_pretrained(make_base(), "my-adapter")
    frozen.gradient_checkpointing_enable()
    frozen.train()
    line = printed(frozen, adamw(frozen), frozen(**batch).loss)
    check("frozen", line.startswith("held: frozen |"))

    base = make_base()
    early = adamw(base)
    lora = get_peft_model(base, LoraConfig(r=4, target_modules=["q_proj"]))
    line = printed(lora, early, lora(**batch).loss)
    check("frozen, and gradients elsewhere", "held: frozen" in line and "elsewhere: yes" in line)

    import copy

    first = make_net()
    optimizer, net = adamw(first), copy.deepcopy(first)
    line = printed(net, optimizer, net(x).sum())
    check("foreign", line.startswith("held: foreign | gradients: 0 of 4 | elsewhere: yes"))

    both = torch.nn.ModuleDict({"policy": make_net(), "critic": make_net()})
    line = printed(both, adamw(both["critic"]), both["policy"](x).sum())
    check("idle", line == "held: trainable | gradients: 0 of 4 | elsewhere: yes | loss: graph\n")

    net = make_net()
    cut = torch.tensor(net(x).sum().item(), requires_grad=True)
    line = printed(net, adamw(net), cut)
    check("cut", line == "held: trainable | gradients: 0 of 4 | elsewhere: no | loss: cut\n")
    cut = torch.tensor([net(x).sum().item()] * 2, requires_grad=True).mean() / 2
    line = printed(net, adamw(net), cut)
    check("cut, and no leaf", line.endswith("of 4 | elsewhere: no | loss: cut\n"))

    for reentrant in (True, False):
        inputs = x.clone().requires_grad_()
        loss = torch.utils.checkpoint.checkpoint(net, inputs, use_reentrant=reentrant).sum()
        check("checkpointing is no cut", "loss: graph" in printed(net, adamw(net), loss))

    optimizer = adamw(net)
    loss = net(x).sum()
    loss.backward()
    optimizer.zero_grad()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        find_cause(net, optimizer, loss)
    line = out.getvalue()
    print(line, end="")
    check("calls", line == "held: trainable | gradients: 0 of 4 | elsewhere: no | loss: graph\n")


@scenario("check-cause/empty-rank", scope="mechanism")
def check_cause_empty_rank():
    """What the probe says on the rank without a share."""
    import contextlib
    import io

    lines = []

    def run(model, optimizer, batch):
        loss = model(batch).pow(2).mean()
        loss.backward()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            find_cause(model, optimizer, loss)
        lines.append(out.getvalue())

    _, other = with_two_ranks(run)
    other.join(60)
    print(lines)
    line = "held: trainable | gradients: 0 of 1 | elsewhere: no | loss: graph\n"
    check("neither cut nor foreign", lines == [line])


@scenario("check-count")
def check_count():
    """The line for users of a Trainer, before train()."""
    import contextlib
    import io

    from peft import PeftModel
    from transformers import Trainer, TrainingArguments

    save_adapter()
    lines = []
    for trainable in (False, True):
        model = PeftModel.from_pretrained(make_base(), "my-adapter", is_trainable=trainable)
        args = TrainingArguments(output_dir="out", report_to="none", use_cpu=True)
        trainer = Trainer(model=model, args=args, train_dataset=make_train_dataset())
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            # region: check-count
            print("trainable:", sum(p.requires_grad for p in trainer.model.parameters()))
            # endregion
        lines.append(out.getvalue())
    print(lines)
    check("0 when frozen", lines[0] == "trainable: 0\n")
    check("more when not", lines[1] != "trainable: 0\n")


@scenario("extra-no-scaler")
def extra_no_scaler():
    """Without a scaler (bf16, or fp16=False) the same frozen adapter trains nothing, silently."""
    from peft import PeftModel
    from transformers import Trainer, TrainingArguments

    save_adapter()
    model = PeftModel.from_pretrained(make_base(), "my-adapter")
    before = snapshot(model)
    args = TrainingArguments(
        output_dir="out",
        max_steps=2,
        logging_steps=1,
        gradient_checkpointing=True,
        report_to="none",
        save_strategy="no",
        use_cpu=True,
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=make_train_dataset())
    trainer.train()
    print(trainer.state.log_history)
    check("it ran to its end", trainer.state.global_step == 2)
    check("nothing was learned", not changed(model, before))
    norms = [row["grad_norm"] for row in trainer.state.log_history if "grad_norm" in row]
    check("grad_norm is 0", norms == [0.0, 0.0])


@scenario("extra-zeros")
def extra_zeros():
    """set_to_none=False: zeros pass, and Adam moves a network that had no part in the step."""
    import torch

    x = torch.randn(2, 8)
    critic = make_net()
    optimizer, scaler = torch.optim.AdamW(critic.parameters()), torch.amp.GradScaler("cpu")
    scaler.scale(critic(x).pow(2).mean()).backward()
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad(set_to_none=False)
    before = snapshot(critic)
    scaler.step(optimizer)
    scaler.update()
    check("it moved without a gradient", len(changed(critic, before)) == 4)
    model = make_net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    before = snapshot(model)
    scaler.scale(model(x).pow(2).mean()).backward()
    optimizer.zero_grad(set_to_none=False)
    scaler.step(optimizer)
    scaler.update()
    check("zeroed before the step, nothing is learned", not changed(model, before))


@scenario("extra-silent")
def extra_silent():
    """What raises nothing: a fused idle optimizer, and a loss that is not scaled later on."""
    import torch

    x = torch.randn(2, 8)
    policy, critic = make_net(), make_net()
    optimizers = [torch.optim.AdamW(net.parameters(), fused=True) for net in (policy, critic)]
    scaler, before = torch.amp.GradScaler("cpu"), snapshot(critic)
    scaler.scale(policy(x).pow(2).mean()).backward()
    for optimizer in optimizers:
        scaler.step(optimizer)
    scaler.update()
    check("the idle network is as before", not changed(critic, before))
    net = make_net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    optimizer.zero_grad()
    net(x).pow(2).mean().backward()
    gradient = net[0].weight.grad.clone()
    scaler.unscale_(optimizer)
    ratio = (gradient / net[0].weight.grad).mean().item()
    print("gradients are too small by a factor of", ratio)
    check("65536 times too small", round(ratio) == 65536)


@scenario("extra-left-out", expect=UPDATE)
def extra_left_out():
    """A step that is left out without unscale_: update() is left out too, or raises."""
    import torch

    model, x = make_net(), torch.randn(2, 8)
    optimizer, scaler = torch.optim.AdamW(model.parameters()), torch.amp.GradScaler("cpu")
    before = snapshot(model)
    for wanted in (False, True):
        scaler.scale(model(x).pow(2).mean()).backward()
        if wanted:
            scaler.step(optimizer)
            scaler.update()
        optimizer.zero_grad()
        check("only the wanted step is taken", bool(changed(model, before)) == wanted)
    check_scale(scaler)
    scaler.scale(model(x).pow(2).mean()).backward()
    scaler.update()


@scenario("extra-fsdp2", scope="mechanism")
def extra_fsdp2():
    """FSDP2 keeps a gradient on the rank without a share, so the ordinary scaler passes."""
    import multiprocessing
    import os
    import socket

    import torch

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(rank):
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import fully_shard

        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
        torch.distributed.init_process_group("gloo", rank=rank, world_size=2)
        torch.manual_seed(0)
        big, head = torch.nn.Linear(64, 64, bias=False), torch.nn.Linear(64, 1, bias=False)
        big.requires_grad_(False)
        model = fully_shard(torch.nn.Sequential(big, head), mesh=init_device_mesh("cpu", (2,)))
        optimizer, scaler = torch.optim.AdamW([head.weight]), torch.amp.GradScaler("cpu")
        scaler.scale(model(torch.randn(2, 64)).pow(2).mean()).backward()
        scaler.step(optimizer)
        scaler.update()
        return head.weight.to_local().numel()

    other = multiprocessing.get_context("fork").Process(target=run, args=(1,), daemon=True)
    other.start()
    sizes = [run(0)]
    other.join(120)
    check("rank 0 holds the head, and rank 1 nothing of it", sizes == [64])
    check("both passed", other.exitcode == 0)
