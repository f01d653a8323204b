"""Two answers in one tree: what was added, removed or changed, with a sign, a word and a colour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from tcexplorer.answer.compare import Change
from tcexplorer.answer.present import Sort, brief, preview
from tcexplorer.answer.rows import Rows
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.binding import BindingType

    from tcexplorer.answer.compare import Comparison, Difference
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import Path, Places
    from tcexplorer.answer.veil import Veil
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.widgets.widget_names import Names

SIGNS: Final = {
    Change.ADDED: ("+", "added", Role.GOOD),
    Change.REMOVED: ("-", "removed", Role.BAD),
    Change.CHANGED: ("~", "changed", Role.WARN),
}
OPENED: Final = 200
"""Differences that are seen at first without opening anything."""


class DiffTree(VirtualList):
    """The merged document of a comparison."""

    PLACE = Scope.DIFFERENCES
    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DIFFERENCES)

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = Rows({})
        self._comparison: Comparison | None = None
        self._veil: Veil | None = None
        self._places: list[Places] = []

    def show(self, comparison: Comparison, veil: Veil) -> None:
        """Show a comparison, open where something differs; the cursor is on the first difference."""
        self._comparison, self._veil = comparison, veil
        self._rows = Rows(comparison.merged)
        self._places = sorted(comparison.places())
        for places in self._places[:OPENED]:
            self._rows.reveal_places(places)
        first = self._rows.reveal_places(self._places[0]) if self._places else 0
        self.rows_changed(max(0, (first or 0) - 1))

    def row_count(self) -> int:
        return len(self._rows) - 1

    @property
    def _at(self) -> int:
        """The cursor as an index of the rows, whose first one, the document itself, is not drawn."""
        return min(self.cursor + 1, len(self._rows) - 1)

    @property
    def number(self) -> int:
        """Which difference the cursor is on or behind, from 1; 0 before the first."""
        return bisect_right(self._places, self._rows.places(self._at))

    # drawing

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        row, path = self._rows[index + 1], self._rows.path(index + 1)
        change, difference = self._change(path)
        sign, word, ink = SIGNS.get(change, (" ", "", Role.TEXT)) if change is not None else (" ", "", Role.TEXT)
        indent = "  " * (row.depth - 1)
        mark = ("▾ " if row.is_open else "▸ ") if row.can_open else "  "
        name = cut(visible(str(row.key)), max(8, width // 2))
        style = "bold" if marked or difference is not None else ""
        key_ink = ink if word else Role.MUTED if isinstance(row.key, int) else Role.KEY
        spans = [Span(f"{sign} ", ink, "bold"), Span(indent + mark), Span(name, key_ink, style)]
        room = max(12, width - len(indent) - 6 - len(name))
        spans += self._value(row, path, difference, ink if word else None, room)
        if word and difference is not None:
            spans.append(muted(f"  {word}"))
        return spans

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

    def _value(self, row: Row, path: Path, difference: Difference | None, ink: Role | None, room: int) -> list[Span]:
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
            return [Span(shown, ink or Role.TEXT), muted(size)]
        return [Span(f" {cut(visible(text), room)}", ink or (Role.MUTED if sort is Sort.SIZE else Role.TEXT))]

    def _text(self, path: Path, value: Json) -> tuple[str, Sort]:
        text, sort = brief(self._veil.shown(path, value) if self._veil is not None else value)
        return text or "{…}", sort

    # commands

    def _step(self, at: int) -> None:
        if self._places:
            row = self._rows.reveal_places(self._places[at % len(self._places)])
            self.fit()
            self.refresh()
            self.cursor = max(0, (row or 0) - 1)

    def action_next_difference(self) -> None:
        self._step(self.number)

    def action_previous_difference(self) -> None:
        self._step(bisect_left(self._places, self._rows.places(self._at)) - 1)

    def _changed(self) -> None:
        self.fit()
        self.scroll_to_row(self.cursor)
        self.refresh()

    def action_open_close(self) -> None:
        self._rows.toggle(self._at)
        self._changed()

    def action_expand(self) -> None:
        row = self._rows[self._at]
        if row.can_open and not row.is_open:
            self.action_open_close()
        else:
            self.cursor += 1

    def action_collapse(self) -> None:
        if self._rows[self._at].is_open:
            self.action_open_close()
        elif (parent := self._rows.parent(self._at)) is not None:
            self.cursor = max(0, parent - 1)

    def clicked(self, x: int) -> None:
        row = self._rows[self._at]
        if row.can_open and x <= 2 * row.depth + 3 + len(str(row.key)):
            self.action_open_close()
