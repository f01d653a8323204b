"""A field's value as text and back, without loss.

Empty text is "not set". An empty string is written `""`; a text that starts with a quotation mark and
is a JSON string stands for that string, so every string there is can be written. Whole numbers keep
every digit.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcexplorer.form.fields import Kind
from tcexplorer.form.jsontext import mistake, position

if TYPE_CHECKING:
    from tcexplorer.form.fields import Field
    from tcexplorer.protocol.model import Json

_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_FLOAT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_MAX_DIGITS = 300


class Unset:
    """The parameter is not sent."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is no value of the field's type; `reason` is a few words for beside the field."""

    reason: str


def value_of(field: Field, text: str) -> Json | Unset | Unreadable:
    """The value that a text stands for."""
    if text == "" or (field.kind is not Kind.TEXT and not text.strip()):
        return UNSET
    if text.startswith('"') and field.kind is not Kind.JSON:
        try:
            quoted: Json = json.loads(text)
        except ValueError:
            quoted = None
        if isinstance(quoted, str):
            return quoted
    match field.kind:
        case Kind.INTEGER:
            return _integer(text.strip())
        case Kind.FLOAT:
            return _float(text.strip())
        case Kind.BOOLEAN:
            return {"true": True, "false": False}.get(text.strip().lower(), Unreadable("true or false"))
        case Kind.JSON:
            return read_json(text)
        case Kind.TEXT | Kind.TIME | Kind.BINARY:
            return text


def text_of(field: Field, value: Json | Unset) -> str:
    """The text that stands for a value; `value_of` gives the value back."""
    if isinstance(value, Unset):
        return ""
    if field.kind is Kind.JSON:
        return json.dumps(value, ensure_ascii=False)
    match value:
        case str() if field.kind in (Kind.TEXT, Kind.TIME, Kind.BINARY) and _plain(value, field.kind):
            return value
        case bool():
            return "true" if value else "false"
        case int() if field.kind in (Kind.INTEGER, Kind.FLOAT):
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def fits(field: Field, value: Json) -> bool:
    """Whether a field's one line of text can stand for the value; if not, it is edited as JSON."""
    read = value_of(field, text_of(field, value))
    return type(read) is type(value) and read == value


def read_json(text: str) -> Json | Unreadable:
    """A JSON text's value, or where it stops being JSON."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        offset, reason = mistake(text, error)
        line, column = position(text, offset)
        return Unreadable(
            f"{reason} at line {line}, column {column}" if "\n" in text else f"{reason} at column {column}"
        )
    except RecursionError:
        return Unreadable("nested too deeply")
    except ValueError as error:
        return Unreadable(str(error))


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _plain(text: str, kind: Kind) -> bool:
    return bool(text) and text.isprintable() and not text.startswith('"') and (kind is Kind.TEXT or bool(text.strip()))


def _integer(text: str) -> int | Unreadable:
    if not _INTEGER.match(text) or len(text) > _MAX_DIGITS:
        return Unreadable("a whole number")
    return int(text)


def _float(text: str) -> float | int | Unreadable:
    if _INTEGER.match(text) and len(text) <= _MAX_DIGITS:
        return int(text)
    if not _FLOAT.match(text) or not math.isfinite(float(text)):
        return Unreadable("a number")
    return float(text)
