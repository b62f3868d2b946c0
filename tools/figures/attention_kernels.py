# /// script
# requires-python = ">=3.10"
# dependencies = ["torch==2.11.0"]
# ///
"""Asks PyTorch which attention kernel it takes, for the figure "which attention kernel runs".

    python tools/figures/attention_kernels.py --out content/figures/attention-runs.json

`torch._fused_sdp_choice` is the question that `scaled_dot_product_attention` itself asks; with
back-ends switched off it tells what comes next. Each choice is then made: one forward pass, and one
backward pass where gradients are wanted, so that a kernel that is chosen and cannot run shows.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from repro.environment import describe  # noqa: E402

DTYPES = ["float16", "bfloat16", "float32"]
MASKS = ["none", "causal", "tensor"]
HEAD_DIMS = [60, 64, 80, 96, 128, 192, 224, 256, 264]
NAMES = {
    SDPBackend.MATH: "math",
    SDPBackend.FLASH_ATTENTION: "flash",
    SDPBackend.EFFICIENT_ATTENTION: "efficient",
    SDPBackend.CUDNN_ATTENTION: "cudnn",
}
BATCH, HEADS, SEQUENCE = 2, 4, 128


def ask(dtype: str, mask: str, head_dim: int, training: bool) -> dict[str, Any]:
    """The kernel that PyTorch takes, those that it accepts, and what the call said."""
    inputs = [
        torch.randn(
            BATCH,
            HEADS,
            SEQUENCE,
            head_dim,
            device="cuda",
            dtype=getattr(torch, dtype),
            requires_grad=training,
        )
        for _ in range(3)
    ]
    attention_mask = (
        torch.ones(SEQUENCE, SEQUENCE, device="cuda", dtype=torch.bool).tril()
        if mask == "tensor"
        else None
    )
    options: dict[str, Any] = {"attn_mask": attention_mask, "is_causal": mask == "causal"}
    accepted = []
    for backend, name in NAMES.items():
        with sdpa_kernel(backend):
            try:
                chosen = SDPBackend(torch._fused_sdp_choice(*inputs, **options))
            except RuntimeError:  # "No available kernel. Aborting execution."
                continue
            if chosen == backend:
                accepted.append(name)
    choice = NAMES[SDPBackend(torch._fused_sdp_choice(*inputs, **options))]
    try:
        output = torch.nn.functional.scaled_dot_product_attention(*inputs, **options)
        if training:
            output.sum().backward()
        torch.cuda.synchronize()
        error = ""
    except RuntimeError as failure:
        error = f"{type(failure).__name__}: {failure}".partition("\n")[0][:300]
    return {
        "dtype": dtype,
        "mask": mask,
        "headDim": head_dim,
        "training": training,
        "choice": choice,
        "accepted": accepted,
        **({"error": error} if error else {}),
    }


def main() -> int:
    """0 if each question was answered."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="where to write the JSON")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        parser.error("needs a CUDA GPU")
    warnings.simplefilter("ignore")  # the reasons why a kernel was not taken
    rows = [ask(*row) for row in itertools.product(DTYPES, MASKS, HEAD_DIMS, (False, True))]
    report = {
        "schema": 1,
        "program": "tools/figures/attention_kernels.py",
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        **describe([]),
        "capability": list(torch.cuda.get_device_capability()),
        "cudnn": torch.backends.cudnn.version(),
        "rows": rows,
    }
    text = json.dumps(report, indent=1)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
