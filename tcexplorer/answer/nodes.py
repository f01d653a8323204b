"""What is open of a JSON document: a node for each container that was opened by itself."""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.fenwick import add_at, place_in, sum_before, sums_of
from tcexplorer.answer.values import child_at, is_container, size_of

if TYPE_CHECKING:
    from array import array
    from collections.abc import Generator, Iterator

    from tcexplorer.protocol.model import Json

_SLICE: Final = 20_000
"""Rows counted between two yields."""
_FEW: Final = 512
"""Rows up to which an open container needs no node of its own, and children of one node that may differ."""


class Node:
    """An open (or, with level 0, closed) container. `level` says how many levels are open, its own included."""

    __slots__ = ("changed", "keys", "level", "order", "size", "starts", "sums")

    def __init__(self, level: int, size: int, sums: array[int] | None = None) -> None:
        self.level = level
        self.size = size
        """Visible rows, its own included."""
        self.changed: dict[int, Node] = {}
        """Children with a state of their own, by place."""
        self.sums = sums
        """Fenwick tree over the sizes of the children; without one all that are not in `changed` have one row."""
        self.order: list[int] = []
        self.starts: list[int] | None = None
        self.keys: list[str] | None = None

    def child(self, value: Json, place: int) -> tuple[str | int, Json]:
        """Key and value of the child at a place; `value` is the container."""
        if not isinstance(value, dict) or len(value) < 32:
            return child_at(value, place)
        if self.keys is None:
            self.keys = list(value)
        key = self.keys[place]
        return key, value[key]

    def locate(self, row: int) -> tuple[int, int]:
        """The child in whose rows that row is, and which of its rows it is."""
        if self.sums is not None:
            return place_in(self.sums, row)
        starts = self._starts()
        at = bisect_right(starts, row) - 1
        if at < 0:
            return row, 0
        place, inner = self.order[at], row - starts[at]
        size = self.changed[place].size
        return (place, inner) if inner < size else (place + 1 + inner - size, 0)

    def start(self, place: int) -> int:
        """How many rows the children before a place have."""
        if self.sums is not None:
            return sum_before(self.sums, place)
        at = bisect_right(self.order, place - 1) - 1
        if at < 0:
            return place
        before = self.order[at]
        return self._starts()[at] + self.changed[before].size + place - before - 1

    def _starts(self) -> list[int]:
        if self.starts is None:
            more = 0
            self.starts = []
            for place in self.order:
                self.starts.append(place + more)
                more += self.changed[place].size - 1
        return self.starts

    def put(self, place: int, node: Node) -> None:
        """Give a child a state of its own; sizes are adjusted by `grow`."""
        if self.sums is None and place not in self.changed:
            insort(self.order, place)
        self.changed[place] = node
        self.starts = None

    def grow(self, place: int, by: int, children: int) -> None:
        """A child has so many rows more."""
        self.size += by
        self.starts = None
        if self.sums is not None:
            add_at(self.sums, place, by)
        elif len(self.order) > _FEW:
            sizes = [1] * children
            for at in self.order:
                sizes[at] = self.changed[at].size
            self.sums = sums_of(sizes)
            self.order = []


def plain_node(value: Json) -> Node:
    """A container open by itself, with all in it closed."""
    return Node(1, 1 + size_of(value))


def level_of(value: Json, level: int) -> int:
    """How many levels are open of a value that so many would be open of."""
    return level if level > 0 and value and is_container(value) else 0


def rows_of(value: Json, level: int) -> int:
    """Rows of a value with so many levels open, its own included; stops counting beyond a few hundred."""
    if level <= 0 or not value:
        return 1
    if type(value) is dict:
        children = value.values()
    elif type(value) is list:
        children = value
    else:
        return 1
    count = 1 + len(value)
    if level > 1 and count <= _FEW:
        for child in children:
            if child and (type(child) is dict or type(child) is list):
                count += rows_of(child, level - 1) - 1
                if count > _FEW:
                    break
    return count


class _Counting:
    """A container whose rows are being counted."""

    __slots__ = ("changed", "children", "level", "place", "sizes", "value")

    def __init__(self, value: Json, level: int, place: int) -> None:
        self.value = value
        self.level = level
        self.place = place
        self.children: Iterator[Json] = iter(value.values() if isinstance(value, dict) else _list(value))
        self.sizes: list[int] = []
        self.changed: dict[int, Node] = {}

    def node(self) -> Node:
        size = 1 + sum(self.sizes)
        if size == 1 + len(self.sizes):
            return Node(self.level, size)
        node = Node(self.level, size, sums_of(self.sizes))
        node.changed = self.changed
        return node


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def building(value: Json, level: int) -> Generator[int, None, Node]:
    """The node of a container with so many levels open. Yields the rows counted so far."""
    if level <= 1:
        return Node(level, 1 + size_of(value))
    stack = [_Counting(value, level, 0)]
    done, due = 0, _SLICE
    while True:
        top = stack[-1]
        below = top.level - 1
        sizes = top.sizes
        for child in top.children:
            size = 1
            if child and (type(child) is dict or type(child) is list):
                if below == 1:
                    size += len(child)
                else:
                    size = rows_of(child, below)
                    if size > _FEW:
                        stack.append(_Counting(child, below, len(sizes)))
                        break
            sizes.append(size)
            done += size
            if done >= due:
                due = done + _SLICE
                yield done
        else:
            node = stack.pop().node()
            if not stack:
                return node
            stack[-1].changed[top.place] = node
            stack[-1].sizes.append(node.size)
            done += 1
