"""What may be kept of a finished exchange: made here, once, and redacted before anybody gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Outcome, Success, TransportError
from tcexplorer.safety.redact import is_secret_header, redacted
from tcexplorer.safety.scrub import Scrubber

if TYPE_CHECKING:
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.model import JsonObject, Site, Timings


@dataclass(frozen=True, slots=True)
class Record:
    """An exchange without the Authorization header, a signature or a secret. Times in seconds, sizes in bytes."""

    at: float
    elapsed: float
    profile: str
    masked_id: str
    site: Site
    service: str
    version: str
    action: str
    region: str | None
    host: str
    method: str
    params: JsonObject
    outcome: str
    """success, api error, malformed, transport error, cancelled."""
    code: str | None
    """Of an API error; the kind of a transport error."""
    message: str | None
    request_id: str | None
    status: int | None
    request_size: int
    response_size: int | None
    timings: Timings | None
    document: JsonObject | None
    """The envelope, where there is one."""


Recorder: TypeAlias = Callable[[Record], None]
"""Is told of every finished exchange, in the task or thread that called: it must be quick, and must not raise."""


def record_of(exchange: Exchange) -> Record:
    """The record of an exchange that was sent."""
    plan, call, response = exchange.plan, exchange.call, exchange.response
    assert plan is not None
    outcome, code, message = _told(exchange.outcome)
    envelope = exchange.outcome.envelope if isinstance(exchange.outcome, Success | ApiError) else None
    params = cast("JsonObject", redacted(call.params))
    # of Authorization the signature alone: the rest of it is words that messages may say
    headers = [value.rpartition("Signature=")[2] for name, value in plan.request.headers if is_secret_header(name)]
    # a server that repeats what it was sent repeats a password, too
    scrub = Scrubber((), (*_hidden(call.params, params), *headers))
    return Record(
        exchange.started_at,
        exchange.elapsed,
        plan.profile.name,
        plan.masked_id,
        plan.profile.site,
        call.service,
        call.version,
        call.action,
        call.region,
        plan.endpoint.host,
        str(call.method),
        params,
        outcome,
        code,
        message if message is None else scrub.text(cast("str", redacted(message))),
        exchange.request_id,
        response.status if response is not None else None,
        len(plan.request.body),
        response.size if response is not None else None,
        response.timings if response is not None else None,
        None if envelope is None else cast("JsonObject", scrub.document(redacted(envelope.document))),
    )


def _hidden(value: object, shown: object) -> Iterator[str]:
    """The texts that are not shown any more."""
    match value, shown:
        case dict(), dict():
            pairs, left = cast("dict[str, object]", value), cast("dict[str, object]", shown)
            for name, one in pairs.items():
                yield from _hidden(one, left.get(name))
        case list(), list():
            for one, other in zip(cast("list[object]", value), cast("list[object]", shown), strict=False):
                yield from _hidden(one, other)
        case str(), _ if value != shown:
            yield value
        case _:
            pass


def _told(outcome: Outcome) -> tuple[str, str | None, str | None]:
    match outcome:
        case Success():
            return "success", None, None
        case ApiError(_, code, message):
            return "api error", code, message
        case Malformed(_, _, reason):
            return "malformed", None, reason
        case TransportError(kind, sentence):
            return "transport error", kind, sentence
        case Cancelled():
            return "cancelled", None, None
