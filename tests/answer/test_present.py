"""What a row says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.present import Sort, brief, full_text, path_text, preview, size_text, time_text
from tcexplorer.answer.raw import body_text, broken, indented

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json


@pytest.mark.parametrize(
    ("value", "text", "sort"),
    [
        ("mqtt-g4kz7v9d", "mqtt-g4kz7v9d", Sort.TEXT),
        ("", '""', Sort.TEXT),
        (18446744073709551616, "18446744073709551616", Sort.NUMBER),
        (0.1, "0.1", Sort.NUMBER),
        (True, "true", Sort.WORD),
        (None, "null", Sort.WORD),
        ([1], "1 item", Sort.SIZE),
        ([0] * 1234, "1,234 items", Sort.SIZE),
        ([], "[]", Sort.SIZE),
        ({"a": 1}, "", Sort.SIZE),
        ({}, "{}", Sort.SIZE),
    ],
)
def test_a_value_in_a_few_words(value: Json, text: str, sort: Sort) -> None:
    assert brief(value) == (text, sort)


def test_a_closed_object_is_known_by_its_id() -> None:
    assert preview({"Status": "RUNNING", "InstanceId": "ins-1", "Name": "x"}) == "ins-1"
    assert preview({"Status": "RUNNING", "Count": 2}) == "Status RUNNING"
    assert preview({"Inner": {"Id": "x"}}) == ""
    assert preview([1, 2]) == ""


def test_paths_are_written_as_jmespath_does() -> None:
    assert path_text(("Response", "InstanceSet", 0, "InstanceId")) == "Response.InstanceSet[0].InstanceId"
    assert path_text(("a", "b-c", 'd"e')) == 'a."b-c"."d\\"e"'


def test_the_whole_text_of_a_value() -> None:
    assert full_text("as\nit is") == "as\nit is"
    assert json.loads(full_text({"测试": [1, None]})) == {"测试": [1, None]}


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1234, "1.2 KB"), (39_300_000, "39.3 MB"), (2_500_000_000, "2.5 GB")]
)
def test_sizes_for_people(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0341, "34 ms"), (0.9996, "1.0 s"), (1.24, "1.2 s"), (59.96, "1 min 0 s"), (125, "2 min 5 s")],
)
def test_durations_for_people(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_indenting_is_what_json_does_and_changes_no_value(value: Json, ascii_only: bool) -> None:
    compact = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))
    assert indented(compact) == json.dumps(value, ensure_ascii=ascii_only, indent=2)


def test_numbers_keep_the_form_they_were_sent_in() -> None:
    assert body_text(b'{"a":1.10,"b":1e400}', is_json=True) == '{\n  "a": 1.10,\n  "b": 1e400\n}'


def test_what_is_not_json_stays_as_it_is() -> None:
    assert body_text(b"<html>{a,b}</html>", is_json=False) == "<html>{a,b}</html>"
    assert body_text(b"\xff", is_json=False) == "\ufffd"


@given(st.lists(st.dictionaries(st.text("abc测,", max_size=3), st.integers(), max_size=2), max_size=5))
def test_breaking_into_rows_keeps_the_document(value: Json) -> None:
    assert json.loads(broken(json.dumps(value, separators=(",", ":")))) == value
