"""The sandbox: a request in, the cloud's answer out."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tcexplorer.protocol.model import Credential
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret, mask_id
from tcexplorer.sandbox.faults import Faults, delay_of
from tcexplorer.sandbox.lookup import Lookup
from tcexplorer.sandbox.rate import RateLimit
from tcexplorer.sandbox.replies import Replier, request_id
from tcexplorer.sandbox.rules import refused
from tcexplorer.sandbox.streaming import PAUSE, encoded, encoded_events, stream_of, wants_stream
from tcexplorer.sandbox.visit import Knowledge, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from tcexplorer.protocol.http_text import Defect, Received
    from tcexplorer.protocol.model import JsonObject
    from tcexplorer.sandbox.errors import RefusalError
    from tcexplorer.sandbox.lookup import KnownActions

CALLS_PER_SECOND = 20
"""What most products allow of one action."""
_ALPHABET = string.ascii_letters + string.digits
_SHOWN_DEFECTS = 3
_LONGEST_SHOWN = 64


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, to be sent `delay` seconds from now.

    Where it has `parts`, which together are its body, they are sent one by one, `pause` seconds apart.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    delay: float = 0.0
    parts: tuple[bytes, ...] = ()
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Handled:
    """A request and what became of it. `code` is None for a success; what is unknown of the call is None, and
    of a refused one it is what the request claims.
    """

    received: Received
    reply: Reply
    request_id: str
    code: str | None
    message: str
    service: str | None
    version: str | None
    action: str | None
    region: str | None
    secret_id: str | None
    """Masked."""
    remarks: tuple[Defect, ...]
    """The defects of the request, and what was accepted although the real service has no such thing."""
    authentic: bool = False
    """Whether its signature was accepted, or none is wanted."""
    on_demand: bool = False
    """Whether the code was asked for: nothing need be wrong with the request."""
    params: JsonObject | None = field(default=None, repr=False)
    """The parameters, where they could be read. They may hold secrets."""

    @property
    def line(self) -> str:
        """One line for a log, without any secret: `03:04:05 POST mqtt DescribeInstanceList success …`.

        The time is UTC; a service or an action that nobody knows is `-`.
        """
        text = self.brief
        if self.message:
            text += f"  {visible(self.message)}"
        if self.remarks:
            text += f"  [{', '.join(remark.id for remark in self.remarks)}]"
        return text

    @property
    def brief(self) -> str:
        """The same without the message: when, what, the code and the RequestId."""
        time = datetime.fromtimestamp(self.received.at, UTC).strftime("%H:%M:%S")
        call = [self.received.method.decode("latin-1") or "-", self.service or "-", self.action or "-"]
        if self.region:
            call.append(self.region)
        text = " ".join([time, *(part[:_LONGEST_SHOWN] for part in call), self.code or "success"])
        return visible(f"{text} {self.request_id}")


def new_credential(random: Random, *, temporary: bool = False) -> Credential:
    """A test credential of the usual shape: SecretId AKID and 32 characters, SecretKey of 32; optionally a token."""

    def text(length: int) -> str:
        return "".join(random.choices(_ALPHABET, k=length))

    token = Secret(text(128)) if temporary else None
    return Credential(f"AKID{text(32)}", Secret(text(32)), token)


class Sandbox:
    """Answers requests as the cloud would. Holds no account: nothing that is called changes anything.

    `clock` gives seconds since 1970; `credentials` are the ones it knows, its own first; `calls_per_second` is the
    limit of each action, 0 for none. `on_handled`, and whoever else stands in `observers`, is called with each request
    before its answer is sent, so it must be quick; `inspector` does slow things afterwards.
    """

    def __init__(
        self,
        catalogue: KnownActions,
        *,
        credentials: Sequence[Credential],
        clock: Callable[[], float],
        random: Random,
        on_handled: Callable[[Handled], None] | None = None,
        calls_per_second: int = CALLS_PER_SECOND,
    ) -> None:
        self.clock = clock
        self.credentials = {credential.secret_id: credential for credential in credentials}
        self._replier = Replier()
        self._random = random
        self.observers: list[Callable[[Handled], None]] = [] if on_handled is None else [on_handled]
        self.faults = Faults()
        """For requests to come that would succeed."""
        self._known = Knowledge(Lookup(catalogue), self.credentials, RateLimit(calls_per_second), self.faults)

    @property
    def services(self) -> frozenset[str]:
        """The short names of all services."""
        return frozenset(self._known.lookup.versions)

    def services_of(self, action: str, version: str) -> frozenset[str]:
        """The services that have the action in the version."""
        return self._known.lookup.services_of(action, version)

    def handle(self, received: Received, *, hashed_body: str | None = None) -> Reply:
        """Answer a request; `hashed_body` is the hex SHA-256 of its body where that is known already."""
        visit = Visit(received, self._known, hashed_body)
        claims = visit.claims
        refusal = refused(visit)
        events: list[JsonObject] = []
        response: JsonObject
        message = ""
        if refusal is None:
            params = visit.params or {}
            response = self._replier.response(visit.action, params, claims.messages_in)
            if wants_stream(visit.action, params):
                events = stream_of(visit.action, claims.messages_in, response)
        else:
            message = refusal.message + _defects_said(received, refusal)
            response = {"Error": {"Code": refusal.code, "Message": message}}
        response["RequestId"] = number = request_id(self._random)
        status = 200 if refusal is None else refusal.status
        if events:
            parts = encoded_events(events, number)
            headers = (("Content-Type", "text/event-stream"), ("X-TC-RequestId", number))
            reply = Reply(status, headers, b"".join(parts), delay_of(received), parts, PAUSE)
        else:
            reply = Reply(
                status, (("Content-Type", "application/json"),), encoded({"Response": response}), delay_of(received)
            )
        handled = Handled(
            received,
            reply,
            number,
            refusal.code if refusal else None,
            message,
            visit.service or (claims.scope_service if claims.host.local else claims.host.label or None),
            claims.version,
            claims.action,
            claims.region,
            mask_id(claims.secret_id) if claims.secret_id else None,
            (*received.defects, *visit.remarks),
            visit.authentic,
            refusal is not None and refusal.on_demand,
            visit.params if visit.authentic and visit.found else None,
        )
        for observer in self.observers:
            observer(handled)
        return reply


def _defects_said(received: Received, refusal: RefusalError) -> str:
    """What is odd about the request, as far as it may be the cause and the refusal has not said it."""
    if not refusal.code.startswith(("AuthFailure", "MissingParameter", "UnsupportedProtocol", "InvalidRequest")):
        return ""
    said = refusal.message.lower()
    texts = [defect.text for defect in received.defects if defect.text.lower() not in said]
    return f" Besides: {'; '.join(texts[:_SHOWN_DEFECTS])}." if texts else ""
