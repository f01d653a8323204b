"""What the documentation's prose says about a value: known values, ranges, lengths, the default.

The official metadata has no such fields, so all of this is read out of sentences in two languages. It is
advice: shown, suggested, and never a restriction. Where a sentence can be read in two ways, nothing is
said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind, base_kind
from tcexplorer.form.hints.known import known_values
from tcexplorer.form.hints.ranges import Length, Range, default_of, length_of, most_of, range_of

if TYPE_CHECKING:
    from tcexplorer.form.fields import FormField
    from tcexplorer.protocol.model import Json

_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)
_COUNT = re.compile(r"(?:Limit|Offset|Page|Size|Number|Num|Count|Seconds|Days|Interval|Timeout)\Z")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is advised; None and empty where nothing is said."""

    known: tuple[str, ...] = ()
    """Values the documentation lists, as one types them."""
    range: Range | None = None
    """Of a number, or of a text that holds one."""
    length: Length | None = None
    """Of a text."""
    most: int | None = None
    """Elements of a list."""
    default: str = ""

    @property
    def hint(self) -> str:
        """The most useful of it in a few cells: `max 100`, `1–32 chars`, `3 known`."""
        if self.most is not None:
            return _items(self.most)
        if self.range is not None:
            return str(self.range)
        if self.known:
            return f"{len(self.known)} known"
        return str(self.length) if self.length is not None else ""

    def broken_by(self, value: Json) -> str:
        """Which advice a value goes against, in a few words; empty when none. Other values than the known are fine."""
        match value:
            case bool() | dict() | None:
                return ""
            case list():
                return _items(self.most) if self.most is not None and len(value) > self.most else ""
            case str() if self.range is not None:
                number = float(value) if _NUMBER.fullmatch(value) else None
                return str(self.range) if number is not None and number not in self.range else ""
            case str():
                return self.length.broken_by(value) if self.length is not None else ""
            case _:
                return str(self.range) if self.range is not None and value not in self.range else ""


NOTHING = Limits()


def _items(most: int) -> str:
    return f"max {most} item{'' if most == 1 else 's'}"


def limits_of(field: FormField) -> Limits:
    """What the docs of a field say: in English, and where that says nothing in Chinese."""
    member = field.member
    kind = FieldKind.JSON if member.type == "object" else base_kind(member)
    return _limits(member.name, kind, member.is_list, member.doc.en, member.doc.zh, member.example)


@lru_cache(maxsize=4096)
def _limits(name: str, kind: FieldKind, is_list: bool, english: str, chinese: str, example: str) -> Limits:
    read = [_read(name, kind, is_list, text, example) for text in (english, chinese) if text]
    if not read:
        return NOTHING
    first, second = read[0], read[-1]
    if not first.hint:
        return replace(second, default=first.default or second.default)
    return replace(first, known=first.known or second.known, default=first.default or second.default)


def _read(name: str, kind: FieldKind, is_list: bool, text: str, example: str) -> Limits:
    known = known_values(name, kind, text, example)
    if is_list:
        return Limits(known, most=most_of(text))
    default = default_of(kind, name, text, known)
    match kind:
        case FieldKind.INTEGER | FieldKind.FLOAT:
            return Limits(known, range_of(name, text), default=default)
        case FieldKind.TEXT:
            counted = range_of(name, text) if _COUNT.search(name) else None
            return Limits(known, counted, None if counted else length_of(text), default=default)
        case _:
            return Limits(default=default)
