"""What a row says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.present import (
    Sort,
    aside,
    brief,
    full_text,
    inner_json,
    json_path,
    json_text,
    path_text,
    preview,
    size_text,
    time_text,
    writing,
)
from tcexplorer.answer.raw import indented, raw_text
from tcexplorer.answer.values import Exact

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
    assert preview({"Status": "RUNNING", "InstanceId": "ins-1", "Name": "x"}) == "ins-1 x RUNNING"
    assert preview({"Status": "RUNNING", "Count": 2}) == "Status RUNNING, Count 2"
    assert preview({"AccessKeyId": "a", "Password": "b", "UserName": "c"}) == "a c"
    assert preview({"Inner": {"Id": "x"}}) == ""
    assert preview([1, 2]) == ""


def test_paths_are_written_as_jmespath_does() -> None:
    assert path_text(("Response", "InstanceSet", 0, "InstanceId")) == "Response.InstanceSet[0].InstanceId"
    assert path_text(("a", "b-c", 'd"e')) == 'a."b-c"."d\\"e"'


def test_the_whole_text_of_a_value() -> None:
    assert full_text("as\nit is") == "as\nit is"
    assert json.loads(full_text({"测试": [1, None]})) == {"测试": [1, None]}


def test_json_paths_are_written_as_the_standard_does() -> None:
    assert json_path(("Response", "Set", 0, "a b", "'x'")) == '$.Response.Set[0]["a b"]["\'x\'"]'
    assert json_path(()) == "$"


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("CreatedTime", 1767225600, "2026-01-01 00:00:00 UTC"),
        ("CreateTimestamp", "1767225600", "2026-01-01 00:00:00 UTC"),
        ("ExpireTime", 1767225600123, "2026-01-01 00:00:00.123 UTC"),
        ("UpdatedAt", 1767225600, "2026-01-01 00:00:00 UTC"),
        ("FileSize", 39_308_949, "39.3 MB"),
        ("UsedBytes", 20_000, "20.0 KB"),
        ("TotalCount", 1767225600, ""),
        ("CostTime", 1767225600, ""),
        ("Time", 300, ""),
        ("Time", True, ""),
        ("DiskSize", 102_400, ""),
        ("Memory", 16_384, ""),
        ("FileSize", 12, ""),
        ("Timeout", 1767225600, ""),
        (0, 1767225600, ""),
        ("CreatedTime", "2026-01-01T00:00:00Z", ""),
        ("CreatedTime", 10**400, ""),
    ],
)
def test_moments_and_sizes_are_readable_beside_the_number(key: str | int, value: Json, text: str) -> None:
    assert aside(key, value) == text


@pytest.mark.parametrize(
    ("text", "is_json"),
    [('{"a": 1}', True), (" [1]\n", True), ("{}", False), ("{a}", True), ("[x", False), ("text", False), ("", False)],
)
def test_text_that_may_be_json(text: str, is_json: bool) -> None:
    assert inner_json(text) is is_json


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


@given(VALUES)
def test_a_value_is_written_as_json_does(value: Json) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2)
    assert json_text(value, None) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_writing_keeps_digits_is_done_in_pieces_and_has_no_depth() -> None:
    assert json_text([Exact.read("1e400"), 2**70]) == "[\n  1e400,\n  1180591620717411303424\n]"
    assert len(list(writing(list(range(20_000))))) > 3
    deep: Json = "x"
    for _ in range(20_000):
        deep = [deep]
    assert json_text(deep, None) == "[" * 20_000 + '"x"' + "]" * 20_000
    assert len(json_text(deep)) < 10_000_000


def test_raw_text_says_how_much_of_the_body_it_is() -> None:
    body = b'{"a":"' + "测".encode() * 100 + b'"}'
    cut = raw_text(body, is_json=True, most=100)
    assert cut.note == "the first 100 B of 308 B"
    assert "\ufffd" not in cut.text
    assert raw_text(body, is_json=True).note == ""
    assert raw_text(b"abc", is_json=False, size=5000).note == "the first 3 B of 5.0 KB"
    assert raw_text(b'{"a":1}', is_json=True, pretty=False).text == '{"a":1}'


def test_numbers_keep_the_form_they_were_sent_in() -> None:
    assert indented('{"a":1.10,"b":1e400}') == '{\n  "a": 1.10,\n  "b": 1e400\n}'
