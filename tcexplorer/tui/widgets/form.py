"""The form: one row a parameter, drawn line by line, and one text field that is wherever the cursor is.

One widget for the rows and one for the editing, so that an action with two hundred parameters opens as
fast as one with two.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.message import Message

from tcexplorer.form.draft import Draft, Problem, problems
from tcexplorer.form.fields import Kind
from tcexplorer.form.limits import limits_of
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Place, bindings
from tcexplorer.tui.jsontext import escaped
from tcexplorer.tui.widgets.form_rows import FormRows
from tcexplorer.tui.widgets.text_field import TextField, scrubbed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from tcexplorer.form.fields import Field
    from tcexplorer.tui.names import Names
    from tcexplorer.tui.widgets.line_list import LineList

FEW = 3
"""Deprecated parameters that are shown; more are folded into one row."""


class Cell(TextField):
    """The text field over the cursor's row."""

    kind = Kind.TEXT

    def pasted(self, text: str) -> str:
        """Several lines pasted into an empty text become one JSON string, so that none is lost."""
        whole = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.kind is Kind.TEXT and not self.value and "\n" in whole.rstrip("\n"):
            return escaped(json.dumps(whole, ensure_ascii=False))
        if self.kind is Kind.JSON:
            return escaped(" ".join(one.strip() for one in whole.expandtabs(1).split("\n")))
        return scrubbed(text)


class Form(Container):
    """Rows with the field of one of them open for typing."""

    PLACE = Place.FORM
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.FORM, only=("next_field", "previous_field"))

    class Edited(Message):
        """The text of a field is another one."""

        def __init__(self, field: Field, text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    class FieldEntered(Message):
        """Another field is open."""

        def __init__(self, field: Field | None) -> None:
            super().__init__()
            self.field = field

    class JsonWanted(Message):
        """The user wants to edit a list or an object."""

        def __init__(self, field: Field | None) -> None:
            super().__init__()
            self.field = field

    class Left(Message):
        """Tab went beyond the last field (`forward`) or before the first."""

        def __init__(self, *, forward: bool) -> None:
            super().__init__()
            self.forward = forward

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = FormRows(id="rows")
        self._cell = Cell(id="cell", classes="cell")
        self._cell.display = False
        self._all: Sequence[Field] = ()
        self._touched: set[str] = set()
        self._tried = False
        self._barred = False

    def compose(self) -> ComposeResult:
        yield self._rows
        yield self._cell

    # what the request pane does with it

    def show(self, fields: Sequence[Field], draft: Draft) -> None:
        """Another action's form."""
        self._all, self._touched, self._tried = fields, set(), False
        old = sum(field.deprecated for field in fields)
        self._fold(fields[: len(fields) - old] if old > FEW else fields, old if old > FEW else 0)
        self._rows.draft = draft
        self._judge()
        self._rows.rows_changed()
        self._open(0)

    def show_fields(self, fields: Sequence[Field]) -> None:
        """The same fields with other texts; cursor and typing stay."""
        self._all = fields
        self._rows.fields = fields[: len(self._rows.fields)]
        self._judge()
        self._rows.refresh()
        self._fill()

    def show_draft(self, draft: Draft) -> None:
        """The parameters changed elsewhere (the JSON editor, an example)."""
        self._rows.draft = draft
        hidden = self._all[len(self._rows.fields) :]
        if self._rows.folded and any(field.name in draft.params for field in hidden):
            self._fold(self._all, 0)
        self._judge()
        self._rows.fit()
        self._rows.refresh()
        self._fill()

    def bar_typing(self, *, barred: bool) -> None:
        """Take no typing, because the JSON text holds something the form cannot show."""
        self._barred = self._cell.disabled = barred
        self.can_focus = barred or self.field is None

    def show_problems(self) -> Problem | None:
        """Say all problems, since the user tried to send; go to the first, and give it back."""
        self._tried = True
        found = self._judge()
        self._rows.refresh()
        for problem in found:
            at = next((at for at, field in enumerate(self._rows.fields) if field.name == problem.field), None)
            if at is not None:
                self._open(at)
                return problem
        return found[0] if found else None

    @property
    def field(self) -> Field | None:
        """The open field."""
        fields = self._rows.fields
        return fields[self._rows.cursor] if fields else None

    def focus_field(self) -> None:
        """Put the cursor into the open field."""
        if self._rows.fields and not self._cell.disabled:
            self.screen.set_focus(self._cell)
        else:
            self.screen.set_focus(self)

    # its own doing

    def _fold(self, fields: Sequence[Field], folded: int) -> None:
        self._rows.fields, self._rows.folded = fields, folded

    def _judge(self) -> tuple[Problem, ...]:
        """Problems to be said: all once sending was tried, else of fields that were left."""
        rows = self._rows
        found = problems(rows.draft, self._all)
        known = {field.name for field in self._all}
        rows.unknown = [problem.field for problem in found if problem.field not in known]
        rows.shown = {
            problem.field: problem.reason
            for problem in found
            if problem.field in known
            and (self._tried or problem.field in self._touched or problem.field in rows.draft.params)
        }
        return tuple(problem for problem in found if problem.field in known)

    def _open(self, index: int) -> None:
        self._rows.cursor = index
        self._fill()
        self._place()
        self.post_message(self.FieldEntered(self.field))

    def _fill(self) -> None:
        field = self.field
        self.can_focus = field is None or self._barred
        self._cell.display = field is not None
        if field is None:
            return
        self._cell.kind = field.kind
        text = self._rows.draft.text(field)
        text = escaped(text) if text.startswith('"') or field.kind is Kind.JSON else text
        if text != self._cell.value:
            with self.prevent(TextField.Changed):
                self._cell.value = text
            self._cell.cursor_position = len(text)
        self._cell.placeholder = _placeholder(field) if self._cell.has_focus else ""

    def _place(self) -> None:
        """Put the text field over the cursor's row."""
        if self.field is None:
            return
        self._rows.scroll_to_row(self._rows.cursor)
        self._follow()

    def _follow(self) -> None:
        found = self._rows.columns
        y = self._rows.cursor - self._rows.first_line
        inside = 0 <= y < self._rows.size.height
        self._cell.styles.offset = (found.name, y if inside else -200)
        self._cell.styles.width = found.value

    def _move(self, by: int) -> None:
        target = self._rows.cursor + by
        if self.field is not None:
            self._touched.add(self.field.name)
            self._judge()
            self._rows.refresh()
        if 0 <= target < len(self._rows.fields):
            self._open(target)
        elif target >= len(self._rows.fields) and self._rows.folded:
            self._unfold()
            self._open(target)
        else:
            self.post_message(self.Left(forward=by > 0))

    def _unfold(self) -> None:
        self._fold(self._all, 0)
        self._rows.fit()
        self._rows.refresh()

    def on_mount(self) -> None:
        self.watch(self._rows, "first_line", self._follow, init=False)

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._place)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        field = self.field
        if field is not None and not self._barred:
            self._place()
            self.post_message(self.Edited(field, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open_field()

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        if event.index < len(self._rows.fields):
            self._open(event.index)
            self.screen.set_focus(self._cell)
        elif self._rows.folded and event.index == len(self._rows.fields):
            self._unfold()
            self._open(len(self._rows.fields) - 1)
            self.screen.set_focus(self._cell)
        elif self._rows.unknown:
            self.post_message(self.JsonWanted(None))

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()

    def on_descendant_focus(self) -> None:
        if self.field is not None:
            self._cell.placeholder = _placeholder(self.field)

    def on_descendant_blur(self) -> None:
        self._cell.placeholder = ""

    def action_next_field(self) -> None:
        self._move(1)

    def action_previous_field(self) -> None:
        self._move(-1)

    def action_open_field(self) -> None:
        field = self.field
        if field is not None and field.kind is Kind.JSON:
            self.post_message(self.JsonWanted(field))
        else:
            self._move(1)


def _placeholder(field: Field) -> str:
    if default := limits_of(field).default:
        return visible(f"{default} by default")
    if field.example and field.kind is not Kind.JSON and len(field.example) < 60:
        return visible(f"e.g. {field.example}")
    if field.kind is Kind.BOOLEAN:
        return "true or false"
    return "JSON, or ⏎ to edit it" if field.kind is Kind.JSON else ""
