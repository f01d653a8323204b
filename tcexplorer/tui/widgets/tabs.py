"""The row of tabs of a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Bar, piece

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.tui.widgets.bars import Piece
    from tcexplorer.tui.widgets.widget_names import Names


class Tabs(Bar):
    """Names, one of them active, and at the right what can be done in it, where there is room.

    A click says `Clicked("tab_NAME")`; keys are commands of the pane."""

    YIELDS = "right"

    def __init__(self, names: Sequence[str], **more: Unpack[Names]) -> None:
        super().__init__((), (), **more)
        self.names = tuple(names)
        self.active = self.names[0]
        self._tools: Sequence[Piece] = ()
        self._paint()

    def choose(self, name: str) -> None:
        """Make a tab the active one; a name that is not there changes nothing."""
        if name in self.names:
            self.active = name
            self._paint()

    def offer(self, names: Sequence[str]) -> None:
        """Have these tabs; the active one stays when it is among them."""
        self.names = tuple(names)
        if self.active not in self.names:
            self.active = self.names[-1]
        self._paint()

    def equip(self, tools: Sequence[Piece]) -> None:
        """Show these commands at the right end of the row."""
        self._tools = tools
        self._paint()

    def beside(self, by: int) -> str:
        """The tab that many further, around the end."""
        return self.names[(self.names.index(self.active) + by) % len(self.names)]

    def _paint(self) -> None:
        names = (
            piece(name, Role.KEY, "bold underline", f"tab_{name.lower()}")
            if name == self.active
            else piece(name, Role.MUTED, command=f"tab_{name.lower()}")
            for name in self.names
        )
        self.show(names, self._tools)
