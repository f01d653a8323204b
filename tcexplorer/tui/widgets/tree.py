"""A document as a tree, drawn line by line: what is on the screen costs, whatever the document's size."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tcexplorer.answer.present import inner_json, json_path, path_text
from tcexplorer.answer.rows import Rows
from tcexplorer.answer.slices import sliced
from tcexplorer.answer.values import is_container
from tcexplorer.answer.veil import Veil
from tcexplorer.safety.secret import MASK
from tcexplorer.tui.commands import Place, bindings, of_place
from tcexplorer.tui.widgets.line_list import LineList
from tcexplorer.tui.widgets.tree_messages import TreeMessages
from tcexplorer.tui.widgets.tree_rows import hint_start, look_of, meaning_of, opens_by_itself, row_spans, row_text, seen
from tcexplorer.tui.widgets.tree_texts import MOST, QUICK, Form, heft_at, text_of, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from typing import Unpack

    from rich.segment import Segment
    from textual import events
    from textual.binding import BindingType
    from textual.message import Message
    from textual.worker import Worker

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.parse import Landmark
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import Path, Places
    from tcexplorer.protocol.model import Json
    from tcexplorer.tui.ink import Span
    from tcexplorer.tui.names import Names
    from tcexplorer.tui.widgets.tree_search import TreeSearch

FEW = 30
"""Rows that are opened at first, so that a small answer is seen whole."""
SAID_EVERY = 0.05
"""Seconds between two words on how far long work is."""


class Tree(TreeMessages, LineList):
    """A document whose lists and objects open and close. Long work is done in slices, and Esc stops it."""

    PLACE = Place.TREE
    CHOOSES = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.TREE),
        Binding("escape", "stop", "Stop, or close the search", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--found", "page--found-here"}

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows = Rows({})
        self._look = look_of(Veil({}), None)
        self._body = b""
        self._landmarks: tuple[Landmark, ...] = ()
        self._top = 0
        """Rows at the top that are not drawn: the document itself, unless it is a scalar."""
        self._opening: Worker[None] | None = None
        self._search: TreeSearch | None = None
        self._searching: Worker[None] | None = None

    def show(
        self,
        document: Json,
        *,
        veil: Veil | None = None,
        schema: ResponseSchema | None = None,
        body: bytes = b"",
        landmarks: tuple[Landmark, ...] = (),
    ) -> None:
        """Another document. With the body that it came from, and its landmarks, a large one is searched faster."""
        self._stop()
        self._rows = Rows(document)
        self._look = look_of(veil or Veil(document), schema)
        self._body, self._landmarks = body, landmarks
        self._top = 1 if len(self._rows) > 1 else 0
        open_first(self._rows)
        self.rows_changed()
        self.post_message(self.Moved(self.cursor))
        if self._search is not None:
            self.find(self._search.query)

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

    def selectable(self, drawn: list[Segment], number: int, before: int = 0) -> list[Segment]:
        if self._search is not None and self._search.query:
            here = "-here" if number == self.cursor else ""
            style = self.get_component_rich_style(f"page--found{here}")
            drawn = self._search.marked(drawn, self._rows[number + self._top], style)
        return super().selectable(drawn, number, before)

    def _changed(self, cursor: int | None = None) -> None:
        """Rows came or went; the cursor stays on its row, or goes to another."""
        if cursor is not None:
            self.set_reactive(LineList.cursor, max(0, min(cursor, self.row_count() - 1)))
        self.forget_selection()
        self.fit()
        self.scroll_to_row(self.cursor)
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    # opening and closing

    def action_open_close(self) -> None:
        row = self.row
        if row.can_open:
            self._stop_opening()
            self._rows.toggle(self._at)
            self._changed()
        elif opens_by_itself(row.value, "", 10**9) == "tree" and self.shown_value != MASK:
            self.action_open_inner()
        else:
            self.action_view()

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
        self._open_long(self._rows.expanding())

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
        rest = _Rest()

        def tell(rows: int) -> None:
            if rest.is_over():
                self.post_message(self.Opening(rows, done=False))

        await sliced(work, tell)
        self.post_message(self.Opened(path, slow=rest.count > 1))

    def on_tree_opened(self, event: TreeMessages.Opened) -> None:
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

    def _stop(self) -> bool:
        stopped = self._stop_opening()
        return self._stop_searching() or stopped

    def action_stop(self) -> None:
        if self._stop_opening():
            self.post_message(self.Said("stopped; nothing was opened"))
        elif not self._stop_searching():
            self.action_find_close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is somebody else's while there is nothing to stop or close."""
        if action == "stop":
            return self._opening is not None or self._search is not None
        return super().check_action(action, parameters)

    def clicked(self, x: int) -> None:
        row = self.row
        spans = self.row_spans(self.cursor, self.row_width, marked=False)
        if row.can_open and x <= sum(len(span.text) for span in spans[:3]):
            self._stop_opening()
            self._rows.toggle(self._at)
            self._changed()
        elif (start := hint_start(spans)) is not None and x >= start:
            self.action_open_close()

    # searching: what a FindLine asks for

    @property
    def waits_for_enter(self) -> bool:
        """No: however large the document, what is typed is looked for at once, in slices."""
        return False

    @property
    def found_text(self) -> str:
        """How many matches there are, and which is shown."""
        return self._search.said(self._rows.places(self._at)) if self._search is not None else ""

    def find(self, query: str) -> None:
        """Look for a text from now on; the cursor goes to the first match from where it is."""
        from tcexplorer.tui.widgets.tree_search import TreeSearch

        self._stop_searching()
        self._search = search = TreeSearch(self._rows.document, query, self._body, self._landmarks)
        if query:
            self._searching = self.run_worker(self._run_search(search), group="searching", exclusive=True)
        self.refresh()
        self.post_message(self.Found())

    async def _run_search(self, search: TreeSearch) -> None:
        rest = _Rest()

        def tell(count: int) -> None:
            if rest.is_over() or (count and not search.has_jumped):
                self.post_message(self.Searched(search))

        await sliced(search.search.running(), tell)
        self.post_message(self.Searched(search))

    def on_tree_searched(self, event: TreeMessages.Searched) -> None:
        event.stop()
        search = self._search
        if search is None or search is not event.search:
            return
        if search.search.matches and not search.has_jumped:
            from tcexplorer.tui.widgets.tree_search import nearest

            search.has_jumped = True
            self._jump(nearest(search.search.matches, self._rows.places(self._at)))
        self.post_message(self.Found())

    def _jump(self, places: Places | None) -> None:
        if places is not None:
            self._stop_opening()
            self._go(self._rows.reveal_places(places))
            self.post_message(self.Found())

    def action_find(self) -> None:
        if self._search is None:
            self.find("")
        self.post_message(self.FindWanted())

    def action_find_next(self) -> None:
        self._find_beside(1)

    def action_find_previous(self) -> None:
        self._find_beside(-1)

    def _find_beside(self, by: int) -> None:
        search = self._search
        if search is None or not search.query:
            self.action_find()
            return
        here = self._rows.places(self._at)
        if by > 0 and search.is_beyond(here):
            self._stop_searching()
            self._searching = self.run_worker(self._seek(search, here), group="searching", exclusive=True)
        else:
            self._jump(search.beside(here, by))

    async def _seek(self, search: TreeSearch, here: Places) -> None:
        found = await sliced(search.search.seeking(here))
        self.post_message(self.Sought(search, found if found is not None else search.search.next(here)))

    def on_tree_sought(self, event: TreeMessages.Sought) -> None:
        event.stop()
        if event.search is self._search:
            self._jump(event.places)

    def _stop_searching(self) -> bool:
        running, self._searching = self._searching, None
        if running is None or running.is_finished:
            return False
        running.cancel()
        if self._search is not None:
            self._search.stopped = True
        self.post_message(self.Found())
        return True

    def action_find_close(self) -> None:
        """Stop the search while it goes on; otherwise be done with it."""
        if not self._stop_searching() and self._search is not None:
            self._search = None
            self.refresh()
            self.post_message(self.FindDone())

    # texts of the row

    def action_view(self) -> None:
        title = path_text(self.path) or "answer"
        self._with_text(Form.VALUE, lambda text: self.ValueWanted(title, text))

    def action_open_inner(self) -> None:
        value = self.row.value
        if not isinstance(value, str) or not inner_json(value):
            self.post_message(self.Said("this row holds no text that is JSON"))
        elif self.shown_value == MASK:
            key = of_place(Place.TREE, "uncover").key_text
            self.post_message(self.Said(f"the value is covered; {key} shows it"))
        else:
            path = self.path
            revealed = self._look.veil.is_revealed(path)
            self.post_message(self.InnerWanted(path_text(path) or "text", value, revealed=revealed))

    def action_uncover(self) -> None:
        value, path = self.row.value, self.path
        veil = self._look.veil
        if is_container(value):
            covers = heft_at(veil, path, QUICK) < QUICK and (veil.is_revealed(path) or veil.copied(path) != value)
        else:
            covers = veil.is_secret(path, value)
        if covers:
            self.post_message(self.RevealWanted(path))
        else:
            self.post_message(self.Said("nothing in this row is covered"))

    def action_copy_value(self) -> None:
        self._with_text(Form.VALUE, lambda text: self.CopyWanted("value", text))

    def action_copy_json(self) -> None:
        self._with_text(Form.JSON, lambda text: self.CopyWanted("JSON", text))

    def action_copy_path(self) -> None:
        path = path_text(self.path) or "@"
        self.post_message(self.CopyWanted(f"path {path}", path))

    def action_copy_json_path(self) -> None:
        path = json_path(self.path)
        self.post_message(self.CopyWanted(f"path {path}", path))

    def action_copy_row(self) -> None:
        self.post_message(self.CopyWanted("row", row_text(self.row, self.path, self._look)))

    def _with_text(self, form: Form, message: Callable[[str], Message]) -> None:
        """Write what is in the row, in a thread when it is much, and say the message with it."""
        veil, path = self._look.veil, self.path
        if heft_at(veil, path, QUICK) < QUICK:
            self.post_message(message(text_of(veil, path, form)))
            return

        def write() -> None:
            if problem := too_large(heft_at(veil, path, MOST)):
                self.post_message(self.Said(problem))
            else:
                self.post_message(message(text_of(veil, path, form)))

        self.run_worker(write, thread=True, group="texts", exclusive=True)

    def on_unmount(self, _event: events.Unmount) -> None:
        self._stop()


class _Rest:
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
