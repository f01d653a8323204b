"""The frame of the workbench: header, three panes, footer; where the focus is, and what the footer says.

Whatever the first frame does not need is imported behind it, in the functions that use it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tcexplorer.tui.actions.pane import ActionsPane
from tcexplorer.tui.main.bars import WIDE, HeaderState, footer, header
from tcexplorer.tui.main.rooms import Rooms
from tcexplorer.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tcexplorer.tui.request.pane import RequestPane
    from tcexplorer.tui.startup import StartupContext
    from tcexplorer.tui.state import OpenRequest, SessionState
    from tcexplorer.workbench.session import Session

_PANES = Path(__file__).parent.with_name("panes.tcss")
ON_THE_APP = ("quit", "copy_request_id", "theme")
"""Commands that work over dialogs, too."""


class Workplace(Rooms):
    """Header, actions, request, response, footer. Panes come after the first frame."""

    AUTO_FOCUS = "#find"

    def __init__(self, opening: StartupContext) -> None:
        super().__init__(classes="-fresh -drawer")
        self.opening = opening
        self.session: Session | None = None
        self.desk: SessionState | None = None
        self.actions = ActionsPane(id="actions", classes="pane -open")
        self.request: RequestPane | None = None
        self.is_waiting = False
        self._furnishing = False
        self._header = Bar(id="header")

    @property
    def work(self) -> OpenRequest | None:
        """The action at hand and what was typed for it."""
        return self.desk.work if self.desk is not None else None

    def compose(self) -> ComposeResult:
        yield self._header
        yield self._footer
        yield self.actions

    def on_mount(self) -> None:
        self.paint_frame()
        self.share_room()

    async def furnish(self) -> None:
        """Behind the first frame: the two other panes. A second time does nothing."""
        if self._furnishing or not self.is_attached:
            return
        self._furnishing = True
        from tcexplorer.tui.request.pane import RequestPane
        from tcexplorer.tui.response.pane import ResponsePane
        from tcexplorer.tui.state import SessionState
        from tcexplorer.tui.widgets.pane import Pane

        self.whole.stylesheet.read(_PANES)
        request, response = RequestPane(classes="inside"), ResponsePane(classes="inside")
        await self.mount(Pane(request, id="request", classes="pane"), Pane(response, id="response", classes="pane"))
        self.share_room()
        self.desk, self.request, self.response = SessionState(), request, response
        self.furnished()

    def furnished(self) -> None:
        """All panes are there."""

    # frame

    def surroundings(self) -> HeaderState:
        """What the header says."""
        session, opening = self.session, self.opening
        if session is None:
            return HeaderState(
                opening.profile,
                opening.region,
                sandbox=opening.sandbox,
                read_only=opening.read_only,
                production=opening.production,
            )
        from tcexplorer.calls.context import endpoint_for, fixed_endpoint, is_default
        from tcexplorer.protocol.endpoints import EndpointError

        context, work = session.context, self.work
        point = context.access_point
        endpoint = fixed_endpoint(context) or (f"{point} endpoint" if point not in (None, "site") else "")
        own = not endpoint
        if work is not None:
            service = work.action.row.service
            try:
                found = endpoint_for(service, context)
                endpoint, own = found.host, is_default(found, service, context)
            except EndpointError as error:
                endpoint, own = str(error), False
        return HeaderState(
            context.profile.name,
            context.region,
            endpoint,
            own_endpoint=own,
            sandbox=context.is_sandbox,
            read_only=context.profile.read_only,
            production=context.profile.production,
        )

    def paint_frame(self) -> None:
        """Header and footer anew."""
        width = self.size.width or self.whole.size.width
        self._header.show(*header(self.surroundings(), width))
        if self._saying is None:
            work = self.work
            verb = work.action.row.verb if work is not None else None
            compiled = self.session.catalogue.meta.get("compiled", "")[:10] if self.session else ""
            self._footer.show(*footer(width, verb=verb, waiting=self.is_waiting, catalogue=compiled))

    @property
    def header_text(self) -> str:
        """What the header says."""
        return self._header.text

    def on_resize(self, _event: events.Resize) -> None:
        self.paint_frame()
        self.share_room()

    # focus

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The drawer closes when the focus leaves it."""
        inside = self.actions in event.widget.ancestors_with_self
        self._show_drawer(inside)

    def open_actions(self) -> None:
        """Show the action list, which is a drawer on narrow screens, and go to its search box."""
        self._show_drawer(True)
        self.actions.focus_box()

    def _show_drawer(self, shown: bool) -> None:
        self.actions.set_class(shown, "-open")
        self.set_class(shown, "-drawer")

    def focus_request(self) -> None:
        """Go to the request pane."""
        if self.request is not None:
            self.request.focus_inside()

    def _go(self, by: int) -> None:
        request, response = self.request, self.response
        if request is None or response is None:
            return
        ways = ((self.actions, self.open_actions), (request, request.focus_inside), (response, response.focus_inside))
        here = next((at for at, (pane, _) in enumerate(ways) if pane.has_focus_within), 0)
        ways[(here + by) % len(ways)][1]()

    def action_next_pane(self) -> None:
        self._go(1)

    def action_previous_pane(self) -> None:
        self._go(-1)

    def action_next_field(self) -> None:
        """Outside of the form: the next widget."""
        self.focus_next()

    def action_search(self) -> None:
        self.open_actions()

    @property
    def is_wide(self) -> bool:
        """Whether the action list is a pane of its own."""
        return self.size.width >= WIDE
