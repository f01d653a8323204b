"""The parameters as text: mistakes, and where what is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.form.jsontext import Position, json_error, path_at, position, span_of, spans
from tcexplorer.protocol.paths import value_at
from tests.form.worlds import leaves

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

TEXT = """{
  "Zone": "ap-广州",
  "Filters": [
    {"Name": "a", "Values": ["x", "y"]},
    {}
  ],
  "Disk": {"Size": 1}
}"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", None),
        ("  \n", None),
        ("{}", None),
        (TEXT, None),
        ("[]", "line 1, column 1: parameters are one JSON object: { … }"),
        ('\n  "a"', "line 2, column 3: parameters are one JSON object: { … }"),
        ('{\n  "A": 1\n  "B": 2\n}', "line 3, column 3: a comma is missing"),
        ('{\n  "A": 1,\n}', "line 2, column 9: a comma before the end"),
        ('{"A": [1,]}', "line 1, column 9: a comma before the end"),
        ("{\n  A: 1}", "line 2, column 3: a name in double quotes is missing"),
        ('{"A" 1}', "line 1, column 6: a colon is missing"),
        ('{"A": }', "line 1, column 7: a value is missing"),
        ('{"测试": }', "line 1, column 8: a value is missing"),
        ('{"A": "b', "line 1, column 7: this text has no closing quotation mark"),
        ('{"A": 1} x', "line 1, column 10: there is something behind the end"),
        ('{"A": "b\n"}', "line 1, column 9: a line end or a tab within a text: write \\n or \\t"),
        ('{"A": "\\x"}', "line 1, column 8: no such escape"),
        ('{"A": NaN}', "line 1, column 7: NaN is not JSON"),
        ('{"A": 1, "B": {"C": 1, "C": 2}}', 'line 1, column 24: "C" occurs twice'),
        ("[" * 100_000, "line 1, column 1: nested too deeply"),
    ],
)
def test_a_mistake_has_a_line_and_a_column(text: str, said: str | None) -> None:
    error = json_error(text)
    assert (str(error) if error else None) == said


def test_a_mistake_is_where_it_is() -> None:
    error = json_error('{\n  "A": 1\n  "B": 2\n}')
    assert error is not None
    assert error.position == position('{\n  "A": 1\n  "B": 2\n}', error.offset)
    assert '{\n  "A": 1\n  "B": 2\n}'[error.offset :].startswith('"B"')


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (("Zone",), '"Zone"', '"ap-广州"'),
        (("Filters", 0, "Values", 1), '"y"', '"y"'),
        (("Filters", 0, "Values"), '"Values"', '["x", "y"]'),
        (("Filters", 1), "{}", "{}"),
        (("Disk", "Size"), '"Size"', "1"),
        ((), "{", TEXT),
    ],
)
def test_a_value_is_found_in_the_text(path: tuple[str | int, ...], name: str, value: str) -> None:
    span = span_of(TEXT, path)
    assert span is not None
    assert TEXT[span.begin : span.end] == value
    assert TEXT[span.name :].startswith(name)


def test_where_a_value_is_in_lines_and_columns() -> None:
    span = span_of(TEXT, ("Filters", 0, "Name"))
    assert span is not None
    assert position(TEXT, span.name) == Position(4, 6)
    assert position(TEXT, span.begin) == Position(4, 14)
    assert span_of(TEXT, ("Nowhere",)) is None


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("", ()),
        ('  "Zo', ("Zone",)),
        ('"Zone": ', ("Zone",)),
        ('"ap-广', ("Zone",)),
        ('["x", "', ("Filters", 0, "Values", 1)),
        ('["x", ', ("Filters", 0, "Values", 1)),
        ('"a", "Val', ("Filters", 0, "Values")),
        ('"y"]},\n    {', ("Filters", 1)),
        ('"Size": 1', ("Disk", "Size")),
    ],
)
def test_a_place_in_the_text_is_in_a_value(before: str, path: tuple[str | int, ...]) -> None:
    assert path_at(TEXT, TEXT.index(before) + len(before)) == path


def test_while_somebody_types() -> None:
    assert path_at('{"A": {"B', 9) == ("A", "B")
    assert path_at('{"A": {"B": ', 12) == ("A", "B")
    assert path_at('{"A": [1, ', 10) == ("A",)
    assert path_at('{"A": 1, ', 9) == ()
    span = span_of('{"A": {"B": 1', ("A", "B"))
    assert span is not None
    assert span.end == 13


JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4), st.sampled_from([None, 2]), st.booleans())
def test_every_value_is_where_the_text_has_it(params: dict[str, Json], indent: int | None, escape: bool) -> None:
    text = json.dumps(params, indent=indent, ensure_ascii=escape)
    assert json_error(text) is None
    found = {span.path: span for span in spans(text)}
    for path, value in leaves(params):
        span = found[path]
        assert json.loads(text[span.begin : span.end]) == value
        assert path_at(text, span.begin) == path
        assert offset_at(text, position(text, span.begin)) == span.begin
    assert all(value_at(params, path) == json.loads(text[span.begin : span.end]) for path, span in found.items())


@given(st.text(alphabet='{}[]":,ab1\\ \n', max_size=40), st.integers(0, 40))
def test_any_text_will_do(text: str, offset: int) -> None:
    path_at(text, min(offset, len(text)))
    for span in spans(text):
        assert 0 <= span.name <= span.begin <= span.end <= len(text)
    error = json_error(text)
    if error is not None:
        assert offset_at(text, error.position) == error.offset


def offset_at(text: str, place: Position) -> int:
    """The offset of a line and column that exist."""
    return sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.column - 1
