"""The screen of `tcexplorer view`: one saved answer, with every way to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import App
from textual.message import Message
from textual.screen import Screen

from tcexplorer.protocol.envelope import ApiError
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import BY_ID, Place, bindings
from tcexplorer.tui.ink import INKS, Ink, Span, muted
from tcexplorer.tui.widgets.answer_pane import AnswerPane
from tcexplorer.tui.widgets.bar import Bar, Piece, piece
from tcexplorer.tui.widgets.pane import Pane
from tcexplorer.tui.widgets.selecting import SelectingScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Unpack

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.timer import Timer

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.tui.names import Names
    from tcexplorer.tui.widgets.page import Page
    from tcexplorer.tui.widgets.table import TableView
    from tcexplorer.tui.widgets.tree import Tree
    from tcexplorer.workbench.call import Exchange

HERE: Final = (
    "back", "next_tab", "previous_tab", "commands", "help", "tab_tree", "tab_table", "tab_events", "tab_raw", "tab_why",
    "filter", "save", "pager", "copy_selection", "copy_request_id", "quit",
)  # fmt: skip
"""The commands of everywhere that make sense for a saved answer."""
_FOOTER: Final = ("filter", "next_tab", "save", "pager", "copy_request_id", "commands", "help", "quit")
SAID_FOR: Final = 5.0
"""Seconds a message stays in the footer."""


class SavedPane(AnswerPane):
    """The verdict has no time: nobody knows how long it took."""

    def __init__(self, about: str, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._about = about

    def say_exchange(self, exchange: Exchange) -> None:
        super().say_exchange(exchange)
        from tcexplorer.answer.present import size_text
        from tcexplorer.tui.verdict import verdict_of

        words = [piece(verdict_of(exchange).words, style="bold")]
        if exchange.response is not None:
            words.append(piece(size_text(exchange.response.size)))
        self._verdict.show([*words, piece(self._about)])

    def _first_tab(self) -> str:
        """Half of an answer is worth seeing, too: why it is half is said above it."""
        found = super()._first_tab()
        is_error = self._shown is not None and isinstance(self._shown.exchange.outcome, ApiError)
        return "Tree" if self._shown is not None and self._shown.has_document and not is_error else found


class ViewScreen(SelectingScreen, Screen[None]):
    """Header with the file's name, the answer, footer."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Place.EVERYWHERE, only=[name for name in HERE if name not in ("quit", "copy_request_id")]
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    class Read(Message):
        """The answer was read."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

    def __init__(
        self, name: str, read: Callable[[], Awaitable[Exchange]], schema: ResponseSchema | None = None
    ) -> None:
        super().__init__()
        self._name = visible(name)
        self._read = read
        self._schema = schema
        self.response: AnswerPane | None = SavedPane("saved answer", classes="inside")
        self._header = Bar([piece("tcexplorer view", style="bold"), piece(self._name)], id="header")
        self._footer = Bar(id="footer")
        self._saying: Timer | None = None
        self._exchange: Exchange | None = None

    @property
    def whole(self) -> App[object]:
        """The app, with a type."""
        return self.app  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]

    @property
    def _pane(self) -> AnswerPane:
        assert self.response is not None
        return self.response

    def compose(self) -> ComposeResult:
        yield self._header
        yield self._footer
        yield Pane(self._pane, id="response", classes="pane")

    def on_mount(self) -> None:
        self._paint()
        self.say(f"reading {self._name} …")
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
        self._pane.show_exchange(event.exchange, explanation, schema=self._schema)
        self._pane.focus_inside()
        self._said()

    # frame

    def _paint(self) -> None:
        if self._saying is None:
            commands = [BY_ID[name] for name in _FOOTER]
            self._footer.show(
                Piece(
                    (Span(one.key_text, Ink.KEY, "bold"), muted(f" {one.short or one.title.lower()}")),
                    one.id,
                )
                for one in commands
            )

    def say(self, text: str, ink: Ink = Ink.TEXT) -> None:
        """A message in the footer, for a few seconds."""
        if self._saying is not None:
            self._saying.stop()
        self._footer.show([piece(text, ink, "bold")])
        self._saying = self.set_timer(SAID_FOR, self._said)

    def _said(self) -> None:
        if self._saying is not None:
            self._saying.stop()
        self._saying = None
        self._paint()

    # commands

    def places(self) -> list[Place]:
        """Where the focus is, from the inside out."""
        nodes = self.focused.ancestors_with_self if self.focused is not None else ()
        found = [place for node in nodes if isinstance(place := getattr(node, "PLACE", None), Place)]
        return list(dict.fromkeys(found))

    def action_commands(self) -> None:
        from tcexplorer.tui.screens.choices import command_choices
        from tcexplorer.tui.screens.chooser import Chooser

        own = {command.id for command in BY_ID.values()}.difference(HERE)
        choices = [one for one in command_choices(self.places()) if one.value not in own]
        self.whole.push_screen(
            Chooser("Commands", choices, hint="what do you want to do?", keys=True), self.run_command
        )

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
        from tcexplorer.tui.screens.reader import Reader, help_lines

        self.whole.push_screen(Reader("What can be done here", help_lines(self.places(), HERE)))

    def action_back(self) -> None:
        if self.selections:
            self.clear_selection()
        else:
            self.say(f"{BY_ID['quit'].key_text} quits")

    def action_next_tab(self) -> None:
        self._pane.show_tab_beside(1)

    def action_previous_tab(self) -> None:
        self._pane.show_tab_beside(-1)

    def _tab(self, name: str) -> None:
        self._pane.show_tab(name)
        self._pane.focus_inside()

    def action_tab_tree(self) -> None:
        self._tab("Tree")

    def action_tab_events(self) -> None:
        self._tab("Events")

    def action_tab_raw(self) -> None:
        self._tab("Raw")

    def action_tab_why(self) -> None:
        self._tab("Why")

    def action_tab_table(self) -> None:
        if self._pane.show_table():
            self._pane.focus_inside()
        else:
            self.say("there is no list of records here to be shown as a table")

    def action_filter(self) -> None:
        if not self._pane.filter():
            self.say("there is no JSON here to take something from")

    def action_save(self) -> None:
        from tcexplorer.tui.screens.saving import save_answer

        save_answer(self)

    def on_table_view_export_wanted(self, event: TableView.ExportWanted) -> None:
        event.stop()
        from tcexplorer.tui.screens.saving import save_table

        save_table(self)

    def action_pager(self) -> None:
        from tcexplorer.tui.screens.saving import page_answer

        page_answer(self)

    # copies

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard, and to the platform's tool where there is one."""
        from tcexplorer.tui.clipboard import harmless, put, tool_for, words_for

        sent = harmless(text)
        App.copy_to_clipboard(self.whole, sent)  # pyright: ignore[reportUnknownMemberType] a generic App
        self.say(words_for(what, text, sent), Ink.GOOD)
        if (tool := tool_for()) is not None:
            self.run_worker(put(tool, sent), group="clipboard", exclusive=True)

    def action_copy_selection(self) -> None:
        if selected := self.get_selected_text():
            self.copy(selected, "selection")
        else:
            self.say(f"nothing is selected: drag over a text with the mouse; {BY_ID['quit'].key_text} quits")

    def copy_request_id(self) -> None:
        """Send the RequestId to the terminal's clipboard."""
        found = self._exchange.request_id if self._exchange is not None else None
        if found:
            self.copy(found, f"RequestId {found}")
        else:
            self.say("there is no RequestId in it", Ink.WARN)

    def on_tree_value_wanted(self, event: Tree.ValueWanted) -> None:
        event.stop()
        from tcexplorer.tui.screens.reader import value_reader

        self.whole.push_screen(value_reader(event.title, event.text))

    def on_tree_inner_wanted(self, event: Tree.InnerWanted) -> None:
        event.stop()
        from tcexplorer.tui.screens.inner import InnerTree

        self.whole.push_screen(InnerTree(event.title, event.text, self.copy, revealed=event.revealed))

    def on_tree_copy_wanted(self, event: Tree.CopyWanted) -> None:
        event.stop()
        self.copy(event.text, event.what)

    def on_page_copy_wanted(self, event: Page.CopyWanted) -> None:
        event.stop()
        self.copy(event.text, "text")

    def on_tree_opening(self, event: Tree.Opening) -> None:
        event.stop()
        self.say(f"{event.rows:,} rows" if event.done else f"opening … {event.rows:,} rows")

    def on_tree_said(self, event: Tree.Said) -> None:
        event.stop()
        self.say(event.text)
