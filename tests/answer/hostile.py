"""Bodies that nobody should send: what is odd about each is in its name. For every test that shows bodies."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.answer.values import child_at

if TYPE_CHECKING:
    from tcexplorer.answer.values import IndexPath, Path
    from tcexplorer.protocol.model import Json


class Body(NamedTuple):
    """A body and the content type that it is sent with."""

    data: bytes
    content_type: str = "application/json"


def _envelope(**members: object) -> bytes:
    return json.dumps({"Response": {**members, "RequestId": "00000000-0000-4000-8000-00000000000a"}}).encode()


def _text(text: str) -> bytes:
    return _envelope(Text=text, List=[text], **{text[:200] or "empty": 1})


_NASTY = {
    "colour": "\x1b[31mred\x1b[0m", "clear screen": "\x1b[2J\x1b[H", "window title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;SEVMTE8=\x1b\\", "hyperlink": "\x1b]8;;http://example.invalid\x1b\\here\x1b]8;;\x1b\\",
    "one-character CSI": "\x9b31mred", "device query": "\x1b[c\x1b[6n", "sixel": "\x1bPq#0~\x1b\\", "bell": "\a\a\a",
    "backspaces": "safe\b\b\b\bevil", "carriage return": "first\rsecond", "vertical tab": "a\x0bb\x0cc", "nul": "a\0b",
    "delete": "a\x7fb", "right to left": "user\u202egpj.exe", "isolates": "\u2066a\u2069\u2067b",
    "zero width": "a\u200bb\u200d",
    "tags": "a\U000e0041\U000e007f", "markup": "[bold red]x[/]", "broken markup": "[/nope] [",
    "click": "[@click=app.quit]x[/]",
    "lone surrogate": "a\ud800b", "combining": "e" + "\u0301" * 500, "wide": "测" * 500, "emoji": "👩‍👩‍👧‍👦" * 50,
    "line separators": "a\u2028b\u2029c\x85d", "tabs": "\t\t\tx", "many lines": "line\n" * 2000, "empty": "",
    "long line": "x" * 200_000, "quotes": '"\'`\\', "path": "../../etc/passwd", "format": "%s {0} ${HOME} $(id)",
}  # fmt: skip

BODIES: dict[str, Body] = {
    **{f"text: {name}": Body(_text(text)) for name, text in _NASTY.items()},
    "empty": Body(b""),
    "blanks": Body(b" \r\n\t "),
    "null": Body(b"null"),
    "a number": Body(b"18446744073709551616"),
    "a string": Body(b'"only text"'),
    "a list": Body(b"[1,2,3]"),
    "no envelope": Body(b'{"response":{}}'),
    "envelope that is a list": Body(b'{"Response":[]}'),
    "error that is a text": Body(b'{"Response":{"Error":"no"}}'),
    "error with numbers": Body(b'{"Response":{"Error":{"Code":1,"Message":2},"RequestId":3}}'),
    "error without end": Body(b'{"Response":{"Error":' + b"[" * 10_000 + b"]" * 10_000 + b"}}"),
    "deep lists": Body(b'{"Response":{"A":' + b"[" * 10_000 + b"]" * 10_000 + b"}}"),
    "deep objects": Body(b'{"A":' * 10_000 + b"1" + b"}" * 10_000),
    "deep and cut": Body(b'{"A":[' * 20_000),
    "constants": Body(b'{"Response":{"A":[NaN,Infinity,-Infinity]}}'),
    "large numbers": Body(b'{"Response":{"A":18446744073709551616,"B":1e400,"C":' + b"9" * 10_000 + b"}}"),
    "precise numbers": Body(b'{"Response":{"A":0.1234567890123456789012345,"B":1.10,"C":-0.0,"D":1E5}}'),
    "duplicate keys": Body(b'{"Response":{"A":1,"A":2,"B":{"C":1,"C":2}},"Response":{"A":3}}'),
    "invalid UTF-8": Body(b'{"Response":{"A":"\xff\xfe\xc3\x28","\xe5\xae":1}}'),
    "Latin-1": Body('{"Response":{"A":"é"}}'.encode("latin-1")),
    "UTF-16": Body('{"Response":{"A":"实"}}'.encode("utf-16")),
    "byte order mark": Body(b'\xef\xbb\xbf{"Response":{"A":1}}'),
    "raw line end in text": Body(b'{"Response":{"A":"a\nb"}}'),
    "trailing comma": Body(b'{"Response":{"A":[1,2,],}}'),
    "single quotes": Body(b"{'Response':{'A':1}}"),
    "comment": Body(b'{"Response":{"A":1}} // done'),
    "two documents": Body(b'{"Response":{"A":1}}\n{"Response":{"A":2}}'),
    "cut in a string": Body(b'{"Response":{"A":"abc'),
    "cut in an escape": Body(b'{"Response":{"A":"abc\\u12'),
    "cut in a number": Body(b'{"Response":{"A":12'),
    "wrong escape": Body(b'{"Response":{"A":"\\q"}}'),
    "huge key": Body(b'{"Response":{"' + b"k" * 300_000 + b'":1}}'),
    "empty keys": Body(b'{"":{"":{"":[]}}}'),
    "many keys": Body(json.dumps({"Response": {f"k{at}": at for at in range(20_000)}}).encode()),
    "many empties": Body(b'{"Response":{"A":[' + b",".join([b"{}", b"[]"] * 10_000) + b"]}}"),
    "HTML": Body(b"<!DOCTYPE html><html><script>alert(1)</script></html>", "text/html"),
    "HTML called JSON": Body(b"<html><body>login</body></html>"),
    "JSON called HTML": Body(_envelope(A=1), "text/html"),
    "XML": Body(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "application/xml"),
    "gzip called JSON": Body(gzip.compress(_envelope(A=1))),
    "gzip bomb": Body(gzip.compress(b"0" * 20_000_000)),
    "PNG": Body(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png"),
    "random bytes": Body(bytes((at * 7919) % 256 for at in range(5000)), "application/octet-stream"),
    "only nul": Body(b"\0" * 1000),
    "events": Body(b'data: {"a":1}\n\ndata: {"a":2}\n\n: ping\n\n', "text/event-stream"),
    "events with escapes": Body(b"event: \x1b[2J\ndata: \x1b]0;x\x07\n\n", "text/event-stream"),
    "events cut": Body(b'id: 1\ndata: {"a":', "text/event-stream"),
    "events called JSON": Body(b"data: [DONE]\n\n"),
    "text": Body(b"upstream connect error", "text/plain"),
    "Chinese text": Body("网关错误，请稍后重试".encode("gb18030"), "text/plain; charset=gb18030"),
    "no such content type": Body(_envelope(A=1), "\x1b[31m/evil"),
    "secret without end": Body(b'{"Response":{"Password":"' + b"p" * 1000),
    "JSON in text": Body(_envelope(Inner=json.dumps({"Inner": json.dumps({"Token": "t" * 20})}))),
}  # fmt: skip


def path_of(document: Json, places: IndexPath) -> Path:
    """The path that leads to those places."""
    path: list[str | int] = []
    value = document
    for place in places:
        key, value = child_at(value, place)
        path.append(key)
    return tuple(path)
