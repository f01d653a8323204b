"""A value and its text, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.form.fields import FieldKind, FormField, fields_in, kind_of, type_label
from tcexplorer.form.text import Unreadable, fits, read_json, text_of, value_of
from tcexplorer.protocol.model import Json, Site
from tcexplorer.protocol.paths import UNSET, Unset
from tests.builders import action, member


def field(kind: str, of: str | None = None) -> FormField:
    return fields_in(action(member("A", kind, of)).request, Site.DOMESTIC)[0]


STRING, INT, FLOAT, BOOL = field("string"), field("int"), field("float"), field("bool")
LIST, OBJECT = field("list", "string"), field("object", "Filter")


@pytest.mark.parametrize(
    ("of", "text", "value"),
    [
        (STRING, "abc", "abc"),
        (STRING, '""', ""),
        (STRING, '"a\\nb"', "a\nb"),
        (STRING, '"unfinished', '"unfinished'),
        (STRING, " ", " "),
        (INT, "18446744073709551615", 2**64 - 1),
        (INT, " -7 ", -7),
        (INT, '"20"', "20"),
        (FLOAT, "1.5", 1.5),
        (FLOAT, "10", 10),
        (BOOL, "true", True),
        (BOOL, "FALSE", False),
        (LIST, '["a"]', ["a"]),
        (OBJECT, '{"Name": "x"}', {"Name": "x"}),
        (field("string", "datetime_iso"), "2024-01-01T00:00:00+08:00", "2024-01-01T00:00:00+08:00"),
    ],
)
def test_what_a_text_stands_for(of: FormField, text: str, value: Json) -> None:
    read = value_of(of, text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("of", "text", "reason"),
    [
        (INT, "1.5", "whole number"),
        (INT, "0x10", "whole number"),
        (INT, "٣", "whole number"),
        (INT, "9" * 5000, "whole number"),
        (FLOAT, "1e999", "a number"),
        (FLOAT, "nan", "a number"),
        (BOOL, "yes", "true or false"),
        (LIST, "[1,", "column 4"),
        (OBJECT, "{", "column 2"),
        (LIST, "[NaN]", "not JSON"),
    ],
)
def test_a_text_that_is_no_value_says_why(of: FormField, text: str, reason: str) -> None:
    read = value_of(of, text)
    assert isinstance(read, Unreadable)
    assert reason in read.reason


@pytest.mark.parametrize("of", [STRING, INT, FLOAT, BOOL, LIST])
def test_no_text_is_not_set(of: FormField) -> None:
    assert isinstance(value_of(of, ""), Unset)
    assert text_of(of, UNSET) == ""


def test_an_error_in_json_names_line_and_column() -> None:
    read = read_json('{\n  "A": ]\n}')
    assert read == Unreadable("a value is missing at line 2, column 8")
    assert read_json("[" * 100_000) == Unreadable("nested too deeply")


ANY: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(ANY)
def test_json_fields_give_every_value_back(value: Json) -> None:
    assert value_of(LIST, text_of(LIST, value)) == value


@given(st.text())
def test_text_fields_give_every_string_back(value: str) -> None:
    assert value_of(STRING, text_of(STRING, value)) == value
    assert "\n" not in text_of(STRING, value)


@given(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
def test_numbers_and_switches_come_back(whole: int, real: float, switch: bool) -> None:
    assert value_of(INT, text_of(INT, whole)) == whole
    assert value_of(BOOL, text_of(BOOL, switch)) is switch
    assert value_of(FLOAT, text_of(FLOAT, real)) == real


def test_a_value_of_another_type_is_seen_not_to_fit() -> None:
    assert fits(INT, "20")
    assert not fits(INT, [1])
    assert not fits(STRING, 5)


@pytest.mark.parametrize(
    ("kind", "of", "label", "edited"),
    [
        ("string", "string", "string", FieldKind.TEXT),
        ("int", "uint64", "int", FieldKind.INTEGER),
        ("list", "string", "string[]", FieldKind.JSON),
        ("list", "Filter", "Filter[]", FieldKind.JSON),
        ("object", "Filter", "Filter", FieldKind.JSON),
        ("string", "datetime_iso", "time", FieldKind.TIME),
        ("bool", "bool", "bool", FieldKind.BOOLEAN),
        ("binary", "binary", "file", FieldKind.BINARY),
    ],
)
def test_types_are_short(kind: str, of: str, label: str, edited: FieldKind) -> None:
    one = member("A", kind, of)
    assert (type_label(one), kind_of(one)) == (label, edited)
