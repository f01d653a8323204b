"""Raw requests: read whole whatever the line ends, and written byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.readers.raw import looks_raw, read_raw, received_of
from tcexplorer.protocol.http_text import DefectKind
from tcexplorer.protocol.model import Call, Endpoint
from tcexplorer.protocol.request import sign_request
from tests.builders import credential

HEAD = b"POST / HTTP/1.1\nHost: cvm.tencentcloudapi.com\nContent-Type: application/json\n\n"
CALL = Call("cvm", "2017-03-12", "DescribeInstances", "ap-guangzhou", {"Limit": 1, "Name": "测试"})


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends(end: bytes) -> None:
    received = read_raw(HEAD.replace(b"\n", end) + b'{"Limit": 1}\r\n')
    assert (received.method, received.path, received.query) == (b"POST", b"/", b"")
    assert received.header("host") == "cvm.tencentcloudapi.com"
    assert received.body == b'{"Limit": 1}\r\n'


def test_a_head_without_its_blank_line() -> None:
    received = read_raw(b"GET /?a=1 HTTP/1.1\r\nHost: x")
    assert received.header("Host") == "x"
    assert received.query == b"a=1"
    assert received.body == b""


def test_the_body_is_what_content_length_counts() -> None:
    received = read_raw(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}\n")
    assert received.body == b"{}"
    assert not received.has(DefectKind.BAD_CONTENT_LENGTH)


def test_a_whole_document_outweighs_a_length_that_cuts_it() -> None:
    received = read_raw(b'POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{"Limit": 100}')
    assert received.body == b'{"Limit": 100}'
    assert received.has(DefectKind.BAD_CONTENT_LENGTH)


def test_line_ends_that_an_editor_changed_come_back() -> None:
    body = b"--x\r\nA: b\r\n\r\n1\r\n--x--\r\n"
    saved = b"POST / HTTP/1.1\nContent-Length: %d\n\n" % len(body) + body.replace(b"\r\n", b"\n")
    received = read_raw(saved)
    assert received.body == body
    assert received.has(DefectKind.BODY_CUT_SHORT)


def test_a_body_cut_short_is_kept_and_said() -> None:
    received = read_raw(b"POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n{}")
    assert received.body == b"{}"
    assert received.has(DefectKind.BODY_CUT_SHORT)


def test_chunks_are_put_together() -> None:
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert read_raw(head + b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n").body == b"abcde"
    # a tool that shows the body without its chunks
    assert read_raw(head + b'{"a": 1}').body == b'{"a": 1}'


def test_the_output_of_curl_v() -> None:
    received = read_raw(b"> POST / HTTP/1.1\n> Host: x\n> X-TC-Action: A\n>\n* upload done\n< HTTP/1.1 200 OK\n")
    assert received.header("x-tc-action") == "A"
    assert received.body == b""


@pytest.mark.parametrize("text", [b"", b"\n\n", b"{}", b"hello", b"\x16\x03\x01", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_what_is_no_request_is_refused_in_one_line(text: bytes) -> None:
    assert not looks_raw(text)
    with pytest.raises(UnreadableError) as refused:
        read_raw(text)
    assert "\n" not in str(refused.value)
    assert (refused.value.line, refused.value.column) == (1, 1)


def test_a_signed_request_is_written_as_it_is_sent() -> None:
    signed = sign_request(CALL, Endpoint("cvm.tencentcloudapi.com"), credential(token="tok-en"), timestamp=1551113065)
    received = received_of(signed)
    assert received.body == signed.body
    assert received.method == b"POST"
    for name, value in signed.headers:
        assert received.header(name) == value


def test_the_query_of_a_get_is_written_as_it_was_signed() -> None:
    get = Call("cvm", "2017-03-12", "DescribeZones", params={"Name": "a b/c+测"}, method=CALL.method.GET)
    signed = sign_request(get, Endpoint("cvm.tencentcloudapi.com"), credential(), timestamp=1551113065)
    received = received_of(signed)
    assert signed.trace is not None
    assert received.query.decode() == signed.trace.query


@given(st.binary(max_size=200))
def test_nothing_else_is_ever_raised(text: bytes) -> None:
    for given_text in (text, HEAD + text, b"POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n" + text, b"GET " + text):
        try:
            received = read_raw(given_text)
        except UnreadableError:
            continue
        assert received.wire


@given(st.binary(max_size=200))
def test_a_body_of_known_length_is_exact(body: bytes) -> None:
    assert read_raw(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body).body == body
    assert read_raw(HEAD + body).body == body
