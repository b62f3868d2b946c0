"""Runs one scenario in this process and writes what happened as JSON.

python -m repro.child REPRO.py NAME RESULT.json
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
import traceback
from importlib.machinery import SourceFileLoader
from pathlib import Path

from repro import contract, needs, scenario
from repro.matching import matches


def main(path: str, name: str, result_path: str) -> None:
    """Run and record; an exception of the scenario is a result, not an error of this program."""
    reproduction = contract.read(Path(path))
    declared = next(item for item in reproduction.scenarios if item.name == name)
    started = time.monotonic()
    result = _run(declared, reproduction)
    result["seconds"] = round(time.monotonic() - started, 1)
    peak = _peak_bytes()
    if peak:
        result["peakBytes"] = peak
    if scenario.MEASUREMENTS:
        result["measurements"] = scenario.MEASUREMENTS
    unfinished = Path(result_path).with_suffix(".part")
    unfinished.write_text(json.dumps(result), encoding="utf-8")
    unfinished.replace(result_path)


def _run(declared: contract.Scenario, made: contract.Reproduction) -> dict[str, object]:
    lack = needs.unmet(declared.needs)
    if lack:
        print(f"not run: {lack}")
        return {"outcome": "not-run", "reason": lack}
    try:
        _load(str(made.path))[declared.name]()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a library raises is the finding
        own_frame = error.__traceback__
        traceback.print_exception(error.with_traceback(own_frame and own_frame.tb_next))
        return _raised(declared, error, made.dependencies)
    if declared.expect:
        return {"outcome": "failed", "reason": f"did not raise {declared.expect}"}
    if not scenario.CHECKS and not scenario.MEASUREMENTS:
        reason = "called neither check() nor measure(): say what must hold"
        return {"outcome": "failed", "reason": reason}
    return {"outcome": "passed"}


def _raised(
    declared: contract.Scenario, error: BaseException, dependencies: list[str]
) -> dict[str, object]:
    message = f"{type(error).__name__}: {error}"
    if isinstance(error, scenario.CheckFailed):
        return {"outcome": "failed", "reason": f"check failed: {error}"}
    if declared.expect and matches(declared.expect, message):
        return {"outcome": "passed", "message": message}
    absent = _absent(error, dependencies)
    if absent:
        return {"outcome": "not-run", "reason": absent}
    if not declared.expect:
        return {"outcome": "failed", "reason": "raised an exception", "message": message}
    return {
        "outcome": "failed",
        "reason": f"raised another message than {declared.expect}",
        "message": message,
    }


def _absent(error: BaseException, dependencies: list[str]) -> str:
    """The reason if it ended because a package of the header is not installed, or "".

    Whatever else cannot be imported is misspelt, or not declared: that is a failure.
    """
    if not isinstance(error, ModuleNotFoundError):
        return ""
    packages = {name.lower().replace("-", "_"): name for name in dependencies}
    package = packages.get((error.name or "").lower())
    return needs.reason_against(package) if package else ""


class _Uncached(SourceFileLoader):
    """Leaves no `__pycache__` beside the guide."""

    def set_data(self, *_args: object, **_options: object) -> None:
        """Where compiled code would be written."""


def _load(path: str) -> dict[str, object]:
    loader = _Uncached("reproduction", path)
    spec = importlib.util.spec_from_file_location("reproduction", path, loader=loader)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["reproduction"] = module
    spec.loader.exec_module(module)
    return scenario.REGISTRY


def _peak_bytes() -> int:
    torch = sys.modules.get("torch")
    try:
        return torch.cuda.max_memory_allocated() if torch and torch.cuda.is_initialized() else 0
    except (RuntimeError, AttributeError):  # a poisoned CUDA context cannot be asked any more
        return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
