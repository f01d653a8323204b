"""A JSON document as the rows of a tree that open and close, without a list of the rows.

Kept is only what is open: a node for each container that was opened by itself, and how many levels below it
are open with it. A row is found by going down from the top, with a tree of sums (a Fenwick tree) over the children
of large containers. So two million visible rows behave like two hundred, and cost less than a byte each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tcexplorer.answer.nodes import Node, building, level_of, plain_node, rows_of
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import is_container, pairs, places_of, size_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from tcexplorer.answer.values import IndexPath, Path
    from tcexplorer.protocol.model import Json

DEEPEST: Final = 200
"""Levels that open. What lies deeper is shown as text: nobody reads on, and it can be a document of its own."""


class Row(NamedTuple):
    """One visible row. `key` is a member's name, an index, or None for the document itself."""

    depth: int
    key: str | int | None
    value: Json
    is_open: bool
    can_open: bool


class _Step(NamedTuple):
    """One step of the way down to a row."""

    row: int
    place: int
    key: str | int | None
    value: Json
    node: Node | None
    level: int


class Rows:
    """The visible rows of a document; at first only the top row, open when it can be."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._reset()

    def _reset(self) -> None:
        self._root = plain_node(self._document) if _can_open(0, self._document) else Node(0, 1)
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

    # one row

    def open(self, index: int) -> int:
        """Open a row; says how many rows came to it."""
        trail = self._trail(index)
        step = trail[-1]
        if step.level > 0 or not _can_open(len(trail) - 1, step.value):
            return 0
        return self._put(trail, plain_node(step.value))

    def close(self, index: int) -> int:
        """Close a row; says how many rows went."""
        trail = self._trail(index)
        return -self._put(trail, Node(0, 1)) if trail[-1].level > 0 else 0

    def toggle(self, index: int) -> int:
        """Open or close a row; says by how many rows the list grew."""
        return -self.close(index) or self.open(index)

    def end(self, index: int) -> int:
        """The index behind the last visible row under a row."""
        step = self._trail(index)[-1]
        return index + (step.node.size if step.node is not None else rows_of(step.value, step.level))

    def parent(self, index: int) -> int | None:
        """The row a row is under."""
        trail = self._trail(index)
        return trail[-2].row if len(trail) > 1 else None

    def path(self, index: int) -> Path:
        """Keys and indexes from the document down to a row."""
        return tuple(step.key for step in self._trail(index)[1:] if step.key is not None)

    def places(self, index: int) -> IndexPath:
        """The same as places among siblings, which compare as the document is read."""
        return tuple(step.place for step in self._trail(index)[1:])

    # a way

    def reveal(self, path: Path) -> int | None:
        """Open what has to be open for a path to be visible; the row it leads to, or None if there is none."""
        places = places_of(self._document, path[: DEEPEST + 1])
        return None if places is None or len(places) > DEEPEST else self._go(places)

    def reveal_places(self, places: IndexPath) -> int | None:
        """The same for places, such as a match of a search; below the levels that open, the last that does."""
        return self._go(places[:DEEPEST])

    def _go(self, places: IndexPath) -> int | None:
        row, value, node, level = 0, self._document, self._root, self._root.level
        held: Node | None = node
        for place in places:
            if not 0 <= place < size_of(value):
                return None
            if level <= 0:
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
                    row += rows_of(child, level - 1)
                level = level - 1 if is_container(value) and value else 0
        return row

    # many rows

    def collapse_all(self) -> None:
        """Close everything but the top."""
        self._reset()

    def opening(self, index: int = 0, levels: int = DEEPEST) -> Generator[int]:
        """Open so many levels under a row and close what is deeper, step by step: yields the rows so far.

        One level is `open`, none is `close`. The siblings of a row: `opening(parent, 2)`. Abandoned half-way it
        changes nothing.
        """
        trail = self._trail(index)
        value, depth = trail[-1].value, len(trail) - 1
        levels = min(levels, DEEPEST - depth) if _can_open(depth, value) else 0
        node = (yield from building(value, levels)) if levels > 0 else Node(0, 1)
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

    def _put(self, trail: list[_Step], node: Node) -> int:
        """Give the last row of a trail another state; says by how many rows the list grew."""
        self._last = None
        last = trail[-1]
        grown = node.size - (last.node.size if last.node is not None else rows_of(last.value, last.level))
        above: Node | None = None
        nodes: list[Node] = []
        for step in trail[:-1]:
            held = step.node or finished(building(step.value, step.level))
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


def _down(step: _Step, row: int) -> tuple[_Step, int]:
    """The child in whose rows the row is (counted from the first child's), and which of its rows it is."""
    node, value = step.node, step.value
    if node is not None:
        place, inner = node.locate(row)
        key, child = node.child(value, place)
        held = node.changed.get(place)
        level = held.level if held is not None else level_of(child, node.level - 1)
        return _Step(step.row + 1 + row - inner, place, key, child, held, level), inner
    below = step.level - 1
    inner = row
    final = size_of(value) - 1
    for place, (key, child) in enumerate(pairs(value)):
        # what is in no other child is in the last; not to count that keeps a long chain from being counted at each step
        size = rows_of(child, below) if place < final else inner + 1
        if inner < size:
            return _Step(step.row + 1 + row - inner, place, key, child, None, level_of(child, below)), inner
        inner -= size
    raise IndexError(row)
