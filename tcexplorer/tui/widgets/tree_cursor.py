"""The rows of a document, which open and close, for a list that draws them and has the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcexplorer.answer.rows import Rows

if TYPE_CHECKING:
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import IndexPath, Path
    from tcexplorer.tui.widgets.virtual_list import VirtualList

FEW: Final = 30
"""Rows that are opened at first, so that a small answer is seen whole."""


class TreeCursor:
    """Walks, opens and closes the rows that a list draws. Its commands are called as the list's are."""

    def __init__(self, view: VirtualList) -> None:
        self._view = view
        self.rows = Rows({})
        self.top = 0
        """Rows at the top that are not drawn: the document itself, unless it is a scalar."""

    def take(self, rows: Rows, cursor: int = 0) -> None:
        """Another document; the cursor is on one of its rows."""
        self.rows = rows
        self.top = 1 if len(rows) > 1 else 0
        self._view.rows_changed(max(0, cursor - self.top))
        self.tell()

    def tell(self) -> None:
        """The cursor is on another row, or its row says something else."""
        self._view.post_message(self._view.Moved(self._view.cursor))

    def __len__(self) -> int:
        """How many rows are drawn."""
        return len(self.rows) - self.top

    @property
    def at(self) -> int:
        """The cursor as an index of the rows."""
        return min(self._view.cursor + self.top, len(self.rows) - 1)

    @property
    def row(self) -> Row:
        return self.rows[self.at]

    @property
    def path(self) -> Path:
        return self.rows.path(self.at)

    @property
    def places(self) -> IndexPath:
        return self.rows.places(self.at)

    def go(self, index: int | None) -> None:
        """Rows came or went; the cursor goes to one of them. Without one it stays as it was."""
        if index is not None:
            self._view.rows_changed(max(0, index - self.top))
            self.tell()

    def toggle(self) -> None:
        self.rows.toggle(self.at)
        self.go(self.at)

    def expand(self) -> None:
        """Open the row, or go to the first row inside."""
        if self.row.can_open and not self.row.is_open:
            self.toggle()
        else:
            self._view.cursor += 1

    def collapse(self) -> None:
        """Close the row, or go to the one it is in."""
        if self.row.is_open:
            self.toggle()
        else:
            self.leave()

    def leave(self) -> None:
        """Go to the row that this one is in."""
        if (parent := self.rows.parent(self.at)) is not None:
            self._view.cursor = parent - self.top

    def go_beside(self, by: int) -> None:
        """Go to a row of the same list or object."""
        places = self.places
        if places and places[-1] + by >= 0:
            beside = self.rows.reveal_places((*places[:-1], places[-1] + by))
            if beside is not None:
                self._view.cursor = beside - self.top


def opened(rows: Rows, few: int = FEW) -> Rows:
    """Open the envelope, then what fits into a few rows, lists by their first item."""
    index = 1
    if index < len(rows) and rows[index].key == "Response":
        rows.open(index)
    while index < len(rows) and index < few:
        row = rows[index]
        inside = len(row.value) if isinstance(row.value, dict | list) else 0
        first = row.key == 0 or not isinstance(row.key, int)
        if row.can_open and not row.is_open and first and (len(rows) + inside <= few or row.depth <= 3):
            rows.open(index)
        index += 1
    return rows
