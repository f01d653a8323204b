"""The outcome of an answer, whatever it is: an envelope, an event stream, a page of a proxy, half a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.envelope import ApiError, Malformed, Success, TransportError, read_outcome
from tcexplorer.workbench.streamed import Tally, counted

if TYPE_CHECKING:
    from collections.abc import Generator

    from tcexplorer.answer.body import Answer
    from tcexplorer.protocol.model import Response
    from tcexplorer.workbench.call import Exchange

_ON_THE_WAY = frozenset({"read", "timeout", "protocol"})
_QUICK = 1_000_000
"""Bytes of a body that are read at once, in a few milliseconds."""


class Reading(NamedTuple):
    """An outcome, and the body as it was read where that took long: so that nobody need read it again."""

    outcome: Success | ApiError | Malformed | TransportError
    answer: Answer | None = None


def is_event_stream(response: Response) -> bool:
    """Whether the body is one, by its first bytes and its content type: an error before the stream is JSON."""
    if response.body[:1] in (b"{", b"["):
        return False
    from tcexplorer.answer.body import BodyKind, sniffed

    return sniffed(response.body, response.header("Content-Type") or "").kind is BodyKind.EVENTS


def tally_of(response: Response) -> Tally:
    """The events of a body, added up; of one that is no event stream there are none."""
    tally = Tally(response.headers)
    if is_event_stream(response):
        from tcexplorer.answer.events import events_in

        tally.take(events_in(response.body))
    return tally


def outcome_of(response: Response, tally: Tally | None = None) -> Success | ApiError | Malformed | TransportError:
    """The outcome of an answer. Nothing raises.

    `tally` is that of its events, where they have been counted already. An answer that broke off is a transport
    error, unless one of its events had told an error of the API before.
    """
    if (known := _without_reading(response, tally)) is not None:
        return known
    outcome = read_outcome(response)
    if not isinstance(outcome, Malformed) or not response.body.strip():
        return outcome
    from tcexplorer.answer.slices import finished

    return finished(_reading(response)).outcome


async def read_in_slices(response: Response, tally: Tally | None = None) -> Reading:
    """As `outcome_of`; while a large body is read, the running loop gets its turn now and then."""
    if (known := _without_reading(response, tally)) is not None:
        return Reading(known)
    if len(response.body) < _QUICK:
        return Reading(outcome_of(response, tally))
    from tcexplorer.answer.parse import collector_paused
    from tcexplorer.answer.slices import sliced

    with collector_paused(freeze=True):  # it would look through the growing answer again and again
        return await sliced(_reading(response))


def without_document(exchange: Exchange) -> Exchange:
    """The exchange without what was read of its body, which takes some five times the memory of the body itself.

    The body stays, so that it can be read again; so does what the outcome says, but for the members of the envelope.
    """
    outcome = exchange.outcome
    if isinstance(outcome, Success | ApiError):
        outcome = replace(outcome, envelope=replace(outcome.envelope, document={}, response={}))
    return replace(exchange, outcome=outcome, answer=None)


def _without_reading(response: Response, tally: Tally | None) -> ApiError | Malformed | Success | TransportError | None:
    broken = response.broken
    if is_event_stream(response):
        return _of_stream(response, tally or tally_of(response))
    if broken is not None and broken.kind in _ON_THE_WAY:
        return TransportError(broken.kind, broken.sentence, may_have_arrived=True)
    return read_outcome(response) if broken is not None or response.truncated else None


def _reading(response: Response) -> Generator[int, None, Reading]:
    from tcexplorer.answer.body import BodyKind, answering

    content_type = response.header("Content-Type") or ""
    answer = yield from answering(response.body, content_type)

    def malformed(reason: str) -> Reading:
        return Reading(Malformed(response.status, content_type or "no content type", reason), answer)

    match answer.kind:
        case BodyKind.ENVELOPE if answer.outcome is not None:
            return Reading(answer.outcome, answer)
        case BodyKind.EMPTY:
            return malformed("the answer is empty")
        case BodyKind.JSON:
            return malformed("the answer is JSON, but has no object named Response")
        case BodyKind.BROKEN:
            return malformed(f"the answer is {answer.text}")
        case _:
            return malformed(f"the answer is not JSON: {answer.text}")


def _of_stream(response: Response, tally: Tally) -> Success | ApiError | Malformed | TransportError:
    broken, count = response.broken, counted(tally.count)
    content_type = response.header("Content-Type") or "no content type"
    if tally.error is not None:
        return tally.error
    if broken is not None and broken.kind in _ON_THE_WAY:
        return TransportError(broken.kind, f"{broken.sentence}; {count} came", may_have_arrived=True)
    if broken is not None:
        return Malformed(response.status, content_type, f"{broken.sentence}; {count} came")
    if response.truncated:
        text = f"the event stream was cut at {len(response.body)} bytes; {count} came"
        return Malformed(response.status, content_type, text)
    return tally.outcome() or Malformed(response.status, content_type, "the answer is an event stream without events")
