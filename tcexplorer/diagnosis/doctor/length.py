"""Whether Content-Length counts the bytes of the body that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.observed import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.http_text import Received

FAULT = "content-length-wrong"


def whole(received: Received) -> Received:
    """The request with the body that its client has meant, where Content-Length counted it in characters."""
    announced, rest = received.framing.length, received.rest
    if announced is None:
        return received
    for body in (rest, rest.removesuffix(b"\n").removesuffix(b"\r")):  # an editor may have ended the file
        if len(body) != announced and announced in _counted(body):
            return replace(received, body=body)
    return received


def of_length(received: Received) -> list[Finding]:
    """What is wrong with the Content-Length of a request, once it is read whole."""
    announced, rest, body = received.framing.length, received.rest, received.body
    if announced is None or len(body) == announced == len(rest.rstrip()) or len(rest) == announced:
        return []
    says = f"Content-Length says {announced}"
    if not rest and announced:
        text = f"{says}, and there is no body: it is missing from what was saved, or it was not sent"
    elif len(body) != announced and announced in _counted(body):
        text = (
            f"{says}, the body has {len(body)} bytes: it was counted in characters, and the server reads the first "
            f"{announced} bytes; Node: Buffer.byteLength(body)"
        )
    elif len(body) < announced:
        text = f"{says}, the body has {len(body)} bytes: its end is missing from what was saved, or it was not sent"
    elif len(body) > announced:
        text = f"{says}, the body has {len(body)} bytes; the server reads the first {announced}"
    elif more := len(rest.rstrip(b"\r\n")) - announced:
        if more < 0 or not rest[announced:].strip():
            return []
        text = f"{says}, and {more} more bytes follow, which the server does not take for the body"
    else:
        return []
    return [Finding(FAULT, text)]


def body_lost(received: Received) -> bool:
    """Whether less of the body is there than Content-Length announces."""
    announced = received.framing.length
    return announced is not None and len(received.body) < announced


def _counted(body: bytes) -> Iterator[int]:
    """How long a text is in characters: as Python and as Node count them."""
    if not body.isascii():
        text = body.decode("utf-8", "replace")
        yield len(text)
        yield len(text.encode("utf-16-le")) // 2
