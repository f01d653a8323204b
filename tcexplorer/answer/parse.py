"""JSON of any size and shape, read in slices of a few milliseconds, and what is odd about it.

`json.loads` of a large body holds the interpreter for as long as it takes, in a thread too. Here the
text is decoded and scanned by the same C code, but a window at a time: what fits into a window is scanned
at once, what does not is entered, and its elements are scanned. Entering works on a stack of its own, so
that no depth is too deep, and what was read before an error is kept.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.decoded import WINDOW
from tcexplorer.answer.reader import Reader
from tcexplorer.answer.remarks import Landmark, Odd, Remark
from tcexplorer.answer.slices import finished

if TYPE_CHECKING:
    from collections.abc import Generator

    from tcexplorer.protocol.model import Json

__all__ = [
    "Landmark", "Odd", "Parsed", "Remark", "checking", "collector_paused", "parse", "parsing", "releasing",
]  # fmt: skip

CHECKED_AT_ONCE: Final = 2_000_000
"""Bytes up to which duplicate keys are looked for while reading; it costs a quarter more time."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a body says, as far as it is JSON.

    Integers have every digit; numbers that no float holds are `Exact`. `is_json` is False when not even a
    beginning of JSON was found, `whole` when it is cut, broken or followed by something. While `checked` is False
    duplicate keys have not been looked for: `checking` does.
    """

    value: Json
    remarks: tuple[Remark, ...] = ()
    is_json: bool = True
    whole: bool = True
    checked: bool = True
    landmarks: tuple[Landmark, ...] = ()


@contextmanager
def collector_paused(*, freeze: bool = False) -> Generator[None]:
    """Without the cyclic garbage collector, which doubles the time of reading a large answer.

    With `freeze` the objects made meanwhile are never looked at by it again (`gc.freeze`): later collections are
    as fast as before, and the answer is freed all the same when nothing refers to it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if freeze:
            gc.freeze()
        if was_on:
            gc.enable()


def parse(body: bytes) -> Parsed:
    """Read a body in one go. Nothing raises."""
    return finished(parsing(body))


def parsing(body: bytes, *, check: bool | None = None, window: int = WINDOW) -> Generator[int, None, Parsed]:
    """Read a body in slices: yields the bytes read so far, and returns what it says. Nothing raises.

    `check` says whether to look for duplicate keys; by default up to CHECKED_AT_ONCE. In asyncio:
    `parsed = await sliced(parsing(body))` (see `tcexplorer.answer.slices`).
    """
    check = len(body) <= CHECKED_AT_ONCE if check is None else check
    reader = Reader(body, window, check=check)
    yield from reader.read()
    return Parsed(reader.value, reader.remarks, reader.is_json, reader.whole, check, reader.landmarks)


def checking(body: bytes) -> Generator[int, None, tuple[Remark, ...]]:
    """Look for duplicate keys in slices: for what `parsing` left unchecked. Returns all remarks about the body.

    No value is kept, so that it takes little memory.
    """
    reader = Reader(body, WINDOW, check=True, names_only=True)
    yield from reader.read()
    return reader.remarks


def releasing(value: Json) -> Generator[None]:
    """Take a large value apart in slices: freeing 2 M objects at once takes 90 ms. Nothing may use it any more."""
    stack: list[Json] = [value]
    del value
    while stack:
        top = stack[-1]
        if isinstance(top, list) and len(top) > 500:
            del top[-500:]
            yield
        elif isinstance(top, dict) and top and len(stack) < 5:
            stack.append(top.popitem()[1])
        else:
            stack.pop()
