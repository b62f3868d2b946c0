"""Runs the scenarios of one reproduction and puts together the evidence."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from repro import evidence, needs, process, regions
from repro.contract import Reproduction, Scenario
from repro.scrub import scrub

Json = dict[str, Any]


class MachineError(RuntimeError):
    """The interpreter that should run the scenarios cannot even describe the machine."""


class Stopped(Exception):
    """The run was interrupted; `made` is the evidence of what had ended."""

    def __init__(self, made: Json) -> None:
        super().__init__("interrupted")
        self.made = made


def run(
    reproduction: Reproduction,
    *,
    only: list[str],
    timeout: float,
    jobs: int = 1,
    python: str = sys.executable,
    report: Callable[[str], None] = print,
    record: Callable[[Json], None] = lambda made: None,
) -> Json:
    """Run the scenarios, all or those named, and return the evidence of this run.

    `record` gets the evidence so far whenever a scenario has ended: minutes on a GPU are dear, and
    a run that is stopped must not lose them. Raises `Stopped` when it is interrupted.
    """
    described = describe(reproduction, python)
    chosen = [item for item in reproduction.scenarios if not only or item.name in only]
    results: dict[str, Json] = {}
    recording = threading.Lock()

    date = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    run_so_far = {
        "id": evidence.run_id(date, described["device"], described["environment"]),
        "date": date,
        **described,
        "preludeSha256": regions.sha256(regions.prelude_of(reproduction.source)),
    }

    def so_far() -> Json:
        ended = [results[item.name] for item in chosen if item.name in results]
        return evidence.make([{**run_so_far, "scenarios": ended}])

    def one(item: Scenario) -> None:
        if process.STOPPED.is_set():
            return
        result = run_scenario(reproduction, item, timeout=timeout, python=python)
        said = [result.get("reason"), result.get("message", "").split("\n")[0]]
        detail = ": ".join(filter(None, said))
        line = f"{result['outcome']:8} {item.name} ({result['seconds']} s) {detail}"
        with recording:
            if process.STOPPED.is_set():  # ended by us, which says nothing about it
                return
            results[item.name] = result
            report(line.rstrip())
            record(so_far())

    try:
        with ThreadPoolExecutor(max(1, jobs)) as pool, _stopping():
            waiting = {pool.submit(one, item) for item in chosen if not item.alone}
            while waiting:
                # Not for ever: a signal that another thread was given wakes nobody who waits.
                ended, waiting = wait(waiting, timeout=0.5)
                for future in ended:
                    future.result()
        with _stopping():
            for item in chosen:
                if item.alone:
                    one(item)
    except KeyboardInterrupt:
        report(f"stopped: {len(results)} of {len(chosen)} scenarios are recorded")
        raise Stopped(so_far()) from None
    return so_far()


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    """When the run is interrupted, end what runs, so that nobody waits for it."""
    try:
        yield
    except KeyboardInterrupt:
        process.stop()
        raise


def run_scenario(
    reproduction: Reproduction, item: Scenario, *, timeout: float, python: str = sys.executable
) -> Json:
    """Run one scenario and return its record, fit for publication."""
    hashed = regions.hashed_text(reproduction.source, item.name, item.regions)
    recorded: Json = {
        "name": item.name,
        "regions": item.regions,
        "regionSha256": regions.sha256(hashed),
        "scope": item.scope,
    }
    if item.reproduces:
        recorded["reproduces"] = item.reproduces
    with tempfile.TemporaryDirectory(prefix="repro-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        result = process.execute(reproduction, item, folder=folder, timeout=timeout, python=python)
        places = {
            str(folder / "work"): ".",
            str(folder): ".",
            str(reproduction.path.resolve().parent): reproduction.slug,
            str(process.TOOLS): "tools",
        }
        log = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    for key in ("message", "reason"):
        if key in result:
            result[key] = scrub(result[key], places)
    result["seconds"] = evidence.whole(result["seconds"])
    for row in result.get("measurements", []):
        row["values"] = {name: evidence.whole(value) for name, value in row["values"].items()}
    return {**recorded, **result, "log": scrub(log, places)}


def describe(reproduction: Reproduction, python: str = sys.executable) -> Json:
    """What `environment.py` says, asked in a process that may import the libraries."""
    texts = [text for item in reproduction.scenarios for text in item.needs]
    named = {parsed[1] for text in texts if (parsed := needs.NEED.match(text))}
    packages = {*reproduction.dependencies, *named} - needs.NOT_PACKAGES
    try:
        answer = subprocess.run(
            [python, "-m", "repro.environment", *sorted(packages)],
            env=process.environment([]),
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
        return json.loads(answer.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise MachineError(f"{python} cannot describe this machine: {error}") from error
