"""The JSON editor: all parameters of an action as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from tcexplorer.form.jsontext import span_of
from tcexplorer.interchange.readers.detect import is_call
from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.commands import Scope
from tcexplorer.tui.text.json_text import escaped
from tcexplorer.tui.text.pasted_text import as_copied
from tcexplorer.tui.widgets.ordered_keys import edited, edits_of

if TYPE_CHECKING:
    from typing import Unpack

    from textual import events

    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.widgets.widget_names import Names

_EDITS = edits_of(TextArea.BINDINGS)


class JsonEditor(TextArea):
    """A plain TextArea: no syntax packages, and pasted text is made safe without changing what it means."""

    PLACE = Scope.JSON

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=True, highlight_cursor_line=True, **names)
        self.indent_width = 2
        self.cursor_blink = False

    def load(self, text: str) -> None:
        """Replace the text; the steps before cannot be undone."""
        with self.prevent(TextArea.Changed):
            self.load_text(escaped(text))

    def rewrite(self, text: str) -> None:
        """Replace the text as an edit that can be undone."""
        text = escaped(text)
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.replace(text, (0, 0), self.document.end)

    @property
    def offset_in_text(self) -> int:
        """Characters before the cursor."""
        row, column = self.cursor_location
        return sum(len(self.document.get_line(at)) + 1 for at in range(row)) + column

    def go_to(self, offset: int) -> None:
        """Put the cursor behind that many characters."""
        before = self.text[:offset]
        self.move_cursor((before.count("\n"), len(before) - (before.rfind("\n") + 1)), center=True)

    def go_to_path(self, path: Path) -> None:
        """Put the cursor to the innermost value on the way to a path that is there."""
        for depth in range(len(path), 0, -1):
            if (span := span_of(self.text, path[:depth])) is not None:
                self.go_to(span.begin + self.text[span.begin : span.begin + 1].startswith(("[", "{")))
                return

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        copied = as_copied(event.text)
        if is_call(copied):
            return  # the screen's
        event.stop()
        text = copied.replace("\r\n", "\n").replace("\r", "\n")
        safe = visible_lines(escaped(text))
        result = self.replace(safe, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    async def on_key(self, event: events.Key) -> None:
        """Edit at once; enter keeps the indentation, and opens a bracket's inside."""
        if event.key != "enter" or self.read_only:
            await edited(self, _EDITS, event)
            return
        event.prevent_default()
        event.stop()
        row, column = self.cursor_location
        line = self.document.get_line(row)
        indent = " " * (len(line) - len(line.lstrip(" ")))
        before, after = line[:column].rstrip(), line[column:].lstrip()
        opened = before.endswith(("{", "["))
        inner = indent + "  " if opened else indent
        closing = opened and after.startswith(("}", "]"))
        start, end = self.selection
        self.replace("\n" + inner + ("\n" + indent if closing else ""), start, end, maintain_selection_offset=False)
        self.move_cursor((min(start, end)[0] + 1, len(inner)))
