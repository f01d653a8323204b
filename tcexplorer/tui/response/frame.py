"""The rows at the top of the response pane, which never move: verdict, RequestId, tabs; and what is odd, below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tcexplorer.answer.present import size_text, time_text
from tcexplorer.protocol.envelope import ApiError, Success, inner_request_ids
from tcexplorer.tui.content.error import oddities
from tcexplorer.tui.content.status import Tone, verdict_of
from tcexplorer.tui.text.styled_text import Role, Span, muted
from tcexplorer.tui.widgets.bars import Bar, Identity, Piece, Title, piece
from tcexplorer.tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from typing import Unpack

    from textual import events
    from textual.app import ComposeResult

    from tcexplorer.answer.body import Answer
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.tui.widgets.widget_names import Names


class ResponseFrame(Vertical):
    """Says what came back. What is in the tabs is the pane's business."""

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._verdict = Title([piece("no answer yet", style="bold")], classes="title verdict")
        self._identity = Identity(classes="id")
        self._tabs = Tabs(("Why",), classes="tabs")
        self._warning = Bar(classes="id")
        self._oddities = Bar(classes="id")
        self._said: Exchange | None = None

    def compose(self) -> ComposeResult:
        yield self._verdict
        yield self._identity
        yield self._tabs
        yield self._warning
        yield self._oddities

    def say_nothing(self) -> None:
        """No answer yet."""
        self._said = None
        self._tone(None)
        self._verdict.show([piece("no answer yet", style="bold")])
        self._identity.show([piece("the RequestId will be here, in full", Role.MUTED)])
        self._tabs.display = self._warning.display = self._oddities.display = False

    def show_waiting(self, seconds: float) -> None:
        """A call is under way, for so long."""
        self._tone(Tone.QUIET)
        self._verdict.show([piece("… waiting", style="bold"), piece(time_text(seconds))], [piece("Esc cancels")])

    def begin_waiting(self, what: str) -> None:
        """A call was just sent."""
        self._identity.show([piece(f"sent: {what}", Role.MUTED)])
        self.show_waiting(0.0)

    def say_exchange(self, exchange: Exchange) -> None:
        """The verdict, the RequestId, and a warning of the API's."""
        self._said = exchange
        verdict = verdict_of(exchange)
        self._tone(verdict.tone)
        self._verdict.show([piece(verdict.words, style="bold"), *(piece(detail) for detail in verdict.details)])
        self._say_identity(exchange)
        outcome = exchange.outcome
        warning = outcome.envelope.deprecated_warning if isinstance(outcome, Success | ApiError) else None
        self._warning.display = bool(warning)
        if warning:
            text = " ".join(warning[:1000].split())
            self._warning.show([Piece((Span("† deprecated: ", Role.WARN, "bold"), Span(text, Role.WARN)), "tab_why")])

    def say_reading(self, size: int) -> None:
        """A body of so many bytes is being read."""
        self._oddities.display = True
        self._oddities.show([piece(f"reading {size_text(size)} …", Role.MUTED)])

    def say_body(self, exchange: Exchange, answer: Answer | None) -> None:
        """What the body is when it is no envelope, and what is odd about it; nothing when all is well."""
        words = oddities(exchange, answer)
        self._oddities.display = bool(words)
        if words:
            more = f"  +{len(words) - 1} more: Why" if len(words) > 1 else ""
            self._oddities.show([Piece((muted(words[0]),), "tab_why")], [piece(more.strip(), Role.KEY, "", "tab_why")])

    @property
    def _room(self) -> int:
        """Cells of a row."""
        return self.size.width - 2 or 80

    def on_resize(self, _event: events.Resize) -> None:
        if self._said is not None:
            self._say_identity(self._said)

    def _say_identity(self, exchange: Exchange) -> None:
        """The RequestId in full; its label, ids of services behind the service, the action where there is room."""
        verdict = verdict_of(exchange)
        call = exchange.call
        whose = [piece(f"{call.service} {call.action}", Role.MUTED)]
        if verdict.request_id is None:
            self._identity.show([piece(verdict.no_id, Role.MUTED)], whose)
            return
        inner = inner_request_ids(exchange.outcome) if isinstance(exchange.outcome, ApiError) else ()
        behind: list[Piece] = []
        if inner:
            more = (muted(" …"),) if inner[1:] else ()
            whole = Piece((muted("inner "), Span(inner[0]), *more), "tab_why")
            fits = self._room >= len(verdict.request_id) + Bar.GAP + whole.cells
            behind = [whole if fits else piece("+inner id", Role.KEY, "", "tab_why")]
        taken = len(verdict.request_id) + sum(Bar.GAP + one.cells for one in behind)
        label = (muted("RequestId "),) if self._room >= taken + 10 else ()
        pieces = [Piece((*label, Span(verdict.request_id)), "copy_request_id"), *behind]
        self._identity.show(pieces, whose)

    def _tone(self, tone: Tone | None) -> None:
        for one in Tone:
            self.set_class(one is tone, one.value)
