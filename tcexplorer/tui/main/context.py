"""The context that calls are made in, and how the user changes it: profile, region, endpoint, language, clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Protocol

from tcexplorer.calls.context import endpoint_for, fixed_endpoint, is_default, local_choice
from tcexplorer.protocol.endpoints import AccessPoint, EndpointError
from tcexplorer.protocol.model import Language
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.main.bars import HeaderState
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.profiles import ProfileBook, ProfileError

if TYPE_CHECKING:
    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.tui.dialogs.profiles.welcome import WayOn
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import SessionState
    from tcexplorer.workbench.session import Profiles, Session


class ContextObserver(Protocol):
    """Who is told that calls are made in another context from now on."""

    def context_changed(self, old: Context, text: str, role: Role = Role.TEXT) -> None:
        """The text says in which, for the user."""
        ...

    def credential_came(self) -> None:
        """There is a credential now, or the reason why there is none."""
        ...

    @property
    def is_busy(self) -> bool:
        """Whether the user is in the middle of something: a dialog would take what is typed next."""
        ...


class ContextController:
    """Changes the session's context, and tells the observer."""

    def __init__(
        self, screen: ScreenServices, session: Session, state: SessionState, observer: ContextObserver
    ) -> None:
        self._screen, self._session, self._state, self._observer = screen, session, state, observer

    def header_state(self) -> HeaderState:
        """What the header says."""
        context = self._session.context
        point = context.access_point
        endpoint = fixed_endpoint(context) or (f"{point} endpoint" if point not in (None, "site") else "")
        own = not endpoint
        if (service := self._state.service) is not None:
            try:
                found = endpoint_for(service, context)
                endpoint, own = found.host, is_default(found, service, context)
            except EndpointError as error:
                endpoint, own = str(error), False
        profile = context.profile
        return HeaderState(
            profile.name,
            context.region,
            endpoint,
            own_endpoint=own,
            sandbox=context.is_sandbox,
            read_only=profile.read_only,
            production=profile.production,
        )

    # language

    def switch_language(self) -> None:
        """English to Chinese or back: documentation, titles, explanations, X-TC-Language. The draft stays."""
        old = self._session.context
        chinese = old.language is not Language.CHINESE
        self._session.change(language=Language.CHINESE if chinese else Language.ENGLISH)
        name = "Chinese" if chinese else "English"
        self._observer.context_changed(old, f"documentation and the API's messages are in {name} from now on")

    # profile

    def choose_profile(self) -> None:
        """Ask whom calls are made as. Files and keyring are read behind the screen."""
        if (profiles := self._session.profiles) is None:
            self._screen.show_status("there are no other profiles here")
        else:
            self._screen.run_worker(self._offer_profiles(profiles), group="profile", exclusive=True)

    async def _offer_profiles(self, profiles: Profiles) -> None:
        from tcexplorer.tui.dialogs.pickers import MANAGE, profile_picker

        try:
            found = await profiles.listed()
        except ProfileError as failure:
            self._screen.show_status(str(failure), Role.BAD)
            return

        def chosen(profile: Profile | Literal["manage"] | None) -> None:
            if profile == MANAGE:
                self.manage_profiles()
            elif profile is not None:
                self._use(profiles, profile)

        managed = isinstance(profiles, ProfileBook)
        self._screen.ask(profile_picker(found, self._session.context.profile, managed=managed), chosen)

    def manage_profiles(self, *, adding: bool = False) -> None:
        """Show the screen of the profiles, with the form of a new one open when `adding`."""
        from tcexplorer.tui.dialogs.profiles.dialog import ProfilesDialog

        session, book = self._session, self._session.profiles
        if not isinstance(book, ProfileBook):
            self._screen.show_status("there are no profiles to manage here")
            return

        def changed(profile: Profile, gone: bool) -> None:
            old = session.context
            if profile.name != old.profile.name or old.is_sandbox:
                return
            if not gone:
                self._use(book, profile)
                return
            session.change(credential=None)
            session.keyless = f"profile {profile.name} is gone; {BY_ID['profile'].key_text} chooses another one"
            self._observer.context_changed(old, session.keyless, Role.WARN)

        def chosen(profile: Profile | None) -> None:
            if profile is not None:
                self._use(book, profile)

        self._screen.ask(ProfilesDialog(session, book, changed, adding=adding), chosen)

    def _use(self, profiles: Profiles, profile: Profile) -> None:
        self._screen.show_status(f"getting the credential of {profile.name} …")
        self._screen.run_worker(self._switch_profile(profiles, profile), group="profile", exclusive=True)

    async def _switch_profile(self, profiles: Profiles, profile: Profile) -> None:
        """Take over the profile's context, or keep the one there is. Drafts stay, and an endpoint on this machine."""
        session = self._session
        asked_in = session.context
        try:
            context = await profiles.context(profile)
        except ProfileError as failure:
            self._screen.show_status(f"still {session.context.profile.name}: {failure}", Role.BAD)
            return
        old = session.context  # of now: a keyring can ask for long, and meanwhile another endpoint may be chosen
        language = profile.language or old.language
        here = None if context.is_sandbox else local_choice(old)
        session.context = replace(context, method=old.method, language=language, endpoint=here or context.endpoint)
        session.keyless, session.fetching = "", False
        self._state.region_used(context.region, old.region)
        region = old.region if old.region != asked_in.region and old.region != context.region else None
        other = f", in {context.region or 'no region'} and not {region}" if region else ""
        where = _where(old, context, here)
        self._observer.context_changed(old, f"calls are made as {profile.name} from now on{other}{where}")

    # the credential that is not there at the beginning

    def begin(self) -> None:
        """Do what the session says is to be done first."""
        from tcexplorer.tui.dialogs.profiles.welcome import welcome_dialog

        beginning = self._session.beginning
        match beginning.kind if beginning is not None else None:
            case "fetch":
                self._fetch()
            case "welcome" if self._observer.is_busy:
                key = BY_ID["profiles"].key_text
                self._screen.show_status(f"there is no profile, so this is the sandbox; {key} adds one")
            case "welcome":
                self._screen.ask(welcome_dialog(), self._go_on)
            case "trouble" if beginning is not None:
                self._lacks_key(beginning.text)
            case "note" if beginning is not None:
                self._screen.show_status(beginning.text, Role.BAD)
            case _:
                return

    def _fetch(self) -> None:
        """Get the credential of the session's profile; nothing waits for it but the first call."""
        session, profile = self._session, self._session.context.profile
        if session.profiles is not None:
            session.fetching = True
            session.keyless = f"the key of {profile.name} is not here yet: the keyring is asked; try again in a moment"
            self._screen.run_worker(self._fetched(session.profiles, profile), group="fetch", exclusive=True)

    async def _fetched(self, profiles: Profiles, profile: Profile) -> None:
        session = self._session
        failed, context = "", None
        try:
            context = await profiles.context(profile)
        except ProfileError as failure:
            failed = str(failure)
        session.fetching = False
        if session.context.profile != profile or session.context.credential is not None:
            return
        if context is None:
            self._lacks_key(failed)
        else:
            session.keyless = ""
            session.change(credential=context.credential)
            self._observer.credential_came()

    def _lacks_key(self, text: str) -> None:
        """A dialog, unless the user is in the middle of something."""
        from tcexplorer.tui.dialogs.profiles.welcome import trouble_dialog

        session = self._session
        session.keyless = f"no key ({BY_ID['profiles'].key_text} shows profiles): {text}"
        self._observer.credential_came()
        if self._observer.is_busy:
            self._screen.show_status(session.keyless, Role.BAD)
        else:
            self._screen.ask(trouble_dialog(session.context.profile, text), self._go_on)

    def _go_on(self, way: WayOn | None) -> None:
        match way:
            case "add":
                self.manage_profiles(adding=True)
            case "manage":
                self.manage_profiles()
            case "sandbox":
                if isinstance(book := self._session.profiles, ProfileBook):
                    self._use(book, book.sandbox)
            case "again":
                self._screen.show_status(f"getting the credential of {self._session.context.profile.name} …")
                self._fetch()
            case _:
                keys = f"{BY_ID['profiles'].key_text} manages profiles, {BY_ID['profile'].key_text} chooses one"
                self._screen.show_status(keys)

    # region, endpoint, clock

    def choose_region(self) -> None:
        """Ask for the region that calls are sent with."""
        from tcexplorer.tui.dialogs.pickers import NO_REGION, session_region_picker
        from tcexplorer.workbench.regions import RECENT

        session = self._session
        used = (*self._state.regions, *session.regions.recent(session.context.site))
        recent = tuple(dict.fromkeys(used))[:RECENT]

        def chosen(code: str | None) -> None:
            if code is not None:
                self.use_region(None if code == NO_REGION else code)

        self._screen.ask(session_region_picker(session, self._state.service, recent), chosen)

    def use_region(self, region: str | None) -> None:
        """Send calls with this region from now on, or with none."""
        session, old = self._session, self._session.context
        self._state.region_used(region, old.region)
        session.regions.used(old.site, (region, old.region))
        self._screen.run_worker(session.regions.keep(), group="regions")
        session.change(region=region)
        text = f"calls go to {region} from now on" if region else "no region is sent from now on"
        self._observer.context_changed(old, text)

    def choose_endpoint(self) -> None:
        """Ask for the host that calls go to."""
        from tcexplorer.tui.dialogs.pickers import PROFILES_OWN, endpoint_picker

        session = self._session

        def chosen(value: str | None) -> None:
            old = session.context
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
            self._observer.context_changed(old, f"calls go to the {text} from now on")

        self._screen.ask(endpoint_picker(self._state.service, session.context), chosen)

    def correct_clock(self, exchange: Exchange | None) -> bool:
        """Take over the server's time from an answer; False when there is nothing to correct, which was said."""
        from tcexplorer.diagnosis.exchange import WORTH_SAYING, skew_of, span_text

        if exchange is None or exchange.response is None:
            self._screen.show_status("no answer yet that tells the server's time", Role.WARN)
            return False
        skew = skew_of(exchange.response, exchange.started_at + exchange.elapsed)
        if skew is None:
            text = "this answer has no Date header, so the server's time is not known"
            self._screen.show_status(text, Role.WARN)
            return False
        if abs(skew) < WORTH_SAYING:
            self._screen.show_status("this machine's clock is right: there is nothing to correct")
            return False
        self._session.skew = skew
        text = f"{span_text(abs(skew))} {'ahead of' if skew > 0 else 'behind'} this machine's"
        context = self._session.context
        self._observer.context_changed(context, f"signed with the server's time from now on: {text}")
        return True


def _where(old: Context, new: Context, here: str | None) -> str:
    """What becomes of the endpoint that was chosen before; `here` is the one on this machine that stays."""
    if here:
        return f", still at {here}"
    if old.endpoint:
        return f", and no longer go to {old.endpoint}"
    if old.access_point is not None and old.access_point is not new.access_point:
        return f", and no longer go to the {old.access_point} endpoint"
    return ""
