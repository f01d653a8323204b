"""What the form shows: a nested outline drawn line by line, and one text field that is wherever the cursor is.

One widget for the rows and one for the editing, so that an action with thousands of parameters opens as
fast as one with two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.message import Message

from tcexplorer.form.check import FormFinding, Weight
from tcexplorer.form.edits import typed
from tcexplorer.form.outline import FormRow, Outline, OutlineOptions
from tcexplorer.tui.request.field_input import FieldInput
from tcexplorer.tui.request.form_rows import Columns, Fold, FormRows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input

    from tcexplorer.form.draft import Draft
    from tcexplorer.form.schema import Schema
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.widgets.widget_names import Names

_FRESH: tuple[frozenset[Path], OutlineOptions] = frozenset(), OutlineOptions()
OFF = (0, -200)
"""Where what is not to be seen is put."""


class FormView(Container):
    """Rows with the field of one of them open for typing. What is open stays with its action."""

    class Edited(Message, namespace="form"):
        """The parameters are others."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class RowEntered(Message, namespace="form"):
        """Another row is open, or the same one is another thing now."""

    class JsonWanted(Message, namespace="form"):
        """The user wants to edit a value as JSON."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class FileWanted(Message, namespace="form"):
        """The user wants a file's bytes as a value."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Said(Message, namespace="form"):
        """Why a command did nothing."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message, namespace="form"):
        """Tab went beyond the last field (`forward`) or before the first."""

        def __init__(self, *, forward: bool) -> None:
            super().__init__()
            self.forward = forward

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = FormRows(id="rows")
        self._cell = FieldInput(self.asked, id="cell", classes="cell")
        self._cell.display = False
        self.outline: Outline | None = None
        self._kept: dict[object, tuple[frozenset[Path], OutlineOptions]] = {}
        self._barred = False

    def compose(self) -> ComposeResult:
        yield self._rows
        yield self._cell

    # what the request pane does with it

    def show(self, schema: Schema, draft: Draft) -> None:
        """Another action's form."""
        self._keep()
        opened, options = self._kept.get(schema.action.row[:3], _FRESH)
        self._rows.tried, self._rows.touched, self._rows.blamed = False, set(), frozenset()
        self._rows.first_line = 0
        self._take(Outline.of(schema, draft, opened, options), 0)
        self._open(0)

    def show_schema(self, schema: Schema) -> None:
        """The same action documented in another language, or as another site knows it; cursor and typing stay."""
        if (now := self.outline) is not None:
            self._follow_cursor(Outline.of(schema, now.draft, now.opened, now.options))

    def show_draft(self, draft: Draft) -> None:
        """The parameters changed elsewhere (the JSON editor, an example)."""
        if self.outline is not None and draft != self.outline.draft:
            self._rows.blamed = frozenset()
            self._follow_cursor(self.outline.with_draft(draft))

    def bar_typing(self, *, barred: bool) -> None:
        """Take no typing, because the JSON text holds something the form cannot show."""
        self._barred = self._cell.disabled = barred
        self.can_focus = barred or self.entry is None

    def show_problems(self) -> FormFinding | None:
        """Say all problems, since the user tried to send; go to the first, and give it back.

        What is advice, or not in the schema, is said in its row and is no reason to wait.
        """
        self._rows.tried = True
        self._rows.refresh()
        findings = self.outline.findings if self.outline is not None else ()
        found = next((one for one in findings if one.weight not in (Weight.ADVICE, Weight.UNKNOWN)), None)
        if found is not None:
            self.go_to(found.path)
        return found

    def blame(self, paths: Iterable[Path]) -> None:
        """Mark what an error of the API names, and go to the first."""
        self._rows.blamed = frozenset(paths := tuple(paths))
        if paths:
            self.go_to(paths[0])
        self._rows.refresh()

    def go_to(self, path: Path) -> None:
        """Open everything that leads to a path, and its row; or that of the innermost container there is."""
        if self.outline is None:
            return
        options = self.outline.options
        shown = self.outline.with_options(replace(options, keep=path)).revealed(path)
        at = next((at for depth in range(len(path), 0, -1) if (at := shown.index(path[:depth])) is not None), None)
        if at is not None:
            self._take(shown, at)
            self._open(at)

    @property
    def entry(self) -> FormRow | Fold | None:
        """What the open row is."""
        return self._rows.entry(self._rows.cursor)

    @property
    def row(self) -> FormRow | None:
        """The open row, if it is a parameter's."""
        return entry if isinstance(entry := self.entry, FormRow) else None

    def problem(self) -> str:
        """What is said beside the open row."""
        return self._rows.problem(row) if (row := self.row) is not None else ""

    def focus_field(self) -> None:
        """Put the cursor into the open field."""
        usable = self.entry is not None and not self._cell.disabled
        self.screen.set_focus(self._cell if usable else self)

    # rows and cell

    def _keep(self) -> None:
        if (now := self.outline) is not None:
            self._kept[now.schema.action.row[:3]] = now.opened, replace(now.options, keep=())

    def _take(self, outline: Outline, cursor: int) -> None:
        """Show another outline; the cell is not touched."""
        self.outline = outline
        self._rows.show(outline, cursor)

    def _follow_cursor(self, outline: Outline) -> None:
        """Show another outline with the cursor where it was, and the cell with what is there now."""
        row = self.row
        at = outline.index(row.path) if row is not None else None
        self._take(outline, self._rows.cursor if at is None else at)
        self._fill()
        self._place()
        self.post_message(self.RowEntered())

    def _open(self, index: int) -> None:
        if (row := self.row) is not None and self._rows.cursor != index:
            self._rows.touched.add(row.path)
            self._rows.refresh()
        self._rows.cursor = index
        self._fill()
        self._place()
        self.entered()
        self.post_message(self.RowEntered())

    def _fill(self) -> None:
        entry = self.entry
        self.can_focus = entry is None or self._barred
        self._cell.display = entry is not None
        if entry is not None:
            self._cell.take(entry)

    def _place(self) -> None:
        """Put the text field over the cursor's row."""
        if self.entry is not None:
            self._rows.scroll_to_row(self._rows.cursor)
            self._follow()

    def _follow(self) -> None:
        found = self._rows.columns
        y = self._rows.cursor - self._rows.first_line
        height = self._rows.size.height
        inside = 0 <= y < height
        self._cell.styles.offset = (found.name, y) if inside else OFF
        self._cell.fit(found.value)
        self.placed(found, y)

    def entered(self) -> None:
        """A row was opened."""

    def placed(self, found: Columns, y: int) -> None:
        """The cell is on that line of the widget now, which may be outside of it."""

    def _move(self, by: int) -> None:
        target = self._rows.cursor + by
        if 0 <= target < self._rows.row_count():
            self._open(target)
        else:
            self._open(self._rows.cursor)
            if (row := self.row) is not None:
                self._rows.touched.add(row.path)
                self._rows.refresh()
            self.post_message(self.Left(forward=by > 0))

    def _edited(self, outline: Outline, cursor: int) -> None:
        """The user changed the draft: show it, and say so."""
        self._rows.blamed = frozenset()
        self._take(outline, cursor)
        self.post_message(self.Edited(outline.draft))

    def typed(self, text: str) -> None:
        """The user typed into the cell."""
        outline, row = self.outline, self.row
        self._cell.known = text
        if outline is None or row is None or self._barred:
            return
        draft = typed(outline.draft, row.field, row.path, text)
        kept = replace(outline.options, keep=row.path)
        after = Outline.of(outline.schema, draft, outline.opened, kept)
        at = after.index(row.path)
        self._edited(after, self._rows.cursor if at is None else at)
        self._place()

    def take_typed(self) -> None:
        """Take what is in the cell now, which may be newer, and of another row, than the last message about it."""
        if self._cell.value != self._cell.known:
            self.typed(self._cell.value)

    def asked(self, what: str) -> None:
        """A key in the cell that is for the form."""
        raise NotImplementedError

    # what the widgets inside say

    def on_mount(self) -> None:
        self.watch(self._rows, "first_line", self._follow, init=False)

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._place)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.take_typed()

    def on_descendant_focus(self) -> None:
        self._cell.said(focused=True)

    def on_descendant_blur(self) -> None:
        self._cell.said(focused=False)
