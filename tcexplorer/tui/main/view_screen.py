"""The screen of `tcexplorer view`: one saved answer, with every way to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from tcexplorer.protocol.envelope import ApiError
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import BY_ID, ON_EVERY_APP, Scope, bindings
from tcexplorer.tui.main.answer_screen import AnswerScreen
from tcexplorer.tui.main.start_queue import StartQueue
from tcexplorer.tui.response.pane import ResponsePane
from tcexplorer.tui.response.state import ResponseState
from tcexplorer.tui.response.tabs import TABS
from tcexplorer.tui.widgets.bars import Bar, command_piece, piece
from tcexplorer.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.calls.exchange import Exchange

HERE: Final = (
    "back", "next_tab", "previous_tab", "commands", "help", *(tab.command for tab in TABS),
    "filter", "save", "pager", "copy_selection",
)  # fmt: skip
"""The commands of everywhere that make sense for a saved answer, besides those of every app."""
_ON_FOOTER: Final = ("filter", "next_tab", "save", "pager", "copy_request_id", "commands", "help", "quit")


class ViewScreen(AnswerScreen):
    """Header with the file's name, the answer, footer."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, only=HERE)

    def __init__(
        self,
        name: str,
        read: Callable[[], Awaitable[Exchange]],
        schema: ResponseSchema | None = None,
        size: int | None = None,
    ) -> None:
        super().__init__(StartQueue(is_ready=True))
        self._file, self._read, self._schema, self._file_size = visible(name), read, schema, size
        self.response = ResponsePane(classes="inside")
        self._header = Bar([piece("tcexplorer view", style="bold"), piece(self._file)], id="header")

    def compose(self) -> ComposeResult:
        yield self._header
        yield self.footer
        yield Pane(self.response, id="response", classes="pane")

    def on_mount(self) -> None:
        self.footer.show_keys(command_piece(BY_ID[name]) for name in _ON_FOOTER)
        self.show_status(f"reading {self._file} …")
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.response.header.show_progress("reading", None, size=self._file_size)
        self.run_worker(self._show(), exclusive=True)

    async def _show(self) -> None:
        exchange, explanation = await self._read(), None
        if isinstance(exchange.outcome, ApiError):
            from tcexplorer.diagnosis.explain import explain

            explanation = explain(exchange.outcome.code, lookup=lambda _: None)
        self.response.set_state(ResponseState(exchange, self._schema, explanation, source="saved answer"))
        self.response.focus_inside()
        self.footer.end_status()

    def action_commands(self) -> None:
        from tcexplorer.tui.dialogs.pickers import command_picker

        self.ask(command_picker(self.scopes(), (*HERE, *ON_EVERY_APP)), self.run_command)

    def action_help(self) -> None:
        from tcexplorer.tui.dialogs.base import help_dialog

        self.ask(help_dialog(self.scopes(), (*HERE, *ON_EVERY_APP)))

    def action_back(self) -> None:
        if self.selections:
            self.clear_selection()
        else:
            self.show_status(f"{BY_ID['quit'].key_text} quits")

    def action_next_tab(self) -> None:
        self.response.show_tab_beside(1)

    def action_previous_tab(self) -> None:
        self.response.show_tab_beside(-1)
