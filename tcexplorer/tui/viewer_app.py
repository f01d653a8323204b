"""`tcexplorer view`: a saved answer in a workbench of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from tcexplorer.tui.commands import Scope, bindings, use_keys
from tcexplorer.tui.main.bars import BREAKPOINTS
from tcexplorer.tui.main.view_screen import ViewScreen
from tcexplorer.tui.text import output_sanitizer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual.binding import BindingType
    from textual.screen import Screen

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.workbench.settings import Settings


class ViewApp(App[None]):
    """`read` reads the answer; it is called behind the first frame, and lets the loop have its turn. `size` is that of
    the answer in bytes, where it is known.
    """

    TITLE = "tcexplorer view"
    CSS_PATH: ClassVar = [Path(__file__).with_name("look.tcss"), Path(__file__).with_name("panes.tcss")]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, only=("quit", "copy_request_id"))
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(
        self,
        name: str,
        read: Callable[[], Awaitable[Exchange]],
        schema: ResponseSchema | None = None,
        settings: Settings | None = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        size: int | None = None,
    ) -> None:
        output_sanitizer.install()
        # without colours Textual would still paint greys; this way it paints none
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.main = ViewScreen(name, read, schema, size)
        self.crash: BaseException | None = None
        """What ended the app, if it did not end well."""
        use_keys(keys or {})
        if keys:
            from tcexplorer.tui.keymap import keymap

            self.set_keymap(keymap(keys))
        if settings is not None and settings.theme in self.available_themes:
            self.theme = settings.theme

    def get_default_screen(self) -> Screen[None]:
        return self.main

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print the traceback with the values of variables. There is no public way."""
        if self.crash is None:
            self.crash = error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    def action_copy_request_id(self) -> None:
        self.main.copy_request_id()

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own widgets copy: a selection on a dialog, or in a text field."""
        self.main.copy(text, "selection")

    def action_help_quit(self) -> None:
        """What ctrl+c does where nothing is selected."""
        self.main.action_copy_selection()
