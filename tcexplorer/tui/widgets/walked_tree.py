"""A document as rows that open and close: the cursor, the drawing, and long openings in slices."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from tcexplorer.answer.rows import Rows
from tcexplorer.answer.slices import run_cooperatively
from tcexplorer.answer.veil import Veil
from tcexplorer.tui.widgets.tree_messages import TreeMessages
from tcexplorer.tui.widgets.tree_rows import look_of, meaning_of, row_spans, seen
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from typing import Unpack

    from textual import events
    from textual.worker import Worker

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.text.styled_text import Span
    from tcexplorer.tui.widgets.widget_names import Names

FEW = 30
"""Rows that are opened at first, so that a small answer is seen whole."""
SAID_EVERY = 0.05
"""Seconds between two words on how far long work is."""


class WalkedTree(TreeMessages, VirtualList):
    """Rows with a cursor, which open and close. Long openings are done in slices, and can be stopped."""

    CHOOSES = False

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = Rows({})
        self._look = look_of(Veil({}), None)
        self._top = 0
        """Rows at the top that are not drawn: the document itself, unless it is a scalar."""
        self._opening: Worker[None] | None = None

    def take(self, document: Json, veil: Veil | None, schema: ResponseSchema | None) -> None:
        """Another document."""
        self._rows = Rows(document)
        self._look = look_of(veil or Veil(document), schema)
        self._top = 1 if len(self._rows) > 1 else 0
        open_first(self._rows)
        self.rows_changed()
        self.post_message(self.Moved(self.cursor))

    def look(self, veil: Veil, schema: ResponseSchema | None) -> None:
        """The same document, with other secrets covered, or described in another language."""
        self._look = look_of(veil, schema)
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    # where the cursor is

    @property
    def _at(self) -> int:
        """The cursor as an index of the rows."""
        return self.cursor + self._top

    @property
    def row(self) -> Row:
        """The row of the cursor."""
        return self._rows[self._at]

    @property
    def path(self) -> Path:
        """Its path."""
        return self._rows.path(self._at)

    @property
    def shown_value(self) -> Json:
        """Its value, as far as it may be seen."""
        return seen(self.row.value, self.path, self._look)

    @property
    def meaning(self) -> str:
        """What its number means: a moment, a size; nothing for other values."""
        return meaning_of(self.row, self.path, self._look)

    def go_to(self, path: Path) -> None:
        """Open the way to a path, and put the cursor there; a path that is not there changes nothing."""
        self._go(self._rows.reveal(path))

    def _go(self, index: int | None) -> None:
        if index is not None:
            self._changed(max(0, index - self._top))

    # drawing

    def row_count(self) -> int:
        return len(self._rows) - self._top

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        row = self._rows[index + self._top]
        path = self._rows.path(index + self._top)
        return row_spans(row, path, self._look, width, top=self._top, marked=marked)

    def _changed(self, cursor: int | None = None) -> None:
        """Rows came or went; the cursor stays on its row, or goes to another."""
        if cursor is not None:
            self.set_reactive(VirtualList.cursor, max(0, min(cursor, self.row_count() - 1)))
        self.forget_selection()
        self.fit()
        self.scroll_to_row(self.cursor)
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    # opening and closing

    def action_expand(self) -> None:
        row = self.row
        if row.can_open and not row.is_open:
            self._stop_opening()
            self._rows.open(self._at)
            self._changed()
        else:
            self.cursor += 1

    def action_collapse(self) -> None:
        if self.row.is_open:
            self._stop_opening()
            self._rows.close(self._at)
            self._changed()
        else:
            self.action_parent()

    def action_parent(self) -> None:
        if (parent := self._rows.parent(self._at)) is not None:
            self.cursor = parent - self._top

    def action_next_sibling(self) -> None:
        self._beside(1)

    def action_previous_sibling(self) -> None:
        self._beside(-1)

    def _beside(self, by: int) -> None:
        places = self._rows.places(self._at)
        if not places or places[-1] + by < 0:
            return
        beside = self._rows.reveal_places((*places[:-1], places[-1] + by))
        if beside is not None:
            self.cursor = beside - self._top

    def action_expand_all(self) -> None:
        self._open_long(self._rows.opening())

    def action_expand_below(self) -> None:
        self._open_long(self._rows.opening(self._at))

    def action_expand_level(self) -> None:
        self._open_long(self._rows.opening(self._level_above(), 2))

    def action_collapse_level(self) -> None:
        self._open_long(self._rows.opening(self._level_above(), 1))

    def _level_above(self) -> int:
        return self._rows.parent(self._at) or 0

    def action_collapse_all(self) -> None:
        self._stop_opening()
        self._rows.collapse_all()
        open_first(self._rows, few=0)
        self._changed(0)

    def _open_long(self, work: Generator[int]) -> None:
        self._stop_opening()
        self._opening = self.run_worker(self._open(work, self.path), group="opening", exclusive=True)

    async def _open(self, work: Generator[int], path: Path) -> None:
        rest = Rest()

        def tell(rows: int) -> None:
            if rest.is_over():
                self.post_message(self.Opening(rows, done=False))

        await run_cooperatively(work, tell)
        self.post_message(self.Opened(path, slow=rest.count > 1))

    def on_json_tree_opened(self, event: TreeMessages.Opened) -> None:
        event.stop()
        self._opening = None
        self._go(self._rows.reveal(event.path))
        if event.slow:
            self.post_message(self.Opening(self.row_count(), done=True))

    def _stop_opening(self) -> bool:
        """Whether something was being opened. Row numbers would not be the same at its end."""
        running, self._opening = self._opening, None
        if running is not None and not running.is_finished:
            running.cancel()
            return True
        return False

    def on_unmount(self, _event: events.Unmount) -> None:
        self._stop_opening()


class Rest:
    """Says when it is time to say something again."""

    def __init__(self) -> None:
        self.count = 0
        self._next = 0.0

    def is_over(self) -> bool:
        now = perf_counter()
        if now < self._next:
            return False
        self._next = now + SAID_EVERY
        self.count += 1
        return True


def open_first(rows: Rows, few: int = FEW) -> None:
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
