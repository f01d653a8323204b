"""One-line text fields that take no control characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tcexplorer.tui.text.pasted_text import as_copied
from tcexplorer.tui.widgets.ordered_keys import edited, edits_of

if TYPE_CHECKING:
    from typing import Unpack

    from textual import events

    from tcexplorer.tui.widgets.widget_names import Names


EDITS = edits_of(Input.BINDINGS)


def scrubbed(text: str) -> str:
    """The first line of a pasted text, without characters that are not to be seen."""
    for line in text.splitlines():
        if line.strip():
            return "".join(character for character in line.expandtabs(1) if character.isprintable())
    return ""


class TextField(Input):
    """An Input of one row without a box. What is pasted is scrubbed first."""

    def __init__(self, placeholder: str = "", **names: Unpack[Names]) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, **names)
        self.cursor_blink = False  # over SSH a blink is traffic, and a screen that rests can be read

    def pasted(self, text: str) -> str:
        """What a pasted text becomes here."""
        return scrubbed(text)

    def leaves(self, text: str) -> bool:  # noqa: ARG002 for those that do
        """Whether a pasted text is for the screen and not for this field."""
        return False

    async def on_key(self, event: events.Key) -> None:
        await edited(self, EDITS, event)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        copied = as_copied(event.text)
        if self.leaves(copied):
            return
        event.stop()
        if text := self.pasted(copied):
            self.replace(text, *self.selection) if not self.selection.is_empty else self.insert_text_at_cursor(text)
