"""The catalogue's values, as the store gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.catalog.row import ActionRow as ActionRow  # noqa: TC001 others take it from here
from tcexplorer.catalog.row import Status as Status
from tcexplorer.catalog.row import Verb as Verb
from tcexplorer.protocol.words import Language, Site

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Doc:
    """A text in both languages; empty where a language lacks it."""

    en: str
    zh: str

    def text(self, language: Language = Language.ENGLISH) -> str:
        """The text in that language, or in the other where it is missing."""
        return (self.zh or self.en) if language is Language.CHINESE else (self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a type or a response."""

    name: str
    type: str
    """int, string, bool, float, list, object, binary, date, datetime, datetime_iso or what the source wrote."""
    of: str
    """The base type (int64, uint64, string, ...) or, for objects and lists of objects, the name of the type."""
    required_at: frozenset[Site]
    sites: frozenset[Site]
    disabled: bool
    nullable: bool
    always: bool
    """A response member that is always present."""
    example: str
    doc: Doc

    @property
    def is_list(self) -> bool:
        return self.type == "list"

    def required(self, site: Site) -> bool:
        return site in self.required_at


@dataclass(frozen=True, slots=True)
class TypeDef:
    """A named object of the schema."""

    name: str
    doc: Doc
    members: tuple[Member, ...]

    def member(self, name: str) -> Member | None:
        return next((member for member in self.members if member.name == name), None)


@dataclass(frozen=True, slots=True)
class Example:
    """An official example: HTTP text or URL in, envelope out, both as published (not always valid)."""

    title: str
    doc: str
    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Action:
    """An action with its whole closure: every type its request and response reach."""

    row: ActionRow
    input: str
    output: str
    skip_sign: bool
    doc: Doc
    types: Mapping[str, TypeDef]
    examples_en: tuple[Example, ...]
    examples_zh: tuple[Example, ...]

    @property
    def request(self) -> TypeDef:
        return self.types[self.input]

    @property
    def response(self) -> TypeDef:
        return self.types[self.output]

    @property
    def files(self) -> frozenset[str]:
        """Names of the parameters that are files: such an action is called with a form of several parts."""
        return frozenset(member.name for member in self.request.members if member.type == "binary")

    def examples(self, language: Language = Language.ENGLISH) -> tuple[Example, ...]:
        """Examples, those of the wanted language first; ones that say the same in both appear once."""
        if language is Language.CHINESE:
            return self.examples_zh + self.examples_en
        return self.examples_en + self.examples_zh


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One of a service's own error codes, described by the official SDKs."""

    code: str
    doc: Doc


@dataclass(frozen=True, slots=True)
class Service:
    """A service in one version."""

    name: str
    """Short name, as in hosts and credential scopes."""
    directory: str
    """Name in the official packages; differs for autoscaling only."""
    version: str
    title_zh: str
