"""Raw HTTP/1.1: head, framing and chunks of a request, exactly as they came, and what is odd about them.

Reading never refuses: what breaks the rules of HTTP becomes a defect, because the requests of people whose
signing code is wrong are the ones that must reach the diagnosis. Refusing is the job of the checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


class DefectKind(StrEnum):
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
    DefectKind.TLS_HELLO, DefectKind.HEAD_TOO_LARGE, DefectKind.HEAD_CUT_SHORT, DefectKind.BODY_TOO_LARGE,
    DefectKind.BODY_CUT_SHORT, DefectKind.BAD_CHUNK, DefectKind.BAD_CONTENT_LENGTH, DefectKind.UNKNOWN_CODING,
    DefectKind.BAD_REQUEST_LINE, DefectKind.UNKNOWN_HTTP_VERSION,
})  # fmt: skip
"""After these nobody knows where the next request begins, so the connection ends with the answer."""


class Defect(NamedTuple):
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
    defects: tuple[Defect, ...]
    peer: str = ""
    at: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; bytes that are not UTF-8 survive as surrogates."""
        wanted = name.lower().encode()
        for sent, value in self.headers:
            if sent.strip().lower() == wanted:
                return value.decode("utf-8", "surrogateescape")
        return None

    def has(self, *oddities: DefectKind) -> bool:
        return any(defect.id in oddities for defect in self.defects)

    @property
    def framing(self) -> Framing:
        return framing_of(self.headers)

    @property
    def rest(self) -> bytes:
        """Everything that followed the head."""
        return self.wire[len(self.head) :]

    @property
    def sent_headers(self) -> list[tuple[bytes, bytes]]:
        """The lines with a colon, one by one: names as sent, values with the blanks around them."""
        parts = [line.removesuffix(b"\r").partition(b":") for line in self.head.split(b"\n")[1:]]
        return [(name, value) for name, colon, value in parts if colon]

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


class RequestHead(NamedTuple):
    """The parsed head of a request; `block` is its bytes, the blank line that ends it included."""

    block: bytes
    method: bytes
    target: bytes
    path: bytes
    query: bytes
    version: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    defects: tuple[Defect, ...]

    def received(
        self, wire: bytes, body: bytes, defects: Iterable[Defect] = (), peer: str = "", at: float = 0.0
    ) -> Received:
        """The request with this head; `defects` are more than the head's own."""
        _, method, target, path, query, version, headers, own = self
        return Received(
            wire, self.block, body, method, target, path, query, version, headers, (*own, *defects), peer, at
        )


class Framing(NamedTuple):
    """How a head says where its body ends: after `length` bytes (None: it does not say), or in chunks."""

    length: int | None = None
    chunked: bool = False
    defects: tuple[Defect, ...] = ()


HEAD_END = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(;.*)?\r?", re.DOTALL)
_MAX_CHUNK_LINE = 4096
_MAX_TRAILER = 64 * 1024
_SINGLE = (b"host", b"authorization", b"content-type", b"content-length")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)


def parse_head(block: bytes) -> RequestHead:
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
    return RequestHead(block, method, target, path, query, version, headers, tuple(defects))


def _lines(block: bytes) -> tuple[list[bytes], list[Defect]]:
    raw = block.split(b"\n")
    last = raw.pop()  # nothing, unless the head was cut short
    defects: list[Defect] = []
    bare = [number for number, line in enumerate(raw, 1) if not line.endswith(b"\r")]
    if bare:
        defects.append(Defect(DefectKind.BARE_LF, f"line {bare[0]} of the head ends with LF alone, not with CR LF"))
    lines = [line.removesuffix(b"\r") for line in [*raw, *([last] if last else [])]]
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        if any(byte < 0x20 and byte != 0x09 for byte in line) or 0x7F in line:
            defects.append(
                Defect(DefectKind.CONTROL_CHARACTER, f"line {number} of the head has a control character in it")
            )
            break
    return lines or [b""], defects


def _request_line(line: bytes) -> tuple[bytes, bytes, bytes, list[Defect]]:
    defects: list[Defect] = []
    method, _, rest = line.partition(b" ")
    target, blank, version = rest.rpartition(b" ")
    if not blank or not version.startswith(b"HTTP/"):
        target, version = rest, b""
        defects.append(
            Defect(DefectKind.BAD_REQUEST_LINE, "the first line is not a method, a target and an HTTP version")
        )
    elif version not in (b"HTTP/1.1", b"HTTP/1.0"):
        shown = visible(version[:20].decode("latin-1"))
        defects.append(
            Defect(DefectKind.UNKNOWN_HTTP_VERSION, f"the request is {shown}; what is read here is HTTP/1.1")
        )
    if method.upper() != method:
        shown = visible(method[:20].decode("latin-1"))
        defects.append(Defect(DefectKind.METHOD_CASE, f"the method {shown} is not in upper case"))
    return method, target, version, defects


def _target(target: bytes) -> tuple[bytes, bytes, list[Defect]]:
    defects: list[Defect] = []
    rest = target
    if absolute := _ABSOLUTE.fullmatch(target):
        rest = absolute[2]
        shown = visible(absolute[1][:60].decode("latin-1"))
        defects.append(Defect(DefectKind.ABSOLUTE_FORM, f"the target is a whole URL of {shown}, as for a proxy"))
    path, _, query = rest.partition(b"?")
    if b" " in target:
        defects.append(Defect(DefectKind.BLANK_IN_TARGET, "the target has a blank in it; in a query it is %20"))
    if not target.isascii():
        defects.append(
            Defect(DefectKind.RAW_BYTES_IN_TARGET, "the target has characters that must be percent-encoded as UTF-8")
        )
    if b"#" in target:
        defects.append(
            Defect(DefectKind.FRAGMENT_IN_TARGET, "the target has a # in it; as a value it must be written %23")
        )
    return path, query, defects


def _headers(lines: list[bytes]) -> tuple[tuple[tuple[bytes, bytes], ...], list[Defect]]:
    headers: list[tuple[bytes, bytes]] = []
    defects: list[Defect] = []
    for number, line in enumerate(lines, 2):
        before = f", after {visible(headers[-1][0][:40].decode('latin-1'))}," if headers else ""
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, (value + b" " + line.strip(b" \t")).strip(b" "))
            defects.append(
                Defect(DefectKind.FOLDED_HEADER, f"line {number} of the head{before} goes on with the line above")
            )
            continue
        name, colon, value = line.partition(b":")
        if not colon:
            # not shown: it may be the rest of a token or of a key
            defects.append(
                Defect(
                    DefectKind.HEADER_WITHOUT_COLON,
                    f"line {number} of the head{before} has no colon; a line end inside a value does that",
                )
            )
        elif name != name.strip() or not name:
            defects.append(
                Defect(DefectKind.BLANK_IN_HEADER_NAME, f"line {number} of the head{before} has a blank in its name")
            )
        headers.append((name, value.strip(b" \t")))
    return tuple(headers), defects


def _repeated(headers: tuple[tuple[bytes, bytes], ...]) -> list[Defect]:
    names = [name.strip().lower() for name, _ in headers]
    defects = [
        Defect(
            DefectKind.DUPLICATE_HEADER, f"{name.decode().title()} is sent {names.count(name)} times; the first counts"
        )
        for name in _SINGLE
        if names.count(name) > 1
    ]
    if b"host" not in names:
        defects.append(Defect(DefectKind.NO_HOST, "no Host is sent"))
    return defects


def values_of(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    """The values of all headers of that lower-case name."""
    return [value for sent, value in headers if sent.strip().lower() == name]


def framing_of(headers: tuple[tuple[bytes, bytes], ...]) -> Framing:
    """Where the body ends, as the headers say it."""
    codings = b",".join(values_of(headers, b"transfer-encoding")).lower()
    lengths = values_of(headers, b"content-length")
    if b"chunked" in codings:
        both = Defect(DefectKind.LENGTH_AND_CHUNKED, "both Content-Length and chunks are sent; the chunks count")
        return Framing(None, True, (both,) if lengths else ())
    if codings:
        text = "the Transfer-Encoding is not chunked; the body cannot be read"
        return Framing(defects=(Defect(DefectKind.UNKNOWN_CODING, text),))
    if len(set(lengths)) > 1 or any(not _LENGTH.fullmatch(length) for length in lengths):
        text = "Content-Length is not one whole number; no body was read"
        return Framing(defects=(Defect(DefectKind.BAD_CONTENT_LENGTH, text),))
    return Framing(int(lengths[0]) if lengths else None)


class _Chunk(Enum):
    SIZE = auto()
    DATA = auto()
    END = auto()
    TRAILER = auto()
    DONE = auto()


class Chunks:
    """Takes a body of at most `max_body` bytes out of its chunks, however the bytes are cut.

    Neither chunk sizes nor trailers go on beyond four times as many bytes.
    """

    def __init__(self, max_body: int) -> None:
        self.body = bytearray()
        self.defect: Defect | None = None
        """Why there is no reading on."""
        self._max_body = max_body
        self._state = _Chunk.SIZE
        self._need = 0

    @property
    def whole(self) -> bool:
        """Whether the last chunk has come; trailers may follow."""
        return self._state in (_Chunk.TRAILER, _Chunk.DONE)

    @property
    def done(self) -> bool:
        return self._state is _Chunk.DONE

    def read(self, buffer: bytes | bytearray, position: int) -> int:
        """Read on there, as far as the buffer goes; the position after what was read."""
        while self.defect is None and not self.done:
            if self._state is _Chunk.DATA:
                took = buffer[position : position + self._need]
                self.body += took
                position += len(took)
                self._need -= len(took)
                if self._need:
                    break
                self._state = _Chunk.END
            end = buffer.find(b"\n", position)
            limit = _MAX_TRAILER if self._state is _Chunk.TRAILER else _MAX_CHUNK_LINE
            if (end if end >= 0 else len(buffer)) - position > limit:
                self._broken(f"a line between chunks is longer than {limit} bytes")
            if end < 0 or self.defect:
                break
            line = bytes(buffer[position:end]).removesuffix(b"\r")
            position = end + 1
            self._take(line, over=position > 4 * self._max_body)
        return position

    def _take(self, line: bytes, *, over: bool) -> None:
        match self._state:
            case _Chunk.END if line:
                self._broken("a chunk is longer than its size says")
            case _Chunk.END:
                self._state = _Chunk.SIZE
            case _Chunk.TRAILER if not line:
                self._state = _Chunk.DONE
            case _Chunk.TRAILER if over:
                self._broken("the trailers do not end")
            case _Chunk.TRAILER:
                pass
            case _ if (size := _CHUNK_SIZE.fullmatch(line)) is None:
                self._broken("the size of a chunk is not a hexadecimal number")
            case _:
                self._need = int(size[1], 16)
                self._state = _Chunk.DATA if self._need else _Chunk.TRAILER
                if over or len(self.body) + self._need > self._max_body:
                    text = f"the chunks exceed the {self._max_body} bytes that are read"
                    self.defect = Defect(DefectKind.BODY_TOO_LARGE, text)

    def _broken(self, text: str) -> None:
        self.defect = Defect(DefectKind.BAD_CHUNK, text)
