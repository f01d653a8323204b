"""Text selected with the mouse in widgets that draw their own lines: drag, double click a word, triple click a line.

Textual finds the character under the mouse by offsets in the drawn segments, which cost a style each. Here the widget
is asked, which knows its lines.
"""

from __future__ import annotations

import re
import sys
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.screen import Screen
from textual.selection import Selection
from textual.widget import Widget

from tcexplorer.tui.text.styled_text import highlighted

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual import events

_WORD = r"[^\W_](?:[\w.:/@+-]*\w)?|\w+"
"""What a double click takes: names, numbers, paths and ids in one piece."""


class SelectionScreen:
    """Mixed into a screen: the text of its line widgets can be selected."""

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What is under the mouse, and which character of its text."""
        assert isinstance(self, Screen)
        try:
            widget = self.get_widget_at(x, y)[0]
        except NoWidget:
            return None, None
        if isinstance(widget, TextSelectable):
            content = widget.content_region
            return widget, widget.character_at(x - content.x, y - content.y)
        return Screen.get_widget_and_offset_at(self, x, y)  # pyright: ignore[reportUnknownMemberType] a generic Screen


class TextSelectable:
    """Mixed into a widget that draws lines: which characters are selected, and what they say.

    No widget itself: Textual takes the style defaults of the first base that is one.
    """

    def line_text(self, number: int) -> str:
        """A line as it is drawn: inert, and no longer than it is seen."""
        raise NotImplementedError

    def lines_seen(self) -> range:
        """The lines on the screen now."""
        raise NotImplementedError

    def text_start(self, number: int) -> int:  # noqa: ARG002 for those that do
        """The column of the content where a line's text begins; negative when it is scrolled sideways."""
        return 0

    def character_at(self, x: int, y: int) -> Offset | None:
        """The character at a cell of the content, as column and line; None below the last line."""
        seen = self.lines_seen()
        number = seen.start + max(0, y)
        if number not in seen:
            return None
        text, left = self.line_text(number), x - self.text_start(number)
        at = next((at for at, cells in enumerate(accumulate(map(cell_len, text))) if cells > left), len(text))
        return Offset(at, number)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text. A selection that comes from or goes on in another widget ends at what is seen."""
        seen, (start, end) = self.lines_seen(), selection
        first = start.y if start is not None else seen.start
        last = end.y if end is not None else seen.stop - 1
        texts: list[str] = []
        for number in range(first, last + 1):
            text = self.line_text(number)
            begin = max(0, start.x) if start is not None and number == first else 0
            texts.append(text[begin : max(0, end.x) if end is not None and number == last else None].rstrip())
        return "\n".join(texts), "\n"

    def selectable(self, drawn: list[Segment], number: int, before: int = 0) -> list[Segment]:
        """The segments of a line, what is selected in the selection's style. `before` characters are no text."""
        assert isinstance(self, Widget)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            start, end = span
            style = self.screen.get_component_rich_style("screen--selection")
            drawn = highlighted(drawn, start + before, end + before if end >= 0 else sys.maxsize, style)
        return drawn

    def selects(self, event: events.Click) -> bool:
        """Whether a click belongs to the selection: it ends a drag, or takes a word or a line."""
        assert isinstance(self, Widget)
        if event.chain == 1:
            return self.text_selection is not None
        found, where = self.screen.get_widget_and_offset_at(*event.screen_offset)
        if found is not self or where is None or where.y not in self.lines_seen():
            return False
        text = self.line_text(where.y)
        begin, end = 0, len(text)
        if event.chain == 2:
            word = next((one for one in re.finditer(_WORD, text) if one.start() <= where.x < one.end()), None)
            if word is None:
                return False
            begin, end = word.span()
        self.screen.selections = {self: Selection(Offset(begin, where.y), Offset(end, where.y))}
        return True

    def forget_selection(self) -> None:
        """The text is another one: what was selected in it is not there any more."""
        assert isinstance(self, Widget)
        if self.is_attached and self.text_selection is not None:
            self.screen.clear_selection()
