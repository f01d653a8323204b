"""A profile's form: what it is called, its key, where its calls go, what they may do, where the key is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import SuggestFromList

from tcexplorer.credentials.environment import checked
from tcexplorer.credentials.errors import CredentialError
from tcexplorer.credentials.profiles import NAME, Profile, Source
from tcexplorer.diagnosis.keys import key_advice, site_of_id
from tcexplorer.protocol.model import Language, Site
from tcexplorer.protocol.regions import REGIONS
from tcexplorer.tui.commands import Place, bindings, of_place
from tcexplorer.tui.ink import Ink, Line, Span, line, muted
from tcexplorer.tui.screens.choices import NO_REGION, region_chooser
from tcexplorer.tui.screens.dialog import Dialog
from tcexplorer.tui.widgets.bar import Bar, Piece, piece
from tcexplorer.tui.widgets.page import Page
from tcexplorer.tui.widgets.pick import Pick
from tcexplorer.tui.widgets.secret_field import SecretField
from tcexplorer.tui.widgets.text_field import TextField, scrubbed
from tcexplorer.workbench.session import SwitchFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input
    from textual.worker import Worker

    from tcexplorer.protocol.model import Credential
    from tcexplorer.workbench.profiles import Entry, ProfileBook

_SITES = (Site.DOMESTIC, Site.INTERNATIONAL)
_LANGUAGES = (None, Language.ENGLISH, Language.CHINESE)
_KEPT = (Source.KEYRING, Source.SESSION)
_CODES = tuple(region.code for region in REGIONS)


class ProfileForm(Dialog[Profile | None]):
    """Gives back the profile when it was kept. Whatever goes wrong is one line in the form, and what was typed stays.

    `entry` is the profile to edit; without it a new one is made.
    """

    PLACE = Place.PROFILE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.PROFILE),
        Binding("enter", "enter", "Next or save", show=False, priority=True),
    ]
    AUTO_FOCUS = "TextField"

    class KeyringLooked(Message):
        """Whether there is a keyring; None when there is."""

        def __init__(self, problem: str | None) -> None:
            super().__init__()
            self.problem = problem

    class Kept(Message):
        """The profile is kept."""

        def __init__(self, profile: Profile) -> None:
            super().__init__()
            self.profile = profile

    class NotKept(Message):
        """It is not, and why."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, book: ProfileBook, entry: Entry | None = None) -> None:
        self._old = old = entry.profile if entry is not None else None
        super().__init__("Add a profile" if old is None else f"Edit profile {old.name}", id="profile-form")
        self._book = book
        about = old or Profile("")
        key = f"{entry.masked_id or 'the key there is'}; empty keeps it" if entry is not None else "AKID…"
        self._name_field = TextField("such as dev", id="name", classes="cell")
        self._id_field = TextField(key, id="secret-id", classes="cell")
        self._key_field = SecretField(
            "not shown" if old is None else "not shown; empty keeps it", id="secret-key", classes="cell"
        )
        self._token_field = SecretField("only with a temporary key; memory only", id="token", classes="cell")
        self._region_field = TextField("such as ap-guangzhou; empty sends none", id="region-code", classes="cell")
        self._region_field.suggester = SuggestFromList(_CODES, case_sensitive=False)
        self._region_field.value = scrubbed(about.region or "")
        self._site = Pick(("domestic", "international"), _SITES.index(about.site))
        self._language = Pick(("as it is", "English", "Chinese"), _LANGUAGES.index(about.language))
        self._production = Pick(("no", "yes, mark it"), int(about.production))
        self._mode = Pick(("CAN WRITE", "read-only"), int(about.read_only))
        self._keep = Pick(("in the keyring", "this session only"), int(about.source is Source.SESSION))
        self._untouched = {self._site, self._mode} if old is None else {self._mode}
        self._note = Page(id="note")
        self._note.can_focus = False
        self._save = Bar(
            [_labelled("save"), _labelled("regions"), piece("Esc leave", Ink.MUTED, command="close")],
            [piece("⏎ next field", Ink.MUTED)],
            classes="answers",
        )
        self._error = ""
        self._no_keyring = ""
        self._saving: Worker[None] | None = None
        self._leaving = False
        self._before = self._typed()

    def inside(self) -> Iterable[Widget]:
        old = self._old
        if old is None:
            yield _row("name", self._name_field)
        if old is None or old.source in _KEPT:
            yield _row("SecretId", self._id_field)
            yield _row("SecretKey", self._key_field)
        if old is None or old.source is Source.SESSION:
            yield _row("Token", self._token_field)
        yield _row("region", self._region_field)
        yield _row("site", self._site)
        yield _row("language", self._language)
        yield _row("production", self._production)
        yield _row("may write", self._mode)
        if self._can_choose_keeping:
            yield _row("key is kept", self._keep)
        yield self._note
        yield self._save

    @property
    def _can_choose_keeping(self) -> bool:
        return self._old is None or self._old.source is Source.SESSION

    def on_mount(self) -> None:
        if self._can_choose_keeping:
            self.run_worker(self._look(), group="keyring")

    async def _look(self) -> None:
        self.post_message(self.KeyringLooked(await self._book.no_keyring()))

    def on_profile_form_keyring_looked(self, event: KeyringLooked) -> None:
        if event.problem is None:
            return
        self._keep.at = _KEPT.index(Source.SESSION)
        self._no_keyring = "no keyring here: the key is for this session only"
        if not self._book.said_no_keyring:
            self._book.said_no_keyring = True
            self._no_keyring = f"the key is for this session only: {event.problem}"
        self._tell()

    # what is typed

    def _typed(self) -> tuple[object, ...]:
        fields = (self._name_field, self._id_field, self._key_field, self._token_field, self._region_field)
        picks = (self._site, self._language, self._production, self._mode)
        return (
            *(len(one.value) if one is self._key_field else one.value for one in fields),
            *(one.at for one in picks),
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._error, self._leaving = "", False
        if event.input is self._id_field and self._site in self._untouched and (site := site_of_id(event.value)):
            self._site.at = _SITES.index(site)
        self._tell()

    def on_pick_picked(self, event: Pick.Picked) -> None:
        event.stop()
        self._error, self._leaving = "", False
        self._untouched.discard(event.pick)
        if event.pick is self._production and self._mode in self._untouched:
            self._mode.at = self._production.at  # production is read-only unless the user says otherwise
        self._tell()

    def _tell(self) -> None:
        """The line of what went wrong; else advice, which holds nothing up."""
        lines: list[Line] = []
        if self._error:
            lines.append(line(Span("✗ ", Ink.BAD, "bold"), self._error, indent=2))
        else:
            lines += [line(Span("! ", Ink.WARN, "bold"), text, indent=2) for text in self._advice()]
            if self._token_field.value:
                lines.append(line(muted("with a Token the key is in memory only, and gone with this session")))
            elif self._no_keyring:
                lines.append(line(muted(self._no_keyring)))
        self._note.show(lines)

    def _advice(self) -> Iterator[str]:
        secret_id, secret_key, token = self._id_field.value, self._key_field.value, self._token_field.value or None
        if secret_id or secret_key:
            for text in key_advice(secret_id, secret_key, token):
                if not text.endswith("is empty"):
                    yield text
        site = site_of_id(secret_id)
        if site is not None and site is not _SITES[self._site.at]:
            yield f"the SecretId begins as those of the {site} site do"
        region = self._region_field.value.strip()
        if region and region not in _CODES and not any(code.startswith(region) for code in _CODES):
            yield f"{region} is none of the regions known here"

    # moving

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_enter(self) -> None:
        """The next field, behind the last one saving."""
        if self.focused is (self._keep if self._can_choose_keeping else self._mode):
            self.action_save()
        else:
            self.focus_next()

    def action_regions(self) -> None:
        def chosen(code: str | None) -> None:
            if code is not None:
                self._region_field.value = "" if code == NO_REGION else code
                self._region_field.focus()

        chooser = region_chooser(self._region_field.value.strip() or None, Language.ENGLISH)
        self.app.push_screen(chooser, chosen)  # pyright: ignore[reportUnknownMemberType] a generic App

    def clicked(self, command: str) -> None:
        match command:
            case "save":
                self.action_save()
            case "regions":
                self.action_regions()
            case _:
                super().clicked(command)

    def action_close(self) -> None:
        """Leave; asks for a second time when something was typed or is being kept."""
        if self._saving is not None:
            self._saving.cancel()
            self._saving = None
            self._fail("no longer waiting for the keyring; it may still keep the key. Save again, or leave")
        elif self._leaving or self._typed() == self._before:
            self._empty()
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
        self._save_behind([*self.query(TextField), *self.query(Pick)])

    def _save_behind(self, fields: Sequence[Widget]) -> None:
        if fields:
            fields[0].call_later(self._save_behind, fields[1:])
        else:
            self.call_later(self._save_now)

    def _save_now(self) -> None:
        if self._saving is not None or not self.is_current:
            return
        name = self._old.name if self._old is not None else self._name_field.value.strip()
        if not NAME.match(name):
            why = "letters, digits, '.', '_' or '-', 64 at most"
            self._fail(f"the name is {why}" if name else f"give the profile a name: {why}", self._name_field)
            return
        try:
            credential = self._credential()
        except CredentialError as error:
            self._fail(str(error), self._key_field if self._id_field.value.strip() else self._id_field)
            return
        profile = self._profile(name)
        self._note.show([line(f"keeping {name} …"), line(muted("Esc stops waiting"))])
        self._saving = self.run_worker(self._keep_it(profile, credential), group="save", exclusive=True)

    def _credential(self) -> Credential | None:
        """The key that was typed; None to keep the one there is. Blanks around it are not part of it."""
        secret_id, secret_key, token = (
            one.value.strip() for one in (self._id_field, self._key_field, self._token_field)
        )
        if self._old is not None and not (secret_id or secret_key):
            if token:
                raise CredentialError("a Token belongs to a SecretId and a SecretKey of its own: type all three")
            return None
        return checked(secret_id, secret_key, token or None)

    def _profile(self, name: str) -> Profile:
        about = self._old or Profile(name)
        source = about.source
        if self._can_choose_keeping:
            source = Source.SESSION if self._token_field.value.strip() else _KEPT[self._keep.at]
        region = self._region_field.value.strip()
        return replace(
            about,
            source=source,
            region=None if region.lower() in ("", "none", NO_REGION) else region,
            site=_SITES[self._site.at],
            language=_LANGUAGES[self._language.at],
            read_only=bool(self._mode.at),
            production=bool(self._production.at),
        )

    async def _keep_it(self, profile: Profile, credential: Credential | None) -> None:
        try:
            await self._book.save(profile, credential, new=self._old is None)
        except SwitchFailed as failure:
            self.post_message(self.NotKept(str(failure)))
        else:
            self.post_message(self.Kept(profile))

    def on_profile_form_kept(self, event: Kept) -> None:
        self._saving = None
        self._empty()
        self.dismiss(event.profile)

    def on_profile_form_not_kept(self, event: NotKept) -> None:
        self._saving = None
        self._fail(event.reason)

    def _empty(self) -> None:
        self._key_field.forget()
        self._token_field.forget()

    @property
    def said(self) -> str:
        """What the form says below its fields."""
        return self._note.text


def _row(label: str, field: Widget) -> Horizontal:
    return Horizontal(Bar([piece(label, Ink.BARE)], classes="label"), field, classes="row")


def _labelled(name: str) -> Piece:
    command = of_place(Place.PROFILE, name)
    label = {"regions": "regions"}.get(name, command.title.lower())
    return Piece((Span(command.key_text, Ink.KEY, "bold"), Span(f" {label}")), name)
