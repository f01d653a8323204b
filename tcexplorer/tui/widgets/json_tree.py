"""A document as a tree, drawn line by line: what is on the screen costs, whatever the document's size."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.actions import SkipAction
from textual.binding import Binding

from tcexplorer.answer.mask import Mask
from tcexplorer.answer.present import full_text, inner_json, json_path, json_text, path_text, size_text
from tcexplorer.answer.rows import Rows
from tcexplorer.answer.slices import run_cooperatively
from tcexplorer.answer.values import MISSING, is_container, value_at
from tcexplorer.safety.secret import MASK
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.widgets.find_bar import FindBar, close_find, open_find
from tcexplorer.tui.widgets.json_document import heft
from tcexplorer.tui.widgets.messages import (
    CopyRequested,
    NestedJsonRequested,
    Reported,
    RevealRequested,
    ViewRequested,
)
from tcexplorer.tui.widgets.tree_cursor import TreeCursor, opened
from tcexplorer.tui.widgets.tree_rows import RowContext, hint_start, meaning_of, opens_by_itself, row_spans, row_text
from tcexplorer.tui.widgets.tree_search import TreeSearch, nearest
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from typing import Unpack

    from rich.segment import Segment
    from textual.binding import BindingType
    from textual.message import Message
    from textual.worker import Worker

    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import IndexPath, Path
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.text.styled_text import Span
    from tcexplorer.tui.widgets.json_document import JsonDocument
    from tcexplorer.tui.widgets.widget_names import Names

QUICK: Final = 100_000
"""About so many characters are written at once; more is written in a thread."""
MOST = 20_000_000
"""About so many characters are written at all: beyond, it is a file that is wanted."""
SAID_EVERY: Final = 0.05
"""Seconds between two words on how far long work is."""


class JsonTree(VirtualList):
    """A document whose lists and objects open and close, in which texts are found and copied. Esc stops long work.

    Long openings and searches go on in slices, while keys are answered.
    """

    PLACE = Scope.TREE
    CHOOSES = False
    find_keys = ("n", "N")
    waits_for_enter = False
    """However large the document, what is typed is looked for at once."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.TREE),
        Binding("escape", "stop", "Stop, or close the search", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--found", "page--found-here"}

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._tree = TreeCursor(self)
        self._row_context = RowContext(Mask({}), None, {})
        self._document: JsonDocument | None = None
        self._opening: Worker[None] | None = None
        self._search: TreeSearch | None = None
        self._searching: Worker[None] | None = None
        self._find_bar: FindBar | None = None

    def set_document(self, document: JsonDocument) -> None:
        """Show a document; the same one again, with other secrets masked or in another language, keeps its place."""
        before, self._document = self._document, document
        self._row_context = RowContext(document.mask, document.schema, {})
        if before is not None and (
            document.parsed is before.parsed or (is_container(document.value) and document.value is before.value)
        ):
            self.refresh()
            self._tree.tell()
            return
        self._stop_opening()
        self._stop_searching()
        self._tree.take(opened(Rows(document.value)))
        if self._search is not None:
            self.find(self._search.query)

    # where the cursor is

    @property
    def row(self) -> Row:
        """The row of the cursor."""
        return self._tree.row

    @property
    def path(self) -> Path:
        """Its path."""
        return self._tree.path

    @property
    def shown_value(self) -> Json:
        """Its value, as far as it may be seen."""
        return self._row_context.seen(self.row.value, self.path)

    @property
    def meaning(self) -> str:
        """What its number means: a moment, a size; nothing for other values."""
        return meaning_of(self.row, self.path, self._row_context)

    def go_to(self, path: Path) -> None:
        """Open the way to a path, and put the cursor there; a path that is not there changes nothing."""
        self._tree.go(self._tree.rows.reveal(path))

    # drawing

    def row_count(self) -> int:
        return len(self._tree)

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        at = index + self._tree.top
        rows = self._tree.rows
        return row_spans(rows[at], rows.path(at), self._row_context, width, top=self._tree.top, marked=marked)

    def selectable(self, drawn: list[Segment], number: int, before: int = 0) -> list[Segment]:
        if self._search is not None and self._search.query:
            style = self.get_component_rich_style(f"page--found{'-here' if number == self.cursor else ''}")
            drawn = self._search.marked(drawn, self._tree.rows[number + self._tree.top], style)
        return super().selectable(drawn, number, before)

    # opening and closing

    def action_open_close(self) -> None:
        if self.row.can_open:
            self._stop_opening()
            self._tree.toggle()
        elif opens_by_itself(self.row.value, "", 10**9) == "tree" and self.shown_value != MASK:
            self.action_open_inner()
        else:
            self.action_view()

    def clicked(self, x: int) -> None:
        spans = self.row_spans(self.cursor, self.row_width, marked=False)
        on_sign = self.row.can_open and x <= sum(len(span.text) for span in spans[:3])
        if on_sign or ((start := hint_start(spans)) is not None and x >= start):
            self.action_open_close()

    def action_expand(self) -> None:
        self._stop_opening()
        self._tree.expand()

    def action_collapse(self) -> None:
        self._stop_opening()
        self._tree.collapse()

    def action_parent(self) -> None:
        self._tree.leave()

    def action_next_sibling(self) -> None:
        self._tree.go_beside(1)

    def action_previous_sibling(self) -> None:
        self._tree.go_beside(-1)

    def action_expand_all(self) -> None:
        self._open_long(self._tree.rows.opening())

    def action_expand_below(self) -> None:
        self._open_long(self._tree.rows.opening(self._tree.at))

    def action_expand_level(self) -> None:
        self._open_long(self._tree.rows.opening(self._level_above(), 2))

    def action_collapse_level(self) -> None:
        self._open_long(self._tree.rows.opening(self._level_above(), 1))

    def _level_above(self) -> int:
        return self._tree.rows.parent(self._tree.at) or 0

    def action_collapse_all(self) -> None:
        self._stop_opening()
        self._tree.rows.collapse_all()
        opened(self._tree.rows, few=0)
        self._tree.go(0)

    def _open_long(self, work: Generator[int]) -> None:
        self._stop_opening()
        self._opening = self.run_worker(self._open(work, self.path), group="opening", exclusive=True)

    async def _open(self, work: Generator[int], path: Path) -> None:
        pace = _Pace()

        def tell(rows: int) -> None:
            if pace.is_due():
                self.post_message(Reported(f"opening … {rows:,} rows"))

        await run_cooperatively(work, tell)
        self._opening = None
        self.go_to(path)
        if pace.count > 1:
            self.post_message(Reported(f"{self.row_count():,} rows"))

    def _stop_opening(self) -> bool:
        """Whether something was being opened. Row numbers would not be the same at its end."""
        running, self._opening = self._opening, None
        return _stopped(running)

    # finding

    @property
    def found_text(self) -> str:
        """How many matches there are, and which is shown."""
        return self._search.said(self._tree.places) if self._search is not None else ""

    def find(self, query: str) -> None:
        """Look for a text from now on; the cursor goes to the first match from where it is."""
        self._stop_searching()
        document = self._document
        self._search = search = TreeSearch(
            self._tree.rows.document,
            query,
            document.body if document is not None else b"",
            document.parsed.landmarks if document is not None else (),
        )
        if query:
            self._searching = self.run_worker(self._run_search(search), group="searching", exclusive=True)
        self.refresh()
        self._say_found()

    async def _run_search(self, search: TreeSearch) -> None:
        pace = _Pace()

        def tell(count: int) -> None:
            if pace.is_due() or (count and not search.has_jumped):
                self._searched(search)

        await run_cooperatively(search.search.running(), tell)
        self._searched(search)

    def _searched(self, search: TreeSearch) -> None:
        """It found more, or came to its end."""
        if search.search.matches and not search.has_jumped:
            search.has_jumped = True
            self._jump(nearest(search.search.matches, self._tree.places))
        self._say_found()

    def _say_found(self) -> None:
        if self._find_bar is not None:
            self._find_bar.say()

    def _jump(self, places: IndexPath | None) -> None:
        if places is not None:
            self._stop_opening()
            self._tree.go(self._tree.rows.reveal_places(places))
            self._say_found()

    def action_find(self) -> None:
        if self._search is None:
            self.find("")
        self._find_bar = open_find(self._find_bar, self, self, "find in names and values")

    def action_find_next(self) -> None:
        self.find_beside(1)

    def action_find_previous(self) -> None:
        self.find_beside(-1)

    def find_beside(self, by: int) -> None:
        search, here = self._search, self._tree.places
        if search is None or not search.query:
            self.action_find()
        elif by > 0 and search.is_beyond(here):
            self._stop_searching()
            self._searching = self.run_worker(self._seek(search, here), group="searching", exclusive=True)
        else:
            self._jump(search.beside(here, by))

    async def _seek(self, search: TreeSearch, here: IndexPath) -> None:
        found = await run_cooperatively(search.search.seeking(here))
        self._jump(found if found is not None else search.search.next(here))

    def _stop_searching(self) -> bool:
        running, self._searching = self._searching, None
        if not _stopped(running):
            return False
        if self._search is not None:
            self._search.stopped = True
        self._say_found()
        return True

    def action_find_close(self) -> None:
        """Stop the search while it goes on; otherwise be done with it."""
        if not self._stop_searching() and self._search is not None:
            self._search = None
            self._find_bar = close_find(self._find_bar, self)
            self.refresh()

    def action_stop(self) -> None:
        """Stop or close what goes on; otherwise escape is somebody else's."""
        if self._stop_opening():
            self.post_message(Reported("stopped; nothing was opened"))
        elif self._search is not None:
            self.action_find_close()
        else:
            raise SkipAction

    # texts of the row

    def action_view(self) -> None:
        title = path_text(self.path) or "answer"
        self._with_text(full_text, lambda text: ViewRequested(title, text))

    def action_open_inner(self) -> None:
        value = self.row.value
        if not isinstance(value, str) or not inner_json(value):
            self.post_message(Reported("this row holds no text that is JSON"))
        elif self.shown_value == MASK:
            key = of_place(Scope.TREE, "uncover").key_text
            self.post_message(Reported(f"the value is covered; {key} shows it"))
        else:
            revealed = self._row_context.mask.is_revealed(self.path)
            self.post_message(NestedJsonRequested(path_text(self.path) or "text", value, revealed=revealed))

    def action_uncover(self) -> None:
        value, path, mask = self.row.value, self.path, self._row_context.mask
        if is_container(value):
            covers = self._heft(path, QUICK) < QUICK and (mask.is_revealed(path) or mask.copied(path) != value)
        else:
            covers = mask.is_secret(path, value)
        self.post_message(RevealRequested(path) if covers else Reported("nothing in this row is covered"))

    def action_copy_value(self) -> None:
        self._with_text(full_text, lambda text: CopyRequested("value", text))

    def action_copy_json(self) -> None:
        self._with_text(json_text, lambda text: CopyRequested("JSON", text))

    def action_copy_path(self) -> None:
        self._copy_path(path_text(self.path) or "@")

    def action_copy_json_path(self) -> None:
        self._copy_path(json_path(self.path))

    def _copy_path(self, path: str) -> None:
        self.post_message(CopyRequested(f"path {path}", path))

    def action_copy_row(self) -> None:
        self.post_message(CopyRequested("row", row_text(self.row, self.path, self._row_context)))

    def _with_text(self, write: Callable[[Json], str], message: Callable[[str], Message]) -> None:
        """Write what is in the row, masked, in a thread when it is much, and say the message with it."""
        mask, path = self._row_context.mask, self.path

        def written() -> Message:
            if self._heft(path, MOST) >= MOST:
                return Reported(f"more than {size_text(MOST)}: save the answer to a file instead")
            return message(write(mask.copied(path)))

        async def write_beside() -> None:
            self.post_message(await asyncio.to_thread(written))

        if self._heft(path, QUICK) < QUICK:
            self.post_message(written())
        else:
            self.run_worker(write_beside(), group="texts", exclusive=True)

    def _heft(self, path: Path, most: int) -> int:
        """About how many characters the value at a path is as JSON, counted up to `most`."""
        value = value_at(self._tree.rows.document, path)
        return 0 if value is MISSING else heft(cast("Json", value), most)


class _Pace:
    """Says when it is time to say something again."""

    def __init__(self) -> None:
        self.count = 0
        self._next = 0.0

    def is_due(self) -> bool:
        now = perf_counter()
        if now < self._next:
            return False
        self._next = now + SAID_EVERY
        self.count += 1
        return True


def _stopped(worker: Worker[None] | None) -> bool:
    """Cancel a worker; whether it was still at it."""
    if worker is None or worker.is_finished:
        return False
    worker.cancel()
    return True
