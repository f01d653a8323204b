"""What the user has filled in so far: one value behind the form and the JSON editor alike."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tcexplorer.form.text import Unreadable, Unset, read_json, text_of, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tcexplorer.form.fields import Field
    from tcexplorer.protocol.model import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Pending:
    """A text in a field that is not a value yet, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that will probably make the call fail, said beside the field; never a prohibition."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Parameters in the order they were given, and texts that are not values yet.

    A draft is a value: every edit gives a new one. Parameters that the schema does not know are kept.
    """

    params: JsonObject = field(default_factory=dict[str, "Json"])
    pending: Mapping[str, Pending] = field(default_factory=dict[str, Pending])

    def text(self, of: Field) -> str:
        """What the field shows."""
        if of.name in self.pending:
            return self.pending[of.name].text
        return text_of(of, self.params[of.name]) if of.name in self.params else ""

    def with_text(self, of: Field, text: str) -> Draft:
        """The draft after the field's text was edited."""
        pending = {name: held for name, held in self.pending.items() if name != of.name}
        match value_of(of, text):
            case Unreadable(reason):
                pending[of.name] = Pending(text, reason)
                return replace(self, params=_without(self.params, of.name), pending=pending)
            case Unset():
                return replace(self, params=_without(self.params, of.name), pending=pending)
            case value:
                return replace(self, params={**self.params, of.name: value}, pending=pending)

    def json_text(self) -> str:
        """The parameters as the JSON editor shows them, two blanks a level, non-ASCII as it is."""
        return json.dumps(self.params, ensure_ascii=False, indent=2)

    def with_json(self, text: str) -> Draft | Unreadable:
        """The draft after the JSON editor's text was edited; empty text is no parameters."""
        value = read_json(text) if text.strip() else {}
        match value:
            case Unreadable():
                return value
            case dict():
                return Draft(value)
            case _:
                return Unreadable("parameters are one JSON object: { … }")


def problems(draft: Draft, fields: Sequence[Field]) -> tuple[Problem, ...]:
    """What a look at the schema finds, in the order of the fields, then parameters it does not know."""
    found: list[Problem] = []
    for one in fields:
        if one.name in draft.pending:
            found.append(Problem(one.name, draft.pending[one.name].reason))
        elif one.name not in draft.params:
            if one.required:
                found.append(Problem(one.name, "required"))
        elif not _right_type(one, draft.params[one.name]):
            found.append(Problem(one.name, f"expects {one.label}"))
    known = {one.name for one in fields}
    found += [Problem(name, "not in the schema") for name in draft.params if name not in known]
    return tuple(found)


def _right_type(of: Field, value: Json) -> bool:
    match of.member.type, value:
        case "list", list():
            return True
        case "object", dict():
            return True
        case (("list" | "object"), _):
            return False
        case _:
            return right_scalar(of, value)


def right_scalar(of: Field, value: Json) -> bool:
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


def _without(params: JsonObject, name: str) -> JsonObject:
    return {key: value for key, value in params.items() if key != name}
