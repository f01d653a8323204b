"""Parameters as they may be written to a file: sensitive values left out, or a mark in their place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, cast

from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject


class _Left:
    """Stands for a value that is left out."""


_LEFT: Final = _Left()
_NAMED = re.compile(r'"((?:[^"\\\n]|\\.){1,200})"\s*:')
_PRIVATE_KEY = "PRIVATE KEY-----"


def without_secrets(params: JsonObject) -> JsonObject:
    """The parameters without the values that `safety.redact` takes for secrets, at any depth.

    An element of a list that was an object stays as an object, so that the others keep their places; a list that
    has any other secret is left out as a whole.
    """
    kept = _kept(params, cast("Json", redacted(params)))
    return kept if isinstance(kept, dict) else {}


def _kept(value: Json, masked: Json) -> Json | _Left:
    if value == masked:
        return value
    match value, masked:
        case dict(), dict():
            members = {name: _kept(inner, masked[name]) for name, inner in value.items()}
            found: JsonObject = {name: inner for name, inner in members.items() if not isinstance(inner, _Left)}
            return found or _LEFT
        case list(), list():
            elements: list[Json] = []
            for inner, hidden in zip(value, masked, strict=True):
                left = _kept(inner, hidden)
                if not isinstance(left, _Left):
                    elements.append(left)
                elif isinstance(inner, dict):
                    elements.append({})
                else:
                    return _LEFT
            return elements
        case _:
            return _LEFT


class Masked:
    """Parameters as a JSON text in which marks stand for the sensitive values, and the way back.

    The marks are texts of their own, `"••••••••1"`: moved to another place or deleted, each value goes along.
    """

    def __init__(self, params: JsonObject) -> None:
        self._values: list[Json] = []
        self.text = json.dumps(self._marked(params, cast("Json", redacted(params))), ensure_ascii=False, indent=2)

    @property
    def count(self) -> int:
        """How many values are hidden."""
        return len(self._values)

    def _marked(self, value: Json, masked: Json) -> Json:
        if value == masked:
            return value
        match value, masked:
            case dict(), dict():
                return {name: self._marked(inner, masked[name]) for name, inner in value.items()}
            case list(), list():
                return [self._marked(inner, hidden) for inner, hidden in zip(value, masked, strict=True)]
            case _:
                self._values.append(value)
                return f"{MASK}{len(self._values)}"

    def unmasked(self, text: str) -> str:
        """The edited text with the values back in the places of their marks; it need not be JSON."""
        for number, value in enumerate(self._values, 1):
            text = text.replace(f'"{MASK}{number}"', json.dumps(value, ensure_ascii=False))
        return text


def may_hold_secrets(text: str) -> bool:
    """Whether a text that is not JSON (yet) has a name whose value would be a secret, or a private key."""
    return _PRIVATE_KEY in text or any(is_secret_name(name) for name in _NAMED.findall(text))
