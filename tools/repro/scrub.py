"""Takes colours, progress bars, paths, names and settings of users and machines out of a log."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import re
import sys
import sysconfig
import tempfile
from pathlib import Path

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SITE = re.compile(r"[^\s\"'(]*/(?:site|dist)-packages/")
#: Where this machine's pip looks, by its own settings.
PIP_SETTINGS = re.compile(r"^Looking in (?:links|indexes): .*\n?", re.MULTILINE)
MAX_LINES = 200
HEAD_LINES = 60
MAX_WIDTH = 1000


def scrub(text: str, places: dict[str, str]) -> str:
    """The log as it may be published. `places` maps a path to what is written for it."""
    text = ANSI.sub("", text.replace("\r\n", "\n"))
    lines = [_last_state(line) for line in text.split("\n")]
    text = CONTROL.sub("", "\n".join(lines))
    text = PIP_SETTINGS.sub("", text)
    text = SITE.sub("site-packages/", text)
    for place, written in sorted(
        {**_own_places(), **places}.items(), key=lambda item: -len(item[0])
    ):
        text = text.replace(place, written)
    for private, written in _private_words().items():
        text = re.sub(rf"(?<![\w.-]){re.escape(private)}(?![\w.-])", written, text)
    return _shortened(text.strip("\n"))


def _last_state(line: str) -> str:
    """A progress bar rewrites its line after each carriage return: keep what stood there last."""
    states = [state for state in line.split("\r") if state.strip()]
    return (states[-1] if states else "").rstrip()[:MAX_WIDTH]


def _own_places() -> dict[str, str]:
    places = {
        sysconfig.get_paths()["stdlib"]: "python",
        sys.base_prefix: "python",
        sys.prefix: "python",
        tempfile.gettempdir(): "TMP",
        str(Path.home()): "~",
    }
    return {place: written for place, written in places.items() if len(place) > 3}


def _private_words() -> dict[str, str]:
    """Names of user and machine, unless too short or common to be replaced safely."""
    words: dict[str, str] = {}
    with contextlib.suppress(KeyError, OSError):
        words[getpass.getuser()] = "user"
    words[platform.node()] = "host"
    words[os.environ.get("HOSTNAME", "")] = "host"
    return {
        word: written
        for word, written in words.items()
        if len(word) > 3 and word not in ("root", "localhost")
    }


def _shortened(text: str) -> str:
    lines = text.split("\n")
    if len(lines) <= MAX_LINES:
        return text
    tail = MAX_LINES - HEAD_LINES - 1
    left_out = len(lines) - HEAD_LINES - tail
    return "\n".join([*lines[:HEAD_LINES], f"[… {left_out} lines left out …]", *lines[-tail:]])
