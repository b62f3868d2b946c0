# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "peft==0.21.0",
#   "bitsandbytes==0.50.2",
# ]
# ///
"""Measures the memory of training steps, for the figure "memory of a training step".

    python tools/figures/memory_step.py --out content/figures/memory-runs.json
    python tools/figures/memory_step.py --dry-run      # CPU, tiny shapes: the same code paths

Models get the shape of a published one and random weights: nothing is downloaded. A run takes three
steps and records the last one, in which the optimizer's states exist from the beginning:

    parameters    bytes held once the model is loaded
    idle          bytes held between two steps: parameters, optimizer states
    forward       bytes held when the loss has been computed: idle + what backward needs
    peakForward, peakBackward, peakOptimizer      highest value within each part of the step

All are `torch.cuda.memory_allocated` or its maximum: what the tensors take, without the allocator's
reserve and the CUDA context. A run that fails says why, and the next one starts. Without a GPU
`forward` is counted from the tensors that autograd saves, and the rest is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import gc
import json
import math
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from repro.environment import describe  # noqa: E402

STEPS = 3
PACKAGES = ["transformers", "peft", "accelerate", "bitsandbytes"]


@dataclass(frozen=True)
class Shape:
    """The sizes of a Llama-like decoder."""

    layers: int
    hidden: int
    intermediate: int
    heads: int
    kvHeads: int
    headDim: int
    vocabulary: int
    tied: bool


SHAPES = {
    "llama-3.2-1b": Shape(16, 2048, 8192, 32, 8, 64, 128256, tied=True),
    "tinyllama-1.1b": Shape(22, 2048, 5632, 32, 4, 64, 32000, tied=False),
    "llama-2-7b": Shape(32, 4096, 11008, 32, 32, 128, 32000, tied=False),
    "dry-run": Shape(3, 64, 176, 4, 2, 16, 512, tied=False),
    "dry-run-tied": Shape(2, 128, 256, 4, 4, 32, 1024, tied=True),
}


@dataclass(frozen=True)
class Run:
    """One configuration. `method`: full, adam8bit, lora, qlora; `dtype`: of the weights."""

    shape: str
    method: str
    dtype: str
    checkpointing: bool
    batch: int
    sequence: int


RUNS = [
    Run("llama-3.2-1b", "full", "bfloat16", False, 4, 1024),
    Run("llama-3.2-1b", "full", "bfloat16", True, 4, 1024),
    Run("tinyllama-1.1b", "full", "bfloat16", False, 2, 2048),
    Run("tinyllama-1.1b", "full", "bfloat16", False, 1, 128),
    Run("tinyllama-1.1b", "full", "float32", False, 4, 1024),
    Run("tinyllama-1.1b", "full", "float32", True, 8, 1024),
    Run("tinyllama-1.1b", "adam8bit", "bfloat16", True, 4, 1024),
    Run("tinyllama-1.1b", "adam8bit", "float32", True, 4, 1024),
    Run("llama-3.2-1b", "lora", "bfloat16", False, 4, 1024),
    Run("tinyllama-1.1b", "lora", "float32", False, 4, 1024),
    Run("llama-2-7b", "lora", "bfloat16", True, 4, 2048),
    Run("llama-3.2-1b", "qlora", "bfloat16", False, 2, 1024),
    Run("llama-3.2-1b", "qlora", "bfloat16", True, 4, 2048),
    Run("tinyllama-1.1b", "qlora", "bfloat16", True, 4, 1024),
]

DRY_RUNS = [
    Run(shape, method, dtype, checkpointing, 2, 48)
    for shape in ("dry-run", "dry-run-tied")
    for method, dtype in (
        ("full", "bfloat16"),
        ("full", "float32"),
        ("adam8bit", "bfloat16"),
        ("lora", "bfloat16"),
        ("lora", "float32"),
        ("qlora", "bfloat16"),
    )
    for checkpointing in (False, True)
]


# ------------------------------------------------------------------------------------ models


def make_model(run: Run, device: str) -> torch.nn.Module:
    """A Llama of the run's shape on `device`, with the run's method applied."""
    model = quantized(run, device) if run.method == "qlora" else plain(run, device)
    model.config.use_cache = False
    if run.method in ("lora", "qlora"):
        from peft import LoraConfig, get_peft_model

        config = LoraConfig(r=16, target_modules="all-linear", task_type="CAUSAL_LM")
        model = get_peft_model(model, config)
    if run.checkpointing:
        model.gradient_checkpointing_enable(
            gradient_checkpointing_kwargs={"use_reentrant": False}
        )
    return model.train()


def plain(run: Run, device: str) -> torch.nn.Module:
    """The model in the run's dtype, made where it is used."""
    from transformers import AutoModelForCausalLM

    with torch.device(device):
        return AutoModelForCausalLM.from_config(
            llama_config(SHAPES[run.shape]),
            dtype=getattr(torch, run.dtype),
            attn_implementation="sdpa",
        )


def quantized(run: Run, device: str) -> torch.nn.Module:
    """The model in 4 bits as QLoRA loads it: from a folder, prepared by PEFT."""
    from peft import prepare_model_for_kbit_training
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    with tempfile.TemporaryDirectory() as folder:
        plain(run, device).save_pretrained(folder)
        release(device)
        model = AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=torch.bfloat16,
            attn_implementation="sdpa",
            device_map={"": device if device == "cpu" else 0},
            quantization_config=BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=torch.bfloat16,
            ),
        )
    return prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)


def llama_config(shape: Shape) -> Any:
    """The configuration that transformers builds the model from."""
    from transformers import LlamaConfig

    return LlamaConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        intermediate_size=shape.intermediate,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.kvHeads,
        head_dim=shape.headDim,
        max_position_embeddings=4096,
        tie_word_embeddings=shape.tied,
    )


def make_optimizer(run: Run, parameters: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    """AdamW: PyTorch's fused one, which is the Trainer's default, or bitsandbytes' in 8 bits."""
    if run.method == "adam8bit":
        from bitsandbytes.optim import AdamW8bit

        return AdamW8bit(parameters, lr=1e-5)
    return torch.optim.AdamW(parameters, lr=1e-5, fused=True)


def precision(run: Run, device: str) -> contextlib.AbstractContextManager[Any]:
    """bf16 autocast around the forward pass, as `bf16=True`; none where all weights are bf16."""
    if run.dtype == "bfloat16" and run.method in ("full", "adam8bit"):
        return contextlib.nullcontext()
    return torch.autocast(device, dtype=torch.bfloat16)


# ------------------------------------------------------------------------------- measurement


def measure(run: Run, device: str) -> dict[str, Any]:
    """Three training steps; the sizes of the model and the bytes of the last step."""
    shape = SHAPES[run.shape]
    before = allocated(device)
    model = make_model(run, device)
    release(device)
    trainable = [p for p in model.parameters() if p.requires_grad]
    result: dict[str, Any] = {
        "trainable": sum(p.numel() for p in trainable),
        "bytes": {"parameters": allocated(device) - before},
    }
    optimizer = make_optimizer(run, trainable)
    tokens = torch.randint(0, shape.vocabulary, (run.batch, run.sequence), device=device)
    for _ in range(STEPS):
        step = training_step(run, model, optimizer, tokens, device)
    loss = step.pop("loss")
    if not math.isfinite(loss):
        raise ValueError(f"the loss is {loss}")
    offset = 0 if device == "cpu" else before
    result["bytes"] |= {name: value - offset for name, value in step.items()}
    return result


def training_step(
    run: Run,
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    tokens: torch.Tensor,
    device: str,
) -> dict[str, float]:
    """One step: forward, backward, optimizer. Bytes by name, and the loss."""
    release(device)
    idle = allocated(device)
    if device == "cpu":
        with precision(run, device), saved_bytes(model) as saved:
            loss = model(input_ids=tokens, labels=tokens).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return {"saved": sum(saved.values()), "loss": loss.item()}

    torch.cuda.reset_peak_memory_stats()
    with precision(run, device):
        loss = model(input_ids=tokens, labels=tokens).loss
    forward, peak_forward = allocated(device), peak()
    loss.backward()
    peak_backward = peak()
    optimizer.step()
    peak_optimizer = peak()
    optimizer.zero_grad(set_to_none=True)
    return {
        "idle": idle,
        "forward": forward,
        "peakForward": peak_forward,
        "peakBackward": peak_backward,
        "peakOptimizer": peak_optimizer,
        "loss": loss.item(),
    }


@contextlib.contextmanager
def saved_bytes(model: torch.nn.Module) -> Iterator[dict[int, int]]:
    """Storages that autograd saves meanwhile, without the parameters': address → bytes."""
    parameters = {p.untyped_storage().data_ptr() for p in model.parameters()}
    saved: dict[int, int] = {}
    alive: list[torch.Tensor] = []  # an address must not be used twice

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in parameters:
            saved[storage.data_ptr()] = storage.nbytes()
            alive.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        yield saved


def allocated(device: str) -> int:
    """Bytes of all tensors on the GPU; 0 without one."""
    return torch.cuda.memory_allocated() if device != "cpu" else 0


def peak() -> int:
    """The highest number of bytes since the last call."""
    torch.cuda.synchronize()
    value = torch.cuda.max_memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    return value


def release(device: str) -> None:
    """Give back what no variable holds."""
    gc.collect()
    if device != "cpu":
        torch.cuda.synchronize()
        torch.cuda.empty_cache()


# ------------------------------------------------------------------------------------ report


def attempt(run: Run, device: str) -> dict[str, Any]:
    """The run and what came of it: `outcome` is "measured" or "failed", with the `reason`."""
    started = time.monotonic()
    torch.manual_seed(0)
    try:
        outcome = {"outcome": "measured", **measure(run, device)}
    except Exception as error:  # noqa: BLE001: whatever happens, the next run must start
        traceback.print_exc()
        outcome = {"outcome": "failed", "reason": f"{type(error).__name__}: {error}"[:500]}
    release(device)
    record = {**asdict(run), **outcome, "seconds": round(time.monotonic() - started, 1)}
    print(json.dumps(record), flush=True)
    return record


def main() -> int:
    """0 if each run was measured, otherwise 1."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="where to write the JSON")
    parser.add_argument("--dry-run", action="store_true", help="tiny shapes on the CPU")
    options = parser.parse_args()
    if not options.dry_run and not torch.cuda.is_available():
        parser.error("needs a CUDA GPU; --dry-run does without")

    device = "cpu" if options.dry_run else "cuda"
    runs = [attempt(run, device) for run in (DRY_RUNS if options.dry_run else RUNS)]
    report = {
        "schema": 1,
        "program": "tools/figures/memory_step.py",
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        **describe(PACKAGES),
        "shapes": {name: asdict(SHAPES[name]) for name in dict.fromkeys(r["shape"] for r in runs)},
        "runs": runs,
    }
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return int(any(run["outcome"] != "measured" for run in runs))


if __name__ == "__main__":
    sys.exit(main())
