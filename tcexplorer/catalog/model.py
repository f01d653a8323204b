"""The catalogue's values, as the store gives them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.model import Language, Site

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verb(StrEnum):
    """What an action does to the account, judged by the first word of its name; unknown words write."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


class Status(StrEnum):
    """What the official metadata says of an action."""

    ONLINE = "online"
    DEPRECATED = "deprecated"
    OFFLINE = "offline"
    UNSTATED = "unstated"


class ActionRow(NamedTuple):
    """One row of the action list. `title_en` is None on the domestic site only, `title_zh` on the international."""

    service: str
    """Short name, as in hosts and credential scopes (`as`, not `autoscaling`)."""
    version: str
    action: str
    title_en: str | None
    title_zh: str | None
    status: Status
    verb: Verb

    @property
    def title(self) -> str:
        return self.title_en or self.title_zh or ""

    def title_in(self, language: Language) -> str:
        """The title in that language, or in the other where it is missing."""
        return (self.title_zh if language is Language.CHINESE else None) or self.title

    @property
    def sites(self) -> tuple[Site, ...]:
        domestic = (Site.DOMESTIC,) if self.title_zh is not None else ()
        return domestic + ((Site.INTERNATIONAL,) if self.title_en is not None else ())


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
