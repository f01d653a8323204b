"""A file chosen for a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.binary import FileError, file_as_base64, size_of
from tcexplorer.protocol.paths import path_text
from tcexplorer.tui.dialogs.prompt import PromptDialog
from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.main.requesting import Requesting


def choose_file(main: Requesting, path: Path) -> None:
    """Ask for a file, and make its bytes the value at that place."""

    def chosen(name: str | None) -> None:
        if name is None or main.request is None:
            return
        try:
            value = file_as_base64(name)
        except FileError as refusal:
            main.say(f"not taken: {refusal}", Role.BAD)
            return
        main.request.set_value(path, value)
        main.say(f"{size_of(value):,} bytes, as base64 text", Role.GOOD)

    main.whole.push_screen(PromptDialog(f"File for {path_text(path)}", "path of a file", refuse=_why_not), chosen)


def _why_not(name: str) -> str:
    try:
        file_as_base64(name)
    except FileError as refusal:
        return str(refusal)
    return ""
