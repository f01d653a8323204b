"""The user's own editor, in place of the app until it is left."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from textual.app import SuspendNotSupported

from tcexplorer.protocol.paths import path_text, value_at
from tcexplorer.safety.redact import is_secret_name, redacted
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.external_editor import EditorError, edited, editor_command
from tcexplorer.workbench.without_secrets import Masked, may_hold_secrets, shows_secrets

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.main.requesting import Requesting


def edit_outside(main: Requesting) -> None:
    """Edit what is at hand: the text of the form's field, or else all parameters as JSON."""
    work, request = main.work, main.request
    if work is None or request is None:
        main.say(f"choose an action first: {BY_ID['search'].key_text} finds one")
        return
    if work.unreadable is not None:
        _edit_unreadable(main, work.unreadable)
        return
    row = request.text_row
    if row is not None:
        text = row.value if isinstance(row.value, str) else row.held or ""
        if isinstance(row.value, str):
            sensitive = shows_secrets(text) or value_at(cast("Json", redacted(work.draft.params)), row.path) != text
        else:
            sensitive = may_hold_secrets(text)
        after = _edit_field(main, row.path, text, sensitive=sensitive)
        if after is not None:
            request.set_value(row.path, after)
            main.say(f"{path_text(row.path)}: taken over from the editor", Role.GOOD)
        return
    masked = Masked(work.draft.params)
    after = _outside(main, masked.text, "parameters.json")
    if after is None:
        return
    if after == masked.text:
        main.say("nothing was changed in the editor")
        return
    request.take_text(masked.unmasked(after))
    hidden = f"; {masked.count} sensitive value{'s' if masked.count > 1 else ''} put back" if masked.count else ""
    main.say(f"taken over from the editor{hidden}", Role.GOOD)


def _edit_unreadable(main: Requesting, text: str) -> None:
    if may_hold_secrets(text):
        main.say("the text is not JSON and names something sensitive, so it is not written to a file", Role.WARN)
        return
    after = _outside(main, text, "parameters.json")
    if after is not None and after != text and main.request is not None:
        main.request.take_text(after)


def _edit_field(main: Requesting, path: Path, text: str, *, sensitive: bool) -> str | None:
    """The text of one field after it was edited; None when nothing is to change, which was said."""
    name = next((one for one in reversed(path) if isinstance(one, str)), "")
    if any(isinstance(one, str) and is_secret_name(one) for one in path) or sensitive:
        main.say(f"{name} is sensitive, so it is not written to a file", Role.WARN)
        return None
    after = _outside(main, text, f"{''.join(one for one in name if one.isalnum()) or 'text'}.txt")
    return None if after == text else after


def _outside(main: Requesting, text: str, name: str) -> str | None:
    """The text after the editor was left, None when that did not work, which was said."""
    try:
        command = editor_command(os.environ)
        with main.whole.suspend():
            return edited(text, command, name=name)
    except EditorError as error:
        main.say(str(error), Role.BAD)
    except SuspendNotSupported:
        main.say("this terminal cannot be left to another program", Role.WARN)
    return None
