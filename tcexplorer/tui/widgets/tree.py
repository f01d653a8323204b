"""The answer as a tree, drawn line by line over a flat list of rows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from tcexplorer.answer.present import Sort, brief, full_text, path_text, preview
from tcexplorer.answer.rows import Rows
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Place, bindings
from tcexplorer.tui.ink import Ink, Span, cut, muted
from tcexplorer.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.binding import BindingType
    from textual.worker import Worker

    from tcexplorer.answer.rows import Row
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.names import Names

_INKS = {Sort.TEXT: Ink.GOOD, Sort.NUMBER: Ink.WARN, Sort.WORD: Ink.MUTED, Sort.SIZE: Ink.MUTED}
AT_ONCE = 200_000
"""Rows opened without a look at the clock; beyond, opening everything goes step by step."""
_FEW = 30
"""Rows that are opened at first, so that a small answer is seen whole."""


class Tree(LineList):
    """A document whose lists and objects open and close."""

    PLACE = Place.TREE
    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.TREE)

    class ValueWanted(Message):
        """The user wants to see a value whole."""

        def __init__(self, title: str, text: str) -> None:
            super().__init__()
            self.title = title
            self.text = text

    class CopyWanted(Message):
        """The user wants a text in the clipboard; `what` names it."""

        def __init__(self, what: str, text: str) -> None:
            super().__init__()
            self.what = what
            self.text = text

    class Opening(Message):
        """Everything is being opened; `rows` so far, `done` at the end."""

        def __init__(self, rows: int, *, done: bool) -> None:
            super().__init__()
            self.rows = rows
            self.done = done

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = Rows({})
        self._expanding: Worker[None] | None = None
        self._top = 0
        """Rows at the top that are not drawn: the document itself, unless it is a scalar."""

    def show(self, document: Json) -> None:
        """Another document."""
        self._stop()
        self._rows = Rows(document)
        self._top = 1 if len(self._rows) > 1 else 0
        _open_first(self._rows)
        self.rows_changed()

    def row_count(self) -> int:
        return len(self._rows) - self._top

    @property
    def _at(self) -> int:
        """The cursor as an index of the rows."""
        return self.cursor + self._top

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        row = self._rows[index + self._top]
        indent = "  " * (row.depth - self._top)
        mark = ("▾ " if row.is_open else "▸ ") if row.can_open else "  "
        bad = self._in_error(index + self._top, row)
        name = "" if row.key is None else visible(str(row.key))
        key_ink = Ink.MUTED if isinstance(row.key, int) else Ink.BAD if bad else Ink.KEY
        text, sort = brief(row.value)
        room = max(12, width - len(indent) - 3 - len(name))
        spans = [Span(indent), Span(mark), Span(cut(name, max(8, width // 2)), key_ink, "bold" if marked else "")]
        if text:
            ink = Ink.BAD if bad and sort is not Sort.SIZE else _INKS[sort]
            spans.append(Span(f" {cut(visible(text), room)}", ink, "bold" if bad else ""))
        if row.can_open and not row.is_open and (hint := preview(row.value)):
            spans.append(muted(f" {cut(visible(hint), room)}"))
        return spans

    def _in_error(self, index: int, row: Row) -> bool:
        if row.depth > 3 or isinstance(row.key, int):
            return False
        return self._rows.path(index)[:2] == ("Response", "Error")

    def _changed(self) -> None:
        self.fit()
        self.scroll_to_row(self.cursor)
        self.refresh()

    # commands

    def action_open_close(self) -> None:
        if self._rows[self._at].can_open:
            self._rows.toggle(self._at)
            self._changed()
        else:
            self.action_view()

    def action_expand(self) -> None:
        row = self._rows[self._at]
        if row.can_open and not row.is_open:
            self._rows.open(self._at)
            self._changed()
        else:
            self.cursor += 1

    def action_collapse(self) -> None:
        if self._rows[self._at].is_open:
            self._rows.close(self._at)
            self._changed()
        elif (parent := self._rows.parent(self._at)) is not None:
            self.cursor = parent - self._top

    def action_expand_all(self) -> None:
        self._stop()
        self._expanding = self.run_worker(self._expand())

    def _stop(self) -> None:
        if self._expanding is not None:
            self._expanding.cancel()
            self._expanding = None

    async def _expand(self) -> None:
        rows, path = self._rows, self._rows.path(self._at)
        slow = False
        count = 0
        for count in rows.expanding():
            if count > AT_ONCE:
                slow = True
                self.post_message(self.Opening(count, done=False))
                await asyncio.sleep(0)
        if slow:
            self.post_message(self.Opening(count, done=True))
        self.set_reactive(LineList.cursor, max(0, (rows.reveal(path) or 0) - self._top))
        self._changed()

    def action_collapse_all(self) -> None:
        self._stop()
        self._rows.collapse_all()
        _open_first(self._rows, few=0)
        self.set_reactive(LineList.cursor, 0)
        self._changed()

    def action_view(self) -> None:
        title = path_text(self._rows.path(self._at)) or "answer"
        self.post_message(self.ValueWanted(title, full_text(self._rows[self._at].value)))

    def action_copy_value(self) -> None:
        self.post_message(self.CopyWanted("value", full_text(self._rows[self._at].value)))

    def action_copy_path(self) -> None:
        path = path_text(self._rows.path(self._at))
        self.post_message(self.CopyWanted(f"path {path}", path))

    def clicked(self, x: int) -> None:
        row = self._rows[self._at]
        if row.can_open and x <= 2 * (row.depth - self._top) + 2 + len(str(row.key)):
            self._rows.toggle(self._at)
            self._changed()


def _open_first(rows: Rows, few: int = _FEW) -> None:
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
