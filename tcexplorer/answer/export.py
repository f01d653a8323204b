"""A table as CSV, masked: a column at a time over some hundred rows, so that what every cell of a column shares is
asked once.
"""

from __future__ import annotations

import csv
import io
import json
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, cast

from tcexplorer.answer.present import json_text
from tcexplorer.answer.values import MISSING, Exact, value_at
from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tcexplorer.answer.mask import Mask
    from tcexplorer.answer.table import Column, Table
    from tcexplorer.protocol.model import Json

_ROWS: Final = 500
_DEEPEST: Final = 40
"""Levels of a nested value that are written by the C code, which calls itself for each."""
_WRITTEN: Final = frozenset({str, int, type(None)})
"""What the writer of `csv` writes as JSON would have it, but for the quotes of a string."""

_type = cast("Callable[[object], type[object]]", type)
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def csv_chunks(table: Table, mask: Mask | None = None) -> Iterator[str]:
    """The rows and columns that are shown, as CSV (RFC 4180) with a heading, some hundred rows at a time.

    Strings and numbers are exact, null and what a record lacks are empty, nested values are JSON; what `mask` covers is
    masked. The data is not changed, so a spreadsheet takes a cell that begins with = + - or @ for a formula: import
    such a file as text.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title for column in table.visible])
    uncovered = _uncovered(table, mask)
    for start in range(0, len(table.order), _ROWS):
        places = table.order[start : start + _ROWS]
        cells = [_cells(table, column, places, mask) for column in table.visible]
        if mask is not None and (uncovered is None or not uncovered.isdisjoint(places)):
            for row, place in enumerate(places):
                if uncovered is None or place in uncovered:
                    for column, texts in zip(table.visible, cells, strict=True):
                        texts[row] = _cell(table, column, place, mask)
        writer.writerows(zip(*cells, strict=True) if cells else [()] * len(places))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if not table.order:
        yield out.getvalue()


def csv_text(table: Table, mask: Mask | None = None) -> str:
    """All of `csv_chunks`."""
    return "".join(csv_chunks(table, mask))


def _uncovered(table: Table, mask: Mask | None) -> frozenset[object] | None:
    """The places of records in which something was uncovered; None for all of them."""
    if mask is None:
        return frozenset()
    size = len(table.path)
    if any(table.path[: len(one)] == one for one in mask.revealed):
        return None
    return frozenset(one[size] for one in mask.revealed if one[:size] == table.path)


def _cells(table: Table, column: Column, places: Sequence[int], mask: Mask | None) -> list[object]:
    """What the writer is given for a column of these records."""
    values = _values(table.records, column.path, places)
    if mask is None:
        return [_exact(value) for value in values]
    path = (*table.path, 0, *column.path)
    if any(isinstance(key, str) and key.lower() in ("value", "values") for key in path):  # a name beside it tells
        return [_cell(table, column, place, mask) for place in places]
    if any(isinstance(key, str) and is_secret_name(key) for key in path):
        return [
            value if value is None or value == ""
            else _cell(table, column, place, mask) if type(value) in (dict, list, bool) else MASK
            for place, value in zip(places, values, strict=True)
        ]  # fmt: skip
    if mask.values and mask.may_hide_one_of(_texts(values)):
        return [_cell(table, column, place, mask) for place in places]
    return [_masked(value) for value in values]


def _values(records: list[Json], path: tuple[str, ...], places: Sequence[int]) -> list[object]:
    if not path:
        return [records[place] for place in places]
    found: list[object] = []
    for place in places:
        value: Any = records[place]
        for name in path:
            value = value.get(name) if _type(value) is dict else None
        found.append(value)
    return found


def _texts(values: Iterable[object]) -> list[str]:
    """All scalars within, as texts."""
    found: list[str] = []
    waiting: list[Any] = list(values)
    while waiting:
        value = waiting.pop()
        if _type(value) is dict:
            waiting += value.values()
        elif _type(value) is list:
            waiting += value
        elif value is not None:
            found.append(str(value))
    return found


def _masked(value: Any) -> object:
    """A value whose own name, and those above it, are harmless."""
    kind = _type(value)
    if kind is str:
        return redacted(value) if "{" in value or "[" in value or "PRIVATE" in value else value
    if kind in _WRITTEN:
        return value
    return _written(value) if _is_plain(value, 0) else json_text(cast("Json", redacted(value)), None)


def _exact(value: Any) -> object:
    """A value with nothing masked."""
    if type(value) in _WRITTEN:
        return value
    return _written(value) if _is_plain(value, 0) else json_text(value, None)


def _written(value: Any) -> str:
    """Anything but a string or an int, as JSON, by C code."""
    if type(value) is bool:
        return "true" if value else "false"
    return repr(value) if type(value) is float and isfinite(value) else _compact(value)


def _is_plain(value: Any, depth: int) -> bool:
    """Whether there is nothing to mask in a value, nor anything that the C code would not write as it was sent."""
    kind = _type(value)
    if kind is dict and depth < _DEEPEST:
        for key, member in value.items():
            if is_secret_name(key) or (type(member) is str and key.lower() in ("key", "name") and _is_name(member)):
                return False
            if type(member) is not int and not _is_plain(member, depth + 1):
                return False
        return True
    if kind is list and depth < _DEEPEST:
        return all(_is_plain(one, depth + 1) for one in value)
    if kind is str:
        return not ("{" in value or "[" in value or "PRIVATE" in value)
    return kind is not Exact and kind is not dict and kind is not list


def _is_name(text: str) -> bool:
    return len(text) <= 128 and is_secret_name(text)


def _cell(table: Table, column: Column, place: int, mask: Mask) -> str:
    """A cell with all that the mask knows of it."""
    value = value_at(table.records[place], column.path)
    if value is MISSING or value is None:
        return ""
    shown = _masked_deep(cast("Json", value), (*table.path, place, *column.path), mask)
    return shown if isinstance(shown, str) else json_text(shown, None)


def _masked_deep(value: Json, path: tuple[str | int, ...], mask: Mask) -> Json:
    if isinstance(value, dict) and len(path) < 100:
        return {key: _masked_deep(one, (*path, key), mask) for key, one in value.items()}
    if isinstance(value, list) and len(path) < 100:
        return [_masked_deep(one, (*path, at), mask) for at, one in enumerate(value)]
    return mask.shown(path, value)
