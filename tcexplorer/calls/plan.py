"""From what the user wants to the bytes that would travel: the call, signed, after the guards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from time import gmtime, strftime
from typing import TYPE_CHECKING

from tcexplorer.calls.context import endpoint_for, region_for
from tcexplorer.catalog.model import Verb
from tcexplorer.protocol.endpoints import EndpointError, refuse_foreign
from tcexplorer.protocol.model import Call
from tcexplorer.protocol.request import SignedRequest, request_size, sign_request

if TYPE_CHECKING:
    from tcexplorer.calls.context import Context
    from tcexplorer.catalog.model import Action
    from tcexplorer.credentials.profile import Profile
    from tcexplorer.protocol.model import Endpoint, Headers, JsonObject


class RefusalReason(StrEnum):
    """Why a call is not sent."""

    NO_CREDENTIAL = "no credential"
    READ_ONLY = "read-only profile"
    ENDPOINT = "endpoint"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Refused:
    """A call that must not be sent, and one line for the user."""

    reason: RefusalReason
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A call ready to be sent: what is shown is what will travel."""

    call: Call
    verb: Verb
    profile: Profile
    endpoint: Endpoint
    request: SignedRequest
    masked_id: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What a call may have beside its parameters."""

    content: bytes | None = None
    headers: Headers = ()
    unsigned_payload: bool = False
    region_given: bool = False
    """Whether the user named the region for this very call: then it is sent to whatever service; a default is not."""


def call_for(action: Action, params: JsonObject, context: Context, extras: Extras | None = None) -> Call:
    """The call of an action in a context."""
    row, extras = action.row, extras or Extras()
    return Call(
        row.service,
        row.version,
        row.action,
        context.region if extras.region_given else region_for(row.service, context),
        params,
        context.method,
        context.language,
        action.skip_sign,
        action.files,
        extras.content,
        extras.headers,
        extras.unsigned_payload,
    )


def plan(call: Call, verb: Verb, context: Context, *, now: float) -> Plan | Refused:
    """Sign the call in its context (`now` in seconds since 1970), after the guards: credential and its end, read-only
    profile, host, size.
    """
    credential, name = context.credential, context.profile.name
    if not call.skip_sign:
        if credential is None:
            return Refused(RefusalReason.NO_CREDENTIAL, f"profile {name} has no credential to sign with")
        if credential.expires_at is not None and credential.expires_at <= now:
            ended = strftime("%H:%M:%S UTC", gmtime(credential.expires_at))
            return Refused(RefusalReason.NO_CREDENTIAL, f"the credential of profile {name} ended at {ended}")
    if context.profile.read_only and verb is not Verb.READ:
        sentence = f"profile {name} is read-only, and {call.service} {call.action} may change something"
        return Refused(RefusalReason.READ_ONLY, sentence)
    try:
        endpoint = endpoint_for(call.service, context)
        refuse_foreign(endpoint)
    except EndpointError as error:
        return Refused(RefusalReason.ENDPOINT, str(error))
    try:
        request = sign_request(call, endpoint, credential, timestamp=int(now))
    except ValueError as error:
        return Refused(RefusalReason.REQUEST, f"the request cannot be put together: {error}")
    size, limit = request_size(request)
    if size > limit:
        sentence = f"the request is {size:,} bytes; the API takes {limit:,} with {call.method}"
        return Refused(RefusalReason.REQUEST, sentence)
    masked = credential.masked_id if credential and not call.skip_sign else "not signed"
    return Plan(call, verb, context.profile, endpoint, request, masked)
