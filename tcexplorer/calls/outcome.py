"""The outcome of an answer, whatever it is: an envelope, an event stream, a page of a proxy, half a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.calls.stream import StreamSummary, counted
from tcexplorer.protocol.envelope import ApiError, Malformed, Success, TransportError, read_outcome
from tcexplorer.waiting import loop_runs

if TYPE_CHECKING:
    from collections.abc import Generator

    from tcexplorer.answer.body import Answer
    from tcexplorer.protocol.model import Response

_ON_THE_WAY = frozenset({"read", "timeout", "protocol"})
_QUICK = 1_000_000
"""Bytes of a body that are read at once, in a few milliseconds."""


class ReadOutcome(NamedTuple):
    """An outcome, and the body as it was read where that took long: so that nobody need read it again."""

    outcome: Success | ApiError | Malformed | TransportError
    answer: Answer | None = None


def is_event_stream(response: Response) -> bool:
    """Whether the body is one, by its first bytes and its content type: an error before the stream is JSON."""
    if response.body[:1] in (b"{", b"["):
        return False
    from tcexplorer.answer.body import BodyKind, sniffed

    return sniffed(response.body, response.header("Content-Type") or "").kind is BodyKind.EVENTS


def summary_of(response: Response) -> StreamSummary:
    """The events of a body, added up; of one that is no event stream there are none."""
    summary = StreamSummary(response.headers)
    if is_event_stream(response):
        from tcexplorer.answer.events import events_in

        summary.take(events_in(response.body))
    return summary


async def read_in_slices(response: Response, summary: StreamSummary | None = None) -> ReadOutcome:
    """The outcome of an answer; while a large body is read, the running loop, if there is one, gets its turn now and
    then. Nothing raises.

    `summary` is that of its events, where they have been counted already. An answer that broke off is a transport
    error, unless one of its events had told an error of the API before.
    """
    if (known := _without_reading(response, summary)) is not None:
        return ReadOutcome(known)
    large = len(response.body) >= _QUICK
    if not large or not loop_runs():
        outcome = read_outcome(response)
        if not isinstance(outcome, Malformed) or not response.body.strip():
            return ReadOutcome(outcome)
        from tcexplorer.answer.slices import finished

        return ReadOutcome(finished(_reading(response)).outcome)
    from tcexplorer.answer.reader import collector_paused
    from tcexplorer.answer.slices import run_cooperatively

    with collector_paused(freeze=True):  # it would look through the growing answer again and again
        return await run_cooperatively(_reading(response))


def _without_reading(
    response: Response, summary: StreamSummary | None
) -> ApiError | Malformed | Success | TransportError | None:
    broken = response.broken
    if is_event_stream(response):
        return _of_stream(response, summary or summary_of(response))
    if broken is not None and broken.kind in _ON_THE_WAY:
        return TransportError(broken.kind, broken.sentence, may_have_arrived=True)
    return read_outcome(response) if broken is not None or response.truncated else None


def _reading(response: Response) -> Generator[int, None, ReadOutcome]:
    from tcexplorer.answer.body import BodyKind, answering

    content_type = response.header("Content-Type") or ""
    answer = yield from answering(response.body, content_type)

    def malformed(reason: str) -> ReadOutcome:
        return ReadOutcome(Malformed(response.status, content_type or "no content type", reason), answer)

    match answer.kind:
        case BodyKind.ENVELOPE if answer.outcome is not None:
            return ReadOutcome(answer.outcome, answer)
        case BodyKind.EMPTY:
            return malformed("the answer is empty")
        case BodyKind.JSON:
            return malformed("the answer is JSON, but has no object named Response")
        case BodyKind.BROKEN:
            return malformed(f"the answer is {answer.text}")
        case _:
            return malformed(f"the answer is not JSON: {answer.text}")


def _of_stream(response: Response, summary: StreamSummary) -> Success | ApiError | Malformed | TransportError:
    broken, count = response.broken, counted(summary.count)
    content_type = response.header("Content-Type") or "no content type"
    if summary.error is not None:
        return summary.error
    if broken is not None and broken.kind in _ON_THE_WAY:
        return TransportError(broken.kind, f"{broken.sentence}; {count} came", may_have_arrived=True)
    if broken is not None:
        return Malformed(response.status, content_type, f"{broken.sentence}; {count} came")
    if response.truncated:
        text = f"the event stream was cut at {len(response.body)} bytes; {count} came"
        return Malformed(response.status, content_type, text)
    return summary.outcome() or Malformed(response.status, content_type, "the answer is an event stream without events")
