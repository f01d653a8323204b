"""The source string of v1 and its parameters, as a recipe that mistakes change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, quote_plus, unquote

from tcexplorer.protocol.words import V1_COMMON

if TYPE_CHECKING:
    from collections.abc import Callable

Pairs = tuple[tuple[str, str], ...]

_DIGITS = re.compile(r"(\d+)")
_PERCENT = re.compile(r"%[0-9A-F]{2}")


class Recipe(NamedTuple):
    """The choices that the source string and its HMAC take."""

    secret: str
    digest: str
    method: str
    host: str
    path: str = "/"
    mark: str = "?"
    order: str = "sorted"
    encode: str = "plain"
    timestamp: str | None = None
    without: tuple[str, ...] = ()
    more: Pairs = ()
    names: str = "kept"
    prefix: str = ""
    suffix: str = ""
    tail: str = ""


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(name) if part]


_ORDERS: dict[str, Callable[[list[tuple[str, str]]], list[tuple[str, str]]]] = {
    "sorted": sorted,
    "sent": list,
    "reversed": lambda pairs: pairs[::-1],
    "descending": lambda pairs: sorted(pairs, reverse=True),
    "natural": lambda pairs: sorted(pairs, key=lambda pair: _natural(pair[0])),
    "caseless": lambda pairs: sorted(pairs, key=lambda pair: (pair[0].lower(), pair[0])),
    "caseless, stable": lambda pairs: sorted(pairs, key=lambda pair: pair[0].lower()),
    "caseless, value": lambda pairs: sorted(pairs, key=lambda pair: (pair[0].lower(), pair[1])),
    "common first": lambda pairs: sorted(pairs, key=lambda pair: (pair[0] not in V1_COMMON, pair[0])),
    "common last": lambda pairs: sorted(pairs, key=lambda pair: (pair[0] in V1_COMMON, pair[0])),
    "by value": lambda pairs: sorted(pairs, key=lambda pair: pair[1]),
}


def _quote(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="surrogateescape")


def _lower(text: str) -> str:
    return _PERCENT.sub(lambda match: match[0].lower(), _quote(text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    """Any bytes as the text that is signed as them."""
    return data.decode("utf-8", "surrogateescape")


_DIGITS_ALONE = re.compile(r"0*(\d+)(?:\.(\d*?)0*)?")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def _shortest(text: str) -> str:
    """A number without the zeros that say nothing."""
    found = _DIGITS_ALONE.fullmatch(text)
    return f"{found[1]}.{found[2]}".rstrip(".") if found and found[2] else found[1] if found else text


_ENCODERS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "rfc": _quote,
    "slash": lambda text: _quote(text, "/"),
    "plus": lambda text: quote_plus(text, errors="surrogateescape"),
    "script": lambda text: _quote(text, "!'()*~"),
    "lower": _lower,
    "java": lambda text: quote_plus(text, safe="*", errors="surrogateescape").replace("~", "%7E"),
    "twice": lambda text: _quote(_quote(text)),
    "repr": lambda text: str(_bytes(text)),
    "repr, beyond ASCII": lambda text: text if text.isascii() else str(_bytes(text)),
    "ASCII": lambda text: text.encode("ascii", "replace").decode(),
    "ASCII, a byte": lambda text: _BEYOND_ASCII.sub(b"?", _bytes(text)).decode(),
    "Latin-1": lambda text: _text(text.encode("latin-1", "replace")),
    "low byte": lambda text: _text(text.encode("utf-16-le", "surrogatepass")[::2]),
    "GBK": lambda text: _text(text.encode("gbk", "replace")),
    "UTF-8 twice": lambda text: _bytes(text).decode("latin-1"),
    "shortest": _shortest,
    "floats": lambda text: f"{text}.0" if text.isdigit() else text,
    "empty for 0": lambda text: "" if text == "0" else text,
}
REPLACED = (
    ("&", ""), ("&", "&amp;"), ("&", "%26"), ("+", ""), ("+", " "), ("+", "%2B"), (" ", ""), (" ", "+"), (" ", "%20"),
    ("%20", ""), ("%20", " "), ("%20", "+"), ("%", "%25"), ("=", "%3D"), ("/", "%2F"), ("\\", ""),
)  # fmt: skip
"""What some programs make of a character in values, for the signature alone."""
_ENCODERS.update({f"{old} {new}": lambda text, old=old, new=new: text.replace(old, new) for old, new in REPLACED})
_ENCODERS["until &"] = lambda text: text.partition("&")[0]
DECODERS: dict[str, Callable[[str], str]] = {
    "as sent": lambda raw: raw,
    "+ kept": lambda raw: unquote(raw, errors="surrogateescape"),
    "%20 kept": lambda raw: unquote(raw.replace("+", " ").replace("%20", "%2520"), errors="surrogateescape"),
    "+ and %20 kept": lambda raw: unquote(raw.replace("%20", "%2520"), errors="surrogateescape"),
}
"""What was signed of values as they stand in the request, where they were sent without being encoded."""


@dataclass(frozen=True)
class Source:
    """The parameters of a request, to be joined in many ways; `raw_pairs` are as they stand in it, encoded."""

    pairs: Pairs
    raw_pairs: Pairs

    def written(self, recipe: Recipe) -> bytes:
        """The source string as a recipe wants it."""
        start = f"{recipe.method}{recipe.host}{recipe.path}{recipe.mark}"
        key = (recipe.order, recipe.encode, recipe.timestamp, recipe.without, recipe.more, recipe.names)
        if key not in self._joined:
            self._joined[key] = self._join(recipe).encode("utf-8", "surrogateescape")
        begin, end = (text.encode("utf-8", "surrogateescape") for text in (start, recipe.tail))
        return begin + self._joined[key] + end

    @cached_property
    def _joined(self) -> dict[object, bytes]:
        return {}

    def _join(self, recipe: Recipe) -> str:
        pairs = list(self.raw_pairs if recipe.encode in DECODERS else self.pairs)
        if recipe.timestamp is not None:
            pairs = [(name, recipe.timestamp if name == "Timestamp" else value) for name, value in pairs]
        pairs = [(name, value) for name, value in pairs if name not in recipe.without]
        if recipe.names == "dots":
            pairs = [(name.replace("_", "."), value) for name, value in pairs]
        if recipe.names == "underscores":
            pairs = [(name.replace(".", "_"), value) for name, value in pairs]
        if recipe.names == "no empty":
            pairs = [(name, value) for name, value in pairs if value]
        if recipe.names == "no zeros":
            pairs = [(name, value) for name, value in pairs if value != "0"]
        if recipe.names == "nothing false":
            pairs = [(name, value) for name, value in pairs if value.lower() not in ("", "0", "false")]
        pairs = _ORDERS[recipe.order]([*pairs, *recipe.more])
        if recipe.encode == "whole":
            return _quote("&".join(f"{name}={value}" for name, value in pairs))
        encode = DECODERS.get(recipe.encode) or _ENCODERS.get(recipe.encode)
        if encode is None or recipe.encode == "plain":
            return "&".join([f"{name}={value}" for name, value in pairs])
        known = self._encoded.setdefault(recipe.encode, {})
        for _, value in pairs:
            if value not in known:
                known[value] = encode(value)
        return "&".join([f"{name}={known[value]}" for name, value in pairs])

    @cached_property
    def _encoded(self) -> dict[str, dict[str, str]]:
        """Values that were encoded already, by encoder."""
        return {}
