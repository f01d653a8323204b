"""Parameters checked against the schema of their action.

A missing one is MissingParameter, one the action does not know UnknownParameter, one of another type
InvalidParameter; each is named by its dotted path (`Filters.0.Name`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tcexplorer.safety.redact import is_secret_name
from tcexplorer.sandbox.errors import RefusalError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.catalog.model import Action, Member, TypeDef
    from tcexplorer.protocol.model import Json, JsonObject, Site

MAX_DEPTH = 100
"""Levels of parameters that are read; the deepest schema has 13."""
_RANGES = {"int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}


class Kind(Enum):
    """What JSON a member, or an element of a list, wants."""

    OBJECT = "an object"
    WHOLE = "a whole number"
    FLOAT = "a number"
    BOOL = "true or false"
    TEXT = "a text"


_BASE_KINDS = {
    "int64": Kind.WHOLE,
    "uint64": Kind.WHOLE,
    "int": Kind.WHOLE,
    "integer": Kind.WHOLE,
    "float": Kind.FLOAT,
    "double": Kind.FLOAT,
    "bool": Kind.BOOL,
    "boolean": Kind.BOOL,
}


def kind_of(member: Member, types: Mapping[str, TypeDef]) -> Kind:
    """The kind of a member; of a list, the kind of its elements. Dates and binary are text."""
    return Kind.OBJECT if member.of in types else _BASE_KINDS.get(member.of, Kind.TEXT)


def said(value: Json) -> str:
    """What a JSON value is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {shown(str(value), 30)}"
        case str():
            return f"the text {shown(value, 30)}"
        case list():
            return "a list"
        case dict():
            return "an object"


def first_problem(params: JsonObject, action: Action, site: Site) -> RefusalError | None:
    """Why the action, as that site knows it, does not take the parameters. null counts as not sent."""
    try:
        _Check(action, site).check_object(params, action.request, ())
    except RefusalError as error:
        return error
    return None


class _Check:
    def __init__(self, action: Action, site: Site) -> None:
        self._name = action.row.action
        self._types = action.types
        self._site = site

    def check_object(self, value: JsonObject, kind: TypeDef, path: tuple[str, ...]) -> None:
        if len(path) > MAX_DEPTH:
            raise RefusalError("InvalidParameter", f"The parameter {shown(path[0])} is nested too deeply.")
        members = {member.name: member for member in kind.members if self._site in member.sites}
        for name, member in members.items():
            if member.required(self._site) and value.get(name) is None:
                raise RefusalError("MissingParameter", f"The parameter {_dotted((*path, name))} is missing.")
        for name, inner in value.items():
            if name not in members:
                raise RefusalError(
                    "UnknownParameter",
                    f"{self._name} has no parameter {_dotted((*path, name))}{self._hint(name, kind, members)}",
                )
            if inner is not None:
                self._check_member(inner, members[name], (*path, name))

    def _hint(self, name: str, kind: TypeDef, members: Mapping[str, Member]) -> str:
        if kind.member(name):
            return f" on the {self._site} site."
        same = next((known for known in members if known.lower() == name.lower()), None)
        return f"; is it {same}?" if same else "."

    def _check_member(self, value: Json, member: Member, path: tuple[str, ...]) -> None:
        if not member.is_list:
            self._check_one(value, member, path)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._check_one(item, member, (*path, str(index)))
        else:
            raise _wrong(path, value, "a list")

    def _check_one(self, value: Json, member: Member, path: tuple[str, ...]) -> None:
        kind = kind_of(member, self._types)
        match kind, value:
            case Kind.OBJECT, dict():
                self.check_object(value, self._types[member.of], path)
            case Kind.WHOLE, int() if not isinstance(value, bool):
                low, high = _RANGES.get(member.of, _RANGES["int64"])
                if not low <= value <= high:
                    raise RefusalError(
                        "InvalidParameter",
                        f"The parameter {_dotted(path)} is {said(value)}, out of the range of {member.of}.",
                    )
            case Kind.FLOAT, int() | float() if not isinstance(value, bool):
                pass
            case (Kind.BOOL, bool()) | (Kind.TEXT, str()):
                pass
            case _:
                raise _wrong(path, value, kind.value)


def _dotted(path: tuple[str, ...]) -> str:
    return shown(".".join(path), 120)


def _wrong(path: tuple[str, ...], value: Json, wanted: str) -> RefusalError:
    # a secret does not become less secret by being of the wrong type
    what = "of another type" if any(is_secret_name(name) for name in path) else said(value)
    return RefusalError("InvalidParameter", f"The parameter {_dotted(path)} is {what}; it must be {wanted}.")
