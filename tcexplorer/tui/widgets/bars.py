"""One row of pieces, some of which can be clicked: header, footer, titles, tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from rich.cells import cell_len
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Role, Span, StyledWidget, cut, segments, strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Unpack

    from textual import events

    from tcexplorer.tui.commands import Command
    from tcexplorer.tui.widgets.widget_names import Names


class Piece(NamedTuple):
    """Some spans that belong together; `command` is what a click on them does."""

    spans: tuple[Span, ...]
    command: str | None = None

    @property
    def cells(self) -> int:
        return sum(cell_len(visible(span.text)) for span in self.spans)


def piece(text: str, ink: Role = Role.TEXT, style: str = "", command: str | None = None) -> Piece:
    """A piece of one span."""
    return Piece((Span(text, ink, style),), command)


def key_piece(key: str, words: str, command: str | None = None, ink: Role = Role.MUTED) -> Piece:
    """A key and what it does."""
    return Piece((Span(key, Role.KEY, "bold"), Span(f" {words}", ink)), command)


def command_piece(command: Command, words: str = "", ink: Role = Role.MUTED) -> Piece:
    """A command's key and its name, or other words for it."""
    return key_piece(command.key_text, words or command.short or command.title.lower(), command.id, ink)


class Bar(StyledWidget, Widget):
    """Pieces from the left and from the right, on one row. What does not fit is dropped from the left group's end."""

    GAP: ClassVar[int] = 2
    PLAIN: ClassVar[bool] = False
    """Pieces keep no colour of their own, since the bar's background has one."""
    YIELDS: ClassVar[Literal["left", "right"]] = "left"
    """Which group is cut or dropped when there is no room for both."""

    class Clicked(Message):
        """A piece with a command was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self, left: Iterable[Piece] = (), right: Iterable[Piece] = (), **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._left = tuple(left)
        self._right = tuple(right)

    @property
    def text(self) -> str:
        """What the bar says, for tests and for a reader."""
        return (" " * self.GAP).join(
            "".join(span.text for span in one.spans) for one in (*self._left, *self._right) if one.spans
        )

    def show(self, left: Iterable[Piece], right: Iterable[Piece] = ()) -> None:
        """Show other pieces."""
        left, right = tuple(left), tuple(right)
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        inks = self.inks
        if y:
            return Strip.blank(width, inks.base)
        return strip(segments(self._row(width), inks.bare if self.PLAIN else inks), width, inks.base)

    def _row(self, width: int) -> list[Span]:
        right = _spaced(self._right, self.GAP)
        taken = sum(cell_len(visible(span.text)) for span in right)
        left = _spaced(self._left, self.GAP)
        used = sum(cell_len(visible(span.text)) for span in left)
        if not right:
            return left
        if used + taken + 1 > width and self.YIELDS == "right":
            return left
        if used + taken + 1 > width:
            left, used = _fitted(left, max(0, width - taken - 1))
        return [*left, Span(" " * (width - used - taken)), *right]

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is not None and (hit := self.piece_at(where.x)) and hit.command:
            event.stop()
            self.post_message(self.Clicked(hit.command))

    def piece_at(self, x: int) -> Piece | None:
        """The piece under a column of the content."""
        at = 0
        for one in self._left:
            if at <= x < at + one.cells:
                return one
            at += one.cells + self.GAP
        at = self.size.width
        for one in reversed(self._right):
            at -= one.cells
            if at <= x < at + one.cells:
                return one
            at -= self.GAP
        return None


class Title(Bar):
    """The first row of a pane. Inverted by look.tcss when the focus is in the pane, so it has no inks."""

    PLAIN = True


class WholeRow(Bar):
    """A row whose left group is never cut, such as that of the RequestId."""

    YIELDS = "right"


def _spaced(pieces: Sequence[Piece], gap: int) -> list[Span]:
    spans: list[Span] = []
    for one in pieces:
        if spans and one.spans:
            spans.append(Span(" " * gap))
        spans.extend(one.spans)
    return spans


def _fitted(spans: list[Span], width: int) -> tuple[list[Span], int]:
    fitted: list[Span] = []
    used = 0
    for span in spans:
        cells = cell_len(visible(span.text))
        if used + cells > width:
            text = cut(visible(span.text), width - used)
            return [*fitted, span._replace(text=text)], used + cell_len(text)
        fitted.append(span)
        used += cells
    return fitted, used
