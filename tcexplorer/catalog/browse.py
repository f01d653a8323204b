"""The catalogue as a tree to walk through: area, service, version where there are several, group, action.

On top are shelves with actions that the user keeps. A tree is a flat list of nodes, of which only what is open
exists: closed there is a node for each area, though 17,000 actions are behind them.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tcexplorer.catalog.curated.areas import AREAS, OF_SERVICE, OTHER, Area
from tcexplorer.catalog.row import LATE, ActionRow
from tcexplorer.catalog.services import grouped, service_title
from tcexplorer.protocol.words import Language, Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.catalog.listing import ActionRows

Key: TypeAlias = "tuple[str, ...]"
"""Names from the area down: `("compute", "cvm", "2017-03-12", "Describe")`; the version is always there."""

FAVOURITES: Final = "*favourites"
RECENT: Final = "*recent"
"""Keys of the shelves; no area is called so."""
SHELVES: Final = frozenset({(FAVOURITES,), (RECENT,)})
_SHELF_TITLES = {
    FAVOURITES: {Language.ENGLISH: "Favourites", Language.CHINESE: "收藏"},
    RECENT: {Language.ENGLISH: "Recent", Language.CHINESE: "最近使用"},
}


class Level(StrEnum):
    """What a node is."""

    SHELF = "shelf"
    AREA = "area"
    SERVICE = "service"
    VERSION = "version"
    GROUP = "group"
    ACTION = "action"


class BrowseNode(NamedTuple):
    """One line of the tree."""

    level: Level
    key: Key
    depth: int
    label: str
    """An area's title, the short name of a service, a version, a group's name, an action's name."""
    title: str
    """A service's or an action's title in the language asked for, the names of a closed area's services; else empty."""
    below: int
    """How many services an area has; of anything else how many actions, 1 of an action."""
    open: bool
    row: ActionRow | None
    """Of an action; of a group, when all of it reads, or writes, or destroys, the first one."""


class Branch:
    """A service in one version. Its rows are made when they are asked for."""

    def __init__(self, service: str, version: str, title_zh: str, listing: ActionRows, rows: range, site: Site | None):
        self.service, self.version, self.title_zh = service, version, title_zh
        self._listing, self._range, self._site = listing, rows, site
        self._rows: tuple[ActionRow, ...] | None = None

    @property
    def rows(self) -> tuple[ActionRow, ...]:
        """Those of the site; all when no site was given."""
        if self._rows is None:
            site = self._site
            rows = self._listing[self._range.start : self._range.stop]
            self._rows = tuple(rows if site is None else [row for row in rows if site in row.sites])
        return self._rows

    @property
    def actions(self) -> int:
        return len(self._range) if self._site is None else len(self.rows)


class AreaServices(NamedTuple):
    """An area with what the catalogue has of it."""

    area: Area
    services: Sequence[tuple[Branch, ...]]
    """By name; each service's versions newest first."""


class Tree(NamedTuple):
    """The nodes that are open, and what they are made of. A value: opening gives another tree."""

    fields: Sequence[AreaServices]
    """In the order of AREAS, with OTHER last; none without services."""
    shelves: Sequence[tuple[str, Sequence[ActionRow]]]
    """FAVOURITES and RECENT with their actions, where there are any."""
    opened: frozenset[Key]
    language: Language
    nodes: Sequence[BrowseNode]

    @classmethod
    def of(
        cls,
        listing: ActionRows,
        *,
        site: Site | None = None,
        language: Language = Language.ENGLISH,
        opened: frozenset[Key] = SHELVES,
        favourites: Sequence[ActionRow] = (),
        recent: Sequence[ActionRow] = (),
    ) -> Tree:
        """The tree of those actions; of one site only when one is given."""
        ends = accumulate(block.actions for block in listing.blocks)
        found = [
            Branch(block.service, block.version, block.title_zh, listing, range(end - block.actions, end), site)
            for block, end in zip(listing.blocks, ends, strict=True)
        ]
        found = [branch for branch in found if branch.actions]
        found.sort(key=lambda branch: branch.version, reverse=True)
        found.sort(key=lambda branch: branch.service)
        services: dict[str, list[tuple[Branch, ...]]] = {area.name: [] for area in (*AREAS, OTHER)}
        for service, held in groupby(found, lambda branch: branch.service):
            services[OF_SERVICE.get(service, OTHER).name].append(tuple(held))
        fields = [AreaServices(area, services[area.name]) for area in (*AREAS, OTHER) if services[area.name]]
        shelves = [(FAVOURITES, tuple(favourites)), (RECENT, tuple(recent))]
        return _made(fields, [shelf for shelf in shelves if shelf[1]], opened, language)

    def toggled(self, index: int) -> Tree:
        """The tree with that node opened, or closed; the same for an action."""
        node = self.nodes[index]
        if node.level is Level.ACTION:
            return self
        opened = self.opened - {node.key} if node.open else self.opened | {node.key}
        end = index + 1
        while end < len(self.nodes) and self.nodes[end].depth > node.depth:
            end += 1
        if node.level is Level.SHELF:
            shelf = next(shelf for shelf in self.shelves if shelf[0] == node.key[0])
            again = list(_shelf(*shelf, opened, self.language))
        else:
            field = next(field for field in self.fields if field.area.name == node.key[0])
            again = [one for one in _area(field, opened, self.language) if one.key[: len(node.key)] == node.key]
        nodes = [*self.nodes[:index], *again, *self.nodes[end:]]
        return self._replace(opened=opened, nodes=nodes)

    def closed(self) -> Tree:
        """The tree with its areas only, and the shelves as they are."""
        return _made(self.fields, self.shelves, self.opened & SHELVES, self.language)

    def at(self, key: Key) -> int | None:
        """The node of that key, if it is shown."""
        return next((index for index, node in enumerate(self.nodes) if node.key == key), None)

    def above(self, index: int) -> int:
        """The node that one is in; itself when it is in none."""
        depth = self.nodes[index].depth
        return next((at for at in range(index, -1, -1) if self.nodes[at].depth < depth), index)


def _made(
    fields: Sequence[AreaServices],
    shelves: Sequence[tuple[str, Sequence[ActionRow]]],
    opened: frozenset[Key],
    language: Language,
) -> Tree:
    nodes = [node for name, rows in shelves for node in _shelf(name, rows, opened, language)]
    nodes += [node for field in fields for node in _area(field, opened, language)]
    return Tree(fields, shelves, opened, language, nodes)


def _shelf(name: str, rows: Sequence[ActionRow], opened: frozenset[Key], language: Language) -> Iterator[BrowseNode]:
    key = (name,)
    yield BrowseNode(Level.SHELF, key, 0, _SHELF_TITLES[name][language], "", len(rows), key in opened, None)
    if key in opened:
        for row in rows:
            yield _action((name, *row[:3]), 1, row, language)


def _area(field: AreaServices, opened: frozenset[Key], language: Language) -> Iterator[BrowseNode]:
    area, services = field
    key = (area.name,)
    names = "" if key in opened else ", ".join(held[0].service for held in services)
    yield BrowseNode(Level.AREA, key, 0, area.title(language), names, len(services), key in opened, None)
    if key in opened:
        for held in services:
            yield from _service(held, key, opened, language)


def _service(
    branches: tuple[Branch, ...], inside: Key, opened: frozenset[Key], language: Language
) -> Iterator[BrowseNode]:
    newest = branches[0]
    key = (*inside, newest.service)
    count = sum(branch.actions for branch in branches)
    title = service_title(newest.service, newest.title_zh, language)
    yield BrowseNode(Level.SERVICE, key, 1, newest.service, title, count, key in opened, None)
    if key not in opened:
        return
    if len(branches) == 1:
        yield from _groups(newest, (*key, newest.version), 2, opened, language)
        return
    for branch in branches:
        below = (*key, branch.version)
        yield BrowseNode(Level.VERSION, below, 2, branch.version, "", branch.actions, below in opened, None)
        if below in opened:
            yield from _groups(branch, below, 3, opened, language)


def _groups(
    branch: Branch, inside: Key, depth: int, opened: frozenset[Key], language: Language
) -> Iterator[BrowseNode]:
    for group in grouped(branch.service, branch.rows, language):
        key = (*inside, group.name)
        one_verb = group.rows[0] if len({row.verb for row in group.rows}) == 1 else None
        yield BrowseNode(Level.GROUP, key, depth, group.name, "", len(group.rows), key in opened, one_verb)
        if key in opened:
            for row in sorted(group.rows, key=lambda row: row.status in LATE):
                yield _action((*key, row.action), depth + 1, row, language)


def _action(key: Key, depth: int, row: ActionRow, language: Language) -> BrowseNode:
    return BrowseNode(Level.ACTION, key, depth, row.action, row.title_in(language), 1, False, row)
