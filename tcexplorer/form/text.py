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
from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind
from tcexplorer.form.jsontext import mistake, position
from tcexplorer.protocol.paths import UNSET, Unset

if TYPE_CHECKING:
    from tcexplorer.form.fields import FormField
    from tcexplorer.protocol.model import Json

_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_FLOAT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_MAX_DIGITS = 300


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is no value of the field's type; `reason` is a few words for beside the field."""

    reason: str


def value_of(field: FormField, text: str) -> Json | Unset | Unreadable:
    """The value that a text stands for."""
    if text == "" or (field.kind is not FieldKind.TEXT and not text.strip()):
        return UNSET
    if text.startswith('"') and field.kind is not FieldKind.JSON:
        try:
            quoted: Json = json.loads(text)
        except ValueError:
            quoted = None
        if isinstance(quoted, str):
            return quoted
    match field.kind:
        case FieldKind.INTEGER:
            return _integer(text.strip())
        case FieldKind.FLOAT:
            return _float(text.strip())
        case FieldKind.BOOLEAN:
            return {"true": True, "false": False}.get(text.strip().lower(), Unreadable("true or false"))
        case FieldKind.JSON:
            return read_json(text)
        case FieldKind.TEXT | FieldKind.TIME | FieldKind.BINARY:
            return text


def text_of(field: FormField, value: Json | Unset) -> str:
    """The text that stands for a value; `value_of` gives the value back."""
    if isinstance(value, Unset):
        return ""
    if field.kind is FieldKind.JSON:
        return json.dumps(value, ensure_ascii=False)
    match value:
        case str() if field.kind in (FieldKind.TEXT, FieldKind.TIME, FieldKind.BINARY) and _plain(value, field.kind):
            return value
        case bool():
            return "true" if value else "false"
        case int() if field.kind in (FieldKind.INTEGER, FieldKind.FLOAT):
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def fits(field: FormField, value: Json) -> bool:
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


def _plain(text: str, kind: FieldKind) -> bool:
    return (
        bool(text)
        and text.isprintable()
        and not text.startswith('"')
        and (kind is FieldKind.TEXT or bool(text.strip()))
    )


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
