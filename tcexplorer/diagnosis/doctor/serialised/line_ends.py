"""A JSON file as it may have been before its line ends were dropped, as curl's `-d @file` drops them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# a string, or a place where a line may have ended: after a bracket that opens or a comma, before one that closes
_PIECE = re.compile(
    rb'"(?:[^"\\]|\\.)*+"?|([{\[,])([ \t]*+)(?![}\]])|(?<![ \t{\[,])([ \t]*+)([}\]])|([{\[])([ \t]*+)([}\]])'
)
_UNITS = (b"  ", b"    ", b"\t", b"   ", b" ", b"        ", b"")
_DEEPEST = 64


class _Place(NamedTuple):
    """Where a line may have ended, how deep the next line is, and the blanks that it would begin with."""

    at: int
    depth: int
    blanks: bytes
    closing: bool = False


def with_line_ends(body: bytes) -> Iterator[bytes]:
    """The texts that a body without line ends may have been, the likeliest first, each once.

    Whatever the layout, blanks at the begin of a line stay: a line ended where the blanks are just as many as the
    nesting wants.
    """
    if b"\n" in body or b"\r" in body or body.lstrip()[:1] not in (b"{", b"["):
        return
    places = _places(body)
    seen = {body}
    layouts = [[one.at for one in places if one.blanks == unit * one.depth] for unit in _UNITS]
    layouts += [[one.at for one in places if len(one.blanks) > 1 or not one.depth]]
    layouts += [[one.at for one in places if one.depth <= (not one.closing)]]
    layouts.append([])
    for ends in layouts:
        parts = [body[begin:end] for begin, end in zip([0, *ends], [*ends, len(body)], strict=True)]
        for line_end in (b"\n", b"\r\n"):
            text = line_end.join(parts)
            for whole in (text, text + line_end):
                if whole not in seen:
                    seen.add(whole)
                    yield whole


def _places(body: bytes) -> list[_Place]:
    found: list[_Place] = []
    depth = 0
    for piece in _PIECE.finditer(body):
        opening, after, before, closing, _, _, _ = piece.groups()
        if opening is not None:
            depth += opening != b","
            found.append(_Place(piece.end(1), depth, after))
        elif closing is not None:
            depth -= 1
            found.append(_Place(piece.start(3), depth, before, closing=True))
        if depth > _DEEPEST:
            break
    return found
