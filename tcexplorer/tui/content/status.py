"""An outcome in a few words: the strip at the top of the response pane, and the row below it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tcexplorer.answer.present import size_text, time_text
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Success, TransportError
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.envelope import Outcome


class Tone(StrEnum):
    """The colour of a verdict; a class of the response pane."""

    GOOD = "-good"
    BAD = "-bad"
    WARN = "-warn"
    QUIET = "-quiet"


@dataclass(frozen=True, slots=True)
class ResponseStatus:
    """`words` begin with the sign; `details` are time and size; `identity` is the RequestId, or why there is none."""

    words: str
    details: tuple[str, ...]
    tone: Tone
    request_id: str | None
    no_id: str = ""


_KINDS = {
    "dns": "no such host",
    "connect": "no connection",
    "tls": "no secure connection",
    "proxy": "the proxy refused",
    "timeout": "timed out",
    "read": "the connection broke",
    "refused": "refused",
    "protocol": "not HTTP",
}
NEVER_ARRIVED = "no RequestId: the request never reached the API"
MAY_HAVE_ARRIVED = "no RequestId: the request may have reached the API"
NOT_SAID = "no RequestId in the answer"


def request_id_of(outcome: Outcome) -> str | None:
    """The RequestId of an outcome, where there is one."""
    return outcome.envelope.request_id if isinstance(outcome, Success | ApiError) else None


def verdict_of(exchange: Exchange) -> ResponseStatus:
    """The verdict on an exchange; texts are inert."""
    took = time_text(exchange.elapsed)
    size = (size_text(exchange.response.size),) if exchange.response else ()
    match exchange.outcome:
        case Success(envelope, dry_run):
            words = "✓ dry run passed" if dry_run else "✓ success"
            return ResponseStatus(words, (took, *size), Tone.GOOD, _shown(envelope.request_id), NOT_SAID)
        case ApiError(envelope, code, _):
            words = f"✗ {visible(code) or 'error without a code'}"
            return ResponseStatus(words, (took,), Tone.BAD, _shown(envelope.request_id), NOT_SAID)
        case Malformed(status, content_type, _):
            words = f"≠ not an API answer: {status} {visible(content_type.partition(';')[0])}"
            return ResponseStatus(words, (took, *size), Tone.WARN, None, NOT_SAID)
        case TransportError(kind, _, may_have_arrived):
            words = f"↯ no answer: {_KINDS.get(kind, visible(kind))}"
            return ResponseStatus(
                words, (took,), Tone.WARN, None, MAY_HAVE_ARRIVED if may_have_arrived else NEVER_ARRIVED
            )
        case Cancelled(after):
            return ResponseStatus(f"– cancelled after {time_text(after)}", (), Tone.QUIET, None, MAY_HAVE_ARRIVED)


def _shown(request_id: str | None) -> str | None:
    return visible(request_id) if request_id else None
