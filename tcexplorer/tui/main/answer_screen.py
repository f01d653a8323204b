"""What both screens with an answer on them do, the workbench and `tcexplorer view`: tell, ask, copy, walk its tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.app import App
from textual.screen import Screen

from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.main.bars import Footer
from tcexplorer.tui.main.start_queue import when_ready
from tcexplorer.tui.response.tabs import BY_NAME
from tcexplorer.tui.text.selection import SelectionScreen
from tcexplorer.tui.text.styled_text import INKS, Role
from tcexplorer.tui.widgets.bars import Bar
from tcexplorer.tui.widgets.messages import CopyRequested, ExportRequested, NestedJsonRequested, Reported, ViewRequested

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from textual.screen import ScreenResultCallbackType

    from tcexplorer.tui.commands import Scope
    from tcexplorer.tui.main.start_queue import StartQueue
    from tcexplorer.tui.response.pane import ResponsePane

Answer = TypeVar("Answer")


class AnswerScreen(SelectionScreen, Screen[None]):
    """A screen with a footer and an answer. What needs the answer's pane waits in `start` until it is there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    response: ResponsePane
    """There when `start` is ready."""

    def __init__(self, start: StartQueue, **names: Any) -> None:
        super().__init__(**names)
        self.start = start
        self.footer = Footer(id="footer")

    @property
    def _typed_app(self) -> App[object]:
        return cast("App[object]", self.app)  # pyright: ignore[reportUnknownMemberType]

    # telling and asking

    def show_status(self, text: str, role: Role = Role.TEXT) -> None:
        """Tell something in the footer, for a few seconds, or until it is clicked on."""
        self.footer.show_status(text, role)

    def action_end_status(self) -> None:
        self.footer.end_status()

    def ask(self, dialog: Screen[Answer], answered: ScreenResultCallbackType[Answer] | None = None) -> None:
        """Show a dialog; `answered` gets what it gives back."""
        self._typed_app.push_screen(dialog, answered)

    def suspended(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program meanwhile."""
        return self._typed_app.suspend()

    # commands

    def scopes(self) -> list[Scope]:
        """Where the focus is, from the inside out."""
        from tcexplorer.tui.content.help import places_of

        return places_of(self.focused)

    async def run_command(self, name: str | None) -> None:
        """Do what a command's key would do where the focus is."""
        if name is None:
            return
        action = BY_ID[name].runs if name in BY_ID else name
        for node in (self.focused or self).ancestors_with_self:
            if await self._typed_app.run_action(action, node):
                return

    @on(Bar.Clicked)
    async def _run_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        await self.run_command(event.command)

    # the answer

    @when_ready
    def action_response_tab(self, name: str) -> None:
        if self.response.show_tab(name):
            self.response.focus_inside()
        elif absent := BY_NAME[name].absent:
            self.show_status(absent)

    @when_ready
    def action_filter(self) -> None:
        if not self.response.begin_filter():
            self.show_status("there is no JSON answer to take something from")

    @when_ready
    def action_save(self) -> None:
        from tcexplorer.tui.response.save import save_answer

        save_answer(self, self.response)

    @on(ExportRequested)
    def _save_table(self, event: ExportRequested) -> None:
        from tcexplorer.tui.response.save import save_answer

        event.stop()
        save_answer(self, self.response, only="table")

    @when_ready
    def action_pager(self) -> None:
        from tcexplorer.tui.response.save import page_answer

        page_answer(self, self.response.state)

    @on(ViewRequested)
    def _view(self, event: ViewRequested) -> None:
        from tcexplorer.tui.dialogs.base import value_dialog

        event.stop()
        self.ask(value_dialog(event.title, event.text))

    @on(NestedJsonRequested)
    def _view_nested(self, event: NestedJsonRequested) -> None:
        from tcexplorer.tui.dialogs.nested_json import NestedJsonDialog

        event.stop()
        self.ask(NestedJsonDialog(event.title, event.text, self.copy, revealed=event.revealed))

    @on(Reported)
    def _report(self, event: Reported) -> None:
        event.stop()
        self.show_status(event.text)

    # copies

    @on(CopyRequested)
    def _copy_requested(self, event: CopyRequested) -> None:
        event.stop()
        self.copy(event.text, event.what)

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard (OSC 52), and to the platform's tool where there is one.

        Terminals do not say whether they took it, so nothing more is claimed.
        """
        from tcexplorer.tui.clipboard import harmless, tool_for, words_for

        sent = harmless(text)
        App.copy_to_clipboard(self._typed_app, sent)  # pyright: ignore[reportUnknownMemberType] a generic App
        self.show_status(words_for(what, text, sent), Role.GOOD)
        if (tool := tool_for()) is not None:
            self.run_worker(self._copy_with(tool, text, sent, what), group="clipboard", exclusive=True)

    async def _copy_with(self, tool: Sequence[str], text: str, sent: str, what: str) -> None:
        from tcexplorer.tui.clipboard import put, words_for

        taken = await put(tool, sent)
        self.show_status(words_for(what, text, sent, tool[0], taken=taken), Role.GOOD if taken else Role.WARN)

    def action_copy_selection(self) -> None:
        if selected := self.get_selected_text():
            self.copy(selected, "selection")
        else:
            self.show_status(f"nothing is selected: drag over a text with the mouse; {BY_ID['quit'].key_text} quits")

    def request_id(self) -> str | None:
        """The RequestId of the answer that is shown."""
        state = self.response.state if self.start.is_ready else None
        return state.exchange.request_id if state is not None else None

    def copy_request_id(self) -> None:
        """Send the RequestId to the clipboard."""
        if (found := self.request_id()) is None:
            self.show_status("there is no RequestId yet: nothing was answered", Role.WARN)
        else:
            self.copy(found, f"RequestId {found}" if self.size.width >= 90 else "RequestId")
