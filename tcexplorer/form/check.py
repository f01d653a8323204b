"""What a look at the schema and its prose finds in parameters, at every depth: never a prohibition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tcexplorer.form.hints.limits import limits_of
from tcexplorer.protocol.paths import path_text, read_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.form.draft import Draft
    from tcexplorer.form.fields import FormField
    from tcexplorer.form.schema import Schema
    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

DEEPEST = 100
"""Levels that are looked at; the deepest schema has 13."""
_RANGES = {"int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}


class Weight(StrEnum):
    """Why a finding is said."""

    PENDING = "pending"
    """The field's text is no value, so nothing is sent for it."""
    MISSING = "missing"
    TYPE = "type"
    UNKNOWN = "unknown"
    """Not in the schema of this site."""
    ADVICE = "advice"
    """Outside of what the documentation's prose seems to say."""


@dataclass(frozen=True, slots=True)
class FormFinding:
    """Something that will probably make the call fail."""

    path: Path
    weight: Weight
    reason: str
    """A few words for beside the field: `required`, `expects int`, `max 100`."""

    def __str__(self) -> str:
        return f"{path_text(self.path)}: {self.reason}"


def check(schema: Schema, draft: Draft) -> tuple[FormFinding, ...]:
    """All findings, in the order of the form; within an object unknown members come last."""
    pending = {path: held.reason for name, held in draft.pending.items() if (path := read_path(name))}
    found = list(_Check(schema, pending).members(schema.top, draft.params, ()))
    said = {finding.path for finding in found}
    found += [FormFinding(path, Weight.PENDING, reason) for path, reason in pending.items() if path not in said]
    return tuple(found)


def refused(schema: Schema, params: JsonObject) -> Iterator[FormFinding]:
    """What the API refuses of parameters: without advice, and null counts as not sent."""
    yield from _Check(schema, {}, sent=True).members(schema.top, params, ())


class _Check:
    def __init__(self, schema: Schema, pending: dict[Path, str], *, sent: bool = False) -> None:
        self._schema = schema
        self._pending = pending
        self._sent = sent

    def members(self, fields: Sequence[FormField], held: JsonObject, path: Path) -> Iterator[FormFinding]:
        for field in fields:
            place = (*path, field.name)
            if place in self._pending:
                yield FormFinding(place, Weight.PENDING, self._pending[place])
            elif field.name in held and not (self._sent and held[field.name] is None):
                yield from self._value(field, held[field.name], place)
            elif field.required:
                yield FormFinding(place, Weight.MISSING, "required")
        known = {field.name for field in fields}
        for name in held:
            if name not in known:
                yield FormFinding((*path, name), Weight.UNKNOWN, self._unknown(name, fields, path))

    def _unknown(self, name: str, fields: Sequence[FormField], path: Path) -> str:
        schema = self._schema
        above = schema.at(path) if path else None
        kind = schema.action.types.get(above.member.of) if above else schema.action.request
        elsewhere = kind.member(name) if kind else None
        if elsewhere is not None:
            return " and ".join(f"only on the {site} site" for site in sorted(elsewhere.sites)) or "on no site"
        same = next((field.name for field in fields if field.name.lower() == name.lower()), None)
        return f"not in the schema, is it {same}?" if same else "not in the schema"

    def _value(self, field: FormField, value: Json, path: Path) -> Iterator[FormFinding]:
        wrong = FormFinding(path, Weight.TYPE, f"expects {field.label}")
        if len(path) > DEEPEST:
            yield FormFinding(path, Weight.TYPE, "nested too deeply")
        elif field.member.is_list:
            if not isinstance(value, list):
                yield wrong
                return
            yield from self._advice(field, value, path)
            item = self._schema.item(field)
            assert item is not None
            for index, one in enumerate(value):
                place = (*path, index)
                if place in self._pending:
                    yield FormFinding(place, Weight.PENDING, self._pending[place])
                else:
                    yield from self._value(item, one, place)
        elif field.member.type == "object":
            if isinstance(value, dict):
                yield from self.members(self._schema.members(field), value, path)
            else:
                yield wrong
        elif not _right_scalar(field, value):
            yield wrong
        else:
            yield from self._advice(field, value, path)

    def _advice(self, field: FormField, value: Json, path: Path) -> Iterator[FormFinding]:
        low, high = _RANGES.get(field.member.of, (0, 0))
        if low < high and isinstance(value, int) and not low <= value <= high:
            yield FormFinding(path, Weight.TYPE, f"out of the range of {field.member.of}")
        elif not self._sent and (advice := limits_of(field).broken_by(value)):
            yield FormFinding(path, Weight.ADVICE, advice)


def _right_scalar(of: FormField, value: Json) -> bool:
    """Whether a value is of a scalar field's type; a whole number will do where a float is wanted."""
    match of.label:
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "bool":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)
