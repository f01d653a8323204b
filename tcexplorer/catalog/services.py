"""What services are called, and how their actions are grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from tcexplorer.catalog.curated.categories import BY_SERVICE
from tcexplorer.catalog.curated.titles import TITLES
from tcexplorer.catalog.row import Verb
from tcexplorer.protocol.words import Language
from tcexplorer.safety.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tcexplorer.catalog.model import Service
    from tcexplorer.catalog.row import ActionRow

_FEW = 2
"""With fewer actions than this a verb has no group of its own."""
_OTHER = {Language.ENGLISH: "Other", Language.CHINESE: "其他"}
_VERB_ORDER = {Verb.READ: 0, Verb.WRITE: 1, Verb.DESTRUCTIVE: 2}


class Holders(Protocol):
    """What must be known to say which services an action may be of."""

    def services(self) -> Sequence[Service]: ...
    def named(self, action: str, /, *, version: str) -> Sequence[ActionRow]: ...


def services_of(catalogue: Holders, action: str, version: str) -> frozenset[str]:
    """The services that have the action in the version; where none has, those that have the version."""
    exact = frozenset(row.service for row in catalogue.named(action, version=version))
    return exact or frozenset(one.name for one in catalogue.services() if one.version == version)


class Group(NamedTuple):
    """Some of a service's actions under a name."""

    name: str
    rows: tuple[ActionRow, ...]


def service_title(service: str, title_zh: str, language: Language = Language.ENGLISH) -> str:
    """What a service is called, in that language or in the other where it is missing."""
    english = TITLES.get(service, "")
    if language is Language.CHINESE:
        return title_zh or english
    return english or title_zh


def grouped(service: str, rows: Sequence[ActionRow], language: Language = Language.ENGLISH) -> tuple[Group, ...]:
    """The rows of one service in one version, each in one group: by documented category, else by verb.

    Categories are in the documentation's order; verbs that read come first, then writing and destructive
    ones, each with the larger groups first, and what is alone with its verb comes last, together.
    """
    documented = BY_SERVICE.get(service)
    if documented is None:
        return _by_verb(rows, language)
    left = {row.action: row for row in rows}
    groups: list[Group] = []
    for category in documented:
        members = tuple(left.pop(action) for action in category.actions if action in left)
        if members:
            groups.append(Group(category.zh if language is Language.CHINESE else category.en, members))
    return _with_rest(groups, left.values(), language)


def _by_verb(rows: Iterable[ActionRow], language: Language) -> tuple[Group, ...]:
    verbs: dict[str, list[ActionRow]] = {}
    for row in rows:
        verbs.setdefault((words(row.action) or [row.action])[0], []).append(row)
    large = [(verb, found) for verb, found in verbs.items() if len(found) >= _FEW]
    large.sort(key=lambda pair: (_VERB_ORDER[pair[1][0].verb], -len(pair[1]), pair[0]))
    alone = [row for found in verbs.values() if len(found) < _FEW for row in found]
    return _with_rest([Group(verb, tuple(found)) for verb, found in large], alone, language)


def _with_rest(groups: list[Group], rest: Iterable[ActionRow], language: Language) -> tuple[Group, ...]:
    left = tuple(rest)
    return (*groups, Group(_OTHER[language], left)) if left else tuple(groups)
