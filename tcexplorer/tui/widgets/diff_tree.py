"""Two answers in one tree: what was added, removed or changed, with a sign, a word and a colour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len

from tcexplorer.answer.compare import Change
from tcexplorer.answer.mask import Mask
from tcexplorer.answer.present import Sort, brief, preview
from tcexplorer.answer.rows import Rows
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted
from tcexplorer.tui.widgets.tree_cursor import TreeCursor
from tcexplorer.tui.widgets.tree_rows import head_spans
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.binding import BindingType

    from tcexplorer.answer.compare import Comparison, Difference
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import IndexPath, Path
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.widgets.widget_names import Names

SIGNS: Final[dict[Change, tuple[str, str, Role | None]]] = {
    Change.ADDED: ("+", "added", Role.GOOD),
    Change.REMOVED: ("-", "removed", Role.BAD),
    Change.CHANGED: ("~", "changed", Role.WARN),
}
_SAME: Final[tuple[str, str, Role | None]] = (" ", "", None)
OPENED: Final = 200
"""Differences that are seen at first without opening anything."""


class DiffTree(VirtualList):
    """The merged document of a comparison."""

    PLACE = Scope.DIFFERENCES
    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DIFFERENCES)

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._tree = TreeCursor(self)
        self._comparison: Comparison | None = None
        self._mask = Mask({})
        self._places: list[IndexPath] = []

    def show(self, comparison: Comparison) -> None:
        """Show a comparison, open where something differs; the cursor is on the first difference."""
        self._comparison, self._mask = comparison, Mask(comparison.merged)
        rows = Rows(comparison.merged)
        self._places = sorted(comparison.places())
        for places in self._places[:OPENED]:
            rows.reveal_places(places)
        self._tree.take(rows, (rows.reveal_places(self._places[0]) if self._places else None) or 0)

    def row_count(self) -> int:
        return len(self._tree) if self._comparison is not None else 0

    @property
    def number(self) -> int:
        """Which difference the cursor is on or behind, from 1; 0 before the first."""
        return bisect_right(self._places, self._tree.places)

    # drawing

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        at = index + self._tree.top
        row, path = self._tree.rows[at], self._tree.rows.path(at)
        change, difference = self._change(path)
        sign, word, role = SIGNS.get(change, _SAME) if change is not None else _SAME
        bold = marked or difference is not None
        head = head_spans(row, width - 2, top=self._tree.top, role=role, bold=bold)
        room = max(12, width - sum(cell_len(span.text) for span in head) - 4)
        value = self._value(row, path, difference, role, room)
        after = [muted(f"  {word}")] if word and difference is not None else []
        return [Span(f"{sign} ", role or Role.TEXT, "bold"), *head, *value, *after]

    def _change(self, path: Path) -> tuple[Change | None, Difference | None]:
        """What happened to a value, or to one that it is in; the difference is there for the value itself only."""
        assert self._comparison is not None
        at = self._comparison.at
        own = at.get(path)
        if own is not None and own.change is not Change.INSIDE:
            return own.change, own
        for end in range(len(path) - 1, 0, -1):
            above = at.get(path[:end])
            if above is not None and above.change in (Change.ADDED, Change.REMOVED):
                return above.change, None
        return None, None

    def _value(self, row: Row, path: Path, difference: Difference | None, role: Role | None, room: int) -> list[Span]:
        if difference is not None and difference.change is Change.CHANGED:
            half = max(8, (room - 14) // 2)
            before = self._text(path, difference.before)[0]
            after = self._text(path, difference.after)[0]
            return [
                Span(f" {cut(visible(before), half)}", Role.BAD),
                muted(" → "),
                Span(cut(visible(after), half), Role.GOOD),
            ]
        text, sort = self._text(path, row.value)
        if isinstance(row.value, dict) and row.value:
            hint = "" if row.is_open else visible(preview(row.value))
            size = f" {{{len(row.value)}}}"
            shown = f" {cut(hint, room - len(size))}" if hint else ""
            return [Span(shown, role or Role.TEXT), muted(size)]
        return [Span(f" {cut(visible(text), room)}", role or (Role.MUTED if sort is Sort.SIZE else Role.TEXT))]

    def _text(self, path: Path, value: Json) -> tuple[str, Sort]:
        text, sort = brief(self._mask.shown(path, value))
        return text or "{…}", sort

    # commands

    def _step(self, at: int) -> None:
        if self._places:
            self._tree.go(self._tree.rows.reveal_places(self._places[at % len(self._places)]))

    def action_next_difference(self) -> None:
        self._step(self.number)

    def action_previous_difference(self) -> None:
        self._step(bisect_left(self._places, self._tree.places) - 1)

    def action_open_close(self) -> None:
        self._tree.toggle()

    def action_expand(self) -> None:
        self._tree.expand()

    def action_collapse(self) -> None:
        self._tree.collapse()

    def clicked(self, x: int) -> None:
        row = self._tree.row
        if row.can_open and x <= 2 * row.depth + 3 + len(str(row.key)):
            self._tree.toggle()
