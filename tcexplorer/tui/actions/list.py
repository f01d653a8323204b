"""The list of the actions pane: it draws what it is given, hits of a search or the tree of all services."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Protocol

from textual import on
from textual.events import Resize

from tcexplorer.tui.text.styled_text import wrapped
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.tui.text.styled_text import Line, Span
    from tcexplorer.tui.widgets.widget_names import Names

ROOMY = 70
"""Cells from which titles stand beside the names."""


class Entries(Protocol):
    """What is listed, one entry a row."""

    titled: frozenset[int]
    """Entries whose second line is shown, besides the cursor's."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> ActionRow | None:
        """The action of an entry; None for what is no action."""
        ...

    def spans(self, index: int, width: int, *, marked: bool, beside: bool) -> Sequence[Span]:
        """An entry; with its second line's text in the same row when `beside`."""
        ...

    def below(self, index: int, width: int) -> Sequence[Span]:
        """The second line of an entry; empty when it has none."""
        ...


class ActionList(VirtualList):
    """Entries, one a row; a second line below the chosen one, and where the title is what matched."""

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.entries: Entries | None = None
        """None where there is nothing to list."""
        self._note: Sequence[Line] = ()
        self._starts: list[int] | None = None
        """The line each row begins on, when some have a second one; without the cursor's."""
        self._beside = False
        """Whether second lines stand beside the first ones, since there is room."""
        self._own: bool | None = None
        """`_own_line`, once it is known."""

    def show(self, entries: Entries, cursor: int = 0) -> None:
        """List these."""
        self.entries, self._note = entries if len(entries) else None, ()
        self._starts = _starts(len(entries), entries.titled) if entries.titled else None
        self._own = None
        self.rows_changed(cursor)

    def show_note(self, *note: Line) -> None:
        """Nothing, but these lines."""
        self.entries, self._starts, self._note = None, None, note
        self.rows_changed()

    def _noted(self) -> list[Line]:
        width = max(20, self.row_width - 1)
        return [row for one in self._note for row in wrapped(one, width)]

    @property
    def current(self) -> ActionRow | None:
        """The action under the cursor."""
        return self.entries.row(self.cursor) if self.entries is not None else None

    # lines

    def row_count(self) -> int:
        return len(self.entries) if self.entries is not None else 0

    def line_count(self) -> int:
        if self.entries is None:
            return len(self._noted())
        if self._beside:
            return len(self.entries)
        return len(self.entries) + len(self.entries.titled) + self._own_line

    @property
    def _own_line(self) -> bool:
        """Whether the cursor's entry has a second line that it would not have without the cursor."""
        if self._own is None:
            entries = self.entries
            self._own = (
                entries is not None
                and self.cursor not in entries.titled
                and bool(entries.below(self.cursor, self.row_width))
            )
        return self._own

    @on(Resize)
    def _measure(self) -> None:
        """Before the list's own handler."""
        self._beside = self.row_width >= ROOMY
        self._own = None

    def line_of(self, index: int) -> int:
        if self.entries is None or self._beside:
            return index
        start = self._starts[index] if self._starts else index
        return start + (index > self.cursor and self._own_line)

    def row_at(self, line: int) -> int:
        if self.entries is None:
            return -1
        if self._beside:
            return line
        if self._own_line and line > self.line_of(self.cursor):
            line -= 1
        return bisect_right(self._starts, line) - 1 if self._starts else line

    def cursor_moved(self, old: int, new: int) -> None:
        self._own = None
        if not self._beside:
            self.fit()
            self.refresh()
            self.scroll_to_row(new)
        else:
            super().cursor_moved(old, new)

    def line_spans(self, line: int, width: int, *, marked: bool) -> Sequence[Span]:
        if self.entries is None:
            return self._noted()[line].spans
        index = self.row_at(line)
        if line == self.line_of(index):
            return self.row_spans(index, width, marked=marked)
        return self.entries.below(index, width)

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        return self.entries.spans(index, width, marked=marked, beside=self._beside) if self.entries is not None else ()


def _starts(count: int, titled: frozenset[int]) -> list[int]:
    starts: list[int] = []
    at = 0
    for index in range(count):
        starts.append(at)
        at += 2 if index in titled else 1
    return starts
