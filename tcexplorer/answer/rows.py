"""A JSON document as the rows of a tree that open and close, without a list of the rows.

Kept is only what is open: a node for each container that was opened by itself, and how many levels below it
are open with it. A row is found by going down from the top, with a tree of sums (a Fenwick tree) over the children
of large containers. So two million visible rows behave like two hundred, and cost less than a byte each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from typing import TYPE_CHECKING, Final, NamedTuple

from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import child_at, is_container, pairs, size_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tcexplorer.answer.values import Path, Places
    from tcexplorer.protocol.model import Json

DEEPEST: Final = 200
"""Levels that open. What lies deeper is shown as text: nobody reads on, and it can be a document of its own."""
SLICE: Final = 20_000
"""Rows counted between two yields."""
_FEW: Final = 512
"""Rows up to which an open container needs no node of its own, and children of one node that may differ."""


class Row(NamedTuple):
    """One visible row. `key` is a member's name, an index, or None for the document itself."""

    depth: int
    key: str | int | None
    value: Json
    is_open: bool
    can_open: bool


class _Node:
    """An open (or, with level 0, closed) container. `level` says how many levels are open, its own included."""

    __slots__ = ("changed", "keys", "level", "order", "size", "starts", "sums")

    def __init__(self, level: int, size: int, sums: array[int] | None = None) -> None:
        self.level = level
        self.size = size
        """Visible rows, its own included."""
        self.changed: dict[int, _Node] = {}
        """Children with a state of their own, by place."""
        self.sums = sums
        """Fenwick tree over the sizes of the children; without one all that are not in `changed` have one row."""
        self.order: list[int] = []
        self.starts: list[int] | None = None
        self.keys: list[str] | None = None

    def child(self, value: Json, place: int) -> tuple[str | int, Json]:
        if not isinstance(value, dict) or len(value) < 32:
            return child_at(value, place)
        if self.keys is None:
            self.keys = list(value)
        key = self.keys[place]
        return key, value[key]

    def locate(self, row: int) -> tuple[int, int]:
        """The child in whose rows that row is, and which of its rows it is."""
        if self.sums is not None:
            return _find(self.sums, row)
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
            return _sum(self.sums, place)
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

    def put(self, place: int, node: _Node) -> None:
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
            _add(self.sums, place, by)
        elif len(self.order) > _FEW:
            sizes = [1] * children
            for at in self.order:
                sizes[at] = self.changed[at].size
            self.sums = _fenwick(sizes)
            self.order = []


class _Step(NamedTuple):
    """One step of the way down to a row."""

    row: int
    place: int
    key: str | int | None
    value: Json
    node: _Node | None
    level: int


class Rows:
    """The visible rows of a document; at first only the top row, open when it can be."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._reset()

    def _reset(self) -> None:
        self._root = _plain(self._document) if _can_open(0, self._document) else _Node(0, 1)
        self._last: tuple[int, list[_Step]] | None = None

    @property
    def document(self) -> Json:
        return self._document

    def __len__(self) -> int:
        return self._root.size

    def __getitem__(self, index: int) -> Row:
        trail = self._trail(index)
        step = trail[-1]
        return Row(len(trail) - 1, step.key, step.value, step.level > 0, _can_open(len(trail) - 1, step.value))

    def window(self, start: int, stop: int) -> list[Row]:
        """The rows from `start` to before `stop`, as far as there are any."""
        return [self[index] for index in range(max(0, start), min(stop, len(self)))]

    # one row

    def open(self, index: int) -> int:
        """Open a row; says how many rows came to it."""
        trail = self._trail(index)
        step = trail[-1]
        if step.level > 0 or not _can_open(len(trail) - 1, step.value):
            return 0
        return self._put(trail, _plain(step.value))

    def close(self, index: int) -> int:
        """Close a row; says how many rows went."""
        trail = self._trail(index)
        return -self._put(trail, _Node(0, 1)) if trail[-1].level > 0 else 0

    def toggle(self, index: int) -> int:
        """Open or close a row; says by how many rows the list grew."""
        return -self.close(index) or self.open(index)

    def end(self, index: int) -> int:
        """The index behind the last visible row under a row."""
        step = self._trail(index)[-1]
        return index + (step.node.size if step.node is not None else _rows(step.value, step.level))

    def parent(self, index: int) -> int | None:
        """The row a row is under."""
        trail = self._trail(index)
        return trail[-2].row if len(trail) > 1 else None

    def ancestors(self, index: int) -> list[int]:
        """The rows a row is under, from the top down: for a breadcrumb."""
        return [step.row for step in self._trail(index)[:-1]]

    def path(self, index: int) -> Path:
        """Keys and indexes from the document down to a row."""
        return tuple(step.key for step in self._trail(index)[1:] if step.key is not None)

    def places(self, index: int) -> Places:
        """The same as places among siblings, which compare as the document is read."""
        return tuple(step.place for step in self._trail(index)[1:])

    # a way

    def index_of(self, path: Path) -> int | None:
        """The row of a path, or None where there is none or it is not visible."""
        places = self._places(path)
        return None if places is None else self._go(places, opening=False)

    def reveal(self, path: Path) -> int | None:
        """Open what has to be open for a path to be visible; the row it leads to, or None if there is none."""
        places = self._places(path)
        return None if places is None else self._go(places, opening=True)

    def reveal_places(self, places: Places) -> int | None:
        """The same for places, such as a match of a search; below the levels that open, the last that does."""
        return self._go(places[:DEEPEST], opening=True)

    def _places(self, path: Path) -> Places | None:
        places: list[int] = []
        value = self._document
        for key in path[: DEEPEST + 1]:
            match value, key:
                case list(), int() if 0 <= key < len(value):
                    places.append(key)
                    value = value[key]
                case dict(), str() if key in value:
                    places.append(list(value).index(key))
                    value = value[key]
                case _:
                    return None
        return tuple(places) if len(places) <= DEEPEST else None

    def _go(self, places: Places, *, opening: bool) -> int | None:
        row, value, node, level = 0, self._document, self._root, self._root.level
        held: _Node | None = node
        for place in places:
            if not 0 <= place < size_of(value):
                return None
            if level <= 0:
                if not opening:
                    return None
                self.open(row)
                held = self._trail(row)[-1].node
                level = 1
            if held is not None:
                row += 1 + held.start(place)
                value = held.child(value, place)[1]
                below, held = level - 1, held.changed.get(place)
                level = held.level if held is not None else below if is_container(value) and value else 0
            else:
                row += 1
                for at, (_, child) in enumerate(pairs(value)):
                    if at == place:
                        value = child
                        break
                    row += _rows(child, level - 1)
                level = level - 1 if is_container(value) and value else 0
        return row

    # many rows

    def collapse_all(self) -> None:
        """Close everything but the top."""
        self._reset()

    def expand_all(self) -> None:
        """Open everything."""
        finished(self.expanding())

    def expanding(self) -> Generator[int]:
        """Open everything, step by step: yields the number of rows so far.

        Abandoned half-way it changes nothing.
        """
        return self.opening()

    def opening(self, index: int = 0, levels: int = DEEPEST) -> Generator[int]:
        """Open so many levels under a row and close what is deeper, step by step: yields the rows so far.

        One level is `open`, none is `close`. The siblings of a row: `opening(parent, 2)`. Abandoned half-way it
        changes nothing.
        """
        trail = self._trail(index)
        value, depth = trail[-1].value, len(trail) - 1
        levels = min(levels, DEEPEST - depth) if _can_open(depth, value) else 0
        node = (yield from _building(value, levels)) if levels > 0 else _Node(0, 1)
        self._put(self._trail(index), node)
        yield node.size

    # inside

    def _trail(self, index: int) -> list[_Step]:
        if self._last is not None and self._last[0] == index:
            return self._last[1]
        wanted = index + len(self) if index < 0 else index
        if not 0 <= wanted < len(self):
            raise IndexError(index)
        step = _Step(0, 0, None, self._document, self._root, self._root.level)
        trail = [step]
        rest = wanted
        while rest:
            step, rest = _down(step, rest - 1)
            trail.append(step)
        self._last = (index, trail)
        return trail

    def _put(self, trail: list[_Step], node: _Node) -> int:
        """Give the last row of a trail another state; says by how many rows the list grew."""
        self._last = None
        last = trail[-1]
        grown = node.size - (last.node.size if last.node is not None else _rows(last.value, last.level))
        above: _Node | None = None
        nodes: list[_Node] = []
        for step in trail[:-1]:
            held = step.node or finished(_building(step.value, step.level))
            if step.node is None and above is not None:
                above.put(step.place, held)
            nodes.append(held)
            above = held
        if above is None:
            self._root = node
        else:
            above.put(last.place, node)
        for step, below, held in zip(trail, trail[1:], nodes, strict=False):
            held.grow(below.place, grown, size_of(step.value))
        return grown


def _can_open(depth: int, value: Json) -> bool:
    return isinstance(value, dict | list) and bool(value) and depth < DEEPEST


def _plain(value: Json) -> _Node:
    return _Node(1, 1 + size_of(value))


def _down(step: _Step, row: int) -> tuple[_Step, int]:
    """The child in whose rows the row is (counted from the first child's), and which of its rows it is."""
    node, value = step.node, step.value
    if node is not None:
        place, inner = node.locate(row)
        key, child = node.child(value, place)
        held = node.changed.get(place)
        level = held.level if held is not None else _level(child, node.level - 1)
        return _Step(step.row + 1 + row - inner, place, key, child, held, level), inner
    below = step.level - 1
    inner = row
    final = size_of(value) - 1
    for place, (key, child) in enumerate(pairs(value)):
        # what is in no other child is in the last; not to count that keeps a long chain from being counted at each step
        size = _rows(child, below) if place < final else inner + 1
        if inner < size:
            return _Step(step.row + 1 + row - inner, place, key, child, None, _level(child, below)), inner
        inner -= size
    raise IndexError(row)


def _level(value: Json, level: int) -> int:
    return level if level > 0 and value and is_container(value) else 0


def _rows(value: Json, level: int) -> int:
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
                count += _rows(child, level - 1) - 1
                if count > _FEW:
                    break
    return count


class _Making:
    """A container whose rows are being counted."""

    __slots__ = ("changed", "children", "level", "place", "sizes", "value")

    def __init__(self, value: Json, level: int, place: int) -> None:
        self.value = value
        self.level = level
        self.place = place
        self.children: Iterator[Json] = iter(value.values() if isinstance(value, dict) else _list(value))
        self.sizes: list[int] = []
        self.changed: dict[int, _Node] = {}

    def node(self) -> _Node:
        size = 1 + sum(self.sizes)
        if size == 1 + len(self.sizes):
            return _Node(self.level, size)
        node = _Node(self.level, size, _fenwick(self.sizes))
        node.changed = self.changed
        return node


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _building(value: Json, level: int) -> Generator[int, None, _Node]:
    """The node of a container with so many levels open. Yields the rows counted so far."""
    if level <= 1:
        return _Node(level, 1 + size_of(value))
    stack = [_Making(value, level, 0)]
    done, due = 0, SLICE
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
                    size = _rows(child, below)
                    if size > _FEW:
                        stack.append(_Making(child, below, len(sizes)))
                        break
            sizes.append(size)
            done += size
            if done >= due:
                due = done + SLICE
                yield done
        else:
            node = stack.pop().node()
            if not stack:
                return node
            stack[-1].changed[top.place] = node
            stack[-1].sizes.append(node.size)
            done += 1


def _fenwick(sizes: list[int]) -> array[int]:
    sums = array("q", sizes)
    count = len(sums)
    for at in range(count):
        above = at | (at + 1)
        if above < count:
            sums[above] += sums[at]
    return sums


def _sum(sums: array[int], place: int) -> int:
    """The sum of all before a place."""
    total = 0
    while place > 0:
        total += sums[place - 1]
        place &= place - 1
    return total


def _add(sums: array[int], place: int, by: int) -> None:
    count = len(sums)
    while place < count:
        sums[place] += by
        place |= place + 1


def _find(sums: array[int], row: int) -> tuple[int, int]:
    """The place in whose sum a row falls, and how far into it."""
    count = len(sums)
    place, step = 0, 1 << (count.bit_length() - 1)
    while step:
        after = place + step
        if after <= count and sums[after - 1] <= row:
            place = after
            row -= sums[after - 1]
        step >>= 1
    return place, row
