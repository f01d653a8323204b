"""What came back, read: the envelope and the outcome.

`Response.Error` decides whether a call failed, never the HTTP status: the gateway answers 200 for a
wrong signature too. Source: the "Responses" page of any product, e.g.
https://www.tencentcloud.com/document/product/1294/76500.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject, Response


@dataclass(frozen=True, slots=True)
class Envelope:
    """The parsed answer: the whole document, and the members that every answer may have."""

    document: JsonObject
    response: JsonObject
    request_id: str | None
    deprecated_warning: str | None = None


@dataclass(frozen=True, slots=True)
class Success:
    """The API did it; or, with `dry_run`, it would have and was asked not to."""

    envelope: Envelope
    dry_run: bool = False


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
    """The user stopped waiting after this many seconds; the API may have done it all the same."""

    after: float


Outcome: TypeAlias = Success | ApiError | Malformed | TransportError | Cancelled


def read_outcome(response: Response) -> Success | ApiError | Malformed:
    """Read an answer. Numbers keep every digit (Python int); nothing raises."""
    content_type = response.header("Content-Type") or "no content type"

    def malformed(reason: str) -> Malformed:
        return Malformed(response.status, content_type, reason)

    if response.truncated:
        return malformed(f"the answer was cut at {len(response.body)} of {response.size} bytes")
    if not response.body.strip():
        return malformed("the answer is empty")
    try:
        document: Json = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        return malformed(f"the answer is not JSON: {_where(error)}")
    return read_document(document) or malformed("the answer is JSON, but has no object named Response")


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
            return ApiError(envelope, "", json.dumps(other, ensure_ascii=False))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else "not UTF-8 text"
