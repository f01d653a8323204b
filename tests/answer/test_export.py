"""A table as CSV: what is masked in it, and that asking a column at a time says the same as asking each cell."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.export import csv_text
from tcexplorer.answer.mask import Mask, secrets_in
from tcexplorer.answer.present import json_text
from tcexplorer.answer.reader import parse
from tcexplorer.answer.slices import finished
from tcexplorer.answer.table import Table
from tcexplorer.answer.values import MISSING
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

NAMES = st.sampled_from(["Id", "Name", "Key", "Value", "Password", "Tags", "Secret", "Note"])
SCALARS = (
    st.none()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["DbPassword", "hunter-22", '{"Token": "hunter-22"}', "[1]", "-----BEGIN PRIVATE KEY-----"])
)
RECORDS = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS, lambda one: st.lists(one, max_size=2) | st.dictionaries(NAMES, one, max_size=3), max_leaves=5
    ),
    max_size=4,
)


def cell_by_cell(table: Table, mask: Mask) -> list[list[str]]:
    """What the cells say when each is asked of alone."""

    def masked(value: Json, path: Path) -> Json:
        if isinstance(value, dict):
            return {key: masked(one, (*path, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [masked(one, (*path, at)) for at, one in enumerate(value)]
        return mask.shown(path, value)

    rows = [[column.title for column in table.visible]]
    for row in range(len(table.order)):
        rows.append([])
        for column in table.visible:
            value = table.cell(row, column)
            if value is MISSING or value is None:
                rows[-1].append("")
                continue
            shown = masked(cast("Json", value), table.cell_path(row, column))
            rows[-1].append(shown if isinstance(shown, str) else json_text(shown, None))
    return rows


def as_written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@given(st.lists(RECORDS, min_size=1, max_size=5), st.booleans(), st.integers(0, 9))
def test_the_same_as_asking_each_cell(records: list[Json], filtered: bool, at: int) -> None:
    document: Json = {"List": records}
    table = Table.of(document, ("List",))
    assert table is not None
    values = finished(secrets_in(document)) if filtered else frozenset[str]()
    mask = Mask(document, values=values)
    if at < len(records) and isinstance(record := records[at], dict) and record:
        mask = mask.toggled(("List", at, next(iter(record))))
    assert csv_text(table, mask) == as_written(cell_by_cell(table, mask))
    unmasked = Mask(document, frozenset({()}))
    assert csv_text(table) == as_written(cell_by_cell(table, unmasked))


def test_numbers_keep_their_digits_within_nested_values_too() -> None:
    document = parse(b'[{"A": [1.00000000000000000001, 12345678901234567890123], "B": 1e400}]').value
    table = Table.of(document, ())
    assert table is not None
    for text in (csv_text(table), csv_text(table, Mask(document))):
        assert list(csv.reader(io.StringIO(text)))[1] == ["[1.00000000000000000001,12345678901234567890123]", "1e400"]


def test_a_zero_of_a_secret_name_is_masked_as_any_other_number() -> None:
    document: Json = [{"Password": 0, "Id": 0}, {"Password": "", "Id": 1}, {"Password": True, "Id": 2}]
    table = Table.of(document, ())
    assert table is not None
    assert csv_text(table, Mask(document)).split() == ["Password,Id", f"{MASK},0", ",1", "true,2"]


@pytest.mark.parametrize("depth", [30, 90, 3000])
def test_a_nested_value_of_any_depth_is_written(depth: int) -> None:
    body = b'[{"A": ' + b"[" * depth + b'"x"' + b"]" * depth + b"}]"
    document = parse(body).value
    table = Table.of(document, ())
    assert table is not None
    assert list(csv.reader(io.StringIO(csv_text(table))))[1] == [json.dumps("x").join(("[" * depth, "]" * depth))]
    masked = list(csv.reader(io.StringIO(csv_text(table, Mask(document)))))[1][0]
    assert ("x" in masked) is (depth < 100)
