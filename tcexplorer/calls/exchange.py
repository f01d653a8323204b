"""What was asked and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tcexplorer.protocol.envelope import ApiError, Outcome, Success

if TYPE_CHECKING:
    from tcexplorer.answer.body import Answer
    from tcexplorer.calls.plan import Plan
    from tcexplorer.calls.save import NotSaved, Saved
    from tcexplorer.protocol.model import Call, Response


@dataclass(frozen=True, slots=True)
class Exchange:
    """A call and its outcome. `started_at` is in seconds since 1970; `elapsed` in seconds.

    There is a response as soon as headers came: also when it broke off or was cancelled, with what came by then.
    """

    call: Call
    outcome: Outcome
    response: Response | None
    started_at: float
    elapsed: float
    plan: Plan | None = None
    """How it was sent; None of an answer from a file, of which nobody knows."""
    events: int | None = None
    """Events that came, when the answer was an event stream."""
    request_id: str | None = None
    """The RequestId wherever it stood: in the envelope, in the headers, in an event."""
    overflow: Saved | NotSaved | None = None
    """The file with all of an answer that is larger than memory is given, or why there is none."""
    answer: Answer | None = field(default=None, repr=False)
    """The body as it was read already, when it is large: reading it again takes a while."""

    @property
    def host(self) -> str:
        """Where it was sent."""
        return self.plan.endpoint.host if self.plan is not None else "not known"


def without_document(exchange: Exchange) -> Exchange:
    """The exchange without what was read of its body, which takes some five times the memory of the body itself.

    The body stays, so that it can be read again; so does what the outcome says, but for the members of the envelope.
    """
    outcome = exchange.outcome
    if isinstance(outcome, Success | ApiError):
        outcome = replace(outcome, envelope=replace(outcome.envelope, document={}, response={}))
    return replace(exchange, outcome=outcome, answer=None)
