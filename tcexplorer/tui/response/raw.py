"""The body of an answer as text: indented or as received, secrets masked, and a row that says what of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.message import Message

from tcexplorer.answer.body import BodyKind
from tcexplorer.answer.raw import raw_text
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.content.raw import hex_lines, raw_rows
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, piece
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.tui.response.tabs import ResponseState
    from tcexplorer.tui.text.styled_text import Line

IN_THREAD = 100_000
"""Bytes of a body from which it is made readable in a thread."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What decides about the text."""

    body: bytes
    kind: BodyKind
    pretty: bool
    size: int
    revealed: frozenset[str]


class RawBodyView(Vertical):
    """A text page with a row above it."""

    PLACE = Scope.RAW
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.RAW)

    class Made(Message):
        """A large body was made readable, in a thread."""

        def __init__(self, wanted: object, rows: Sequence[Line | str], note: str) -> None:
            super().__init__()
            self.wanted = wanted
            self.rows = rows
            self.note = note

    def __init__(self) -> None:
        super().__init__(classes="inside")
        self._bar = Bar(classes="id")
        self._page = TextView(id="raw")
        self._page.styles.height = "1fr"
        self._page.styles.padding = (0, 0, 0, 1)
        self._shown: ResponseState | None = None
        self._pretty = True
        self._wanted: _Wanted | None = None

    def compose(self) -> ComposeResult:
        yield self._bar
        yield self._page

    def fill(self, shown: ResponseState) -> None:
        """Show the body of an answer."""
        self._shown = shown
        self._show()

    def action_as_received(self) -> None:
        self._pretty = not self._pretty
        self._show()

    def _show(self) -> None:
        shown = self._shown
        response = shown.exchange.response if shown is not None else None
        if shown is None or response is None:
            return
        answer = shown.answer
        kind = answer.kind if answer is not None else BodyKind.TEXT
        revealed = shown.veil.revealed_texts() if shown.veil is not None else frozenset[str]()
        wanted = _Wanted(response.body, kind, self._pretty, response.size, revealed)
        if wanted == self._wanted:
            return
        moved = self._wanted is not None and self._wanted.body is wanted.body and self._wanted.pretty is wanted.pretty
        self._wanted = wanted
        if len(response.body) < IN_THREAD:
            self._take(*_made(wanted), keep=moved)
        else:
            self._say("making it readable …")
            if not moved:
                self._page.show(())
            self.run_worker(lambda: self._make(wanted), thread=True, group="raw", exclusive=True)

    def _make(self, wanted: _Wanted) -> None:
        self.post_message(self.Made(wanted, *_made(wanted)))

    def on_raw_body_view_made(self, event: Made) -> None:
        event.stop()
        if event.wanted is self._wanted:
            self._take(event.rows, event.note, keep=False)

    def _take(self, rows: Sequence[Line | str], note: str, *, keep: bool) -> None:
        self._say(note)
        self._page.show(rows, wrap=False, keep_place=keep)

    def _say(self, note: str) -> None:
        wanted = self._wanted
        assert wanted is not None
        if wanted.kind is BodyKind.BINARY:
            self._bar.show([piece(note, Role.MUTED)])
            return
        key = Span(f"{of_place(Scope.RAW, 'as_received').key_text} ", Role.KEY, "bold")
        is_json = wanted.kind in _JSON
        how = "indented" if wanted.pretty else "as received"
        other = "as received" if wanted.pretty else "indented"
        tools = [Piece((key, muted(other)), "as_received")] if is_json else []
        words = ", ".join(one for one in (note, how if is_json else "as received") if one)
        self._bar.show([piece(words, Role.MUTED)], tools)


_JSON = (BodyKind.ENVELOPE, BodyKind.JSON, BodyKind.BROKEN)


def _made(wanted: _Wanted) -> tuple[Sequence[Line | str], str]:
    if wanted.kind is BodyKind.BINARY:
        return hex_lines(wanted.body), "the first bytes; save it to read it with a program of its own"
    found = raw_text(
        wanted.body,
        is_json=wanted.kind in _JSON,
        pretty=wanted.pretty,
        size=wanted.size,
        revealed=wanted.revealed,
    )
    return raw_rows(found.text), found.note
