"""The profiles: looked at, tested, added, edited, removed, made the default, used."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding

from tcexplorer.calls.context import is_local, local_choice
from tcexplorer.calls.identity import plan_identity, read_identity
from tcexplorer.calls.plan import Refused
from tcexplorer.credentials.profile import ENVIRONMENT, KEYRING, SANDBOX, SESSION, Profile
from tcexplorer.diagnosis.transport_failures import explain_failure
from tcexplorer.protocol.envelope import ApiError, Malformed, TransportError
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.profiles.form import ProfileForm
from tcexplorer.tui.dialogs.profiles.list import ProfileList
from tcexplorer.tui.dialogs.prompts import ConfirmDialog
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted
from tcexplorer.tui.widgets.bars import Bar, command_piece
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.profiles import ProfileError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.identity import KeyIdentity
    from tcexplorer.calls.plan import Plan
    from tcexplorer.workbench.profiles import ProfileBook, ProfileEntry
    from tcexplorer.workbench.session import Session


Subject = TypeVar("Subject")
_ON_BAR = ("use", "add", "test", "edit", "remove", "make_default")


class ProfilesDialog(Dialog[Profile]):
    """Gives back the profile that calls are to be made as, if one was chosen.

    `changed` is told of a profile that was edited, or that is gone. Files, keyring and network are used by workers.
    """

    PLACE = Scope.PROFILES
    BINDINGS: ClassVar[list[BindingType]] = [
        # at once, so that what is typed behind the key of a form is no command here
        replace(binding, priority=True)
        for binding in bindings(Scope.PROFILES)
        if isinstance(binding, Binding)
    ]
    AUTO_FOCUS = "#profiles"

    def __init__(
        self, session: Session, book: ProfileBook, changed: Callable[[Profile, bool], None], *, adding: bool = False
    ) -> None:
        """`changed` gets the profile and whether it is gone; with `adding` the form for a new one is open at once."""
        super().__init__("Profiles", id="manage")
        self._session, self._book, self._changed, self._adding = session, book, changed, adding
        self._list = ProfileList(session.context.profile.name, id="profiles")
        self._said = TextView(classes="said")
        self._said.can_focus = False

    def inside(self) -> Iterable[Widget]:
        yield self._list
        yield self._said
        words = {"make_default": "default"}
        yield Bar(
            [command_piece(of_place(Scope.PROFILES, one), words.get(one, ""), Role.TEXT) for one in _ON_BAR],
            classes="answers",
        )

    def on_mount(self) -> None:
        self._reload(self._session.context.profile.name)
        if self._adding:
            self.action_add()

    # what is shown

    async def _list_all(self, name: str, said: Sequence[Line]) -> None:
        """The profiles there are now, the cursor on the one named, and the lines below."""
        listing = await self._book.listing()
        self._list.show(listing.entries, name)
        self._say([*([_bad(listing.problem)] if listing.problem else []), *said])

    def _reload(self, name: str, *said: Line) -> None:
        self.run_worker(partial(self._list_all, name, said), group="list", exclusive=True)

    def _say(self, lines: Sequence[Line]) -> None:
        self._said.show(lines)

    @property
    def said(self) -> str:
        """What the dialog says below the list."""
        return self._said.text

    def _attempt(self, work: Callable[[Subject], Awaitable[None]], of: Subject) -> None:
        """Use files, keyring or network behind the dialog; what goes wrong is said."""
        self.run_worker(partial(self._tried, work, of), group="work", exclusive=True)

    async def _tried(self, work: Callable[[Subject], Awaitable[None]], of: Subject) -> None:
        try:
            await work(of)
        except ProfileError as failure:
            self._say([_bad(str(failure))])

    # commands

    def action_cursor_down(self) -> None:
        self._list.action_cursor_down()

    def action_cursor_up(self) -> None:
        self._list.action_cursor_up()

    def action_use(self) -> None:
        if (entry := self._list.entry) is not None:
            self.dismiss(entry.profile)

    def action_add(self) -> None:
        self._open(None)

    def action_edit(self) -> None:
        if (entry := self._ours("changed")) is not None:
            self._open(entry)

    def _open(self, entry: ProfileEntry | None) -> None:
        def closed(profile: Profile | None) -> None:
            if profile is None:
                return
            where = {SESSION: "kept for this session", KEYRING: "kept, its key in the keyring"}
            text = f"{profile.name} is {where.get(profile.source, 'kept')}; {of_place(Scope.PROFILES, 'test').key_text}"
            self._reload(
                profile.name,
                _good(f"{text} tests its key, {of_place(Scope.PROFILES, 'use').key_text} makes calls as it"),
            )
            if entry is not None:
                self._changed(profile, False)

        self.ask(ProfileForm(self._book, entry), closed)

    def _ours(self, done: str) -> ProfileEntry | None:
        entry = self._list.entry
        if entry is None or entry.is_ours:
            return entry
        why = {
            SANDBOX: f"the sandbox is always there and cannot be {done}",
            ENVIRONMENT: f"this key comes from environment variables and cannot be {done} here",
        }
        self._say([_bad(why.get(entry.profile.source, f"this profile cannot be {done}"))])
        return None

    def action_make_default(self) -> None:
        if (entry := self._ours("made the default")) is not None:
            self._attempt(self._make_default, entry.profile)

    async def _make_default(self, profile: Profile) -> None:
        await self._book.make_default(profile)
        await self._list_all(profile.name, [_good(f"{profile.name} is the default from now on")])

    def action_remove(self) -> None:
        entry = self._ours("removed")
        if entry is None:
            return
        profile = entry.profile
        lines = [line(Span("✖ ", Role.BAD, "bold"), bold(f"profile {profile.name}", Role.BAD)), Line()]
        gone = {
            KEYRING: "Its key is deleted from the keyring, its entry from config.toml.",
            SESSION: "It is in memory alone, with its key; both are forgotten.",
        }
        lines.append(line(gone.get(profile.source, "Its entry is deleted from config.toml.")))
        lines.append(line(muted("The key itself stays valid: disable it in the CAM console if it is not needed.")))

        def answered(yes: bool | None) -> None:
            if yes:
                self._say([line(f"removing {profile.name} …")])
                self._attempt(self._forget, profile)
            else:
                self._say([line("not removed")])

        self.ask(ConfirmDialog("Remove a profile", lines, "remove it", Role.BAD), answered)

    async def _forget(self, profile: Profile) -> None:
        text = await self._book.remove(profile)
        self._reload(self._session.context.profile.name, _good(text))
        self._changed(profile, True)

    # testing a key

    def action_test(self) -> None:
        if (entry := self._list.entry) is not None:
            self._say([line(f"getting the key of {entry.profile.name} …")])
            self._attempt(self._prepare, entry.profile)

    async def _prepare(self, profile: Profile) -> None:
        context = await self._book.context(profile, again=True)
        if (here := local_choice(self._session.context)) is not None:
            context = replace(context, endpoint=here)
        match plan_identity(context, now=self._session.clock() + self._session.skew):
            case Refused(sentence=sentence):
                raise ProfileError(sentence)
            case planned:
                await self._confirm_test(planned)

    async def _confirm_test(self, planned: Plan) -> None:
        """From the sandbox nothing goes to the cloud before the user has said so."""
        host = planned.endpoint.host
        if not self._session.context.is_sandbox or is_local(planned.endpoint):
            await self._test(planned)
            return
        lines = [
            line("You are in the sandbox. This sends one signed call, which changes nothing, to"),
            Line(),
            line(bold(host)),
        ]
        title = f"Test profile {planned.profile.name} on the real cloud"

        def answered(yes: bool | None) -> None:
            if yes:
                self._attempt(self._test, planned)
            else:
                self._say([line("not tested: nothing was sent")])

        self.ask(ConfirmDialog(title, lines, "send it"), answered)

    async def _test(self, planned: Plan) -> None:
        self._say([line(f"asking {planned.endpoint.host} whom the key of {planned.profile.name} belongs to …")])
        exchange = await self._session.calls.perform(planned)
        identity = read_identity(planned, exchange.outcome)
        name = planned.profile.name
        await self._list_all(name, [*_identity_lines(identity), *self._advice(exchange)])

    def _advice(self, exchange: Exchange) -> Iterable[Line]:
        match exchange.outcome:
            case ApiError() as error:
                steps = self._session.explain(error.code, "sts").remedies[:1]
            case TransportError() | Malformed() as outcome:
                steps = explain_failure(outcome, exchange.host, self._session.proxy_of(exchange)).steps[:2]
            case _:
                steps = ()
        return [line(Span("→ ", Role.KEY), step, indent=2) for step in steps]


def _identity_lines(identity: KeyIdentity) -> list[Line]:
    lines = [_good(identity.sentence) if identity.works else _bad(identity.sentence)]
    if identity.who:
        lines.append(line(muted("  ".join(f"{name} {value}" for name, value in identity.who))))
    if identity.request_id:
        lines.append(line(muted(f"RequestId {identity.request_id}")))
    return lines


def _bad(text: str) -> Line:
    return line(Span("✗ ", Role.BAD, "bold"), text, indent=2)


def _good(text: str) -> Line:
    return line(Span("✓ ", Role.GOOD, "bold"), text, indent=2)
