"""A text of lines, wrapped or scrolled sideways, to be read and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Place, bindings
from tcexplorer.tui.ink import Inked, Line, Span, segments, strip, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Unpack

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType
    from textual.selection import Selection

    from tcexplorer.tui.names import Names

_EDGE = "▌ "


class Page(Inked, ScrollView, can_focus=True):
    """Lines of spans. Wraps at the width unless told not to; long unwrapped lines scroll sideways."""

    PLACE = Place.PAGE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.PAGE)

    class CopyWanted(Message):
        """The user wants the text in the clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, lines: Iterable[Line] = (), *, wrap: bool = True, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._source: Sequence[Line | str] = tuple(lines)
        self._wrap = wrap
        self._rows: Sequence[Line | str] = self._source
        self._laid_out_for = -1
        self._widest = 0

    @property
    def text(self) -> str:
        """The whole text, as it would be copied."""
        return "\n".join(one if isinstance(one, str) else one.text for one in self._source)

    def show(self, lines: Sequence[Line | str], *, wrap: bool = True, keep_place: bool = False) -> None:
        """Show other lines. Plain texts are body text, made inert when they are drawn."""
        self._source, self._wrap, self._laid_out_for = lines, wrap, -1
        self._lay_out()
        if not keep_place:
            self.scroll_to(0, 0, animate=False)
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
            for one in self._source:
                whole = Line() if one == "" else one if isinstance(one, Line) else Line((_span(one),))
                rows += wrapped(whole, width - 1 - (len(_EDGE) if whole.edge else 0))
            self._rows, self._widest = rows, width
        else:
            self._rows = self._source
            longest = (
                sorted(self._source, key=_rough_length)[-3:] if len(self._source) < 200_000 else self._source[:500]
            )
            self._widest = max((cell_len(visible(_text(one)[:4000])) for one in longest), default=0)
        self.virtual_size = Size(self._widest, len(self._rows))

    def on_resize(self, _event: events.Resize) -> None:
        self._lay_out()

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
        drawn = segments(one.spans, inks)
        if (selection := self.text_selection) is not None and (span := selection.get_span(number)) is not None:
            drawn = _selected(drawn, *span, self.screen.get_component_rich_style("screen--selection"))
        drawn = list(Strip(drawn).apply_offsets(0, number))
        if one.edge:
            drawn.insert(0, Segment(_EDGE, inks(one.edge)))
        found = Strip(drawn)
        if self._wrap:
            return strip(list(found), width, base)
        return found.crop_extend(x, x + width, base)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract("\n".join(visible(_text(row)) for row in self._rows)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 as Textual calls it
        self.refresh()

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
        self.post_message(self.CopyWanted(self.text))


def _span(text: str) -> Span:
    return Span(text)


def _text(row: Line | str) -> str:
    return row if isinstance(row, str) else row.text


def _rough_length(row: Line | str) -> int:
    return len(_text(row))


def _selected(drawn: list[Segment], start: int, end: int, style: Style) -> list[Segment]:
    """The segments with characters `start` to `end` (-1: to the end) in the selection's style."""
    out: list[Segment] = []
    at = 0
    for segment in drawn:
        size = len(segment.text)
        first = min(max(start - at, 0), size)
        last = size if end < 0 else min(max(end - at, 0), size)
        if first < last:
            text = segment.text
            parts = ((text[:first], segment.style), (text[first:last], style), (text[last:], segment.style))
            out += [Segment(part, of) for part, of in parts if part]
        else:
            out.append(segment)
        at += size
    return out
