"""The workbench screen: what the user does, asked of the session and handed down to the panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.ink import Ink
from tcexplorer.tui.screens.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.dom import DOMNode
    from textual.timer import Timer

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.catalog.search import SearchIndex
    from tcexplorer.form.draft import Draft
    from tcexplorer.tui.screens.keeping import Keeping
    from tcexplorer.tui.widgets.actions import ActionsPane
    from tcexplorer.tui.widgets.bar import Bar
    from tcexplorer.tui.widgets.form import Form
    from tcexplorer.tui.widgets.page import Page
    from tcexplorer.tui.widgets.request_pane import RequestPane
    from tcexplorer.tui.widgets.tree import Tree
    from tcexplorer.workbench.session import Session


class MainScreen(Answers):
    """Chooses actions, keeps drafts, opens dialogs."""

    _keeping: Timer | None = None
    """Runs until changed drafts are written."""

    # the session arrives

    keeping: Keeping | None = None

    def list_actions(self, rows: Sequence[ActionRow], index: SearchIndex, keeping: Keeping) -> None:
        """The actions can be looked through and searched; they can be chosen as soon as the session is there."""
        self.keeping = keeping
        keeping.show()
        self.actions.show_actions(rows, index.search)

    def open_session(self, session: Session) -> None:
        """The workbench is loaded."""
        self.session = session
        if session.context.language.value.startswith("zh"):
            self.actions.show_titles(chinese=True)
        self._show_site(session)
        self.paint_frame()
        self._begin()
        if session.drafts is not None and session.drafts.problem:
            self.say(session.drafts.problem, Ink.WARN)
        if session.beginning is not None:
            from tcexplorer.tui.screens.profiles_start import begin

            begin(self, session)

    def _show_site(self, session: Session) -> None:
        """Actions of both sites can be called in the sandbox only."""
        context = session.context
        self.actions.show_site(None if context.is_sandbox else context.site)

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
            self.say(f"{row.service} {row.action} is not in the catalogue any more", Ink.BAD)
            return
        changed = self.work is None or self.work.action.row != row
        from tcexplorer.tui.screens.drafts import bring_back, kept_of

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
            response.show_nothing(desk.past, action=True)
        self.remove_class("-fresh")
        self.share_room()
        self.focus_request()
        self.paint_frame()
        if self._send_when_ready:
            self._send_when_ready = False
            await self.action_send()

    # parameters

    def on_request_pane_draft_changed(self, event: RequestPane.DraftChanged) -> None:
        event.stop()
        if self.desk is not None:
            self.desk.edited(event.draft, event.unreadable)
        from tcexplorer.tui.screens.drafts import KEPT_AFTER, keep

        if self.work is not None and keep(self, self.work, event.draft, event.unreadable) and self._keeping is None:
            self._keeping = self.set_timer(KEPT_AFTER, self._keep_drafts)

    def _keep_drafts(self) -> None:
        self._keeping = None
        if self.session is not None and self.session.drafts is not None:
            self.run_worker(self.session.drafts.flush(), group="drafts")

    def on_request_pane_preview_wanted(self, event: RequestPane.PreviewWanted) -> None:
        event.stop()
        self._preview()

    def _preview(self) -> None:
        work = self.work
        if self.session is not None and work is not None and self.request is not None:
            self.request.show_preview(self.session.plan(work.action, work.draft.params))

    def on_request_pane_docs_wanted(self, event: RequestPane.DocsWanted) -> None:
        event.stop()
        from tcexplorer.tui.pages.docs import docs_lines

        session, work = self.session, self.work
        if session is not None and work is not None and self.request is not None:
            row, language = work.action.row, session.context.language
            codes = session.catalogue.codes(row.service, row.version)
            self.request.show_docs(docs_lines(work.action, session.site_for(row), language, codes))

    def on_form_file_wanted(self, event: Form.FileWanted) -> None:
        event.stop()
        from tcexplorer.tui.screens.upload import choose_file

        choose_file(self, event.path)

    def on_form_left(self, event: Form.Left) -> None:
        event.stop()
        if event.forward:
            self.action_next_pane()
        else:
            self.action_previous_pane()

    def load(self, found: tuple[Draft, str] | None, otherwise: str = "") -> None:
        """Show another draft for the action at hand, and what it is."""
        if found is None:
            self.say(otherwise)
        elif self.request is not None:
            draft, text = found
            self.request.show_draft(draft)
            self.say(text)

    def action_example(self) -> None:
        desk, work = self.desk, self.work
        if self.session is None or desk is None or work is None:
            self.say(f"choose an action first: {BY_ID['search'].key_text} finds one")
            return
        if work.unreadable is not None:
            self.say("the JSON editor holds text that is not JSON; mend or clear it first", Ink.WARN)
            return
        self.load(desk.next_example(self.session.examples(work.action)), "this action has no example")

    def action_examples(self) -> None:
        from tcexplorer.tui.screens.examples import choose_example

        choose_example(self)

    def action_paste_call(self) -> None:
        from tcexplorer.tui.screens.paste import paste

        paste(self)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted outside of a text field, or is clearly a call."""
        from tcexplorer.tui.screens.paste import paste

        event.stop()
        paste(self, event.text)

    def action_edit(self) -> None:
        from tcexplorer.tui.screens.editing import edit_outside

        edit_outside(self)

    def action_clear(self) -> None:
        self.load(
            self.desk.clear() if self.desk else None, f"choose an action first: {BY_ID['search'].key_text} finds one"
        )

    def action_reveal(self) -> None:
        if self.request is not None and self.work is not None:
            self.request.toggle_reveal()

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

    def _response_tab(self, name: str) -> None:
        if self.response is not None:
            self.response.show_tab(name)
            self.response.focus_inside()

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

    def action_tab_tree(self) -> None:
        self._response_tab("Tree")

    def action_tab_raw(self) -> None:
        self._response_tab("Raw")

    def action_tab_timing(self) -> None:
        self._response_tab("Timing")

    def action_tab_why(self) -> None:
        self._response_tab("Why")

    # dialogs

    def action_commands(self) -> None:
        from tcexplorer.tui.screens.choices import command_chooser

        self.whole.push_screen(command_chooser(self.places()), self.run_command)

    async def run_command(self, name: str | None) -> None:
        """Do what a command's key would do where the focus is."""
        if name is None:
            return
        chain: Sequence[DOMNode] = self.focused.ancestors_with_self if self.focused is not None else [self, self.whole]
        node = next((node for node in chain if hasattr(node, f"action_{name}")), None)
        if node is not None:
            await self.whole.run_action(name, default_namespace=node)

    async def on_bar_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        await self.run_command(event.command)

    def action_help(self) -> None:
        from tcexplorer.tui.screens.reader import help_reader

        self.whole.push_screen(help_reader(self.places()))

    def action_past(self) -> None:
        from tcexplorer.tui.screens.choices import past_chooser

        if self.desk is None or not self.desk.past:
            self.say("nothing was answered yet in this session")
        else:
            self.whole.push_screen(past_chooser(self.desk.past), self._past_chosen)

    def _past_chosen(self, at: str | None) -> None:
        if at is not None and self.desk is not None and self.response is not None:
            self.show_exchange(self.desk.past[int(at)])
            self.response.focus_inside()

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
        self._preview()
        work, self._sent_with_key = self._sent_with_key, None
        if work is not None and work is self.work and self.session is not None and self.session.context.credential:
            self.call_later(self.action_send)

    def context_changed(self, text: str, ink: Ink = Ink.TEXT) -> None:
        """Calls are made in another context from now on; the text says in which."""
        self._sent_with_key = None
        if self.session is not None:
            self._show_site(self.session)
        self.paint_frame()
        self._preview()
        self.remind()
        self.say(text, ink)

    def on_tree_value_wanted(self, event: Tree.ValueWanted) -> None:
        event.stop()
        from tcexplorer.tui.screens.reader import value_reader

        self.whole.push_screen(value_reader(event.title, event.text))

    def on_tree_copy_wanted(self, event: Tree.CopyWanted) -> None:
        event.stop()
        self.copy(event.text, event.what)

    def on_page_copy_wanted(self, event: Page.CopyWanted) -> None:
        event.stop()
        self.copy(event.text, "text")

    def on_tree_opening(self, event: Tree.Opening) -> None:
        event.stop()
        self.say(f"{event.rows:,} rows" if event.done else f"opening … {event.rows:,} rows")

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard (OSC 52), and to the platform's tool where there is one.

        Terminals do not say whether they took it, so nothing more is claimed.
        """
        from tcexplorer.tui.clipboard import harmless, tool_for, words_for

        sent = harmless(text)
        App.copy_to_clipboard(self.whole, sent)  # pyright: ignore[reportUnknownMemberType] a generic App
        self.say(words_for(what, text, sent), Ink.GOOD)
        if (tool := tool_for()) is not None:
            self.run_worker(self._copy_with(tool, text, sent, what), group="clipboard", exclusive=True)

    async def _copy_with(self, tool: Sequence[str], text: str, sent: str, what: str) -> None:
        from tcexplorer.tui.clipboard import put, words_for

        taken = await put(tool, sent)
        self.say(words_for(what, text, sent, tool[0], taken=taken), Ink.GOOD if taken else Ink.WARN)

    def action_copy_selection(self) -> None:
        selected = self.get_selected_text()
        if selected:
            self.copy(selected, "selection")
        else:
            quits = BY_ID["quit"].key_text
            self.say(f"nothing is selected: drag over a text with the mouse; {quits} quits")

    def copy_request_id(self) -> None:
        """Send the RequestId to the terminal's clipboard."""
        if (found := self.request_id()) is None:
            self.say("there is no RequestId yet: nothing was answered", Ink.WARN)
        else:
            self.copy(found, f"RequestId {found}" if self.size.width >= 90 else "RequestId")

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
