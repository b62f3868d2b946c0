# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "deepspeed==0.19.8",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "safetensors",
# ]
# ///
"""Saves empty tensors under ZeRO-3, raises the size mismatch, and gets the weights back.

    python tools/repro/run.py content/guides/zero3-size-mismatch/repro.py --out OUT

ZeRO stage 3 runs on the CPU with gloo, so no GPU is needed; DeepSpeed compiles one small operator
at its first start and needs a C++ compiler for it. With one process it partitions as with many,
and leaves the same empty tensors; two scenarios start two processes. Training runs in a process of
its own, as a reader's does, and the loading side never knows of DeepSpeed. Nothing is downloaded:
`Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of two layers with random weights.
"""

import os
import socket
from pathlib import Path

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
CHECKPOINT = "out/checkpoint-2"
#: 14 matrices of two layers, the embedding and the head; the 9 norms are small and stay whole.
TENSORS = 25
MATRICES = 16
LORA_TENSORS = 28
NO_FLAG = (
    "ValueError: Cannot get 16bit model weights because "
    "`stage3_gather_16bit_weights_on_model_save` in DeepSpeed config is False."
)


# ------------------------------------------------------------------------------- processes


def in_processes(function, count=1, seconds=150):
    """Run a function in new processes, one for each rank; their exit statuses, None if hanging."""
    import multiprocessing
    import sys

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def main(rank):
        os.environ.update(
            RANK=str(rank),
            LOCAL_RANK=str(rank),
            WORLD_SIZE=str(count),
            MASTER_ADDR="127.0.0.1",
            MASTER_PORT=str(port),
            OMP_NUM_THREADS="1",
        )
        function()
        sys.stdout.flush()
        os._exit(0)

    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=main, args=(rank,)) for rank in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(seconds)
    statuses = [process.exitcode for process in processes]
    for process in processes:
        process.kill()
    return statuses


def run(function, count=1):
    statuses = in_processes(function, count)
    check(f"{count} training process(es) ended well", statuses == [0] * count)


def is_main():
    return os.environ["RANK"] == "0"


# -------------------------------------------------------------------------------- training


def make_model_folder(tied=False):
    """./Qwen/Qwen3-0.6B, in float32."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        tie_word_embeddings=tied,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)


def zero3(gather=False, bf16=False):
    """What a `ds_config.json` holds; "auto" is filled in from the TrainingArguments."""
    return {
        "zero_optimization": {
            "stage": 3,
            "stage3_param_persistence_threshold": 500,
            "stage3_gather_16bit_weights_on_model_save": gather,
        },
        "bf16": {"enabled": bf16},
        "train_micro_batch_size_per_gpu": 4,
        "optimizer": {"type": "AdamW", "params": {"lr": 0.01, "torch_adam": True}},
    }


def tell_ranks():
    """On a machine without accelerator, Accelerate takes each rank for the only one, and all write.

    torch.distributed and DeepSpeed do know the ranks; this tells Accelerate what they know.
    """
    from accelerate.state import AcceleratorState, PartialState

    rank, count = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    for state in (PartialState._shared_state, AcceleratorState._shared_state):
        if state:
            state.update(num_processes=count, process_index=rank, local_process_index=rank)


def make_dataset():
    import torch

    ids = torch.arange(3, 19)
    return [{"input_ids": ids, "labels": ids.clone()} for _ in range(16)]


def make_trainer(gather=False, peft=False):
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        max_steps=2,
        save_steps=2,
        per_device_train_batch_size=4,
        learning_rate=0.01,
        report_to="none",
        deepspeed=zero3(gather),
    )
    tell_ranks()
    model = AutoModelForCausalLM.from_pretrained(MODEL)
    if peft:
        lora = LoraConfig(r=16, target_modules="all-linear", task_type="CAUSAL_LM")
        model = get_peft_model(model, lora)
    return Trainer(model=model, args=args, train_dataset=make_dataset())


def make_engine(gather=False, bf16=False):
    """The same without Trainer: an engine after two steps."""
    import deepspeed
    from transformers import AutoModelForCausalLM

    deepspeed.init_distributed()
    model = AutoModelForCausalLM.from_pretrained(MODEL)
    engine, *_ = deepspeed.initialize(
        model=model, model_parameters=model.parameters(), config=zero3(gather, bf16)
    )
    for _ in range(2):
        take_step(engine)
    return engine


def take_step(engine):
    import torch

    ids = torch.arange(3, 19).repeat(4, 1)
    engine.backward(engine(input_ids=ids, labels=ids).loss)
    engine.step()


def keep_truth(model):
    """Write down what was really trained, gathered from all ranks, before anything is saved."""
    import deepspeed
    import torch

    parameters = dict(model.named_parameters())
    truth = {}
    for name, parameter in parameters.items():
        with deepspeed.zero.GatheredParameters([parameter]):
            truth[name] = parameter.detach().clone().cpu()
    if is_main():
        torch.save(truth, "truth.pt")


def read_truth():
    import torch

    return torch.load("truth.pt")


def check_full_model(folder, tensors=TENSORS):
    """A folder loads with from_pretrained, and holds exactly what was trained."""
    import torch
    from transformers import AutoModelForCausalLM

    truth = read_truth()
    trained = dict(AutoModelForCausalLM.from_pretrained(folder).named_parameters())
    start = dict(AutoModelForCausalLM.from_pretrained(MODEL).named_parameters())
    check("every tensor is there", set(truth) == set(trained) and len(truth) == tensors)
    check("each is the trained one", all(torch.equal(trained[n], truth[n]) for n in truth))
    check("training had changed all", not any(torch.equal(start[n], truth[n]) for n in truth))


def check_adapter(folder):
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    truth = {name: tensor for name, tensor in read_truth().items() if "lora_" in name}
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(MODEL), folder)
    loaded = {name: tensor for name, tensor in model.named_parameters() if "lora_" in name}
    check("every LoRA tensor is there", set(truth) == set(loaded) and len(truth) == LORA_TENSORS)
    check("each is the trained one", all(torch.equal(loaded[n], truth[n]) for n in truth))
    check("lora_B is not zero", all(bool(truth[n].any()) for n in truth if "lora_B" in n))


def fresh_model():
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/peft",
    reproduces="size-zero-short",
    expect="RuntimeError: Error(s) in loading state_dict for PeftModelForCausalLM:{line}size "
    "mismatch for {parameter}: copying a param with shape torch.Size([0]) from checkpoint, "
    "the shape in current model is torch.Size([{shape}]).",
)
def error_peft():
    """PEFT 0.21 warns while it saves; older releases were silent."""
    make_model_folder()

    def train():
        trainer = make_trainer(peft=True)
        # region: error/peft
        trainer.train()
        trainer.model.save_pretrained("out/final")
        # endregion

    run(train)
    size = Path("out/final/adapter_model.safetensors").stat().st_size
    check("the file is there, and tiny", size < 5_000)
    from peft import PeftModel

    PeftModel.from_pretrained(fresh_model(), "out/final")


@scenario(
    "error/state-dict",
    reproduces="size-zero-short",
    expect="RuntimeError: Error(s) in loading state_dict for Qwen3ForCausalLM:{line}size mismatch "
    "for model.embed_tokens.weight: copying a param with shape torch.Size([0]) from checkpoint, "
    "the shape in current model is torch.Size([512, 64]).",
)
def error_state_dict():
    make_model_folder()

    def train():
        import torch

        engine = make_engine()
        model = engine.module
        # region: error/state-dict
        torch.save(model.state_dict(), "model.pt")
        # endregion

    run(train)
    import torch

    fresh_model().load_state_dict(torch.load("model.pt"))


@scenario(
    "error/transformers",
    expect="RuntimeError: You set `ignore_mismatched_sizes` to `False`, thus raising an error. "
    "For details look at the above report!",
)
def error_transformers():
    """transformers 5 puts the shapes into a report and raises a sentence without them."""
    make_model_folder()

    def train():
        trainer = make_trainer()
        # region: error/transformers
        trainer.train()
        trainer.model.save_pretrained("out/final")
        # endregion

    run(train)
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("out/final")


@scenario(
    "error/shard",
    reproduces="size-zero-short",
    expect="RuntimeError: Error(s) in loading state_dict for Qwen3ForCausalLM:{line}copying a "
    "param with shape torch.Size([0]) from checkpoint",
)
def error_shard():
    """A file of DeepSpeed's own checkpoint, loaded as if it were the model."""
    make_model_folder()
    run(lambda: make_engine().save_checkpoint("out"))
    model = fresh_model()
    # region: error/shard
    import torch

    shard = "out/global_step2/zero_pp_rank_0_mp_rank_00_model_states.pt"
    model.load_state_dict(torch.load(shard, weights_only=False)["module"])
    # endregion


@scenario(
    "error/zero-init",
    reproduces="model-zero",
    expect="RuntimeError: Error(s) in loading state_dict for Qwen3ForCausalLM:{line}size mismatch "
    "for model.embed_tokens.weight: copying a param with shape torch.Size([512, 64]) from "
    "checkpoint, the shape in current model is torch.Size([0]).",
)
def error_zero_init():
    """The file is whole; it is the model that is partitioned."""
    one_rank()
    make_model_folder()
    state = fresh_model().state_dict()
    engine = make_engine()
    model = engine.module
    # region: error/zero-init
    model.load_state_dict(state)
    # endregion


def one_rank():
    """The environment that a launcher sets, for one process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1", MASTER_ADDR="127.0.0.1")
    os.environ.update(MASTER_PORT=str(port), OMP_NUM_THREADS="1")


@scenario("error/accelerate", reproduces="accelerate-no-16bit", expect=NO_FLAG)
def error_accelerate():
    one_rank()
    make_model_folder()
    trainer = make_trainer(gather=False)
    trainer.train()
    trainer.accelerator.get_state_dict(trainer.model_wrapped)


@scenario("check-files")
def check_files():
    make_model_folder()

    def train():
        trainer = make_trainer()
        trainer.train()
        trainer.model.save_pretrained("out")

    run(train)
    # region: check-files
    from pathlib import Path

    from safetensors import safe_open

    for file in sorted(Path("out").rglob("*.safetensors")):
        with safe_open(file, framework="pt") as tensors:
            shapes = [tensors.get_slice(name).get_shape() for name in tensors.keys()]
        empty = sum(0 in shape for shape in shapes)
        print(f"{file}: {empty} of {len(shapes)} tensors are empty")
    steps = {part.parent for part in Path("out").rglob("*_optim_states.pt")}
    for step in sorted(steps, key=lambda step: step.stat().st_mtime):  # the newest last
        parts = len(list(step.glob("*_optim_states.pt")))
        print(f"{step.parent}: recoverable if {parts} rank(s) wrote {step.name}")
    # endregion
    check("the matrices are empty, the norms whole", (empty, len(shapes)) == (MATRICES, TENSORS))
    check("one checkpoint", parts == 1 and str(step) == f"{CHECKPOINT}/global_step2")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-recover")
def fix_recover():
    recover_full_model(tied=False)


@scenario("extra-tied")
def extra_tied():
    """The embedding is the head, as in small Qwen, Llama and Gemma models."""
    recover_full_model(tied=True)


def recover_full_model(tied):
    make_model_folder(tied)

    def train():
        trainer = make_trainer()
        trainer.train()
        keep_truth(trainer.model)
        trainer.model.save_pretrained("out/final")

    run(train, count=2)
    # region: fix-recover
    from deepspeed.utils.zero_to_fp32 import get_fp32_state_dict_from_zero_checkpoint
    from transformers import AutoConfig, AutoModelForCausalLM

    state = get_fp32_state_dict_from_zero_checkpoint("out/checkpoint-2")
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained("out/checkpoint-2"))
    model.load_state_dict(state)  # strict: it stops if a tensor is missing or has another shape
    model.save_pretrained("recovered")
    # endregion
    parts = list(Path(CHECKPOINT).glob("global_step2/*_optim_states.pt"))
    check("there were two partitions", len(parts) == 2)
    check_full_model("recovered", TENSORS - tied)


@scenario("fix-recover/adapter")
def fix_recover_adapter():
    make_model_folder()

    def train():
        trainer = make_trainer(peft=True)
        trainer.train()
        keep_truth(trainer.model)
        trainer.model.save_pretrained("out/final")  # leaves an empty adapter

    run(train, count=2)
    # region: fix-recover/adapter
    from deepspeed.utils.zero_to_fp32 import get_fp32_state_dict_from_zero_checkpoint
    from peft import PeftConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    state = get_fp32_state_dict_from_zero_checkpoint(
        "out/checkpoint-2", exclude_frozen_parameters=True
    )
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    model = get_peft_model(model, PeftConfig.from_pretrained("out/final"))
    result = model.load_state_dict(state, strict=False)
    lost = [n for n in result.missing_keys if "lora_" in n or "modules_to_save" in n]
    assert not result.unexpected_keys and not lost, (result.unexpected_keys, lost)
    model.save_pretrained("recovered-adapter")
    # endregion
    check("LoRA alone", len(state) == LORA_TENSORS)
    check_adapter("recovered-adapter")


@scenario("fix-gather")
def fix_gather():
    """In the process that still runs: all ranks enter, rank 0 writes."""
    make_model_folder()

    def train():
        import torch

        engine = make_engine()
        model = engine.module
        keep_truth(model)
        # region: fix-gather
        import deepspeed

        state = {}
        for name, parameter in model.named_parameters():  # on every rank
            with deepspeed.zero.GatheredParameters([parameter]):
                if torch.distributed.get_rank() == 0:
                    state[name] = parameter.detach().cpu().clone()
        if torch.distributed.get_rank() == 0:
            model.save_pretrained("out/final", state_dict=state)
        # endregion

    run(train, count=2)
    check_full_model("out/final")


@scenario("fix-gather/adapter")
def fix_gather_adapter():
    make_model_folder()

    def train():
        trainer = make_trainer(peft=True)
        trainer.train()
        model = trainer.model
        keep_truth(model)
        # region: fix-gather/adapter
        import deepspeed
        import torch

        saved = [p for p in model.parameters() if p.requires_grad]
        for layer in (model.get_input_embeddings(), model.get_output_embeddings()):
            saved += [] if layer is None else list(layer.parameters())  # PEFT may save these too
        with deepspeed.zero.GatheredParameters(saved):  # on every rank
            if torch.distributed.get_rank() == 0:
                model.save_pretrained("out/final")
        # endregion

    run(train, count=2)
    check_adapter("out/final")


@scenario("fix-save/transformers")
def fix_save_transformers():
    make_model_folder()

    def train():
        trainer = make_trainer(gather=True)
        # region: fix-save/transformers
        trainer.train()
        trainer.save_model("out/final")  # on every rank
        # endregion
        check("only rank 0 may write", trainer.args.should_save == is_main())
        keep_truth(trainer.model)

    run(train, count=2)
    check_full_model("out/final")


@scenario("fix-save/accelerate")
def fix_save_accelerate():
    make_model_folder()

    def train():
        import torch
        from accelerate import Accelerator, DeepSpeedPlugin

        plugin = DeepSpeedPlugin(hf_ds_config=zero3(gather=True))
        accelerator = Accelerator(deepspeed_plugin=plugin)
        tell_ranks()
        from accelerate.utils import DummyOptim

        model = fresh_model()
        model, _, loader = accelerator.prepare(
            model,
            DummyOptim(model.parameters(), lr=0.01),
            torch.utils.data.DataLoader(make_dataset(), batch_size=4),
        )
        for batch in loader:
            accelerator.backward(model(**batch).loss)
        keep_truth(accelerator.unwrap_model(model))
        # region: fix-save/accelerate
        state = accelerator.get_state_dict(model)  # on every rank
        if accelerator.is_main_process:
            accelerator.unwrap_model(model).save_pretrained("out/final", state_dict=state)
        # endregion
        check("only rank 0 writes", accelerator.is_main_process == is_main())

    run(train, count=2)
    check_full_model("out/final")


@scenario("fix-save/deepspeed")
def fix_save_deepspeed():
    make_model_folder()

    def train():
        engine = make_engine(gather=True)
        keep_truth(engine.module)
        # region: fix-save/deepspeed
        assert engine.save_16bit_model("out/final")  # on every rank
        # endregion
        if is_main():
            engine.module.config.save_pretrained("out/final")

    run(train, count=2)
    check_full_model("out/final")


def write_ds_config():
    """./ds_config.json; the optimizer is left to the Trainer."""
    import json

    config = {name: value for name, value in zero3().items() if name != "optimizer"}
    Path("ds_config.json").write_text(json.dumps(config), encoding="utf-8")


@scenario("fix-load/transformers")
def fix_load_transformers():
    """from_pretrained fills a partitioned model, if it knows of ZeRO-3 beforehand."""
    make_model_folder()
    write_ds_config()

    def load():
        # region: fix-load/transformers
        from transformers import AutoModelForCausalLM, TrainingArguments

        args = TrainingArguments(
            output_dir="out", per_device_train_batch_size=4, deepspeed="ds_config.json"
        )  # first, and kept: from_pretrained looks for it
        model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
        # endregion
        check("args are there", args.deepspeed is not None)
        check("it is partitioned", all(p.numel() == 0 for p in model.parameters()))
        keep_truth(model)

    run(load, count=2)
    import torch

    truth, start = read_truth(), dict(fresh_model().named_parameters())
    check("each tensor is the file's", all(torch.equal(truth[n], start[n]) for n in start))


@scenario("fix-load")
def fix_load():
    """Fill a partitioned model: gather, copy on rank 0, and scatter again at the end."""
    make_model_folder()
    write_ds_config()

    def load():
        import torch
        from transformers import TrainingArguments

        state = {name: torch.full_like(p, 0.5) for name, p in fresh_model().named_parameters()}
        args = TrainingArguments(
            output_dir="out", per_device_train_batch_size=4, deepspeed="ds_config.json"
        )
        model = fresh_model()
        check("it is partitioned", all(p.numel() == 0 for p in model.parameters()))
        # region: fix-load
        import deepspeed
        import torch

        for name, parameter in model.named_parameters():  # on every rank
            with deepspeed.zero.GatheredParameters([parameter], modifier_rank=0):
                if torch.distributed.get_rank() == 0:
                    parameter.data.copy_(state[name])
        # endregion
        check("args are there", args.deepspeed is not None)
        keep_truth(model)

    run(load, count=2)
    truth = read_truth()
    check("all tensors were filled", all(bool((t == 0.5).all()) for t in truth.values()))
    check("that is every one", len(truth) == TENSORS)


@scenario("extra-load-into-engine")
def extra_load_into_engine():
    """After `initialize` the optimizer has its own fp32 copy, and the next step brings it back."""
    import deepspeed
    import torch

    one_rank()
    make_model_folder()
    engine = make_engine(bf16=True)
    for parameter in engine.module.parameters():
        with deepspeed.zero.GatheredParameters([parameter], modifier_rank=0):
            parameter.data.fill_(0.5)
    keep_truth(engine.module)
    check("all are filled", all(bool((t == 0.5).all()) for t in read_truth().values()))
    take_step(engine)
    keep_truth(engine.module)
    far = sum(bool(((t - 0.5).abs() > 0.1).any()) for t in read_truth().values())
    check("one step later none is near it", far == TENSORS)


# ------------------------------------------------------- costs, limits, and what does not help


@scenario("extra-cli")
def extra_cli():
    """The command of commands.sh, on the checkpoint of two ranks."""
    import shlex
    import shutil
    import subprocess
    import sys

    make_model_folder()

    def train():
        trainer = make_trainer()
        trainer.train()
        keep_truth(trainer.model)

    run(train, count=2)
    text = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8")
    command = text.split("# region: fix-recover/shell\n")[1].split("# endregion")[0]
    words = shlex.split(command)
    check("it is one command for Python", words[:2] == ["python", "-m"])
    ended = subprocess.run([sys.executable, *words[1:]])
    check("it ended well", ended.returncode == 0)
    shutil.copy(f"{CHECKPOINT}/config.json", "recovered")
    check_full_model("recovered")


@scenario("extra-tied-cli")
def extra_tied_cli():
    """With tied weights `--safe_serialization` fails; without it the command works."""
    import shutil
    import subprocess
    import sys

    make_model_folder(tied=True)

    def train():
        trainer = make_trainer()
        trainer.train()
        keep_truth(trainer.model)

    run(train)
    command = [sys.executable, "-m", "deepspeed.utils.zero_to_fp32", CHECKPOINT]
    safe = subprocess.run(
        [*command, "safe", "--safe_serialization"], stderr=subprocess.PIPE, text=True
    )
    print(safe.stderr)
    check("it fails with the flag", safe.returncode != 0)
    check("and says why", "Some tensors share memory" in safe.stderr)
    check("it works without", subprocess.run([*command, "recovered"]).returncode == 0)
    shutil.copy(f"{CHECKPOINT}/config.json", "recovered")
    check_full_model("recovered", TENSORS - 1)


@scenario("extra-adapter-embedding")
def extra_adapter_embedding():
    """A larger vocabulary, its embedding and head trained: PEFT saves them with the adapter."""
    make_model_folder()
    from repro.regions import regions_of

    regions = regions_of(Path(__file__).read_text(encoding="utf-8"))

    def train():
        from peft import LoraConfig, get_peft_model
        from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

        args = TrainingArguments(
            output_dir="out",
            max_steps=2,
            save_steps=2,
            per_device_train_batch_size=4,
            learning_rate=0.01,
            report_to="none",
            deepspeed=zero3(),
        )
        tell_ranks()
        model = AutoModelForCausalLM.from_pretrained(MODEL)
        model.resize_token_embeddings(520)
        lora = LoraConfig(
            r=16,
            target_modules=["q_proj", "v_proj"],
            modules_to_save=["embed_tokens", "lm_head"],
            task_type="CAUSAL_LM",
        )
        trainer = Trainer(
            model=get_peft_model(model, lora), args=args, train_dataset=make_dataset()
        )
        trainer.train()
        keep_truth(trainer.model)
        exec(regions["fix-gather/adapter"], {"model": trainer.model})
        trainer.save_model("saved")

    run(train, count=2)
    import torch
    from peft import PeftModel

    truth = {n: t for n, t in read_truth().items() if "lora_" in n or "modules_to_save" in n}
    check("LoRA, the embedding and the head", len(truth) == 2 * 2 * 2 + 2)

    def check_saved(folder):
        base = fresh_model()
        base.resize_token_embeddings(520)
        loaded = dict(PeftModel.from_pretrained(base, folder).named_parameters())
        right = all(torch.equal(loaded[n], truth[n]) for n in truth)
        check(f"{folder} holds what was trained", right)

    check_saved("out/final")
    check_saved("saved")
    recover = regions["fix-recover/adapter"]
    try:
        exec(recover, {})
    except RuntimeError as error:
        print(error)
        stopped = "torch.Size([520, 64]) from checkpoint" in str(error)
    check("recovering stops at the smaller base", stopped)
    lines = recover.splitlines()
    before = next(i for i, line in enumerate(lines) if "get_peft_model(model" in line)
    lines.insert(before, "model.resize_token_embeddings(520)")
    exec("\n".join(lines), {})
    check_saved("recovered-adapter")


@scenario("extra-adapter-frozen-embedding")
def extra_adapter_frozen_embedding():
    """A larger vocabulary, not trained: its new rows are random, and only gathering has them."""
    make_model_folder()
    from repro.regions import regions_of

    regions = regions_of(Path(__file__).read_text(encoding="utf-8"))

    def train():
        from peft import LoraConfig, get_peft_model
        from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

        args = TrainingArguments(
            output_dir="out",
            max_steps=2,
            save_steps=2,
            per_device_train_batch_size=4,
            learning_rate=0.01,
            report_to="none",
            deepspeed=zero3(gather=True),
        )
        tell_ranks()
        model = AutoModelForCausalLM.from_pretrained(MODEL)
        model.resize_token_embeddings(520)
        lora = LoraConfig(r=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
        trainer = Trainer(
            model=get_peft_model(model, lora), args=args, train_dataset=make_dataset()
        )
        trainer.train()
        keep_truth(trainer.model)
        exec(regions["fix-gather/adapter"], {"model": trainer.model})
        trainer.save_model("saved")

    run(train, count=2)
    import torch
    from peft import PeftModel

    truth = {n: t for n, t in read_truth().items() if "lora_" in n or "embed" in n or "head" in n}
    check("LoRA, the embedding and the head", len(truth) == 2 * 2 * 2 + 2)

    def wrong(folder):
        base = fresh_model()
        base.resize_token_embeddings(520)
        loaded = dict(PeftModel.from_pretrained(base, folder).named_parameters())
        names = [n for n in truth if not torch.equal(loaded[n], truth[n])]
        print(folder, "differs in", names)
        return len(names)

    check("gathered by hand, all is there", wrong("out/final") == 0)
    check("save_model of the Trainer leaves both out", wrong("saved") == 2)
    lines = regions["fix-recover/adapter"].splitlines()
    before = next(i for i, line in enumerate(lines) if "get_peft_model(model" in line)
    lines.insert(before, "model.resize_token_embeddings(520)")
    exec("\n".join(lines), {})
    check("so does recovering", wrong("recovered-adapter") == 2)
    from deepspeed.utils.zero_to_fp32 import get_fp32_state_dict_from_zero_checkpoint

    state = get_fp32_state_dict_from_zero_checkpoint(CHECKPOINT)
    check("its checkpoint has nothing frozen", len(state) == 8 and all("lora_" in n for n in state))


@scenario("extra-incomplete")
def extra_incomplete():
    """What recovering says of missing, torn and mixed files, and which step it takes."""
    import shutil

    import torch

    make_model_folder()

    def train():
        engine = make_engine()
        engine.save_checkpoint("out")
        take_step(engine)
        keep_truth(engine.module)
        engine.save_checkpoint("out")

    run(train, count=2)
    from deepspeed.utils.zero_to_fp32 import get_fp32_state_dict_from_zero_checkpoint as read

    def equal(one, other):
        return all(torch.equal(one[name], other[name]) for name in other)

    truth, older = read_truth(), read("out", tag="global_step2")
    check("the step in `latest` is taken", equal(read("out"), truth))
    check("an older one has other weights", not equal(older, truth))

    def refused(change):
        shutil.copytree("out", "copy")
        change(next(Path("copy/global_step3").glob("*rank_1_*_optim_states.pt")))
        try:
            read("copy")
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
            return True
        finally:
            shutil.rmtree("copy")
        return False

    check("a missing file stops it", refused(lambda part: part.unlink()))
    torn = refused(lambda part: part.write_bytes(part.read_bytes()[:-5000]))
    check("so does a torn one", torn)

    old = next(Path("out/global_step2").glob("*rank_1_*_optim_states.pt"))
    shutil.copy(old, Path("out/global_step3") / old.name)
    mixed = read("out")
    check("a file of another save does not", set(mixed) == set(truth))
    check("and the weights are wrong", not equal(mixed, truth) and not equal(mixed, older))


@scenario("extra-bf16")
def extra_bf16():
    """Trained in bf16: what comes back is the optimizer's float32, which rounds to the model."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    make_model_folder()

    def train():
        engine = make_engine(bf16=True)
        keep_truth(engine.module)
        engine.save_checkpoint("out")

    run(train)
    from deepspeed.utils.zero_to_fp32 import get_fp32_state_dict_from_zero_checkpoint

    state, truth = get_fp32_state_dict_from_zero_checkpoint("out"), read_truth()
    check("the model was bf16", {t.dtype for t in truth.values()} == {torch.bfloat16})
    check("what came back is fp32", {t.dtype for t in state.values()} == {torch.float32})
    check("it rounds to the model", all(torch.equal(state[n].bfloat16(), truth[n]) for n in truth))
    exact = sum(torch.equal(state[n], truth[n].float()) for n in truth)
    check("and holds more than the model", exact < len(truth))
    config = AutoConfig.from_pretrained(MODEL)
    config.dtype = torch.bfloat16
    model = AutoModelForCausalLM.from_config(config)
    check("from_config takes the dtype of config.json", model.dtype == torch.bfloat16)
    model.load_state_dict(state)
    same = all(torch.equal(p, truth[name]) for name, p in model.named_parameters())
    check("and the loaded model is the trained one", same)


@scenario("extra-trainer-without-flag")
def extra_trainer_without_flag():
    """No weights file, a whole DeepSpeed checkpoint, and a line; an adapter is gathered anyway."""
    make_model_folder()

    def train_full():
        trainer = make_trainer(gather=False)
        trainer.train()
        trainer.save_model("final")

    run(train_full)
    print(sorted(path.name for path in Path("final").iterdir()))
    check("no weights", not any(Path("final").glob("*.safetensors")))
    check("a checkpoint", any(Path("final").glob("global_step*/*_optim_states.pt")))
    check("and the script", Path("final/zero_to_fp32.py").exists())

    def train_peft():
        trainer = make_trainer(gather=False, peft=True)
        trainer.train()
        keep_truth(trainer.model)
        trainer.save_model("final-adapter")

    run(train_peft)
    check_adapter("final-adapter")


@scenario("extra-adapter-without-flag-4", needs=["transformers<5"])
def extra_adapter_without_flag_4():
    """transformers 4 leaves an adapter file without any tensor, which loads with a warning."""
    import warnings

    make_model_folder()

    def train():
        trainer = make_trainer(gather=False, peft=True)
        trainer.train()
        keep_truth(trainer.model)
        trainer.save_model("out/final")

    run(train)
    file = Path("out/final/adapter_model.safetensors")
    check("the file has 40 bytes", file.stat().st_size == 40)
    check("a checkpoint is beside it", any(file.parent.glob("global_step*/*_optim_states.pt")))
    from peft import PeftModel

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        model = PeftModel.from_pretrained(fresh_model(), "out/final")
    said = [str(w.message) for w in told if "missing adapter keys" in str(w.message)]
    print(said[0][:80])
    untrained = [p for name, p in model.named_parameters() if "lora_B" in name]
    check("it loads, untrained", len(untrained) == 14 and not any(p.any() for p in untrained))
    trained = [tensor for name, tensor in read_truth().items() if "lora_B" in name]
    check("training had changed all", len(trained) == 14 and all(t.any() for t in trained))


@scenario("extra-older-weights")
def extra_older_weights():
    """Without the flag, the Trainer removes weights that the folder already had."""
    make_model_folder()

    def train():
        trainer = make_trainer(gather=False)
        trainer.train()
        trainer.save_model(MODEL)

    check("there are weights", Path(MODEL, "model.safetensors").exists())
    run(train)
    check("they are gone", not any(Path(MODEL).glob("*.safetensors")))
    check("a checkpoint is there", any(Path(MODEL).glob("global_step*/*_optim_states.pt")))


@scenario("extra-engine-without-flag")
def extra_engine_without_flag():
    make_model_folder()

    def train():
        engine = make_engine(gather=False)
        check("it says that it did not save", engine.save_16bit_model("final") is False)
        check("and wrote nothing", not Path("final").exists())

    run(train)


@scenario("extra-flag-misplaced")
def extra_flag_misplaced():
    """One level too high, the flag does nothing, and nobody says so."""
    import deepspeed

    one_rank()
    make_model_folder()
    config = {**zero3(), "stage3_gather_16bit_weights_on_model_save": True}
    del config["zero_optimization"]["stage3_gather_16bit_weights_on_model_save"]
    deepspeed.init_distributed()
    model = fresh_model()
    engine, *_ = deepspeed.initialize(
        model=model, model_parameters=model.parameters(), config=config
    )
    check("it is off", engine.zero_gather_16bit_weights_on_model_save() is False)
    check("and nothing is saved", engine.save_16bit_model("final") is False)


@scenario("extra-rank-0-only")
def extra_rank_0_only():
    """One rank alone in a gathering call waits for the others, and prints nothing."""
    make_model_folder()

    def train():
        import time

        engine = make_engine(gather=True)
        Path(f"trained-{os.environ['RANK']}").touch()
        if is_main():
            engine.save_16bit_model("final")
        else:
            time.sleep(600)

    statuses = in_processes(train, count=2, seconds=30)
    check("both had trained", Path("trained-0").exists() and Path("trained-1").exists())
    check("both still run after 60 s", statuses == [None, None])
    check("nothing was written", not Path("final").exists())


@scenario(
    "extra-strict",
    expect="RuntimeError: Error(s) in loading state_dict for Qwen3ForCausalLM:{line}copying a "
    "param with shape torch.Size([0]) from checkpoint",
)
def extra_strict():
    make_model_folder()

    def train():
        import torch

        torch.save(make_engine().module.state_dict(), "model.pt")

    run(train)
    import torch

    fresh_model().load_state_dict(torch.load("model.pt"), strict=False)


@scenario("extra-ignore-mismatched")
def extra_ignore_mismatched():
    """It loads, with new random numbers in every matrix."""
    import torch
    from transformers import AutoModelForCausalLM

    make_model_folder()

    def train():
        trainer = make_trainer()
        trainer.train()
        trainer.model.save_pretrained("out/final")  # before anything is gathered
        keep_truth(trainer.model)

    run(train)
    options = {"ignore_mismatched_sizes": True}
    model = AutoModelForCausalLM.from_pretrained("out/final", **options)
    loaded, truth = dict(model.named_parameters()), read_truth()
    right = [name for name in truth if torch.equal(loaded[name], truth[name])]
    print("as trained:", right)
    check("only the norms are as trained", len(right) == TENSORS - MATRICES)
    check("no matrix is", all("norm" in name for name in right))


@scenario("extra-other-count", expect="{kind}: The checkpoint being loaded used a DP world size")
def extra_other_count():
    """Going on with another number of processes than the one that saved."""
    make_model_folder()
    run(lambda: make_engine().save_checkpoint("out"), count=2)
    one_rank()
    make_engine().load_checkpoint("out")
