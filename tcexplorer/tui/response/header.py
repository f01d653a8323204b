"""The rows at the top of the response pane, which never move: verdict, RequestId, tabs; below them what is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tcexplorer.answer.body import BodyKind
from tcexplorer.answer.present import size_text, time_text
from tcexplorer.calls.save import Saved
from tcexplorer.calls.stream import counted
from tcexplorer.protocol.envelope import ApiError, Success, inner_request_ids
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.error import oddities
from tcexplorer.tui.content.status import Tone, verdict_of
from tcexplorer.tui.response.tabs import TABS, WHY
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Piece, Title, WholeRow, key_piece, piece
from tcexplorer.tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.tui.response.state import ResponseState


class ResponseHeader(Vertical):
    """Says what came back, or how far a call is."""

    def __init__(self) -> None:
        super().__init__()
        self.styles.height = "auto"
        self._verdict = Title(classes="title verdict")
        self._identity = WholeRow(classes="id")
        self.tabs = Tabs([tab.name for tab in TABS], classes="tabs")
        self._warning = Bar(classes="id")
        self._oddities = Bar(classes="id")
        self._state: ResponseState | None = None

    def compose(self) -> ComposeResult:
        yield self._verdict
        yield self._identity
        yield self.tabs
        yield self._warning
        yield self._oddities

    def show_idle(self) -> None:
        """No answer yet."""
        self._show_verdict(None, ("no answer yet",))
        self._identity.show([piece("the RequestId will be here, in full", Role.MUTED)])
        self._hide_rows()

    def show_sent(self, what: str) -> None:
        """A call was just sent."""
        self._identity.show([piece(f"sent: {what}", Role.MUTED)])

    def show_progress(
        self, phase: str, seconds: float | None = None, *, size: int | None = None, events: int | None = None
    ) -> None:
        """What is going on, with how many bytes and events, and for how long; without seconds nothing cancels it."""
        words = [f"… {phase}"]
        words += [counted(events)] if events is not None else []
        words += [size_text(size)] if size is not None else []
        words += [time_text(seconds)] if seconds is not None else []
        self._show_verdict(Tone.QUIET, words, [piece("Esc cancels")] if seconds is not None else ())

    def begin_stream(self, request_id: str | None) -> None:
        """The first events of an answer came."""
        self._hide_rows()
        if request_id:
            self._identity.show([piece(request_id, command="copy_request_id")])

    def update(self, state: ResponseState) -> None:
        """The verdict, the RequestId, a warning of the API's, and what is odd about the body."""
        self._state = state
        verdict, outcome = verdict_of(state.exchange), state.exchange.outcome
        response = state.exchange.response
        details = verdict.details
        if state.source:  # it has no time: nobody knows how long it took
            details = (*((size_text(response.size),) if response is not None else ()), state.source)
        self._show_verdict(verdict.tone, (verdict.words, *details))
        self._show_identity(state.exchange)
        warning = outcome.envelope.deprecated_warning if isinstance(outcome, Success | ApiError) else None
        self.tabs.display = True
        self._warning.display = bool(warning)
        if warning:
            text = " ".join(warning[:1000].split())
            self._warning.show([Piece((Span("† deprecated: ", Role.WARN, "bold"), Span(text, Role.WARN)), WHY.command)])
        left, right = _oddity_pieces(state)
        self._oddities.display = bool(left)
        self._oddities.show(left, right)

    def _show_verdict(self, tone: Tone | None, words: Sequence[str], right: Sequence[Piece] = ()) -> None:
        for one in Tone:
            self.set_class(one is tone, one.value)
        first, *rest = words
        self._verdict.show([piece(first, style="bold"), *map(piece, rest)], right)

    def _hide_rows(self) -> None:
        self._state = None
        self.tabs.display = self._warning.display = self._oddities.display = False

    def on_resize(self, _event: events.Resize) -> None:
        if self._state is not None:
            self._show_identity(self._state.exchange)

    def _show_identity(self, exchange: Exchange) -> None:
        """The RequestId in full; its label, ids of services behind the service, the action where there is room."""
        verdict, call = verdict_of(exchange), exchange.call
        whose = [piece(f"{call.service} {call.action}", Role.MUTED)]
        if verdict.request_id is None:
            self._identity.show([piece(verdict.no_id, Role.MUTED)], whose)
            return
        room = self.size.width - 2 or 80
        inner = inner_request_ids(exchange.outcome) if isinstance(exchange.outcome, ApiError) else ()
        behind: list[Piece] = []
        if inner:
            more = (muted(" …"),) if inner[1:] else ()
            all_of_it = Piece((muted("inner "), Span(inner[0]), *more), WHY.command)
            fits = room >= len(verdict.request_id) + Bar.GAP + all_of_it.cells
            behind = [all_of_it if fits else piece("+inner id", Role.KEY, "", WHY.command)]
        taken = len(verdict.request_id) + sum(Bar.GAP + one.cells for one in behind)
        label = (muted("RequestId "),) if room >= taken + 10 else ()
        self._identity.show([Piece((*label, Span(verdict.request_id)), "copy_request_id"), *behind], whose)


def _oddity_pieces(state: ResponseState) -> tuple[list[Piece], list[Piece]]:
    """What the body is when it is no envelope, and what is odd about it; nothing when all is well."""
    exchange, answer = state.exchange, state.answer
    if answer is None and exchange.response is not None:
        return [piece(f"reading {size_text(len(exchange.response.body))} …", Role.MUTED)], []
    words = oddities(exchange, answer)
    if not words:
        return [], []
    first = piece(words[0], Role.MUTED, command=WHY.command)
    is_binary = answer is not None and answer.kind is BodyKind.BINARY
    if is_binary or isinstance(exchange.overflow, Saved):  # more than the screen can show
        return [first], [key_piece(BY_ID["save"].key_text, "saves it" if is_binary else "saves all of it", "save")]
    if words[1:]:
        return [first], [piece(f"+{len(words) - 1} more: {WHY.name}", Role.KEY, "", WHY.command)]
    return [first], []
