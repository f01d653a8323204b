"""Many short texts as one, with a line end between them: to scan all of them at once."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


def lower(text: str) -> str:
    """A to Z in lower case; the length stays."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


def starts_of(lines: Iterable[str], first: int = 1) -> list[int]:
    """Offset of each line in their text joined by line ends, which begins at `first`."""
    return list(accumulate((len(line) + 1 for line in lines), initial=first))


def lines_of(text: str, wanted: str, starts: list[int]) -> Iterator[int]:
    """Numbers of the lines that hold the wanted text."""
    at = text.find(wanted)
    while at >= 0:
        line = bisect_right(starts, at) - 1
        yield line
        at = text.find(wanted, starts[line + 1] - 1)


def lines_with(text: bytes, wanted: bytes) -> Iterator[int]:
    """The same in bytes, without the offsets of the lines."""
    line = end = 0
    while (at := text.find(wanted, end)) >= 0:
        line += text.count(b"\n", end, at)
        yield line
        end = text.find(b"\n", at)
        if end < 0:
            return
