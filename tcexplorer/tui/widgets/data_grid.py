"""Records as rows and columns, drawn line by line: the rows with their cursor, and the heading above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.answer.values import MISSING, is_container
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import MASK
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.styled_text import Role, Span, StyledWidget, cut, segments, strip
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Unpack

    from textual import events
    from textual.binding import BindingType

    from tcexplorer.answer.mask import Mask
    from tcexplorer.answer.table import Column, Table
    from tcexplorer.tui.widgets.widget_names import Names

MOVES = (
    "cursor_down", "cursor_up", "page_down", "page_up", "top", "bottom", "next_column", "previous_column",
)  # fmt: skip
"""Commands of a table that its rows do; the others are the whole view's."""
GAP = 2
"""Cells between two columns."""
WIDEST, MEASURED = 40, 50
"""Cells that a column wants at most, and about half of the rows that are looked at for it."""


class ColumnShape(NamedTuple):
    """How a column is drawn."""

    width: int
    right: bool
    """Numbers stand at the right."""


class GridContent(NamedTuple):
    """A column on the screen: which it is among the visible ones, where it begins, how wide it is."""

    at: int
    column: Column
    x: int
    shape: ColumnShape


def shapes_of(table: Table, mask: Mask) -> dict[Column, ColumnShape]:
    """Width and side of every column, by its title, its first rows and some of the others."""
    shapes: dict[Column, ColumnShape] = {}
    count = len(table.order)
    rows = sorted({*range(min(MEASURED, count)), *range(0, count, max(1, count // MEASURED)), *range(count)[-1:]})
    for column in table.columns:
        texts = (table.cell_text(row, column, mask.shown) for row in rows)
        wanted = max((cell_len(visible(text[:WIDEST])) for text in texts), default=0)
        values = [value for row in rows if (value := table.cell(row, column)) not in (MISSING, None)]
        numbers = bool(values) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)
        title = min(WIDEST, cell_len(visible(column.title)))
        shapes[column] = ColumnShape(max(1, min(WIDEST, wanted), title), numbers)
    return shapes


class DataGrid(VirtualList):
    """The rows. The cursor is on a row and a column, which the heading shows."""

    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.TABLE, only=MOVES)

    column: reactive[int] = reactive(0, repaint=False)
    left: reactive[int] = reactive(0)
    """The first visible column that is drawn."""

    class Scrolled(Message):
        """Other columns are shown, or the cursor is in another one."""

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._table: Table | None = None
        self._mask: Mask | None = None
        self._shapes: Mapping[Column, ColumnShape] = {}

    def show(
        self, table: Table | None, mask: Mask | None, shapes: Mapping[Column, ColumnShape], *, cursor: int = 0
    ) -> None:
        """Other records, or the same in another order."""
        self._table, self._mask, self._shapes = table, mask, shapes
        self.set_reactive(DataGrid.column, self.validate_column(self.column))
        self.set_reactive(DataGrid.left, min(self.left, self.column))
        self.rows_changed(cursor)
        self._column_seen()
        self.post_message(self.Scrolled())

    @property
    def current(self) -> Column | None:
        """The column of the cursor."""
        return self._table.visible[self.column] if self._table is not None else None

    def row_count(self) -> int:
        return len(self._table.order) if self._table is not None else 0

    def columns_shown(self) -> Iterator[GridContent]:
        """The columns on the screen, the last one cut maybe."""
        if self._table is None:
            return
        x, width = 1, self.row_width
        for at, column in enumerate(self._table.visible[self.left :], self.left):
            if x >= width:
                return
            shape = self._shape(column)
            yield GridContent(at, column, x, shape)
            x += shape.width + GAP

    def _shape(self, column: Column) -> ColumnShape:
        """How the column is drawn; the one that is sorted by has room for its mark."""
        shape = self._shapes[column]
        if self._table is None or column != self._table.sorted_by:
            return shape
        return shape._replace(width=max(shape.width, min(WIDEST, cell_len(visible(column.title)) + 2)))

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:  # noqa: ARG002 the list's
        spans = [Span("▸" if marked else " ")]
        for shown in self.columns_shown():
            text, ink = self._cell(index, shown.column)
            style = "underline" if shown.at == self.column and index == self.cursor else ""
            spans += aligned(text, shown.shape, ink, style)
        return spans

    def _cell(self, row: int, column: Column) -> tuple[str, Role]:
        table, mask = self._table, self._mask
        assert table is not None
        value = table.cell(row, column)
        if value is MISSING:
            return "", Role.MUTED
        text = table.cell_text(row, column, mask.shown if mask is not None else None)
        return visible(text), Role.MUTED if value is None or is_container(value) or text == MASK else Role.TEXT

    # columns

    def validate_column(self, value: int) -> int:
        return max(0, min(value, len(self._table.visible) - 1)) if self._table is not None else 0

    def watch_column(self) -> None:
        self._column_seen()
        self.refresh()
        self.post_message(self.Scrolled())

    def _column_seen(self) -> None:
        """Scroll sideways as little as shows the column of the cursor."""
        table = self._table
        if table is None or not self.size.width:
            return
        left = min(self.left, self.column)
        widths = [self._shape(column).width + GAP for column in table.visible[: self.column + 1]]
        while left < self.column and 1 + sum(widths[left:]) - GAP > self.row_width:
            left += 1
        self.left = left

    def watch_left(self) -> None:
        self.post_message(self.Scrolled())

    def on_resize(self, _event: events.Resize) -> None:
        self._column_seen()

    def action_next_column(self) -> None:
        self.column += 1

    def action_previous_column(self) -> None:
        self.column -= 1

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        event.stop()
        self.column += 1

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        event.stop()
        self.column -= 1

    def clicked(self, x: int) -> None:
        found = self.at_x(x)
        if found is not None:
            self.column = found

    def at_x(self, x: int) -> int | None:
        """The visible column that is drawn there."""
        return next((one.at for one in self.columns_shown() if one.x <= x < one.x + one.shape.width + GAP), None)


class GridHeading(StyledWidget, Widget):
    """The titles above a grid; the one of the cursor's column is inverted. A click says which was meant."""

    class Chosen(Message):
        """A title was clicked."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def __init__(self, grid: DataGrid, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.styles.height = 1
        self._grid = grid
        self._table: Table | None = None

    def show(self, table: Table | None) -> None:
        """The titles of that table, as its grid shows them."""
        self._table = table
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, inks = self.size.width, self.inks
        table = self._table
        if y or table is None:
            return Strip.blank(width, inks.base)
        spans = [Span(" ")]
        for shown in self._grid.columns_shown():
            title, shape = visible(shown.column.title), shown.shape
            if shown.column == table.sorted_by:
                title = f"{cut(title, shape.width - 2)} {'↓' if table.descending else '↑'}".strip()
            here = shown.at == self._grid.column and self._grid.has_focus
            spans += aligned(title, shape, Role.CURSOR if here else Role.KEY, "bold")
        return strip(segments(spans, inks), width, inks.base)

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is not None and (found := self._grid.at_x(where.x)) is not None:
            event.stop()
            self.post_message(self.Chosen(found))


def aligned(text: str, shape: ColumnShape, ink: Role, style: str = "") -> tuple[Span, ...]:
    """A cell in its column, the gap behind it included."""
    text = cut(text, shape.width)
    blank = " " * (shape.width - cell_len(text))
    if shape.right:
        return (Span(blank), Span(text, ink, style), Span(" " * GAP))
    return (Span(text, ink, style), Span(blank + " " * GAP))
