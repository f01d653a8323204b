"""What differs between two answers: added, removed, changed; for a tree that holds both.

Objects are compared by names, lists of objects by an id where every element has one of its own, other lists by
content: what is the same at the beginning and the end is aligned, what is between place by place.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import Exact, Path, places_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from tcexplorer.answer.values import IndexPath
    from tcexplorer.protocol.model import Json

_ID_NAMES: Final = ("Id", "ID", "Uuid", "UUID", "Key", "Name", "Code")
_STEPS: Final = 1000
_FEW: Final = 100
"""Elements, which may be large each, that are compared between two yields."""
MOST_DEPTH: Final = 200
"""Levels that are told apart; what is deeper is changed as a whole or not at all."""


_Pairs: TypeAlias = "list[tuple[int | None, int | None]]"
_Ids: TypeAlias = "dict[str | int, int]"


class Change(StrEnum):
    """How a value differs from the earlier answer's."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """The value itself: a scalar, or another kind of value."""
    INSIDE = "inside"
    """Something in it is added, removed or changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. `before` is None when it was added, `after` when it was removed."""

    change: Change
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers in one tree.

    `merged` is a document for `Rows` that holds all of the later answer and, at their old place, the values that are
    gone. `at` says by path in it what differs, containers of differences included; a path that is not in it is the
    same in both.
    """

    merged: Json
    at: Mapping[Path, Difference]
    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def same(self) -> bool:
        return not self.at

    @property
    def text(self) -> str:
        """`2 added, 1 removed, 3 changed`, or `no difference`."""
        counts = ((self.added, "added"), (self.removed, "removed"), (self.changed, "changed"))
        return ", ".join(f"{count:,} {what}" for count, what in counts if count) or "no difference"

    def paths(self) -> list[Path]:
        """The paths of what was added, removed or changed, as the merged document is read: to step through."""
        return [path for path, one in self.at.items() if one.change is not Change.INSIDE]

    def places(self) -> list[IndexPath]:
        """The same for `Rows.reveal_places`."""
        return [places for path in self.paths() if (places := places_of(self.merged, path)) is not None]


def compare(before: Json, after: Json, ignore: frozenset[str] = frozenset({"RequestId"})) -> Comparison:
    """All of `comparing`, at once."""
    return finished(comparing(before, after, ignore))


def comparing(
    before: Json, after: Json, ignore: frozenset[str] = frozenset({"RequestId"})
) -> Generator[int, None, Comparison]:
    """Compare in slices: yields the values looked at. Members called as in `ignore` never differ.

    Numbers are the same when they have the same value, and 1 is not true. Values below 200 levels are taken whole.
    """
    work = _Work(ignore)
    merged = yield from work.merge(before, after, ())
    found = {path: work.found[path] for path in sorted(work.found, key=lambda path: work.order[path])}
    counts = [sum(one.change is change for one in found.values()) for change in list(Change)[:3]]
    return Comparison(merged, found, *counts)


class _Work:
    def __init__(self, ignore: frozenset[str]) -> None:
        self.ignore = ignore
        self.found: dict[Path, Difference] = {}
        self.order: dict[Path, int] = {}
        self._steps = 0

    def _note(self, path: Path, change: Change, before: Json, after: Json) -> None:
        self.order.setdefault(path, len(self.order))
        self.found[path] = Difference(change, before, after)

    def merge(self, before: Json, after: Json, path: Path) -> Generator[int, None, Json]:
        """The two in one, recursive down to MOST_DEPTH."""
        self._steps += 1
        if self._steps % _STEPS == 0:
            yield self._steps
        if before is after:
            return after
        same_kind = (isinstance(before, dict) and isinstance(after, dict)) or (
            isinstance(before, list) and isinstance(after, list)
        )
        if not same_kind or len(path) >= MOST_DEPTH:
            if not _same(before, after):
                self._note(path, Change.CHANGED, before, after)
            return after
        self.order.setdefault(path, len(self.order))
        different = len(self.found)
        if isinstance(before, dict):
            made = yield from self._members(before, cast("dict[str, Json]", after), path)
        else:
            made = yield from self._elements(cast("list[Json]", before), cast("list[Json]", after), path)
        if len(self.found) > different:
            self._note(path, Change.INSIDE, before, after)
            return made
        return after

    def _members(
        self, before: dict[str, Json], after: dict[str, Json], path: Path
    ) -> Generator[int, None, dict[str, Json]]:
        made: dict[str, Json] = {}
        gone = [key for key in before if key not in after]
        after_of: dict[str | None, list[str]] = {}
        last: str | None = None
        for key in before:  # what is gone stays behind the member it stood behind
            if key in after:
                last = key
            else:
                after_of.setdefault(last, []).append(key)
        for key in after_of.get(None, ()):
            self._gone(made, key, before[key], path)
        for key, value in after.items():
            here = (*path, key)
            if key not in before:
                made[key] = value
                self._note(here, Change.ADDED, None, value)
            elif key in self.ignore:
                made[key] = value
            else:
                made[key] = yield from self.merge(before[key], value, here)
            for removed in after_of.get(key, ()) if gone else ():
                self._gone(made, removed, before[removed], path)
        return made

    def _gone(self, made: dict[str, Json], key: str, value: Json, path: Path) -> None:
        made[key] = value
        self._note((*path, key), Change.REMOVED, value, None)

    def _elements(self, before: list[Json], after: list[Json], path: Path) -> Generator[int, None, list[Json]]:
        made: list[Json] = []
        many = len(after) > 20  # then an element is a small part of the whole
        aligned = yield from _aligned(before, after)
        for old, new in aligned:
            here = (*path, len(made))
            if old is None:
                made.append(after[cast("int", new)])
                self._note(here, Change.ADDED, None, made[-1])
            elif new is None:
                made.append(before[old])
                self._note(here, Change.REMOVED, made[-1], None)
            elif many and _surely_same(before[old], after[new]):
                made.append(after[new])
            else:
                made.append((yield from self.merge(before[old], after[new], here)))
            self._steps += 1
            if self._steps % _FEW == 0:
                yield self._steps
        return made


def _aligned(before: list[Json], after: list[Json]) -> Generator[int, None, _Pairs]:
    """Which elements belong together, in the order of the later list; one that is gone comes where it stood."""
    places = yield from _places_by_id(before, after)
    if places is None:
        made = yield from _by_content(before, after)
        return made
    old, new = places
    follows: dict[int | None, list[int]] = {}
    last: int | None = None
    for key, at in old.items():
        if at % _STEPS == 0:
            yield at
        if key in new:
            last = new[key]
        else:
            follows.setdefault(last, []).append(at)
    made: _Pairs = [(at, None) for at in follows.get(None, ())]
    for key, at in new.items():
        if at % _STEPS == 0:
            yield at
        made.append((old.get(key), at))
        made += [(gone, None) for gone in follows.get(at, ())]
    return made


def _by_content(before: list[Json], after: list[Json]) -> Generator[int, None, _Pairs]:
    short = min(len(before), len(after))
    head = 0
    while head < short and _is_same(before[head], after[head]):
        head += 1
        if head % _FEW == 0:
            yield head
    tail = 0
    while tail < short - head and _is_same(before[-1 - tail], after[-1 - tail]):
        tail += 1
        if tail % _FEW == 0:
            yield tail
    old, new = list(range(head, len(before) - tail)), list(range(head, len(after) - tail))
    both = min(len(old), len(new))
    made: _Pairs = [(at, at) for at in range(head)]
    made += zip(old[:both], new[:both], strict=True)
    made += [(at, None) for at in old[both:]]
    made += [(None, at) for at in new[both:]]
    made += [(len(before) - tail + at, len(after) - tail + at) for at in range(tail)]
    return made


def _id_names(before: list[Json], after: list[Json]) -> list[str]:
    """The members that may tell objects apart by what they are called, the likeliest first."""
    if not before or not after or not all(isinstance(one, dict) for one in chain(before, after)):
        return []
    first = cast("dict[str, Json]", before[0])
    names = sorted(
        (rank, place, key)
        for place, (key, value) in enumerate(first.items())
        if isinstance(value, str | int) and not isinstance(value, bool)
        for rank, end in enumerate(_ID_NAMES)
        if key.endswith(end)
    )
    return [name for _, _, name in names]


def _places_by_id(before: list[Json], after: list[Json]) -> Generator[int, None, tuple[_Ids, _Ids] | None]:
    """The places of the elements of both lists by what tells them apart; None when nothing does."""
    for name in _id_names(before, after):
        old = yield from _ids(before, name)
        new = (yield from _ids(after, name)) if old is not None else None
        if old is not None and new is not None:
            return old, new
    return None


def _ids(values: list[Json], name: str) -> Generator[int, None, _Ids | None]:
    """The places by a member; None when an element has none, or one that another has."""
    found: _Ids = {}
    for at, one in enumerate(values):
        if at % _STEPS == 0:
            yield at
        key = _id_of(one, name)
        if key is None or key in found:
            return None
        found[key] = at
    return found


def _id_of(value: Json, name: str) -> str | int | None:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def _surely_same(before: Json, after: Json) -> bool:
    """Whether two values have the same bytes, types and the order of names included: told in C, 20 times as fast."""
    try:
        return marshal.dumps(before, 2) == marshal.dumps(after, 2)
    except ValueError:  # too deep, or a number that is Exact
        return False


def _is_same(before: Json, after: Json) -> bool:
    return _surely_same(before, after) or _same(before, after)


def _same(before: Json, after: Json) -> bool:
    """Whether two values are the same, at any depth."""
    waiting: list[tuple[Json, Json]] = [(before, after)]
    while waiting:
        one, other = waiting.pop()
        match one, other:
            case dict(), dict():
                if one.keys() != other.keys():
                    return False
                waiting += [(one[key], other[key]) for key in one]
            case list(), list():
                if len(one) != len(other):
                    return False
                waiting += zip(one, other, strict=True)
            case _:
                if not _same_scalar(one, other):
                    return False
    return True


def _same_scalar(one: Json, other: Json) -> bool:
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str) or isinstance(other, str):
        return type(one) is type(other) and one == other
    if isinstance(one, Exact) or isinstance(other, Exact):
        return isinstance(one, Exact) and isinstance(other, Exact) and one.text == other.text
    return one == other or (one != one and other != other)  # both are NaN
