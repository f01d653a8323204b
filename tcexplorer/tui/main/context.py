"""Changes of the context that calls are made in: what the main screen's commands do, loaded when first used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from tcexplorer.calls.context import local_choice
from tcexplorer.protocol.endpoints import AccessPoint
from tcexplorer.protocol.model import Language
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.dialogs.pickers import (
    MANAGE,
    NO_REGION,
    PROFILES_OWN,
    endpoint_picker,
    profile_picker,
    session_region_picker,
)
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.profiles import ProfileBook, ProfileError
from tcexplorer.workbench.regions import RECENT

if TYPE_CHECKING:
    from tcexplorer.calls.context import Context
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.tui.main.requesting import Requesting
    from tcexplorer.workbench.session import Profiles, Session


def switch_language(main: Requesting) -> None:
    """English to Chinese or back: documentation, titles, explanations, X-TC-Language. The draft stays."""
    session = main.session
    if session is None:
        main.say("the language can be switched as soon as the catalogue is there")
        return
    chinese = session.context.language is not Language.CHINESE
    session.change(language=Language.CHINESE if chinese else Language.ENGLISH)
    _show_language(main, session)
    name = "Chinese" if chinese else "English"
    main.context_changed(f"documentation and the API's messages are in {name} from now on")


def _show_language(main: Requesting, session: Session) -> None:
    language = session.context.language
    main.actions.show_titles(chinese=language is Language.CHINESE)
    if main.work is not None and main.request is not None:
        main.request.show_language(language)
    main.explain_again()


def choose_profile(main: Requesting) -> None:
    """Ask whom calls are made as. Files and keyring are read behind the screen."""
    session = main.session
    if session is None:
        main.say("profiles can be chosen as soon as the catalogue is there")
    elif session.profiles is None:
        main.say("there are no other profiles here")
    else:
        main.run_worker(_offer_profiles(main, session, session.profiles), group="profile", exclusive=True)


async def _offer_profiles(main: Requesting, session: Session, profiles: Profiles) -> None:
    try:
        found = await profiles.listed()
    except ProfileError as failure:
        main.say(str(failure), Role.BAD)
        return

    def chosen(profile: Profile | Literal["manage"] | None) -> None:
        if profile == MANAGE:
            manage_profiles(main)
        elif profile is not None:
            _use(main, session, profiles, profile)

    managed = isinstance(profiles, ProfileBook)
    main.whole.push_screen(profile_picker(found, session.context.profile, managed=managed), chosen)


def _use(main: Requesting, session: Session, profiles: Profiles, profile: Profile) -> None:
    main.say(f"getting the credential of {profile.name} …")
    main.run_worker(_switch_profile(main, session, profiles, profile), group="profile", exclusive=True)


def manage_profiles(main: Requesting, *, adding: bool = False) -> None:
    """Show the screen of the profiles, with the form of a new one open when `adding`."""
    from tcexplorer.tui.dialogs.profiles.dialog import ProfilesDialog as ManageProfiles

    session = main.session
    if session is None:
        main.say("profiles can be managed as soon as the catalogue is there")
        return
    book = session.profiles
    if not isinstance(book, ProfileBook):
        main.say("there are no profiles to manage here")
        return

    def changed(profile: Profile, gone: bool) -> None:
        context = session.context
        if profile.name != context.profile.name or context.is_sandbox:
            return
        if not gone:
            _use(main, session, book, profile)
            return
        session.change(credential=None)
        session.keyless = f"profile {profile.name} is gone; {BY_ID['profile'].key_text} chooses another one"
        main.context_changed(session.keyless, Role.WARN)

    def chosen(profile: Profile | None) -> None:
        if profile is not None:
            _use(main, session, book, profile)

    main.whole.push_screen(ManageProfiles(session, book, changed, adding=adding), chosen)


def use_sandbox(main: Requesting) -> None:
    """Make calls to the embedded sandbox."""
    session = main.session
    if session is not None and isinstance(session.profiles, ProfileBook):
        _use(main, session, session.profiles, session.profiles.sandbox)


async def _switch_profile(main: Requesting, session: Session, profiles: Profiles, profile: Profile) -> None:
    """Take over the profile's context, or keep the one there is. Drafts stay, and an endpoint on this machine."""
    asked_in = session.context
    try:
        context = await profiles.context(profile)
    except ProfileError as failure:
        main.say(f"still {session.context.profile.name}: {failure}", Role.BAD)
        return
    old = session.context  # of now: a keyring can ask for long, and meanwhile another endpoint may be chosen
    language = profile.language or session.context.language
    here = None if context.is_sandbox else local_choice(old)
    session.context = replace(
        context, method=session.context.method, language=language, endpoint=here or context.endpoint
    )
    session.keyless, session.fetching = "", False
    if main.desk is not None:
        main.desk.region_used(context.region, old.region)
    work, request = main.work, main.request
    if work is not None and request is not None and context.site is not old.site:
        site = session.site_for(work.action.row)
        request.show_action(work.action, work.draft, work.unreadable, site, language)
    if language is not old.language:
        _show_language(main, session)
    region = old.region if old.region != asked_in.region and old.region != context.region else None
    elsewhere = f", in {context.region or 'no region'} and not {region}" if region else ""
    main.context_changed(f"calls are made as {profile.name} from now on{elsewhere}{_where(old, context, here)}")


def _where(old: Context, new: Context, here: str | None) -> str:
    """What becomes of the endpoint that was chosen before; `here` is the one on this machine that stays."""
    if here:
        return f", still at {here}"
    if old.endpoint:
        return f", and no longer go to {old.endpoint}"
    if old.access_point is not None and old.access_point is not new.access_point:
        return f", and no longer go to the {old.access_point} endpoint"
    return ""


def choose_endpoint(main: Requesting) -> None:
    """Ask for the host that calls go to."""
    session, work = main.session, main.work
    if session is None:
        main.say("endpoints can be chosen as soon as the catalogue is there")
        return

    def chosen(value: str | None) -> None:
        match value:
            case None:
                return
            case _ if value == PROFILES_OWN:
                session.change(endpoint=None, access_point=None)
            case _ if value in tuple(AccessPoint):
                session.change(endpoint=None, access_point=AccessPoint(value))
            case host:
                session.change(endpoint=host)
        text = f"{value} endpoint" if session.context.endpoint is None else f"endpoint {value}"
        main.context_changed(f"calls go to the {text} from now on")

    service = work.action.row.service if work is not None else None
    main.whole.push_screen(endpoint_picker(service, session.context), chosen)


def choose_region(main: Requesting) -> None:
    """Ask for the region that calls are sent with."""
    session = main.session
    if session is None:
        main.say("regions can be chosen as soon as the catalogue is there")
        return
    used = main.desk.regions if main.desk is not None else []
    recent = tuple(dict.fromkeys([*used, *session.regions.recent(session.context.site)]))[:RECENT]
    service = main.work.action.row.service if main.work is not None else None
    main.whole.push_screen(session_region_picker(session, service, recent), lambda code: region_chosen(main, code))


def region_chosen(main: Requesting, code: str | None) -> None:
    """Send calls with this region from now on, or with none (NO_REGION); None changes nothing."""
    if code is None or main.session is None:
        return
    region = None if code == NO_REGION else code
    if main.desk is not None:
        main.desk.region_used(region, main.session.context.region)
    main.session.regions.used(main.session.context.site, (region, main.session.context.region))
    main.run_worker(main.session.regions.keep(), group="regions")
    main.session.change(region=region)
    main.context_changed(f"calls go to {region} from now on" if region else "no region is sent from now on")
