"""Runs reproductions and records what happened.

    python tools/repro/run.py content/guides/*/repro.py --out DIR [--only NAME,…] [--timeout S]
                              [--jobs N] [--python PATH] [--write]

Writes DIR/<slug>/evidence.json, again whenever a scenario has ended, so that a run that is stopped
keeps what it has. `--write` also merges it into the evidence.json beside each repro.py;
`python tools/repro/run.py --merge DIR content/guides` does that later, or elsewhere.
Exit status: 0 when nothing failed ("not-run" is no failure), 1 when an expectation failed,
2 for bad input, 130 when it was interrupted.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections import Counter
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from repro import contract, evidence, runner  # noqa: E402 - found through the path above


#: As the last line says them.
OUTCOMES = {"passed": "passed", "failed": "failed", "not-run": "not run"}


#: What shells say of a program that Ctrl C ended.
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Run, or merge; see the module's text."""
    options = _parser().parse_args(arguments)
    if options.merge:
        return merge_folder(options.merge, options.paths)
    if not options.out:
        return _complain("say where to write with --out DIR")
    only = [name for name in (options.only or "").split(",") if name]
    try:
        reproductions = [contract.read(path) for path in options.paths]
    except (OSError, contract.ContractError) as error:
        return _complain(str(error))
    unknown = set(only) - {item.name for made in reproductions for item in made.scenarios}
    if unknown:
        return _complain(f"no scenario is named {', '.join(sorted(unknown))}")
    outcomes: Counter[str] = Counter()
    unproved = []
    for reproduction in reproductions:
        print(f"== {reproduction.slug}")
        target = options.out / reproduction.slug / "evidence.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            made = runner.run(
                reproduction,
                only=only,
                timeout=options.timeout,
                jobs=options.jobs,
                python=options.python,
                record=partial(write_whole, target),
            )
        except runner.MachineError as error:
            return _complain(str(error))
        except runner.Stopped as stopped:
            if options.write and stopped.made["runs"][0]["scenarios"]:
                merge_into(reproduction.path.parent / "evidence.json", stopped.made)
            return INTERRUPTED
        if options.write:
            merge_into(reproduction.path.parent / "evidence.json", made)
        ran = made["runs"][0]["scenarios"]
        outcomes.update(item["outcome"] for item in ran)
        if not evidence.proves_its_fixes(ran):
            unproved.append(reproduction.slug)
    if unproved:
        print(f"no error was raised for {', '.join(unproved)}: the page will say so of its fixes;")
        print("run an error scenario in the same call to prove them")
    print(", ".join(f"{outcomes[outcome]} {said}" for outcome, said in OUTCOMES.items()))
    return 1 if outcomes["failed"] else 0


def merge_folder(folder: Path, paths: list[Path]) -> int:
    """Merge DIR/<slug>/evidence.json into GUIDES/<slug>/evidence.json."""
    if len(paths) != 1:
        return _complain("name one folder of guides after --merge DIR")
    for source in sorted(folder.glob("*/evidence.json")):
        made = json.loads(source.read_text(encoding="utf-8"))
        if made["checksum"] != evidence.checksum(made["runs"]):
            return _complain(f"{source}: the checksum does not hold; run the scenarios again")
        merge_into(paths[0] / source.parent.name / "evidence.json", made)
        print(f"merged {source.parent.name}")
    return 0


def write_whole(target: Path, made: evidence.Json) -> None:
    """Write evidence so that whoever stops the program finds a whole file."""
    unfinished = target.with_suffix(".part")
    unfinished.write_text(evidence.dumps(made), encoding="utf-8")
    unfinished.replace(target)


def merge_into(target: Path, made: evidence.Json) -> None:
    """Put new evidence into the file beside a `repro.py`; it need not exist yet."""
    old = json.loads(target.read_text(encoding="utf-8")) if target.exists() else None
    program = contract.read(target.parent / "repro.py")
    existing = {scenario.name for scenario in program.scenarios}
    target.write_text(evidence.dumps(evidence.merge(old, made, existing)), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", help="names of scenarios, with commas between them")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one scenario (300)")
    parser.add_argument("--jobs", type=int, default=1, help="scenarios at a time (1)")
    parser.add_argument("--python", default=sys.executable, help="interpreter with the packages")
    parser.add_argument("--write", action="store_true", help="merge into the guides' evidence")
    parser.add_argument(
        "--merge", type=Path, metavar="DIR", help="merge DIR's evidence instead of running"
    )
    return parser


def _complain(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stdout.reconfigure(line_buffering=True)  # through a pipe too, each line as it is said
    sys.exit(main(sys.argv[1:]))
