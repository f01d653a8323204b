"""What came back, read: the envelope and the outcome.

`Response.Error` decides whether a call failed, never the HTTP status: the gateway answers 200 for a
wrong signature too. Source: the "Responses" page of any product, e.g.
https://www.tencentcloud.com/document/product/1294/76500.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject, Response


_REQUEST_ID = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The parsed answer: the whole document, and the members that every answer may have."""

    document: JsonObject
    response: JsonObject
    request_id: str | None
    deprecated_warning: str | None = None


@dataclass(frozen=True, slots=True)
class Success:
    """The API did it; or, with `dry_run`, it would have and was asked not to.

    `events` is their number when the answer was an event stream; the envelope is that of its last event then.
    """

    envelope: Envelope
    dry_run: bool = False
    events: int | None = None


@dataclass(frozen=True, slots=True)
class ApiError:
    """The API refused: its code and its own message, as sent."""

    envelope: Envelope
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Something answered, but not the API: a proxy's page, cut JSON, no `Response`."""

    status: int
    content_type: str
    reason: str


@dataclass(frozen=True, slots=True)
class TransportError:
    """No answer. `kind` is dns, connect, tls, proxy, timeout, read, refused or protocol.

    `may_have_arrived` is False only when the request cannot have reached the API.
    """

    kind: str
    sentence: str
    may_have_arrived: bool


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The user stopped waiting after this many seconds; the API may have done it all the same.

    `received` bytes of the body had come by then, and `events` of them when it was an event stream.
    """

    after: float
    received: int = 0
    events: int | None = None


Outcome: TypeAlias = Success | ApiError | Malformed | TransportError | Cancelled


def read_outcome(response: Response) -> Success | ApiError | Malformed:
    """Read an answer. Numbers keep every digit (Python int); nothing raises."""
    if response.broken is not None or response.truncated or _is_blank(response.body):
        return judge(response, None)
    try:
        document: Json = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        return judge(response, None, _where(error))
    return judge(response, document)


def judge(response: Response, document: Json, broken: str | None = None) -> Success | ApiError | Malformed:
    """The outcome of an answer that somebody has parsed already: large ones are parsed in slices.

    `broken` says why the body is not JSON, or not all of it; None when it is.
    """
    content_type = response.header("Content-Type") or "no content type"

    def malformed(reason: str) -> Malformed:
        return Malformed(response.status, content_type, reason)

    if response.broken is not None:
        return malformed(response.broken.sentence)
    if response.truncated:
        known = "" if response.header("Content-Length") == str(response.size) else "at least "
        return malformed(f"the answer was cut at {len(response.body)} of {known}{response.size} bytes")
    if _is_blank(response.body):
        return malformed("the answer is empty")
    if broken is not None:
        return malformed(f"the answer is not JSON: {broken}")
    return read_document(document) or malformed("the answer is JSON, but has no object named Response")


def _is_blank(body: bytes) -> bool:
    return not body[:1000].strip() and not body.strip()


def read_document(document: Json) -> Success | ApiError | None:
    """The outcome in a parsed document, or None when it is no envelope."""
    if not isinstance(document, dict):
        return None
    response = document.get("Response")
    if not isinstance(response, dict):
        return None
    envelope = Envelope(document, response, _text(response.get("RequestId")), _text(response.get("DeprecatedWarning")))
    match response.get("Error"):
        case None:
            return Success(envelope)
        case {"Code": "DryRunOperation"}:
            return Success(envelope, dry_run=True)
        case {"Code": str(code), **rest}:
            return ApiError(envelope, code, _text(rest.get("Message")) or "")
        case other:
            return ApiError(envelope, "", _as_text(other))


def inner_request_ids(error: ApiError) -> tuple[str, ...]:
    """Request ids in an error's message that are not the answer's own: those of a service behind the service.

    Support may ask for both. In the order of the message, each once.
    """
    outer = (error.envelope.request_id or "").lower()
    found = dict.fromkeys(match[0] for match in _REQUEST_ID.finditer(error.message))
    return tuple(one for one in found if one.lower() != outer)


def _as_text(value: Json) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to be shown)"


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return "not UTF-8 text" if isinstance(error, UnicodeError) else "a number has too many digits"
