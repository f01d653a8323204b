"""Text with a meaning instead of a colour, and how it becomes cells.

Everything our line widgets draw is made of `Span`s; `segments` is the one place where they become
terminal text, and it makes them inert. Colours are component classes `ink--NAME` of look.tcss.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Role(StrEnum):
    """What a piece of text is."""

    TEXT = "text"
    BARE = "bare"
    """No colour of its own: what the widget's background asks for."""
    MUTED = "muted"
    KEY = "key"
    """Focus, keys, the active tab, names of members."""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    RULE = "rule"
    """Lines that separate and mean nothing."""
    CURSOR = "cursor"
    """The row of the cursor."""
    BADGE_GOOD = "badge-good"
    BADGE_WARN = "badge-warn"
    BADGE_BAD = "badge-bad"


INKS = {f"ink--{ink}" for ink in Role}
"""The component classes that every screen of ours declares."""


class Span(NamedTuple):
    """A run of text. `style` is bold, strike, underline or several of them."""

    text: str
    ink: Role = Role.TEXT
    style: str = ""


class Line(NamedTuple):
    """A line of a page. `edge` draws a bar at its left; `indent` is where its next lines start when it wraps."""

    spans: tuple[Span, ...] = ()
    edge: Role | None = None
    indent: int = 0

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def line(*parts: Span | str, edge: Role | None = None, indent: int = 0) -> Line:
    """A line of spans; plain text is body text."""
    return Line(tuple(Span(part) if isinstance(part, str) else part for part in parts), edge, indent)


def muted(text: str) -> Span:
    return Span(text, Role.MUTED)


def bold(text: str, ink: Role = Role.TEXT) -> Span:
    return Span(text, ink, "bold")


def cut(text: str, cells: int) -> str:
    """The text in at most that many cells, ended by `…` where something is missing."""
    if len(text) * 2 <= cells or (len(text) <= 4 * cells and cell_len(text) <= cells):
        return text
    if cells <= 1:
        return "…"[:cells]
    return chop_cells(text[: 2 * cells], cells - 1)[0] + "…"


def padded(text: str, cells: int) -> str:
    """The text in exactly that many cells."""
    text = cut(text, cells)
    return text + " " * (cells - cell_len(text))


class TextStyles:
    """The styles of the inks on one widget, kept until the widget is styled anew.

    The component classes are the screen's: one set of them is styled instead of one a widget.
    """

    def __init__(self, widget: Widget) -> None:
        self._screen = widget.screen
        self._known: dict[tuple[Role, str], Style] = {}
        self.base = widget.rich_style
        """The widget's own style: its background, and what BARE looks like."""

    def __call__(self, ink: Role, style: str = "") -> Style:
        known = self._known.get((ink, style))
        if known is None:
            known = self._known[ink, style] = self._made(ink) + _attributes(style)
        return known

    def _made(self, ink: Role) -> Style:
        if ink is Role.BARE:
            return self.base
        found = self._screen.get_component_rich_style(f"ink--{ink}")
        return self.base + (found if ink in _WHOLE else _foreground(found))

    def bare(self, _ink: Role, style: str) -> Style:
        """Every ink as the widget's own text, with its attributes."""
        return self(Role.BARE, style)


class StyledWidget:
    """Mixed into a widget that draws with inks.

    No widget itself: Textual takes the style defaults of the first base that is one.
    """

    _inks: TextStyles | None = None

    @property
    def inks(self) -> TextStyles:
        """The inks as the widget is styled now."""
        if self._inks is None:
            assert isinstance(self, Widget)
            self._inks = TextStyles(self)
        return self._inks

    def notify_style_update(self) -> None:
        """Textual says that the styles are others now."""
        self._inks = None
        super().notify_style_update()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] the widget's


_WHOLE = (Role.CURSOR, Role.BADGE_GOOD, Role.BADGE_WARN, Role.BADGE_BAD)
"""Inks with a background of their own."""


@lru_cache(maxsize=32)
def _attributes(style: str) -> Style:
    return Style.parse(style) if style else Style.null()


@lru_cache(maxsize=64)
def _foreground(style: Style) -> Style:
    return Style(color=style.color)


def segments(spans: Iterable[Span], ink: Callable[[Role, str], Style]) -> list[Segment]:
    """The spans as terminal text, made inert. `ink` gives the style of an ink with attributes."""
    return [Segment(visible(text), ink(kind, style)) for text, kind, style in spans]


def key_and_word(key: str, word: str) -> tuple[Span, Span]:
    """A key, and what it does."""
    return Span(key, Role.KEY, "bold"), muted(f" {word}")


def highlighted(drawn: Iterable[Segment], start: int, end: int, style: Style) -> list[Segment]:
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


def strip(found: list[Segment], width: int, fill: Style) -> Strip:
    """Segments as one row of exactly `width` cells; what is too long is cut with `…`."""
    row = Strip(found)
    if row.cell_length > width > 0:
        last = row.crop(width - 1, width)
        style = next((segment.style for segment in last if segment.style), fill)
        return Strip([*row.crop(0, width - 1), Segment("…", style)]).adjust_cell_length(width, fill)
    return row.adjust_cell_length(width, fill)


def wrapped(of: Line, width: int) -> list[Line]:
    """The line in rows of at most `width` cells, broken at blanks where there are any."""
    room = max(8, width)
    text = of.text
    if len(text) * 2 <= room or (len(text) <= room and cell_len(text) <= room):
        return [of]
    indent = min(of.indent, room // 2)
    rows: list[list[Span]] = [[]]
    left = room

    def break_row() -> None:
        nonlocal left
        rows.append([Span(" " * indent)] if indent else [])
        left = room - indent

    for span in of.spans:
        for word in _words(visible(span.text)):
            rest = word
            while rest:
                cells = cell_len(rest.rstrip(" ")) if len(rest) < 4 * room else room + 1
                if cells <= left:
                    rows[-1].append(span._replace(text=rest))
                    left -= cell_len(rest)
                    break
                if cells > room - indent and left > 1:  # no row holds it: fill this one
                    head = chop_cells(rest[:left], left)[0]
                    rows[-1].append(span._replace(text=head))
                    rest = rest[len(head) :]
                break_row()
                rest = rest.lstrip(" ")
    return [Line(tuple(_joined(row)), of.edge, of.indent) for row in rows]


def _words(text: str) -> list[str]:
    """Words with the blanks behind them."""
    return re.findall(r" *[^ ]+ *|^ +$", text)


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1][1:] == span[1:]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + span.text)
        else:
            joined.append(span)
    if joined:
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return joined
