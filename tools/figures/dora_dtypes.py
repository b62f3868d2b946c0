# /// script
# requires-python = ">=3.10"
# dependencies = ["torch==2.11.0", "peft==0.21.0", "bitsandbytes==0.50.2"]
# ///
"""Reads the dtype at each step of a LoRA or DoRA layer, for the figure "where bf16 turns fp32".

    python tools/figures/dora_dtypes.py --out content/figures/dora-runs.json

A projection of a bf16 model, plain or in 4 bits, with PEFT's adapter on it; hooks note what each
part returns. It needs no GPU: PEFT's Python and type promotion decide the dtypes. But PEFT asks
`torch.is_autocast_enabled()`, which speaks of CUDA's autocast only; without a GPU that flag is set
beside the CPU's autocast, so that PEFT takes the branch that it takes on one.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from repro.environment import describe  # noqa: E402

WIDTH, TOKENS = 64, 4


class Model(torch.nn.Module):
    """One projection, as PEFT wants it: with a name to target."""

    def __init__(self, quantized: bool) -> None:
        super().__init__()
        if quantized:
            import bitsandbytes as bnb

            plain = torch.nn.Linear(WIDTH, WIDTH, bias=False)
            self.q_proj = bnb.nn.Linear4bit(
                WIDTH, WIDTH, bias=False, compute_dtype=torch.bfloat16, quant_type="nf4"
            )
            self.q_proj.weight = bnb.nn.Params4bit(
                plain.weight.data.to(torch.bfloat16), requires_grad=False, quant_type="nf4"
            )
            self.is_loaded_in_4bit = True
        else:
            self.q_proj = torch.nn.Linear(WIDTH, WIDTH, bias=False, dtype=torch.bfloat16)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.q_proj(x)


@contextlib.contextmanager
def autocast(device: str, enabled: bool) -> Iterator[None]:
    """bf16 autocast, as PEFT sees it on a GPU."""
    before = torch.is_autocast_enabled("cuda")
    with torch.autocast(device, dtype=torch.bfloat16, enabled=enabled):
        torch.set_autocast_enabled("cuda", enabled)
        try:
            yield
        finally:
            torch.set_autocast_enabled("cuda", before)


def dtypes(adapter: str, quantized: bool, in_autocast: bool, adapter_dtype: str) -> dict[str, str]:
    """Step → dtype of what it returns; `term` is DoRA's, `layer` is what attention gets."""
    from peft import LoraConfig, get_peft_model

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(0)
    model = get_peft_model(
        Model(quantized).to(device),
        LoraConfig(r=8, target_modules=["q_proj"], use_dora=adapter == "dora"),
        autocast_adapter_dtype=adapter_dtype == "float32",
    ).train()
    layer = model.base_model.model.q_proj
    seen: dict[str, str] = {}

    def note(step: str) -> Any:
        def hook(_module: object, _inputs: object, output: torch.Tensor) -> None:
            seen[step] = str(output.dtype).removeprefix("torch.")

        return hook

    handles = [
        layer.base_layer.register_forward_hook(note("base")),
        layer.lora_B["default"].register_forward_hook(note("adapter")),
        layer.register_forward_hook(note("layer")),
    ]
    if adapter == "dora":
        handles.append(
            layer.lora_magnitude_vector["default"].register_forward_hook(note("term"))
        )
    x = torch.randn(TOKENS, WIDTH, dtype=torch.bfloat16, device=device)
    with autocast(device, in_autocast):
        model(x)
    for handle in handles:
        handle.remove()
    weight = layer.lora_A["default"].weight.dtype
    if str(weight) != f"torch.{adapter_dtype}":
        raise AssertionError(f"the adapter's weights are {weight}, not {adapter_dtype}")
    return seen


def main() -> int:
    """0 if each combination ran."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="where to write the JSON")
    options = parser.parse_args()
    combinations = itertools.product(
        ("lora", "dora"), (False, True), (False, True), ("float32", "bfloat16")
    )
    report = {
        "schema": 1,
        "program": "tools/figures/dora_dtypes.py",
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        **describe(["peft", "bitsandbytes"]),
        "rows": [
            {
                "adapter": adapter,
                "quantized": quantized,
                "autocast": in_autocast,
                "adapterDtype": adapter_dtype,
                "dtypes": dtypes(adapter, quantized, in_autocast, adapter_dtype),
            }
            for adapter, quantized, in_autocast, adapter_dtype in combinations
        ],
    }
    text = json.dumps(report, indent=2)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
