"""How libraries of many languages write a string or a number of JSON."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ENCODE_UTF8 = json.JSONEncoder(ensure_ascii=False).encode
_ENCODE_ASCII = json.JSONEncoder().encode
_UNICODE = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})")
_HTML = re.compile(r"[<>&\u2028\u2029]")
_GSON = re.compile(r"[<>&='\u2028\u2029]")
_DOTNET = re.compile(r"[<>&+'`\x7f]")
_QUOTE = re.compile(r'(?<!\\)((?:\\\\)*)\\"')


def _upper(match: re.Match[str]) -> str:
    return f"{match[1]}\\u{match[2].upper()}"


def _unicode(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _unicode_upper(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"


def _slashed(text: str) -> str:
    return text.replace("/", "\\/")


LITERALS: dict[str, Callable[[str], str]] = {
    "utf8": _ENCODE_UTF8,
    "ascii": _ENCODE_ASCII,
    "ascii upper": lambda text: _UNICODE.sub(_upper, _ENCODE_ASCII(text)),
    "ascii slashed": lambda text: _slashed(_ENCODE_ASCII(text)),
    "utf8 slashed": lambda text: _slashed(_ENCODE_UTF8(text)),
    "html": lambda text: _HTML.sub(_unicode, _ENCODE_UTF8(text)),
    "html ascii": lambda text: _HTML.sub(_unicode, _ENCODE_ASCII(text)),
    "gson": lambda text: _GSON.sub(_unicode, _ENCODE_UTF8(text)),
    "dotnet": lambda text: _DOTNET.sub(
        _unicode_upper, _QUOTE.sub(r"\1\\u0022", _UNICODE.sub(_upper, _ENCODE_ASCII(text)))
    ),
    "python": repr,
}
"""A string as a literal, by the escape of a style."""

PYTHON_WORDS = {"true": "True", "false": "False", "null": "None"}


def numbered(text: str, how: str) -> str:
    """The digits of a number as a style writes them."""
    match how:
        case "short":  # as JavaScript does: 1.0 is 1
            return _short(text)
        case "floats":  # as Gson does with maps: 1 is 1.0
            return text if not text.lstrip("-").isdigit() else f"{text}.0"
        case "quoted":
            return f'"{text}"'
        case _:
            return text


@lru_cache(maxsize=1024)
def _short(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if text.lstrip("-").isdigit():
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value).replace("e-0", "e-")
