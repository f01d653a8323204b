"""The one way a planned call is sent, read and recorded, with a running loop or without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tcexplorer.calls.exchange import Exchange
from tcexplorer.calls.outcome import read_in_slices, summary_of
from tcexplorer.calls.stream import header_request_id
from tcexplorer.protocol.envelope import ApiError, Cancelled, Success, TransportError
from tcexplorer.waiting import stops

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.calls.observer import ResponseObserver
    from tcexplorer.calls.plan import Plan
    from tcexplorer.calls.record import Recorder
    from tcexplorer.protocol.model import Call, Response
    from tcexplorer.protocol.request import SignedRequest


class Sender(Protocol):
    """Sends signed requests; never raises for what can go wrong on the way."""

    async def send(self, request: SignedRequest, observer: ResponseObserver | None = None) -> Response | TransportError:
        """Send it, once; the observer is told of the answer while it comes, and of what had come when it is cancelled.

        One for the shell waits for nothing but the network, so that `waiting.driven` can drive it.
        """
        ...


@dataclass(frozen=True, slots=True)
class CallFlow:
    """Sends what was planned. Pages, polls and several regions call it again and again.

    The recorder gets every exchange once, cancelled ones too.
    """

    sender: Sender
    clock: Callable[[], float]
    recorder: Recorder | None = None

    async def perform(self, plan: Plan, observer: ResponseObserver | None = None) -> Exchange:
        """Send and read. What stops it (a cancel, ctrl+c) passes; the observer has the exchange then, too."""
        started = self.clock()
        try:
            exchange = await self._performed(plan, started, observer)
        except stops():
            exchange = cancelled(plan, started, self.clock() - started, observer)
            self._record(exchange, observer)
            raise
        self._record(exchange, observer)
        return exchange

    async def _performed(self, plan: Plan, started: float, observer: ResponseObserver | None) -> Exchange:
        response = await self.sender.send(plan.request, observer)
        elapsed = self.clock() - started
        if isinstance(response, TransportError):
            return Exchange(plan.call, response, None, started, elapsed, plan)
        if observer is not None:
            observer.ended(response)
        return await answered(plan.call, response, started, elapsed, plan, observer)

    def _record(self, exchange: Exchange, observer: ResponseObserver | None) -> None:
        if observer is not None:
            observer.exchange = exchange
        if self.recorder is not None:
            from tcexplorer.calls.record import record_of

            self.recorder(record_of(exchange))


async def answered(
    call: Call,
    response: Response,
    started_at: float,
    elapsed: float,
    plan: Plan | None = None,
    observer: ResponseObserver | None = None,
) -> Exchange:
    """The exchange that ended with this response, which is read in slices where a loop runs."""
    summary = observer.summary if observer is not None and observer.is_stream else summary_of(response)
    outcome, answer = await read_in_slices(response, summary)
    in_envelope = outcome.envelope.request_id if isinstance(outcome, Success | ApiError) else None
    return Exchange(
        call,
        outcome,
        response,
        started_at,
        elapsed,
        plan,
        summary.count or None,
        in_envelope or summary.request_id or header_request_id(response.headers),
        observer.overflow if observer is not None else None,
        answer,
    )


def cancelled(plan: Plan, started_at: float, elapsed: float, observer: ResponseObserver | None = None) -> Exchange:
    """The exchange of a call that the user stopped waiting for, with what the observer had seen of its answer."""
    if observer is None or observer.partial is None:
        return Exchange(plan.call, Cancelled(elapsed), None, started_at, elapsed, plan)
    summary = observer.summary
    events = summary.count if observer.is_stream else None
    outcome = Cancelled(elapsed, observer.received, events)
    return Exchange(
        plan.call,
        outcome,
        observer.partial,
        started_at,
        elapsed,
        plan,
        events,
        summary.request_id,
        observer.overflow,
    )
