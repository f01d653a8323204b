"""The fields of a form, made from the schema of an action or of one of its types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tcexplorer.protocol.model import Language, Site

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Member, TypeDef


class FieldKind(StrEnum):
    """How a field is edited: scalars as a line of text, everything nested as JSON."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    TIME = "time"
    BINARY = "binary"
    JSON = "json"


_KINDS = {
    "string": FieldKind.TEXT,
    "int64": FieldKind.INTEGER,
    "uint64": FieldKind.INTEGER,
    "integer": FieldKind.INTEGER,
    "int": FieldKind.INTEGER,
    "float": FieldKind.FLOAT,
    "double": FieldKind.FLOAT,
    "bool": FieldKind.BOOLEAN,
    "boolean": FieldKind.BOOLEAN,
    "date": FieldKind.TIME,
    "datetime": FieldKind.TIME,
    "datetime_iso": FieldKind.TIME,
    "binary": FieldKind.BINARY,
}
_SHORT = {
    FieldKind.TEXT: "string",
    FieldKind.INTEGER: "int",
    FieldKind.FLOAT: "float",
    FieldKind.BOOLEAN: "bool",
    FieldKind.TIME: "time",
    FieldKind.BINARY: "file",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """A parameter, a member of an object or an element of a list (without a name) as the form shows it."""

    name: str
    kind: FieldKind
    label: str
    """The type, short: `int`, `string[]`, `Filter[]`."""
    required: bool
    deprecated: bool
    doc: str
    example: str
    member: Member


def kind_of(member: Member) -> FieldKind:
    """How a member is edited; lists and objects are JSON, unknown base types are text."""
    if member.type in ("list", "object"):
        return FieldKind.JSON
    return base_kind(member)


def base_kind(member: Member) -> FieldKind:
    """How a scalar member, or an element of a list of scalars, is edited; unknown base types are text."""
    return _KINDS.get(member.of, _KINDS.get(member.type, FieldKind.TEXT))


def type_label(member: Member) -> str:
    """The member's type in a few cells: `int`, `string[]`, `Filter`, `Filter[]`."""
    base = _SHORT[_KINDS[member.of]] if member.of in _KINDS else member.of
    if member.type == "list":
        return f"{base}[]"
    return base if member.type == "object" else _SHORT.get(kind_of(member), member.of)


def fields_in(of: TypeDef, site: Site, language: Language = Language.ENGLISH) -> tuple[FormField, ...]:
    """The fields a site knows: required first, then optional, deprecated last, each group in schema order."""
    fields = [_field(member, site, language) for member in members_at(of, site)]
    return tuple(sorted(fields, key=lambda field: (field.deprecated, not field.required)))


def members_at(of: TypeDef, site: Site) -> list[Member]:
    """The members that a site knows: the API answers UnknownParameter to the others."""
    return [member for member in of.members if site in member.sites]


def _field(member: Member, site: Site, language: Language) -> FormField:
    return FormField(
        name=member.name,
        kind=kind_of(member),
        label=type_label(member),
        required=member.required(site),
        deprecated=member.disabled,
        doc=member.doc.text(language),
        example=member.example,
        member=member,
    )
