"""Parameters as they may be written to a file: sensitive values left out, or a mark in their place."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import unquote

from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject


class _Left:
    """Stands for a value that is left out."""


_LEFT: Final = _Left()
_NAMED = re.compile(r'"((?:[^"\\\n]|\\.){1,200})"\s*:')
_PRIVATE_KEY = "PRIVATE KEY-----"
_PEM = "-----"
"""Of a heading, also of one that is cut."""
_CODED = re.compile(r"(?<!\\)\\+(?:u\{?|U|x)([0-9a-fA-F]{2,8})\}?")
_WORD = re.compile(r"\w{1,200}", re.ASCII)
_PARTS = re.compile(r"[^,:;=&{}\[\]]+")
"""Pieces of a text that may be one name in two words: `access key`, `"Pass" + "word"`."""


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
    """Whether a text that is no JSON (yet) has a word anywhere that names a secret, or a piece of a PEM heading.

    Where nothing says which word is a name and which a value, every word is taken for a name: as it is written, as
    its escapes say, and together with the one before it.
    """
    return any(_names_secrets(reading) for reading in {text, *_readings(text)})


def _readings(text: str) -> tuple[str, str, str]:
    """The text without its escapes, also those of JSON in JSON and of forms; a word may begin behind one or in it."""
    plain = _CODED.sub(_character, unquote(text))
    return plain, re.sub(r"(?<!\\)\\+[bfnrt]", " ", plain), re.sub(r"[\\\"'`]+", "", plain)


def _character(code: re.Match[str]) -> str:
    """What `\\u0077`, `\\x77` or `\\u{77}` stands for."""
    digits = code[1]
    most = 2 if "x" in code[0] else 8 if "U" in code[0] or "{" in code[0] else 4
    number = int(digits[:most], 16)
    return (chr(number) if number < 0x110000 else " ") + digits[most:]


def _names_secrets(text: str) -> bool:
    if _PEM in text or any(is_secret_name(word) for word in set(_WORD.findall(text))):
        return True
    pairs = {pair for part in _PARTS.findall(text) for pair in pairwise(_WORD.findall(part))}
    return any(is_secret_name(f"{first}_{second}") or is_secret_name(first + second) for first, second in pairs)


def shows_secrets(text: str) -> bool:
    """Whether a text that is a value has a private key in it, or a member with a secret name."""
    return _PRIVATE_KEY in text or redacted(text) != text or any(is_secret_name(name) for name in _NAMED.findall(text))
