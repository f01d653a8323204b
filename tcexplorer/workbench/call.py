"""A call from wish to outcome: planned (signed, guarded), performed, recorded as an exchange."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tcexplorer.catalog.model import Verb
from tcexplorer.protocol.endpoints import EndpointError, refuse_foreign
from tcexplorer.protocol.envelope import Cancelled, Outcome, TransportError, read_outcome
from tcexplorer.protocol.request import SignedRequest, request_size, sign_request
from tcexplorer.workbench.context import endpoint_for, is_local

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.credentials.profiles import Profile
    from tcexplorer.protocol.model import Call, Endpoint, Response
    from tcexplorer.workbench.context import Context


class Sender(Protocol):
    """Sends a signed request, once; never raises for what can go wrong on the way."""

    async def send(self, request: SignedRequest) -> Response | TransportError: ...


class BlockingSender(Protocol):
    """The same, without a loop."""

    def send_blocking(self, request: SignedRequest) -> Response | TransportError: ...


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
    """What was sent and what came of it. `started_at` is in seconds since 1970; `elapsed` in seconds."""

    planned: Planned
    outcome: Outcome
    response: Response | None
    started_at: float
    elapsed: float


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


async def perform(planned: Planned, sender: Sender, *, clock: Callable[[], float]) -> Exchange:
    """Send and read. Cancelling raises CancelledError, as asyncio wants; the caller says `cancelled(...)`."""
    started = clock()
    return _finished(planned, await sender.send(planned.request), started, clock())


def perform_blocking(planned: Planned, sender: BlockingSender, *, clock: Callable[[], float]) -> Exchange:
    """As `perform`, without a loop."""
    started = clock()
    return _finished(planned, sender.send_blocking(planned.request), started, clock())


def cancelled(planned: Planned, started: float, now: float) -> Exchange:
    """The exchange of a call that the user stopped waiting for."""
    return Exchange(planned, Cancelled(now - started), None, started, now - started)


def _finished(planned: Planned, answer: Response | TransportError, started: float, now: float) -> Exchange:
    if isinstance(answer, TransportError):
        return Exchange(planned, answer, None, started, now - started)
    return Exchange(planned, read_outcome(answer), answer, started, now - started)
