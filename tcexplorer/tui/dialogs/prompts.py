"""A line or a Yes asked of the user: a file's path, a name, whether a call that changes something is to be sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from textual import on
from textual.binding import Binding

from tcexplorer.catalog.model import Verb
from tcexplorer.safety.inert import visible
from tcexplorer.tui.content.common import pairs
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted
from tcexplorer.tui.widgets.bars import Bar, piece
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.calls.plan import Plan

Value = TypeVar("Value")


class NotTaken(NamedTuple):
    """Why a text will not do, in one line."""

    reason: str


class PromptDialog(Dialog[Value], Generic[Value]):
    """A field with a remark below. Gives back what `read` makes of its text, unless that is NotTaken."""

    def __init__(
        self, title: str, read: Callable[[str], Value | NotTaken], *, hint: str = "", text: str = "", note: str = ""
    ) -> None:
        super().__init__(title)
        self._read = read
        self._field = TextField(hint, classes="cell")
        self._field.value = text
        self._note = TextView([line(muted(note))] if note else [], classes="question")

    def inside(self) -> Iterable[Widget]:
        yield self._field
        yield self._note
        yield Bar(
            [piece(" ⏎ Take it ", Role.BADGE_GOOD, "bold", "take"), piece(" Esc Leave it ", command="close")],
            classes="answers",
        )

    @on(TextField.Submitted)
    def action_take(self) -> None:
        """Take what was typed, if it will do."""
        match self._read(self._field.value):
            case NotTaken(reason):
                self._note.show([line(Span("! ", Role.BAD, "bold"), reason)])
            case value:
                self.dismiss(value)


def read_file(path: str, most: int) -> bytes | NotTaken:
    """The bytes of a file that the user names; `~` is the home directory. No more than `most` bytes are taken."""
    path = path.strip().strip("'\"")
    if not path:
        return NotTaken("type the path of a file")
    try:
        place = Path(path).expanduser()
        if not place.is_file():
            return NotTaken(f"{visible(path)} is no file" if place.exists() else f"there is no file {visible(path)}")
        with place.open("rb") as file:
            found = file.read(most + 1)
    except (OSError, ValueError, RuntimeError) as error:
        return NotTaken(f"{visible(path)} cannot be read: {getattr(error, 'strerror', None) or error}")
    if len(found) > most:
        return NotTaken(f"{visible(path)} has more than {most:,} bytes, which is more than a request may")
    return found


class ConfirmDialog(Dialog[bool]):
    """A question. Gives back True for Yes, which only `y` or a click says; anything else is No."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes", show=False, priority=True),
        Binding("n,enter", "close", "No", show=False, priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[Line], yes: str, ink: Role = Role.WARN) -> None:
        """`yes` says what Yes does."""
        super().__init__(title)
        self._lines, self._yes, self._ink = lines, yes, ink

    def inside(self) -> Iterable[Widget]:
        yield TextView(self._lines, classes="question")
        yield Bar(
            [piece(" No ", Role.BADGE_GOOD, "bold", "close"), piece(f" y Yes, {self._yes} ", self._ink, "bold", "yes")],
            [piece("⏎ is No", Role.MUTED)],
            classes="answers",
        )

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_close(self) -> None:
        self.dismiss(False)


def consent_dialog(planned: Plan) -> ConfirmDialog:
    """The question before a call that changes something: who does what where."""
    call, profile, deletes = planned.call, planned.profile, planned.verb is Verb.DESTRUCTIVE
    ink = Role.BAD if deletes else Role.WARN
    lines = [
        line(Span("✖ " if deletes else "✎ ", ink, "bold"), bold(f"{call.service} {call.action}", ink)),
        Line(),
        *pairs(
            (
                ("account", f"profile {profile.name}, {planned.masked_id}"),
                ("region", call.region or "none is sent"),
                ("host", planned.endpoint.host),
            )
        ),
    ]
    if profile.production:
        lines += [Line(), line(Span(" PRODUCTION ", Role.BADGE_BAD, "bold"), muted("  this profile is marked so"))]
    return ConfirmDialog("This call deletes" if deletes else "This call changes something", lines, "send it", ink)
