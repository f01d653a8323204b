"""A file chosen for a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.binary import FileError, file_as_base64, size_of
from tcexplorer.protocol.paths import path_text
from tcexplorer.tui.dialogs.prompts import NotTaken, PromptDialog
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.request.pane import RequestPane
    from tcexplorer.tui.services import ScreenServices


def choose_file(screen: ScreenServices, request: RequestPane, path: Path) -> None:
    """Ask for a file, and make its bytes the value at that place."""

    def chosen(value: str | None) -> None:
        if value is not None:
            request.set_value(path, value)
            screen.show_status(f"{size_of(value):,} bytes, as base64 text", Role.GOOD)

    screen.ask(PromptDialog(f"File for {path_text(path)}", _base64, hint="path of a file"), chosen)


def _base64(name: str) -> str | NotTaken:
    try:
        return file_as_base64(name)
    except FileError as refusal:
        return NotTaken(str(refusal))
