"""A response's body as text: re-indented without touching a single value."""

from __future__ import annotations

import re
from typing import Final

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
LARGE: Final = 4_000_000
"""Characters from which a text is only broken into rows: indenting takes about a second per 4 MB."""


def body_text(body: bytes, *, is_json: bool) -> str:
    """The body for reading. JSON is indented; numbers and escapes stay as they were sent."""
    text = body.decode("utf-8", "replace")
    if not is_json:
        return text
    return indented(text) if len(text) < LARGE else broken(text)


def indented(text: str) -> str:
    """JSON text with one member a row, two blanks a level."""
    out: list[str] = []
    level = 0
    before = ""
    for token in _TOKEN.findall(text):
        match token:
            case "}" | "]":
                level -= 1
                if before not in ("{", "["):
                    out.append("\n" + "  " * level)
                out.append(token)
            case ",":
                out.append(",\n" + "  " * level)
            case ":":
                out.append(": ")
            case _:
                if before in ("{", "["):
                    out.append("\n" + "  " * level)
                out.append(token)
                if token in ("{", "["):
                    level += 1
        before = token
    return "".join(out)


def broken(text: str) -> str:
    """JSON text with a row for each object of a list: cheap, for large answers, and only to be read.

    A string that holds `},{` is broken as well.
    """
    return text.replace("},{", "},\n{").replace("[{", "[\n{").replace("}]", "}\n]")
