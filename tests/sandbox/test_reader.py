"""Reading requests: the same ones come out however the bytes are cut."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.http_text import DefectKind, Received
from tcexplorer.sandbox.reader import MAX_BODY, MAX_HEAD, Event, RequestReader, WantsContinue

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKEN = st.text("ABCxyz019-", min_size=1, max_size=8).map(str.encode)
VALUE = st.binary(max_size=20).map(lambda raw: raw.translate(None, b"\r\n").strip(b" \t\0"))
BODY = st.binary(max_size=60)


def chunked(body: bytes, sizes: Sequence[int]) -> bytes:
    out, rest = b"", body
    for size in sizes:
        chunk, rest = rest[:size], rest[size:]
        if chunk:
            out += b"%x\r\n%s\r\n" % (len(chunk), chunk)
    if rest:
        out += b"%X;name=value\r\n%s\r\n" % (len(rest), rest)
    return out + b"0\r\n\r\n"


@st.composite
def requests(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """One request and the body it carries."""
    kind = draw(st.sampled_from(["get", "length", "chunked", "trailer"]))
    end = draw(st.sampled_from([b"\r\n", b"\n"]))
    body = b"" if kind == "get" else draw(BODY)
    headers = [b"Host: x"] + [
        name + b": " + value for name, value in draw(st.lists(st.tuples(TOKEN, VALUE), max_size=3))
    ]
    if draw(st.booleans()):
        headers.append(b"Expect: 100-continue")
    framed = body
    if kind == "length":
        headers.append(b"Content-Length: %d" % len(body))
    elif kind != "get":
        headers.append(b"Transfer-Encoding: chunked")
        framed = chunked(body, draw(st.lists(st.integers(1, 20), max_size=4)))
        if kind == "trailer":
            framed = framed[:-2] + b"X-Trailer: 1\r\n\r\n"
    method = b"GET" if kind == "get" else b"POST"
    return end.join([method + b" /?a=1 HTTP/1.1", *headers, b"", b""]) + framed, body


def pieces(wire: bytes, cuts: Sequence[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(wire) + 1) for cut in cuts), len(wire)]
    return [wire[start:stop] for start, stop in pairwise(places)]


def read(parts: Sequence[bytes], max_head: int = MAX_HEAD, max_body: int = MAX_BODY) -> list[Event]:
    reader = RequestReader(max_head=max_head, max_body=max_body)
    events = [event for part in parts for event in reader.feed(part)]
    cut = reader.end("it stopped")
    return [*events, *([cut] if cut else [])]


def fields(events: Sequence[Event]) -> list[tuple[object, ...]]:
    return [
        (e.wire, e.head, e.body, e.method, e.target, e.path, e.query, e.version, e.headers, e.defects)
        if isinstance(e, Received)
        else ("continue",)
        for e in events
    ]


@given(st.lists(requests(), min_size=1, max_size=3), st.lists(st.integers(0, 500), max_size=12))
def test_any_cut_gives_the_same_requests(sent: list[tuple[bytes, bytes]], cuts: list[int]) -> None:
    wire = b"".join(one for one, _ in sent)
    whole = read([wire])
    assert fields(read(pieces(wire, cuts))) == fields(whole)
    found = [event for event in whole if isinstance(event, Received)]
    assert [one.wire for one in found] == [one for one, _ in sent]
    assert [one.body for one in found] == [body for _, body in sent]


@given(st.lists(requests(), min_size=1, max_size=2), st.data())
def test_a_byte_at_a_time_and_cut_short(sent: list[tuple[bytes, bytes]], data: st.DataObject) -> None:
    wire = b"".join(one for one, _ in sent)
    wire = wire[: data.draw(st.integers(0, len(wire)))]
    assert fields(read([wire[at : at + 1] for at in range(len(wire))])) == fields(read([wire]))


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=6))
def test_any_bytes_at_all_are_read_alike_however_cut(noise: bytes, cuts: list[int]) -> None:
    limits = {"max_head": 64, "max_body": 32}
    assert fields(read(pieces(noise, cuts), **limits)) == fields(read([noise], **limits))


HEADERS = st.sampled_from([
    b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n", b"Content-Length: 40\r\n", b"Content-Length: x\r\n",
    b"Expect: 100-continue\r\n", b"Transfer-Encoding: gzip\r\n", b" folded\r\n", b"no colon\r\n", b"\r\n", b"\n",
    b"5\r\nhello\r\n", b"0\r\n\r\n", b"ffffff\r\n", b"2\nab\n", b"zz\r\n", b"x" * 70, b"\x16\x03\x01",
])  # fmt: skip


@given(st.lists(HEADERS, max_size=8), st.lists(st.integers(0, 300), max_size=6))
def test_broken_framing_is_read_alike_however_cut(tail: list[bytes], cuts: list[int]) -> None:
    wire = b"POST / HTTP/1.1\r\n" + b"".join(tail)
    limits = {"max_head": 100, "max_body": 32}
    assert fields(read(pieces(wire, cuts), **limits)) == fields(read([wire], **limits))


@given(BODY, st.booleans(), st.lists(st.integers(0, 300), max_size=5))
def test_what_h11_sends_is_read(body: bytes, in_chunks: bool, cuts: list[int]) -> None:
    client = h11.Connection(h11.CLIENT)
    framing = (b"Transfer-Encoding", b"chunked") if in_chunks else (b"Content-Length", b"%d" % len(body))
    wire = b"".join(
        client.send(event) or b""
        for event in (
            h11.Request(method="POST", target="/?x=%20", headers=[(b"Host", b"h"), framing]),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
    )
    (request,) = read(pieces(wire, cuts))
    assert isinstance(request, Received)
    assert (request.body, request.query, request.header("host"), request.defects) == (body, b"x=%20", "h", ())
    assert request.wire == wire


def one(wire: bytes) -> Received:
    (event,) = [event for event in read([wire]) if isinstance(event, Received)]
    return event


@pytest.mark.parametrize(
    ("wire", "oddities"),
    [
        (b"\x16\x03\x01\x02\x00", {DefectKind.TLS_HELLO}),
        (b"GET / HTTP/1.1\r\n\r\n", {DefectKind.NO_HOST}),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {DefectKind.DUPLICATE_HEADER}),
        (b"GET / HTTP/1.1\nHost: a\n\n", {DefectKind.BARE_LF}),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", {DefectKind.FOLDED_HEADER}),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", {DefectKind.BLANK_IN_HEADER_NAME}),
        (b"GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", {DefectKind.HEADER_WITHOUT_COLON}),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", {DefectKind.CONTROL_CHARACTER}),
        (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", {DefectKind.METHOD_CASE}),
        (b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", {DefectKind.ABSOLUTE_FORM}),
        (b"GET /?a=b c HTTP/1.1\r\nHost: a\r\n\r\n", {DefectKind.BLANK_IN_TARGET}),
        ("GET /?a=测 HTTP/1.1\r\nHost: a\r\n\r\n".encode(), {DefectKind.RAW_BYTES_IN_TARGET}),
        (b"GET /?a=1#x HTTP/1.1\r\nHost: a\r\n\r\n", {DefectKind.FRAGMENT_IN_TARGET}),
        (b"GET /\r\nHost: a\r\n\r\n", {DefectKind.BAD_REQUEST_LINE}),
        (b"PRI * HTTP/2.0\r\nHost: a\r\n\r\n", {DefectKind.UNKNOWN_HTTP_VERSION}),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", {DefectKind.HEAD_CUT_SHORT}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", {DefectKind.BAD_CONTENT_LENGTH}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", {DefectKind.BAD_CONTENT_LENGTH}),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            {DefectKind.LENGTH_AND_CHUNKED},
        ),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", {DefectKind.UNKNOWN_CODING}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", {DefectKind.BAD_CHUNK}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", {DefectKind.BAD_CHUNK}),
    ],
)  # fmt: skip
def test_oddities_are_named(wire: bytes, oddities: set[DefectKind]) -> None:
    assert {defect.id for defect in one(wire).defects} == oddities


def test_a_body_cut_short_says_what_was_announced_and_what_came() -> None:
    request = one(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
    assert request.body == b"ab"
    assert request.defects[0].id == DefectKind.BODY_CUT_SHORT
    assert "announced 5 bytes" in request.defects[0].text
    assert "2 came" in request.defects[0].text
    assert not request.keep_alive


def test_a_chunked_body_cut_short_keeps_what_came() -> None:
    request = one(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
    assert (request.body, request.defects[0].id) == (b"ab", DefectKind.BODY_CUT_SHORT)


def test_a_head_over_the_cap_ends_the_reading() -> None:
    reader = RequestReader(max_head=50)
    (request,) = reader.feed(b"GET /?" + b"a" * 100)
    assert isinstance(request, Received)
    assert request.has(DefectKind.HEAD_TOO_LARGE)
    assert len(request.wire) == 50
    assert reader.done
    assert reader.feed(b"GET / HTTP/1.1\r\n\r\n") == []


@pytest.mark.parametrize(
    "framing", [b"Content-Length: 11\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\n"]
)
def test_a_body_over_the_cap_is_not_waited_for(framing: bytes) -> None:
    reader = RequestReader(max_body=10)
    events = reader.feed(b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + framing)
    request = events[-1]
    assert isinstance(request, Received)
    assert request.has(DefectKind.BODY_TOO_LARGE)
    assert reader.done


@pytest.mark.parametrize(
    ("rest", "stray"),
    [
        (b'5"}', True),
        (b"\xe8\xaf", True),
        (b"", False),
        (b"POS", False),
        (b"\r\nGET / HT", False),
        (b"\x16\x03", False),
    ],
)
def test_what_begins_no_request_is_stray(rest: bytes, *, stray: bool) -> None:
    reader = RequestReader()
    assert len(reader.feed(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab" + rest)) >= 1
    assert reader.take_stray() == (rest if stray else b"")
    assert reader.take_stray() == b""
    assert len(reader.feed(b"" if not stray else b"GET / HTTP/1.1\r\n\r\n")) == stray


def test_continue_is_asked_for_before_the_body_comes() -> None:
    reader = RequestReader()
    head = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    assert reader.feed(head) == [WantsContinue()]
    (request,) = reader.feed(b"ok")
    assert isinstance(request, Received)
    assert request.body == b"ok"


def test_blank_lines_before_a_request_are_skipped() -> None:
    assert one(b"\r\n\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").wire.startswith(b"GET")


def test_names_stay_as_sent_and_values_are_trimmed() -> None:
    request = one(b"GET / HTTP/1.1\r\nhOsT: \t a b \r\nX-Y:z\r\n\r\n")
    assert request.headers == ((b"hOsT", b"a b"), (b"X-Y", b"z"))
    assert request.header("HOST") == "a b"
    assert request.header("missing") is None


def test_bytes_of_a_header_that_are_no_text_survive() -> None:
    value = one(b"GET / HTTP/1.1\r\nHost: a\r\nX: \xff\xc3\xa4\r\n\r\n").header("x")
    assert value is not None
    assert value.encode("utf-8", "surrogateescape") == b"\xff\xc3\xa4"


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/", b"/", b""),
        (b"/?", b"/", b""),
        (b"?Action=A", b"", b"Action=A"),
        (b"/a?b?c", b"/a", b"b?c"),
        (b"http://h:1/p?q=/", b"/p", b"q=/"),
        (b"HTTPS://h?q=a/b", b"", b"q=a/b"),
        (b"http://h", b"", b""),
    ],
)
def test_the_target_in_parts(target: bytes, path: bytes, query: bytes) -> None:
    request = one(b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (request.target, request.path, request.query) == (target, path, query)


@pytest.mark.parametrize(
    ("version", "connection", "keep"),
    [
        (b"HTTP/1.1", b"", True),
        (b"HTTP/1.1", b"close", False),
        (b"HTTP/1.1", b"Foo, Close", False),
        (b"HTTP/1.0", b"", False),
        (b"HTTP/1.0", b"Keep-Alive", True),
    ],
)
def test_who_keeps_the_connection(version: bytes, connection: bytes, keep: bool) -> None:
    wire = b"GET / " + version + b"\r\nHost: a\r\nConnection: " + connection + b"\r\n\r\n"
    assert one(wire).keep_alive is keep


def test_neither_repr_nor_remarks_show_what_was_sent() -> None:
    request = one(b"GET / HTTP/1.1\r\nHost: a\r\nX-TC-Token: first-half\r\nsecond-half\r\nAuthorization: mine\r\n\r\n")
    text = repr(request) + " ".join(defect.text for defect in request.defects)
    assert "half" not in text
    assert "mine" not in text
    assert "after X-TC-Token" in text
