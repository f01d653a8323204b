"""The fields of an action at every depth, made when somebody looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Doc, Member
from tcexplorer.form.fields import FieldKind, FormField, fields_in, kind_of, type_label
from tcexplorer.protocol.model import Language

if TYPE_CHECKING:
    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Json, Site
    from tcexplorer.protocol.paths import Path


class Schema:
    """An action's parameters as one site knows them, in one language.

    Fields of a type are made once, however often the type occurs, so that a schema of thousands of leaves
    costs what its distinct types cost, and only those that are looked at.
    """

    def __init__(self, action: Action, site: Site, language: Language = Language.ENGLISH) -> None:
        self.action = action
        self.site = site
        self.language = language
        self._types = frozenset(action.types)  # asking the mapping itself makes the type
        self._fields: dict[str, tuple[FormField, ...]] = {}
        self._items: dict[int, tuple[FormField, FormField]] = {}

    @property
    def top(self) -> tuple[FormField, ...]:
        """The parameters: required first, then optional, deprecated last, each group in schema order."""
        return self._of(self.action.input)

    def members(self, field: FormField) -> tuple[FormField, ...]:
        """The members of an object, in the same order; none of anything else."""
        return self._of(field.member.of) if self.has_members(field) else ()

    def has_members(self, field: FormField) -> bool:
        """Whether the schema knows an object's members; of anything else it knows none."""
        return field.member.type == "object" and field.member.of in self._types

    def item(self, field: FormField) -> FormField | None:
        """What an element of a list is; None for what is no list."""
        if not field.member.is_list:
            return None
        # by identity, because hashing a field reads all of its texts; the list keeps its field alive
        held = self._items.get(id(field))
        if held is None:
            held = self._items[id(field)] = field, self._item(field)
        return held[1]

    def at(self, path: Path) -> FormField | None:
        """The field at that place, whether or not it is set; None where the schema knows none."""
        fields, field = self.top, None
        for part in path:
            if isinstance(part, int):
                field = self.item(field) if field is not None else None
            else:
                field = next((one for one in fields if one.name == part), None)
            if field is None:
                return None
            fields = self.members(field)
        return field

    def _of(self, name: str) -> tuple[FormField, ...]:
        found = self._fields.get(name)
        if found is None:
            found = self._fields[name] = fields_in(self.action.types[name], self.site, self.language)
        return found

    def _item(self, field: FormField) -> FormField:
        whole = field.member
        kind = "object" if whole.of in self._types else whole.of
        member = replace(whole, name="", type=kind, required_at=frozenset(), disabled=False)
        return replace(field, name="", kind=kind_of(member), label=type_label(member), required=False, member=member)


def unknown_field(name: str, value: Json) -> FormField:
    """A field for a value that the schema does not know: edited as JSON, with the type it has."""
    label = _said(value)
    member = Member(name, label, label, frozenset(), frozenset(), False, False, False, "", Doc("", ""))
    return FormField(name, FieldKind.JSON, label, False, False, "", "", member)


def _said(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case str():
            return "string"
        case list():
            return "list"
        case dict():
            return "object"
