"""The workbench screen: header, actions, request, response, footer; every command's method, and who does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.events import DescendantFocus, Paste, Resize

from tcexplorer.tui.actions.pane import ActionsPane
from tcexplorer.tui.commands import BY_ID, ON_EVERY_APP, Scope, bindings
from tcexplorer.tui.main.answer_screen import AnswerScreen
from tcexplorer.tui.main.bars import WIDE, HeaderState, footer_keys, header_pieces
from tcexplorer.tui.main.layout import LayoutController
from tcexplorer.tui.main.start_queue import StartQueue, when_ready
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Bar
from tcexplorer.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.form.draft import Draft
    from tcexplorer.protocol.signing import Trace
    from tcexplorer.tui.main.autosave import Autosave
    from tcexplorer.tui.main.call_controller import CallController
    from tcexplorer.tui.main.context import ContextController
    from tcexplorer.tui.main.favourites import FavouritesController
    from tcexplorer.tui.request.form import Form
    from tcexplorer.tui.request.pane import RequestPane
    from tcexplorer.tui.startup import StartupContext
    from tcexplorer.tui.state import OpenRequest, SessionState
    from tcexplorer.workbench.pasted import FoundCall, FoundParameters
    from tcexplorer.workbench.session import LoadedExample, Session
    from tcexplorer.workbench.settings import Panes

_PANES = Path(__file__).parent.with_name("panes.tcss")


class MainScreen(AnswerScreen):
    """The panes and the session come after the first frame; until then `start` keeps what needs them.

    Whatever the first frame does not need is imported in the functions that use it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, but=(*ON_EVERY_APP, "theme"))
    AUTO_FOCUS = "#find"

    # there when `start` is ready

    session: Session
    state: SessionState
    request: RequestPane
    call: CallController
    context: ContextController
    autosave: Autosave
    favourites: FavouritesController

    def __init__(
        self, startup: StartupContext, sizes: Mapping[str, Panes], keep_sizes: Callable[[str, Panes], None]
    ) -> None:
        """`sizes` of the panes are what the user asked for; `keep_sizes` gets what they ask for now."""
        super().__init__(StartQueue(), classes="-fresh -drawer")
        self._startup = startup
        self.header = Bar(id="header")
        self.actions = ActionsPane(id="actions", classes="pane -open")
        self.layout_controller = LayoutController(self, sizes, keep_sizes)
        self._has_panes = False

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.footer
        yield self.actions

    # beginning

    def on_mount(self) -> None:
        self._fit()

    async def mount_panes(self) -> None:
        """Behind the first frame: the two other panes. A second time does nothing."""
        if self._has_panes or not self.is_attached:
            return
        self._has_panes = True
        from tcexplorer.tui.request.pane import RequestPane
        from tcexplorer.tui.response.pane import ResponsePane

        self._typed_app.stylesheet.read(_PANES)
        self.request, self.response = RequestPane(classes="inside"), ResponsePane(classes="inside")
        await self.mount(
            Pane(self.request, id="request", classes="pane"), Pane(self.response, id="response", classes="pane")
        )
        self.layout_controller.apply()

    def list_actions(self, rows: Sequence[ActionRow], index: ActionIndex, favourites: FavouritesController) -> None:
        """The actions can be looked through and searched; they can be chosen as soon as the session is there."""
        self.favourites = favourites
        self.actions.show_actions(rows, index.search, favourites.kept)
        if favourites.problem is not None:
            self.show_status(favourites.problem, Role.WARN)

    async def open_session(self, session: Session) -> None:
        """All that commands need is there: do what waited for it."""
        from tcexplorer.tui.main.autosave import Autosave
        from tcexplorer.tui.main.call_controller import CallController
        from tcexplorer.tui.main.context import ContextController
        from tcexplorer.tui.state import SessionState

        await self.mount_panes()
        self.session, self.state = session, SessionState()
        self.call = CallController(self, session, self.state, self.request, self.response, self.paint_frame)
        self.context = ContextController(self, session, self.state, self)
        self.autosave = Autosave(self, session)
        if session.drafts is not None and session.drafts.problem:
            self.show_status(session.drafts.problem, Role.WARN)
        await self.start.drain()
        self._show_actions_in_context()
        self.paint_frame()
        self.context.begin()

    def fail(self, message: str) -> None:
        """The workbench cannot be loaded; the message says what to do."""
        self.start.fail(message)
        self.actions.show_failure(message)
        self.request.show_failure(message)

    # frame

    def header_state(self) -> HeaderState:
        """What the header says."""
        return self.context.header_state() if self.start.is_ready else HeaderState.at_start(self._startup)

    def paint_frame(self) -> None:
        """Header and footer anew."""
        width = self.size.width or self._typed_app.size.width
        self.header.show(*header_pieces(self.header_state(), width))
        current, waiting, compiled = self.open_request, False, ""
        if self.start.is_ready:
            waiting, compiled = self.call.is_waiting, self.session.catalogue.meta.get("compiled", "")[:10]
        verb = current.action.row.verb if current is not None else None
        self.footer.show_keys(*footer_keys(width, verb=verb, waiting=waiting, catalogue=compiled))

    @on(Resize)
    def _fit(self) -> None:
        self.paint_frame()
        self.layout_controller.apply()

    @property
    def is_wide(self) -> bool:
        """Whether the action list is a pane of its own."""
        return self.size.width >= WIDE

    @on(Pane.EdgeDragged)
    def _drag_edge(self, event: Pane.EdgeDragged) -> None:
        event.stop()
        self.layout_controller.drag(event.pane, event.x, done=event.done)

    def action_grow_pane(self) -> None:
        self.layout_controller.grow(1)

    def action_shrink_pane(self) -> None:
        self.layout_controller.grow(-1)

    def action_resize(self) -> None:
        self.layout_controller.toggle_tall()

    # focus

    @on(DescendantFocus)
    def _close_drawer_behind(self, event: DescendantFocus) -> None:
        self._show_drawer(self.actions in event.widget.ancestors_with_self)

    def _show_drawer(self, shown: bool) -> None:
        """Show the action list where it is a drawer, or hide it."""
        self.actions.set_class(shown, "-open")
        self.set_class(shown, "-drawer")

    def action_search(self) -> None:
        self._show_drawer(True)
        self.actions.focus_box()

    @when_ready
    def _go(self, by: int) -> None:
        panes = (self.actions, self.request, self.response)
        here = next((at for at, pane in enumerate(panes) if pane.has_focus_within), 0)
        match panes[(here + by) % len(panes)]:
            case ActionsPane():
                self.action_search()
            case pane:
                pane.focus_inside()

    def action_next_pane(self) -> None:
        self._go(1)

    def action_previous_pane(self) -> None:
        self._go(-1)

    def action_next_field(self) -> None:
        """Outside of the form: the next widget."""
        self.focus_next()

    def action_back(self) -> None:
        if not self.start.is_ready:
            self.actions.clear()
        elif self.call.cancel():
            return
        elif self.selections:
            self.clear_selection()
        elif self.actions.has_focus_within:
            if not self.actions.clear() and self.open_request is not None and not self.is_wide:
                self.request.focus_inside()
        elif not self.request.has_focus_within:
            self.request.focus_inside()
        elif self.request.tab != "Form":
            self.request.show_tab("Form")
        else:
            self.action_search()

    # the action at hand

    @property
    def open_request(self) -> OpenRequest | None:
        """The action at hand and what was typed for it."""
        return self.state.current if self.start.is_ready else None

    @on(ActionsPane.ActionChosen)
    def _choose(self, event: ActionsPane.ActionChosen) -> object:
        event.stop()
        return self._open_chosen(event.row)

    @when_ready
    async def _open_chosen(self, row: ActionRow | None) -> None:
        if (row := row or self.actions.current) is not None:
            await self.choose(row)

    async def choose(self, row: ActionRow) -> None:
        """Open an action's form, with what was typed for it before."""
        session, state, request = self.session, self.state, self.request
        action = session.action(row)
        if action is None:
            self.show_status(f"{row.service} {row.action} is not in the catalogue any more", Role.BAD)
            return
        before, is_new = state.current, not state.has(row)
        opened = state.open(action)
        if is_new:
            self.autosave.restore(opened)
        self.favourites.use(row)
        self.call.remind()
        request.show_action(action, opened.draft, opened.unreadable, session.site_for(row), session.context.language)
        if opened is not before and not self.call.is_waiting:
            self.response.show_idle(state.past, action=True)
        self.remove_class("-fresh")
        self.layout_controller.apply()
        request.focus_inside()
        self.paint_frame()

    @on(ActionsPane.FavouriteToggled)
    def _toggle_favourite(self, event: ActionsPane.FavouriteToggled) -> None:
        event.stop()
        self.favourites.toggle(event.row)

    def _show_actions_in_context(self) -> None:
        """Actions of both sites can be called in the sandbox only."""
        context = self.session.context
        self.actions.show_in(context.language, None if context.is_sandbox else context.site)

    # Handlers by name are those of widgets whose modules are imported behind the first frame.

    def on_request_pane_draft_changed(self, event: RequestPane.DraftChanged) -> None:
        event.stop()
        self.state.edited(event.draft, event.unreadable)
        if (opened := self.open_request) is not None:
            self.autosave.keep(opened)

    def on_request_pane_preview_wanted(self, event: RequestPane.PreviewWanted) -> None:
        event.stop()
        self.preview()

    def on_request_pane_docs_wanted(self, event: RequestPane.DocsWanted) -> None:
        from tcexplorer.tui.content.docs import docs_lines

        event.stop()
        if (opened := self.open_request) is not None:
            session, row = self.session, opened.action.row
            site, language = session.site_for(row), session.context.language
            codes = session.catalogue.codes(row.service, row.version)
            self.request.show_docs(docs_lines(opened.action, site, language, codes))

    def on_form_file_wanted(self, event: Form.FileWanted) -> None:
        from tcexplorer.tui.main.upload import choose_file

        event.stop()
        choose_file(self, self.request, event.path)

    def on_form_left(self, event: Form.Left) -> None:
        event.stop()
        self._go(1 if event.forward else -1)

    def preview(self) -> None:
        """Show the request as it would be sent now."""
        if (opened := self.open_request) is not None:
            self.request.show_preview(self.session.plan(opened.action, opened.draft.params))

    def _at_hand(self) -> OpenRequest | None:
        """The action at hand, or None, which is said."""
        if self.open_request is None:
            self.show_status(f"choose an action first: {BY_ID['search'].key_text} finds one")
        return self.open_request

    # filling in

    def _load(self, draft: Draft, text: str) -> None:
        """Show another draft for the action at hand, and say what it is."""
        self.request.show_draft(draft)
        self.show_status(text)

    def _examples(self, opened: OpenRequest) -> Sequence[LoadedExample]:
        """Those of the action; says why there is none to be taken."""
        if opened.unreadable is not None:
            self.show_status("the JSON editor holds text that is not JSON; mend or clear it first", Role.WARN)
            return ()
        if not (found := self.session.examples(opened.action)):
            self.show_status("this action has no example")
        return found

    @when_ready
    def action_example(self) -> None:
        if (opened := self._at_hand()) is not None and (examples := self._examples(opened)):
            self._load(*opened.next_example(examples))

    @when_ready
    def action_examples(self) -> None:
        from tcexplorer.tui.dialogs.pickers import example_picker

        if (opened := self._at_hand()) is None or not (examples := self._examples(opened)):
            return

        def chosen(at: int | None) -> None:
            if at is not None:
                self._load(*opened.load_example(examples, at))
                self.request.show_parameters()
                self.request.focus_inside()

        self.ask(example_picker(examples, opened.example), chosen)

    @when_ready
    def action_clear(self) -> None:
        if (opened := self._at_hand()) is not None:
            self._load(*opened.clear())

    @when_ready
    def action_export_call(self) -> None:
        from tcexplorer.tui.main.export import export_call

        if (opened := self._at_hand()) is not None:
            export_call(self, self.session, opened)

    @when_ready
    def action_edit(self) -> None:
        from tcexplorer.tui.main.external_editing import edit_outside

        if (opened := self._at_hand()) is not None:
            edit_outside(self, opened, self.request)

    @on(Paste)
    def _paste(self, event: Paste) -> None:
        """What is pasted outside of a text field, or is clearly a call."""
        from tcexplorer.tui.text.pasted_text import as_copied

        event.stop()
        self.action_paste_call(as_copied(event.text))

    @when_ready
    def action_paste_call(self, text: str | None = None) -> None:
        from tcexplorer.tui.main.import_call import paste

        paste(self, self.session, self.open_request, self._take_call, text)

    async def _take_call(self, found: FoundCall | FoundParameters) -> None:
        """Fill the form from what was pasted, of the action it names if it names one."""
        from tcexplorer.form.draft import Draft
        from tcexplorer.workbench.pasted import FoundCall, with_types

        what, params = "the JSON object", found.params
        if isinstance(found, FoundCall):
            if found.region is not None and found.region != self.session.context.region:
                self.context.use_region(found.region)
            await self.choose(found.row)
            opened = self.open_request
            if opened is None or opened.action.row != found.row:
                return
            what, params = found.what, with_types(found, opened.action)
        self.request.show_draft(Draft(params))
        self.request.show_parameters()
        self.request.focus_inside()
        self.show_status(f"filled in from {what}; {BY_ID['send'].key_text} sends it", Role.GOOD)

    # sending, and the answers of the session

    def action_send(self) -> None:
        self.call_later(self._send)  # behind what was chosen just before

    @when_ready
    def _send(self) -> None:
        self.call.send()

    @property
    def shown(self) -> Exchange | None:
        """The answer that is shown."""
        return self.call.shown if self.start.is_ready else None

    def request_id(self) -> str | None:
        """The RequestId that is shown, or else the session's last one."""
        if self.shown is not None:
            return self.shown.request_id
        return self.state.last_request_id if self.start.is_ready else None

    @when_ready
    def action_past(self) -> None:
        from tcexplorer.tui.dialogs.pickers import exchange_picker

        def chosen(exchange: Exchange | None) -> None:
            if exchange is not None:
                self.call.show(exchange)
                self.response.focus_inside()

        if self.state.past:
            self.ask(exchange_picker("Answers of this session", self.state.past), chosen)
        else:
            self.show_status("nothing was answered yet in this session")

    @when_ready
    def action_compare(self) -> None:
        from tcexplorer.tui.response.compare import compare_with_last

        compare_with_last(self, self.shown, self.state.past)

    @when_ready
    def action_compare_with(self) -> None:
        from tcexplorer.tui.response.compare import choose_other

        choose_other(self, self.shown, self.state.past)

    # the context of calls

    def context_changed(self, old: Context, text: str, role: Role = Role.TEXT) -> None:
        """Calls are made in another context from now on; the text says in which."""
        context, opened = self.session.context, self.open_request
        self.call.context_changed()
        self._show_actions_in_context()
        if opened is not None and context.site is not old.site:
            site = self.session.site_for(opened.action.row)
            self.request.show_action(opened.action, opened.draft, opened.unreadable, site, context.language)
        if context.language is not old.language:
            self.request.show_language(context.language)
            self.call.explain_again()
        self.paint_frame()
        self.preview()
        self.call.remind()
        self.show_status(text, role)

    def credential_came(self) -> None:
        """There is a credential now, or the reason why there is none."""
        self.paint_frame()
        self.preview()
        self.call.credential_came()

    @property
    def is_busy(self) -> bool:
        """Whether the user is in the middle of something: a dialog would take what is typed next."""
        dialogs = len(self._typed_app.screen_stack) > 1
        return self.actions.is_searching or self.open_request is not None or dialogs

    @when_ready
    def action_region(self) -> None:
        self.context.choose_region()

    @when_ready
    def action_profile(self) -> None:
        self.context.choose_profile()

    @when_ready
    def action_profiles(self) -> None:
        self.context.manage_profiles()

    @when_ready
    def action_endpoint(self) -> None:
        self.context.choose_endpoint()

    @when_ready
    def action_language(self) -> None:
        self.context.switch_language()

    @when_ready
    def action_correct_clock(self) -> None:
        from tcexplorer.tui.main.call_controller import is_auth_failure

        shown, opened = self.shown, self.open_request
        if not self.context.correct_clock(shown) or shown is None or opened is None:
            return
        if is_auth_failure(shown) and opened.action.row.key == shown.call.key:
            self.call.send()

    # tabs

    def action_next_tab(self) -> None:
        self._go_to_tab(1)

    def action_previous_tab(self) -> None:
        self._go_to_tab(-1)

    @when_ready
    def _go_to_tab(self, by: int) -> None:
        pane = self.response if self.response.has_focus_within else self.request
        pane.show_tab_beside(by)

    @when_ready
    def action_request_tab(self, name: str) -> None:
        if self.open_request is not None:
            self.request.show_tab(name)
            self.request.focus_inside()

    @when_ready
    def action_reveal(self) -> None:
        if self.open_request is not None:
            self.request.toggle_reveal()

    # signatures

    @when_ready
    def action_doctor(self) -> None:
        from tcexplorer.tui.main.signature_commands import open_doctor

        open_doctor(self, self.session)

    @when_ready
    def action_sandbox(self) -> None:
        from tcexplorer.tui.main.signature_commands import watch_sandbox

        watch_sandbox(self, self.session)

    @when_ready
    def action_compare_printed(self) -> None:
        from tcexplorer.tui.main.signature_commands import compare_printed

        compare_printed(self, self.session, self.open_request)

    @when_ready
    def action_copy_policy(self) -> None:
        from tcexplorer.tui.main.signature_commands import copy_policy

        copy_policy(self, self.shown)

    @when_ready
    def _copy_step(self, what: str, step: Callable[[Trace], str]) -> None:
        from tcexplorer.tui.main.signature_commands import copy_step

        copy_step(self, self.session, self.open_request, what, step)

    def action_copy_canonical_request(self) -> None:
        self._copy_step("canonical request", lambda trace: trace.canonical_request)

    def action_copy_canonical_hash(self) -> None:
        self._copy_step("hash of the canonical request", lambda trace: trace.canonical_request_hash)

    def action_copy_scope(self) -> None:
        self._copy_step("credential scope", lambda trace: trace.credential_scope)

    def action_copy_string_to_sign(self) -> None:
        self._copy_step("string to sign", lambda trace: trace.string_to_sign)

    def action_copy_signature(self) -> None:
        self._copy_step("signature", lambda trace: trace.signature)

    # what can be done

    def action_commands(self) -> None:
        from tcexplorer.tui.dialogs.pickers import command_picker

        self.ask(command_picker(self.scopes()), self.run_command)

    def action_help(self) -> None:
        from tcexplorer.tui.dialogs.base import help_dialog

        self.ask(help_dialog(self.scopes()))
