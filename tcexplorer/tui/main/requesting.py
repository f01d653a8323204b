"""The request as the user makes it: parameters typed, from examples or pasted, in surroundings that may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.main.call_controller import Sending
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.timer import Timer

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.form.draft import Draft
    from tcexplorer.tui.request.form import Form
    from tcexplorer.tui.request.pane import RequestPane
    from tcexplorer.workbench.session import LoadedExample, Session


class Requesting(Sending):
    """Drafts change, are shown as the request they make, and are kept."""

    _keeping: Timer | None = None
    """Runs until changed drafts are written."""

    def on_request_pane_draft_changed(self, event: RequestPane.DraftChanged) -> None:
        event.stop()
        if self.desk is not None:
            self.desk.edited(event.draft, event.unreadable)
        from tcexplorer.tui.main.autosave import KEPT_AFTER, keep

        if self.work is not None and keep(self, self.work, event.draft, event.unreadable) and self._keeping is None:
            self._keeping = self.set_timer(KEPT_AFTER, self._keep_drafts)

    def _keep_drafts(self) -> None:
        self._keeping = None
        if self.session is not None and self.session.drafts is not None:
            from tcexplorer.tui.main.autosave import write

            self.run_worker(write(self, self.session.drafts), group="drafts")

    def on_request_pane_preview_wanted(self, event: RequestPane.PreviewWanted) -> None:
        event.stop()
        self.preview()

    def preview(self) -> None:
        """Show the request as it would be sent now."""
        work = self.work
        if self.session is not None and work is not None and self.request is not None:
            self.request.show_preview(self.session.plan(work.action, work.draft.params))

    def on_request_pane_docs_wanted(self, event: RequestPane.DocsWanted) -> None:
        event.stop()
        from tcexplorer.tui.content.docs import docs_lines

        session, work = self.session, self.work
        if session is not None and work is not None and self.request is not None:
            row, language = work.action.row, session.context.language
            codes = session.catalogue.codes(row.service, row.version)
            self.request.show_docs(docs_lines(work.action, session.site_for(row), language, codes))

    def on_form_file_wanted(self, event: Form.FileWanted) -> None:
        event.stop()
        from tcexplorer.tui.main.upload import choose_file

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

    def _examples(self) -> Sequence[LoadedExample]:
        """Those of the action at hand; says why there is none to be taken."""
        found: Sequence[LoadedExample] = ()
        if self.session is None or self.work is None:
            self.say(f"choose an action first: {BY_ID['search'].key_text} finds one")
        elif self.work.unreadable is not None:
            self.say("the JSON editor holds text that is not JSON; mend or clear it first", Role.WARN)
        elif not (found := self.session.examples(self.work.action)):
            self.say("this action has no example")
        return found

    def action_example(self) -> None:
        if self.desk is not None and (examples := self._examples()):
            self.load(self.desk.next_example(examples))

    def action_examples(self) -> None:
        from tcexplorer.tui.dialogs.pickers import example_picker

        desk, work = self.desk, self.work
        examples = self._examples()
        if desk is None or work is None or not examples:
            return

        def chosen(at: int | None) -> None:
            if at is not None and self.request is not None:
                self.load(desk.load_example(examples, at))
                self.request.show_parameters()
                self.focus_request()

        self.whole.push_screen(example_picker(examples, work.example), chosen)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted outside of a text field, or is clearly a call."""
        from tcexplorer.tui.main.import_call import paste
        from tcexplorer.tui.text.pasted_text import as_copied

        event.stop()
        paste(self, as_copied(event.text))

    def action_clear(self) -> None:
        self.load(
            self.desk.clear() if self.desk else None, f"choose an action first: {BY_ID['search'].key_text} finds one"
        )

    def action_reveal(self) -> None:
        if self.request is not None and self.work is not None:
            self.request.toggle_reveal()

    # surroundings

    def show_site(self, session: Session) -> None:
        """Actions of both sites can be called in the sandbox only."""
        context = session.context
        self.actions.show_site(None if context.is_sandbox else context.site)

    def credential_came(self) -> None:
        """There is a credential now, or the reason why there is none."""
        self.paint_frame()
        self.preview()
        work, self._sent_with_key = self._sent_with_key, None
        if work is not None and work is self.work and self.session is not None and self.session.context.credential:
            self.call_later(self.action_send)

    def context_changed(self, text: str, ink: Role = Role.TEXT) -> None:
        """Calls are made in another context from now on; the text says in which."""
        self._sent_with_key = None
        if self.session is not None:
            self.show_site(self.session)
        self.paint_frame()
        self.preview()
        self.remind()
        self.say(text, ink)

    async def choose(self, row: ActionRow) -> None:
        """Open an action's form."""
        raise NotImplementedError
