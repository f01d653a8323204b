"""A question whose answer is No unless the user says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tcexplorer.tui.ink import Ink
from tcexplorer.tui.screens.dialog import Dialog
from tcexplorer.tui.widgets.bar import Bar, piece
from tcexplorer.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.tui.ink import Line


class Question(Dialog[bool]):
    """Gives back True for Yes, which only `y` or a click says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes", show=False, priority=True),
        Binding("n,enter", "close", "No", show=False, priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[Line], yes: str, ink: Ink = Ink.WARN) -> None:
        """`yes` says what Yes does."""
        super().__init__(title)
        self._page = Page(lines, classes="question")
        self._answers = Bar(
            [piece(" No ", Ink.BADGE_GOOD, "bold", "close"), piece(f" y Yes, {yes} ", ink, "bold", "yes")],
            [piece("⏎ is No", Ink.MUTED)],
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
