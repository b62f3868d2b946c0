"""What a `repro.py` imports: the `scenario` mark, and the words in which a scenario reports.

    @scenario("fix-cast/trl", needs=["cuda", "trl"])
    def fix_cast_trl():
        # region: fix-cast/trl
        ...                                  the code that the page shows
        # endregion
        check("loss is finite", math.isfinite(loss))

The runner reads the arguments of `scenario(...)` without importing the file, so they must be
literals or names of module-level constants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

#: Scenario name → function, filled while a `repro.py` is imported.
REGISTRY: dict[str, Callable[[], None]] = {}

#: Rows given to `measure` by the running scenario.
MEASUREMENTS: list[dict[str, object]] = []

#: What the running scenario gave to `check`.
CHECKS: list[str] = []


class CheckFailed(Exception):
    """A scenario's own expectation did not hold."""


def scenario(
    name: str,
    *,
    scope: str = "end-to-end",
    needs: Sequence[str] = (),
    regions: Sequence[str] = (),
    reproduces: str = "",
    expect: str = "",
    alone: bool = False,
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Mark a function as a scenario.

    `scope`: "end-to-end", or "mechanism" where only part of the real stack runs.
    `needs`: what the machine must have (see `needs.py`); without it the outcome is "not-run".
    Packages of the PEP 723 header are needed where they are imported.
    `regions`: the regions that this scenario proves; by default the one with its own name.
    `reproduces`: id of the guide's message that it raises.
    `expect`: the printed form of the exception that it must raise, "TypeError: text", where
    `{name}` stands for anything; without it, it must not raise.
    `alone`: run when nothing else runs, because it measures time.
    """
    del scope, needs, regions, reproduces, expect, alone  # read from the source by `contract.py`

    def register(function: Callable[[], None]) -> Callable[[], None]:
        if name in REGISTRY:
            raise ValueError(f'two scenarios are named "{name}"')
        REGISTRY[name] = function
        return function

    return register


def check(what: str, holds: bool) -> None:
    """Print an expectation and whether it holds; the scenario fails if it does not."""
    CHECKS.append(what)
    print(f"check: {what}: {'yes' if holds else 'NO'}", flush=True)
    if not holds:
        raise CheckFailed(what)


def measure(label: str, **values: float) -> None:
    """Record one row of measured numbers; the unit ends each name: `step_ms=3.1, peak_mib=512`."""
    rounded = {name: round(float(value), 3) for name, value in values.items()}
    print(
        f"measured: {label}: " + ", ".join(f"{name}={value}" for name, value in rounded.items()),
        flush=True,
    )
    MEASUREMENTS.append({"label": label, "values": rounded})
