"""A request that is given as text, where its lines lost what continues them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.interchange.readers.curl import looks_like_curl, read_curl
from tcexplorer.interchange.readers.raw import read_raw
from tcexplorer.interchange.shell import NOT_CONTINUED
from tcexplorer.protocol.request import FORM_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.claims import Claims
    from tcexplorer.protocol.http_text import Received

_HEADER = re.compile(rb"[A-Za-z0-9-]+[ \t]*:")
_OTHER = re.compile(rb"^[ \t{\[]|[:&]")
"""What begins a folded line or a body, or is in a header or a form."""
_FIELD = re.compile(rb"(Credential|SignedHeaders|Signature)=")


class RequestText(NamedTuple):
    """A request, and what was made of the text that it is given as."""

    received: Received
    remarks: tuple[str, ...] = ()


def read_text(text: bytes, read_file: Callable[[str], bytes] | None) -> RequestText:
    """The request of raw HTTP or of a curl command. Raises UnreadableError."""
    if looks_like_curl(text):
        command = read_curl(text.decode("utf-8", "surrogateescape"), read_file=read_file)
        said = f"{NOT_CONTINUED[0].upper()}{NOT_CONTINUED[1:]}."
        return RequestText(command.received, (said,) if NOT_CONTINUED in command.remarks else ())
    received = read_raw(text)
    head, names = _continued(received.head)
    if not names:
        return RequestText(received)
    said = f"{names[0]} stands on several lines, and was read as one: on the wire each header must be one line."
    return RequestText(read_raw(head + received.wire[len(received.head) :]), (said,))


def _continued(head: bytes) -> tuple[bytes, list[str]]:
    """The head with each line that is no header joined to the header before it, and the names of those headers."""
    first, *rest = head.split(b"\n")
    lines = [first]
    names: list[str] = []
    for line in rest:
        before = lines[-1].rstrip(b"\r\n \t")
        text = line.strip()
        name = before.partition(b":")[0]
        if len(lines) < 2 or not text or _OTHER.search(line) or not _HEADER.match(before):
            lines.append(line)
            continue
        value = before.partition(b":")[2].strip()
        apart = before.endswith(b",") or (_FIELD.match(text) is not None and not before.endswith(b"="))
        apart = apart or (name.lower() != b"authorization" and before.endswith(b";"))
        lines[-1] = before + (b" " if apart or not value else b"") + line
        names.append(name.decode("latin-1"))
    return b"\n".join(lines), names


def of_form(received: Received, claims: Claims) -> list[str]:
    """A remark where a v1 form is sent as something else."""
    if received.method == b"GET" or claims.media_type == FORM_TYPE:
        return []
    sent = f"as {claims.media_type}" if claims.media_type else "without a Content-Type"
    return [f"The body is a form of signature v1, and was read as one, though sent {sent}: v1 wants {FORM_TYPE}."]
