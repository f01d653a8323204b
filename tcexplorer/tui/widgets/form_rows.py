"""The rows of the form as they are when not edited: required mark, name, value, type or problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tcexplorer.form.draft import Draft
from tcexplorer.form.fields import Kind
from tcexplorer.form.limits import limits_of
from tcexplorer.form.preview import preview
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.ink import Ink, Span, cut, muted, padded
from tcexplorer.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.form.fields import Field
    from tcexplorer.tui.names import Names


class Columns(NamedTuple):
    """Cells of a row: mark and name, then the value with its line, then the type."""

    name: int
    value: int
    hint: int


def columns(width: int, fields: Sequence[Field] = ()) -> Columns:
    """How a form of that width divides its rows; wide ones give long names and types their room."""
    name, hint = (20, 20) if width >= 62 else (17, 15) if width >= 44 else (14, 0)
    spare = max(0, width - name - hint - 36)
    longest = max((len(field.name) for field in fields), default=0) + 3
    name += min(max(0, longest - name), spare // 2, 16)
    longest = max((len(field.label) for field in fields), default=0) + 5
    hint += min(max(0, longest - hint), spare // 2, 12)
    return Columns(name, max(6, width - name - hint), hint)


class FormRows(LineList):
    """The rows as they are when not edited."""

    can_focus = False

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.fields: Sequence[Field] = ()
        self.folded = 0
        self.draft = Draft()
        self.shown: dict[str, str] = {}
        """Problems to say, by field name."""
        self.unknown: Sequence[str] = ()

    @property
    def columns(self) -> Columns:
        """How the rows are divided now."""
        return columns(self.row_width, self.fields)

    def row_count(self) -> int:
        return len(self.fields)

    def line_count(self) -> int:
        return len(self.fields) + bool(self.folded) + bool(self.unknown) + (not self.fields)

    def row_at(self, line: int) -> int:
        return line

    def line_spans(self, line: int, width: int, *, marked: bool) -> Sequence[Span]:
        if line < len(self.fields):
            return self.row_spans(line, width, marked=marked)
        if not self.fields:
            return (
                muted("  no parameters: "),
                Span(BY_ID["send"].key_text, Ink.KEY, "bold"),
                muted(" sends it as it is"),
            )
        if self.folded and line == len(self.fields):
            return (muted(f"▸ {self.folded} deprecated parameters"),)
        names = ", ".join(visible(name) for name in self.unknown)
        return (Span("! ", Ink.WARN), Span(names), muted("  not in the schema, sent all the same"))

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:  # noqa: ARG002 see columns
        field, found = self.fields[index], self.columns
        mark = Span("*", Ink.WARN) if field.required else Span(" ")
        name_style = "bold" if marked else "strike" if field.deprecated else ""
        name_ink = Ink.KEY if marked else Ink.MUTED if field.deprecated else Ink.TEXT
        name = cut(visible(field.name), found.name - 2)
        value = padded(visible(self._value(field)), found.value - 1)
        return (
            mark,
            Span(name, name_ink, name_style),
            Span(" " * (found.name - 1 - cell_len(name))),
            Span("│", Ink.RULE),
            Span(value, Ink.BAD if field.name in self.draft.pending else Ink.TEXT),
            *self._hint(field, found.hint),
        )

    def _value(self, field: Field) -> str:
        if field.name in self.draft.params and field.kind is Kind.JSON:
            return preview(self.draft.params[field.name])
        return self.draft.text(field)

    def _hint(self, field: Field, cells: int) -> Sequence[Span]:
        if not cells:
            return ()
        if field.name in self.shown:
            return (Span(cut(f" ! {self.shown[field.name]}", cells), Ink.BAD, "bold"),)
        note = "deprecated" if field.deprecated else "⏎" if field.kind is Kind.JSON else limits_of(field).hint
        return (muted(cut(f" {field.label}  {note}", cells)),)
