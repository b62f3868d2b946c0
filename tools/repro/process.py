"""Runs one scenario in a process of its own, which may hang or crash without harm to the others."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

from repro.contract import Reproduction, Scenario
from repro.matching import matches

TOOLS = Path(__file__).resolve().parent.parent

#: Scenarios that have not ended.
RUNNING: set[subprocess.Popen[bytes]] = set()

#: Set once the run is interrupted: no scenario outlives that.
STOPPED = threading.Event()


def execute(
    reproduction: Reproduction, item: Scenario, *, folder: Path, timeout: float, python: str
) -> dict[str, Any]:
    """What happened: the child's own account, or how its process ended. The log is in `log.txt`."""
    work = folder / "work"
    work.mkdir()
    result_path = folder / "result.json"
    script = str(reproduction.path.resolve())
    with open(folder / "log.txt", "wb") as log:
        process = subprocess.Popen(
            [python, "-m", "repro.child", script, item.name, str(result_path)],
            cwd=work,
            env=environment(item.needs),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        RUNNING.add(process)
        if STOPPED.is_set():  # while it was being started
            _end_group(process)
        try:
            status: int | None = process.wait(timeout)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end_group(process)
            RUNNING.discard(process)
    if result_path.exists():
        return json.loads(result_path.read_text(encoding="utf-8"))
    ending = _ending(status, timeout)
    seconds = timeout if status is None else 0
    if item.expect and matches(item.expect, ending):
        return {"outcome": "passed", "message": ending, "seconds": seconds}
    return {"outcome": "failed", "reason": ending, "seconds": seconds}


def stop() -> None:
    """End every scenario, those that are being started too."""
    STOPPED.set()
    for process in [*RUNNING]:
        _end_group(process)


def environment(wanted: list[str]) -> dict[str, str]:
    """The parent's environment, made quiet; nothing is downloaded unless the caller allows it.

    A scenario sees one GPU unless it asks for several: `Trainer` would spread it over all of them.
    """
    own = {**os.environ}
    paths = [str(TOOLS), *filter(None, [own.get("PYTHONPATH")])]
    if not any(need.startswith("gpus") for need in wanted):
        own["CUDA_VISIBLE_DEVICES"] = own.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    return {
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "4",
        "TQDM_DISABLE": "1",
        **own,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        "PYTHONFAULTHANDLER": "1",
        "NO_COLOR": "1",
        "COLUMNS": "120",
    }


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what the scenario left running, workers included."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _ending(status: int | None, timeout: float) -> str:
    if status is None:
        return f"did not end within {timeout:g} s"
    if status < 0:
        return f"the process was ended by {signal.Signals(-status).name}"
    return f"the process ended with status {status} and no result"
