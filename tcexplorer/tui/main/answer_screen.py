"""What every screen with an answer on it can do: say something, find a command, walk the answer's tabs, copy, save.

The workbench and `tcexplorer view` are such screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App
from textual.screen import Screen

from tcexplorer.tui.commands import BY_ID, Scope
from tcexplorer.tui.response.tabs import BY_NAME
from tcexplorer.tui.text.selection import SelectionScreen
from tcexplorer.tui.text.styled_text import INKS, Role
from tcexplorer.tui.widgets.bars import Bar, piece
from tcexplorer.tui.widgets.messages import (
    CopyRequested,
    ExportRequested,
    NestedJsonRequested,
    Reported,
    ViewRequested,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.dom import DOMNode
    from textual.timer import Timer

    from tcexplorer.tui.response.pane import ResponsePane

SAID_FOR = 5.0
"""Seconds a message stays in the footer."""


class AnswerScreen(SelectionScreen, Screen[None]):
    """A screen with a footer and, sooner or later, an answer."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    def __init__(self, **names: Any) -> None:
        super().__init__(**names)
        self.response: ResponsePane | None = None
        self._footer = Bar(id="footer")
        self._saying: Timer | None = None

    @property
    def whole(self) -> App[object]:
        """The app, with a type."""
        return self.app  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]

    # footer

    def paint_frame(self) -> None:
        """Header and footer anew; the footer is left alone while something is said in it."""
        raise NotImplementedError

    def say(self, text: str, ink: Role = Role.TEXT) -> None:
        """A message in the footer, for a few seconds, or until it is clicked on."""
        if self._saying is not None:
            self._saying.stop()
        self._footer.show([piece(text, ink, "bold", "stop_saying")])
        self._saying = self.set_timer(SAID_FOR, self.stop_saying)

    def stop_saying(self) -> None:
        """The footer has its keys again."""
        if self._saying is not None:
            self._saying.stop()
        self._saying = None
        self.paint_frame()

    def action_stop_saying(self) -> None:
        self.stop_saying()

    @property
    def footer_text(self) -> str:
        """What the footer says."""
        return self._footer.text

    # commands

    def places(self) -> list[Scope]:
        """Where the focus is, from the inside out."""
        from tcexplorer.tui.content.help import places_of

        return places_of(self.focused)

    async def run_command(self, name: str | None) -> None:
        """Do what a command's key would do where the focus is."""
        if name is None:
            return
        chain: Sequence[DOMNode] = self.focused.ancestors_with_self if self.focused is not None else [self, self.whole]
        action = BY_ID[name].runs if name in BY_ID else name
        method = f"action_{action.partition('(')[0]}"
        node = next((node for node in chain if hasattr(node, method)), None)
        if node is not None:
            await self.whole.run_action(action, default_namespace=node)

    async def on_bar_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        await self.run_command(event.command)

    # the answer

    def action_response_tab(self, name: str) -> None:
        """Show a tab of the answer."""
        if self.response is not None and self.response.show_tab(name):
            self.response.focus_inside()
        elif absent := BY_NAME[name].absent:
            self.say(absent)

    def action_filter(self) -> None:
        if self.response is None or not self.response.begin_filter():
            self.say("there is no JSON answer to take something from")

    def action_save(self) -> None:
        from tcexplorer.tui.response.save import save_answer

        save_answer(self)

    def action_pager(self) -> None:
        from tcexplorer.tui.response.save import page_answer

        page_answer(self)

    @on(ExportRequested)
    def _save_table(self, event: ExportRequested) -> None:
        event.stop()
        from tcexplorer.tui.response.save import save_table

        save_table(self)

    @on(ViewRequested)
    def _show_value(self, event: ViewRequested) -> None:
        event.stop()
        from tcexplorer.tui.dialogs.base import value_dialog

        self.whole.push_screen(value_dialog(event.title, event.text))

    @on(NestedJsonRequested)
    def _show_nested_json(self, event: NestedJsonRequested) -> None:
        event.stop()
        from tcexplorer.tui.dialogs.nested_json import NestedJsonDialog

        self.whole.push_screen(NestedJsonDialog(event.title, event.text, self.copy, revealed=event.revealed))

    @on(Reported)
    def _say_reported(self, event: Reported) -> None:
        event.stop()
        self.say(event.text)

    # copies

    @on(CopyRequested)
    def _copy_text(self, event: CopyRequested) -> None:
        event.stop()
        self.copy(event.text, event.what)

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard (OSC 52), and to the platform's tool where there is one.

        Terminals do not say whether they took it, so nothing more is claimed.
        """
        from tcexplorer.tui.clipboard import harmless, tool_for, words_for

        sent = harmless(text)
        App.copy_to_clipboard(self.whole, sent)  # pyright: ignore[reportUnknownMemberType] a generic App
        self.say(words_for(what, text, sent), Role.GOOD)
        if (tool := tool_for()) is not None:
            self.run_worker(self._copy_with(tool, text, sent, what), group="clipboard", exclusive=True)

    async def _copy_with(self, tool: Sequence[str], text: str, sent: str, what: str) -> None:
        from tcexplorer.tui.clipboard import put, words_for

        taken = await put(tool, sent)
        self.say(words_for(what, text, sent, tool[0], taken=taken), Role.GOOD if taken else Role.WARN)

    def action_copy_selection(self) -> None:
        if selected := self.get_selected_text():
            self.copy(selected, "selection")
        else:
            self.say(f"nothing is selected: drag over a text with the mouse; {BY_ID['quit'].key_text} quits")

    def request_id(self) -> str | None:
        """The RequestId of the answer."""
        raise NotImplementedError

    def copy_request_id(self) -> None:
        """Send the RequestId to the terminal's clipboard."""
        if (found := self.request_id()) is None:
            self.say("there is no RequestId yet: nothing was answered", Role.WARN)
        else:
            self.copy(found, f"RequestId {found}" if self.size.width >= 90 else "RequestId")
