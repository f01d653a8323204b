"""The region chooser: every region, those used lately first, and which of them the service at hand offers.

What a service offers is asked when the chooser opens, behind it; the choices stay where they are when the answer comes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.message import Message

from tcexplorer.protocol.regions import is_code, known_instead
from tcexplorer.tui.dialogs.picker import Choice, Picker
from tcexplorer.tui.dialogs.pickers import NO_REGION, region_choices
from tcexplorer.workbench.regions import RECENT, Offered, question

if TYPE_CHECKING:
    from tcexplorer.tui.main.requesting import Requesting
    from tcexplorer.workbench.session import Session


class RegionChooser(Picker):
    """Asks the service `region` by itself, when nothing fresh is known. Gives back a code or NO_REGION."""

    class Answered(Message):
        """What the service offers, or one line on why that is not known."""

        def __init__(self, offered: Offered | str) -> None:
            super().__init__()
            self.offered = offered

    def __init__(self, session: Session, service: str | None, recent: tuple[str, ...]) -> None:
        self._session, self._service, self._recent = session, service, recent
        self._offered = session.regions.offered(service, session.context) if service else None
        context = session.context
        choices = region_choices(context.language, recent, self._codes)
        super().__init__(
            "Region", choices, current=context.region or NO_REGION, hint="code, name or 名称", typed=_typed
        )

    @property
    def _codes(self) -> tuple[str, ...] | None:
        return self._offered.codes if self._offered is not None else None

    def on_mount(self) -> None:
        session, service = self._session, self._service
        if service is None:
            return
        if not session.regions.is_to_ask(service, session.context):
            self._say(self._offered)
            return
        planned = question(service, session.context, now=session.clock() + session.skew)
        if isinstance(planned, str):
            self._say(self._offered or planned)
            return
        self._say(self._offered, "asking …")
        self.run_worker(self._ask(session, service), group="regions", exclusive=True)

    async def _ask(self, session: Session, service: str) -> None:
        context = session.context
        planned = question(service, context, now=session.clock() + session.skew)
        if isinstance(planned, str):
            return
        exchange = await session.calls.perform(planned)
        self.post_message(self.Answered(session.regions.answered(service, context, exchange)))
        await session.regions.keep()

    def on_region_chooser_answered(self, event: Answered) -> None:
        event.stop()
        match event.offered:
            case Offered() as offered:
                self._offered = offered
                self.offer(region_choices(self._session.context.language, self._recent, self._codes))
                self._say(offered)
            case reason:
                self._say(self._offered or reason)

    def _say(self, offered: Offered | str | None, more: str = "") -> None:
        service = self._service
        match offered:
            case Offered(codes=codes, made_up=True):
                where = "in the sandbox's example" if self._session.context.is_sandbox else "at this machine's endpoint"
                said = f"{service} offers {len(codes)} {where}"
            case Offered(codes=codes, at=at):
                said = f"{service} offers {len(codes)}, asked {time.strftime('%Y-%m-%d', time.localtime(at))}"
            case str():
                said = offered
            case None:
                said = f"which ones {service} offers is not known" if not more else f"what {service} offers:"
        self.entitle("Region", f"{said} {more}".strip())


def _typed(text: str) -> Choice:
    """A region that is not in our list can be new."""
    code = text.strip().lower()
    if not is_code(code):
        return Choice("", "no such region", "a code looks like ap-guangzhou")
    near = known_instead(code)
    return Choice(code, code, f"not in our list; did you mean {near}?" if near else "not in our list; new, perhaps")


def choose_region(main: Requesting) -> None:
    """Ask for the region that calls are sent with."""
    session = main.session
    if session is None:
        main.say("regions can be chosen as soon as the catalogue is there")
        return
    used = main.desk.regions if main.desk is not None else []
    recent = tuple(dict.fromkeys([*used, *session.regions.recent(session.context.site)]))[:RECENT]
    service = main.work.action.row.service if main.work is not None else None
    main.whole.push_screen(RegionChooser(session, service, recent), lambda code: region_chosen(main, code))


def region_chosen(main: Requesting, code: str | None) -> None:
    """Send calls with this region from now on, or with none (NO_REGION); None changes nothing."""
    from tcexplorer.tui.dialogs.pickers import NO_REGION

    if code is None or main.session is None:
        return
    region = None if code == NO_REGION else code
    if main.desk is not None:
        main.desk.region_used(region, main.session.context.region)
    main.session.regions.used(main.session.context.site, (region, main.session.context.region))
    main.run_worker(main.session.regions.keep(), group="regions")
    main.session.change(region=region)
    main.context_changed(f"calls go to {region} from now on" if region else "no region is sent from now on")
