"""Actions that answer with an event stream when Stream is true: the official example, event by event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.events import events_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Json, JsonObject, Language

PAUSE: Final = 0.04
"""Seconds between two events."""
_MOST: Final = 40
"""Events of one answer."""
_PIECE: Final = 12
"""Characters of a text that one event adds."""


def wants_stream(action: Action, params: JsonObject) -> bool:
    """Whether the call asks for a stream. Where the switch is left out, what it defaults to is not in the schema."""
    switch = action.request.member("Stream")
    return switch is not None and switch.type == "bool" and params.get("Stream") is True


def stream_of(action: Action, language: Language, response: JsonObject) -> list[JsonObject]:
    """The events of an answer: those of the first example that is a stream, else `response` in pieces."""
    for example in action.examples(language):
        if "data:" in example.output:
            found = [document for event in events_in(example.output.encode()) if (document := _object(event.data))]
            if found:
                return found if len(found) <= _MOST else [*found[: _MOST - 1], found[-1]]
    return _in_pieces(response)


def encoded_events(documents: Sequence[JsonObject], request_id: str) -> tuple[bytes, ...]:
    """Each event as bytes; a RequestId that it has becomes that of the answer."""
    return tuple(
        b"data: " + encoded(one | {"RequestId": request_id} if "RequestId" in one else one) + b"\n\n"
        for one in documents
    )


def _in_pieces(response: JsonObject) -> list[JsonObject]:
    """A response as the deltas that add up to it, where it has a message; else itself as the only event."""
    choices = response.get("Choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("Message") if isinstance(first, dict) else None
    text = message.get("Content") if isinstance(message, dict) else None
    if not isinstance(text, str) or not text:
        return [response]
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)][:_MOST]
    return [
        {**response, "Choices": [_choice(piece, "stop" if at == len(pieces) else "")]}
        for at, piece in enumerate(pieces, 1)
    ]


def _choice(piece: str, reason: str) -> Json:
    return {"Delta": {"Role": "assistant", "Content": piece}, "FinishReason": reason, "Index": 0}


def _object(data: str) -> JsonObject | None:
    try:
        document: Json = json.loads(data)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def encoded(document: JsonObject) -> bytes:
    """Compact JSON; half a character, which UTF-8 cannot hold, is escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
