"""How a session begins that has no key yet: it is fetched behind the screen, or the user is told how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.dialogs.profiles.welcome import trouble_dialog, welcome_dialog
from tcexplorer.tui.main.context import manage_profiles, use_sandbox
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.profiles import ProfileError

if TYPE_CHECKING:
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.tui.dialogs.profiles.welcome import WayOn
    from tcexplorer.tui.main.screen import MainScreen
    from tcexplorer.workbench.session import Profiles, Session


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
            main.whole.push_screen(welcome_dialog(), lambda way: _go(main, session, way))
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
    main.whole.push_screen(trouble_dialog(session.context.profile, text), lambda way: _go(main, session, way))


def _busy(main: MainScreen) -> bool:
    """Whether the user is in the middle of something: a dialog would take what is typed next."""
    typing = main.actions.is_searching
    return typing or main.work is not None or len(main.whole.screen_stack) > 1


def _go(main: MainScreen, session: Session, way: WayOn | None) -> None:
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
