# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "peft==0.21.0",
#   "trl==1.15.0",
#   "bitsandbytes==0.50.2",
#   "liger-kernel==0.8.2",
# ]
# ///
"""Raises "CUDA out of memory" in each way that users meet it, and runs each fix.

    python tools/repro/run.py content/guides/cuda-oom/repro.py --out OUT

Large cards are made small: `limit_memory` lets PyTorch use a few GiB, so that a small model runs
out of them as a large one runs out of 24 or 80. An error and its fixes get the same limit.
Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes in the scenario's own
working directory, a Qwen3 with the same code and random weights.
"""

import inspect
import os
import subprocess
import sys

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
OOM = (
    "OutOfMemoryError: CUDA out of memory. Tried to allocate {size}. "
    "GPU {index} has a total capacity of {total} of which {free} is free."
)


def limit_memory(gib):
    """Let PyTorch reserve this much of the card, whatever its size."""
    import torch

    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction(gib * 2**30 / total)


def make_model_folder(layers=12, vocabulary=8000):
    """./Qwen/Qwen3-0.6B: a Qwen3 of hidden size 1024 with random weights."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=1024,
        intermediate_size=2816,
        num_hidden_layers=layers,
        num_attention_heads=16,
        num_key_value_heads=8,
        head_dim=64,
        max_position_embeddings=2048,
        tie_word_embeddings=False,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def load_model(layers=12, vocabulary=8000):
    """The model with float32 weights, as full fine-tuning loads it."""
    import torch
    from transformers import AutoModelForCausalLM

    make_model_folder(layers, vocabulary)
    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.0f} M parameters")
    return model


def token_dataset(rows, length, vocabulary=8000):
    """Random sequences without padding."""
    import torch

    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(0, vocabulary, (rows, length), generator=generator)
    return [{"input_ids": row, "labels": row.clone()} for row in ids]


def check_trained(trainer):
    """The last entry of the log holds a finite training loss."""
    import math

    import torch

    loss = trainer.state.log_history[-1]["train_loss"]
    print(f"train_loss {loss:.4f}, peak {torch.cuda.max_memory_allocated() / 2**20:.0f} MiB")
    check("training ended with a finite loss", math.isfinite(loss))


# ----------------------------------------------------------------------------------- errors


@scenario("error/one-tensor", reproduces="current", expect=OOM, needs=["cuda"])
def error_one_tensor():
    # region: error/one-tensor
    import torch

    torch.empty(2**40, dtype=torch.uint8, device="cuda")  # 1 TiB
    # endregion


@scenario("error/batch", reproduces="current", expect=OOM, needs=["cuda", "accelerate"])
def error_batch():
    limit_memory(8)
    model = load_model()
    train_dataset = token_dataset(32, 1024)
    # region: error/batch
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        per_device_train_batch_size=16,
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario("error/states", reproduces="current", expect=OOM, needs=["cuda", "accelerate"])
def error_states():
    """One sequence of 128 tokens: weights, gradients and Adam's states alone are too much."""
    limit_memory(2.1)
    model = load_model()
    train_dataset = token_dataset(8, 128)
    # region: error/states
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        per_device_train_batch_size=1,
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario("error/evaluation", reproduces="current", expect=OOM, needs=["cuda", "accelerate"])
def error_evaluation():
    limit_memory(4)
    model = load_model(layers=2, vocabulary=32000)
    eval_dataset = token_dataset(256, 256, vocabulary=32000)
    # region: error/evaluation
    from transformers import Trainer, TrainingArguments

    def accuracy(prediction):
        logits, labels = prediction
        ids = logits.argmax(-1)
        return {"accuracy": float((ids[:, :-1] == labels[:, 1:]).mean())}

    args = TrainingArguments(
        output_dir="out",
        per_device_eval_batch_size=8,
    )
    trainer = Trainer(
        model=model,
        args=args,
        eval_dataset=eval_dataset,
        compute_metrics=accuracy,
    )
    print(trainer.evaluate())
    # endregion


@scenario("error/fragmentation", reproduces="current", expect=OOM, needs=["cuda"], alone=True)
def error_fragmentation():
    ask_through_holes()


def ask_through_holes():
    """Cut one large block into 70 pieces, free every other, then ask for 20 pieces at once."""
    import torch

    free, _ = torch.cuda.mem_get_info()
    piece = free // 78 // 2**21 * 2**21
    block = torch.empty(70 * piece, dtype=torch.uint8, device="cuda")
    del block
    pieces = [torch.empty(piece, dtype=torch.uint8, device="cuda") for _ in range(70)]
    pieces = pieces[::2]
    torch.empty(20 * piece, dtype=torch.uint8, device="cuda")
    print(f"20 pieces in one, {len(pieces)} alive")


@scenario("error/kept-graph", reproduces="current", expect=OOM, needs=["cuda"])
def error_kept_graph():
    limit_memory(2)
    model, batches = linear_layers()
    # region: error/kept-graph
    total = 0.0
    for batch in batches:
        loss = model(batch).square().mean()
        total += loss  # a tensor with a graph: no activation of this batch can be freed
    print(total / len(batches))
    # endregion


def linear_layers():
    """Four wide layers, and 40 batches of zeros that share one tensor."""
    import torch

    model = torch.nn.Sequential(*[torch.nn.Linear(2048, 2048) for _ in range(4)]).cuda()
    return model, [torch.zeros(4096, 2048, device="cuda")] * 40


@scenario("error/other-process", reproduces="current", expect=OOM, needs=["cuda"], alone=True)
def error_other_process():
    import torch

    holder = start_holder()
    try:
        torch.empty(4 * 2**30, dtype=torch.uint8, device="cuda")
    finally:
        holder.kill()
        holder.wait()


HOLDER = """
import sys
import torch
free, _ = torch.cuda.mem_get_info()
held = torch.empty(free - 3 * 2**30, dtype=torch.uint8, device="cuda")
print("holding", flush=True)
sys.stdin.read()
"""


def start_holder():
    """Another process that leaves 3 GiB of the card; it ends with this process at the latest."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    check("another process holds the card", holder.stdout.readline().strip() == "holding")
    return holder


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-smaller-batch/transformers", needs=["cuda", "accelerate"])
def fix_smaller_batch_transformers():
    limit_memory(8)
    model = load_model()
    train_dataset = token_dataset(32, 1024)
    # region: fix-smaller-batch/transformers
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        per_device_train_batch_size=2,
        gradient_accumulation_steps=8,  # 2 x 8: one update still sees 16 sequences
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_trained(trainer)


@scenario("fix-smaller-batch/trl", scope="mechanism", needs=["cuda", "trl"])
def fix_smaller_batch_trl():
    # region: fix-smaller-batch/trl
    from trl import SFTConfig

    args = SFTConfig(
        output_dir="out",
        per_device_train_batch_size=2,
        gradient_accumulation_steps=8,  # 2 x 8: one update still sees 16 sequences
        max_length=1024,  # longer texts are cut
    )
    # endregion
    per_update = args.per_device_train_batch_size * args.gradient_accumulation_steps
    check("an update sees 16 sequences", per_update == 16)
    check("TRL turns checkpointing on by itself", args.gradient_checkpointing is True)


@scenario("fix-gradient-checkpointing", needs=["cuda", "accelerate"])
def fix_gradient_checkpointing():
    limit_memory(8)
    model = load_model()
    train_dataset = token_dataset(32, 1024)
    # region: fix-gradient-checkpointing
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        per_device_train_batch_size=16,
        gradient_checkpointing=True,
        gradient_checkpointing_kwargs={"use_reentrant": False},
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_trained(trainer)


@scenario("fix-lora-4bit", needs=["cuda", "accelerate", "bitsandbytes", "peft"])
def fix_lora_4bit():
    limit_memory(2.1)
    make_model_folder()
    train_dataset = token_dataset(8, 128)
    # region: fix-lora-4bit
    import torch
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig, Trainer, TrainingArguments

    quantization = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        quantization_config=quantization,
        dtype=torch.bfloat16,
        device_map={"": 0},
    )
    model = prepare_model_for_kbit_training(model)  # turns gradient checkpointing on
    model = get_peft_model(model, LoraConfig(r=16, target_modules="all-linear"))
    model.print_trainable_parameters()

    args = TrainingArguments(
        output_dir="out",
        per_device_train_batch_size=1,
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_trained(trainer)
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    check("only the adapter is trained", 0 < trained < 10e6)


@scenario("fix-optimizer-8bit", needs=["cuda", "accelerate", "bitsandbytes"])
def fix_optimizer_8bit():
    limit_memory(2.1)
    model = load_model()
    train_dataset = token_dataset(8, 128)
    # region: fix-optimizer-8bit
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        per_device_train_batch_size=1,
        optim="adamw_8bit",
        bf16=True,
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_trained(trainer)
    module = type(trainer.optimizer.optimizer).__module__
    check("the optimizer is the one of bitsandbytes", module.startswith("bitsandbytes"))


@scenario("fix-evaluation", needs=["cuda", "accelerate"])
def fix_evaluation():
    limit_memory(4)
    model = load_model(layers=2, vocabulary=32000)
    eval_dataset = token_dataset(256, 256, vocabulary=32000)
    # region: fix-evaluation
    from transformers import Trainer, TrainingArguments

    def keep_ids(logits, labels):
        return logits.argmax(dim=-1)  # one id a token, not one score for each word

    def accuracy(prediction):
        ids, labels = prediction
        return {"accuracy": float((ids[:, :-1] == labels[:, 1:]).mean())}

    args = TrainingArguments(
        output_dir="out",
        per_device_eval_batch_size=8,
        eval_accumulation_steps=16,  # then move what was kept to main memory
    )
    trainer = Trainer(
        model=model,
        args=args,
        eval_dataset=eval_dataset,
        compute_metrics=accuracy,
        preprocess_logits_for_metrics=keep_ids,
    )
    print(trainer.evaluate())
    # endregion
    check("the accuracy is there", "eval_accuracy" in trainer.state.log_history[-1])


@scenario("fix-expandable-segments", needs=["cuda", "linux"], alone=True)
def fix_expandable_segments():
    """The error's own function, in a process that was started with the variable."""
    with open("train.py", "w", encoding="utf-8") as file:
        file.write(inspect.getsource(ask_through_holes) + "\n\nask_through_holes()\n")
    done = subprocess.run(
        [sys.executable, "train.py"],
        env={**os.environ, "PYTORCH_CUDA_ALLOC_CONF": "expandable_segments:True"},
        capture_output=True,
        text=True,
    )
    print(done.stdout, done.stderr)
    check("the same request succeeds", done.returncode == 0 and "20 pieces in one" in done.stdout)


@scenario("fix-drop-references", needs=["cuda"])
def fix_drop_references():
    limit_memory(2)
    model, batches = linear_layers()
    # region: fix-drop-references
    import torch

    total = 0.0
    with torch.no_grad():  # an evaluation needs no graph
        for batch in batches:
            loss = model(batch).square().mean()
            total += loss.item()  # a Python number
    print(total / len(batches))
    # endregion
    held = torch.cuda.memory_allocated() / 2**20
    print(f"{held:.0f} MiB held after 40 batches")
    check("less than 250 MiB are held", held < 250)


@scenario("fix-free-gpu", needs=["cuda"], alone=True)
def fix_free_gpu():
    import torch

    holder = start_holder()
    try:
        torch.empty(4 * 2**30, dtype=torch.uint8, device="cuda")
    except torch.OutOfMemoryError as error:
        print(error)
    else:
        check("the card was full", False)
    holder.terminate()  # what `kill PID` does
    holder.wait()
    torch.empty(4 * 2**30, dtype=torch.uint8, device="cuda")
    check("the same request succeeds after the other process has ended", True)


@scenario("check-memory", needs=["cuda"])
def check_memory():
    import torch

    held = torch.ones(2**28, dtype=torch.uint8, device="cuda")
    # region: check-memory
    import torch

    free, total = torch.cuda.mem_get_info()
    gib = 2**30
    print(f"card      {free / gib:.2f} of {total / gib:.2f} GiB free, all processes counted")
    print(f"peak      {torch.cuda.max_memory_allocated() / gib:.2f} GiB in tensors")
    print(f"reserved  {torch.cuda.max_memory_reserved() / gib:.2f} GiB taken from the card")
    # endregion
    check("the peak is what is alive", torch.cuda.max_memory_allocated() == held.numel())


# -------------------------------------------------------- what does not help, and what it costs


@scenario("extra-empty-cache", expect=OOM, needs=["cuda"])
def extra_empty_cache():
    """Live tensors are no cache."""
    import torch

    limit_memory(2)
    held = torch.empty(1536 * 2**20, dtype=torch.uint8, device="cuda")
    torch.cuda.empty_cache()
    torch.empty(held.numel(), dtype=torch.uint8, device="cuda")


@scenario("extra-except-block", needs=["cuda"])
def extra_except_block():
    """Inside `except` the traceback keeps the failed call's tensors alive."""
    import gc

    import torch

    limit_memory(2)

    def step():
        activations = torch.empty(2**30, dtype=torch.uint8, device="cuda")
        return activations, torch.empty(2**31, dtype=torch.uint8, device="cuda")

    try:
        step()
    except torch.OutOfMemoryError:
        inside = torch.cuda.memory_allocated()
    gc.collect()
    outside = torch.cuda.memory_allocated()
    print(f"inside {inside / 2**20:.0f} MiB, after it {outside / 2**20:.0f} MiB")
    check("the failed call's 1 GiB is still held inside", inside >= 2**30)
    check("it is free after the block", outside == 0)


@scenario("extra-training-memory", needs=["cuda", "accelerate", "bitsandbytes"], alone=True)
def extra_training_memory():
    """Peak memory and time of a step for 16 sequences of 1,024 tokens, without a limit."""
    import gc
    import time

    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainerCallback, TrainingArguments

    make_model_folder()

    class Times(TrainerCallback):
        def __init__(self):
            self.seconds = []

        def on_step_begin(self, *args, **kwargs):
            torch.cuda.synchronize()
            self.start = time.perf_counter()

        def on_step_end(self, *args, **kwargs):
            torch.cuda.synchronize()
            self.seconds.append(time.perf_counter() - self.start)

    checkpointing = {
        "gradient_checkpointing": True,
        "gradient_checkpointing_kwargs": {"use_reentrant": False},
    }
    for label, batch, options in (
        ("batch 16", 16, {}),
        ("batch 2 x 8", 2, {}),
        ("batch 16, checkpointing", 16, checkpointing),
        ("batch 2 x 8, checkpointing", 2, checkpointing),
        ("batch 2 x 8, adamw_8bit", 2, {"optim": "adamw_8bit"}),
    ):
        gc.collect()
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32)
        args = TrainingArguments(
            output_dir="out",
            per_device_train_batch_size=batch,
            gradient_accumulation_steps=16 // batch,
            max_steps=4,
            save_strategy="no",
            bf16=True,
            disable_tqdm=True,
            **options,
        )
        times = Times()
        trainer = Trainer(
            model=model, args=args, train_dataset=token_dataset(64, 1024), callbacks=[times]
        )
        trainer.train()
        peak = torch.cuda.max_memory_allocated() / 2**20
        measure(label, peak_mib=peak, step_ms=1000 * min(times.seconds[1:]))
        del trainer, model


@scenario("extra-fused-loss", needs=["cuda", "accelerate", "liger-kernel"], alone=True)
def extra_fused_loss():
    """What `use_liger_kernel=True` saves where the vocabulary is large."""
    import gc

    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    vocabulary = 128_000
    make_model_folder(4, vocabulary)
    peaks = []
    for label, is_fused in (("whole logits", False), ("use_liger_kernel", True)):
        gc.collect()
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32)
        args = TrainingArguments(
            output_dir="out",
            per_device_train_batch_size=8,
            max_steps=2,
            save_strategy="no",
            bf16=True,
            disable_tqdm=True,
            use_liger_kernel=is_fused,
        )
        train_dataset = token_dataset(16, 1024, vocabulary)
        trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
        trainer.train()
        check_trained(trainer)
        peaks.append(torch.cuda.max_memory_allocated() / 2**20)
        measure(label, peak_mib=peaks[-1])
        del trainer, model
    check("the fused loss needs less memory", peaks[1] < peaks[0])
