"""The rows of the form as they are when not edited: required mark, name, value, type or problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len
from textual.message import Message

from tcexplorer.form.binary import size_of
from tcexplorer.form.check import Weight
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.hints.limits import limits_of
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted, padded
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.form.outline import FormRow, Outline
    from tcexplorer.protocol.paths import Path
    from tcexplorer.tui.widgets.widget_names import Names


class FormColumns(NamedTuple):
    """Cells of a row: mark, indentation and name; then the value with its line; then the type."""

    name: int
    value: int
    hint: int
    step: int
    """Cells that a level is further in."""


class Fold(NamedTuple):
    """A row in place of parameters that are not shown."""

    what: Literal["deprecated", "optional"]
    hidden: int


def columns(width: int, rows: Sequence[FormRow] = ()) -> FormColumns:
    """How a form of that width divides its rows; wide ones give long names and types their room."""
    name, hint = (20, 20) if width >= 62 else (17, 15) if width >= 44 else (14, 0)
    deepest = max((row.depth for row in rows), default=0)
    step = 2 if deepest * 2 <= width // 6 else 1
    longest = max((_indent(row, step, width) + len(row.name) for row in rows), default=0) + 3
    if width >= 62:  # a type cut short is better than a name
        hint -= min(6, max(0, longest - (width - hint - 22)))
    room = width - hint - (22 if width >= 62 else 14)  # what names may take of it
    name += max(0, min(longest, room) - name)
    spare = max(0, width - name - hint - 30)
    longest = max((len(row.label) for row in rows), default=0) + 5
    hint += min(max(0, longest - hint), spare // 2, 12) if hint else 0
    return FormColumns(name, max(6, width - name - hint), hint, step)


def _indent(row: FormRow, step: int, width: int) -> int:
    """Cells; what is very deep is no further in than a fourth of the form."""
    return min(row.depth * step, width // 4)


class FormRows(VirtualList):
    """The rows as they are when not edited."""

    can_focus = False

    class Pressed(Message):
        """A row was clicked: on its name (or the arrow behind it), its value, or its type."""

        def __init__(self, index: int, part: Literal["name", "value", "hint"]) -> None:
            super().__init__()
            self.index = index
            self.part = part

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.rows: Sequence[FormRow] = ()
        self.folds: Sequence[Fold] = ()
        self.tried = False
        """Sending was tried, so everything that is missing is said."""
        self.touched: set[Path] = set()
        """Rows that were left: what is missing there is said."""
        self.blamed: frozenset[Path] = frozenset()
        """What the last error names."""
        self._two_sites = False
        self._columns: tuple[int, Sequence[FormRow], FormColumns] | None = None

    def show(self, of: Outline | None, cursor: int) -> None:
        """Show these rows; the list stays where it is as far as it can."""
        self.rows = of.rows if of is not None else ()
        self._two_sites = of is not None and len(of.schema.action.row.sites) > 1
        hidden = of.hidden if of is not None else None
        self.folds = (
            [
                *([Fold("optional", hidden.optional)] if hidden.optional else []),
                *([Fold("deprecated", hidden.deprecated)] if hidden.deprecated else []),
            ]
            if hidden is not None
            else []
        )
        self.forget_selection()
        self.set_reactive(VirtualList.cursor, max(0, min(cursor, self.row_count() - 1)))
        self.fit()
        self.refresh()

    def entry(self, index: int) -> FormRow | Fold | None:
        """What a row is."""
        if 0 <= index < len(self.rows):
            return self.rows[index]
        return self.folds[index - len(self.rows)] if 0 <= index - len(self.rows) < len(self.folds) else None

    @property
    def columns(self) -> FormColumns:
        """How the rows are divided now."""
        width = self.row_width
        known = self._columns
        if known is None or known[0] != width or known[1] is not self.rows:
            known = self._columns = width, self.rows, columns(width, self.rows)
        return known[2]

    def row_count(self) -> int:
        return len(self.rows) + len(self.folds)

    def line_count(self) -> int:
        return self.row_count() or 1

    def clicked(self, x: int) -> None:
        found = self.columns
        part = "name" if x < found.name else "value" if x < found.name + found.value else "hint"
        self.post_message(self.Pressed(self.cursor, part))

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        match self.entry(index):
            case None:
                return (
                    muted("  no parameters: "),
                    Span(BY_ID["send"].key_text, Role.KEY, "bold"),
                    muted(" sends it as it is"),
                )
            case Fold(what, count):
                found = self.columns
                name = padded(f" {count} {what}", found.name - 1)
                ink = Role.KEY if marked else Role.MUTED
                return (
                    Span(f"{name}▸", ink, "bold" if marked else ""),
                    Span("│", Role.RULE),
                    muted("⏎ shows them"),
                )
            case row:
                return self._spans(row, width, marked=marked)

    def _spans(self, row: FormRow, width: int, *, marked: bool) -> Sequence[Span]:
        found = self.columns
        indent = _indent(row, found.step, width)
        name = cut(visible(row.name), found.name - 2 - indent)
        ink = Role.KEY if marked else Role.MUTED if row.deprecated or row.is_next or row.name[0] == "[" else Role.TEXT
        gap = found.name - 2 - indent - cell_len(name)
        arrow = ("▾" if row.open else "▸") if row.expandable else " "
        return (
            Span("*", Role.WARN) if row.required and not indent else Span(" "),
            Span(" " * (indent - 1) + "*" if row.required and indent else " " * indent, Role.WARN),
            Span(name, ink, "bold" if marked else "strike" if row.deprecated else ""),
            Span(f"{' ' * gap}{arrow}", Role.KEY if marked else Role.MUTED),
            Span("│", Role.RULE),
            *self._value(row, found.value - 1),
            *self._hint(row, found.hint),
        )

    def _value(self, row: FormRow, cells: int) -> Sequence[Span]:
        if row.open:
            count = len(row.value) if isinstance(row.value, list) else 0
            said = f"{count} item{'' if count == 1 else 's'}" if count else ""
            return (muted(padded(said, cells)),)
        if row.kind is FieldKind.BINARY and isinstance(row.value, str) and row.value:
            return (muted(padded(f"{size_of(row.value):,} bytes", cells)),)
        shown = visible(row.shown[: 4 * cells])
        if row.held is not None:
            return (Span(padded(shown, cells), Role.BAD),)
        return (Span(padded(shown, cells), Role.MUTED if row.expandable else Role.TEXT),)

    def problem(self, row: FormRow) -> str:
        """What is said beside a row in place of its type; empty when nothing is."""
        finding = row.finding
        if row.path in self.blamed:
            return "in the error"
        said = self.tried or row.path in self.touched
        if finding is not None and (finding.weight is not Weight.MISSING or said):
            return finding.reason
        return f"{row.inner} inside" if row.inner and said else ""

    def _hint(self, row: FormRow, cells: int) -> Sequence[Span]:
        if not cells:
            return ()
        if problem := self.problem(row):
            advice = row.finding is not None and row.finding.weight in (Weight.ADVICE, Weight.UNKNOWN)
            ink = Role.WARN if advice and row.path not in self.blamed else Role.BAD
            return (Span(cut(f" ! {visible(problem)}", cells), ink, "bold"),)
        return (muted(cut(f" {row.label}  {self._note(row)}", cells)),)

    def _note(self, row: FormRow) -> str:
        if row.deprecated:
            return "deprecated"
        if row.only_on is not None and self._two_sites:
            return f"{row.only_on} only"
        if row.kind is FieldKind.BINARY:
            return "⏎ chooses"
        return limits_of(row.field).hint
