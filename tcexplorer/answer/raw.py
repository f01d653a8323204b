"""A response's body as text: as received, or re-indented without touching a single value; secrets masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tcexplorer.answer.present import size_text
from tcexplorer.safety.redact import masked_text

__all__ = ["RawText", "indented", "masked_events", "masked_text", "raw_text"]

_EVENT = re.compile(r"(?:\r\n?|\n){2,}")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
SHOWN: Final = 2_000_000
"""Bytes of a body that a screen shows as text; the rest is for a file or a pager."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A body as text. `note` says how much of it is shown when it is not all, else it is empty."""

    text: str
    note: str = ""


def raw_text(
    body: bytes,
    *,
    is_json: bool,
    pretty: bool = True,
    size: int | None = None,
    secrets: frozenset[str] = frozenset(),
    revealed: frozenset[str] = frozenset(),
    most: int = SHOWN,
) -> RawText:
    """The body for reading, pretty or as received, at most so many bytes of it; about 0.5 s a MB, so in a thread.

    `size` is that of the whole body when it was cut. Values of members with a secret name are masked, and those of
    `secrets` (of `mask.secrets_in`) wherever they stand, unless they are in `revealed`.
    """
    whole = size if size is not None else len(body)
    cut = min(len(body), most)
    text = body[:cut].decode("utf-8", "replace" if cut == len(body) else "ignore")
    if is_json:
        text = masked_text(text, secrets, revealed)
        text = indented(text) if pretty else text
    note = "" if cut == whole else f"the first {size_text(cut)} of {size_text(whole)}"
    return RawText(text, note)


def masked_events(text: str) -> str:
    """The text of an event stream with secrets masked, event by event: one that is broken says nothing of the next."""
    ends = [found.end() for found in _EVENT.finditer(text)]
    return "".join(masked_text(text[begin:end]) for begin, end in pairwise((0, *ends, len(text))))


def indented(text: str) -> str:
    """JSON text with one member a row, two blanks a level, for a hundred levels."""
    out: list[str] = []
    level = 0
    before = ""
    for token in _TOKEN.findall(text):
        match token:
            case "}" | "]":
                level -= 1
                if before not in ("{", "["):
                    out.append("\n" + "  " * min(level, 100))
                out.append(token)
            case ",":
                out.append(",\n" + "  " * min(level, 100))
            case ":":
                out.append(": ")
            case _:
                if before in ("{", "["):
                    out.append("\n" + "  " * min(level, 100))
                out.append(token)
                if token in ("{", "["):
                    level += 1
        before = token
    return "".join(out)
