"""A call from wish to outcome: planned (signed, guarded), performed, recorded as an exchange."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tcexplorer.catalog.model import Verb
from tcexplorer.protocol.endpoints import EndpointError, refuse_foreign
from tcexplorer.protocol.envelope import ApiError, Cancelled, Outcome, Success, TransportError
from tcexplorer.protocol.request import SignedRequest, request_size, sign_request
from tcexplorer.workbench.context import endpoint_for, is_local
from tcexplorer.workbench.outcome import outcome_of, read_in_slices, tally_of
from tcexplorer.workbench.streamed import header_request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.answer.body import Answer
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.protocol.model import Call, Endpoint, Response
    from tcexplorer.workbench.context import Context
    from tcexplorer.workbench.save import NotSaved, Saved
    from tcexplorer.workbench.streamed import Tally
    from tcexplorer.workbench.watch import Watch


class Sender(Protocol):
    """Sends a signed request, once; never raises for what can go wrong on the way."""

    async def send(self, request: SignedRequest) -> Response | TransportError: ...


class BlockingSender(Protocol):
    """The same, without a loop."""

    def send_blocking(self, request: SignedRequest) -> Response | TransportError: ...


@runtime_checkable
class WatchedSender(Protocol):
    """A sender that tells of an answer while it comes."""

    async def receive(self, request: SignedRequest, receiver: Watch | None) -> Response | TransportError: ...


@runtime_checkable
class WatchedBlockingSender(Protocol):
    """The same, without a loop."""

    def receive_blocking(self, request: SignedRequest, receiver: Watch | None) -> Response | TransportError: ...


class Refusal(StrEnum):
    """Why a call is not sent."""

    NO_CREDENTIAL = "no credential"
    READ_ONLY = "read-only profile"
    ENDPOINT = "endpoint"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Refused:
    """A call that must not be sent, and one line for the user."""

    kind: Refusal
    sentence: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A call ready to be sent: what is shown is what will travel."""

    call: Call
    verb: Verb
    profile: Profile
    endpoint: Endpoint
    request: SignedRequest
    masked_id: str

    @property
    def needs_consent(self) -> bool:
        """Whether a person has to say yes first: it may change something, and not in the sandbox."""
        return self.verb is not Verb.READ and not is_local(self.endpoint)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sent and what came of it. `started_at` is in seconds since 1970; `elapsed` in seconds.

    There is a response as soon as headers came: also when it broke off or was cancelled, with what came by then.
    """

    planned: Planned
    outcome: Outcome
    response: Response | None
    started_at: float
    elapsed: float
    events: int | None = None
    """Events that came, when the answer was an event stream."""
    request_id: str | None = None
    """The RequestId wherever it stood: in the envelope, in the headers, in an event."""
    whole: Saved | NotSaved | None = None
    """The file with all of an answer that is larger than memory is given, or why there is none."""
    answer: Answer | None = field(default=None, repr=False)
    """The body as it was read already, when it is large: reading it again takes a while."""


def plan(call: Call, verb: Verb, context: Context, *, now: float) -> Planned | Refused:
    """Sign the call in its context, after the guards: credential, read-only profile, host, size."""
    if context.credential is None and not call.skip_sign:
        return Refused(Refusal.NO_CREDENTIAL, f"profile {context.profile.name} has no credential to sign with")
    if context.profile.read_only and verb is not Verb.READ:
        return Refused(
            Refusal.READ_ONLY,
            f"profile {context.profile.name} is read-only, and {call.service} {call.action} may change something",
        )
    try:
        endpoint = endpoint_for(call.service, context)
        refuse_foreign(endpoint)
    except EndpointError as error:
        return Refused(Refusal.ENDPOINT, str(error))
    try:
        request = sign_request(call, endpoint, context.credential, timestamp=int(now))
    except ValueError as error:
        return Refused(Refusal.REQUEST, f"the request cannot be put together: {error}")
    size, limit = request_size(request)
    if size > limit:
        return Refused(Refusal.REQUEST, f"the request is {size:,} bytes; the API takes {limit:,} with {call.method}")
    masked = context.credential.masked_id if context.credential and not call.skip_sign else "not signed"
    return Planned(call, verb, context.profile, endpoint, request, masked)


async def perform(
    planned: Planned, sender: Sender, *, clock: Callable[[], float], watch: Watch | None = None
) -> Exchange:
    """Send and read. Cancelling raises CancelledError, as asyncio wants; the caller says `cancelled(...)`.

    `watch` is told of the answer while it comes, if the sender can tell.
    """
    started = clock()
    if watch is not None and isinstance(sender, WatchedSender):
        answer = await sender.receive(planned.request, watch)
    else:
        answer = await sender.send(planned.request)
    now = clock()
    if isinstance(answer, TransportError):
        return Exchange(planned, answer, None, started, now - started)
    tally = _tally(answer, watch)
    if watch is not None:
        watch.partial = answer  # a cancel may still come while it is read
    outcome, read = await read_in_slices(answer, tally)
    exchange = _finished(planned, outcome, answer, tally, (started, now), watch)
    return exchange if read is None else replace(exchange, answer=read)


def perform_blocking(
    planned: Planned, sender: BlockingSender, *, clock: Callable[[], float], watch: Watch | None = None
) -> Exchange:
    """As `perform`, without a loop. KeyboardInterrupt passes; then, too, `cancelled(...)` says what had come."""
    started = clock()
    if watch is not None and isinstance(sender, WatchedBlockingSender):
        answer = sender.receive_blocking(planned.request, watch)
    else:
        answer = sender.send_blocking(planned.request)
    now = clock()
    if isinstance(answer, TransportError):
        return Exchange(planned, answer, None, started, now - started)
    tally = _tally(answer, watch)
    return _finished(planned, outcome_of(answer, tally), answer, tally, (started, now), watch)


def cancelled(planned: Planned, started: float, now: float, watch: Watch | None = None) -> Exchange:
    """The exchange of a call that the user stopped waiting for, with what the watch had seen of its answer."""
    if watch is None or watch.partial is None:
        return Exchange(planned, Cancelled(now - started), None, started, now - started)
    events = watch.tally.count if watch.is_stream else None
    outcome = Cancelled(now - started, watch.received, events)
    request_id = watch.tally.request_id
    return Exchange(planned, outcome, watch.partial, started, now - started, events, request_id, watch.whole)


def _tally(answer: Response, watch: Watch | None) -> Tally:
    """The events of an answer, as the watch has counted them or counted now."""
    if watch is not None:
        watch.ended()
        if watch.is_stream:
            return watch.tally
    return tally_of(answer)


def _finished(
    planned: Planned,
    outcome: Outcome,
    answer: Response,
    tally: Tally,
    times: tuple[float, float],
    watch: Watch | None,
) -> Exchange:
    started, now = times
    in_envelope = outcome.envelope.request_id if isinstance(outcome, Success | ApiError) else None
    return Exchange(
        planned,
        outcome,
        answer,
        started,
        now - started,
        tally.count or None,
        in_envelope or tally.request_id or header_request_id(answer.headers),
        watch.whole if watch is not None else None,
    )
