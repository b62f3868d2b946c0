"""Reads the scenarios of a `repro.py` without importing it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from repro import regions

SCOPES = ("end-to-end", "mechanism")
NAME = re.compile(r"^(error|fix|check|extra)(-[a-z0-9-]+)?(/[a-z0-9-]+)?$")


class ContractError(ValueError):
    """A `repro.py` does not keep the contract; the text says where."""


@dataclass(frozen=True)
class Scenario:
    """One `@scenario(...)` as written in the file."""

    name: str
    scope: str = "end-to-end"
    needs: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    reproduces: str = ""
    expect: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Reproduction:
    """A guide's `repro.py`."""

    slug: str
    path: Path
    source: str
    scenarios: list[Scenario]
    dependencies: list[str]


def read(path: Path) -> Reproduction:
    """Read and check one file."""
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(source)
        known = regions.regions_of(source)
    except (SyntaxError, regions.RegionError) as error:
        raise ContractError(f"{path}: {error}") from error
    constants = _constants(tree)
    found: list[Scenario] = []
    for node in tree.body:
        for call in _marks(node):
            try:
                found.append(_scenario(call, constants, known))
            except ContractError as error:
                raise ContractError(f"{path}, line {call.lineno}: {error}") from error
    names = [item.name for item in found]
    for name in {name for name in names if names.count(name) > 1}:
        raise ContractError(f'{path}: two scenarios are named "{name}"')
    if not found:
        raise ContractError(f"{path}: no function is marked with @scenario(...)")
    if sorted(regions.scenario_code(source)) != sorted(names):
        raise ContractError(f'{path}: write each mark as @scenario("name", …) in column 0')
    return Reproduction(path.resolve().parent.name, path, source, found, _dependencies(source))


def _marks(node: ast.stmt) -> list[ast.Call]:
    if not isinstance(node, ast.FunctionDef):
        return []
    calls = [item for item in node.decorator_list if isinstance(item, ast.Call)]
    return [
        call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "scenario"
    ]


def _constants(tree: ast.Module) -> dict[str, object]:
    """Module-level names bound to literals."""
    found: dict[str, object] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def _value(node: ast.expr, constants: dict[str, object]) -> object:
    if isinstance(node, ast.Name) and node.id in constants:
        return constants[node.id]
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise ContractError(
            "arguments of scenario(...) must be literals or module-level constants"
        ) from None


def _scenario(call: ast.Call, constants: dict[str, object], known: dict[str, str]) -> Scenario:
    if len(call.args) != 1:
        raise ContractError("scenario(...) takes the name first, the rest by keyword")
    values = {item.arg: _value(item.value, constants) for item in call.keywords if item.arg}
    name = str(_value(call.args[0], constants))
    try:
        made = Scenario(name=name, **values)  # type: ignore[arg-type]
    except TypeError as error:
        raise ContractError(str(error)) from None
    if not NAME.match(name):
        raise ContractError(f'"{name}": name it error/…, fix-…, check-… or extra-…, in lower case')
    if made.scope not in SCOPES:
        raise ContractError(f'"{name}": scope must be one of {", ".join(SCOPES)}')
    if made.reproduces and not made.expect:
        raise ContractError(
            f'"{name}": a scenario that reproduces a message needs expect="Type: text"'
        )
    proved = list(made.regions) or ([name] if name in known else [])
    for region in proved:
        if region not in known:
            raise ContractError(f'"{name}": there is no region "{region}"')
    return Scenario(
        name, made.scope, list(made.needs), proved, made.reproduces, made.expect, made.alone
    )


def _dependencies(source: str) -> list[str]:
    """Names of the packages in the PEP 723 header."""
    header = re.search(r"^# /// script\n(.*?)^# ///$", source, re.DOTALL | re.MULTILINE)
    return re.findall(r'^#\s+"([A-Za-z0-9_.-]+)', header[1], re.MULTILINE) if header else []
