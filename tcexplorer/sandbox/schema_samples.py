"""A response made from its schema, for the few actions without a usable example."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind, base_kind

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action, Member, TypeDef
    from tcexplorer.protocol.model import Json, JsonObject

MAX_DEPTH = 8
"""Levels that are filled; a giant of a schema goes deeper."""
_NO_EXAMPLE = frozenset({"", "无", "-", "null", "None"})
_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_FLOAT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)
_DATES = {
    "date": "2026-01-01",
    "datetime": "2026-01-01 00:00:00",
    "datetime_iso": "2026-01-01T00:00:00+00:00",
}


def schema_sample(action: Action) -> JsonObject:
    """A response with every member the schema has; a type inside itself is left out."""
    return _object(action.response, action, ())


def _object(kind: TypeDef, action: Action, above: tuple[str, ...]) -> JsonObject:
    return {member.name: _member(member, action, (*above, kind.name)) for member in kind.members}


def _member(member: Member, action: Action, above: tuple[str, ...]) -> Json:
    if not member.is_list:
        return _one(member, action, above)
    element = _one(member, action, above)
    return [] if element is None else [element]


def _one(member: Member, action: Action, above: tuple[str, ...]) -> Json:
    example = "" if member.is_list or member.example.strip() in _NO_EXAMPLE else member.example.strip()
    if member.of in action.types:
        if member.of in above or len(above) >= MAX_DEPTH:
            return None
        return _object(action.types[member.of], action, above)
    match base_kind(member):
        case FieldKind.INTEGER:
            return int(example) if _WHOLE.fullmatch(example) else 1
        case FieldKind.FLOAT:
            return float(example) if _FLOAT.fullmatch(example) else 1.0
        case FieldKind.BOOLEAN:
            return example.lower() != "false"
        case _:
            return example or _DATES.get(member.of, f"{member.name}-1")
