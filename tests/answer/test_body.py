"""What a body is, whatever it is; and files."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.body import BodyKind, Loaded, Unloadable, answer_of, load, load_stream, sniffed, split_http
from tcexplorer.protocol.envelope import ApiError, Success

if TYPE_CHECKING:
    from pathlib import Path

ENVELOPE = b'{"Response":{"RequestId":"r","Set":[1]}}'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (b"", BodyKind.EMPTY, "empty"),
        (b" \r\n", BodyKind.EMPTY, "empty"),
        (ENVELOPE, BodyKind.ENVELOPE, "an answer of the API, 40 B"),
        (b"\xef\xbb\xbf" + ENVELOPE, BodyKind.ENVELOPE, "answer of the API"),
        (ENVELOPE.decode().encode("utf-16"), BodyKind.ENVELOPE, "answer of the API"),
        (ENVELOPE[:-5], BodyKind.BROKEN, "not whole"),
        (ENVELOPE + b"}", BodyKind.BROKEN, "follows the JSON"),
        (b'{"response": 1}', BodyKind.JSON, "without Response"),
        (b"[1, 2]", BodyKind.JSON, "list of 2"),
        (b"12", BodyKind.JSON, "single JSON value"),
        (b"[NaN]", BodyKind.JSON, "list of 1"),
        (b"true story", BodyKind.BROKEN, "follows"),
        (b"nullify", BodyKind.TEXT, "text"),
        (b"<!DOCTYPE html><p>no", BodyKind.HTML, "proxy"),
        (b"  <head/><HTML>", BodyKind.HTML, "proxy"),
        (b'<?xml version="1.0"?><Error/>', BodyKind.XML, "XML"),
        (b"<Error><Code>", BodyKind.XML, "XML"),
        (b"data: 1\n\n", BodyKind.EVENTS, "event stream"),
        (b": ping\n\nevent: x\n", BodyKind.EVENTS, "event stream"),
        (b"Bad Gateway", BodyKind.TEXT, "text"),
        ("网关错误".encode(), BodyKind.TEXT, "text"),
        (PNG, BodyKind.BINARY, "PNG image"),
        (gzip.compress(b"x" * 100_000), BodyKind.BINARY, "gzip data"),
        (b"\0\1\2\3abc", BodyKind.BINARY, "binary data"),
        (bytes(range(128, 256)), BodyKind.BINARY, "binary data"),
    ],
)
def test_what_a_body_is(data: bytes, kind: BodyKind, text: str) -> None:
    answer = answer_of(data)
    assert answer.kind is kind
    assert text in answer.text
    assert answer.data == data
    assert (answer.parsed is not None) == (kind in (BodyKind.ENVELOPE, BodyKind.JSON, BodyKind.BROKEN))


def test_the_content_type_makes_an_event_stream_of_text_but_not_of_json() -> None:
    assert sniffed(b"unusual: x\n", "text/event-stream; charset=utf-8").kind is BodyKind.EVENTS
    assert sniffed(ENVELOPE, "text/event-stream").kind is BodyKind.JSON


def test_an_envelope_has_its_outcome_even_when_cut() -> None:
    assert isinstance(answer_of(ENVELOPE).outcome, Success)
    error = answer_of(b'{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"r","More":[1,')
    assert error.kind is BodyKind.BROKEN
    assert isinstance(error.outcome, ApiError)
    assert error.outcome.code == "A.B"


def test_a_body_cut_at_a_cap_says_how_much_is_there() -> None:
    assert answer_of(b"x" * 1000, size=2_000_000).text.endswith(", the first 1.0 KB of 2.0 MB")


def test_a_file_with_status_line_and_headers_is_taken_apart() -> None:
    saved = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Odd\r\n\r\n" + ENVELOPE
    answer = answer_of(saved)
    assert (answer.kind, answer.status, answer.data) == (BodyKind.ENVELOPE, 200, ENVELOPE)
    assert answer.headers == (("Content-Type", "application/json"),)
    assert split_http(b"HTTP/2 502 \n\nbad")[0] == 502
    assert split_http(b"HTTP/2 502 \n\nbad")[2] == b"bad"
    assert split_http(b"HTTP/1.1 200 OK\r\nno end") == (None, (), b"HTTP/1.1 200 OK\r\nno end")


@given(st.binary(max_size=300))
def test_nothing_raises(data: bytes) -> None:
    assert answer_of(data).text


@pytest.mark.parametrize("step", [100])
def test_an_answer_cut_anywhere_is_said_to_be_cut(step: int) -> None:
    body = json.dumps({"Response": {"Set": [{"Id": at, "Name": "n\u6d4b"} for at in range(100)]}}).encode()
    for end in range(step, len(body), step):
        assert answer_of(body[:end]).kind is BodyKind.BROKEN


def test_files_are_read_up_to_a_cap(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(b"12345")
    assert load(file) == Loaded(b"12345", 5)
    assert load(file, 3) == Loaded(b"123", 5)
    assert Loaded(b"123", 5).cut
    assert not load_stream(io.BytesIO(b"12345"), 5).cut
    missing = load(tmp_path / "none")
    assert isinstance(missing, Unloadable)
    assert "none cannot be read: No such file" in missing.text
    assert isinstance(load(tmp_path), Unloadable)
