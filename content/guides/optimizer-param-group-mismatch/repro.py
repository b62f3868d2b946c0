# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "peft==0.21.2",
#   "lightning==2.6.6",
# ]
# ///
"""Resumes runs whose optimizer does not fit the checkpoint, and runs each way on.

    python tools/repro/run.py content/guides/optimizer-param-group-mismatch/repro.py --out OUT

CPU only; nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of
two layers with random weights. `out/checkpoint-2` is what a Trainer saved after two steps.
"""

from pathlib import Path

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
SIZE = (
    "ValueError: loaded state dict contains a parameter group that doesn't match the size of "
    "optimizer's group"
)
NUMBER = "ValueError: loaded state dict has a different number of parameter groups"


def load():
    """The base model, the same weights each time."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen3Config, Qwen3ForCausalLM

    if not Path(MODEL).exists():
        torch.manual_seed(0)
        config = Qwen3Config(
            vocab_size=64,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=16,
        )
        Qwen3ForCausalLM(config).save_pretrained(MODEL)
    return AutoModelForCausalLM.from_pretrained(MODEL)


def lora(*target_modules, **options):
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=list(target_modules), **options)
    return get_peft_model(load(), config)


def trainer_for(model, max_steps=4, optimizers=(None, None), kind=None, **options):
    """A Trainer of eight batches that saves after every second step."""
    import torch
    from transformers import Trainer, TrainingArguments

    rows = torch.randint(0, 64, (16, 16), generator=torch.Generator().manual_seed(0))
    options = {"output_dir": "out", "save_steps": 2, **options}
    args = TrainingArguments(
        max_steps=max_steps,
        per_device_train_batch_size=2,
        logging_steps=1,
        report_to="none",
        use_cpu=True,
        disable_tqdm=True,
        **options,
    )
    dataset = [{"input_ids": row, "labels": row.clone()} for row in rows]
    kind = kind or Trainer
    return kind(model=model, args=args, train_dataset=dataset, optimizers=optimizers)


def save_checkpoint(model, **options):
    """out/checkpoint-2 of a run with this model."""
    trainer_for(model, 2, **options).train()
    return model


def resume(model, **options):
    trainer = trainer_for(model, **options)
    trainer.train(resume_from_checkpoint="out/checkpoint-2")
    return trainer


def check_went_on(trainer):
    steps = [row["step"] for row in trainer.state.log_history if "loss" in row]
    print("steps that logged a loss:", steps)
    check("it went on with step 3", trainer.state.global_step == 4 and 3 in steps)


def moments(optimizer, model):
    """The saved momentum of each trainable parameter, by its name."""
    names = {parameter: name for name, parameter in model.named_parameters()}
    groups = optimizer.param_groups
    return {
        names[parameter]: optimizer.state[parameter]["exp_avg"].clone()
        for group in groups
        for parameter in group["params"]
    }


def old_trainer():
    """Trainer with the rule of transformers 4.49 to 4.52."""
    # region: fix-old-groups
    from torch import nn
    from transformers import Trainer
    from transformers.trainer_pt_utils import get_parameter_names

    class OldGroupsTrainer(Trainer):
        def get_decay_parameter_names(self, model):
            return get_parameter_names(model, [nn.LayerNorm], ["bias", "layernorm", "rmsnorm"])

    # endregion
    return OldGroupsTrainer


# ----------------------------------------------------------------------------------- errors


@scenario("error/modules", reproduces="size", expect=SIZE)
def error_modules():
    """The checkpoint has LoRA in two modules of each layer, the new model in three."""
    save_checkpoint(lora("q_proj", "v_proj"))
    base = load()
    # region: error/modules
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj", "k_proj", "v_proj"])
    model = get_peft_model(base, config)
    # endregion
    resume(model)


@scenario("error/kinds", reproduces="size", expect=SIZE)
def error_kinds():
    """Other changes of the trainable set; the last one is raised."""
    save_checkpoint(lora("q_proj", "v_proj", modules_to_save=["lm_head"]))
    for model in (lora("q_proj", "v_proj"), lora("q_proj", "v_proj", use_dora=True)):
        try:
            resume(model)
            check("it must not go on", False)
        except ValueError as error:
            check("the same message", f"ValueError: {error}" == SIZE)
    save_checkpoint(lora("q_proj", "v_proj"))
    message = ""
    try:
        resume(lora("q_proj", "v_proj", modules_to_save=["lm_head"]))
    except KeyError as error:
        message = repr(error)
    check("a new modules_to_save ends in a KeyError", "lm_head" in message)
    save_checkpoint(load())
    resume(lora("q_proj", "v_proj"))


@scenario("error/frozen", reproduces="size", expect=SIZE)
def error_frozen():
    save_checkpoint(lora("q_proj", "v_proj"))
    base = load()
    # region: error/frozen
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "out/checkpoint-2")
    # endregion
    check("nothing is trainable", not any(p.requires_grad for p in model.parameters()))
    from peft import PeftConfig, get_peft_model

    saved = PeftConfig.from_pretrained("out/checkpoint-2")
    check("saved configurations are for inference", saved.inference_mode)
    again = get_peft_model(load(), saved)
    check("its adapter is frozen too", not any(p.requires_grad for p in again.parameters()))
    resume(model)


@scenario("error/groups", reproduces="number", expect=NUMBER)
def error_groups():
    save_checkpoint(lora("q_proj", "v_proj"))
    model = lora("q_proj", "v_proj")
    # region: error/groups
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-4)  # one group; the Trainer has two
    optimizers = (optimizer, None)
    # endregion
    resume(model, optimizers=optimizers)


@scenario("error/decay", reproduces="size", expect=SIZE, scope="mechanism")
def error_decay():
    """The checkpoint has the groups of transformers 4.49 to 4.52; 5.17 makes others."""
    save_checkpoint(load(), kind=old_trainer())
    resume(load())


@scenario("error/order", reproduces="size", expect=SIZE)
def error_order():
    """A loop of one's own with Accelerate: saved after freezing, resumed before it."""
    import torch
    from accelerate import Accelerator

    accelerator, model = Accelerator(cpu=True), load()
    model.model.embed_tokens.requires_grad_(False)
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    model, optimizer = accelerator.prepare(model, torch.optim.AdamW(trainable, lr=2e-4))
    ids = torch.ones(1, 4, dtype=torch.long)
    accelerator.backward(model(input_ids=ids, labels=ids).loss)
    optimizer.step()
    accelerator.save_state("state")
    accelerator, model = Accelerator(cpu=True), load()
    # region: error/order
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-4)
    model.model.embed_tokens.requires_grad_(False)
    model, optimizer = accelerator.prepare(model, optimizer)
    accelerator.load_state("state")
    # endregion


@scenario("error/flat", reproduces="size", expect=SIZE, scope="mechanism")
def error_flat():
    """One process: FSDP1 with flat parameters saved, original parameters resumed."""
    flat, _, optimizer = fsdp_pair()
    optimizer.load_state_dict(flat[1].state_dict())


def fsdp_pair():
    import os

    import torch
    from torch import nn
    from torch.distributed.fsdp import FullyShardedDataParallel

    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="0")
    torch.distributed.init_process_group("gloo", rank=0, world_size=1)

    def make(use_orig_params):
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
        device = torch.device("cpu")
        model = FullyShardedDataParallel(net, use_orig_params=use_orig_params, device_id=device)
        return model, torch.optim.AdamW(model.parameters(), lr=1e-3)

    flat = make(False)
    flat[0](torch.randn(2, 8)).sum().backward()
    flat[1].step()
    model, optimizer = make(True)
    print(len(flat[1].param_groups[0]["params"]), len(optimizer.param_groups[0]["params"]))
    return flat, model, optimizer


def lightning_module(frozen):
    import lightning
    import torch
    from torch import nn

    class Model(lightning.LightningModule):
        def __init__(self, frozen):
            super().__init__()
            self.backbone, self.head = nn.Linear(4, 4), nn.Linear(4, 2)
            self.backbone.requires_grad_(not frozen)

        def training_step(self, batch):
            return self.head(self.backbone(batch)).pow(2).mean()

        def configure_optimizers(self):
            return torch.optim.AdamW([p for p in self.parameters() if p.requires_grad])

    return Model, Model(frozen)


def lightning_trainer(max_epochs):
    import lightning

    return lightning.Trainer(
        max_epochs=max_epochs,
        accelerator="cpu",
        devices=1,
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


def save_lightning():
    """last.ckpt of a run with a frozen backbone, and its data."""
    import torch

    data = torch.utils.data.DataLoader(torch.randn(8, 4), batch_size=4)
    trainer = lightning_trainer(1)
    trainer.fit(lightning_module(frozen=True)[1], data)
    trainer.save_checkpoint("last.ckpt")
    return data


@scenario("error/lightning", reproduces="size", expect=SIZE, needs=["lightning"])
def error_lightning():
    data = save_lightning()
    model, trainer = lightning_module(frozen=False)[1], lightning_trainer(2)
    # region: error/lightning
    trainer.fit(model, data, ckpt_path="last.ckpt")
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-same-set")
def fix_same_set():
    """A model from the checkpoint's own adapter_config.json: every momentum finds its parameter."""
    import torch

    first = trainer_for(lora("q_proj", "v_proj", modules_to_save=["lm_head"]), 2)
    first.train()
    before = moments(first.optimizer.optimizer, first.model)
    base = load()
    # region: fix-same-set
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "out/checkpoint-2", is_trainable=True)
    # endregion
    trainer = trainer_for(model)
    trainer.create_optimizer().load_state_dict(torch.load("out/checkpoint-2/optimizer.pt"))
    after = moments(trainer.optimizer, model)
    same = [torch.equal(after[name], momentum) for name, momentum in before.items()]
    check("each parameter has its own momentum", len(same) == len(after) and all(same))
    check_went_on(resume(model))


@scenario("fix-same-set/frozen")
def fix_same_set_frozen():
    """Without LoRA: freeze what was frozen, before there is an optimizer."""
    model = load()
    model.model.embed_tokens.requires_grad_(False)
    save_checkpoint(model)
    model = load()
    # region: fix-same-set/frozen
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("embed_tokens" not in name)  # the rule of the first run
    # endregion
    check_went_on(resume(model))


@scenario("fix-order")
def fix_order():
    import torch
    from accelerate import Accelerator

    ids = torch.ones(1, 4, dtype=torch.long)

    def start():
        model, accelerator = load(), Accelerator(cpu=True)
        # region: fix-order
        model.model.embed_tokens.requires_grad_(False)  # freeze, unfreeze, add adapters: first
        trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(trainable, lr=2e-4)
        model, optimizer = accelerator.prepare(model, optimizer)
        # endregion
        return accelerator, model, optimizer

    accelerator, model, optimizer = start()
    accelerator.backward(model(input_ids=ids, labels=ids).loss)
    optimizer.step()
    accelerator.save_state("state")
    before = moments(optimizer.optimizer, model)
    accelerator, model, optimizer = start()
    accelerator.load_state("state")
    after = moments(optimizer.optimizer, model)
    check("the momentum is back", all(torch.equal(after[name], before[name]) for name in before))


@scenario("fix-old-groups", scope="mechanism")
def fix_old_groups():
    kind = old_trainer()
    optimizer = trainer_for(load(), kind=kind).create_optimizer()
    counts = [len(group["params"]) for group in optimizer.param_groups]
    # transformers 4.52.4 itself makes 21 and 4 of a Qwen3 of two layers, 5.17.0 makes 16 and 9.
    check("the counts of 4.52.4", counts == [21, 4])
    save_checkpoint(load(), kind=kind)
    check_went_on(resume(load(), kind=kind))


@scenario("fix-trainer-optimizer")
def fix_trainer_optimizer():
    save_checkpoint(lora("q_proj", "v_proj"))
    model, train_dataset = lora("q_proj", "v_proj"), trainer_for(load()).train_dataset
    # region: fix-trainer-optimizer
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        optim="adamw_torch",  # by name, as in the first run
        learning_rate=2e-4,
        max_steps=4,
        logging_steps=1,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)  # no optimizers=
    trainer.train(resume_from_checkpoint="out/checkpoint-2")
    # endregion
    check_went_on(trainer)


@scenario("fix-weights-only")
def fix_weights_only():
    """A new run from the checkpoint's adapter, with other modules."""
    import torch

    trained = save_checkpoint(lora("q_proj", "v_proj"), learning_rate=0.01)
    base, ids = load(), torch.arange(8)[None]
    # region: fix-weights-only
    from peft import LoraConfig, PeftModel, get_peft_model

    model = PeftModel.from_pretrained(base, "out/checkpoint-2").merge_and_unload()
    model.save_pretrained("merged")  # the base of the new adapter: keep it
    config = LoraConfig(r=4, target_modules=["q_proj", "k_proj", "v_proj"])
    model = get_peft_model(model, config)
    # endregion
    trained.eval()
    model.eval()
    with torch.no_grad():
        old, new, bare = (m(ids).logits for m in (trained, model, load()))
    check("it starts where the adapter was", torch.allclose(old, new, atol=1e-5))
    check("which is not the base model", not torch.allclose(old, bare, atol=1e-5))
    trainer = trainer_for(model, 2, output_dir="out-2")
    trainer.train()
    check("a new run of two steps", trainer.state.global_step == 2)


@scenario("fix-weights-only/full")
def fix_weights_only_full():
    import torch

    trained = save_checkpoint(load())
    # region: fix-weights-only/full
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("out/checkpoint-2")
    model.model.embed_tokens.requires_grad_(False)  # whatever this run trains
    # endregion
    old, new, bare = (m.lm_head.weight for m in (trained, model, load()))
    check("it has the checkpoint's weights", torch.equal(old, new) and not torch.equal(new, bare))
    trainer = trainer_for(model, 2, output_dir="out-2")
    trainer.train()
    check("a new run of two steps", trainer.state.global_step == 2)


@scenario("fix-weights-only/lightning", needs=["lightning"])
def fix_weights_only_lightning():
    import torch

    data, trainer = save_lightning(), lightning_trainer(1)
    Model, _ = lightning_module(frozen=False)
    saved = torch.load("last.ckpt", weights_only=True)["state_dict"]
    # region: fix-weights-only/lightning
    model = Model.load_from_checkpoint("last.ckpt", frozen=False)
    # endregion
    same = [torch.equal(model.state_dict()[name], tensor) for name, tensor in saved.items()]
    check("the weights are the checkpoint's", all(same))
    trainer.fit(model, data)
    check("a new run", trainer.global_step == 2)


def rates(trainer):
    return [row["learning_rate"] for row in trainer.state.log_history if row["step"] > 4][:4]


@scenario("fix-empty-state")
def fix_empty_state():
    """An optimizer without momentum at the checkpoint's step: rate and data go on as planned."""
    import shutil

    import torch

    def learning_rates(trainer):
        trainer.state.log_history.pop()  # the summary of the run, which has no rate
        return rates(trainer)

    options = {"warmup_steps": 2, "save_steps": 4, "lr_scheduler_type": "linear"}
    unbroken = trainer_for(lora("q_proj", "v_proj"), 8, **options)
    unbroken.train()
    planned = learning_rates(unbroken)
    shutil.copytree("out/checkpoint-4", "out/checkpoint-2", dirs_exist_ok=True)
    original = Path("out/checkpoint-2/optimizer.pt").read_bytes()
    model = lora("q_proj", "k_proj", "v_proj")

    shutil.copytree("out/checkpoint-2", "removed")
    Path("removed/optimizer.pt").unlink()
    trainer = trainer_for(lora("q_proj", "k_proj", "v_proj"), 8, **{**options, "output_dir": "x"})
    trainer.train(resume_from_checkpoint="removed")
    without = learning_rates(trainer)
    trainer = trainer_for(model, 8, **{**options, "output_dir": "out-2"})
    # region: fix-empty-state
    import shutil

    import torch

    shutil.copytree("out/checkpoint-2", "checkpoint-copy")  # the original stays as it is
    empty = trainer.create_optimizer().state_dict()
    rate = torch.load("checkpoint-copy/scheduler.pt", weights_only=True)["_last_lr"]
    for group, value in zip(empty["param_groups"], rate, strict=True):
        group["lr"] = value
    torch.save(empty, "checkpoint-copy/optimizer.pt")
    trainer.train(resume_from_checkpoint="checkpoint-copy")
    # endregion
    empty_state = learning_rates(trainer)
    print("unbroken:", planned)
    print("file removed:", without)
    print("empty state:", empty_state)
    check("the rate goes on as planned", len(planned) == 4 and empty_state == planned)
    check("without the file it starts again", without[0] == 0 and without != planned)
    untouched = Path("out/checkpoint-2/optimizer.pt").read_bytes() == original
    check("the original is untouched", untouched)
    count = next(iter(trainer.optimizer.state_dict()["state"].values()))["step"]
    check("the momentum is four steps old", float(count) == 4)


@scenario("fix-by-name", scope="mechanism")
def fix_by_name():
    flat, model, optimizer = fsdp_pair()
    flat_model, flat_optimizer = flat
    # region: fix-by-name
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    state = FSDP.optim_state_dict(flat_model, flat_optimizer)  # where you save
    loadable = FSDP.optim_state_dict_to_load(model, optimizer, state)  # where you resume
    optimizer.load_state_dict(loadable)
    # endregion
    check("every parameter has a state", len(optimizer.state) == 4)


# ------------------------------------------------------------------- probes, costs, bad advice


def find_cause(trainer):
    # region: check-groups
    import torch

    checkpoint = "out/checkpoint-2"  # the folder that you resume from
    saved = torch.load(f"{checkpoint}/optimizer.pt", map_location="cpu", weights_only=True)
    optimizer = trainer.optimizer or trainer.create_optimizer()
    then = [len(group["params"]) for group in saved["param_groups"]]
    now = [len(group["params"]) for group in optimizer.param_groups]
    groups = "same" if len(then) == len(now) else "other"
    total = "same" if sum(then) == sum(now) else "fewer" if sum(now) < sum(then) else "more"
    frozen = sum(not p.requires_grad for g in optimizer.param_groups for p in g["params"])
    print("groups:", groups, "| total:", total if sum(now) else "none", "| frozen:", frozen)
    print("checkpoint:", then, "now:", now)
    # endregion


def find_names(model):
    # region: check-names
    from peft import get_peft_model_state_dict
    from safetensors import safe_open

    with safe_open("out/checkpoint-2/adapter_model.safetensors", framework="pt") as file:
        then = set(file.keys())
    now = set(get_peft_model_state_dict(model))
    print("only in the checkpoint:", sorted(then - now))
    print("only in the model:", sorted(now - then))
    print("frozen:", [n for n, p in model.named_parameters() if "lora" in n and not p.requires_grad])
    # endregion


@scenario("check-groups")
def check_groups():
    import contextlib
    import io

    import torch
    from peft import PeftModel

    def printed(find, argument):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            find(argument)
        print(out.getvalue())
        return out.getvalue()

    save_checkpoint(lora("q_proj", "v_proj"))
    more = lora("q_proj", "k_proj", "v_proj")
    lines = [
        (trainer_for(more), "groups: same | total: more | frozen: 0\n"),
        (trainer_for(lora("q_proj")), "groups: same | total: fewer | frozen: 0\n"),
        (
            trainer_for(PeftModel.from_pretrained(load(), "out/checkpoint-2")),
            "groups: same | total: none | frozen: 0\n",
        ),
    ]
    for trainer, line in lines:
        check(line.strip(), printed(find_cause, trainer).startswith(line))
    own = lora("q_proj", "v_proj")
    optimizer = torch.optim.AdamW(own.parameters())
    printed_own = printed(find_cause, trainer_for(own, optimizers=(optimizer, None)))
    check("another number", printed_own.startswith("groups: other | total: more | frozen: "))
    names = printed(find_names, more)
    check("the new module is named", "only in the checkpoint: []" in names and "k_proj" in names)
    save_checkpoint(load(), kind=old_trainer())
    regrouped = printed(find_cause, trainer_for(load()))
    check("other groups", regrouped.startswith("groups: same | total: same | frozen: 0\n"))


@scenario("extra-counts-agree")
def extra_counts_agree():
    """What passes the check and is wrong all the same."""
    wrong_parameters()


@scenario("extra-other-class")
def extra_other_class():
    """Another kind of optimizer has the same counts: other errors, later."""
    other_class()


@scenario("extra-cut-by-hand")
def extra_cut_by_hand():
    """The saved list shortened until the counts agree: it loads, with wrong shapes."""
    import torch

    save_checkpoint(load())
    model = load()
    model.model.embed_tokens.requires_grad_(False)
    state = torch.load("out/checkpoint-2/optimizer.pt")
    optimizer = trainer_for(model).create_optimizer()
    for saved, group in zip(state["param_groups"], optimizer.param_groups, strict=True):
        saved["params"] = saved["params"][: len(group["params"])]
    message = ""
    try:
        optimizer.load_state_dict(state, strict=False)
    except TypeError as error:
        message = str(error)
    check("there is no strict", "strict" in message)
    optimizer.load_state_dict(state)
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    wrong = sum(optimizer.state[p]["exp_avg"].shape != p.shape for p in parameters)
    print("parameters with a momentum of another shape:", wrong, "of", len(parameters))
    check("it loaded, with wrong shapes", wrong > 0)


def wrong_parameters():
    """Equal counts, other modules: no error, and the momentum of v_proj drives k_proj."""
    import torch

    first = trainer_for(lora("q_proj", "v_proj"), 2)
    first.train()
    before = moments(first.optimizer.optimizer, first.model)
    trainer = trainer_for(lora("q_proj", "k_proj"))
    trainer.create_optimizer().load_state_dict(torch.load("out/checkpoint-2/optimizer.pt"))
    after = moments(trainer.optimizer, trainer.model)
    name = "base_model.model.model.layers.0.self_attn.{}.lora_B.default.weight"
    # k_proj stands before v_proj in a layer and after q_proj: the places are the same.
    check("k_proj has what v_proj had", torch.equal(after[name.format("k_proj")], before[name.format("v_proj")]))
    check("which is not zero", before[name.format("v_proj")].abs().max() > 0)
    check_went_on(resume(lora("q_proj", "k_proj")))


def other_class():
    """Another kind of optimizer has the same counts: other errors, later."""
    save_checkpoint(lora("q_proj", "v_proj"))
    for optim in ("adafactor", "sgd"):
        message = ""
        try:
            resume(lora("q_proj", "v_proj"), optim=optim)
        except KeyError as error:
            message = repr(error)
        print(optim, message)
        check(f"{optim}: a KeyError", message.startswith("KeyError("))
    check_went_on(resume(lora("q_proj", "v_proj"), optim="adamw_torch_fused"))
    message = ""
    from peft import LoraConfig, get_peft_model

    try:
        resume(get_peft_model(load(), LoraConfig(r=8, target_modules=["q_proj", "v_proj"])))
    except RuntimeError as error:
        message = str(error)
    check("another rank fails in the weights", "size mismatch for" in message)
