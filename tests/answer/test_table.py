"""Tables of records."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.export import csv_chunks, csv_text
from tcexplorer.answer.table import Column, Table, table_path
from tcexplorer.answer.values import MISSING

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

DOCUMENT: Json = {
    "Response": {
        "TotalCount": 3,
        "Set": [
            {"Id": "a10", "Spec": {"Cores": 10, "Zone": "z1"}, "Ips": ["10.0.0.1", "10.0.0.2"]},
            {"Id": "A9", "Spec": None, "Extra": True},
            {"Id": "b", "Spec": {"Cores": 9, "Deep": {"X": 1}}, "Ips": [{"Ip": 1}], "Size": "12"},
        ],
        "RequestId": "r",
    }
}


def table() -> Table:
    made = Table.of(DOCUMENT, ("Response", "Set"))
    assert made is not None
    return made


def column(title: str) -> Column:
    return next(one for one in table().columns if one.title == title)


def ids(made: Table) -> list[str]:
    return [made.cell_text(row, column("Id")) for row in range(len(made.order))]


def test_columns_come_from_all_records_with_those_of_an_object_together() -> None:
    titles = [one.title for one in table().columns]
    assert titles == ["Id", "Spec.Cores", "Spec.Zone", "Spec.Deep.X", "Ips", "Extra", "Size"]


def test_cells_say_what_is_there_and_where_it_is() -> None:
    made = table()
    assert made.cell(1, column("Spec.Cores")) is MISSING
    assert made.cell_text(1, column("Spec.Cores")) == ""
    assert made.cell_text(0, column("Ips")) == "10.0.0.1, 10.0.0.2"
    assert made.cell_text(2, column("Ips")) == "1 item"
    assert made.cell_path(2, column("Spec.Deep.X")) == ("Response", "Set", 2, "Spec", "Deep", "X")
    assert made.widths(most=12) == (3, 10, 9, 11, 12, 5, 4)


def test_numbers_are_sorted_as_numbers_and_what_lacks_comes_last() -> None:
    cores = column("Spec.Cores")
    up, down = table().sort(cores), table().sort(cores, descending=True)
    assert ids(up) == ["b", "a10", "A9"]
    assert ids(down) == ["a10", "b", "A9"]
    assert up.cell_path(0, cores)[2] == 2
    assert ids(down.unsorted()) == ["a10", "A9", "b"]
    assert ids(table().sort(column("Id"))) == ["a10", "A9", "b"]


@given(
    st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just([1]), min_size=1)
)
def test_anything_can_be_sorted(values: list[Json]) -> None:
    records: list[Json] = [{"x": value} for value in values]
    made = Table.of(records, ())
    assert made is not None
    ordered = made.sort(made.columns[0])
    assert sorted(ordered.order) == list(range(len(values)))
    found = [values[place] for place in ordered.order]
    nothing = [value is None for value in found]
    assert nothing == sorted(nothing)


def test_rows_are_filtered_by_what_is_visible_and_stay_sorted() -> None:
    made = table().sort(column("Spec.Cores")).filter("Z1")
    assert ids(made) == ["a10"]
    assert made.filtered_by == "Z1"
    assert ids(made.filter("")) == ["b", "a10", "A9"]
    assert ids(table().hide(column("Spec.Zone")).filter("z1")) == []
    assert ids(table().filter("true")) == ["A9"]


def test_columns_are_hidden_but_never_the_last() -> None:
    made = table()
    for one in made.columns:
        made = made.hide(one)
    assert [one.title for one in made.visible] == ["Size"]
    assert made.show_all().visible == made.columns


def test_csv_has_the_values_as_they_are() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(table()))))
    assert rows[0][:2] == ["Id", "Spec.Cores"]
    assert rows[1][4] == '["10.0.0.1","10.0.0.2"]'
    assert rows[2] == ["A9", "", "", "", "", "true", ""]
    tricky: Json = [{"a": '=1+"2",\n', "b": 18446744073709551616}]
    made = Table.of(tricky, ())
    assert made is not None
    assert list(csv.reader(io.StringIO(csv_text(made))))[1] == ['=1+"2",\n', "18446744073709551616"]


def test_csv_of_many_rows_comes_in_pieces_with_one_heading() -> None:
    made = Table.of([{"n": at} for at in range(1200)], ())
    assert made is not None
    pieces = list(csv_chunks(made))
    assert len(pieces) == 3
    assert "".join(pieces).split() == ["n", *map(str, range(1200))]
    assert csv_text(made.filter("no such")).split() == ["n"]


def test_a_list_of_scalars_has_one_column() -> None:
    made = Table.of({"Names": ["b", "a", {"x": 1}]}, ("Names",))
    assert made is not None
    assert [one.title for one in made.columns] == ["value", "x"] or [one.title for one in made.columns] == ["value"]
    assert made.cell_text(0, made.columns[0]) == "b"


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (DOCUMENT, ("Response", "Set")),
        ({"Response": {"Data": {"Items": [{"a": 1}], "Total": 1}}}, ("Response", "Data", "Items")),
        ({"Response": {"A": [{"a": 1}], "B": [{"a": 1}, {"a": 2}]}}, ("Response", "B")),
        ([{"a": 1}], ()),
        ({"Response": {"Names": ["a", "b"]}}, None),
        ({"Response": {"Set": []}}, None),
        ("text", None),
    ],
)
def test_the_list_an_answer_is_about(document: Json, path: Path | None) -> None:
    assert table_path(document) == path


def test_what_is_no_list_has_no_table() -> None:
    assert Table.of(DOCUMENT, ("Response", "TotalCount")) is None
    assert Table.of(DOCUMENT, ("Response", "Nothing")) is None
    assert Table.of([], ()) is None


@pytest.mark.parametrize("descending", [False, True])
def test_a_long_list_is_sorted_in_runs_as_a_short_one_is(descending: bool) -> None:
    records: list[Json] = [{"N": (number * 7919) % 501, "At": number} for number in range(9_000)]
    made = Table.of(records, ())
    assert made is not None
    by = made.columns[0]
    expected = sorted(range(9_000), key=lambda at: (at * 7919) % 501, reverse=descending)
    assert list(made.sort(by, descending=descending).order) == expected
