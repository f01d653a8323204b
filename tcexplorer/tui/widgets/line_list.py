"""A list of rows drawn line by line, with a cursor: cost is what is on the screen, whatever the length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tcexplorer.tui.ink import Ink, Inked, segments, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tcexplorer.tui.ink import Span


class LineList(Inked, ScrollView, can_focus=True):
    """Rows with a cursor. A subclass says how many there are and what each says.

    The cursor's row is inverted when the list has the focus, or `active` (its search box has it).
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    active: reactive[bool] = reactive(False)

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Picked(Message):
        """A row was chosen, by enter or a click."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def row_count(self) -> int:
        """How many rows the cursor can be on."""
        raise NotImplementedError

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        """What a row says; `marked` when the cursor is on it but is not shown inverted."""
        raise NotImplementedError

    def line_count(self) -> int:
        """How many lines the rows take."""
        return self.row_count()

    def line_of(self, index: int) -> int:
        """The line a row begins on."""
        return index

    def row_at(self, line: int) -> int:
        """The row a line belongs to."""
        return line

    def line_spans(self, line: int, width: int, *, marked: bool) -> Sequence[Span]:
        """What a line says; only lists whose rows take several lines have another answer than the row."""
        return self.row_spans(line, width, marked=marked)

    @property
    def row_width(self) -> int:
        """Cells of a row, without the scrollbar."""
        return self.scrollable_content_region.width

    # what a screen does with it

    def rows_changed(self, cursor: int = 0) -> None:
        """The rows are others now."""
        self.set_reactive(LineList.cursor, max(0, min(cursor, self.row_count() - 1)))
        self.fit()
        self.scroll_to_row(self.cursor)
        self.refresh()

    def fit(self) -> None:
        """Tell the scrollbar how many lines there are."""
        self.virtual_size = Size(self.row_width, self.line_count())

    def scroll_to_row(self, index: int) -> None:
        """Scroll as little as shows the row."""
        top, height = round(self.scroll_y), self.size.height
        if not height:  # not laid out yet
            return
        first = self.line_of(index)
        last = (self.line_of(index + 1) if index + 1 < self.row_count() else self.line_count()) - 1
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif last >= top + height:
            self.scroll_to(y=min(first, last - height + 1), animate=False)

    def watch_cursor(self, old: int, new: int) -> None:
        self.cursor_moved(old, new)
        self.post_message(self.Moved(new))

    def cursor_moved(self, old: int, new: int) -> None:
        """Repaint what the move changed."""
        self.refresh(*(Region(0, self.line_of(row) - self.scroll_offset.y, self.size.width, 1) for row in (old, new)))
        self.scroll_to_row(new)

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, self.row_count() - 1))

    def on_resize(self, _event: events.Resize) -> None:
        self.fit()
        self.scroll_to_row(self.cursor)

    # drawing

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.row_width
        inks = self.inks
        if not 0 <= line < self.line_count():
            return Strip.blank(width, inks.base)
        here = self.row_at(line) == self.cursor and self.line_of(self.cursor) == line
        inverted = here and (self.has_focus or self.active)
        spans = self.line_spans(line, width, marked=here and not inverted)
        if inverted:
            cursor = inks(Ink.CURSOR)
            return strip(segments(spans, lambda _ink, style: cursor + _shape(style)), width, cursor)
        return strip(segments(spans, inks), width, inks.base)

    # commands

    def action_cursor_down(self) -> None:
        self.cursor += 1

    def action_cursor_up(self) -> None:
        self.cursor -= 1

    def action_page_down(self) -> None:
        self.cursor += max(1, self.size.height - 1)

    def action_page_up(self) -> None:
        self.cursor -= max(1, self.size.height - 1)

    def action_top(self) -> None:
        self.cursor = 0

    def action_bottom(self) -> None:
        self.cursor = self.row_count() - 1

    def action_choose(self) -> None:
        if self.row_count():
            self.post_message(self.Picked(self.cursor))

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is None:
            return
        line = where.y + self.scroll_offset.y
        if not 0 <= line < self.line_count():
            return
        event.stop()
        row = self.row_at(line)
        if 0 <= row < self.row_count():
            self.cursor = row
            self.clicked(where.x)
        elif row >= 0:  # a row behind those the cursor can be on
            self.post_message(self.Picked(row))

    def clicked(self, _x: int) -> None:
        """The row under the cursor was clicked, in this column."""
        self.action_choose()


def _shape(style: str) -> Style:
    return Style.parse("strike") if "strike" in style else Style.null()
