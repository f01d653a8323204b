"""What a body is, told from its bytes: an envelope, other JSON, events, a page of a proxy, a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, Final

from tcexplorer.answer.present import size_text
from tcexplorer.answer.reader import Parsed, parsing
from tcexplorer.answer.remarks import Odd
from tcexplorer.answer.slices import finished
from tcexplorer.protocol.envelope import ApiError, Success, read_document

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path as FilePath

    from tcexplorer.protocol.model import Headers, Json

CAP: Final = 256 * 1024 * 1024
"""Bytes that are read of a file: about 2 GB of memory when it is JSON."""


class BodyKind(StrEnum):
    """What a body is."""

    EMPTY = "empty"
    ENVELOPE = "envelope"
    JSON = "JSON"
    BROKEN = "broken JSON"
    """It begins as JSON and does not go on as such, or it is cut: what was read is shown."""
    EVENTS = "event stream"
    HTML = "HTML"
    XML = "XML"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the first bytes tell. `name` is `PNG image`, `gzip`, ... for binary data, else the kind."""

    kind: BodyKind
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A body that was read.

    `text` says in one line what it is (our own words, but for the media type). `parsed` is there for JSON of every
    kind; `outcome` for an envelope. `headers` and `status` come from a file that begins with them (`curl -i`).
    """

    kind: BodyKind
    text: str
    data: bytes
    parsed: Parsed | None = None
    outcome: Success | ApiError | None = None
    status: int | None = None
    headers: Headers = ()

    @property
    def value(self) -> Json:
        return self.parsed.value if self.parsed is not None else None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of a file; `size` is larger when they were cut at the cap, None when nobody knows it."""

    data: bytes
    size: int | None

    @property
    def cut(self) -> bool:
        return self.size is None or self.size > len(self.data)


@dataclass(frozen=True, slots=True)
class Unloadable:
    """Why a file cannot be read, in one line."""

    text: str


_MAGIC: Final = (
    (b"\x1f\x8b", "gzip data"), (b"\x89PNG\r\n\x1a\n", "PNG image"), (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"), (b"%PDF-", "PDF document"), (b"PK\x03\x04", "ZIP archive"), (b"PK\x05\x06", "ZIP archive"),
    (b"\x28\xb5\x2f\xfd", "zstd data"), (b"BZh", "bzip2 data"), (b"\xfd7zXZ\x00", "xz data"), (b"RIFF", "RIFF data"),
    (b"ID3", "MP3 audio"), (b"OggS", "Ogg data"), (b"\x7fELF", "ELF program"),
)  # fmt: skip
_JSON_BEGIN = re.compile(rb'[\s\x00]*(?:[\[{"]|-?\d|true\b|false\b|null\b|NaN\b|-?Infinity\b)')
_EVENT_BEGIN = re.compile(rb"\s*(?:data|event|id|retry):|:[^\n]*\n+(?:data|event|id|retry):")
_HTTP = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[^\r\n]*\r?\n")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def sniffed(data: bytes, content_type: str = "") -> Sniffed:
    """What the first bytes tell; the content type decides only between an event stream and other text."""
    head = data[:4096]
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not bare:
        return Sniffed(BodyKind.EMPTY, "empty") if len(data) <= len(head) else Sniffed(BodyKind.TEXT, "blanks")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4] == b"\0\0\xfe\xff":
        text = head.decode("utf-16", "replace").lstrip() if head[:4] != b"\0\0\xfe\xff" else ""
        kind = BodyKind.JSON if text[:1] in ("{", "[", "") else BodyKind.TEXT
        return Sniffed(kind, kind.value)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return Sniffed(BodyKind.BINARY, name)
    low = bare[:200].lower()
    if low.startswith((b"<!doctype html", b"<html")) or (low.startswith(b"<") and b"<html" in bare.lower()):
        return Sniffed(BodyKind.HTML, "HTML")
    if low.startswith(b"<?xml") or re.match(rb"<[a-z][\w:.-]*[\s>/]", low):
        return Sniffed(BodyKind.XML, "XML")
    if _EVENT_BEGIN.match(bare) or (
        content_type.lower().startswith("text/event-stream") and not _JSON_BEGIN.match(bare)
    ):
        return Sniffed(BodyKind.EVENTS, "event stream")
    if _JSON_BEGIN.match(bare):
        return Sniffed(BodyKind.JSON, "JSON")
    if b"\0" in head or len(_CONTROLS.findall(head)) > len(head) // 20 or _is_no_text(head):
        return Sniffed(BodyKind.BINARY, "binary data")
    return Sniffed(BodyKind.TEXT, "text")


def _is_no_text(head: bytes) -> bool:
    """Whether a fifth of the bytes are no UTF-8."""
    return head.decode("utf-8", "replace").count("\ufffd") * 5 > len(head)


def answer_of(data: bytes, content_type: str = "", size: int | None = None) -> Answer:
    """All of `answering`, at once."""
    return finished(answering(data, content_type, size))


def answering(data: bytes, content_type: str = "", size: int | None = None) -> Generator[int, None, Answer]:
    """Read a body, whatever it is, in slices; yields the bytes read so far. Nothing raises.

    `size` is that of the whole body when `data` was cut. A body that begins with a status line is taken apart first.
    """
    status, headers, body = split_http(data)
    if status is not None:
        content_type = next((value for name, value in headers if name.lower() == "content-type"), content_type)
    whole = size if size is not None else len(data)
    cut = "" if whole <= len(data) else f", the first {size_text(len(data))} of {size_text(whole)}"
    what = sniffed(body, content_type)
    length = size_text(len(body))
    parsed = None
    outcome = None
    match what.kind:
        case BodyKind.JSON:
            parsed = yield from parsing(body)
            kind, text, outcome = _judged(parsed, length)
            if kind is BodyKind.TEXT:
                parsed = None
        case BodyKind.EMPTY:
            kind, text = what.kind, "an empty body"
        case BodyKind.HTML:
            kind, text = what.kind, f"an HTML page of {length}: a proxy or a login page answered, not the API"
        case BodyKind.BINARY:
            kind, text = what.kind, f"{what.name}, {length}: save it to a file"
        case BodyKind.EVENTS:
            kind, text = what.kind, f"an event stream, {length}"
        case _:
            kind, text = what.kind, f"{what.name}, {length}; the API answers JSON"
    return Answer(kind, text + cut, body, parsed, outcome, status, headers)


def _judged(parsed: Parsed, length: str) -> tuple[BodyKind, str, Success | ApiError | None]:
    if not parsed.is_json:
        return BodyKind.TEXT, f"text, {length}; the API answers JSON", None
    outcome = read_document(parsed.value)
    if not parsed.whole:
        why = next((one.text for one in parsed.remarks if one.odd in (Odd.CUT, Odd.SYNTAX, Odd.EXTRA)), "")
        return BodyKind.BROKEN, f"JSON that is not whole, {length}: {why}", outcome
    if outcome is not None:
        return BodyKind.ENVELOPE, f"an answer of the API, {length}", outcome
    match parsed.value:
        case dict():
            text = f"a JSON object without Response, {length}"
        case list() as items:
            text = f"a JSON list of {len(items):,}, {length}"
        case _:
            text = f"a single JSON value, {length}"
    return BodyKind.JSON, text, None


def split_http(data: bytes) -> tuple[int | None, Headers, bytes]:
    """Status, headers and body of a file that begins with a status line; of any other None, () and all of it."""
    first = _HTTP.match(data)
    if first is None:
        return None, (), data
    head = data[first.end() : first.end() + 65_536]
    end = re.search(rb"(?:\A|\r?\n)\r?\n", head)
    if end is None:
        return None, (), data
    lines = head[: end.start()].decode("utf-8", "replace").splitlines()
    headers = tuple(
        (name.strip(), value.strip()) for name, colon, value in (line.partition(":") for line in lines) if colon
    )
    return int(first[1]), headers, data[first.end() + end.end() :]


def load(path: FilePath, most: int = CAP) -> Loaded | Unloadable:
    """The bytes of a file, at most so many; of a pipe or a device, too."""
    try:
        with path.open("rb") as file:
            return load_stream(file, most)
    except OSError as error:
        return Unloadable(f"{path} cannot be read: {error.strerror or error}")


def load_stream(stream: BinaryIO, most: int = CAP) -> Loaded:
    """The bytes of an open stream, such as standard input. Raises OSError."""
    data = stream.read(most)
    if not stream.read(1):
        return Loaded(data, len(data))
    return Loaded(data, stream.seek(0, 2) if stream.seekable() else None)
