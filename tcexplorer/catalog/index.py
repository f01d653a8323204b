"""The one index over all actions: found by name, by a few letters, and one by one in the catalogue's order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tcexplorer.catalog.listing import ActionRows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.catalog.search import Hit, SearchIndex


class ActionIndex(ActionRows):
    """Every action. `catalog.browse` makes a tree of it."""

    def find(self, service: str | None, action: str, version: str | None = None) -> ActionRow | None:
        """The action's row, by the rule of `best_of`; without a service, of the only one that has it."""
        return best_of(self.named(action, service), action, version)

    def named(self, action: str, service: str | None = None) -> list[ActionRow]:
        """The rows whose action is called so, whatever the case."""
        wanted, start, found = action.lower(), 0, list[int]()
        for block in self.blocks:
            if service is None or block.service == service:
                names = self.names[start : start + block.actions]
                found += [start + at for at, name in enumerate(names) if name.lower() == wanted]
            start += block.actions
        return [self[at] for at in found]

    def search(self, query: str, limit: int = 500) -> list[Hit]:
        """The best rows first, at most `limit` of them; none for a blank query."""
        return self._search.search(query, limit)

    def warm(self) -> None:
        """Make what searching needs, which takes some milliseconds; else the key that first needs it does."""
        self._search.warm()

    @cached_property
    def _search(self) -> SearchIndex:
        from tcexplorer.catalog.search import SearchIndex  # after the first frame

        return SearchIndex(self)


def best_of(named: Iterable[ActionRow], action: str, version: str | None) -> ActionRow | None:
    """Which of the rows of one name is meant: the exact spelling goes before one that differs in case, that version
    before the newest one. None when they are of several services.
    """
    rows = list(named)
    rows = [row for row in rows if row.action == action] or rows
    rows = [row for row in rows if row.version == version] or rows
    return max(rows, key=lambda row: row.version) if len({row.service for row in rows}) == 1 else None


def near(name: str, names: Iterable[str], most: int = 1) -> list[str]:
    """What may have been meant by a name that is not among the names, the likeliest first."""
    from difflib import get_close_matches  # only a mistake needs it

    known = list(names)
    same = [one for one in known if one.lower() == name.lower()]
    return same[:most] or get_close_matches(name, known, most, 0.6)
