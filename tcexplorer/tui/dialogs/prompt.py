"""One line asked of the user: a file's path, a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Role, Span, line, muted
from tcexplorer.tui.widgets.bars import Bar, piece
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget
    from textual.widgets import Input


class PromptDialog(Dialog[str | None]):
    """A field with a remark below. `refuse` says in one line why a text will not do, or nothing."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        value: str = "",
        *,
        note: str = "",
        refuse: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__(title)
        self._field = TextField(hint, classes="cell")
        self._field.value = value
        self._note = TextView([line(muted(note))] if note else [], classes="question")
        self._answers = Bar(
            [piece(" ⏎ Take it ", Role.BADGE_GOOD, "bold", "take"), piece(" Esc Leave it ", command="close")],
            classes="answers",
        )
        self._refuse = refuse

    def inside(self) -> Iterable[Widget]:
        yield self._field
        yield self._note
        yield self._answers

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    def clicked(self, command: str) -> None:
        if command == "take":
            self._take()
        else:
            self.action_close()

    def _take(self) -> None:
        text = self._field.value
        if why := self._refuse(text):
            self._note.show([line(Span("! ", Role.BAD, "bold"), why)])
        else:
            self.dismiss(text)
