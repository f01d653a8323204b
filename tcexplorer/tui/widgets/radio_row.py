"""One of a few, all of them on one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.tui.text.styled_text import Role, Span, StyledWidget, segments, strip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual import events
    from textual.binding import BindingType

    from tcexplorer.tui.widgets.widget_names import Names

GAP = 5


class RadioRow(StyledWidget, Widget, can_focus=True):
    """Options side by side, `▸` before the chosen one. Left, right, space or a click choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "move(1)", "Next", show=False),
        Binding("left,h", "move(-1)", "Before", show=False),
    ]
    at: reactive[int] = reactive(0)

    class Picked(Message):
        """The user chose an option."""

        def __init__(self, pick: RadioRow) -> None:
            super().__init__()
            self.pick = pick

    def __init__(self, options: Sequence[str], at: int = 0, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._options = tuple(options)
        self.set_reactive(RadioRow.at, at)

    def show_options(self, options: Sequence[str]) -> None:
        """The same options in other words."""
        self._options = tuple(options)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.inks.base)
        spans: list[Span] = []
        for number, text in enumerate(self._options):
            chosen = number == self.at
            ink, style = (Role.TEXT, "bold") if chosen else (Role.MUTED, "")
            spans += [Span("▸ " if chosen else "  ", Role.KEY), Span(text, ink, style), Span(" " * (GAP - 2))]
        return strip(segments(spans, self.inks), width, self.inks.base)

    def _choose(self, at: int) -> None:
        self.at = at % len(self._options)
        self.post_message(self.Picked(self))

    def action_move(self, by: int) -> None:
        self._choose(self.at + by)

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is None:
            return
        event.stop()
        start = 0
        for number, text in enumerate(self._options):
            end = start + cell_len(text) + GAP
            if start <= where.x < end:
                self._choose(number)
                return
            start = end
