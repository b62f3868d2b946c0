"""What a scenario needs of the machine, and why this machine does not have it.

Needs: "cuda", "gpus>=2", "sm>=80", "sm==75", "linux", "python>=3.12", "trl", "peft>=0.19".
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
import urllib.request

NEED = re.compile(r"^([A-Za-z0-9_.-]+?)\s*(?:(>=|<=|==|<|>)\s*([0-9][A-Za-z0-9.]*))?$")
#: Needs that are no packages.
NOT_PACKAGES = {"cuda", "gpus", "sm", "linux", "network", "python"}
COMPARE = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}


def unmet(needs: list[str]) -> str:
    """The reason why the first need that this machine lacks is not met, or ""."""
    return next((reason for need in needs if (reason := reason_against(need))), "")


def reason_against(need: str) -> str:
    """Why this machine does not meet one need, or ""."""
    parsed = NEED.match(need)
    if not parsed:
        return f'cannot read the need "{need}"'
    name, operator, wanted = parsed[1], parsed[2], parsed[3]
    if name == "linux":
        return "" if platform.system() == "Linux" else "needs Linux"
    if name == "network":
        return _against_network()
    if name in ("cuda", "gpus", "sm"):
        return _against_gpu(name, need, operator, wanted)
    try:
        installed = (
            platform.python_version() if name == "python" else importlib.metadata.version(name)
        )
    except importlib.metadata.PackageNotFoundError:
        return f"needs {need}, which is not installed"
    if operator and not COMPARE[operator](version_key(installed), version_key(wanted)):
        return f"needs {need}; here is {name} {installed}"
    return ""


def _against_network() -> str:
    """A package index must be reachable, through the proxy if one is set."""
    try:
        urllib.request.urlopen("https://pypi.org/simple/pip/", timeout=10).close()
    except OSError:
        return "needs a package index on the network"
    return ""


def _against_gpu(name: str, need: str, operator: str, wanted: str) -> str:
    try:
        import torch
    except ImportError as error:
        return f"needs PyTorch ({error})"
    if not torch.cuda.is_available():
        return "needs a CUDA GPU"
    if name == "cuda":
        return ""
    major, minor = torch.cuda.get_device_capability(0)
    have = torch.cuda.device_count() if name == "gpus" else 10 * major + minor
    if COMPARE[operator or ">="](have, int(wanted or 0)):
        return ""
    return (
        f"needs {wanted} GPUs; here is {have}"
        if name == "gpus"
        else f"needs {need}; here is sm_{have}"
    )


def version_key(version: str) -> tuple[int, ...]:
    """The release numbers of a version, without zeros at the end: enough for final releases."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in release[0].split(".")] if release else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
