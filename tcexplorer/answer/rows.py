"""A JSON document as a flat list of visible rows that open and close.

One column a property instead of one object a row: a row costs about 20 bytes beyond the parsed
document, opening is a slice insert, closing a slice delete, and the row where a subtree ends or whose
child a row is are found by C code over the column of depths. So two million rows behave like two hundred.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.model import Json

DEEPEST: Final = 200
"""Levels that open. What lies deeper is shown as text: a depth is one byte, and nobody reads on."""
SLICE: Final = 20_000
"""Rows made between two yields of `expanding`."""


class Row(NamedTuple):
    """One visible row. `key` is a member's name, an index, or None for the document itself."""

    depth: int
    key: str | int | None
    value: Json
    is_open: bool
    can_open: bool


class Rows:
    """The visible rows of a document; at first only the top row, open when it can be."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._reset()

    def _reset(self) -> None:
        self._depths = bytearray(1)
        self._keys: list[str | int | None] = [None]
        self._values: list[Json] = [self._document]
        self._open = bytearray(1)
        self.open(0)

    def __len__(self) -> int:
        return len(self._depths)

    def __getitem__(self, index: int) -> Row:
        depth, value = self._depths[index], self._values[index]
        return Row(depth, self._keys[index], value, bool(self._open[index]), _can_open(depth, value))

    def open(self, index: int) -> int:
        """Open a row; says how many rows came to it."""
        depth, value = self._depths[index], self._values[index]
        if self._open[index] or not _can_open(depth, value):
            return 0
        keys, values = _children(value)
        at, count = index + 1, len(values)
        self._depths[at:at] = bytes((depth + 1,)) * count
        self._keys[at:at] = keys
        self._values[at:at] = values
        self._open[at:at] = bytes(count)
        self._open[index] = 1
        return count

    def close(self, index: int) -> int:
        """Close a row; says how many rows went."""
        if not self._open[index]:
            return 0
        end = self.end(index)
        for column in (self._depths, self._keys, self._values, self._open):
            del column[index + 1 : end]
        self._open[index] = 0
        return end - index - 1

    def toggle(self, index: int) -> int:
        """Open or close a row; says by how many rows the list grew."""
        return -self.close(index) if self._open[index] else self.open(index)

    def end(self, index: int) -> int:
        """The index behind the last visible row under a row."""
        found = _at_most(self._depths[index]).search(self._depths, index + 1)
        return found.start() if found else len(self)

    def parent(self, index: int) -> int | None:
        """The row a row is under: the nearest one before it that is one level up."""
        depth = self._depths[index]
        return None if depth == 0 else self._depths.rfind(bytes((depth - 1,)), 0, index)

    def path(self, index: int) -> tuple[str | int, ...]:
        """Keys and indexes from the document down to a row."""
        keys: list[str | int] = []
        at: int | None = index
        while at is not None and (key := self._keys[at]) is not None:
            keys.append(key)
            at = self.parent(at)
        return tuple(reversed(keys))

    def reveal(self, path: tuple[str | int, ...]) -> int | None:
        """Open what has to be open for a path to be visible; the row it leads to, or None if there is none."""
        index = 0
        for key in path:
            self.open(index)
            depth, end = self._depths[index], self.end(index)
            at = index + 1
            while at < end and not (self._depths[at] == depth + 1 and self._keys[at] == key):
                at = self.end(at)
            if at >= end:
                return None
            index = at
        return index

    def collapse_all(self) -> None:
        """Close everything but the top."""
        self._reset()

    def expand_all(self) -> None:
        """Open everything."""
        for _ in self.expanding():
            pass

    def expanding(self) -> Iterator[int]:
        """Open everything, step by step: yields the number of rows so far, and swaps them in at the end.

        Abandoned half-way it changes nothing.
        """
        depths, is_open = bytearray(), bytearray()
        keys: list[str | int | None] = []
        values: list[Json] = []
        waiting: list[Iterator[tuple[str | int | None, Json]]] = [iter(((None, self._document),))]
        due = SLICE
        while waiting:
            depth = len(waiting) - 1
            for key, value in waiting[-1]:
                depths.append(depth)
                keys.append(key)
                values.append(value)
                if isinstance(value, dict | list) and value and depth < DEEPEST:
                    is_open.append(1)
                    waiting.append(iter(value.items()) if isinstance(value, dict) else iter(enumerate(value)))
                    break
                is_open.append(0)
            else:
                waiting.pop()
            if len(depths) >= due:
                due = len(depths) + SLICE
                yield len(depths)
        self._depths, self._keys, self._values, self._open = depths, keys, values, is_open
        yield len(depths)


def _can_open(depth: int, value: Json) -> bool:
    return isinstance(value, dict | list) and bool(value) and depth < DEEPEST


def _children(value: Json) -> tuple[list[str | int | None], list[Json]]:
    if isinstance(value, dict):
        return cast("list[str | int | None]", list(value)), list(value.values())
    assert isinstance(value, list)
    return cast("list[str | int | None]", list(range(len(value)))), value


@cache
def _at_most(depth: int) -> re.Pattern[bytes]:
    return re.compile(b"[\\x00-\\x%02x]" % depth)
