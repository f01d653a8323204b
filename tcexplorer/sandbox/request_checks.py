"""Whether a request is one the cloud would take at all: its form, its size, the common parameters.

Source of limits and codes: the "Request Structure", "Signature" and "Error Codes" pages of any product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.protocol.claims import Scheme
from tcexplorer.protocol.http_text import DefectKind
from tcexplorer.protocol.request import MAX_GET, MAX_POST
from tcexplorer.protocol.signing_v1 import MAX_POST as MAX_POST_V1
from tcexplorer.protocol.words import V1_REQUIRED
from tcexplorer.sandbox.errors import shown

if TYPE_CHECKING:
    from tcexplorer.sandbox.visit import Visit

_UNREADABLE = (
    DefectKind.HEAD_CUT_SHORT, DefectKind.BODY_CUT_SHORT, DefectKind.BAD_CHUNK, DefectKind.BAD_CONTENT_LENGTH,
    DefectKind.UNKNOWN_CODING, DefectKind.BAD_REQUEST_LINE,
)  # fmt: skip
_HEADERS = ("X-TC-Action", "X-TC-Version", "X-TC-Timestamp")


def is_connect(visit: Visit) -> str | None:
    if visit.received.method != b"CONNECT":
        return None
    return "CONNECT asks a proxy for a tunnel. The sandbox is no proxy: make it the endpoint, over http."


def too_large_to_read(visit: Visit) -> str | None:
    return _said(visit, DefectKind.HEAD_TOO_LARGE, DefectKind.BODY_TOO_LARGE)


def unreadable(visit: Visit) -> str | None:
    return _said(visit, *_UNREADABLE)


def other_protocol(visit: Visit) -> str | None:
    return _said(visit, DefectKind.TLS_HELLO, DefectKind.UNKNOWN_HTTP_VERSION)


def other_method(visit: Visit) -> str | None:
    sent = visit.received.method
    if sent in (b"GET", b"POST"):
        return None
    hint = " (methods are in upper case)" if sent.upper() in (b"GET", b"POST") else ""
    return f"The method is {shown(sent.decode('latin-1'), 20)}; the API takes GET and POST{hint}."


def over_limit(visit: Visit) -> str | None:
    query, body = len(visit.received.query), len(visit.received.body)
    if visit.get:
        return f"The query has {query} bytes; a GET takes {MAX_GET}. Send it as a POST." if query > MAX_GET else None
    return f"The body has {body} bytes; a POST takes {MAX_POST}." if body > MAX_POST and not visit.v1 else None


def over_limit_of_v1(visit: Visit) -> str | None:
    body = len(visit.received.body)
    if not visit.v1 or visit.get or body <= MAX_POST_V1:
        return None
    return f"The body has {body} bytes; signature v1 takes {MAX_POST_V1}. Sign it with TC3-HMAC-SHA256."


def incomplete(visit: Visit) -> str | None:
    """One of the common parameters is missing; an empty one is none."""
    claims = visit.claims
    if not claims.host.sent:
        return "The request has no header Host."
    if visit.v1:
        return next((f"The request has no parameter {name}." for name in V1_REQUIRED if not claims.v1.get(name)), None)
    needed = [*(() if claims.scheme is Scheme.SKIP else ("Authorization",)), *_HEADERS, "Content-Type"]
    return next((f"The request has no header {name}." for name in needed if not visit.received.header(name)), None)


def _said(visit: Visit, *kinds: DefectKind) -> str | None:
    """The first defect of these kinds, as a sentence."""
    text = next((defect.text for defect in visit.received.defects if defect.id in kinds), None)
    return text and f"{text[0].upper()}{text[1:]}."
