"""A text of several lines that is pasted or typed into a dialog, with what terminals must not see made visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import TextArea

from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.text.pasted_text import as_copied
from tcexplorer.tui.widgets.ordered_keys import edited, edits_of

if TYPE_CHECKING:
    from textual import events

_EDITS = edits_of(TextArea.BINDINGS)


class PasteArea(TextArea):
    """A TextArea that keeps pasted bytes beside what it shows, so that line ends and odd characters are not lost."""

    def __init__(self, placeholder: str = "", **more: Any) -> None:
        super().__init__(placeholder=placeholder, soft_wrap=True, show_line_numbers=False, **more)
        self.cursor_blink = False
        self._exact: tuple[str, str] | None = None

    @property
    def exact(self) -> str:
        """The text as it was pasted or loaded; what is shown, once it was edited."""
        if self._exact is not None and self._exact[0] == self.text:
            return self._exact[1]
        return self.text

    def take(self, text: str) -> None:
        """Show another text."""
        self.load_text(visible_lines(text.replace("\r\n", "\n").replace("\r", "\n")))
        self._exact = (self.text, text)

    async def on_key(self, event: events.Key) -> None:
        await edited(self, _EDITS, event)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = as_copied(event.text)
        if not self.text:
            self.take(text)
        else:
            safe = visible_lines(text.replace("\r\n", "\n").replace("\r", "\n"))
            self.move_cursor(self.replace(safe, *self.selection, maintain_selection_offset=False).end_location)
