"""The catalogue as a tree to walk through: service, version where there are several, group, action.

A tree is a flat list of nodes, of which only what is open exists: 275 services closed are 275 nodes,
though 17,000 actions are behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tcexplorer.catalog.model import ActionRow, Status
from tcexplorer.catalog.services import grouped, service_title
from tcexplorer.protocol.model import Language, Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tcexplorer.catalog.model import Service

Key: TypeAlias = "tuple[str, ...]"
"""Names from the service down: `("cvm", "2017-03-12", "Describe")`; the version is always there."""

_LATE = (Status.DEPRECATED, Status.OFFLINE)


class Level(StrEnum):
    """What a node is."""

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


@dataclass(frozen=True, slots=True)
class Branch:
    """A service-version with its rows."""

    service: Service
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes that are open, and what they are made of. A value: opening gives another tree."""

    branches: Sequence[tuple[Branch, ...]]
    """By service; each service's versions newest first."""
    opened: frozenset[Key]
    language: Language
    nodes: Sequence[Node]

    @classmethod
    def of(
        cls,
        services: Iterable[Service],
        rows: Sequence[ActionRow],
        *,
        site: Site | None = None,
        language: Language = Language.ENGLISH,
        opened: frozenset[Key] = frozenset(),
    ) -> Tree:
        """The tree of a catalogue's services and rows, both in its order; of one site only when one is given."""
        by_version = {key: tuple(held) for key, held in groupby(rows, itemgetter(0, 1))}
        by_service: dict[str, list[Branch]] = {}
        for service in services:
            held = by_version.get((service.name, service.version), ())
            held = held if site is None else tuple(row for row in held if site in row.sites)
            if held:
                by_service.setdefault(service.name, []).append(Branch(service, held))
        branches = tuple(
            tuple(sorted(held, key=lambda one: one.service.version, reverse=True))
            for _, held in sorted(by_service.items())
        )
        return _made(branches, opened, language)

    def toggled(self, index: int) -> Tree:
        """The tree with that node opened, or closed; the same for an action."""
        node = self.nodes[index]
        if node.level is Level.ACTION:
            return self
        opened = self.opened - {node.key} if node.open else self.opened | {node.key}
        end = index + 1
        while end < len(self.nodes) and self.nodes[end].depth > node.depth:
            end += 1
        branches = next(held for held in self.branches if held[0].service.name == node.key[0])
        again = [one for one in _service(branches, opened, self.language) if one.key[: len(node.key)] == node.key]
        nodes = [*self.nodes[:index], *again, *self.nodes[end:]]
        return replace(self, opened=opened, nodes=nodes)

    def index(self, key: Key) -> int | None:
        """The node of that key, if it is shown."""
        return next((index for index, node in enumerate(self.nodes) if node.key == key), None)

    def revealed(self, row: ActionRow) -> Tree:
        """The tree with everything open that leads to an action."""
        for held in self.branches:
            for branch in held:
                if (branch.service.name, branch.service.version) != (row.service, row.version):
                    continue
                for group in grouped(row.service, branch.rows, self.language):
                    if any(one.action == row.action for one in group.rows):
                        keys = {(row.service,), (row.service, row.version), (row.service, row.version, group.name)}
                        return _made(self.branches, self.opened | keys, self.language)
        return self


def _made(branches: Sequence[tuple[Branch, ...]], opened: frozenset[Key], language: Language) -> Tree:
    return Tree(branches, opened, language, [node for held in branches for node in _service(held, opened, language)])


def _service(branches: tuple[Branch, ...], opened: frozenset[Key], language: Language) -> Iterator[Node]:
    service = branches[0].service
    key = (service.name,)
    count = sum(len(branch.rows) for branch in branches)
    title = service_title(service, language)
    yield Node(Level.SERVICE, key, 0, service.name, title, count, key in opened, None)
    if key not in opened:
        return
    if len(branches) == 1:
        yield from _groups(branches[0], 1, opened, language)
        return
    for branch in branches:
        below = (*key, branch.service.version)
        yield Node(Level.VERSION, below, 1, branch.service.version, "", len(branch.rows), below in opened, None)
        if below in opened:
            yield from _groups(branch, 2, opened, language)


def _groups(branch: Branch, depth: int, opened: frozenset[Key], language: Language) -> Iterator[Node]:
    service = branch.service
    for group in grouped(service.name, branch.rows, language):
        key = (service.name, service.version, group.name)
        yield Node(Level.GROUP, key, depth, group.name, "", len(group.rows), key in opened, None)
        if key in opened:
            for row in sorted(group.rows, key=lambda row: row.status in _LATE):
                yield Node(
                    Level.ACTION, (*key, row.action), depth + 1, row.action, _title(row, language), 1, False, row
                )


def _title(row: ActionRow, language: Language) -> str:
    if language is Language.CHINESE:
        return row.title_zh or row.title_en or ""
    return row.title
