"""What an event stream of the API says: its RequestId, an error in one of its events, and how it ended.

Actions that stream (ChatCompletions of several services, with Stream set) send JSON objects as events, which are what
`Response` would hold. An error before the first event comes as an ordinary envelope; a later one stands in an event,
as `ErrorMsg` with a number for a code, or as `Error`. The RequestId is in the header X-TC-RequestId or in the events.
Source: the response parameters of hunyuan, lkeap, cls and es ChatCompletions in the official catalogue.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tcexplorer.protocol.envelope import ApiError, Envelope, Success, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.answer.events import Event
    from tcexplorer.protocol.model import Headers, Json, JsonObject

STREAM_TYPE: Final = "text/event-stream"
_ID_HEADER: Final = "x-tc-requestid"
_LARGE: Final = 1_000_000
"""Characters of an event above which it is not looked into."""


def is_stream(headers: Headers) -> bool:
    """Whether an answer calls itself an event stream."""
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return kind.strip().lower().startswith(STREAM_TYPE)


def header_request_id(headers: Headers) -> str | None:
    """The RequestId that stands in the headers, as it does for streams."""
    return next((value.strip() for name, value in headers if name.lower() == _ID_HEADER), "") or None


def counted(events: int) -> str:
    """A number of events in words."""
    return f"{events:,} {'event' if events == 1 else 'events'}"


def added_text(data: str) -> str:
    """The text that an event of a chat adds to the answer; nothing for other events."""
    choices = (_object(data) or {}).get("Choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    delta = first.get("Delta") if isinstance(first, dict) else None
    text = delta.get("Content") if isinstance(delta, dict) else None
    return text if isinstance(text, str) else ""


class StreamSummary:
    """Adds up the events of one stream as they come."""

    def __init__(self, headers: Headers = ()) -> None:
        self.count = 0
        """Events so far."""
        self.request_id = header_request_id(headers)
        self.error: ApiError | None = None
        """The first error that an event told."""
        self._last: Envelope | None = None

    def take(self, events: Iterable[Event]) -> None:
        """Count events and look into them. Nothing raises."""
        for event in events:
            self.count += 1
            document = _object(event.data)
            if document is not None:
                self._look(document, named_error=event.name == "error")

    def outcome(self) -> Success | ApiError | None:
        """What the stream came to; None when it had no event at all."""
        if self.error is not None:
            return self.error
        if not self.count:
            return None
        return Success(self._last or Envelope({}, {}, self.request_id), events=self.count)

    def _look(self, document: JsonObject, *, named_error: bool) -> None:
        read = read_document(document) or read_document({"Response": document})
        if read is None:
            return
        found = read.envelope.request_id
        self.request_id = found or self.request_id
        response = read.envelope.response
        envelope = Envelope(document, response, self.request_id, read.envelope.deprecated_warning)
        self._last = envelope
        if self.error is None:
            self.error = _error(read, envelope, named=named_error)


def _error(read: Success | ApiError, envelope: Envelope, *, named: bool) -> ApiError | None:
    if isinstance(read, ApiError):
        return ApiError(envelope, read.code, read.message)
    response = envelope.response
    told = response.get("ErrorMsg")
    if not isinstance(told, dict) and named:
        inner = response.get("error")
        told = inner if isinstance(inner, dict) else response
    if not isinstance(told, dict):
        return None
    code, message = _member(told, "Code"), _member(told, "Msg") or _member(told, "Message")
    if not named and code in ("", "0") and not message:
        return None
    return ApiError(envelope, code, message)


def _member(value: JsonObject, name: str) -> str:
    """A text or a number, under the name as it is or in small letters."""
    found = value.get(name, value.get(name.lower()))
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def _object(data: str) -> JsonObject | None:
    if len(data) > _LARGE or not data.lstrip().startswith("{"):
        return None
    try:
        document: Json = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
