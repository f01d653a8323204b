"""The response pane: verdict, RequestId, tabs, and one of tree or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.message import Message

from tcexplorer.answer.present import time_text
from tcexplorer.answer.raw import body_text
from tcexplorer.protocol.envelope import ApiError, Success
from tcexplorer.tui.ink import Ink, Span, line, muted
from tcexplorer.tui.pages.answer import idle_lines, raw_rows, timing_lines
from tcexplorer.tui.pages.why import why_lines
from tcexplorer.tui.verdict import Tone, verdict_of
from tcexplorer.tui.widgets.bar import Identity, Piece, Title, piece
from tcexplorer.tui.widgets.page import Page
from tcexplorer.tui.widgets.tabs import Tabs
from tcexplorer.tui.widgets.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult

    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.tui.ink import Line
    from tcexplorer.tui.names import Names
    from tcexplorer.tui.verdict import Verdict
    from tcexplorer.workbench.call import Exchange

IN_THREAD = 200_000
"""Bytes of a body from which it is made readable in a thread."""


class ResponsePane(Vertical):
    """Shows an exchange, or that one is under way, or what to do to get one."""

    class RawMade(Message):
        """A large body was made readable, in a thread."""

        def __init__(self, exchange: Exchange, rows: Sequence[str]) -> None:
            super().__init__()
            self.exchange = exchange
            self.rows = rows

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._verdict = Title([piece("no answer yet", style="bold")], classes="title verdict")
        self._identity = Identity(classes="id")
        self._tabs = Tabs(("Why",), classes="tabs")
        self._tree = Tree(id="tree")
        self._page = Page(id="answer")
        self._exchange: Exchange | None = None
        self._explanation: Explanation | None = None
        self._raw: Sequence[str] | None = None

    def compose(self) -> ComposeResult:
        yield self._verdict
        yield self._identity
        yield self._tabs
        yield self._tree
        yield self._page

    def on_mount(self) -> None:
        self._tree.display = False
        self.show_nothing((), action=False)

    # what the screen does with it

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self._tabs.active

    def show_nothing(self, past: Sequence[Exchange], *, action: bool) -> None:
        """No answer to this action yet: how to get one, and the last outcomes."""
        self._exchange = self._explanation = self._raw = None
        self._tone(None)
        self._verdict.show([piece("no answer yet", style="bold")])
        self._identity.show([piece("the RequestId will be here, in full", Ink.MUTED)])
        self._tabs.display = False
        self._tree.display = False
        self._page.display = True
        self._page.show(idle_lines(past, action=action))

    def show_waiting(self, seconds: float) -> None:
        """A call is under way, for so long."""
        self._tone(Tone.QUIET)
        self._verdict.show([piece("… waiting", style="bold"), piece(time_text(seconds))], [piece("Esc cancels")])

    def begin_waiting(self, what: str) -> None:
        """A call was just sent."""
        self._identity.show([piece(f"sent: {what}", Ink.MUTED)])
        self.show_waiting(0.0)

    def show_exchange(self, exchange: Exchange, explanation: Explanation | None) -> None:
        """An answer, or why there is none."""
        self._exchange, self._explanation, self._raw = exchange, explanation, None
        verdict = verdict_of(exchange)
        self._tone(verdict.tone)
        self._verdict.show([piece(verdict.words, style="bold"), *(piece(detail) for detail in verdict.details)])
        self._say_identity(verdict)
        outcome = exchange.outcome
        document = outcome.envelope.document if isinstance(outcome, Success | ApiError) else None
        names = [
            *(["Tree"] if document is not None else []),
            *(["Raw"] if exchange.response is not None else []),
            "Timing",
            "Why",
        ]
        self._tabs.offer(names)
        self._tabs.display = True
        if document is not None:
            self._tree.show(document)
        self.show_tab("Tree" if isinstance(outcome, Success) else "Why")

    def show_explanation(self, explanation: Explanation | None) -> None:
        """The same answer, explained in another language."""
        self._explanation = explanation
        if self._exchange is not None and self.tab == "Why":
            self._page.show(self._why(self._exchange))

    def show_tab(self, name: str) -> None:
        """Show another tab; one that this answer has not changes nothing."""
        exchange = self._exchange
        if exchange is None or name not in self._tabs.names:
            return
        had_focus = self.has_focus_within
        self._tabs.choose(name)
        self._tree.display = name == "Tree"
        self._page.display = name != "Tree"
        match name:
            case "Raw":
                self._show_raw(exchange)
            case "Timing":
                self._page.show(timing_lines(exchange))
            case "Why":
                self._page.show(self._why(exchange))
            case _:
                pass
        if had_focus:
            self.focus_inside()

    def show_tab_beside(self, by: int) -> None:
        """The next tab, or the one before."""
        self.show_tab(self._tabs.beside(by))

    def focus_inside(self) -> None:
        """Put the focus where one reads in the shown tab."""
        self.screen.set_focus(self._tree if self._tree.display else self._page)

    # its own doing

    def _say_identity(self, verdict: Verdict) -> None:
        """The RequestId in full; its label and the action's name where there is room."""
        if self._exchange is None:
            return
        call = self._exchange.planned.call
        whose = [piece(f"{call.service} {call.action}", Ink.MUTED)]
        if verdict.request_id is None:
            self._identity.show([piece(verdict.no_id, Ink.MUTED)], whose)
            return
        label = (muted("RequestId "),) if self._room >= len(verdict.request_id) + 10 else ()
        self._identity.show([Piece((*label, Span(verdict.request_id)), "copy_request_id")], whose)

    @property
    def _room(self) -> int:
        """Cells of a row."""
        return self.size.width - 2 or 80

    def on_resize(self, _event: events.Resize) -> None:
        if self._exchange is not None:
            self._say_identity(verdict_of(self._exchange))

    def _tone(self, tone: Tone | None) -> None:
        for one in Tone:
            self.set_class(one is tone, one.value)

    def _why(self, exchange: Exchange) -> list[Line]:
        lines = why_lines(exchange, self._explanation, roomy=self.size.height > 16)
        words = verdict_of(exchange).words
        if cell_len(words) > self._room:  # the strip cannot show all of it
            lines.insert(0, line(Span(words, Ink.BAD, "bold")))
        return lines

    def _show_raw(self, exchange: Exchange) -> None:
        response = exchange.response
        if response is None:
            return
        if self._raw is not None:
            self._page.show(self._raw, wrap=False)
        elif len(response.body) < IN_THREAD:
            self._raw = _readable(exchange)
            self._page.show(self._raw, wrap=False)
        else:
            self._page.show([line(muted("indenting …"))])
            self.run_worker(lambda: self._make_raw(exchange), thread=True, group="raw", exclusive=True)

    def _make_raw(self, exchange: Exchange) -> None:
        self.post_message(self.RawMade(exchange, _readable(exchange)))

    def on_response_pane_raw_made(self, event: RawMade) -> None:
        event.stop()
        if event.exchange is self._exchange:
            self._raw = event.rows
            if self.tab == "Raw":
                self._page.show(self._raw, wrap=False)


def _readable(exchange: Exchange) -> list[str]:
    assert exchange.response is not None
    is_json = isinstance(exchange.outcome, Success | ApiError)
    return raw_rows(body_text(exchange.response.body, is_json=is_json))
