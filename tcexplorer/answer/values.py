"""The values of an answer beyond those of `json`: numbers that keep their digits, and ways through a document."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.protocol.model import Json

Path: TypeAlias = "tuple[str | int, ...]"
"""Names of members and indexes of elements, from the document down; `()` is the document itself."""
IndexPath: TypeAlias = "tuple[int, ...]"
"""A path as the place of each step among its siblings. They compare as the document is read."""

MISSING: Final = object()
"""What `value_at` gives where there is nothing; None is a value."""


class Exact(float):
    """A number that a float cannot hold without loss, with its digits as they were sent."""

    __slots__ = ("text",)

    text: str

    @classmethod
    def read(cls, text: str) -> Exact:
        number = cls(text)
        number.text = text
        return number

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Exact.read, (self.text,)


def read_float(text: str) -> float:
    """A JSON number with a fraction or an exponent; `Exact` where the float's own text would say another number."""
    if len(text) <= 16 and "e" not in text and "E" not in text:
        return float(text)
    number = float(text)
    written = repr(number)
    if written == text or _digits(written) == _digits(text):
        return number
    return Exact.read(text)


def _digits(text: str) -> tuple[str, int] | None:
    """Significant digits and the power of ten of a number's text: equal for equal numbers."""
    head, _, power = text.lower().partition("e")
    whole, _, fraction = head.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits.isdigit():
        return ("0", 0) if not digits else None
    exponent = int(power or 0) - len(fraction)
    bare = digits.rstrip("0")
    return bare, exponent + len(digits) - len(bare)


def is_container(value: object) -> bool:
    return type(value) is dict or type(value) is list


def pairs(value: Json) -> Iterable[tuple[str | int, Json]]:
    """Keys and values of a container, in order; nothing of a scalar."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def value_at(document: Json, path: Path) -> Json | object:
    """The value at a path; MISSING where there is none."""
    value = document
    for key in path:
        match value, key:
            case dict(), str() if key in value:
                value = value[key]
            case list(), int() if 0 <= key < len(value):
                value = value[key]
            case _:
                return MISSING
    return value


def child_at(value: Json, place: int) -> tuple[str | int, Json]:
    """Key and value of the child at that place. Raises IndexError where there is none."""
    if isinstance(value, list):
        return place, value[place]
    if isinstance(value, dict):
        for pair in islice(value.items(), place, None):
            return pair
    raise IndexError(place)


def places_of(document: Json, path: Path) -> IndexPath | None:
    """The places of a path, or None where there is nothing."""
    places: list[int] = []
    value = document
    for key in path:
        match value, key:
            case list(), int() if 0 <= key < len(value):
                places.append(key)
                value = value[key]
            case dict(), str() if key in value:
                places.append(list(value).index(key))
                value = value[key]
            case _:
                return None
    return tuple(places)


def size_of(value: Json) -> int:
    """How many members or elements; 0 for scalars."""
    return len(value) if isinstance(value, dict | list) else 0
