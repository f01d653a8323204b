"""The screen of `tcexplorer view`: one saved answer, with every way to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.message import Message

from tcexplorer.protocol.envelope import ApiError
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import BY_ID, Scope, bindings
from tcexplorer.tui.main.answer_screen import AnswerScreen
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
    "back", "next_tab", "previous_tab", "commands", "help", *(tab.command for tab in TABS), "filter",
    "save", "pager", "copy_selection", "copy_request_id", "quit",
)  # fmt: skip
"""The commands of everywhere that make sense for a saved answer."""
_FOOTER: Final = ("filter", "next_tab", "save", "pager", "copy_request_id", "commands", "help", "quit")


class ViewScreen(AnswerScreen):
    """Header with the file's name, the answer, footer."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Scope.EVERYWHERE, only=[name for name in HERE if name not in ("quit", "copy_request_id")]
    )

    class Read(Message):
        """The answer was read."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

    def __init__(
        self,
        name: str,
        read: Callable[[], Awaitable[Exchange]],
        schema: ResponseSchema | None = None,
        size: int | None = None,
    ) -> None:
        super().__init__()
        self._file = visible(name)
        self._read = read
        self._schema = schema
        self.response = ResponsePane(classes="inside")
        self._size = size
        self._header = Bar([piece("tcexplorer view", style="bold"), piece(self._file)], id="header")
        self._exchange: Exchange | None = None

    @property
    def _pane(self) -> ResponsePane:
        assert self.response is not None
        return self.response

    def compose(self) -> ComposeResult:
        yield self._header
        yield self._footer
        yield Pane(self._pane, id="response", classes="pane")

    def on_mount(self) -> None:
        self.paint_frame()
        self.say(f"reading {self._file} …")
        self._pane.header.show_progress("reading", size=self._size)
        self.run_worker(self._reading(), exclusive=True)

    async def _reading(self) -> None:
        self.post_message(self.Read(await self._read()))

    def on_view_screen_read(self, event: Read) -> None:
        event.stop()
        self._exchange = event.exchange
        outcome = event.exchange.outcome
        explanation = None
        if isinstance(outcome, ApiError):
            from tcexplorer.diagnosis.explain import explain

            explanation = explain(outcome.code, lookup=lambda _: None)
        self._pane.set_state(
            ResponseState(event.exchange, schema=self._schema, explanation=explanation, source="saved answer")
        )
        self._pane.focus_inside()
        self.stop_saying()

    # frame

    def paint_frame(self) -> None:
        if self._saying is None:
            self._footer.show(command_piece(BY_ID[name]) for name in _FOOTER)

    # commands

    def action_commands(self) -> None:
        from tcexplorer.tui.dialogs.pickers import command_picker

        self.whole.push_screen(command_picker(self.places(), HERE), self.run_command)

    def action_help(self) -> None:
        from tcexplorer.tui.dialogs.base import help_dialog

        self.whole.push_screen(help_dialog(self.places(), HERE))

    def action_back(self) -> None:
        if self.selections:
            self.clear_selection()
        else:
            self.say(f"{BY_ID['quit'].key_text} quits")

    def action_next_tab(self) -> None:
        self._pane.show_tab_beside(1)

    def action_previous_tab(self) -> None:
        self._pane.show_tab_beside(-1)

    def request_id(self) -> str | None:
        return self._exchange.request_id if self._exchange is not None else None
