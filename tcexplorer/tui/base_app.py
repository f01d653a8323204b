"""What both apps share, the workbench and `tcexplorer view`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import App
from textual.worker import WorkerFailed

from tcexplorer.tui.commands import BY_ID, ON_EVERY_APP, Scope, bindings, use_keys
from tcexplorer.tui.main.answer_screen import AnswerScreen
from tcexplorer.tui.main.bars import BREAKPOINTS
from tcexplorer.tui.text import output_sanitizer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.screen import Screen

    from tcexplorer.workbench.settings import Settings

Main = TypeVar("Main", bound=AnswerScreen)


class BaseApp(App[None], Generic[Main]):
    """One screen `main`, the user's keys and theme, one way to copy, and a crash that is told without values."""

    CSS_PATH: ClassVar[list[Path]] = [Path(__file__).with_name("look.tcss")]  # pyright: ignore[reportIncompatibleVariableOverride]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, only=ON_EVERY_APP)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    main: Main

    def __init__(self, settings: Settings | None, keys: Mapping[str, tuple[str, ...]] | None) -> None:
        output_sanitizer.install()
        # without colours Textual would still paint greys; this way it paints none
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.crash: BaseException | None = None
        """What ended the app, if it did not end well."""
        use_keys(keys or {})
        if keys:
            from tcexplorer.tui.keymap import keymap

            self.set_keymap(keymap(keys))
        if settings is not None and settings.theme in self.available_themes:
            self.theme = settings.theme
        elif self.console.color_system == "standard":  # sixteen colours: the terminal's own, none of them guessed
            self.theme = "ansi-light" if has_light_background(os.environ) else "ansi-dark"

    def get_default_screen(self) -> Screen[None]:
        return self.main

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print the traceback with the values of variables, keys among them. There is no public way."""
        if self.crash is None:
            self.crash = error.error if isinstance(error, WorkerFailed) else error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    def action_copy_request_id(self) -> None:
        self.main.copy_request_id()

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own widgets copy: a selection on a dialog, or in a text field."""
        self.main.copy(text, "selection")

    def action_help_quit(self) -> None:
        """What ctrl+c does where nothing is selected."""
        self.main.show_status(f"{BY_ID['quit'].key_text} quits")


def has_light_background(environment: Mapping[str, str]) -> bool:
    """Whether the terminal says so: COLORFGBG is `foreground;background`, by number of 16 colours."""
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return background.isdigit() and (int(background) == 7 or 9 <= int(background) <= 15)
