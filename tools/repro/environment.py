"""Describes the machine that a run happened on.

python -m repro.environment NAME…      prints the description as JSON; the names are packages
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import subprocess
import sys


def describe(packages: list[str]) -> dict[str, object]:
    """Device, Python, driver, and the versions of the packages that are installed."""
    versions: dict[str, str] = {}
    for name in packages:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    device = "CPU"
    try:
        import torch
    except ImportError:
        pass
    else:
        versions["torch"] = torch.__version__  # with the CUDA it was built for, unlike its metadata
        if torch.cuda.is_available():
            device = torch.cuda.get_device_name(0)
    environment: dict[str, object] = {
        "python": platform.python_version(),
        "packages": dict(sorted(versions.items())),
    }
    driver = _driver() if device != "CPU" else ""
    if driver:
        environment["driver"] = driver
    return {"device": device, "environment": environment}


def _driver() -> str:
    command = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.splitlines()[0].strip() if answer.stdout else ""


if __name__ == "__main__":
    print(json.dumps(describe(sys.argv[1:])))
