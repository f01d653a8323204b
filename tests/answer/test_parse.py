"""Reading JSON in windows: the same as `json.loads`, whatever the window; and what is odd about a body."""

from __future__ import annotations

import gc
import json
import math
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.reader import Parsed, checking, collector_paused, parse, parsing
from tcexplorer.answer.remarks import Odd
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import Exact
from tests.answer.hostile import path_of

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=4), inner, max_size=6),
    max_leaves=60,
)
RECORDS = st.lists(
    st.fixed_dictionaries({"Id": st.integers(), "Name": st.text(max_size=5), "Tags": st.lists(st.text(max_size=3))})
)


def read(body: bytes, window: int = 1 << 17, *, check: bool | None = None) -> Parsed:
    return finished(parsing(body, check=check, window=window))


@given(DOCUMENTS | RECORDS | st.lists(st.integers()), st.integers(1, 80), st.booleans(), st.sampled_from([None, 2]))
def test_any_document_is_read_as_json_reads_it(value: Json, window: int, check: bool, indent: int | None) -> None:
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
        parsed = read(text.encode("utf-8", "surrogatepass"), window, check=check)
        odd = {remark.odd for remark in parsed.remarks}
        assert (parsed.value, parsed.whole) == (value, True)
        assert odd <= {Odd.ENCODING}


@given(DOCUMENTS | RECORDS, st.integers(1, 60))
def test_text_cut_anywhere_gives_what_came_before_and_says_so(value: Json, window: int) -> None:
    body = json.dumps(value).encode()
    for end in range(0, len(body), max(1, len(body) // 40)):
        parsed = read(body[:end], window)
        try:
            json.loads(body[:end])
        except ValueError:
            assert not parsed.whole
            assert {remark.odd for remark in parsed.remarks} & {Odd.CUT, Odd.SYNTAX, Odd.EXTRA}
        assert not parsed.is_json or begins(parsed.value, value)


def begins(part: Json, whole: Json) -> bool:
    """Whether a value can be the beginning of another's text."""
    match part, whole:
        case dict(), dict():
            return all(begins(part[key], value) for key, value in zip(part, whole.values(), strict=False))
        case list(), list():
            return all(begins(one, other) for one, other in zip(part, whole, strict=False))
        case str(), str():
            return whole.startswith(part) or part[:-1] == whole[: len(part) - 1]
        case _:
            return part == whole or not isinstance(whole, str | dict | list)


@given(st.binary(max_size=120), st.integers(1, 30))
def test_no_bytes_raise_and_what_json_reads_is_read(body: bytes, window: int) -> None:
    parsed = read(body, window)
    try:
        value: Json = json.loads(body.decode())
    except (ValueError, RecursionError):
        return
    assert repr(parsed.value) == repr(value)


@given(st.text(alphabet='{}[]",:0123456789.eE+-\\ nultrfaseNI\n', max_size=60), st.integers(1, 30))
def test_whatever_json_refuses_is_not_called_whole(text: str, window: int) -> None:
    parsed = read(text.encode(), window)
    try:
        value: Json = json.loads(text)
    except ValueError:
        # raw control characters within strings are read all the same, and remarked on
        assert not parsed.whole or any(remark.odd is Odd.CONTROL for remark in parsed.remarks)
    else:
        assert parsed.whole
        assert repr(parsed.value) == repr(value)


def test_numbers_keep_every_digit() -> None:
    body = b'{"int":18446744073709551616,"float":0.1,"long":0.12345678901234567890,"big":1e400,"same":1.50e2}'
    value = cast("dict[str, Json]", parse(body).value)
    assert value["int"] == 2**64
    assert [type(value[key]) for key in ("float", "long", "big", "same")] == [float, Exact, Exact, float]
    assert isinstance(value["long"], Exact)
    assert value["long"].text == "0.12345678901234567890"
    assert isinstance(value["big"], Exact)
    assert value["big"].text == "1e400"


def test_a_number_of_thousands_of_digits_is_kept_as_text() -> None:
    digits = "9" * 10_000
    for window in (100, 1 << 17):
        parsed = read(f'{{"n":{digits},"after":1}}'.encode(), window)
        value = cast("dict[str, Json]", parsed.value)
        assert isinstance(value["n"], Exact)
        assert (value["n"].text, value["after"], parsed.whole) == (digits, 1, True)
        assert [(remark.odd, remark.path) for remark in parsed.remarks] == [(Odd.NUMBER, ("n",))]


def test_duplicate_keys_are_named_with_their_place() -> None:
    parsed = parse(b'{"Response":{"Y":[{"a":1,"x":1,"x":2},{"x":1}]},"Response":{"b":1}}')
    assert parsed.value == {"Response": {"b": 1}}
    assert [(remark.odd, remark.path) for remark in parsed.remarks] == [
        (Odd.DUPLICATE, ("Response", "Y", 0, "x")),
        (Odd.DUPLICATE, ("Response",)),
    ]
    assert parsed.remarks[0].text == 'duplicate key "x" at Response.Y[0]; the last value is shown'


def test_in_a_large_body_duplicates_are_looked_for_later() -> None:
    body = json.dumps({"Data": [{"Id": at, "Text": "x" * 90} for at in range(20_000)]}).encode()
    body = body.replace(b'{"Id": 15000', b'{"Id": 0, "Id": 15000')
    parsed = parse(body)
    assert not parsed.checked
    assert parsed.remarks == ()
    remarks = finished(checking(body))
    assert [(remark.odd, remark.path) for remark in remarks] == [(Odd.DUPLICATE, ("Data", 15000, "Id"))]


@given(
    st.lists(st.sampled_from(['{"a":', '"b":', "[", "]", "}", ",", "1", "NaN", '"x"', "{"]), max_size=30).map("".join)
)
def test_looking_later_remarks_on_what_looking_at_once_does(text: str) -> None:
    twice = f'[{{"a": 1, "b": [{{"c": 1, "c": 2}}], "a": {{}}}}, {text}'.encode()
    for body in (twice, text.encode()):
        assert finished(checking(body)) == finished(parsing(body, check=True)).remarks


def test_many_remarks_of_a_kind_are_cut_short() -> None:
    parsed = parse(b"[" + b",".join(b"[NaN]" for _ in range(1000)) + b"]")
    assert len(parsed.remarks) == 21
    assert "more" in parsed.remarks[-1].text
    assert len(cast("list[Json]", parsed.value)) == 1000


def test_what_is_no_number_in_json_is_read_and_remarked_on() -> None:
    parsed = parse(b'{"a":[NaN,1,-Infinity]}')
    value = cast("dict[str, list[float]]", parsed.value)["a"]
    assert math.isnan(value[0])
    assert value[2] == -math.inf
    assert [(remark.odd, remark.path) for remark in parsed.remarks] == [
        (Odd.CONSTANT, ("a", 0)),
        (Odd.CONSTANT, ("a", 2)),
    ]
    assert parsed.whole


def test_bytes_that_are_no_utf8_are_kept_and_counted_from_the_start() -> None:
    for window in (3, 1 << 17):
        parsed = read(b'{"a":"\xe5\xae\x9e-\xff-\xe5\xae"}', window)
        assert parsed.value == {"a": "实-\udcff-\udce5\udcae"}
        assert parsed.remarks[0].text == "byte 10 is not UTF-8 (0xff)"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_are_read_and_said(encoding: str) -> None:
    parsed = parse(json.dumps({"a": "实例"}, ensure_ascii=False).encode(encoding))
    assert parsed.value == {"a": "实例"}
    assert [remark.odd for remark in parsed.remarks] == [Odd.ENCODING]


def test_raw_control_characters_in_strings_are_read_and_remarked_on() -> None:
    parsed = parse(b'{"a":[1,"x\ny"],"b\tc":2}')
    assert parsed.value == {"a": [1, "x\ny"], "b\tc": 2}
    assert (Odd.CONTROL, ("a", 1)) in [(remark.odd, remark.path) for remark in parsed.remarks]


@pytest.mark.parametrize(
    ("body", "value", "text"),
    [
        (b'{"a":1,"b":[1,2', {"a": 1, "b": [1, 2]}, "at byte 15"),
        (b'{"a":"some te', {"a": "some te"}, "within a string"),
        (b'{"a":"x\\u12', {"a": "x"}, "within a string"),
        (b'{"a":1,"b', {"a": 1}, "within a name"),
        (b'{"a":[1 2]}', {"a": [1]}, "line 1, column 9 on: expected , or ]"),
        (b'{"a":1,}', {"a": 1}, "column 8"),
        (b'{\n "a": tru}', {}, "line 2, column 7"),
        (b'{"a":1}\n{"b":2}', {"a": 1}, "follows the JSON at line 2, column 1"),
        (b"", None, "empty"),
        (b" \n", None, "blanks"),
        (b"<html>", None, "line 1, column 1"),
    ],
)
def test_broken_text_is_read_as_far_as_it_goes(body: bytes, value: Json, text: str) -> None:
    for window in (1, 4, 1 << 17):
        parsed = read(body, window)
        assert parsed.value == value
        assert parsed.is_json == (value is not None)
        assert not parsed.whole
        assert text in parsed.remarks[-1].text


@pytest.mark.parametrize("depth", [10_000, 100_000])
def test_no_depth_is_too_deep(depth: int) -> None:
    for body, whole in ((b"[" * depth + b"]" * depth, True), (b'{"a":' * depth, False)):
        parsed = parse(body)
        assert parsed.whole is whole
        assert Odd.DEEP in {remark.odd for remark in parsed.remarks}
        value, levels = parsed.value, 0
        while value:
            value, levels = (
                next(iter(value.values() if isinstance(value, dict) else cast("list[Json]", value))),
                levels + 1,
            )
        assert levels >= depth - 1


def test_landmarks_say_where_in_the_body_places_are() -> None:
    body = json.dumps({"n": 1, "Data": [{"Id": f"实{at}", "Inner": [at] * 5} for at in range(500)]}).encode()
    parsed = read(body, 1000)
    assert len(parsed.landmarks) > 10
    for landmark in parsed.landmarks:
        rest = body[landmark.offset :].decode()
        path = path_of(parsed.value, landmark.places)
        if len(path) == 2 and path[0] == "Data":
            assert rest.startswith(f'{{"Id": "\\u5b9e{path[1]}"')
    assert [mark.places for mark in parsed.landmarks] == sorted(mark.places for mark in parsed.landmarks)


def test_a_long_read_yields_often() -> None:
    body = json.dumps([{"Id": at, "Text": "x" * 50} for at in range(20_000)]).encode()
    seen = list(parsing(body))
    assert len(seen) >= len(body) // (1 << 17)
    assert seen == sorted(seen)
    assert seen[-1] == len(body)


def test_the_collector_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
