"""Odd and hostile answers, as they go over the wire, with what has to be said of each. Served by `serving`.

A corpus for whoever reads answers: the outcome of the workbench, the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

ID = "0b2e5c1a-7d3f-4a6b-9c8d-1e2f3a4b5c6d"
CAP = 200_000
"""Bytes of a body that the sender of these tests keeps."""
ENVELOPE = json.dumps({"Response": {"TotalCount": 1, "Items": [{"Id": "ins-1"}], "RequestId": ID}}).encode()
ERROR = json.dumps({"Response": {"Error": {"Code": "LimitExceeded", "Message": "m"}, "RequestId": ID}}).encode()
JSON = b"application/json"
STREAM = b"text/event-stream"


@dataclass(frozen=True)
class Odd:
    """One answer. `said` stands in the outcome: its class, or `class: words of its sentence or reason`.

    `kept` is what the response has for a body; None where that is not what matters, or there is no response.
    """

    name: str
    wire: bytes
    said: str
    kept: bytes | None = None


def http(
    body: bytes,
    content_type: bytes = JSON,
    *headers: bytes,
    status: bytes = b"200 OK",
    length: int | None = None,
    chunked: Sequence[bytes] | None = None,
) -> bytes:
    """An answer on the wire. `length` is a Content-Length that may lie; -1 is none: the end closes the body."""
    lines = [b"HTTP/1.1 " + status, *([b"Content-Type: " + content_type] if content_type else []), *headers]
    if chunked is not None:
        lines.append(b"Transfer-Encoding: chunked")
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in chunked)
    elif length != -1:
        lines.append(b"Content-Length: %d" % (len(body) if length is None else length))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def plain(name: str, body: bytes, said: str, content_type: bytes = JSON, status: bytes = b"200 OK") -> Odd:
    """A body that comes whole."""
    return Odd(name, http(body, content_type, status=status), said, body)


def within(value: str) -> bytes:
    """An envelope with a piece of JSON in it."""
    return b'{"Response":{"X":' + value.encode("utf-8", "surrogatepass") + b',"RequestId":"' + ID.encode() + b'"}}'


def events(*documents: object) -> bytes:
    return b"".join(b"data: " + json.dumps(one).encode() + b"\n\n" for one in documents)


DELTA = {"Choices": [{"Delta": {"Content": "a"}}], "RequestId": ID}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
HTML = b"<!DOCTYPE html><html><head><title>Login</title></head><body>\x1b[2JSign in</body></html>"
BOMB = gzip.compress(b"\0" * 5_000_000)

WHOLE = [
    plain("envelope", ENVELOPE, "Success"),
    plain("error with status 200", ERROR, "ApiError"),
    plain("envelope with status 500", ENVELOPE, "Success", status=b"500 Internal Server Error"),
    plain("empty", b"", "Malformed: empty"),
    plain("blanks", b" \r\n\t " * 50, "Malformed: empty"),
    plain("empty, 204", b"", "Malformed: empty", status=b"204 No Content"),
    plain("null", b"null", "Malformed: no object named Response"),
    plain("number", b"12", "Malformed: no object named Response"),
    plain("list", b"[1,2]", "Malformed: no object named Response"),
    plain("response is a list", b'{"Response":[]}', "Malformed: no object named Response"),
    plain("response is null", b'{"Response":null}', "Malformed: no object named Response"),
    plain("response in small letters", b'{"response":{}}', "Malformed: no object named Response"),
    plain("no RequestId", b'{"Response":{}}', "Success"),
    plain("RequestId is a number", b'{"Response":{"RequestId":7}}', "Success"),
    plain("error is a text", b'{"Response":{"Error":"no"}}', "ApiError"),
    plain("error without a code", b'{"Response":{"Error":{}}}', "ApiError"),
    plain("byte order mark", b"\xef\xbb\xbf" + ENVELOPE, "Success"),
    plain("utf-16", ENVELOPE.decode().encode("utf-16"), "Success"),
    plain("wrong content type", ENVELOPE, "Success", b"text/html; charset=gbk"),
    plain("no content type", ENVELOPE, "Success", b""),
    plain("content type of 10 KB", ENVELOPE, "Success", b"x/" + b"y" * 10_000),
    plain("NaN", within("NaN"), "Success"),
    plain("infinity", within("[Infinity,-Infinity]"), "Success"),
    plain("number beyond 64 bits", within("18446744073709551616999"), "Success"),
    plain("number of 5,000 digits", within("9" * 5_000), "Success"),
    plain("number with a huge exponent", within("1e999999"), "Success"),
    plain("duplicate keys", b'{"Response":{"A":1,"A":2,"RequestId":"x"}}', "Success"),
    plain("lone surrogate", within(r'"\ud800"'), "Success"),
    plain("control sequences", within(r'"\u001b]0;owned\u0007\u009b2J"'), "Success"),
    plain("raw control characters in a string", within('"\x1b[31m\x07"'), "Success"),
    plain("markup", within('"[bold red]x[/] [link=http://x]y"'), "Success"),
    plain("bidirectional", within('"\u202e\u2066abc\u2069"'), "Success"),
    plain("combining marks", within('"' + "Z\u0351\u036b" * 2_000 + '"'), "Success"),
    plain("huge key", within('{"' + "k" * 100_000 + '":1}'), "Success"),
    plain("key with control characters", within(r'{"\u001b[2J\n":1}'), "Success"),
    plain("empty key", within('{"":{"":""}}'), "Success"),
    plain("10,000 deep", within("[" * 10_000 + "]" * 10_000), "Success"),
    plain("10,000 deep and cut", b'{"Response":{"X":' + b"[" * 10_000, "Malformed: not whole"),
    plain("50,000 elements", within("[" + ",".join("1" * 50_000) + "]"), "Success"),
    plain("invalid UTF-8 in a string", b'{"Response":{"X":"\xff\xfe","RequestId":"r"}}', "Success"),
    plain("something after the JSON", ENVELOPE + b"<script>", "Malformed: not whole"),
    plain("two documents", ENVELOPE + ENVELOPE, "Malformed: not whole"),
    plain("single quotes", b"{'Response': {}}", "Malformed: not whole"),
    plain("trailing comma", b'{"Response":{"A":1,}}', "Malformed: not whole"),
    plain("NUL bytes", b"\0" * 100, "Malformed: binary"),
    plain("text", b"Service Unavailable", "Malformed: text", b"text/plain"),
    plain("HTML of a proxy", HTML, "Malformed: HTML", b"text/html", status=b"502 Bad Gateway"),
    plain("HTML that calls itself JSON", HTML, "Malformed: HTML"),
    plain("XML", b"<?xml version='1.0'?><Error><Code>X</Code></Error>", "Malformed: XML", b"application/xml"),
    plain("picture", PNG, "Malformed: PNG image", b"image/png"),
    plain("picture that calls itself JSON", PNG, "Malformed: PNG image"),
    plain("gzip data without Content-Encoding", gzip.compress(ENVELOPE), "Malformed: gzip data"),
    plain("an HTTP answer in the body", http(ENVELOPE), "Success"),
    plain("stream", events(DELTA, DELTA), "Success", STREAM),
    plain("stream with a charset", events(DELTA), "Success", STREAM + b"; charset=utf-8"),
    plain("stream that calls itself text", events(DELTA), "Success", b"text/plain"),
    plain("stream with an error in an event", events(DELTA, {"ErrorMsg": {"Code": 4001, "Msg": "m"}}), "ApiError",
          STREAM),
    plain("stream with an envelope's error", events(json.loads(ERROR)), "ApiError", STREAM),
    plain("JSON error that calls itself a stream", ERROR, "ApiError", STREAM),
    plain("stream of comments", b": ping\n\n: ping\n\n", "Malformed: event stream without events", STREAM),
    plain("stream that ends within an event", events(DELTA) + b"data: {", "Success", STREAM),
    plain("stream of control characters", b"data: \x1b[2J\x9b\n\nevent: \x07\ndata: x\n\n", "Success", STREAM),
    plain("stream of bytes", b"data: \xff\xfe\xfd\n\n", "Success", STREAM),
    plain("event of 100 KB", b"data: " + b"x" * 100_000 + b"\n\n", "Success", STREAM),
]  # fmt: skip

ON_THE_WAY = [
    Odd("chunked", http(b"", chunked=[ENVELOPE[:9], ENVELOPE[9:], b""]), "Success", ENVELOPE),
    Odd("chunked, one byte each", http(b"", chunked=[bytes([one]) for one in ENVELOPE] + [b""]), "Success", ENVELOPE),
    Odd("chunks that do not end", http(b"", chunked=[ENVELOPE]), "TransportError: broke off", ENVELOPE),
    Odd("a chunk size that is none", http(b"", chunked=[ENVELOPE[:9]]) + b"zz\r\nabc",
        "TransportError: did not keep to HTTP", ENVELOPE[:9]),
    Odd("shorter than its length", http(ENVELOPE[:20], length=99), "TransportError: after 20 of", ENVELOPE[:20]),
    Odd("whole, but shorter than its length", http(ENVELOPE, length=5_000), "TransportError: broke off", ENVELOPE),
    Odd("nothing of its length", http(b"", length=10), "TransportError: after 0 of 10 bytes", b""),
    Odd("longer than its length", http(ENVELOPE + b"rest", length=len(ENVELOPE)), "Success", ENVELOPE),
    Odd("no length", http(ENVELOPE, length=-1), "Success", ENVELOPE),
    Odd("HTTP/1.0", http(ENVELOPE, length=-1).replace(b"HTTP/1.1", b"HTTP/1.0"), "Success", ENVELOPE),
    Odd("two lengths", http(ENVELOPE, JSON, b"Content-Length: 7"), "TransportError"),
    Odd("negative length", http(ENVELOPE, length=-2), "TransportError"),
    Odd("above the cap", http(b"[" + b"1," * CAP + b"1]"), "Malformed: cut at"),
    Odd("an announcement of 9 PB", http(ENVELOPE, length=9_000_000_000_000_000), "TransportError: broke off", ENVELOPE),
    Odd("stream that breaks off", http(events(DELTA, DELTA), STREAM, length=9_999), "TransportError: 2 events came"),
    Odd("stream above the cap", http(events(DELTA) * 4_000, STREAM), "Malformed: event stream was cut"),
    Odd("gzip", http(gzip.compress(ENVELOPE), JSON, b"Content-Encoding: gzip"), "Success", ENVELOPE),
    Odd("gzip in capitals", http(gzip.compress(ENVELOPE), JSON, b"Content-Encoding: GZIP"), "Success", ENVELOPE),
    Odd("gzip of two members", http(gzip.compress(ENVELOPE[:9]) + gzip.compress(ENVELOPE[9:]), JSON,
        b"Content-Encoding: gzip"), "Success", ENVELOPE),
    Odd("gzip with a tail", http(gzip.compress(ENVELOPE) + b"tail", JSON, b"Content-Encoding: gzip"), "Success",
        ENVELOPE),
    Odd("deflate", http(zlib.compress(ENVELOPE), JSON, b"Content-Encoding: deflate"), "Success", ENVELOPE),
    Odd("bare deflate", http(zlib.compress(ENVELOPE)[2:-4], JSON, b"Content-Encoding: deflate"), "Success", ENVELOPE),
    Odd("gzip stream", http(gzip.compress(events(DELTA)), STREAM, b"Content-Encoding: gzip"), "Success", events(DELTA)),
    Odd("gzip bomb", http(BOMB, JSON, b"Content-Encoding: gzip"), "Malformed: unfold to more", b"\0" * CAP),
    Odd("gzip that ends too early", http(gzip.compress(ENVELOPE)[:-12], JSON, b"Content-Encoding: gzip"),
        "Malformed: ends too early"),
    Odd("gzip that breaks off", http(gzip.compress(ENVELOPE)[:30], JSON, b"Content-Encoding: gzip", length=99),
        "TransportError: broke off"),
    Odd("gzip that is none", http(ENVELOPE, JSON, b"Content-Encoding: gzip"), "Malformed: calls itself gzip", ENVELOPE),
    Odd("empty gzip", http(b"", JSON, b"Content-Encoding: gzip"), "Malformed: empty", b""),
    Odd("brotli", http(b"\x0b\x02\x80", JSON, b"Content-Encoding: br"), "Malformed: encoded as br", b"\x0b\x02\x80"),
    Odd("gzip twice", http(gzip.compress(gzip.compress(ENVELOPE)), JSON, b"Content-Encoding: gzip, gzip"),
        "Malformed: encoded as gzip, gzip"),
    Odd("an encoding of odd bytes", http(b"x", JSON, b"Content-Encoding: \xff\xfe"), "Malformed: encoded as"),
    Odd("an encoding that is none", http(ENVELOPE, JSON, b"Content-Encoding: identity"), "Success", ENVELOPE),
    Odd("a redirect", http(b"", JSON, b"Location: http://127.0.0.1:1/", status=b"302 Found"), "Malformed: empty", b""),
    Odd("status 999", http(ENVELOPE, status=b"999 \xff\xfe"), "Success", ENVELOPE),
    Odd("status of four digits", http(ENVELOPE, status=b"2000 OK"), "TransportError"),
    Odd("a hundred headers", http(ENVELOPE, JSON, *[b"X-%d: %s" % (one, b"\xe6" * 99) for one in range(100)]),
        "Success", ENVELOPE),
    Odd("a header of 200 KB", http(ENVELOPE, JSON, b"X: " + b"y" * 200_000), "TransportError"),
    Odd("a header without a colon", http(ENVELOPE, JSON, b"nonsense"), "TransportError"),
    Odd("a NUL in a header", http(ENVELOPE, JSON, b"X: a\0b"), "TransportError"),
    Odd("continue first", b"HTTP/1.1 100 Continue\r\n\r\n" + http(ENVELOPE), "Success", ENVELOPE),
    Odd("only continue", b"HTTP/1.1 100 Continue\r\n\r\n", "TransportError"),
    Odd("switching protocols", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "TransportError"),
    Odd("nothing at all", b"", "TransportError"),
    Odd("half a head", b"HTTP/1.1 200 OK\r\nContent-", "TransportError"),
    Odd("another protocol", b"SSH-2.0-OpenSSH_9.2\r\n", "TransportError"),
    Odd("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "TransportError"),
    Odd("only line ends", b"\r\n\r\n\r\n\r\n", "TransportError"),
    Odd("escape sequences for a head", b"\x1b[2J\x1b]0;x\x07\r\n\r\n", "TransportError"),
]  # fmt: skip

_LONG = json.dumps({"Response": {"Items": ["value"] * 200, "RequestId": ID}}).encode()
CUT = [
    plain(f"cut at {at}", _LONG[:at], "Malformed: not whole" if at else "Malformed: empty")
    for at in range(0, len(_LONG), 100)
]
"""One envelope, cut at every 100th byte: the length says so, so nothing is wrong on the way."""

ALL = [*WHOLE, *ON_THE_WAY, *CUT]


@contextlib.asynccontextmanager
async def serving(wire: bytes, *, hold: bool = False) -> AsyncGenerator[int]:
    """A server on loopback that reads a request, writes these bytes whatever it was, and closes: its port.

    With `hold` it does not close before the client does. Leaving waits for that.
    """

    connections: set[asyncio.Task[None] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(asyncio.current_task())
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            sizes = [line[15:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
            await reader.readexactly(int(sizes[0]) if sizes else 0)
            writer.write(wire)
            if not hold:
                writer.write_eof()
            await reader.read()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
        for connection in connections:
            assert connection is not None
            await asyncio.wait_for(connection, 5)
    finally:
        server.close()
