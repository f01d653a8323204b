"""The surroundings of calls as the user changes them: region, profile, endpoint, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.ink import Ink
from tcexplorer.tui.screens.answers import Answers

if TYPE_CHECKING:
    from tcexplorer.workbench.session import Session


class InContext(Answers):
    """What is behind each command is loaded when it is first used."""

    def show_site(self, session: Session) -> None:
        """Actions of both sites can be called in the sandbox only."""
        context = session.context
        self.actions.show_site(None if context.is_sandbox else context.site)

    def action_region(self) -> None:
        from tcexplorer.tui.screens.regions import choose_region

        choose_region(self)

    def region_chosen(self, code: str | None) -> None:
        """Send calls with this region from now on, or with none (NO_REGION); None changes nothing."""
        from tcexplorer.tui.screens.choices import NO_REGION

        if code is None or self.session is None:
            return
        region = None if code == NO_REGION else code
        if self.desk is not None:
            self.desk.region_used(region, self.session.context.region)
        self.session.regions.used(self.session.context.site, (region, self.session.context.region))
        self.run_worker(self.session.regions.keep(), group="regions")
        self.session.change(region=region)
        self.context_changed(f"calls go to {region} from now on" if region else "no region is sent from now on")

    def action_profile(self) -> None:
        from tcexplorer.tui.screens.change import choose_profile

        choose_profile(self)

    def action_profiles(self) -> None:
        from tcexplorer.tui.screens.change import manage_profiles

        manage_profiles(self)

    def action_endpoint(self) -> None:
        from tcexplorer.tui.screens.change import choose_endpoint

        choose_endpoint(self)

    def action_language(self) -> None:
        from tcexplorer.tui.screens.change import switch_language

        switch_language(self)

    def credential_came(self) -> None:
        """There is a credential now, or the reason why there is none."""
        self.paint_frame()
        self.preview()
        work, self._sent_with_key = self._sent_with_key, None
        if work is not None and work is self.work and self.session is not None and self.session.context.credential:
            self.call_later(self.action_send)

    def context_changed(self, text: str, ink: Ink = Ink.TEXT) -> None:
        """Calls are made in another context from now on; the text says in which."""
        self._sent_with_key = None
        if self.session is not None:
            self.show_site(self.session)
        self.paint_frame()
        self.preview()
        self.remind()
        self.say(text, ink)

    def preview(self) -> None:
        """Show the request as it would be sent now."""
        raise NotImplementedError
