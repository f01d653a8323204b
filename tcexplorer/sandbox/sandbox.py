"""The sandbox: a request in, the cloud's answer out."""

from __future__ import annotations

import json
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tcexplorer.protocol.claims import Claims, Scheme, read_claims
from tcexplorer.protocol.http_text import Defect, Received
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret, mask_id
from tcexplorer.sandbox.checks import (
    check_clock,
    check_nonce,
    check_present,
    check_protocol,
    check_size,
    check_token,
    find_credential,
    read_timestamp,
)
from tcexplorer.sandbox.faults import Faults, check_fault, delay_of
from tcexplorer.sandbox.lookup import Catalogue, Lookup, check_region
from tcexplorer.sandbox.parameters import check_parameters
from tcexplorer.sandbox.rate import RateLimit
from tcexplorer.sandbox.reading import read_parameters
from tcexplorer.sandbox.refusal import RefusalError, shown
from tcexplorer.sandbox.replies import Replier, request_id
from tcexplorer.sandbox.staged import check_mfa, check_staged
from tcexplorer.sandbox.streaming import PAUSE, encoded_events, stream_of, wants_stream
from tcexplorer.sandbox.verify import check_scope, parse_authorization, verify_tc3, verify_v1

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from tcexplorer.protocol.model import JsonObject

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
        catalogue: Catalogue,
        *,
        credentials: Sequence[Credential],
        clock: Callable[[], float],
        random: Random,
        on_handled: Callable[[Handled], None] | None = None,
        calls_per_second: int = CALLS_PER_SECOND,
    ) -> None:
        self.clock = clock
        self.credentials = {credential.secret_id: credential for credential in credentials}
        self._lookup = Lookup(catalogue)
        self._replier = Replier()
        self._rate = RateLimit(calls_per_second)
        self._random = random
        self.observers: list[Callable[[Handled], None]] = [] if on_handled is None else [on_handled]
        self.faults = Faults()
        """For requests to come that would succeed."""

    @property
    def services(self) -> frozenset[str]:
        """The short names of all services."""
        return self._lookup.services

    def handle(self, received: Received, *, hashed_body: str | None = None) -> Reply:
        """Answer a request; `hashed_body` is the hex SHA-256 of its body where that is known already."""
        claims = read_claims(received)
        visit = _Visit(received, claims, hashed_body)
        code: str | None = None
        message, status, on_demand = "", 200, False
        response: JsonObject
        try:
            response = self._answer(visit)
        except RefusalError as refusal:
            code, status, on_demand = refusal.code, refusal.status, refusal.on_demand
            message = refusal.message + _defects_said(received, refusal)
            response = {"Error": {"Code": code, "Message": message}}
        response["RequestId"] = number = request_id(self._random)
        if visit.events and code is None:
            parts = encoded_events(visit.events, number)
            headers = (("Content-Type", "text/event-stream"), ("X-TC-RequestId", number))
            reply = Reply(status, headers, b"".join(parts), delay_of(received), parts, PAUSE)
        else:
            reply = Reply(status, (("Content-Type", "application/json"),), _encoded(response), delay_of(received))
        handled = Handled(
            received,
            reply,
            number,
            code,
            message,
            visit.service or (claims.scope_service if claims.host.local else claims.host.label or None),
            claims.version,
            claims.action,
            claims.region,
            mask_id(claims.secret_id) if claims.secret_id else None,
            (*received.defects, *visit.remarks),
            visit.authentic,
            on_demand,
            visit.params,
        )
        for observer in self.observers:
            observer(handled)
        return reply

    def _answer(self, visit: _Visit) -> JsonObject:
        received, claims = visit.received, visit.claims
        check_protocol(received)  # before faults on demand: a CONNECT must never get a 200
        check_fault(received)
        check_size(received, claims)
        check_present(received, claims)
        self._authenticate(visit)
        service = visit.service = self._lookup.service(claims)
        action, site = self._lookup.target(service, claims)
        if claims.scheme is Scheme.SKIP and not action.skip_sign:
            raise RefusalError(
                "AuthFailure.InvalidAuthorization",
                f"Authorization is SKIP, but {service} {action.row.action} must be signed.",
            )
        visit.authentic = True
        if claims.scheme is Scheme.TC3 and claims.scope_service != service:
            named = shown(claims.scope_service or "")
            text = f"the scope names {named}; of the real host it is {service}, and the cloud would refuse any other"
            visit.remarks.append(Defect("scope-service-of-endpoint", text))
        check_region(claims)
        name = f"{service} {action.row.action}"
        self._rate.count((claims.secret_id, name, action.row.version), name, received.at)
        params = read_parameters(received, claims, action)
        if params is None:
            params = {}
        else:
            visit.params = params
            check_parameters(params, action, site)
            check_mfa(params, action)
            check_staged(params, action, claims.region)
        self.faults.check(action.row.action)
        response = self._replier.response(action, params, claims.messages_in)
        if wants_stream(action, params):
            visit.events = stream_of(action, claims.messages_in, response)
        return response

    def _authenticate(self, visit: _Visit) -> None:
        received, claims = visit.received, visit.claims
        if claims.scheme is Scheme.SKIP:
            return
        authorization = None
        if claims.scheme is Scheme.TC3:
            authorization = parse_authorization(claims.authorization or "")
        else:
            check_nonce(claims)
        timestamp = read_timestamp(claims)
        credential = find_credential(claims.secret_id or "", self.credentials)
        check_token(claims, credential)
        check_clock(claims, timestamp, received.at)
        if authorization is None:
            visit.remarks += verify_v1(received, claims, credential)
        else:
            check_scope(authorization, claims.host, timestamp)
            visit.remarks += verify_tc3(received, claims, authorization, credential, timestamp, visit.hashed_body)
        visit.authentic = True


class _Visit:
    """What is found out about a request on its way through the checks."""

    def __init__(self, received: Received, claims: Claims, hashed_body: str | None) -> None:
        self.received = received
        self.claims = claims
        self.hashed_body = hashed_body
        self.service: str | None = None
        self.authentic = False
        self.params: JsonObject | None = None
        self.remarks: list[Defect] = []
        self.events: list[JsonObject] = []
        """The answer, when it is to be a stream."""


def _defects_said(received: Received, refusal: RefusalError) -> str:
    """What is odd about the request, as far as it may be the cause and the refusal has not said it."""
    if not refusal.code.startswith(("AuthFailure", "MissingParameter", "UnsupportedProtocol", "InvalidRequest")):
        return ""
    said = refusal.message.lower()
    texts = [defect.text for defect in received.defects if defect.text.lower() not in said]
    return f" Besides: {'; '.join(texts[:_SHOWN_DEFECTS])}." if texts else ""


def _encoded(response: JsonObject) -> bytes:
    text = json.dumps({"Response": response}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
