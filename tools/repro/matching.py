"""Matches a printed exception against an expected text in which `{name}` stands for anything."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\{\{|\}\}|\{[A-Za-z_]+\}")


def matches(expected: str, printed: str) -> bool:
    """Whether `printed` contains the expected text; `{{` and `}}` are literal braces."""
    pattern = ""
    position = 0
    for token in TOKEN.finditer(expected):
        pattern += re.escape(expected[position : token.start()])
        pattern += {"{{": r"\{", "}}": r"\}"}.get(token[0], r"[\s\S]+?")
        position = token.end()
    pattern += re.escape(expected[position:])
    return re.search(pattern, printed) is not None
