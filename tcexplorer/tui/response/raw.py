"""The body of an answer as text: indented or as received, secrets masked, and a row that says what of it is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical

from tcexplorer.answer.body import BodyKind
from tcexplorer.answer.raw import raw_text
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.content.raw import hex_lines, raw_rows
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Bar, key_piece, piece
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tcexplorer.tui.response.state import ResponseState
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

    def __init__(self) -> None:
        super().__init__()
        self._bar = Bar(classes="id")
        self._page = TextView()
        self._state: ResponseState | None = None
        self._pretty = True
        self._wanted: _Wanted | None = None

    def compose(self) -> ComposeResult:
        yield self._bar
        yield self._page

    def update(self, state: ResponseState) -> None:
        """Show the body of an answer."""
        self._state = state
        self._show()

    @on(Bar.Clicked)
    def _clicked(self, event: Bar.Clicked) -> None:
        event.stop()
        self.action_as_received()

    def action_as_received(self) -> None:
        self._pretty = not self._pretty
        self._show()

    def _show(self) -> None:
        state = self._state
        response = state.exchange.response if state is not None else None
        if state is None or response is None:
            return
        kind = state.answer.kind if state.answer is not None else BodyKind.TEXT
        document = state.document
        revealed = document.mask.revealed_texts() if document is not None else frozenset[str]()
        wanted, before = _Wanted(response.body, kind, self._pretty, response.size, revealed), self._wanted
        if wanted == before:
            return
        same_text = before is not None and before.body is wanted.body and before.pretty is wanted.pretty
        self._wanted = wanted
        if len(response.body) < IN_THREAD:
            self._take(*_made(wanted), keep=same_text)
        else:
            self._say("making it readable …")
            if not same_text:
                self._page.show(())
            self.run_worker(self._make(wanted), group="raw", exclusive=True)

    async def _make(self, wanted: _Wanted) -> None:
        made = await asyncio.to_thread(_made, wanted)
        if wanted is self._wanted:
            self._take(*made, keep=False)

    def _take(self, rows: Sequence[Line | str], note: str, *, keep: bool) -> None:
        self._say(note)
        self._page.show(rows, wrap=False, keep_place=keep)

    def _say(self, note: str) -> None:
        wanted = self._wanted
        assert wanted is not None
        if wanted.kind is BodyKind.BINARY:
            self._bar.show([piece(note, Role.MUTED)])
            return
        is_json = wanted.kind in _JSON
        how, other = ("indented", "as received") if wanted.pretty else ("as received", "indented")
        key = of_place(Scope.RAW, "as_received").key_text
        words = ", ".join(one for one in (note, how if is_json else "as received") if one)
        self._bar.show([piece(words, Role.MUTED)], [key_piece(key, other, "as_received")] if is_json else [])


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
