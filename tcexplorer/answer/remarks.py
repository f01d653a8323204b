"""What may be odd about a body, and where in it things are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path, Places


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
    places: Places
