"""The text field over the form's open row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.form.fields import FieldKind
from tcexplorer.form.hints.limits import limits_of
from tcexplorer.form.outline import FormRow
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, at
from tcexplorer.tui.key_names import writes
from tcexplorer.tui.text.json_text import escaped
from tcexplorer.tui.text.styled_text import cut
from tcexplorer.tui.widgets.text_field import EDITS, TextField, scrubbed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Unpack

    from textual import events

    from tcexplorer.tui.request.form_rows import Fold
    from tcexplorer.tui.widgets.widget_names import Names

_COMMANDS = tuple(command for command in at(Scope.FORM) if not command.priority)
NOTHING = "()"
"""What a row that stands for hidden ones takes: no text."""
LONGEST = 4000
"""Characters that are edited in one line."""
SHOWS = "Enter shows them"


class FieldInput(TextField):
    """Takes what is typed for one row.

    Over a list or an object it is empty: what is typed there is JSON and replaces all of it, and with
    nothing typed the arrow keys open and close the row.
    """

    kind = FieldKind.TEXT
    expandable = False
    secret = False
    offering = False
    """Values are offered below, so that some keys are for them."""
    _asking = ""
    _room = 0
    known = ""
    """The text as the form has it already."""
    resting = ""
    """The placeholder without the focus: only what the row shows, too."""

    def __init__(self, run: Callable[[str], Awaitable[None]], **names: Unpack[Names]) -> None:
        """`run` does what a key is for in the form: a command by its id, `submit`, or what to do with the offers.

        It is called and no message, so that the next key, that is waiting already maybe, finds the field of the row
        that this one led to: a password is not to be typed into the row before its own.
        """
        super().__init__(**names)
        self._run = run

    def take(self, entry: FormRow | Fold) -> None:
        """Be the field of that row."""
        text, placeholder = "", SHOWS
        self.kind, self.expandable, self.secret, self.restrict = FieldKind.TEXT, False, False, NOTHING
        if isinstance(entry, FormRow):
            self.kind, self.expandable, self.secret, self.restrict = entry.kind, entry.expandable, entry.secret, None
            text = "" if entry.expandable else entry.text
            placeholder = _placeholder(entry)
            if len(text) > LONGEST:
                placeholder = f"{len(text):,} characters; the JSON tab is the place to edit them"
                text, self.restrict = "", NOTHING
        if text.startswith('"') or self.kind is FieldKind.JSON:
            text = escaped(text)
        if text != self.value:
            with self.prevent(TextField.Changed):
                self.value = text
            self.cursor_position = len(text)
        self.known = self.value
        preview = visible(entry.shown) if isinstance(entry, FormRow) and entry.expandable and not entry.open else ""
        self.resting = placeholder if self.restrict else preview
        self._asking = placeholder
        self.said(focused=self.has_focus)

    def said(self, *, focused: bool) -> None:
        """Say what can be done here while the cell has the focus, and show a secret no longer than that."""
        self.placeholder = cut(self._asking if focused else self.resting, self._room)
        self.password = self.secret and not focused

    def fit(self, cells: int) -> None:
        """Be that wide."""
        self.styles.width = cells
        if cells - 1 != self._room:
            self._room = cells - 1
            self.said(focused=self.has_focus)

    def pasted(self, text: str) -> str:
        """Several lines pasted into an empty text become one JSON string, so that none is lost."""
        whole = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.kind is FieldKind.TEXT and not self.value and "\n" in whole.rstrip("\n"):
            return escaped(json.dumps(whole, ensure_ascii=False))
        if self.kind is FieldKind.JSON:
            return escaped(" ".join(one.strip() for one in whole.expandtabs(1).split("\n")))
        return scrubbed(text)

    async def on_key(self, event: events.Key) -> None:
        """Keys for the offers, and those of the form's commands."""
        wanted = None
        if self.offering:
            wanted = {"down": "offer_down", "up": "offer_up", "escape": "offer_close"}.get(event.key)
        if wanted is None:
            command = next((one.id for one in _COMMANDS if event.key in one.keys_now), None)
            wanted = command if not self._edits(event.key) or self._is_free_for(command) else None
        if wanted is not None:
            event.stop()
            event.prevent_default()
            await self._run(wanted)

    def _edits(self, key: str) -> bool:
        return key in EDITS or writes(key)

    def _is_free_for(self, command: str | None) -> bool:
        """Whether a key that edits text has nothing to do here, so that it is the form's."""
        match command:
            case "switch":
                return self.kind is FieldKind.BOOLEAN
            case "expand":
                return self.expandable and not self.value
            case "collapse":
                return not self.value
            case "remove":
                return self.selection.is_empty
            case _:
                return False

    async def on_click(self) -> None:
        if self.kind is FieldKind.BOOLEAN:
            await self._run("switch")

    async def action_submit(self) -> None:
        await self._run("submit")


def _placeholder(row: FormRow) -> str:
    if row.expandable:
        if row.shown and not row.open:
            return visible(row.shown)
        return "Enter closes, or type JSON" if row.open else "Enter opens, or type JSON"
    if default := limits_of(row.field).default:
        return visible(f"{default} by default")
    if row.kind is FieldKind.BOOLEAN:
        return "Space: true, false, not set"
    if row.kind is FieldKind.BINARY:
        return "Enter chooses a file"
    if row.example and len(row.example) < 60 and row.example.casefold() != "null":
        return visible(f"e.g. {row.example}")
    return "type to add one" if row.is_next else ""
