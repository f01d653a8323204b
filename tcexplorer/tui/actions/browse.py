"""All services by area behind an empty search box: which of them are open, what the user keeps on top of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.catalog.browse import SHELVES, Level, Tree
from tcexplorer.catalog.index import ActionIndex
from tcexplorer.protocol.words import Language
from tcexplorer.tui.actions.rows import Hits, Look, Nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tcexplorer.catalog.browse import Key
    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.catalog.search import Hit
    from tcexplorer.protocol.words import Site
    from tcexplorer.workbench.favourites import ActionKey, Favourites


class Browser:
    """Makes the entries of the action list. Holds values only; the pane shows them."""

    def __init__(self, rows: Sequence[ActionRow]) -> None:
        self.rows = rows
        self._index = ActionIndex.of(rows)
        self._look = Look()
        self._recent: tuple[ActionKey, ...] = ()
        self._opened = SHELVES
        self._tree: Tree | None = None

    # how and for whom it is shown

    def show_in(self, language: Language, site: Site | None) -> None:
        """Titles in that language, actions of that site, all when None."""
        self._look = self._look._replace(language=language, site=site)
        self._tree = None

    def show_kept(self, kept: Favourites) -> None:
        """Favourites and recent actions on top."""
        self._look, self._recent = self._look._replace(favourites=kept.favourites), kept.recent
        self._tree = None

    @property
    def tree(self) -> Tree:
        """What is open now."""
        if self._tree is None:
            self._tree = Tree.of(
                self._index,
                site=self._look.site,
                language=self._look.language,
                opened=self._opened,
                favourites=self._found(self._look.favourites),
                recent=self._found(self._recent),
            )
        return self._tree

    def _found(self, keys: Iterable[ActionKey]) -> list[ActionRow]:
        found = (self._index.find(service, action, version) for service, version, action in keys)
        return [row for row in found if row is not None]

    # what is listed

    def nodes(self) -> Nodes:
        """The tree."""
        return Nodes(self.tree, self._look)

    def everything(self) -> Hits:
        """All actions, one by one."""
        return Hits(self.rows, range(len(self.rows)), look=self._look)

    def hits(self, query: str, found: Sequence[Hit]) -> Hits:
        """What a search found; a query in Chinese asks for titles in Chinese."""
        look = self._look if query.isascii() else self._look._replace(language=Language.CHINESE)
        titled = frozenset(at for at, hit in enumerate(found) if hit.title)
        return Hits(self.rows, [hit.index for hit in found], titled, look)

    # opening and closing; each says where the cursor is then

    def _is(self, tree: Tree) -> None:
        self._tree, self._opened = tree, tree.opened

    def toggle(self, index: int) -> int:
        """Open or close what is there."""
        self._is(self.tree.toggled(index))
        return index

    def open(self, index: int) -> int:
        """Open what is there, or go inside when it is open."""
        node = self.tree.nodes[index]
        if node.level is Level.ACTION:
            return index
        if node.open:
            return min(index + 1, len(self.tree.nodes) - 1)
        return self.toggle(index)

    def close(self, index: int) -> int:
        """Close what is there, or go to what it is in when it is not open."""
        if self.tree.nodes[index].open:
            return self.toggle(index)
        return self.tree.above(index)

    def close_all(self, index: int) -> int:
        """Close every area; the cursor stays on the one that it was in."""
        key = self.tree.nodes[index].key if self.tree.nodes else ()
        self._is(self.tree.closed())
        return self.place(key[:1]) or 0

    def key(self, index: int) -> Key:
        """What is at an index, whatever is opened or kept."""
        nodes = self.tree.nodes
        return nodes[index].key if index < len(nodes) else ()

    def place(self, key: Key) -> int | None:
        """Where that is now; what it is in when it is not shown."""
        while key:
            if (at := self.tree.at(key)) is not None:
                return at
            key = key[:-1]
        return None
