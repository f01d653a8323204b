"""The action list and its search box."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.containers import Vertical
from textual.message import Message

from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Place, bindings
from tcexplorer.tui.ink import Ink, Line, Span, cut, line, muted, wrapped
from tcexplorer.tui.widgets.bar import Piece, Title, piece
from tcexplorer.tui.widgets.line_list import LineList
from tcexplorer.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.catalog.search import Hit
    from tcexplorer.tui.names import Names

MOST = 500
"""Hits that are listed; who has more types on."""
ROOMY = 70
"""Cells from which titles stand beside the names."""
NAME = 36
_SIGNS: dict[str, Span] = {"read": Span("  "), "write": Span("✎ ", Ink.WARN), "destructive": Span("✖ ", Ink.BAD)}
"""By verb; a StrEnum is its text, and the catalogue's model is not loaded for the first frame."""
_GONE = ("deprecated", "offline")


def sign_of(row: ActionRow) -> Span:
    """What an action does, in one sign: ✎ writes, ✖ destroys, † is deprecated."""
    return Span("† ", Ink.MUTED) if row.status in _GONE else _SIGNS[row.verb]


class ActionList(LineList):
    """Actions, one a row; the title below the chosen one, and where the title is what matched."""

    PLACE = Place.ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.ACTIONS)

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._rows: Sequence[ActionRow] = ()
        self._indexes: Sequence[int] = ()
        self._titled: frozenset[int] = frozenset()
        self._note: Sequence[Line] = ()
        self._starts: list[int] | None = None
        """The line each row begins on, when some have a title below; without the cursor's."""
        self._chinese = False
        """Whether titles are shown in Chinese where there are such, since that is what was typed."""
        self._beside = False
        """Whether titles stand beside the names, since there is room."""

    def show(
        self,
        rows: Sequence[ActionRow],
        indexes: Sequence[int],
        titled: frozenset[int] = frozenset(),
        *,
        chinese: bool = False,
    ) -> None:
        """List these rows. `titled` are positions whose title is shown, besides the cursor's."""
        self._rows, self._indexes, self._titled, self._note = rows, indexes, titled, ()
        self._chinese = chinese
        self._starts = _starts(len(indexes), titled) if titled else None
        self.rows_changed()

    def show_titles(self, *, chinese: bool) -> None:
        """The same rows with titles in the other language."""
        self._chinese = chinese
        self.refresh()

    def say(self, *note: Line) -> None:
        """No actions, but these lines."""
        self._indexes, self._titled, self._starts, self._note = (), frozenset(), None, note
        self.rows_changed()

    def _noted(self) -> list[Line]:
        width = max(20, self.row_width - 1)
        return [row for one in self._note for row in wrapped(one, width)]

    @property
    def current(self) -> ActionRow | None:
        """The action under the cursor."""
        return self._rows[self._indexes[self.cursor]] if self._indexes else None

    def row_count(self) -> int:
        return len(self._indexes)

    def line_count(self) -> int:
        if not self._indexes:
            return len(self._noted())
        if self._beside:
            return len(self._indexes)
        return len(self._indexes) + len(self._titled) + (self.cursor not in self._titled)

    def on_resize(self, _event: events.Resize) -> None:
        """Textual calls this, and then LineList's own."""
        self._beside = self.row_width >= ROOMY

    def line_of(self, index: int) -> int:
        if not self._indexes or self._beside:
            return index
        start = self._starts[index] if self._starts else index
        return start + (index > self.cursor and self.cursor not in self._titled)

    def row_at(self, line: int) -> int:
        if not self._indexes:
            return -1
        if self._beside:
            return line
        own = self.cursor not in self._titled  # the cursor's title takes a line of its own
        if own and line > self.line_of(self.cursor):
            line -= 1
        return bisect_right(self._starts, line) - 1 if self._starts else line

    def cursor_moved(self, old: int, new: int) -> None:
        if not self._beside:
            self.fit()
            self.refresh()
            self.scroll_to_row(new)
        else:
            super().cursor_moved(old, new)

    def line_spans(self, line: int, width: int, *, marked: bool) -> Sequence[Span]:
        if not self._indexes:
            return self._noted()[line].spans
        index = self.row_at(line)
        if line == self.line_of(index):
            return self.row_spans(index, width, marked=marked)
        return (muted(f"         {cut(self._title(self._rows[self._indexes[index]]), width - 9)}"),)

    def _title(self, row: ActionRow) -> str:
        return visible((self._chinese and row.title_zh) or row.title)

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        row = self._rows[self._indexes[index]]
        gone = row.status in _GONE
        style = "strike" if gone else "bold" if marked else ""
        service = f"{visible(row.service):<6} "
        room = NAME if self._beside else width - 2 - len(service)
        name = cut(visible(row.action), room)
        first = Span("▸ ", Ink.KEY, "bold") if marked else sign_of(row)
        spans = (first, muted(service), Span(name, Ink.MUTED if gone else Ink.TEXT, style))
        if not self._beside:
            return spans
        gap = " " * (room + 8 - len(service) + 1 - cell_len(name))
        title = cut(self._title(row), width - 2 - len(service) - cell_len(name) - len(gap))
        return (*spans, muted(f"{gap}{title}"))


def _starts(count: int, titled: frozenset[int]) -> list[int]:
    starts: list[int] = []
    at = 0
    for index in range(count):
        starts.append(at)
        at += 2 if index in titled else 1
    return starts


class SearchBox(TextField):
    """The search box. Knows at once that enter was pressed, before the message about it went its way."""

    submitted = False

    async def action_submit(self) -> None:
        self.submitted = True
        await super().action_submit()


class ActionsPane(Vertical):
    """Search box over list. The box keeps the focus while the arrow keys move in the list."""

    PLACE = Place.ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Place.ACTIONS, only=("cursor_down", "cursor_up", "page_down", "page_up")
    )

    class ActionChosen(Message):
        """The user chose an action."""

        def __init__(self, row: ActionRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._title = Title([piece("Actions", style="bold")], classes="title")
        self._box = SearchBox("search: mqtt describe", id="find", classes="cell")
        self._list = ActionList(id="list")
        self._list.say(line(muted("reading the catalogue …")))
        self._rows: Sequence[ActionRow] | None = None
        self._search: Callable[[str, int], Sequence[Hit]] | None = None
        self._may_choose = False
        self._choose_when_ready = False
        self._chinese = False

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._box
        yield self._list

    # what the screen does with it

    def focus_box(self) -> None:
        """Put the cursor into the search box, over what was typed before."""
        self.screen.set_focus(self._box)  # at once: what is typed next belongs into it
        self._box.action_select_all()

    def clear(self) -> bool:
        """Empty the search box; whether there was something in it."""
        had = bool(self._box.value)
        self._box.value = ""
        return had

    @property
    def waits_to_choose(self) -> bool:
        """Enter was pressed, and the action is not open yet."""
        return self._choose_when_ready or self._box.submitted

    def choice_done(self) -> None:
        """The screen has opened what was chosen, or could not."""
        self._box.submitted = False

    def show_actions(self, rows: Sequence[ActionRow]) -> None:
        """The catalogue was read: list it."""
        self._rows = rows
        self._list.show(rows, range(len(rows)), chinese=self._chinese)
        self._say_count(f"{len(rows):,}")

    def show_titles(self, *, chinese: bool) -> None:
        """Titles in Chinese where there are such, or in English."""
        self._chinese = chinese
        self._list.show_titles(chinese=chinese or not self._box.value.isascii())

    def allow_search(self, search: Callable[[str, int], Sequence[Hit]], *, choose: bool = True) -> None:
        """The index is there, too: do what was asked for meanwhile. Choosing may have to wait for more."""
        first = self._search is None
        self._search = search
        if first and self._box.value:
            self._find(self._box.value)
        self._may_choose = choose
        if choose and self._choose_when_ready:
            self._choose_when_ready = False
            self._choose()

    def show_failure(self, message: str) -> None:
        """There is no catalogue, and why."""
        self._choose_when_ready = False
        self._rows = self._search = None
        self._title.show([piece("Actions", style="bold")])
        self._list.say(line(Span("✗ no actions to list", Ink.BAD, "bold")), line(message))

    # its own doing

    def _find(self, query: str) -> None:
        if self._rows is None or self._search is None:
            return
        total = len(self._rows)
        if not query.strip():
            self._list.show(self._rows, range(total), chinese=self._chinese)
            self._say_count(f"{total:,}")
            return
        hits = self._search(query, MOST)
        if not hits:
            self._list.say(
                line(f"nothing fits “{cut(query, 40)}”"),
                line(muted("Words in any order: a service, parts of a name, a word of a title.")),
            )
        else:
            titled = frozenset(at for at, hit in enumerate(hits) if hit.title)
            chinese = self._chinese or not query.isascii()
            self._list.show(self._rows, [hit.index for hit in hits], titled, chinese=chinese)
        self._say_count(f"{len(hits):,}{'+' if len(hits) >= MOST else ''} of {total:,}")

    def _say_count(self, text: str) -> None:
        self._title.show([Piece((Span("Actions ", style="bold"), Span(text)))])

    def _choose(self) -> None:
        if self._search is None or not self._may_choose:
            self._choose_when_ready = True
        elif (row := self._list.current) is not None:
            self.post_message(self.ActionChosen(row))
        else:
            self.choice_done()

    def on_mount(self) -> None:
        # watched, not heard of in a message, so that the list is painted together with the letter typed
        self.watch(self._box, "value", self._find, init=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose()

    def on_line_list_picked(self, event: LineList.Picked) -> None:
        event.stop()
        self._choose()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        event.stop()

    def on_descendant_focus(self) -> None:
        self._list.active = self._box.has_focus

    def on_descendant_blur(self) -> None:
        self._list.active = self._box.has_focus

    def action_cursor_down(self) -> None:
        self._list.action_cursor_down()

    def action_cursor_up(self) -> None:
        self._list.action_cursor_up()

    def action_page_down(self) -> None:
        self._list.action_page_down()

    def action_page_up(self) -> None:
        self._list.action_page_up()
