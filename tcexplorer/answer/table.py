"""A list of records as a table: columns from the data, sorted, filtered, with columns hidden, and as CSV."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeGuard, cast

from tcexplorer.answer.present import brief, number
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import MISSING, value_at
from tcexplorer.catalog.paging import list_path
from tcexplorer.safety.redact import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json, JsonObject

DEEPEST: Final = 4
"""Names of a dotted column; objects below are shown as JSON."""
MOST_COLUMNS: Final = 500
_RUN: Final = 4_000
"""Rows that are sorted at a time."""


class Column(NamedTuple):
    """A column: `path` within a record; a record that is no object has the one column `()`."""

    path: tuple[str, ...]

    @property
    def title(self) -> str:
        """The names with dots between; `value` where the records are no objects."""
        return ".".join(self.path) or "value"


@dataclass(frozen=True)
class Table:
    """The records of a list, as they are to be seen. Everything gives a new table over the same records.

    `columns` are all of them in the order of the data, `visible` those not hidden; `order` are the places of the
    records that are shown, in the order they are shown in.
    """

    path: Path
    records: list[Json]
    columns: tuple[Column, ...]
    hidden: frozenset[Column] = frozenset()
    order: tuple[int, ...] | range = field(default=range(0))
    sorted_by: Column | None = None
    descending: bool = False
    filtered_by: str = ""

    @staticmethod
    def of(document: Json, path: Path) -> Table | None:
        """The table of the list at a path; None where there is no list, or an empty one."""
        found = value_at(document, path)
        if not isinstance(found, list) or not found:
            return None
        records = cast("list[Json]", found)
        return Table(path, records, _columns(records), order=range(len(records)))

    @cached_property
    def visible(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column not in self.hidden)

    def cell(self, row: int, column: Column) -> Json | object:
        """The value in a visible row; MISSING where the record has none."""
        return value_at(self.records[self.order[row]], column.path)

    def cell_path(self, row: int, column: Column) -> Path:
        """Where the value is in the document: for a copy, for the documentation, to uncover it."""
        return (*self.path, self.order[row], *column.path)

    def cell_text(self, row: int, column: Column, shown: Callable[[Path, Json], Json] | None = None) -> str:
        """The value in a few words; `shown` (of a Mask) masks what is covered."""
        value = self.cell(row, column)
        if value is MISSING:
            return ""
        path = self.cell_path(row, column)
        return _text(cast("Json", value), path, shown)

    def sort(self, column: Column, *, descending: bool = False) -> Table:
        """Sorted: numbers (also those sent as text) as numbers, before text, before false and true; nothing last."""
        keyed = [(_key(value_at(self.records[place], column.path)), place) for place in self.order]
        here = [pair for pair in keyed if pair[0] is not None]
        order = [place for _, place in _in_order(here, descending=descending)] + [
            place for key, place in keyed if key is None
        ]
        return replace(self, order=tuple(order), sorted_by=column, descending=descending)

    def unsorted(self) -> Table:
        """In the order of the answer again."""
        return replace(self, order=tuple(sorted(self.order)), sorted_by=None, descending=False)

    def hide(self, column: Column) -> Table:
        """Without a column, unless it is the last one."""
        return replace(self, hidden=self.hidden | {column}) if len(self.visible) > 1 else self

    def show_all(self) -> Table:
        """With every column."""
        return replace(self, hidden=frozenset())

    def filter(self, text: str) -> Table:
        """All of `filtering`, at once."""
        return finished(self.filtering(text))

    def filtering(self, text: str) -> Generator[int, None, Table]:
        """Only rows with the text in a visible cell, whatever its case; an empty text shows all. Keeps the sorting.

        What is secret by its column's name is not looked into. In slices: yields the records looked at, and returns
        the table.
        """
        wanted = text.lower()
        paths = [column.path for column in self.visible if not any(is_secret_name(name) for name in column.path)]
        kept: list[int] = []
        for place, record in enumerate(self.records):
            if not wanted or _has(record, paths, wanted):
                kept.append(place)
            if place % 500 == 499:
                yield place
        table = replace(self, order=tuple(kept), filtered_by=text)
        return table.sort(self.sorted_by, descending=self.descending) if self.sorted_by else table

    def widths(self, rows: int = 200, most: int = 40) -> tuple[int, ...]:
        """Characters each visible column wants, by its title and its first rows; none wants more than `most`."""
        return tuple(
            min(
                most,
                max(
                    len(column.title),
                    *(len(self.cell_text(row, column)) for row in range(min(rows, len(self.order)))),
                    1,
                ),
            )
            for column in self.visible
        )


def table_path(document: Json) -> Path | None:
    """The list that an answer is about: the largest list of objects directly within `Response` (or the document).

    Beside it there may be scalars (`TotalCount`, `RequestId`) and smaller or empty lists, and it may lie a level
    deeper, as in `Data.Items`. None when there is no such list.
    """
    response = document.get("Response") if isinstance(document, dict) else None
    start: Path = ("Response",) if isinstance(response, dict) else ()
    value = response if isinstance(response, dict) else document
    if _is_records(value):
        return start
    path = list_path(value) if isinstance(value, dict) else None
    return (*start, *path) if path and _is_records(cast("Json", value_at(value, path))) else None


def _in_order(keyed: list[tuple[_Key | None, int]], *, descending: bool) -> Iterable[tuple[_Key | None, int]]:
    """Sorted, and stable. A long list is sorted in runs that are merged: one sort of it all, in a thread, would keep
    the interpreter from everything else for a fifth of a second.
    """

    def key(pair: tuple[_Key | None, int]) -> _Key:
        return cast("_Key", pair[0])

    runs = [sorted(keyed[start : start + _RUN], key=key, reverse=descending) for start in range(0, len(keyed), _RUN)]
    return merge(*runs, key=key, reverse=descending) if len(runs) > 1 else runs[0] if runs else ()


def _is_records(value: Json) -> TypeGuard[list[Json]]:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(one, dict) for one in islice(value, 50))


def _columns(records: list[Json]) -> tuple[Column, ...]:
    """The columns of records, in the order in which their names first come; records of one shape cost little."""
    columns: dict[tuple[str, ...], None] = {}
    shapes: set[tuple[object, ...]] = set()
    for record in records:
        if not isinstance(record, dict):
            columns.setdefault(())
            continue
        shape = _shape(record)
        if shape not in shapes:
            shapes.add(shape)
            for path in _leaves(record, ()):
                columns.setdefault(path)
    # An object that is null in one record has columns of its own in another.
    above = {path[:end] for path in columns for end in range(1, len(path))}
    kept = [path for path in columns if path not in above]
    return tuple(Column(path) for path in _together(kept)[:MOST_COLUMNS])


def _together(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """With the columns of one object beside each other."""
    first: dict[str, int] = {}
    for path in paths:
        first.setdefault(path[0] if path else "", len(first))
    return sorted(paths, key=lambda path: first[path[0] if path else ""])


def _shape(record: JsonObject) -> tuple[object, ...]:
    return (*record, *((key, *value) for key, value in record.items() if type(value) is dict))


def _leaves(record: JsonObject, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, value in record.items():
        path = (*above, key)
        if isinstance(value, dict) and value and len(path) < DEEPEST:
            yield from _leaves(value, path)
        else:
            yield path


def _has(record: Json, paths: list[tuple[str, ...]], wanted: str) -> bool:
    for path in paths:
        value = record
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None:
            continue
        if wanted in (value if isinstance(value, str) else _text(value, (), None)).lower():
            return True
    return False


def _text(value: Json, path: Path, shown: Callable[[Path, Json], Json] | None) -> str:
    """A cell: a list of scalars with commas between, of anything else its size."""
    if isinstance(value, list) and value and not any(isinstance(one, dict | list) for one in islice(value, 20)):
        some = [shown((*path, at), one) if shown else one for at, one in enumerate(islice(value, 20))]
        return ", ".join(brief(one)[0] for one in some) + (", …" if len(value) > 20 else "")
    if isinstance(value, dict):
        return f"{len(value)} members" if value else "{}"
    if value is None:
        return "null"
    return brief(shown(path, value) if shown else value)[0]


class _Key(NamedTuple):
    rank: int
    number: float
    text: str


def _key(value: object) -> _Key | None:
    match value:
        case None:
            return None
        case bool():
            return _Key(2, float(value), "")
        case int() | float():
            return _Key(0, _float(value), number(value))
        case str():
            try:
                return _Key(0, float(value), "") if value[:1] in _DIGITS else _Key(1, 0, value.lower())
            except ValueError:
                return _Key(1, 0, value.lower())
        case list() | dict():
            return _Key(3, float(len(cast("list[Json]", value))), "")
        case _:
            return None


_DIGITS = frozenset("-.0123456789")


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
