"""Searching within a page: the matches, where they are on the wrapped rows, and the line one types in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import DescendantBlur, DescendantFocus
from textual.widget import Widget

from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Line, Role
from tcexplorer.tui.widgets.bars import Bar, key_piece, piece
from tcexplorer.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

MOST = 10_000
"""Matches that are counted."""
LONG = 50_000
"""Lines from which a text is searched when enter is pressed, and not at every key."""


class FindMatch(NamedTuple):
    """Characters `start` to `end` of a line of the source, as it is seen."""

    source: int
    start: int
    end: int


class FindMark(NamedTuple):
    """Characters of a row that a match covers; `here` when it is the current one."""

    start: int
    end: int
    here: bool


class FindResults:
    """A search in a page's lines: every match, and which is the current one."""

    def __init__(self) -> None:
        self.query = ""
        self.at = 0
        self._matches: list[FindMatch] = []
        self._sources: list[int] = []
        self._offsets: dict[int, list[tuple[int, int]]] = {}

    def search(self, lines: Sequence[Line | str], query: str, *, begin: int = 0) -> None:
        """Find the text, whatever its case; the first match from the line `begin` on becomes the current one."""
        self.query = query
        self._matches = list(_matches(lines, query)) if query else []
        self._sources = [match.source for match in self._matches]
        self.at = bisect_left(self._sources, begin) % max(1, len(self._matches))
        self.laid_out()

    def laid_out(self) -> None:
        """The rows are others now."""
        self._offsets.clear()

    def move(self, by: int) -> None:
        """Go to the match that many further, around the end."""
        if self._matches:
            self.at = (self.at + by) % len(self._matches)

    @property
    def current(self) -> FindMatch | None:
        return self._matches[self.at] if self._matches else None

    @property
    def said(self) -> str:
        """`3 of 17`, or that there is none."""
        if not self.query:
            return ""
        count = len(self._matches)
        more = "+" if count == MOST else ""
        return f"{self.at + 1:,} of {count:,}{more}" if count else "no match"

    def is_in(self, source: int) -> bool:
        """Whether a line of the source has a match."""
        at = bisect_left(self._sources, source)
        return at < len(self._sources) and self._sources[at] == source

    def marks(self, source: int, text: str, rows: Sequence[str], row: int) -> list[FindMark]:
        """What to mark on the `row`th of the rows that a line of the source was wrapped into."""
        first = bisect_left(self._sources, source)
        if source not in self._offsets:
            self._offsets[source] = list(offsets(text, rows))
        begin, indent = self._offsets[source][row]
        length = len(rows[row]) - indent
        found: list[FindMark] = []
        for number in range(first, len(self._matches)):
            match = self._matches[number]
            if match.source != source or match.start >= begin + length:
                break
            if match.end > begin:
                start, end = max(match.start, begin), min(match.end, begin + length)
                found.append(FindMark(indent + start - begin, indent + end - begin, number == self.at))
        return found

    def row_of(self, text: str, rows: Sequence[str]) -> int:
        """On which of its line's rows the current match begins."""
        match = self.current
        if match is None:
            return 0
        return max(
            (at for at, (begin, _) in enumerate(offsets(text, rows)) if begin <= match.start),
            default=0,
        )


def _matches(lines: Sequence[Line | str], query: str) -> Iterator[FindMatch]:
    wanted = re.compile(re.escape(query), re.IGNORECASE)
    count = 0
    numbers = range(len(lines)) if len(lines) < LONG else _candidates(lines, query)
    for number in numbers:
        for found in wanted.finditer(visible(_text(lines[number]))):
            yield FindMatch(number, found.start(), found.end())
            count += 1
            if count == MOST:
                return


def _candidates(lines: Sequence[Line | str], query: str) -> Iterator[int]:
    """The lines that have it as they came, found in one go over all of them: a line at a time takes seconds."""
    texts = [_text(one) for one in lines]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    last = -1
    for at in _places("\n".join(texts), query):
        number = bisect_right(starts, at) - 1
        if number != last:
            last = number
            yield number


def _places(text: str, query: str) -> Iterator[int]:
    """Where the text has the query; the same as an expression that ignores case, and ten times as fast."""
    lower, wanted = text.lower(), query.lower()
    if len(lower) != len(text):  # a few letters become two
        yield from (found.start() for found in re.finditer(re.escape(query), text, re.IGNORECASE))
        return
    at = lower.find(wanted)
    while at >= 0:
        yield at
        at = lower.find(wanted, at + 1)


def _text(one: Line | str) -> str:
    return one if isinstance(one, str) else one.text


def offsets(text: str, rows: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each row begins in the text it was wrapped from, and how many blanks of its own it has before that.

    A row lacks the blanks that the text has at a break, and may begin with an indentation that the text has not.
    """
    at = 0
    for number, row in enumerate(rows):
        bare = row.lstrip(" ") if number else row
        indent = len(row) - len(bare)
        if number:
            while at < len(text) and bare and text[at] == " ":
                at += 1
        yield at, indent
        at += len(bare)


class Findable(Protocol):
    """What a FindBar searches: a page, a tree, a table."""

    @property
    def find_keys(self) -> tuple[str, str]:
        """Keys for the next match and the one before, when the focus is not in the bar."""
        ...

    @property
    def found_text(self) -> str:
        """How many matches there are, and which is shown."""
        ...

    @property
    def waits_for_enter(self) -> bool:
        """Whether it takes too long to search it at every key."""
        ...

    def find(self, query: str) -> None:
        """Look for a text from now on."""

    def find_beside(self, by: int) -> None:
        """Go to the next match, or to the one before."""

    def action_find_close(self) -> None: ...


def open_find(bar: FindBar | None, page: Findable, view: Widget, hint: str = "find in this text") -> FindBar:
    """The find bar below the view, with the focus in it; made when there is none."""
    if bar is not None:
        bar.query_one(TextField).focus()
        return bar
    bar = FindBar(page, view, hint)
    assert isinstance(view.parent, Widget)
    view.parent.mount(bar, after=view)
    return bar


def close_find(bar: FindBar | None, view: Widget) -> None:
    """Take the find bar away; the focus in it goes to the view."""
    if bar is not None:
        inside = bar.has_focus_within
        bar.remove()
        if inside and view.display:
            view.focus()


class FindBar(Horizontal):
    """The line below a view: what is looked for, how many there are, and what can be done, by key or click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("down", "beside(1)", "Next match", show=False),
        Binding("up", "beside(-1)", "Match before", show=False),
    ]

    def __init__(self, page: Findable, view: Widget, hint: str) -> None:
        super().__init__()
        self.styles.height = 1
        self._page, self._view = page, view
        self._box = TextField(hint, classes="cell")
        self._bar = Bar(classes="found")

    def compose(self) -> ComposeResult:
        yield self._box
        yield self._bar

    def on_mount(self) -> None:
        self.say()
        self._box.focus()

    @on(DescendantFocus)
    @on(DescendantBlur)
    def say(self) -> None:
        """How many there are now, and which is shown."""
        following, before = ("↓", "↑") if self._box.has_focus else self._page.find_keys
        pieces = [
            piece(self._page.found_text, Role.MUTED),
            key_piece(following, "next", "beside(1)"),
            key_piece(before, "before", "beside(-1)"),
            piece("✗", Role.KEY, "bold", "close"),
        ]
        self._bar.styles.width = sum(one.cells + Bar.GAP for one in pieces)
        self._bar.show(pieces)

    @on(TextField.Changed)
    def _find(self, event: TextField.Changed) -> None:
        event.stop()
        if not self._page.waits_for_enter or not event.value:
            self._page.find(event.value)

    @on(TextField.Submitted)
    def _leave(self, event: TextField.Submitted) -> None:
        """The box has done its work; the page's keys take over."""
        event.stop()
        if event.value and self._page.waits_for_enter:
            self._page.find(event.value)
        self._view.focus()

    @on(Bar.Clicked)
    async def _run(self, event: Bar.Clicked) -> None:
        event.stop()
        await self.run_action(event.command)

    def action_beside(self, by: int) -> None:
        self._page.find_beside(by)

    def action_close(self) -> None:
        self._page.action_find_close()
