"""The shape of `evidence.json`: making it, merging runs into it, and its checksum.

A new run replaces the scenarios of the same name on the same device. One exception: a scenario
that could not run ("not-run") never displaces one that did; whether that one still fits the code
is told by its hash.
"""

from __future__ import annotations

import json
import re
from typing import Any

from repro.regions import sha256

SCHEMA = 1
Json = dict[str, Any]


def make(runs: list[Json]) -> Json:
    """Evidence with its checksum."""
    return {"schema": SCHEMA, "runs": runs, "checksum": checksum(runs)}


def checksum(runs: list[Json]) -> str:
    """Hash of the runs in one fixed spelling (sorted keys, no spaces): it shows accidents."""
    return sha256(json.dumps(runs, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def run_id(date: str, device: str, environment: Json) -> str:
    """A name that is the same for the same day, device and environment."""
    name = re.sub(r"[^a-z0-9]+", "-", device.lower()).strip("-")
    return f"{date}-{name}-{sha256(json.dumps(environment, sort_keys=True))[:8]}"


def proves_its_fixes(scenarios: list[Json]) -> bool:
    """Whether a fix that passed in a run stands beside an error that was raised in it."""
    passed = [item["name"] for item in scenarios if item["outcome"] == "passed"]
    fixes = [name for name in passed if name.startswith("fix-")]
    return not fixes or any(name.split("/")[0] == "error" for name in passed)


def merge(old: Json | None, new: Json, existing: set[str] | None = None) -> Json:
    """Old evidence with the scenarios of the new runs put in place of their predecessors.

    Dropped are records of scenarios that are not among the `existing` ones, and those of any
    device that ran another text of a scenario than the new run: they prove nothing on a page.
    """
    runs = [dict(run) for run in old["runs"]] if old else []
    for fresh in new["runs"]:
        executed = {
            item["name"]: item["regionSha256"]
            for item in fresh["scenarios"]
            if item["outcome"] != "not-run"
        }
        known = {
            item["name"]
            for run in runs
            if run["device"] == fresh["device"]
            for item in run["scenarios"]
            if item["outcome"] != "not-run"
        }
        kept = [
            item
            for item in fresh["scenarios"]
            if item["name"] in executed or item["name"] not in known
        ]
        replaced = {item["name"] for item in kept}
        for run in runs:
            run["scenarios"] = [
                item
                for item in run["scenarios"]
                if not (run["device"] == fresh["device"] and item["name"] in replaced)
                and executed.get(item["name"], item["regionSha256"]) == item["regionSha256"]
            ]
        twin = next((run for run in runs if _same_run(run, fresh)), None)
        if twin:
            twin["scenarios"] = [*twin["scenarios"], *kept]
        else:
            runs.append({**fresh, "scenarios": kept})
    for run in runs:
        if existing is not None:
            run["scenarios"] = [item for item in run["scenarios"] if item["name"] in existing]
    return make([run for run in runs if run["scenarios"]])


def _same_run(one: Json, other: Json) -> bool:
    return all(one[key] == other[key] for key in ("id", "device", "environment", "preludeSha256"))


def dumps(evidence: Json) -> str:
    """The file's text."""
    return json.dumps(evidence, indent=2, ensure_ascii=False) + "\n"


def whole(value: float) -> float | int:
    """3.0 as 3, as JavaScript writes it: the checksum must not depend on the language."""
    return int(value) if float(value).is_integer() else value
