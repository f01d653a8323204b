"""The search box of the actions pane."""

from __future__ import annotations

from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive

from tcexplorer.tui.widgets.text_field import TextField


class SearchBox(TextField):
    """The search box. Knows at once that enter was pressed, before the message about it went its way."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As of any widget, but that the screen is not laid out anew for every letter: the box keeps its size."""
    submitted = False

    def leaves(self, text: str) -> bool:
        from tcexplorer.interchange.readers.detect import is_call  # the first frame does without

        return text.lstrip().startswith("{") or is_call(text)

    class Turned(Message):
        """An arrow key was pressed that has nothing to do in an empty box."""

        def __init__(self, *, right: bool) -> None:
            super().__init__()
            self.right = right

    def action_cursor_right(self, select: bool = False) -> None:
        if self.value:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Turned(right=True))

    def action_cursor_left(self, select: bool = False) -> None:
        if self.value:
            super().action_cursor_left(select)
        else:
            self.post_message(self.Turned(right=False))

    async def action_submit(self) -> None:
        self.submitted = True
        await super().action_submit()
