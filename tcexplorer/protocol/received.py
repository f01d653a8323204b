"""A request exactly as it came, and what is odd about it.

Reading never refuses: what breaks the rules of HTTP becomes a remark, because the requests of people whose
signing code is wrong are the ones that must reach the diagnosis. Refusing is the job of the checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tcexplorer.safety.inert import visible


class Oddity(StrEnum):
    """What can be odd about a request, as far as its bytes show it."""

    TLS_HELLO = "tls-hello"
    HEAD_TOO_LARGE = "head-too-large"
    HEAD_CUT_SHORT = "head-cut-short"
    BODY_TOO_LARGE = "body-too-large"
    BODY_CUT_SHORT = "body-cut-short"
    BAD_CHUNK = "bad-chunk"
    BAD_CONTENT_LENGTH = "bad-content-length"
    LENGTH_AND_CHUNKED = "content-length-and-chunked"
    UNKNOWN_CODING = "unknown-transfer-coding"
    BAD_REQUEST_LINE = "bad-request-line"
    UNKNOWN_HTTP_VERSION = "unknown-http-version"
    METHOD_CASE = "method-not-upper-case"
    ABSOLUTE_FORM = "absolute-form"
    BLANK_IN_TARGET = "blank-in-target"
    RAW_BYTES_IN_TARGET = "raw-bytes-in-target"
    FRAGMENT_IN_TARGET = "fragment-in-target"
    BARE_LF = "bare-lf"
    CONTROL_CHARACTER = "control-character"
    FOLDED_HEADER = "folded-header"
    HEADER_WITHOUT_COLON = "header-without-colon"
    BLANK_IN_HEADER_NAME = "blank-in-header-name"
    DUPLICATE_HEADER = "duplicate-header"
    NO_HOST = "no-host"


UNFRAMED = frozenset({
    Oddity.TLS_HELLO, Oddity.HEAD_TOO_LARGE, Oddity.HEAD_CUT_SHORT, Oddity.BODY_TOO_LARGE, Oddity.BODY_CUT_SHORT,
    Oddity.BAD_CHUNK, Oddity.BAD_CONTENT_LENGTH, Oddity.UNKNOWN_CODING, Oddity.BAD_REQUEST_LINE,
    Oddity.UNKNOWN_HTTP_VERSION,
})  # fmt: skip
"""After these nobody knows where the next request begins, so the connection ends with the answer."""


class Remark(NamedTuple):
    """Something worth saying about a request; `text` is one line of ours and holds no secret."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Received:
    """A request. `wire` is every byte of it; `body` is without the chunk framing that `wire` may have.

    `query` is what follows the first `?`, not decoded. `headers` have their names as sent, and their values
    without the blanks around them. `at` is in seconds since 1970.
    """

    wire: bytes
    head: bytes
    body: bytes
    method: bytes
    target: bytes
    path: bytes
    query: bytes
    version: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    defects: tuple[Remark, ...]
    peer: str = ""
    at: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; bytes that are not UTF-8 survive as surrogates."""
        wanted = name.lower().encode()
        for sent, value in self.headers:
            if sent.strip().lower() == wanted:
                return value.decode("utf-8", "surrogateescape")
        return None

    def has(self, *oddities: Oddity) -> bool:
        return any(defect.id in oddities for defect in self.defects)

    @property
    def keep_alive(self) -> bool:
        """Whether another request may follow on this connection."""
        if self.has(*UNFRAMED):
            return False
        asked = {word.strip() for word in (self.header("connection") or "").lower().split(",")}
        return "keep-alive" in asked if self.version == b"HTTP/1.0" else "close" not in asked

    def __repr__(self) -> str:
        method = visible(self.method[:20].decode("latin-1"))
        return f"Received({method}, {len(self.wire)} bytes, {[defect.id for defect in self.defects]})"


class Head(NamedTuple):
    """The parsed head of a request; `block` is its bytes, the blank line that ends it included."""

    block: bytes
    method: bytes
    target: bytes
    path: bytes
    query: bytes
    version: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    defects: tuple[Remark, ...]

    def values(self, name: bytes) -> list[bytes]:
        """The values of all headers of that lower-case name."""
        return [value for sent, value in self.headers if sent.strip().lower() == name]


_SINGLE = (b"host", b"authorization", b"content-type", b"content-length")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def parse_head(block: bytes) -> Head:
    """Read a head: request line, header lines, and the blank line unless it was cut short."""
    lines, defects = _lines(block)
    method, target, version, about_line = _request_line(lines[0])
    path, query, about_target = _target(target)
    headers, about_headers = _headers(lines[1:])
    defects += about_line
    if method != b"CONNECT":
        defects += about_target
    defects += about_headers
    defects += _repeated(headers)
    return Head(block, method, target, path, query, version, headers, tuple(defects))


def _lines(block: bytes) -> tuple[list[bytes], list[Remark]]:
    raw = block.split(b"\n")
    last = raw.pop()  # nothing, unless the head was cut short
    defects: list[Remark] = []
    bare = [number for number, line in enumerate(raw, 1) if not line.endswith(b"\r")]
    if bare:
        defects.append(Remark(Oddity.BARE_LF, f"line {bare[0]} of the head ends with LF alone, not with CR LF"))
    lines = [line.removesuffix(b"\r") for line in [*raw, *([last] if last else [])]]
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        if any(byte < 0x20 and byte != 0x09 for byte in line) or 0x7F in line:
            defects.append(Remark(Oddity.CONTROL_CHARACTER, f"line {number} of the head has a control character in it"))
            break
    return lines or [b""], defects


def _request_line(line: bytes) -> tuple[bytes, bytes, bytes, list[Remark]]:
    defects: list[Remark] = []
    method, _, rest = line.partition(b" ")
    target, blank, version = rest.rpartition(b" ")
    if not blank or not version.startswith(b"HTTP/"):
        target, version = rest, b""
        defects.append(Remark(Oddity.BAD_REQUEST_LINE, "the first line is not a method, a target and an HTTP version"))
    elif version not in (b"HTTP/1.1", b"HTTP/1.0"):
        shown = visible(version[:20].decode("latin-1"))
        defects.append(Remark(Oddity.UNKNOWN_HTTP_VERSION, f"the request is {shown}; what is read here is HTTP/1.1"))
    if method.upper() != method:
        shown = visible(method[:20].decode("latin-1"))
        defects.append(Remark(Oddity.METHOD_CASE, f"the method {shown} is not in upper case"))
    return method, target, version, defects


def _target(target: bytes) -> tuple[bytes, bytes, list[Remark]]:
    defects: list[Remark] = []
    rest = target
    if absolute := _ABSOLUTE.fullmatch(target):
        rest = absolute[2]
        shown = visible(absolute[1][:60].decode("latin-1"))
        defects.append(Remark(Oddity.ABSOLUTE_FORM, f"the target is a whole URL of {shown}, as for a proxy"))
    path, _, query = rest.partition(b"?")
    if b" " in target:
        defects.append(Remark(Oddity.BLANK_IN_TARGET, "the target has a blank in it; in a query it is %20"))
    if not target.isascii():
        defects.append(
            Remark(Oddity.RAW_BYTES_IN_TARGET, "the target has characters that must be percent-encoded as UTF-8")
        )
    if b"#" in target:
        defects.append(Remark(Oddity.FRAGMENT_IN_TARGET, "the target has a # in it; as a value it must be written %23"))
    return path, query, defects


def _headers(lines: list[bytes]) -> tuple[tuple[tuple[bytes, bytes], ...], list[Remark]]:
    headers: list[tuple[bytes, bytes]] = []
    defects: list[Remark] = []
    for number, line in enumerate(lines, 2):
        before = f", after {visible(headers[-1][0][:40].decode('latin-1'))}," if headers else ""
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, (value + b" " + line.strip(b" \t")).strip(b" "))
            defects.append(
                Remark(Oddity.FOLDED_HEADER, f"line {number} of the head{before} goes on with the line above")
            )
            continue
        name, colon, value = line.partition(b":")
        if not colon:
            # not shown: it may be the rest of a token or of a key
            defects.append(
                Remark(
                    Oddity.HEADER_WITHOUT_COLON,
                    f"line {number} of the head{before} has no colon; a line end inside a value does that",
                )
            )
        elif name != name.strip() or not name:
            defects.append(
                Remark(Oddity.BLANK_IN_HEADER_NAME, f"line {number} of the head{before} has a blank in its name")
            )
        headers.append((name, value.strip(b" \t")))
    return tuple(headers), defects


def _repeated(headers: tuple[tuple[bytes, bytes], ...]) -> list[Remark]:
    names = [name.strip().lower() for name, _ in headers]
    defects = [
        Remark(Oddity.DUPLICATE_HEADER, f"{name.decode().title()} is sent {names.count(name)} times; the first counts")
        for name in _SINGLE
        if names.count(name) > 1
    ]
    if b"host" not in names:
        defects.append(Remark(Oddity.NO_HOST, "no Host is sent"))
    return defects
