"""Secrets found by their value, however they are written: the last gate before a text is shown, printed or written.

What somebody else's program does to a secret before it signs or prints it is not known: it may be in upper case,
percent-encoded, in base64, cut. So a text is read letter by letter, without its escapes and without regard to case,
and what agrees with a secret over eight letters or more is masked.
"""

from __future__ import annotations

import base64
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tcexplorer.safety.secret import Secret

SHORTEST: Final = 4
"""Characters of a secret that is looked for; a shorter one would mask half the text."""
_GRAM: Final = 6
_STEP: Final = 3
_PIECE: Final = _GRAM + _STEP - 1
"""Letters of a piece of a secret that is always found, and of the shortest one that is masked."""
_LONGEST_ENCODED: Final = 8_192
"""Bytes of a secret that is looked for in other encodings, too."""
_LEVELS: Final = 4
"""How often a text is read without its escapes: `%252541` is a letter that was encoded three times."""
_PLAIN: Final = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_", b"abcdefghijklmnopqrstuvwxyz/")
_DROPPED: Final = b" \t\r\n+-"
"""Blanks may be put in anywhere, or stand for the `+` of base64, which is `-` in URLs (and `_` is `/`)."""
_ESCAPE: Final = re.compile(
    rb"%(?P<percent>[0-9A-Fa-f]{2})"
    rb"|\\{1,9}u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\{1,9}u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
    rb"|\\{1,9}(?:u|U0000)(?P<unicode>[0-9A-Fa-f]{4})|\\{1,9}U(?P<wide>000[0-9A-Fa-f]{5})|\\{1,9}u\{(?P<braced>[0-9A-Fa-f]{1,5})\}"
    rb"|\\{1,9}x(?P<byte>[0-9A-Fa-f]{2})|\\(?P<letter>[^ux])"
    rb"|&(?:amp;){0,4}(?:#[xX]0*(?P<entity>[0-9A-Fa-f]{1,5})|#0*(?P<decimal>[0-9]{1,6})|(?P<name>amp|lt|gt|quot|apos));",
    re.DOTALL,
)
_LETTERS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"e": b"\x1b", b"0": b"\0"}
_ENTITIES: Final = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}


class Scrubber:
    """Masks secrets in texts and documents.

    Found are the values as they are, reversed, in base64 at any alignment and in hex digits, in any case, with every
    escape of URLs, JSON, programs and HTML, several times over, in whole or in part, with blanks in between; and
    every piece of a long one.
    """

    __slots__ = ("__dict__", "_values")

    def __init__(self, secrets: Iterable[Secret[str] | None], values: Iterable[str] = ()) -> None:
        """`values` are secret, too: what a request holds under a secret name."""
        known = [secret.reveal() for secret in secrets if secret is not None]
        self._values = {value for value in (*known, *values) if len(value) >= SHORTEST}

    def __repr__(self) -> str:
        return f"Scrubber({len(self._values)} values)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a Scrubber cannot be pickled or copied")

    @cached_property
    def _short(self) -> re.Pattern[bytes] | None:
        """Values that are too short to be found by their pieces."""
        forms = {form.lower() for value in self._values for form in _forms(value) if len(_squeezed(form)) < _PIECE}
        longest_first = sorted(forms, key=len, reverse=True)
        return re.compile(b"|".join(map(re.escape, longest_first))) if forms else None

    @cached_property
    def _grams(self) -> frozenset[bytes]:
        """Every six letters that follow each other in a long value or in one of its encodings."""
        found: set[bytes] = set()
        for value in self._values:
            for form in map(_squeezed, _forms(value)):
                if len(form) >= _PIECE:
                    found.update(form[at : at + _GRAM] for at in range(len(form) - _GRAM + 1))
        return frozenset(found)

    def text(self, text: str) -> str:
        """The text with every secret masked; all else stays as it is."""
        if not self._values or not text:
            return text
        data = text.encode("utf-8", "surrogatepass")
        spans = sorted(self._spans(data))
        if not spans:
            return text
        pieces: list[bytes] = []
        at = 0
        for begin, end in spans:
            if end <= at:
                continue
            if begin > at or not pieces:
                pieces += [data[at:begin], MASK.encode()]
            at = end
        return b"".join((*pieces, data[at:])).decode("utf-8", "surrogatepass")

    def document(self, value: object) -> object:
        """A JSON document with every secret masked, in its names, too."""
        match value:
            case str():
                return self.text(value)
            case dict():
                members = cast("dict[str, object]", value).items()
                return {self.text(name): self.document(member) for name, member in members}
            case list() | tuple():
                return [self.document(element) for element in cast("list[object]", value)]
            case _:
                return value

    def _spans(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where secrets are, in bytes of UTF-8, on the bounds of characters and escapes."""
        places: list[int] | None = None
        read = data
        for _ in range(_LEVELS):
            for begin, end in self._found(read):
                if places is not None:
                    while places[end] == places[end - 1]:  # within what one escape stands for
                        end += 1
                    begin, end = places[begin], places[end]
                while begin and data[begin] & 0xC0 == 0x80:
                    begin -= 1
                while end < len(data) and data[end] & 0xC0 == 0x80:
                    end += 1
                yield begin, end
            unescaped = _unescaped(read, places)
            if unescaped is None:
                return
            read, places = unescaped

    def _found(self, data: bytes) -> Iterator[tuple[int, int]]:
        if self._short is not None:
            for found in self._short.finditer(data.lower()):
                yield found.span()
        grams = self._grams
        if not grams:
            return
        plain = _squeezed(data)
        places: list[int] | None = None
        last = len(plain) - _GRAM
        after = 0
        for at in range(0, last + 1, _STEP):
            if at < after or plain[at : at + _GRAM] not in grams:
                continue
            begin = end = at
            while begin > after and plain[begin - 1 : begin - 1 + _GRAM] in grams:
                begin -= 1
            while end < last and plain[end + 1 : end + 1 + _GRAM] in grams:
                end += 1
            end += _GRAM
            if end - begin < _PIECE:
                continue
            after = end
            if places is None:
                places = [place for place, byte in enumerate(data) if byte not in _DROPPED]
            yield places[begin], places[end - 1] + 1


def _squeezed(data: bytes) -> bytes:
    return data.translate(_PLAIN, _DROPPED)


def _forms(value: str) -> Iterator[bytes]:
    plain = value.encode("utf-8", "surrogatepass")
    yield plain
    if len(plain) > _LONGEST_ENCODED:
        return
    yield plain[::-1]
    yield plain.hex().encode()
    for before in range(3):
        # the letters of base64 in which nothing but the value has a part
        encoded = base64.b64encode(bytes(before) + plain).rstrip(b"=")
        rest = (before + len(plain)) % 3
        yield encoded[(0, 2, 3)[before] : len(encoded) - (1 if rest else 0)]
    if (unescaped := _unescaped(plain, None)) is not None:
        yield unescaped[0]


def _unescaped(data: bytes, places: list[int] | None) -> tuple[bytes, list[int]] | None:
    """The bytes without one level of escapes, and where each of them, and the end, is in the text; None for no escape.

    `places` says where the bytes given are.
    """
    found = list(_ESCAPE.finditer(data)) if b"%" in data or b"\\" in data or b"&" in data else []
    if not found:
        return None
    before = places if places is not None else range(len(data) + 1)
    pieces: list[bytes] = []
    where: list[int] = []
    at = 0
    for escape in found:
        begin = escape.start()
        meant = _meant(escape)
        pieces += [data[at:begin], meant]
        where += before[at:begin]
        where += [before[begin]] * len(meant)
        at = escape.end()
    where += before[at:]
    return b"".join((*pieces, data[at:])), where


def _meant(escape: re.Match[bytes]) -> bytes:
    digits = escape[escape.lastgroup or ""]
    match escape.lastgroup:
        case "percent" | "byte":
            return bytes.fromhex(digits.decode())
        case "low":
            pair = bytes.fromhex((escape["high"] + digits).decode())
            return pair.decode("utf-16-be").encode()
        case "letter":
            return _LETTERS.get(digits, digits)
        case "name":
            return _ENTITIES[digits]
        case kind:
            code = int(digits, 10 if kind == "decimal" else 16)
            return chr(code).encode("utf-8", "surrogatepass") if code < 0x110000 else escape[0]
