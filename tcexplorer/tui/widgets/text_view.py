"""A text of lines, wrapped or scrolled sideways, to be read and copied."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.selection import TextSelectable
from tcexplorer.tui.text.styled_text import Line, Span, StyledWidget, highlighted, segments, strip, wrapped
from tcexplorer.tui.widgets.find_bar import LONG, FindBar, FindResults, close_find, open_find
from tcexplorer.tui.widgets.messages import CopyRequested

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Unpack

    from textual import events
    from textual.binding import BindingType

    from tcexplorer.tui.widgets.widget_names import Names

_EDGE = "▌ "


class TextView(StyledWidget, TextSelectable, ScrollView, can_focus=True):
    """Lines of spans. Wraps at the width unless told not to; long unwrapped lines scroll sideways."""

    PLACE = Scope.PAGE
    find_keys = ("n", "N")
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.PAGE),
        Binding("escape", "find_close", "Close the search", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--found", "page--found-here"}

    def __init__(self, lines: Iterable[Line | str] = (), *, wrap: bool = True, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._source: Sequence[Line | str] = tuple(lines)
        self._wrap = wrap
        self._rows: Sequence[Line | str] = self._source
        self._laid_out_for = -1
        self._widest = 0
        self._starts: Sequence[int] = ()
        """The row each line of the source begins on, when they are wrapped."""
        self._finding: FindResults | None = None
        self._find_bar: FindBar | None = None

    @property
    def text(self) -> str:
        """The whole text, as it would be copied."""
        return "\n".join(one if isinstance(one, str) else one.text for one in self._source)

    def show(self, lines: Sequence[Line | str], *, wrap: bool = True, keep_place: bool = False) -> None:
        """Show other lines. Plain texts are body text, made inert when they are drawn."""
        self._source, self._wrap, self._laid_out_for = lines, wrap, -1
        self.forget_selection()
        self._lay_out()
        if not keep_place:
            self.scroll_to(0, 0, animate=False)
        if self._finding is not None:
            self._finding.search(lines, self._finding.query)
            self._say_found()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 as Textual calls it
        self._lay_out(width)
        return len(self._rows)

    def _lay_out(self, width: int | None = None) -> None:
        width = self.scrollable_content_region.width if width is None else width
        if not width or width == self._laid_out_for:
            return
        self._laid_out_for = width
        if self._wrap:
            rows: list[Line | str] = []
            starts: list[int] = []
            for one in self._source:
                whole = Line() if one == "" else one if isinstance(one, Line) else Line((_span(one),))
                starts.append(len(rows))
                rows += wrapped(whole, width - 1 - (len(_EDGE) if whole.edge else 0))
            self._rows, self._widest, self._starts = rows, width, starts
        else:
            self._rows = self._source
            longest = (
                sorted(self._source, key=_rough_length)[-3:] if len(self._source) < 200_000 else self._source[:500]
            )
            self._widest = max((cell_len(visible(_text(one)[:4000])) for one in longest), default=0)
        self.virtual_size = Size(self._widest, len(self._rows))
        if self._finding is not None:
            self._finding.laid_out()

    def on_resize(self, _event: events.Resize) -> None:
        self._lay_out()

    def on_show(self) -> None:
        """What came while it was hidden is laid out now that there is a width."""
        self._lay_out()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        inks = self.inks
        base = inks.base
        x, top = self.scroll_offset
        width = self.size.width
        number = top + y
        if number >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[number]
        one = row if isinstance(row, Line) else Line((_span(row[: x + 4 * width]),))
        edge = [Segment(_EDGE, inks(one.edge))] if one.edge else []
        text = segments(one.spans, inks)
        if self._finding is not None:
            text = self._with_marks(text, number, self._finding)
        drawn = self.selectable([*edge, *text], number, before=len(_EDGE) if edge else 0)
        found = Strip(drawn)
        if self._wrap:
            return strip(list(found), width, base)
        return found.crop_extend(x, x + width, base)

    def line_text(self, number: int) -> str:
        return visible(_text(self._rows[number])) if number < len(self._rows) else ""

    def lines_seen(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(len(self._rows), top + self.size.height))

    def text_start(self, number: int) -> int:
        row = self._rows[number]
        return (len(_EDGE) if isinstance(row, Line) and row.edge else 0) - self.scroll_offset.x

    def on_click(self, event: events.Click) -> None:
        if self.selects(event):
            event.stop()
        event.prevent_default()  # Textual selects all of the text by a double click

    def action_line_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_line_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        self.scroll_relative(y=max(1, self.size.height - 1), animate=False)

    def action_page_up(self) -> None:
        self.scroll_relative(y=-max(1, self.size.height - 1), animate=False)

    def action_top(self) -> None:
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        self.scroll_to(y=len(self._rows), animate=False)

    def action_shift_right(self) -> None:
        self.scroll_relative(x=8, animate=False)

    def action_shift_left(self) -> None:
        self.scroll_relative(x=-8, animate=False)

    def action_copy_text(self) -> None:
        self.post_message(CopyRequested("text", self.text))

    # searching: what is found and where is the business of `find`

    def _around(self, source: int) -> tuple[str, list[str], int]:
        """The text of a line of the source, of the rows it was wrapped into, and the first row's number."""
        text = visible(_text(self._source[source]))
        if not self._wrap:
            return text, [text], source
        first = self._starts[source]
        last = self._starts[source + 1] if source + 1 < len(self._starts) else len(self._rows)
        return text, [visible(_text(row)) for row in self._rows[first:last]], first

    def _with_marks(self, drawn: list[Segment], number: int, finding: FindResults) -> list[Segment]:
        source = bisect_right(self._starts, number) - 1 if self._wrap else number
        if not finding.is_in(source):
            return drawn
        text, rows, first = self._around(source)
        for mark in finding.marks(source, text, rows, number - first):
            name = "page--found-here" if mark.here else "page--found"
            drawn = highlighted(drawn, mark.start, mark.end, self.get_component_rich_style(name))
        return drawn

    @property
    def waits_for_enter(self) -> bool:
        """Whether there is so much text that it is not searched at every key."""
        return len(self._source) >= LONG

    @property
    def found_text(self) -> str:
        """How many matches there are, and which is shown; nothing while nothing is looked for."""
        return self._finding.said if self._finding is not None else ""

    def find(self, query: str) -> None:
        """Mark every place that has the text, and go to the first one from here on."""
        if self._finding is not None:
            top = self.scroll_offset.y
            begin = max(0, bisect_right(self._starts, top) - 1) if self._wrap else top
            self._finding.search(self._source, query, begin=begin)
            self._show_found()

    def _show_found(self) -> None:
        finding = self._finding
        if finding is not None and (match := finding.current) is not None:
            text, rows, first = self._around(match.source)
            row = first + finding.row_of(text, rows)
            if row not in self.lines_seen():
                self.scroll_to(y=max(0, row - self.size.height // 3), animate=False)
            if not self._wrap:
                self._show_column(cell_len(text[: match.start]), cell_len(text[: match.end]))
        self._say_found()
        self.refresh()

    def _show_column(self, begin: int, end: int) -> None:
        left = self.scroll_offset.x
        if begin < left or end > left + self.size.width:
            self.scroll_to(x=max(0, begin - self.size.width // 3), animate=False)

    def _say_found(self) -> None:
        if self._find_bar is not None:
            self._find_bar.say()

    def action_find(self) -> None:
        if self._finding is None:
            self._finding = FindResults()
        self._find_bar = open_find(self._find_bar, self, self)

    def action_find_next(self) -> None:
        self.find_beside(1)

    def action_find_previous(self) -> None:
        self.find_beside(-1)

    def find_beside(self, by: int) -> None:
        if self._finding is None:
            self.action_find()
        else:
            self._finding.move(by)
            self._show_found()

    def action_find_close(self) -> None:
        """Close the search; escape is somebody else's while there is none."""
        if self._find_bar is None:
            raise SkipAction
        self._finding = self._find_bar = close_find(self._find_bar, self)
        self.refresh()

    def on_hide(self) -> None:
        if self._find_bar is not None:
            self.action_find_close()


def _span(text: str) -> Span:
    return Span(text)


def _text(row: Line | str) -> str:
    return row if isinstance(row, str) else row.text


def _rough_length(row: Line | str) -> int:
    return len(_text(row))
