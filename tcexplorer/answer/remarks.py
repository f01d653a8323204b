"""What may be odd about a body, and where in it things are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tcexplorer.answer.values import IndexPath, Path


class Odd(StrEnum):
    """What may be odd about a body."""

    ENCODING = "encoding"
    """Not UTF-8, or with a byte order mark; bytes that are no UTF-8 are kept as lone surrogates."""
    DUPLICATE = "duplicate key"
    """The last value is the one shown, as every JSON parser does."""
    CONSTANT = "constant"
    """NaN, Infinity, -Infinity: no JSON, but understood."""
    CONTROL = "control character"
    """A raw control character within a string."""
    NUMBER = "number"
    """More digits than are made an int of."""
    DEEP = "depth"
    """Nested beyond what most parsers read."""
    CUT = "cut"
    """The text ends too early; what came before is shown."""
    SYNTAX = "syntax"
    """No JSON from there on; what came before is shown."""
    EXTRA = "extra"
    """Something follows the JSON."""


class Remark(NamedTuple):
    """Something odd, in one line; `path` says where, as far as it is at one place of the value."""

    odd: Odd
    text: str
    path: Path = ()


class Landmark(NamedTuple):
    """From this byte on the body holds what is at those places of the value and after them."""

    offset: int
    places: IndexPath


MOST: Final = 20
"""Remarks of one kind; of the rest it is said that there are more."""


class RemarkList:
    """What was noticed while a body is read, by kind."""

    def __init__(self) -> None:
        self._by_kind: dict[Odd, list[Remark]] = {}

    @property
    def all(self) -> tuple[Remark, ...]:
        return tuple(remark for remarks in self._by_kind.values() for remark in remarks)

    def note(self, odd: Odd, text: str, path: Path = ()) -> None:
        """Take a remark, unless there are many of its kind."""
        held = self._by_kind.setdefault(odd, [])
        if len(held) < MOST:
            held.append(Remark(odd, text, path))
        elif len(held) == MOST:
            held.append(Remark(odd, f"and more of this kind ({odd})"))

    def full(self, odd: Odd) -> bool:
        """Whether no more of a kind are taken."""
        return len(self._by_kind.get(odd, ())) > MOST
