"""The search box of the actions pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.actions import SkipAction
from textual.geometry import Size
from textual.reactive import Reactive

from tcexplorer.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable


class SearchBox(TextField):
    """Enter is done at once, so that nothing typed behind it changes what is chosen."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As of any widget, but that the screen is not laid out anew for every letter: the box keeps its size."""

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__("search: mqtt describe", id="find", classes="cell")
        self._choose = choose

    def leaves(self, text: str) -> bool:
        from tcexplorer.interchange.readers.detect import is_call  # the first frame does without

        return text.lstrip().startswith("{") or is_call(text)

    async def action_submit(self) -> None:
        self._choose()

    def action_cursor_right(self, select: bool = False) -> None:
        self._leave_while_empty()
        super().action_cursor_right(select)

    def action_cursor_left(self, select: bool = False) -> None:
        self._leave_while_empty()
        super().action_cursor_left(select)

    def _leave_while_empty(self) -> None:
        """An arrow that has nothing to do in the box is the tree's."""
        if not self.value:
            raise SkipAction
