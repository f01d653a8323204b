"""A list of records as a table: heading, rows, a line to find rows by, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message

from tcexplorer.answer.present import full_text, path_text
from tcexplorer.answer.table import Table, table_path
from tcexplorer.answer.values import MISSING, size_of, value_at
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, piece
from tcexplorer.tui.widgets.data_grid import MOVES, Grid, Heading, Shape, shapes_of
from tcexplorer.tui.widgets.text_field import TextField
from tcexplorer.tui.widgets.tree_messages import TreeMessages
from tcexplorer.waiting import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widgets import Input

    from tcexplorer.answer.body import Answer
    from tcexplorer.answer.table import Column
    from tcexplorer.answer.values import Path
    from tcexplorer.answer.veil import Veil
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.response.tabs import ResponseState
    from tcexplorer.tui.widgets.widget_names import Names

AT_ONCE = 2_000
"""Records up to which everything is done at once."""
SETTLED = 0.15
"""Seconds without a key after which a large table is looked through."""
_OFFERED = (
    ("open_record", "to the tree"), ("sort", "sort"), ("filter_rows", "find"), ("hide_column", "hide"),
    ("export", "CSV"), ("copy_cell", "copy"), ("show_columns", "all"),
)  # fmt: skip


class Made(NamedTuple):
    """What a thread has made of the records."""

    ticket: int
    table: Table | None
    shapes: Mapping[Column, Shape]
    note: str


def list_of(shown: ResponseState) -> Path | None:
    """The list that a table of the answer is about; None where there is none."""
    if shown.answer is None or not shown.has_document:
        return None
    document, path = shown.answer.value, shown.selected
    for end in range(len(path), -1, -1):
        found = value_at(document, path[:end])
        if isinstance(found, list) and found:
            return path[:end]
    return table_path(document)


class ResponseTable(Vertical):
    """Shows the list at a path of a document. Work on long lists is done in a thread; the newest wish wins."""

    PLACE = Scope.TABLE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.TABLE, but=MOVES),
        Binding("escape", "leave_filter", "Show all rows", show=False),
    ]

    class RecordWanted(Message):
        """The user wants to see a record in the tree."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class ExportWanted(Message):
        """The user wants the rows and columns that are shown in a file."""

    class Worked(Message):
        """A thread is done."""

        def __init__(self, made: Made) -> None:
            super().__init__()
            self.made = made

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.styles.height = "1fr"
        self._grid = Grid()
        self._grid.styles.height = "1fr"
        self._heading = Heading(self._grid)
        self._box = TextField("only rows that have this text", classes="cell")
        self._box.styles.display = "none"
        self._bar = Bar(classes="id")
        self._veil: Veil | None = None
        self._shapes: Mapping[Column, Shape] = {}
        self._ticket = 0
        self._waiting: Timer | None = None
        self._answer: Answer | None = None
        self.table: Table | None = None
        """What is shown."""
        self.path: Path = ()
        """Where the list is in the document."""

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._grid
        yield self._box
        yield self._bar

    # what the pane does with it

    def show_answer(self, shown: ResponseState) -> None:
        """Show the list that the tree's cursor is in, or else the answer's largest."""
        answer, veil = shown.answer, shown.veil
        path = list_of(shown)
        if answer is None or veil is None or path is None:
            return
        if self._answer is not None and answer.value is self._answer.value and path == self.path:
            self._answer = answer
            self.cover(veil)
            return
        self._answer = answer
        self.show(answer.value, path, veil, size_of(cast("Json", value_at(answer.value, path))))

    def show(self, document: Json, path: Path, veil: Veil, records: int) -> None:
        """Show the list at the path, which has so many records."""
        self._veil, self.path = veil, path
        self.set_filter_shown(shown=False)
        self._grid.column = self._grid.left = 0
        self.table, self._shapes = None, {}
        self._paint()
        self._do(lambda: Table.of(document, path), records, f"reading {records:,} records …", measured=True)

    def cover(self, veil: Veil) -> None:
        """Show the same with other values covered."""
        self._veil = veil
        self._paint(self._grid.cursor)

    def focus_inside(self) -> None:
        """Put the focus on the rows."""
        self._grid.focus()

    def csv_pieces(self) -> Callable[[], str] | None:
        """What makes the CSV of the rows and columns that are shown, for a thread; None where there are none."""
        table, veil = self.table, self._veil
        return None if table is None or veil is None else lambda: table.csv(veil)

    @property
    def text(self) -> str:
        """What the line below the rows says."""
        return self._bar.text

    # work

    def _do(self, work: Callable[[], Table | None], records: int, note: str, *, measured: bool = False) -> None:
        self._ticket += 1
        ticket, veil, shapes = self._ticket, self._veil, self._shapes
        assert veil is not None

        def made() -> Made:
            table = work()
            return Made(ticket, table, shapes_of(table, veil) if measured and table is not None else shapes, "")

        if records <= AT_ONCE:
            self._take(made())
        else:
            self._say(note)
            self.run_worker(self._in_thread(made), group="table", exclusive=True)

    async def _in_thread(self, made: Callable[[], Made]) -> None:
        self.post_message(self.Worked(await in_thread(made)))

    def on_response_table_worked(self, event: Worked) -> None:
        event.stop()
        if event.made.ticket == self._ticket:
            self._take(event.made)

    def _take(self, made: Made) -> None:
        self.table, self._shapes = made.table, made.shapes
        self._paint()

    def _place(self) -> int | None:
        """The record under the cursor, as its place in the list."""
        table, at = self.table, self._grid.cursor
        return table.order[at] if table is not None and at < len(table.order) else None

    def _paint(self, cursor: int = 0) -> None:
        self._heading.show(self.table)
        self._grid.show(self.table, self._veil, self._shapes, cursor=cursor)
        self._say()

    def _say(self, note: str = "") -> None:
        table = self.table
        if note or table is None:
            self._bar.show([piece(note, Role.MUTED)])
            return
        shown, records = len(table.order), len(table.records)
        words = [f"{shown:,} of {records:,} rows" if shown != records else f"{records:,} rows"]
        if table.hidden:
            words.append(f"{len(table.hidden)} hidden")
        tools = [
            Piece((Span(of_place(Scope.TABLE, name).key_text, Role.KEY, "bold"), muted(f" {short}")), name)
            for name, short in _OFFERED
            if name != "show_columns" or table.hidden
        ]
        self._bar.show([piece(", ".join(words), Role.MUTED), *tools])

    # commands

    def action_sort(self) -> None:
        table, column = self.table, self._grid.current
        if table is None or column is None:
            return
        if table.sorted_by != column:
            work = lambda: table.sort(column)  # noqa: E731 one of three
        elif not table.descending:
            work = lambda: table.sort(column, descending=True)  # noqa: E731
        else:
            work = table.unsorted
        self._do(work, len(table.order), f"sorting {len(table.order):,} rows …")

    def on_heading_chosen(self, event: Heading.Chosen) -> None:
        event.stop()
        self._grid.focus()
        self._grid.column = event.column
        self.action_sort()

    def on_grid_scrolled(self, event: Grid.Scrolled) -> None:
        event.stop()
        self._heading.refresh()

    def action_hide_column(self) -> None:
        if self.table is not None and (column := self._grid.current) is not None:
            self.table = self.table.hide(column)
            self._paint(self._grid.cursor)

    def action_show_columns(self) -> None:
        if self.table is not None:
            self.table = self.table.show_all()
            self._paint(self._grid.cursor)

    def action_open_record(self) -> None:
        if (place := self._place()) is not None:
            self.post_message(self.RecordWanted((*self.path, place)))

    def _cell(self) -> tuple[Path, object]:
        table, column = self.table, self._grid.current
        if table is None or column is None or not table.order:
            return (), MISSING
        return table.cell_path(self._grid.cursor, column), table.cell(self._grid.cursor, column)

    def action_view(self) -> None:
        path, value = self._cell()
        if value is not MISSING and self._veil is not None:
            self.post_message(TreeMessages.ValueWanted(path_text(path), full_text(self._veil.copied(path))))

    def action_uncover(self) -> None:
        path, value = self._cell()
        if value is not MISSING:
            self.post_message(TreeMessages.RevealWanted(path))

    def action_copy_cell(self) -> None:
        path, value = self._cell()
        if value is not MISSING and self._veil is not None:
            self.post_message(TreeMessages.CopyWanted("cell", full_text(self._veil.copied(path))))

    def action_copy_row(self) -> None:
        if (place := self._place()) is not None and self._veil is not None:
            self.post_message(TreeMessages.CopyWanted("row", full_text(self._veil.copied((*self.path, place)))))

    def action_export(self) -> None:
        if self.table is not None:
            self.post_message(self.ExportWanted())

    async def on_bar_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        self._grid.focus()
        await self.run_action(event.command)

    # finding rows

    def set_filter_shown(self, *, shown: bool) -> None:
        """Show the line one types in, or empty it and take it away."""
        if not shown:
            with self.prevent(TextField.Changed):
                self._box.value = ""
        self._box.styles.display = "block" if shown else "none"

    def action_filter_rows(self) -> None:
        self.set_filter_shown(shown=True)
        self._box.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape shows all rows again while some are left out; otherwise it is somebody else's."""
        if action == "leave_filter":
            return bool(self._box.display)
        return super().check_action(action, parameters)

    def action_leave_filter(self) -> None:
        self._grid.focus()
        self._box.value = ""
        self.set_filter_shown(shown=False)
        self._find("")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if self.table is not None and len(self.table.records) > AT_ONCE:
            self._waiting = self.set_timer(SETTLED, lambda: self._find(event.value))
        else:
            self._find(event.value)

    def _find(self, text: str) -> None:
        table = self.table
        if table is None or text == table.filtered_by:
            return
        ticket = self._ticket + 1

        def found() -> Table:
            work = table.filtering(text)
            while True:
                try:
                    next(work)
                except StopIteration as done:
                    return cast("Table", done.value)
                if ticket != self._ticket:  # another text is wanted by now
                    work.close()
                    return table

        self._do(found, len(table.records), f"looking through {len(table.records):,} rows …")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._grid.focus()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self._heading.refresh()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._heading.refresh()
