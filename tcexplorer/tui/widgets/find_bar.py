"""Searching within a page: the matches, where they are on the wrapped rows, and the line one types in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from rich.segment import Segment
from textual.binding import Binding
from textual.containers import Horizontal

from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Line, Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, piece
from tcexplorer.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

MOST = 10_000
"""Matches that are counted."""


LONG = 50_000
"""Lines from which a text is searched when enter is pressed, and not at every key."""


class FindMatch(NamedTuple):
    """Characters `start` to `end` of a line of the source, as it is seen."""

    source: int
    start: int
    end: int


class Mark(NamedTuple):
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

    def marks(self, source: int, text: str, rows: Sequence[str], row: int) -> list[Mark]:
        """What to mark on the `row`th of the rows that a line of the source was wrapped into."""
        first = bisect_left(self._sources, source)
        if source not in self._offsets:
            self._offsets[source] = list(offsets(text, rows))
        begin, indent = self._offsets[source][row]
        length = len(rows[row]) - indent
        found: list[Mark] = []
        for number in range(first, len(self._matches)):
            match = self._matches[number]
            if match.source != source or match.start >= begin + length:
                break
            if match.end > begin:
                start, end = max(match.start, begin), min(match.end, begin + length)
                found.append(Mark(indent + start - begin, indent + end - begin, number == self.at))
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


def painted(drawn: Sequence[Segment], start: int, end: int, style: Style) -> list[Segment]:
    """The segments with the characters `start` to `end` in that style, and with the attributes they had."""
    out: list[Segment] = []
    at = 0
    for segment in drawn:
        text, old = segment.text, segment.style
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            new = old + style if old is not None else style
            parts = ((text[:first], old), (text[first:last], new), (text[last:], old))
            out += [Segment(part, of) for part, of in parts if part]
        else:
            out.append(segment)
        at += len(text)
    return out


class Findable(Protocol):
    """What a FindLine searches: a page, or a tree."""

    @property
    def found_text(self) -> str:
        """How many matches there are, and which is shown."""
        ...

    @property
    def waits_for_enter(self) -> bool:
        """Whether it takes too long to search it at every key."""
        ...

    def find(self, query: str) -> None: ...

    def focus(self, scroll_visible: bool = True) -> object: ...

    def action_find_next(self) -> None: ...

    def action_find_previous(self) -> None: ...

    def action_find_close(self) -> None: ...


class FindBar(Horizontal):
    """The line below a page: what is looked for, how many there are, and what can be done, by key or click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("down", "next", "Next match", show=False),
        Binding("up", "previous", "Match before", show=False),
    ]

    def __init__(self, page: Findable, hint: str = "find in this text") -> None:
        super().__init__()
        self.styles.height = 1
        self._page = page
        self._box = TextField(hint, classes="cell")
        self._bar = Bar(classes="found")

    def compose(self) -> ComposeResult:
        yield self._box
        yield self._bar

    def on_mount(self) -> None:
        self.say()
        self._box.focus()

    def begin(self) -> None:
        """Type in it again."""
        self._box.focus()

    def say(self) -> None:
        """How many there are now, and which is shown."""
        keys = ("↓", "↑") if self._box.has_focus else ("n", "N")
        pieces = [
            Piece((muted(self._page.found_text),)),
            Piece((Span(keys[0], Role.KEY, "bold"), muted(" next")), "next"),
            Piece((Span(keys[1], Role.KEY, "bold"), muted(" before")), "previous"),
            piece("✗", Role.KEY, "bold", "close"),
        ]
        self._bar.styles.width = sum(one.cells + Bar.GAP for one in pieces)
        self._bar.show(pieces)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self.say()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self.say()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if not self._page.waits_for_enter or not event.value:
            self._page.find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The box has done its work; the page's keys take over."""
        event.stop()
        if event.value and self._page.waits_for_enter:
            self._page.find(event.value)
        self._page.focus()

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        match event.command:
            case "next":
                self.action_next()
            case "previous":
                self.action_previous()
            case _:
                self.action_close()

    def action_next(self) -> None:
        self._page.action_find_next()

    def action_previous(self) -> None:
        self._page.action_find_previous()

    def action_close(self) -> None:
        self._page.action_find_close()
