"""Named regions of a file, its prelude, and the hashes that tell whether evidence still fits.

The text that is hashed is defined here and, with the same rules, in
`src/lib/evidence/hashed-text.ts`; a test compares both on every guide.
"""

from __future__ import annotations

import hashlib
import os
import re

OPEN = re.compile(r"^\s*# region: (\S+)\s*$")
CLOSE = re.compile(r"^\s*# endregion\s*$")


class RegionError(ValueError):
    """A region is opened twice, nested, or never closed."""


def regions_of(source: str) -> dict[str, str]:
    """Region name → its text as `dedented` gives it."""
    found: dict[str, str] = {}
    name = ""
    lines: list[str] = []
    for number, line in enumerate(re.split(r"\r?\n", source), 1):
        opened = OPEN.match(line)
        if opened and name:
            raise RegionError(f'line {number}: region "{opened[1]}" opens inside "{name}"')
        if opened:
            name, lines = opened[1], []
            if name in found:
                raise RegionError(f'line {number}: a second region is named "{name}"')
        elif CLOSE.match(line):
            if not name:
                raise RegionError(f"line {number}: endregion without a region")
            found[name], name = dedented(lines), ""
        elif name:
            lines.append(line)
    if name:
        raise RegionError(f'region "{name}" is not closed')
    return found


def dedented(lines: list[str]) -> str:
    """Without common indentation, white space on blank lines, and blank lines at either end."""
    filled = [line for line in lines if line.strip()]
    margin = os.path.commonprefix([line[: len(line) - len(line.lstrip(" \t"))] for line in filled])
    return "\n".join(line[len(margin) :] if line.strip() else "" for line in lines).strip("\n")


def scenario_code(source: str) -> dict[str, str]:
    """Scenario name → its whole code, from `@scenario(` to the next line in column 0."""
    code: dict[str, str] = {}
    for name, lines in _split(source)[1]:
        code[name] = dedented(lines)
    return code


def prelude_of(source: str) -> str:
    """The code outside all scenarios, without blank lines and lines that are only a comment."""
    kept = (line.rstrip() for line in _split(source)[0])
    return "\n".join(line for line in kept if line and not line.lstrip().startswith("#"))


def _split(source: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Lines outside scenarios, and each scenario's lines.

    A scenario starts at a line `@scenario("name"`; its body starts at the next `def` in column 0
    and ends before the next line with something other than a space in column 0.
    """
    outside: list[str] = []
    scenarios: list[tuple[str, list[str]]] = []
    state = "outside"
    for line in re.split(r"\r?\n", source):
        if state == "body" and line[:1].strip():
            state = "outside"
        opened = re.match(r'@scenario\("([^"]+)"|@scenario\($', line)
        if state == "outside" and opened:
            state = "decorator"
            scenarios.append((opened[1] or "", []))
        if state == "outside":
            outside.append(line)
            continue
        scenarios[-1][1].append(line)
        if state == "decorator" and not scenarios[-1][0]:
            named = re.match(r'\s*"([^"]+)"', line)
            if named:
                scenarios[-1] = (named[1], scenarios[-1][1])
        if state == "decorator" and line.startswith("def "):
            state = "body"
    return outside, scenarios


def hashed_text(source: str, scenario: str, regions: list[str]) -> str:
    """What a scenario's hash covers: the regions it proves, or its whole code if it proves none."""
    known = regions_of(source)
    if not regions:
        return scenario_code(source)[scenario]
    return "\n\n".join(known[name] for name in regions)


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
