"""How a session begins that has no key yet: it is fetched behind the screen, or the user is told how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tcexplorer.credentials.profile import SESSION
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.tui.commands import BY_ID, Scope, bindings
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.dialogs.picker import Choice, PickerList
from tcexplorer.tui.main.context import manage_profiles, use_sandbox
from tcexplorer.tui.text.styled_text import Line, Role, Span, line
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.text_view import TextView
from tcexplorer.workbench.profiles import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.credentials.profile import Profile
    from tcexplorer.tui.main.screen import MainScreen
    from tcexplorer.tui.widgets.virtual_list import VirtualList
    from tcexplorer.workbench.session import Profiles, Session

STAY, ADD, MANAGE, SANDBOX, AGAIN = "stay", "add", "manage", "sandbox", "again"
FROM_ENV = "Or start with --from-env: the key is taken from environment variables."


class WelcomeDialog(Dialog[str | None]):
    """Says where the user is, and the ways on; the first one changes nothing. Gives back the value of a way."""

    AUTO_FOCUS = "PickerList"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ACTIONS, only=("choose",))

    def __init__(self, title: str, lines: Sequence[Line], ways: Sequence[Choice]) -> None:
        super().__init__(title)
        self._page = TextView(lines, classes="guide")
        self._page.can_focus = False
        self._ways = ways
        self._list = PickerList(ways, keys=False, classes="choices")

    def inside(self) -> Iterable[Widget]:
        yield self._page
        yield self._list

    def on_mount(self) -> None:
        self._list.show(self._ways)

    def on_virtual_list_picked(self, event: VirtualList.Picked) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        if (found := self._list.current) is not None:
            self.dismiss(found.value)


def begin(main: MainScreen, session: Session) -> None:
    """Do what the session says is to be done first."""
    beginning = session.beginning
    if beginning is None:
        return
    match beginning.kind:
        case "fetch":
            fetch(main, session)
        case "welcome" if _busy(main):
            main.say(f"there is no profile, so this is the sandbox; {BY_ID['profiles'].key_text} adds one")
        case "welcome":
            main.whole.push_screen(_welcome(), lambda way: _go(main, session, way))
        case "trouble":
            _trouble(main, session, beginning.text)
        case "note":
            main.say(beginning.text, Role.BAD)


def fetch(main: MainScreen, session: Session) -> None:
    """Get the credential of the session's profile; nothing waits for it but the first call."""
    profile = session.context.profile
    if session.profiles is not None:
        session.fetching = True
        session.keyless = f"the key of {profile.name} is not here yet: it is being asked for; try again in a moment"
        main.run_worker(_fetch(main, session, session.profiles, profile), group="fetch", exclusive=True)


async def _fetch(main: MainScreen, session: Session, profiles: Profiles, profile: Profile) -> None:
    try:
        context = await profiles.context(profile)
    except ProfileError as failure:
        session.fetching = False
        if session.context.profile == profile and session.context.credential is None:
            _trouble(main, session, str(failure))
        return
    session.fetching = False
    if session.context.profile == profile and session.context.credential is None:
        session.keyless = ""
        session.change(credential=context.credential)
        main.credential_came()


def _trouble(main: MainScreen, session: Session, text: str) -> None:
    """A dialog, unless the user is in the middle of something."""
    session.keyless = f"no key ({BY_ID['profiles'].key_text} shows profiles): {text}"
    main.credential_came()
    if _busy(main):
        main.say(session.keyless, Role.BAD)
        return
    main.whole.push_screen(_troubled(session, text), lambda way: _go(main, session, way))


def _busy(main: MainScreen) -> bool:
    """Whether the user is in the middle of something: a dialog would take what is typed next."""
    typing = bool(main.query_one("#find", TextField).value)
    return typing or main.work is not None or len(main.whole.screen_stack) > 1


def _welcome() -> WelcomeDialog:
    return WelcomeDialog(
        "Welcome to tcexplorer",
        [
            line(
                "There is no profile yet, so you are in the sandbox: a server inside this program that checks and"
                " answers as the cloud does. It needs no account, and nothing leaves this machine."
            ),
            Line(),
            line(
                "To call the real cloud, add a profile: its key goes to the keyring of this machine, or is"
                " kept in memory for this session."
            ),
            line(FROM_ENV),
        ],
        [
            Choice(STAY, "Stay in the sandbox", "look around without an account"),
            Choice(ADD, "Add a profile", "SecretId and SecretKey from the CAM console"),
        ],
    )


def _troubled(session: Session, text: str) -> WelcomeDialog:
    profile = session.context.profile
    name = f"Profile {profile.name} has no usable key" if profile.source != SESSION else "No usable profile"
    again = [Choice(AGAIN, "Try again", f"ask for the key of {profile.name} again")]
    return WelcomeDialog(
        name,
        [
            line(Span("✗ ", Role.BAD, "bold"), text, indent=2),
            line("Everything can be looked at, but calls to the cloud cannot be signed."),
            line(FROM_ENV),
        ],
        [
            Choice(STAY, "Look around", "without a key"),
            *(again if SOURCES[profile.source].waits else []),
            Choice(MANAGE, "Manage profiles", "add, test, edit, remove; or a key for this session only"),
            Choice(SANDBOX, "Use the sandbox", "calls are answered inside this program"),
        ],
    )


def _go(main: MainScreen, session: Session, way: str | None) -> None:
    match way:
        case "add":
            manage_profiles(main, adding=True)
        case "manage":
            manage_profiles(main)
        case "sandbox":
            use_sandbox(main)
        case "again":
            main.say(f"getting the credential of {session.context.profile.name} …")
            fetch(main, session)
        case _:
            main.say(f"{BY_ID['profiles'].key_text} manages profiles, {BY_ID['profile'].key_text} chooses one")
