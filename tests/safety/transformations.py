"""What programs do to a secret before they sign, send or print it."""

from __future__ import annotations

import base64
import html
import json
import re
import string
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS: Final = string.ascii_letters + string.digits + "/"


def _each(template: str) -> Callable[[str], str]:
    return lambda value: "".join(template.format(ord(letter)) for letter in value)


def _some(template: str) -> Callable[[str], str]:
    return lambda value: "".join(template.format(ord(one)) if at % 3 == 0 else one for at, one in enumerate(value))


TRANSFORMATIONS: Final[dict[str, Callable[[str], str]]] = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "swapped case": str.swapcase,
    "percent once": lambda value: quote(value, safe=""),
    "percent twice": lambda value: quote(quote(value, safe=""), safe=""),
    "percent thrice": lambda value: quote(quote(quote(value, safe=""), safe=""), safe=""),
    "every letter percent": _each("%{:02x}"),
    "some letters percent": _some("%{:02X}"),
    "some letters percent twice": _some("%25{:02X}"),
    "percent, lower": lambda value: quote(value, safe="").lower(),
    "percent, upper": lambda value: quote(value, safe="").upper(),
    "json escapes": _each("\\u{:04x}"),
    "json escapes twice": _each("\\\\u{:04X}"),
    "json slashes": lambda value: value.replace("/", "\\/"),
    "json in json": lambda value: json.dumps(json.dumps({"v": value.replace("/", "\\/")}))[12:-4],
    "program escapes": _each("\\x{:02x}"),
    "html": lambda value: html.escape(value).replace("/", "&#x2F;"),
    "html numbers": _each("&#{};"),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64, shifted": lambda value: base64.b64encode(f"?{value}??".encode()).decode(),
    "base64, shifted twice": lambda value: base64.b64encode(f"??{value}?".encode()).decode(),
    "base64 for urls": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "base64, percent": lambda value: quote(base64.b64encode(value.encode()).decode(), safe=""),
    "hex": lambda value: value.encode().hex(),
    "HEX": lambda value: value.encode().hex().upper(),
    "reversed": lambda value: value[::-1],
    "cut at its end": lambda value: value[:20],
    "cut at its begin": lambda value: value[-20:],
    "without plus": lambda value: value.replace("+", " "),
    "blanks within": lambda value: " ".join(value),
    "in lines": lambda value: "\n".join(re.findall(".{1,16}", value)),
}
"""Each keeps twelve letters in a row or more, in whatever writing."""


def pieces_left(shown: str, secret: str, length: int = 8) -> list[str]:
    """Pieces of the secret that a text shows in plain, in any case."""
    text = shown.lower()
    return [piece for at in range(len(secret) - length + 1) if (piece := secret[at : at + length].lower()) in text]
