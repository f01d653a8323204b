"""What the schema says of a place in an answer, and which places it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.answer.values import pairs
from tcexplorer.protocol.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tcexplorer.answer.values import Path
    from tcexplorer.catalog.model import Action, Member
    from tcexplorer.protocol.model import Json

# Members of every envelope, which most schemas leave out. Source: the "Responses" page of any product's API reference.
_COMMON: Mapping[Path, tuple[str, str]] = {
    ("Error",): ("object", "Why the call failed: a code and a message."),
    ("Error", "Code"): ("string", "The error code. What comes before the first dot is its family."),
    ("Error", "Message"): ("string", "What went wrong, in the language that was asked for."),
    ("RequestId",): ("string", "The id of this request. Support asks for it."),
    ("DeprecatedWarning",): ("string", "The action is deprecated; the text says what to use instead."),
}


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a member: its type in short (`string`, `int64[]`, `Instance[]`) and its text as published.

    `is_element` says that the row is one element of the list that is described. `nullable` and `always` are as the
    schema has them: null may come, the member is always there.
    """

    name: str
    type: str
    doc: str
    example: str = ""
    nullable: bool = False
    always: bool = False
    is_element: bool = False


class ResponseSchema:
    """The response of an action, looked up by the paths of its envelope (`Response`, ...)."""

    def __init__(self, action: Action, language: Language = Language.ENGLISH) -> None:
        self._action = action
        self._language = language
        self._types = frozenset(action.types)  # asking the mapping itself makes the type
        self._members: dict[str, dict[str, Member]] = {}

    def describe(self, path: Path) -> Description | None:
        """What the schema says of a place; None when it does not know it."""
        if path in ((), ("Response",)):
            return Description("Response", "object", self._action.response.doc.text(self._language).strip())
        if path[0] != "Response":
            return None
        inner = path[1:]
        if (common := _COMMON.get(inner)) and not (len(inner) == 1 and inner[0] in self._of(self._action.output)):
            return Description(str(inner[-1]), *common)
        member, element = self._find(inner)
        if member is None:
            return None
        doc = member.doc.text(self._language).strip()
        if element and member.of in self._types and not doc:
            doc = self._action.types[member.of].doc.text(self._language).strip()
        return Description(
            member.name, _label(member, element=element), doc, member.example, member.nullable, member.always, element
        )

    def knows(self, path: Path) -> bool:
        """Whether the schema has that place. Places within text that holds JSON it never has."""
        return self.describe(path) is not None

    def _find(self, inner: Path) -> tuple[Member | None, bool]:
        """The member of a place, and whether the place is one element of it."""
        of, member, element = self._action.output, None, False
        for key in inner:
            if isinstance(key, int):
                if member is None or not member.is_list or element:
                    return None, False
                element = True
                continue
            if member is not None and (member.of not in self._types or member.is_list is not element):
                return None, False
            member, element = self._of(of).get(key), False
            if member is None:
                return None, False
            of = member.of
        return member, element

    def _of(self, name: str) -> dict[str, Member]:
        found = self._members.get(name)
        if found is None:
            members = self._action.types[name].members if name in self._types else ()
            found = self._members[name] = {member.name: member for member in members}
        return found


def _label(member: Member, *, element: bool) -> str:
    base = member.of or member.type
    return f"{base}[]" if member.is_list and not element else base


def unknown_paths(schema: ResponseSchema, document: Json) -> Iterator[Path]:
    """The places that the schema does not know, one for all elements of a list, without what is within them."""
    waiting: list[tuple[Path, Json]] = [((), document)]
    seen: set[Path] = set()
    while waiting:
        path, value = waiting.pop()
        plain = tuple(0 if isinstance(key, int) else key for key in path)
        if not schema.knows(path):
            if plain not in seen:
                seen.add(plain)
                yield path
            continue
        waiting += [((*path, key), child) for key, child in reversed(list(pairs(value)))]
