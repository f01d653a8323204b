"""The workbench screen: what the user does, asked of the session and handed down to the panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.main.elsewhere import with_elsewhere
from tcexplorer.tui.main.requesting import Requesting
from tcexplorer.tui.main.workplace import ON_THE_APP
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.tui.actions.pane import ActionsPane
    from tcexplorer.tui.main.favourites import FavouritesController
    from tcexplorer.workbench.session import Session


@with_elsewhere
class MainScreen(Requesting):
    """Chooses actions, shows tabs, opens dialogs."""

    # here and not further up: Textual merges them anew for each class below
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, but=ON_THE_APP)

    # the session arrives

    keeping: FavouritesController | None = None

    def list_actions(self, rows: Sequence[ActionRow], index: ActionIndex, keeping: FavouritesController) -> None:
        """The actions can be looked through and searched; they can be chosen as soon as the session is there."""
        self.keeping = keeping
        keeping.show()
        self.actions.show_actions(rows, index.search)

    def open_session(self, session: Session) -> None:
        """The workbench is loaded."""
        self.session = session
        if session.context.language.value.startswith("zh"):
            self.actions.show_titles(chinese=True)
        self.show_site(session)
        self.paint_frame()
        self._begin()
        if session.drafts is not None and session.drafts.problem:
            self.say(session.drafts.problem, Role.WARN)
        if session.beginning is not None:
            from tcexplorer.tui.main.welcome import begin

            begin(self, session)

    def furnished(self) -> None:
        self._begin()

    def _begin(self) -> None:
        """Session and panes are there: search and choose, and do what was asked for meanwhile."""
        if self.session is not None and self.request is not None:
            self.actions.allow_search(self.session.search)

    def fail(self, message: str) -> None:
        """The workbench cannot be loaded; the message says what to do."""
        self.actions.show_failure(message)
        if self.request is not None:
            self.request.show_failure(message)

    # choosing

    async def on_actions_pane_action_chosen(self, event: ActionsPane.ActionChosen) -> None:
        event.stop()
        await self.choose(event.row)

    def on_actions_pane_favourite_toggled(self, event: ActionsPane.FavouriteToggled) -> None:
        event.stop()
        if self.keeping is not None:
            self.keeping.toggle(event.row)

    async def choose(self, row: ActionRow) -> None:
        """Open an action's form, with what was typed for it before."""
        self.actions.choice_done()
        session, desk, request, response = self.session, self.desk, self.request, self.response
        if session is None or desk is None or request is None or response is None:
            return
        action = session.action(row)
        if action is None:
            self.say(f"{row.service} {row.action} is not in the catalogue any more", Role.BAD)
            return
        changed = self.work is None or self.work.action.row != row
        from tcexplorer.tui.main.autosave import bring_back, kept_of

        kept = kept_of(self, row)
        work = desk.open(action)
        bring_back(self, work, kept)
        if self.keeping is not None:
            self.keeping.use(row)
        site, language = session.site_for(row), session.context.language
        self.remind()
        request.show_action(action, work.draft, work.unreadable, site, language)
        if changed and not self.is_waiting:
            self._shown = None
            response.show_idle(desk.past, action=True)
        self.remove_class("-fresh")
        self.share_room()
        self.focus_request()
        self.paint_frame()
        if self._send_when_ready:
            self._send_when_ready = False
            await self.action_send()

    # tabs

    def action_next_tab(self) -> None:
        self._tab_beside(1)

    def action_previous_tab(self) -> None:
        self._tab_beside(-1)

    def _tab_beside(self, by: int) -> None:
        if self.response is not None and self.response.has_focus_within:
            self.response.show_tab_beside(by)
        elif self.request is not None:
            self.request.show_tab_beside(by)

    def _request_tab(self, name: str) -> None:
        if self.request is not None and self.work is not None:
            self.request.show_tab(name)
            self.request.focus_inside()

    def action_tab_form(self) -> None:
        self._request_tab("Form")

    def action_tab_json(self) -> None:
        self._request_tab("JSON")

    def action_tab_request(self) -> None:
        self._request_tab("Request")

    def action_tab_signature(self) -> None:
        self._request_tab("Signature")

    def action_tab_docs(self) -> None:
        self._request_tab("Docs")

    # dialogs

    def action_commands(self) -> None:
        from tcexplorer.tui.dialogs.pickers import command_picker

        self.whole.push_screen(command_picker(self.places()), self.run_command)

    def action_help(self) -> None:
        from tcexplorer.tui.dialogs.base import help_dialog

        self.whole.push_screen(help_dialog(self.places()))

    def action_past(self) -> None:
        from tcexplorer.tui.dialogs.pickers import exchange_picker

        if self.desk is None or not self.desk.past:
            self.say("nothing was answered yet in this session")
        else:
            self.whole.push_screen(exchange_picker("Answers of this session", self.desk.past), self._past_chosen)

    def _past_chosen(self, exchange: Exchange | None) -> None:
        if exchange is not None and self.response is not None:
            self.show_exchange(exchange)
            self.response.focus_inside()

    # escape

    def action_back(self) -> None:
        if self.cancel_call():
            return
        if self.selections:
            self.clear_selection()
        elif self.actions.has_focus_within:
            if not self.actions.clear() and self.work is not None and not self.is_wide:
                self.focus_request()
        elif self.request is not None and self.request.has_focus_within:
            if self.request.tab != "Form":
                self.request.show_tab("Form")
            else:
                self.open_actions()
        else:
            self.focus_request()
