"""The user's own editor, in place of the app until it is left."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from textual.app import SuspendNotSupported

from tcexplorer.protocol.paths import path_text, value_at
from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.external_editor import EditorError, edited, editor_command
from tcexplorer.workbench.without_secrets import Masked, may_hold_secrets, shows_secrets

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.request.pane import RequestPane
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.tui.state import OpenRequest


def edit_outside(screen: ScreenServices, open_request: OpenRequest, request: RequestPane) -> None:
    """Edit what is at hand: the text of the form's field, or else all parameters as JSON."""
    params = open_request.draft.params
    if open_request.unreadable is not None:
        _edit_unreadable(screen, open_request.unreadable, request)
    elif (row := request.text_row) is not None:
        if isinstance(row.value, str):
            text = row.value
            sensitive = shows_secrets(text) or value_at(cast("Json", redacted(params)), row.path) != text
        else:
            text = row.held or ""
            sensitive = may_hold_secrets(text)
        after = _edit_field(screen, row.path, text, sensitive=sensitive)
        if after is not None:
            request.set_value(row.path, after)
            screen.show_status(f"{path_text(row.path)}: taken over from the editor", Role.GOOD)
    else:
        masked = Masked(params)
        after = _outside(screen, masked.text, "parameters.json")
        if after == masked.text:
            screen.show_status("nothing was changed in the editor")
        elif after is not None:
            request.take_text(masked.unmasked(after))
            count = masked.count
            hidden = f"; {count} sensitive value{'s' if count > 1 else ''} put back" if count else ""
            screen.show_status(f"taken over from the editor{hidden}", Role.GOOD)


def _edit_unreadable(screen: ScreenServices, text: str, request: RequestPane) -> None:
    if may_hold_secrets(text):
        why = "the text is not JSON and names something sensitive, so it is not written to a file"
        screen.show_status(why, Role.WARN)
        return
    after = _outside(screen, text, "parameters.json")
    if after is not None and after != text:
        request.take_text(after)


def _edit_field(screen: ScreenServices, path: Path, text: str, *, sensitive: bool) -> str | None:
    """The text of one field after it was edited; None when nothing is to change, which was said."""
    name = next((one for one in reversed(path) if isinstance(one, str)), "")
    if any(isinstance(one, str) and is_secret_name(one) for one in path) or sensitive:
        screen.show_status(f"{name} is sensitive, so it is not written to a file", Role.WARN)
        return None
    after = _outside(screen, text, f"{''.join(one for one in name if one.isalnum()) or 'text'}.txt")
    return None if after == text else after


def _outside(screen: ScreenServices, text: str, name: str) -> str | None:
    """The text after the editor was left, None when that did not work, which was said."""
    try:
        command = editor_command(os.environ)
        with screen.suspended():
            return edited(text, command, name=name)
    except EditorError as error:
        screen.show_status(str(error), Role.BAD)
    except SuspendNotSupported:
        screen.show_status("this terminal cannot be left to another program", Role.WARN)
    return None
