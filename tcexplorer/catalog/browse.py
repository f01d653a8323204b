"""The catalogue as a tree to walk through: service, version where there are several, group, action.

On top are shelves with actions that the user keeps. A tree is a flat list of nodes, of which only what is open
exists: 275 services closed are 275 nodes, though 17,000 actions are behind them.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tcexplorer.catalog.row import LATE, ActionRow
from tcexplorer.catalog.services import grouped, service_title
from tcexplorer.protocol.words import Language, Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.catalog.listing import Listing

Key: TypeAlias = "tuple[str, ...]"
"""Names from the service down: `("cvm", "2017-03-12", "Describe")`; the version is always there."""

FAVOURITES: Final = "*favourites"
RECENT: Final = "*recent"
"""Keys of the shelves; no service is called so."""
SHELVES: Final = frozenset({(FAVOURITES,), (RECENT,)})
_SHELF_TITLES = {
    FAVOURITES: {Language.ENGLISH: "Favourites", Language.CHINESE: "收藏"},
    RECENT: {Language.ENGLISH: "Recent", Language.CHINESE: "最近使用"},
}


class Level(StrEnum):
    """What a node is."""

    SHELF = "shelf"
    SERVICE = "service"
    VERSION = "version"
    GROUP = "group"
    ACTION = "action"


class Node(NamedTuple):
    """One line of the tree."""

    level: Level
    key: Key
    depth: int
    label: str
    """The short name of a service, a version, a group's name, an action's name."""
    title: str
    """A service's or an action's title in the language asked for; else empty."""
    actions: int
    """How many there are below; 1 of an action."""
    open: bool
    row: ActionRow | None
    """Of an action; of a group, when all of it reads, or writes, or destroys, the first one."""


class Branch:
    """A service in one version. Its rows are made when they are asked for."""

    def __init__(self, service: str, version: str, title_zh: str, listing: Listing, rows: range, site: Site | None):
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


class Tree(NamedTuple):
    """The nodes that are open, and what they are made of. A value: opening gives another tree."""

    branches: Sequence[tuple[Branch, ...]]
    """By service; each service's versions newest first."""
    shelves: Sequence[tuple[str, Sequence[ActionRow]]]
    """FAVOURITES and RECENT with their actions, where there are any."""
    opened: frozenset[Key]
    language: Language
    nodes: Sequence[Node]

    @classmethod
    def of(
        cls,
        listing: Listing,
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
        branches = tuple(tuple(held) for _, held in groupby(found, lambda branch: branch.service))
        shelves = [(FAVOURITES, tuple(favourites)), (RECENT, tuple(recent))]
        return _made(branches, [shelf for shelf in shelves if shelf[1]], opened, language)

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
            branches = next(held for held in self.branches if held[0].service == node.key[0])
            again = [one for one in _service(branches, opened, self.language) if one.key[: len(node.key)] == node.key]
        nodes = [*self.nodes[:index], *again, *self.nodes[end:]]
        return self._replace(opened=opened, nodes=nodes)

    def closed(self) -> Tree:
        """The tree with its services only, and the shelves as they are."""
        return _made(self.branches, self.shelves, self.opened & SHELVES, self.language)

    def at(self, key: Key) -> int | None:
        """The node of that key, if it is shown."""
        return next((index for index, node in enumerate(self.nodes) if node.key == key), None)

    def above(self, index: int) -> int:
        """The node that one is in; itself when it is in none."""
        depth = self.nodes[index].depth
        return next((at for at in range(index, -1, -1) if self.nodes[at].depth < depth), index)

    def revealed(self, row: ActionRow) -> Tree:
        """The tree with everything open that leads to an action."""
        for held in self.branches:
            for branch in held:
                if (branch.service, branch.version) != (row.service, row.version):
                    continue
                for group in grouped(row.service, branch.rows, self.language):
                    if any(one.action == row.action for one in group.rows):
                        keys = {(row.service,), (row.service, row.version), (row.service, row.version, group.name)}
                        return _made(self.branches, self.shelves, self.opened | keys, self.language)
        return self


def _made(
    branches: Sequence[tuple[Branch, ...]],
    shelves: Sequence[tuple[str, Sequence[ActionRow]]],
    opened: frozenset[Key],
    language: Language,
) -> Tree:
    nodes = [node for name, rows in shelves for node in _shelf(name, rows, opened, language)]
    nodes += [node for held in branches for node in _service(held, opened, language)]
    return Tree(branches, shelves, opened, language, nodes)


def _shelf(name: str, rows: Sequence[ActionRow], opened: frozenset[Key], language: Language) -> Iterator[Node]:
    key = (name,)
    yield Node(Level.SHELF, key, 0, _SHELF_TITLES[name][language], "", len(rows), key in opened, None)
    if key in opened:
        for row in rows:
            yield _action((name, *row[:3]), 1, row, language)


def _service(branches: tuple[Branch, ...], opened: frozenset[Key], language: Language) -> Iterator[Node]:
    newest = branches[0]
    key = (newest.service,)
    count = sum(branch.actions for branch in branches)
    title = service_title(newest.service, newest.title_zh, language)
    yield Node(Level.SERVICE, key, 0, newest.service, title, count, key in opened, None)
    if key not in opened:
        return
    if len(branches) == 1:
        yield from _groups(newest, 1, opened, language)
        return
    for branch in branches:
        below = (*key, branch.version)
        yield Node(Level.VERSION, below, 1, branch.version, "", branch.actions, below in opened, None)
        if below in opened:
            yield from _groups(branch, 2, opened, language)


def _groups(branch: Branch, depth: int, opened: frozenset[Key], language: Language) -> Iterator[Node]:
    for group in grouped(branch.service, branch.rows, language):
        key = (branch.service, branch.version, group.name)
        one_verb = group.rows[0] if len({row.verb for row in group.rows}) == 1 else None
        yield Node(Level.GROUP, key, depth, group.name, "", len(group.rows), key in opened, one_verb)
        if key in opened:
            for row in sorted(group.rows, key=lambda row: row.status in LATE):
                yield _action((*key, row.action), depth + 1, row, language)


def _action(key: Key, depth: int, row: ActionRow, language: Language) -> Node:
    return Node(Level.ACTION, key, depth, row.action, row.title_in(language), 1, False, row)
