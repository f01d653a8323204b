"""A question whose answer is No unless the user says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Bar, piece
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.tui.text.styled_text import Line


class YesNoDialog(Dialog[bool]):
    """Gives back True for Yes, which only `y` or a click says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes", show=False, priority=True),
        Binding("n,enter", "close", "No", show=False, priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[Line], yes: str, ink: Role = Role.WARN) -> None:
        """`yes` says what Yes does."""
        super().__init__(title)
        self._page = TextView(lines, classes="question")
        self._answers = Bar(
            [piece(" No ", Role.BADGE_GOOD, "bold", "close"), piece(f" y Yes, {yes} ", ink, "bold", "yes")],
            [piece("⏎ is No", Role.MUTED)],
            classes="answers",
        )

    def inside(self) -> Iterable[Widget]:
        yield self._page
        yield self._answers

    def clicked(self, command: str) -> None:
        if command == "yes":
            self.action_yes()
        else:
            self.action_close()

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_close(self) -> None:
        self.dismiss(False)
