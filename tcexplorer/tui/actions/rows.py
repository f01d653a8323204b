"""What the action list lists: hits of a search, or the nodes of the tree that are open. Values, not widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from tcexplorer.catalog.browse import FAVOURITES, Level
from tcexplorer.catalog.row import Status, Verb
from tcexplorer.protocol.words import Language, Site
from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.browse import BrowseNode, Tree
    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.workbench.favourites import ActionKey

NAME: Final = 44
"""Cells before the titles where they stand beside the names."""
BROAD: Final = 64
"""Cells that an area, service or group takes, however broad the list is: the eye must find its way to the number."""
_SERVICE: Final = 6
_AREA: Final = 26
"""Cells of the longest title of an area."""
_COUNT: Final = 5
_SIGNS: Final = {
    Verb.READ: Span("  "),
    Verb.WRITE: Span("✎ ", Role.WARN),
    Verb.DESTRUCTIVE: Span("✖ ", Role.BAD),
}
_GONE: Final = {Status.DEPRECATED: Span("† ", Role.MUTED), Status.OFFLINE: Span("– ", Role.MUTED)}
_WORDS: Final = {Verb.READ: "", Verb.WRITE: "writes", Verb.DESTRUCTIVE: "deletes"}
_TITLED: Final = {Level.AREA: (_AREA, _AREA), Level.SERVICE: (_SERVICE, 10)}
"""What has a title beside its name, and the cells that the names share, where there is little room and much."""
_MUCH: Final = 60
_NAMES: Final = 20
"""Cells from which names of services stand beside their area."""
FAVOURITE: Final = Span(" *", Role.KEY, "bold")


class Look(NamedTuple):
    """How actions are shown."""

    language: Language = Language.ENGLISH
    site: Site | None = None
    """The profile's; None where actions of both can be called."""
    favourites: tuple[ActionKey, ...] = ()


PLAIN: Final = Look()


def sign_of(row: ActionRow) -> Span:
    """What an action does, in one sign: ✎ writes, ✖ destroys, † is deprecated, – is offline."""
    return _GONE.get(row.status) or _SIGNS[row.verb]


def words_of(row: ActionRow, look: Look) -> str:
    """The same in words, which site knows it when the profile's does not, and the title."""
    words = [row.status.value if row.status in _GONE else _WORDS[row.verb]]
    if _elsewhere(row, look):
        words.append(f"{row.sites[0]} site only")
    parts = (", ".join(word for word in words if word), row.title_in(look.language))
    return visible(" · ".join(part for part in parts if part))


def _elsewhere(row: ActionRow, look: Look) -> bool:
    return look.site is not None and bool(row.sites) and look.site not in row.sites


def _action(
    row: ActionRow, look: Look, width: int, indent: int, *, service: bool, marked: bool, beside: bool
) -> Sequence[Span]:
    gone = row.status in _GONE
    faint = gone or _elsewhere(row, look)
    first = Span("▸ ", Role.KEY, "bold") if marked else sign_of(row)
    spans = [Span(" " * indent), first]
    if service:
        spans.append(muted(f"{visible(row.service):<{_SERVICE}} "))
    mark = [FAVOURITE] if row[:3] in look.favourites else []
    used = sum(cell_len(span.text) for span in (*spans, *mark))
    name = cut(visible(row.action), (NAME if beside else width) - used)
    style = "strike" if gone else "bold" if marked else ""
    spans += [Span(name, Role.MUTED if faint else Role.TEXT, style), *mark]
    if beside:
        gap = NAME - used - cell_len(name) + 2
        said = cut(words_of(row, look), width - NAME - 2)
        spans.append(muted(" " * gap + said))
    return spans


class Hits:
    """Rows found by a search, or all of them."""

    def __init__(
        self,
        rows: Sequence[ActionRow],
        indexes: Sequence[int],
        titled: frozenset[int] = frozenset(),
        look: Look = PLAIN,
    ) -> None:
        """`indexes` are those of the rows to list; `titled` are positions whose title is shown, too."""
        self.titled = titled
        self._rows, self._indexes, self._look = rows, indexes, look

    def __len__(self) -> int:
        return len(self._indexes)

    def row(self, index: int) -> ActionRow | None:
        return self._rows[self._indexes[index]]

    def spans(self, index: int, width: int, *, marked: bool, beside: bool) -> Sequence[Span]:
        row = self._rows[self._indexes[index]]
        return _action(row, self._look, width, 0, service=True, marked=marked, beside=beside)

    def below(self, index: int, width: int) -> Sequence[Span]:
        said = words_of(self._rows[self._indexes[index]], self._look)
        return (muted(f"{' ' * (_SERVICE + 3)}{cut(said, width - _SERVICE - 3)}"),)


class Nodes:
    """What is open of the tree."""

    titled: frozenset[int] = frozenset()

    def __init__(self, tree: Tree, look: Look = PLAIN) -> None:
        self.tree, self._look = tree, look

    def __len__(self) -> int:
        return len(self.tree.nodes)

    def row(self, index: int) -> ActionRow | None:
        node = self.tree.nodes[index]
        return node.row if node.level is Level.ACTION else None

    def spans(self, index: int, width: int, *, marked: bool, beside: bool) -> Sequence[Span]:
        node = self.tree.nodes[index]
        indent = 2 * node.depth
        if node.level is Level.ACTION and node.row is not None:
            shelved = node.key[0].startswith("*")
            look = self._look._replace(favourites=()) if node.key[0] == FAVOURITES else self._look
            return _action(node.row, look, width, indent, service=shelved, marked=marked, beside=beside)
        return _group(node, width, indent, marked=marked)

    def below(self, index: int, width: int) -> Sequence[Span]:
        node = self.tree.nodes[index]
        indent = 2 * node.depth + 2
        if node.level in _TITLED and _title_room(node, width) < cell_len(visible(node.title)):
            return (muted(f"{' ' * indent}{cut(visible(node.title), width - indent)}"),)
        if node.level is not Level.ACTION or node.row is None:
            return ()
        return (muted(f"{' ' * indent}{cut(words_of(node.row, self._look), width - indent)}"),)


def _group(node: BrowseNode, width: int, indent: int, *, marked: bool) -> Sequence[Span]:
    """An area, service, version, group or shelf: arrow, name, title, sign, how many there are."""
    named = _named(node, width)
    arrow = Span("▾ " if node.open else "▸ ", Role.KEY, "bold" if marked else "")
    sign = _SIGNS[node.row.verb] if node.row is not None else Span("" if named else "  ")
    room = max(1, min(width, BROAD) - indent - 2 - len(sign.text) - _COUNT)
    left = _title_room(node, width)
    name = cut(visible(node.label), room)
    if left > 0:
        name += " " * (named - cell_len(name))
    plain = node.level is Level.SERVICE and not marked
    spans = [Span(" " * indent), arrow, Span(name, Role.TEXT, "" if plain else "bold")]
    used = cell_len(name)
    if left > 0:
        title = cut(visible(node.title), left)
        spans.append(muted(f" {title}"))
        used += 1 + cell_len(title)
    return [*spans, Span(" " * max(0, room - used)), sign, muted(f"{node.below:>{_COUNT},}")]


def _named(node: BrowseNode, width: int) -> int:
    """Cells for the name of what has a title; 0 for what has none."""
    return _TITLED[node.level][width >= _MUCH] if node.level in _TITLED else 0


def _title_room(node: BrowseNode, width: int) -> int:
    """Cells for a title between the name and how many there are; 0 where it is not worth it."""
    if not (named := _named(node, width)):
        return 0
    room = min(width, BROAD) - 2 * node.depth - 2 - max(named, cell_len(visible(node.label))) - 1 - _COUNT
    return room if room >= (_NAMES if node.level is Level.AREA else 3) else 0
