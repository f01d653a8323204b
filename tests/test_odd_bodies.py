"""Every odd and hostile answer through a real server: never an exception, and the outcome says what came."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.observer import Arrival, ResponseObserver
from tcexplorer.calls.perform import CallFlow, cancelled
from tcexplorer.calls.plan import Plan, plan
from tcexplorer.catalog.model import Verb
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Outcome, Success, TransportError
from tcexplorer.protocol.model import Call
from tcexplorer.transport import HttpxSender
from tcexplorer.waiting import driven
from tests.builders import credential
from tests.odd_bodies import ALL, BOMB, CAP, ENVELOPE, ID, ON_THE_WAY, WHOLE, Odd, events, http, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.calls.exchange import Exchange


def planned(port: int) -> Plan:
    context = Context(Profile("dev"), credential(), "ap-guangzhou", endpoint=f"http://127.0.0.1:{port}")
    made = plan(Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou"), Verb.READ, context, now=1551113065)
    assert isinstance(made, Plan)
    return made


async def answered(
    wire: bytes, watch: ResponseObserver | None = None, clock: Callable[[], float] = lambda: 0.0
) -> Exchange:
    sender = HttpxSender(cap=CAP, timeout=5)
    async with serving(wire) as port:
        try:
            return await CallFlow(sender, clock).perform(planned(port), watch)
        finally:
            await sender.close()


def blocking(wanted: Plan) -> Exchange:
    """As a command without a loop sends it."""
    sender = HttpxSender(cap=CAP, timeout=5, blocking=True)
    try:
        return driven(CallFlow(sender, lambda: 0.0).perform(wanted, ResponseObserver()))
    finally:
        driven(sender.close())


def told(outcome: Outcome) -> str:
    """The class of an outcome, and its sentence."""
    match outcome:
        case TransportError(_, sentence, _):
            text = sentence
        case Malformed(_, _, reason):
            text = reason
        case Success() | ApiError() | Cancelled():
            text = ""
    return f"{type(outcome).__name__}: {text}"


def test_there_are_enough_of_them() -> None:
    assert len({odd.name for odd in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize("odd", ALL, ids=lambda odd: odd.name)
async def test_the_outcome_says_what_came(odd: Odd) -> None:
    watch = ResponseObserver()
    exchange = await answered(odd.wire, watch)
    kind, _, words = odd.said.partition(": ")
    said = told(exchange.outcome)
    assert said.startswith(f"{kind}: ")
    assert words in said
    assert "\n" not in said
    if odd.kept is not None:
        assert exchange.response is not None
        assert exchange.response.body == odd.kept
        assert watch.received == len(odd.kept) or exchange.response.header("Content-Encoding")
    else:
        assert exchange.response is not None or isinstance(exchange.outcome, TransportError)


@pytest.mark.parametrize("odd", ALL[:5], ids=lambda odd: odd.name)
async def test_a_watch_changes_nothing(odd: Odd) -> None:
    alone, watched = await answered(odd.wire), await answered(odd.wire, ResponseObserver())
    assert (alone.outcome, alone.events, alone.request_id) == (watched.outcome, watched.events, watched.request_id)


@pytest.mark.parametrize("odd", [*ON_THE_WAY, *WHOLE[::5]], ids=lambda odd: odd.name)
async def test_blocking_says_the_same(odd: Odd) -> None:
    async with serving(odd.wire) as port:
        exchange = await asyncio.to_thread(blocking, planned(port))
    kind, _, words = odd.said.partition(": ")
    said = told(exchange.outcome)
    assert said.startswith(f"{kind}: ")
    assert words in said


async def test_a_stream_cancelled_halfway_is_there_as_far_as_it_came() -> None:
    arrived = asyncio.Event()

    def note(arrival: Arrival) -> None:
        if arrival.count == 2:
            arrived.set()

    whole = http(events({"Note": 1, "RequestId": ID}, {"Note": 2}), b"text/event-stream", length=99_999)
    watch, sender = ResponseObserver(note), HttpxSender(timeout=5)
    async with serving(whole, hold=True) as port:
        wanted = planned(port)
        task = asyncio.create_task(CallFlow(sender, lambda: 0.0).perform(wanted, watch))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await sender.close()
    exchange = cancelled(wanted, 0.0, 1.5, watch)
    body = whole.partition(b"\r\n\r\n")[2]
    assert exchange.outcome == Cancelled(1.5, len(body), 2)
    assert exchange.response is not None
    assert exchange.response.body == body
    assert (exchange.events, exchange.request_id) == (2, ID)


async def test_what_was_folded_is_kept_as_it_came_too() -> None:
    exchange = await answered(http(BOMB, b"application/json", b"Content-Encoding: gzip"))
    assert exchange.response is not None
    assert exchange.response.received == BOMB
    assert exchange.response.size == 5_000_000
    assert exchange.response.truncated


@pytest.mark.parametrize("content_type", [b"text/event-stream", b"text/plain"])
async def test_events_are_counted_and_give_the_request_id(content_type: bytes) -> None:
    exchange = await answered(http(events({"Note": 1}, {"Note": 2, "RequestId": ID}), content_type))
    assert isinstance(exchange.outcome, Success)
    assert (exchange.events, exchange.outcome.events, exchange.request_id) == (2, 2, ID)
    assert exchange.outcome.envelope.response == {"Note": 2, "RequestId": ID}


async def test_the_request_id_may_be_in_the_headers() -> None:
    header = b"X-TC-RequestId: " + ID.encode()
    for wire in (
        http(events({"Note": 1}), b"text/event-stream", header),
        http(events({"Note": 1}), b"text/event-stream", header, length=5_000),
        http(b"<html>", b"text/html", header),
        http(ENVELOPE.replace(ID.encode(), b"its own"), b"application/json", header),
    ):
        exchange = await answered(wire)
        assert exchange.request_id == ("its own" if b"its own" in wire else ID)


async def test_an_error_in_an_event_is_one_of_the_api() -> None:
    error = {"ErrorMsg": {"Code": 4001, "Msg": "too slow"}}
    exchange = await answered(http(events({"Note": 1, "RequestId": ID}, error), b"text/event-stream", length=5_000))
    assert isinstance(exchange.outcome, ApiError)
    assert (exchange.outcome.code, exchange.outcome.message) == ("4001", "too slow")
    assert exchange.outcome.envelope.request_id == ID
    assert exchange.events == 2


async def test_a_large_answer_is_read_once() -> None:
    body = b'{"Response":{"X":[' + b"1234567," * 140_000 + b'1],"RequestId":"r"}}'
    sender = HttpxSender(timeout=5)
    async with serving(http(body)) as port:
        exchange = await CallFlow(sender, lambda: 0.0).perform(planned(port))
    await sender.close()
    assert isinstance(exchange.outcome, Success)
    assert exchange.answer is not None
    assert exchange.answer.value == exchange.outcome.envelope.document
    assert dataclasses.replace(exchange, answer=None) != exchange
