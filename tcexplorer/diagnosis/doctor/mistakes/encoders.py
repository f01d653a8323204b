"""How libraries encode a value for a URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable

PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


def quoted(text: str, safe: str = "") -> str:
    """As RFC 3986 wants it."""
    return quote(text, safe=safe, errors="surrogateescape")


def plus(text: str) -> str:
    """As a form has it: a blank is `+`."""
    return quote_plus(text, errors="surrogateescape")


def java(text: str) -> str:
    """As URLEncoder of Java: `*` stays, `~` does not, a blank is `+`."""
    return quote_plus(text, safe="*", errors="surrogateescape").replace("~", "%7E")


def script(text: str) -> str:
    """As encodeURIComponent of JavaScript."""
    return quoted(text, "!'()*~")


ENCODERS: dict[str, Callable[[str], str]] = {
    "with blanks as %20": quoted,
    "with blanks as +": plus,
    "decoded": str,
    "as encodeURIComponent writes it": script,
    "as Java's URLEncoder writes it": java,
    "with / left as it is": lambda text: quoted(text, "/"),
}
