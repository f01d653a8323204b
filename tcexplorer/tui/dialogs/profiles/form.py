"""A profile's form: what it is called, its key, where its calls go, what they may do, where the key is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding

from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.profile import NAME, Profile
from tcexplorer.protocol.model import Language
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.pickers import NO_REGION, region_picker
from tcexplorer.tui.dialogs.profiles.fields import ProfileFields
from tcexplorer.tui.text.styled_text import Line, Role, Span, line, muted
from tcexplorer.tui.widgets.bars import Bar, command_piece, piece
from tcexplorer.tui.widgets.radio_row import RadioRow
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.profiles import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.worker import Worker

    from tcexplorer.protocol.model import Credential
    from tcexplorer.workbench.profiles import ProfileBook, ProfileEntry


class ProfileForm(Dialog[Profile]):
    """Gives back the profile when it was kept. Whatever goes wrong is one line in the form, and what was typed stays.

    `entry` is the profile to edit; without it a new one is made.
    """

    PLACE = Scope.PROFILE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.PROFILE),
        Binding("enter", "enter", "Next or save", show=False, priority=True),
    ]
    AUTO_FOCUS = "TextField"

    def __init__(self, book: ProfileBook, entry: ProfileEntry | None = None) -> None:
        old = entry.profile if entry is not None else None
        super().__init__("Add a profile" if old is None else f"Edit profile {old.name}", id="profile-form")
        self._book = book
        self._fields = ProfileFields(entry)
        self._note = TextView(id="note")
        self._note.can_focus = False
        self._save = Bar(
            [
                command_piece(of_place(Scope.PROFILE, "save"), ink=Role.TEXT),
                command_piece(of_place(Scope.PROFILE, "regions"), "regions", Role.TEXT),
                piece("Esc leave", Role.MUTED, command="close"),
            ],
            [piece("⏎ next field", Role.MUTED)],
            classes="answers",
        )
        self._error = ""
        self._no_keyring = ""
        self._saving: Worker[None] | None = None
        self._leaving = False
        self._before = self._fields.typed()

    def inside(self) -> Iterable[Widget]:
        yield from self._fields.rows()
        yield self._note
        yield self._save

    def on_mount(self) -> None:
        if self._fields.can_choose_keeping:
            self.run_worker(self._look(), group="keyring")

    async def _look(self) -> None:
        problem = await self._book.no_keyring()
        if problem is None:
            return
        self._fields.keep_in_session()
        self._no_keyring = "no keyring here: the key is for this session only"
        if not self._book.said_no_keyring:
            self._book.said_no_keyring = True
            self._no_keyring = f"the key is for this session only: {problem}"
        self._tell()

    # what is typed

    @on(TextField.Changed)
    def _take_typed(self, event: TextField.Changed) -> None:
        self._error, self._leaving = "", False
        if event.input is self._fields.secret_id:
            self._fields.id_typed()
        self._tell()

    @on(RadioRow.Picked)
    def _take_picked(self, event: RadioRow.Picked) -> None:
        self._error, self._leaving = "", False
        self._fields.picked(event.pick)
        self._tell()

    def _tell(self) -> None:
        """The line of what went wrong; else advice, which holds nothing up."""
        lines: list[Line] = []
        if self._error:
            lines.append(line(Span("✗ ", Role.BAD, "bold"), self._error, indent=2))
        else:
            lines += [line(Span("! ", Role.WARN, "bold"), text, indent=2) for text in self._fields.advice()]
            if self._fields.token.value:
                lines.append(line(muted("with a Token the key is in memory only, and gone with this session")))
            elif self._no_keyring:
                lines.append(line(muted(self._no_keyring)))
        self._note.show(lines)

    # moving

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_enter(self) -> None:
        """The next field, behind the last one saving."""
        if self.focused is self._fields.last:
            self.action_save()
        else:
            self.focus_next()

    def action_regions(self) -> None:
        def chosen(code: str | None) -> None:
            if code is not None:
                self._fields.region.value = "" if code == NO_REGION else code
                self._fields.region.focus()

        self.ask(region_picker(self._fields.region.value.strip() or None, Language.ENGLISH), chosen)

    def action_close(self) -> None:
        """Leave; asks for a second time when something was typed or is being kept."""
        if self._saving is not None:
            self._saving.cancel()
            self._saving = None
            self._fail("no longer waiting for the keyring; it may still keep the key. Save again, or leave")
        elif self._leaving or self._fields.typed() == self._before:
            self._fields.forget()
            self.dismiss(None)
        else:
            self._fail("once more leaves this form; what was typed is lost")
            self._leaving = True

    # keeping

    def _fail(self, text: str, at: Widget | None = None) -> None:
        self._error = text
        self._tell()
        if at is not None:
            at.focus()

    def action_save(self) -> None:
        """Keep what is in the fields, when they have taken all that was typed into them."""
        self._save_behind([*self.query(TextField), *self.query(RadioRow)])

    def _save_behind(self, fields: Sequence[Widget]) -> None:
        if fields:
            fields[0].call_later(self._save_behind, fields[1:])
        else:
            self.call_later(self._save_now)

    def _save_now(self) -> None:
        if self._saving is not None or not self.is_current:
            return
        name = self._fields.old.name if self._fields.old is not None else self._fields.name.value.strip()
        if not NAME.match(name):
            why = "letters, digits, '.', '_' or '-', 64 at most"
            self._fail(f"the name is {why}" if name else f"give the profile a name: {why}", self._fields.name)
            return
        try:
            credential = self._fields.credential()
        except CredentialError as error:
            self._fail(
                str(error), self._fields.secret_key if self._fields.secret_id.value.strip() else self._fields.secret_id
            )
            return
        profile = self._fields.profile(name)
        self._note.show([line(f"keeping {name} …"), line(muted("Esc stops waiting"))])
        self._saving = self.run_worker(self._keep_it(profile, credential), group="save", exclusive=True)

    async def _keep_it(self, profile: Profile, credential: Credential | None) -> None:
        try:
            await self._book.save(profile, credential, new=self._fields.old is None)
        except ProfileError as failure:
            self._saving = None
            self._fail(str(failure))
        else:
            self._saving = None
            self._fields.forget()
            self.dismiss(profile)

    @property
    def said(self) -> str:
        """What the form says below its fields."""
        return self._note.text
