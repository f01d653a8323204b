"""Text selected with the mouse in widgets that draw their own lines: drag, double click a word, triple click a line.

Textual finds the character under the mouse by offsets in the drawn segments. They cost a style each, so they
are drawn only while it asks for one, never for painting.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Offset
from textual.screen import Screen
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events

_WORD = r"[^\W_](?:[\w.:/@+-]*\w)?|\w+"
"""What a double click takes: names, numbers, paths and ids in one piece."""
_asked = 0
"""How many times Textual is just asking for the character at a place."""


class SelectionScreen:
    """Mixed into a screen: the text of its line widgets can be selected."""

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What is under the mouse, and which character of its text."""
        global _asked
        assert isinstance(self, Screen)
        _asked += 1
        try:
            return Screen.get_widget_and_offset_at(self, x, y)  # pyright: ignore[reportUnknownMemberType] a generic Screen
        finally:
            _asked -= 1


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
            end = end + before if end >= 0 else -1
            drawn = _selected(drawn, start + before, end, self.screen.get_component_rich_style("screen--selection"))
        return list(Strip(drawn).apply_offsets(-before, number)) if _asked else drawn

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
