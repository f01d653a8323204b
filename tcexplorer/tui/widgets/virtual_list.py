"""A list of rows drawn line by line, with a cursor: cost is what is on the screen, whatever the length."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.selection import TextSelectable
from tcexplorer.tui.text.styled_text import Role, StyledWidget, cut, segments, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tcexplorer.tui.text.styled_text import Span

BAR = "▐"
WHEEL = 3
"""Lines a notch of the mouse wheel."""


class Viewport(NamedTuple):
    """Measures of a list while it is drawn."""

    width: int
    """Cells of a row."""
    lines: int
    """Lines there are, shown or not."""
    bar_start: int
    bar_end: int
    """Which of the rows on the screen have the bar in their last cell: where these lines stand among all."""


class VirtualList(StyledWidget, TextSelectable, Widget, can_focus=True):
    """Rows with a cursor. A subclass says how many there are and what each says.

    It scrolls by itself, with a bar in its last column: Textual's own scrolling lays the whole screen out
    anew whenever the number of lines changes, which is at every key of a search.

    The cursor's row is inverted when the list has the focus, or `active` (its search box has it).
    """

    CHOOSES: ClassVar[bool] = True
    """A click chooses the row. Where it does not, a second one takes a word, a third one the line."""

    _frame: Viewport | None = None
    """Known while lines are drawn."""
    cursor: reactive[int] = reactive(0, repaint=False)
    first_line: reactive[int] = reactive(0)
    """The line at the top."""
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
        """Cells of a row, without the column of the scrollbar."""
        return max(1, self.size.width - 1)

    # what a screen does with it

    def rows_changed(self, cursor: int = 0) -> None:
        """The rows are others now."""
        self.forget_selection()
        self.set_reactive(VirtualList.cursor, max(0, min(cursor, self.row_count() - 1)))
        self.fit()
        self.scroll_to_row(self.cursor)
        self.refresh(layout=bool(self.styles.auto_dimensions))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 Textual's signature
        """Lines, where the height is `auto`."""
        return self.line_count()

    def fit(self) -> None:
        """The number of lines may have changed: stay within them."""
        self.first_line = min(self.first_line, self._last_first)

    @property
    def _last_first(self) -> int:
        return max(0, self.line_count() - self.size.height)

    def validate_first_line(self, value: int) -> int:
        return max(0, min(value, self._last_first))

    def scroll_to_row(self, index: int) -> None:
        """Scroll as little as shows the row."""
        top, height = self.first_line, self.size.height
        if not height:  # not laid out yet
            return
        first = self.line_of(index)
        last = (self.line_of(index + 1) if index + 1 < self.row_count() else self.line_count()) - 1
        if first < top:
            self.first_line = first
        elif last >= top + height:
            self.first_line = min(first, last - height + 1)

    def watch_cursor(self, old: int, new: int) -> None:
        self.cursor_moved(old, new)
        self.post_message(self.Moved(new))

    def cursor_moved(self, old: int, new: int) -> None:
        """Repaint what the move changed."""
        self.refresh(*(Region(0, self.line_of(row) - self.first_line, self.size.width, 1) for row in (old, new)))
        self.scroll_to_row(new)

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, self.row_count() - 1))

    def on_resize(self, _event: events.Resize) -> None:
        self.fit()
        self.scroll_to_row(self.cursor)

    # drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        self._frame = self._measured()
        try:
            return super().render_lines(crop)
        finally:
            self._frame = None

    def _measured(self) -> Viewport:
        """What is the same for all lines that are drawn at a time."""
        (width, height), lines = self.size, self.line_count()
        if lines <= height:
            return Viewport(max(1, width - 1), lines, 0, 0)
        length = max(1, height * height // lines)
        start = round(self.first_line / max(1, lines - height) * (height - length))
        return Viewport(max(1, width - 1), lines, start, start + length)

    def render_line(self, y: int) -> Strip:
        frame = self._frame or self._measured()
        line, width, inks = y + self.first_line, frame.width, self.inks
        bar = Segment(BAR, inks(Role.RULE)) if frame.bar_start <= y < frame.bar_end else Segment(" ", inks.base)
        if not 0 <= line < frame.lines:
            return Strip([Segment(" " * width, inks.base), bar], width + 1)
        here = self.row_at(line) == self.cursor and self.line_of(self.cursor) == line
        inverted = here and (self.has_focus or self.active)
        spans = self.line_spans(line, width, marked=here and not inverted)
        if inverted:
            cursor = inks(Role.CURSOR)
            row = strip(segments(spans, lambda _ink, style: cursor + _shape(style)), width, cursor)
        else:
            row = strip(segments(spans, inks), width, inks.base)
        return Strip([*self.selectable(list(row), line), bar], width + 1)

    def line_text(self, number: int) -> str:
        if not 0 <= number < self.line_count():
            return ""
        width = self.row_width
        return cut("".join(visible(span.text) for span in self.line_spans(number, width, marked=False)), width)

    def lines_seen(self) -> range:
        return range(self.first_line, min(self.line_count(), self.first_line + self.size.height))

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

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.first_line += WHEEL

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.first_line -= WHEEL

    def on_mouse_down(self, event: events.MouseDown) -> None:
        where = event.get_content_offset(self)
        if where is not None and where.x >= self.row_width:
            event.stop()
            self.screen.clear_selection()  # the bar is dragged, not a text
            self.capture_mouse()
            self._drag_to(where.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:  # pyright: ignore[reportUnknownMemberType] Textual's App is generic
            self._drag_to(event.y)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        self.release_mouse()

    def _drag_to(self, y: int) -> None:
        self.first_line = round(y / max(1, self.size.height - 1) * self._last_first)

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is None or where.x >= self.row_width:
            return
        event.prevent_default()  # Textual selects all of the rows by a double click
        if (event.chain == 1 or not self.CHOOSES) and self.selects(event):
            event.stop()
            return
        line = where.y + self.first_line
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


_SHAPES = {name: Style.parse(name) for name in ("none", "strike", "underline")}


def _shape(style: str) -> Style:
    return _SHAPES[next((name for name in ("strike", "underline") if name in style), "none")]
