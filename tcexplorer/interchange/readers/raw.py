"""A request as raw HTTP: the bytes of a file or a paste, and back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.protocol.http_text import (
    HEAD_END,
    Chunks,
    Defect,
    DefectKind,
    Received,
    RequestHead,
    framing_of,
    parse_head,
)

if TYPE_CHECKING:
    from tcexplorer.protocol.request import SignedRequest

_REQUEST_LINE = re.compile(rb"[A-Za-z]{1,20} +[^\r\n]*")
_TARGET = re.compile(rb"(/|https?://|\*|\?)")
_BOM = b"\xef\xbb\xbf"
_VERBOSE = b"> "


def looks_raw(text: bytes) -> bool:
    """Whether a text begins like a raw HTTP request."""
    first = text.removeprefix(_BOM).lstrip(b"\r\n").removeprefix(_VERBOSE).partition(b"\n")[0].rstrip(b"\r")
    if not _REQUEST_LINE.fullmatch(first):
        return False
    target = first.partition(b" ")[2].lstrip(b" ")
    return bool(_TARGET.match(target)) or b" HTTP/" in target


def read_raw(text: bytes) -> Received:
    """Read a raw request: request line, headers, blank line, body.

    Lines may end with CRLF or LF. The body is what Content-Length counts, or all that follows; chunks are put
    together. What is odd is a defect of the result; only a text without a request line is refused.

    Raises UnreadableError.
    """
    if not looks_raw(text):
        raise UnreadableError(_why_not(text))
    text = text.removeprefix(_BOM).lstrip(b"\r\n")
    if text.startswith(_VERBOSE):
        text = _of_verbose_output(text)
    end = HEAD_END.search(text)
    block = text if end is None else text[: end.end()]
    rest = b"" if end is None else text[end.end() :]
    head = parse_head(block if end is not None or block.endswith(b"\n") else block + b"\n")
    body, defects = _body(head, rest)
    if head.version == b"":
        # as some tools print a request; it says nothing wrong of the one that was sent
        head = head._replace(defects=tuple(one for one in head.defects if one.id != DefectKind.BAD_REQUEST_LINE))
    return head._replace(block=block).received(text, body, defects)


def _why_not(text: bytes) -> str:
    if not text.strip():
        return "it is empty"
    return "this is no request line; a raw request begins like `POST / HTTP/1.1`"


def _of_verbose_output(text: bytes) -> bytes:
    """The head of a request in the output of `curl -v`, whose lines begin with `> `."""
    lines = [line[2:] for line in text.split(b"\n") if line.startswith((_VERBOSE, b">\r", b">")) and line[:1] == b">"]
    return b"\n".join(lines) + b"\n"


def _body(head: RequestHead, rest: bytes) -> tuple[bytes, list[Defect]]:
    framing = framing_of(head.headers)
    if framing.chunked:
        chunks = Chunks(len(rest))
        chunks.read(rest, 0)
        # some tools show the body without its chunks
        return (bytes(chunks.body) if chunks.whole else rest), []
    announced = framing.length
    if announced is None:
        return rest, []
    if len(rest) < announced:
        return _mended(rest, announced)
    more = rest[announced:]
    if more.strip() and not _is_json(rest[:announced]) and _is_json(rest):
        text = f"Content-Length announces {announced} bytes of body; the JSON there has {len(rest)}, and was read whole"
        return rest, [Defect(DefectKind.BAD_CONTENT_LENGTH, text)]
    return rest[:announced], []


def _mended(rest: bytes, announced: int) -> tuple[bytes, list[Defect]]:
    """A body that is shorter than announced, as an editor leaves it that changes line ends."""
    for mended, what in (
        (re.sub(rb"\r?\n", b"\r\n", rest), "with CRLF for line ends it has just that many"),
        (rest + b"\n", "one line end was taken for lost"),
    ):
        if len(mended) == announced:
            text = f"Content-Length announces {announced} bytes of body, and {len(rest)} are there; {what}"
            return mended, [Defect(DefectKind.BODY_CUT_SHORT, text)]
    text = f"Content-Length announces {announced} bytes of body, and {len(rest)} are there"
    return rest, [Defect(DefectKind.BODY_CUT_SHORT, text)]


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def raw_request(request: SignedRequest) -> bytes:
    """A signed request as raw HTTP, byte for byte what is sent but for the framing that the transport adds."""
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{request.method} {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    if request.body and request.header("content-length") is None:
        lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + request.body


def received_of(request: SignedRequest) -> Received:
    """A signed request as the other side would receive it."""
    return read_raw(raw_request(request))
