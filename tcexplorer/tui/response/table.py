"""A list of records as a table: heading, rows, a line to find rows by, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus

from tcexplorer.answer.export import csv_text
from tcexplorer.answer.present import full_text, path_text
from tcexplorer.answer.table import Table
from tcexplorer.answer.values import MISSING, size_of, value_at
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.response.state import records_path
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Bar, key_piece, piece
from tcexplorer.tui.widgets.data_grid import MOVES, DataGrid, GridHeading, shapes_of
from tcexplorer.tui.widgets.find_bar import FindBar, close_find, open_find
from tcexplorer.tui.widgets.messages import (
    CopyRequested,
    ExportRequested,
    PlaceRequested,
    RevealRequested,
    ViewRequested,
)
from tcexplorer.waiting import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from tcexplorer.answer.table import Column
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.response.state import ResponseState
    from tcexplorer.tui.widgets.data_grid import ColumnShape
    from tcexplorer.tui.widgets.json_document import JsonDocument

AT_ONCE = 2_000
"""Records up to which everything is done at once."""
SETTLED = 0.15
"""Seconds without a key after which a large table is looked through."""
_OFFERED = (
    ("open_record", "to the tree"), ("sort", "sort"), ("filter_rows", "find"), ("hide_column", "hide"),
    ("export", "CSV"), ("copy_cell", "copy"), ("show_columns", "all"),
)  # fmt: skip


class ResponseTable(Vertical):
    """Shows the list at a path of a document. Work on long lists is done in a thread; the newest wish wins."""

    PLACE = Scope.TABLE
    find_keys = ("↓", "↑")
    found_text = ""
    waits_for_enter = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.TABLE, but=MOVES),
        Binding("escape", "find_close", "Show all rows", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._grid = DataGrid()
        self._grid.styles.height = "1fr"
        self._heading = GridHeading(self._grid)
        self._find_bar: FindBar | None = None
        self._bar = Bar(classes="id")
        self._document: JsonDocument | None = None
        self._shapes: Mapping[Column, ColumnShape] = {}
        self._ticket = 0
        self._waiting: Timer | None = None
        self.table: Table | None = None
        """What is shown."""
        self._path: Path = ()
        """Where the list is in the document."""

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._grid
        yield self._bar

    def update(self, state: ResponseState) -> None:
        """Show the list that the tree's cursor is in, or else the answer's largest; the same one keeps its place."""
        before, path = self._document, records_path(state)
        if (document := state.document) is None or path is None:
            return
        self._document = document
        if before is not None and document.value is before.value and path == self._path:
            self._paint(self._grid.cursor)
            return
        self._path = path
        self._find_bar = close_find(self._find_bar, self._grid)
        self._grid.column = self._grid.left = 0
        self.table, self._shapes = None, {}
        self._paint()
        records = size_of(cast("Json", value_at(document.value, path)))
        self._do(lambda: Table.of(document.value, path), records, f"reading {records:,} records …", measured=True)

    def csv_pieces(self) -> Callable[[], str] | None:
        """What makes the CSV of the rows and columns that are shown, for a thread; None where there are none."""
        table, document = self.table, self._document
        return None if table is None or document is None else lambda: csv_text(table, document.mask)

    # work

    def _do(self, work: Callable[[], Table | None], records: int, note: str, *, measured: bool = False) -> None:
        self._ticket += 1
        ticket, shapes = self._ticket, self._shapes
        assert self._document is not None
        mask = self._document.mask

        def made() -> tuple[Table | None, Mapping[Column, ColumnShape]]:
            table = work()
            return table, shapes_of(table, mask) if measured and table is not None else shapes

        async def make() -> None:
            found = await in_thread(made)
            if ticket == self._ticket:
                self._take(*found)

        if records <= AT_ONCE:
            self._take(*made())
        else:
            self._say(note)
            self.run_worker(make(), group="table", exclusive=True)

    def _take(self, table: Table | None, shapes: Mapping[Column, ColumnShape]) -> None:
        self.table, self._shapes = table, shapes
        self._paint()

    def _paint(self, cursor: int = 0) -> None:
        self._heading.show(self.table)
        self._grid.show(self.table, self._document.mask if self._document else None, self._shapes, cursor=cursor)
        self._say()

    def _say(self, note: str = "") -> None:
        table = self.table
        if note or table is None:
            self._bar.show([piece(note, Role.MUTED)])
            return
        shown, records = len(table.order), len(table.records)
        words = f"{shown:,} of {records:,} rows" if shown != records else f"{records:,} rows"
        if table.hidden:
            words += f", {len(table.hidden)} hidden"
        tools = [
            key_piece(of_place(Scope.TABLE, name).key_text, short, name)
            for name, short in _OFFERED
            if name != "show_columns" or table.hidden
        ]
        self._bar.show([piece(words, Role.MUTED), *tools])

    # commands

    def action_sort(self) -> None:
        table, column = self.table, self._grid.current
        if table is None or column is None:
            return
        is_sorted, descending = table.sorted_by == column, table.descending
        work = table.unsorted if is_sorted and descending else lambda: table.sort(column, descending=is_sorted)
        self._do(work, len(table.order), f"sorting {len(table.order):,} rows …")

    @on(GridHeading.Chosen)
    def _sort_by(self, event: GridHeading.Chosen) -> None:
        event.stop()
        self._grid.focus()
        self._grid.column = event.column
        self.action_sort()

    @on(DataGrid.Scrolled)
    @on(DescendantFocus)
    @on(DescendantBlur)
    def _paint_heading(self) -> None:
        self._heading.refresh()

    def action_hide_column(self) -> None:
        if self.table is not None and (column := self._grid.current) is not None:
            self.table = self.table.hide(column)
            self._paint(self._grid.cursor)

    def action_show_columns(self) -> None:
        if self.table is not None:
            self.table = self.table.show_all()
            self._paint(self._grid.cursor)

    def action_export(self) -> None:
        if self.table is not None:
            self.post_message(ExportRequested())

    def _row_path(self) -> Path | None:
        """The path of the record under the cursor."""
        table, at = self.table, self._grid.cursor
        return (*self._path, table.order[at]) if table is not None and at < len(table.order) else None

    def _cell_path(self) -> Path | None:
        """The path of the value under the cursor; None where the record has none."""
        table, column, at = self.table, self._grid.current, self._grid.cursor
        if table is None or column is None or not table.order or table.cell(at, column) is MISSING:
            return None
        return table.cell_path(at, column)

    def _text_at(self, path: Path) -> str:
        """What is there, with what is masked masked."""
        return full_text(self._document.mask.copied(path)) if self._document is not None else ""

    def action_open_record(self) -> None:
        if (path := self._row_path()) is not None:
            self.post_message(PlaceRequested(path))

    def action_view(self) -> None:
        if (path := self._cell_path()) is not None:
            self.post_message(ViewRequested(path_text(path), self._text_at(path)))

    def action_uncover(self) -> None:
        if (path := self._cell_path()) is not None:
            self.post_message(RevealRequested(path))

    def action_copy_cell(self) -> None:
        if (path := self._cell_path()) is not None:
            self.post_message(CopyRequested("cell", self._text_at(path)))

    def action_copy_row(self) -> None:
        if (path := self._row_path()) is not None:
            self.post_message(CopyRequested("row", self._text_at(path)))

    @on(Bar.Clicked)
    async def _run(self, event: Bar.Clicked) -> None:
        event.stop()
        self._grid.focus()
        await self.run_action(event.command)

    # finding rows

    def action_filter_rows(self) -> None:
        self._find_bar = open_find(self._find_bar, self, self._grid, "only rows that have this text")

    def action_find_close(self) -> None:
        """Show all rows again while some are left out; otherwise escape is somebody else's."""
        if self._find_bar is None:
            raise SkipAction
        self._find_bar = close_find(self._find_bar, self._grid)
        self.find("")

    def find_beside(self, by: int) -> None:
        self._grid.focus()
        self._grid.cursor += by

    def find(self, query: str) -> None:
        """Show only rows that have the text."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if query and self.table is not None and len(self.table.records) > AT_ONCE:
            self._waiting = self.set_timer(SETTLED, lambda: self._find(query))
        else:
            self._find(query)

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
