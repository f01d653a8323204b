"""What can be done to a draft at any depth: functions from a draft to a draft.

"Not set" and empty differ: `put` can set `""`, `[]` and `{}` explicitly. Containers on the way are made
when something in them is set, and `unset` takes them away again when it leaves them empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.form.draft import Draft, Pending
from tcexplorer.form.text import Unreadable, value_of
from tcexplorer.protocol.paths import UNSET, Unset, path_text, read_path, value_at, with_value, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tcexplorer.form.fields import FormField
    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

EMPTY_ITEM = 'empty: remove it, or write ""'
"""What is said beside an element of a list whose text was cleared."""


class Edit(NamedTuple):
    """A list with its elements in another order."""

    draft: Draft
    path: Path
    """Where the cursor belongs now."""
    of: Path
    """The list."""
    order: Sequence[int]
    """For each place the old index of what is there now, -1 for what is new."""

    def followed(self, paths: Iterable[Path]) -> frozenset[Path]:
        """Where those paths (what is open) lead now; those of removed elements are dropped."""
        places: dict[int, list[int]] = {}
        for now, old in enumerate(self.order):
            places.setdefault(old, []).append(now)
        return frozenset(moved for path in paths for moved in _moved(path, self.of, places))


def put(draft: Draft, path: Path, value: Json) -> Draft:
    """That value there. A text that was no value yet, there or below, is forgotten."""
    return Draft(with_value(draft.params, path, value), _outside(draft.pending, path))


def typed(draft: Draft, field: FormField, path: Path, text: str) -> Draft:
    """The draft after the text there was edited.

    An element of a list keeps its place: while its text is no value, null stands for it. Clearing the text
    of the last one removes it.
    """
    match value_of(field, text):
        case Unreadable(reason):
            return _held(draft, path, Pending(text, reason))
        case Unset():
            if isinstance(path[-1], int) and not _is_last(draft.params, path):
                return _held(draft, path, Pending(text, EMPTY_ITEM))
            return unset(draft, path)
        case value:
            return put(draft, path, value)


def unset(draft: Draft, path: Path) -> Draft:
    """Nothing there; containers that this leaves empty go too, but for elements with others behind them."""
    params = without(draft.params, path)
    pending = _outside(draft.pending, path)
    if isinstance(path[-1], int) and params is not draft.params:
        pending = _renumbered(pending, path[:-1], _without_index(draft.params, path))
    above = path[:-1]
    while above and value_at(params, above) in ({}, []):
        if isinstance(above[-1], int) and not _is_last(params, above):
            break
        params, above = without(params, above), above[:-1]
    return Draft(params, pending)


def still_pending(before: Draft, after: Draft) -> dict[str, Pending]:
    """Of the texts that are no values yet those that a change of the parameters put nothing in the place of."""
    return {
        name: held
        for name, held in before.pending.items()
        if (path := read_path(name)) and value_at(after.params, path) is (None if isinstance(path[-1], int) else UNSET)
    }


def insisted(draft: Draft) -> JsonObject:
    """The parameters of somebody who sends all the same: what is no value of its type goes as the text it is."""
    params = draft.params
    for name, held in draft.pending.items():
        if held.text and (path := read_path(name)):
            params = with_value(params, path, held.text)
    return params


def added(draft: Draft, of: Path, field: FormField, at: int | None = None) -> Edit:
    """A new element of a list, at the end or at an index: an empty object, or a value still to be typed."""
    held = value_at(draft.params, of)
    items = held if isinstance(held, list) else []
    index = len(items) if at is None else min(at, len(items))
    is_object = field.member.type == "object"
    order = (*range(index), -1, *range(index, len(items)))
    new: Json = {} if is_object else None
    edit = _reordered(draft, of, [*items[:index], new, *items[index:]], order, index)
    if is_object:
        return edit
    pending = {**edit.draft.pending, path_text(edit.path): Pending("", EMPTY_ITEM)}
    return edit._replace(draft=Draft(edit.draft.params, pending))


def removed(draft: Draft, path: Path) -> Edit:
    """The list without that element; it stays a list, though empty. The cursor is on the element behind it."""
    of, items, index = _element(draft, path)
    order = (*range(index), *range(index + 1, len(items)))
    return _reordered(draft, of, items[:index] + items[index + 1 :], order, index)


def duplicated(draft: Draft, path: Path) -> Edit:
    """The list with that element twice; the cursor is on the copy behind it."""
    of, items, index = _element(draft, path)
    order = (*range(index + 1), *range(index, len(items)))
    return _reordered(draft, of, items[: index + 1] + items[index:], order, index + 1)


def moved(draft: Draft, path: Path, by: int) -> Edit:
    """The list with that element so many places further down (negative: up), as far as the list goes."""
    of, items, index = _element(draft, path)
    target = max(0, min(len(items) - 1, index + by))
    order = [place for place in range(len(items)) if place != index]
    order.insert(target, index)
    return _reordered(draft, of, [items[place] for place in order], order, target)


def _element(draft: Draft, path: Path) -> tuple[Path, list[Json], int]:
    *above, index = path
    items = value_at(draft.params, tuple(above))
    if not isinstance(items, list) or not isinstance(index, int) or not index < len(items):
        raise ValueError(f"{path_text(path)} is no element of a list")
    return tuple(above), items, index


def _reordered(draft: Draft, of: Path, items: list[Json], order: Sequence[int], index: int) -> Edit:
    pending = _renumbered(draft.pending, of, order)
    return Edit(Draft(with_value(draft.params, of, items), pending), (*of, index), of, order)


def _held(draft: Draft, path: Path, pending: Pending) -> Draft:
    params = with_value(draft.params, path, None) if isinstance(path[-1], int) else without(draft.params, path)
    return Draft(params, {**_outside(draft.pending, path), path_text(path): pending})


def _is_last(params: JsonObject, path: Path) -> bool:
    items = value_at(params, path[:-1])
    return not isinstance(items, list) or path[-1] in (len(items) - 1, len(items))


def _without_index(params: JsonObject, path: Path) -> Sequence[int]:
    items = value_at(params, path[:-1])
    return [place for place in range(len(items) if isinstance(items, list) else 0) if place != path[-1]]


def _outside(pending: Mapping[str, Pending], path: Path) -> dict[str, Pending]:
    return {name: held for name, held in pending.items() if (read_path(name) or ())[: len(path)] != path}


def _renumbered(pending: Mapping[str, Pending], of: Path, order: Sequence[int]) -> dict[str, Pending]:
    places: dict[int, list[int]] = {}
    for now, old in enumerate(order):
        places.setdefault(old, []).append(now)
    return {
        path_text(place): held for name, held in pending.items() for place in _moved(read_path(name) or (), of, places)
    }


def _moved(path: Path, of: Path, places: Mapping[int, Sequence[int]]) -> list[Path]:
    depth = len(of)
    if len(path) <= depth or path[:depth] != of:
        return [path]
    old = path[depth]
    nows = places.get(old, ()) if isinstance(old, int) else ()
    return [(*of, now, *path[depth + 1 :]) for now in nows]
