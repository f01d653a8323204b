"""Watching an answer while it comes."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.observer import Arrival, ResponseObserver
from tcexplorer.calls.perform import CallFlow, cancelled
from tcexplorer.calls.save import NotSaved, Saved
from tcexplorer.calls.stream import StreamSummary, added_text
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Success
from tcexplorer.protocol.model import Broken, Headers, Response, Timings
from tcexplorer.waiting import driven
from tests.calls.test_call import Scripted, answer, planned

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.envelope import TransportError
    from tcexplorer.protocol.request import SignedRequest

STREAM: Headers = (("Content-Type", "text/event-stream"), ("X-TC-RequestId", "r-1"))
JSON: Headers = (("Content-Type", "application/json"), ("Content-Length", "40"))


class Pieces:
    """A sender whose answers come in pieces; it may stop after some as if the task was cancelled."""

    def __init__(self, headers: Headers, *pieces: bytes, cap: int = 1_000, stops: bool = False) -> None:
        self.headers = headers
        self.pieces = pieces
        self.cap = cap
        self.stops = stops

    async def send(self, request: SignedRequest, observer: ResponseObserver | None = None) -> Response | TransportError:
        response = self._sent(request, observer)
        if self.stops:
            raise asyncio.CancelledError
        return response

    def _sent(self, request: SignedRequest, receiver: ResponseObserver | None) -> Response:
        assert request.body is not None
        kept, size, wanted = b"", 0, None
        if receiver is not None:
            receiver.began(200, self.headers)
            for piece in self.pieces:
                size += len(piece)
                room = self.cap - len(kept)
                kept += piece[:room]
                if len(piece) > room and wanted is None:
                    wanted = receiver.full(kept)
                receiver.came(piece)
                if len(piece) > room and not (wanted and receiver.rest(piece[room:])):
                    break
            if self.stops:
                receiver.stopped(Response(200, self.headers, kept, size, Timings(1), Broken("cancelled", "stopped")))
        return Response(200, self.headers, kept or b"".join(self.pieces), size, Timings(1.0))


async def watched(sender: Pieces, watch: ResponseObserver) -> Exchange:
    return await CallFlow(sender, lambda: 0.0).perform(planned(), watch)


async def test_each_piece_is_told_with_what_it_completes() -> None:
    arrivals: list[Arrival] = []
    sender = Pieces(STREAM, b'data: {"RequestId":"r-2"}\n\nda', b"ta: 2\n\n", b"data: 3")
    exchange = await watched(sender, ResponseObserver(arrivals.append))
    assert [(one.received, one.count, [event.data for event in one.events]) for one in arrivals] == [
        (0, 0, []),
        (29, 1, ['{"RequestId":"r-2"}']),
        (36, 2, ["2"]),
        (43, 2, []),
        (43, 3, ["3"]),
    ]
    assert [one.request_id for one in arrivals] == ["r-1", *["r-2"] * 4]
    assert all(one.is_stream and one.status == 200 and one.headers == STREAM for one in arrivals)
    assert b"".join(one.data for one in arrivals) == b"".join(sender.pieces)
    assert isinstance(exchange.outcome, Success)
    assert (exchange.events, exchange.request_id) == (3, "r-2")


async def test_of_other_answers_the_progress_is_told() -> None:
    arrivals: list[Arrival] = []
    body = json.dumps({"Response": {"RequestId": "r-1"}}).encode()
    exchange = await watched(Pieces(JSON, body[:10], body[10:]), ResponseObserver(arrivals.append))
    assert [(one.received, one.declared, one.is_stream) for one in arrivals] == [
        (0, 40, False),
        (10, 40, False),
        (len(body), 40, False),
    ]
    assert isinstance(exchange.outcome, Success)
    assert exchange.events is None


async def test_after_a_cancel_what_came_is_there() -> None:
    watch = ResponseObserver()
    with pytest.raises(asyncio.CancelledError):
        await watched(Pieces(STREAM, b"data: 1\n\nda", stops=True), watch)
    exchange = watch.exchange
    assert exchange is not None
    assert exchange.outcome == Cancelled(0.0, received=11, events=1)
    assert exchange.response is not None
    assert exchange.response.body == b"data: 1\n\nda"
    assert (exchange.events, exchange.request_id) == (1, "r-1")


def test_cancelled_before_the_headers() -> None:
    exchange = cancelled(planned(), 10.0, 2.5, ResponseObserver())
    assert exchange.outcome == Cancelled(2.5)
    assert exchange.response is None


async def test_a_sender_that_cannot_tell_is_used_all_the_same() -> None:
    arrivals: list[Arrival] = []
    sender = Scripted(answer({"Response": {"RequestId": "r-1"}}))
    exchange = await CallFlow(sender, lambda: 0.0).perform(planned(), ResponseObserver(arrivals.append))
    assert isinstance(exchange.outcome, Success)
    assert arrivals == []


def test_blocking_is_told_too() -> None:
    arrivals: list[Arrival] = []
    watch = ResponseObserver(arrivals.append)
    exchange = driven(watched(Pieces(STREAM, b"data: 1\n\n"), watch))
    assert exchange.events == 1
    assert [one.count for one in arrivals] == [0, 1]


async def test_what_is_too_large_for_memory_goes_to_a_file(tmp_path: Path) -> None:
    watch = ResponseObserver(overflow=tmp_path / "whole")
    exchange = await watched(Pieces(JSON, b"a" * 9, b"b" * 9, b"c" * 9, cap=10), watch)
    assert exchange.overflow == Saved(tmp_path / "whole", 27)
    assert (tmp_path / "whole").read_bytes() == b"a" * 9 + b"b" * 9 + b"c" * 9
    assert exchange.response is not None
    assert exchange.response.body == b"aaaaaaaaab"
    assert exchange.response.size == 27
    assert isinstance(exchange.outcome, Malformed)
    assert "cut at 10 of at least 27 bytes" in exchange.outcome.reason


async def test_no_file_is_made_for_what_memory_holds(tmp_path: Path) -> None:
    exchange = await watched(Pieces(JSON, b"a" * 9), ResponseObserver(overflow=tmp_path / "whole"))
    assert exchange.overflow is None
    assert not (tmp_path / "whole").exists()


async def test_a_file_that_cannot_be_is_said_and_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_text("mine")
    exchange = await watched(Pieces(JSON, b"a" * 9, b"b" * 9, b"c" * 9, cap=10), ResponseObserver(overflow=path))
    assert isinstance(exchange.overflow, NotSaved)
    assert exchange.overflow.exists
    assert path.read_text() == "mine"
    assert exchange.response is not None
    assert exchange.response.body == b"aaaaaaaaab"


async def test_the_file_has_an_end(tmp_path: Path) -> None:
    watch = ResponseObserver(overflow=tmp_path / "whole", disk_cap=20)
    exchange = await watched(Pieces(JSON, *[b"a" * 9] * 9, cap=10), watch)
    assert exchange.overflow == Saved(tmp_path / "whole", 20)
    assert exchange.response is not None
    assert exchange.response.size == 27


async def test_a_cancel_completes_the_file(tmp_path: Path) -> None:
    watch = ResponseObserver(overflow=tmp_path / "whole")
    with pytest.raises(asyncio.CancelledError):
        await watched(Pieces(STREAM, b"data: 1\n\n", b"data: 2\n\n", cap=10, stops=True), watch)
    assert watch.exchange is not None
    assert watch.exchange.overflow == Saved(tmp_path / "whole", 18)


@pytest.mark.parametrize(
    ("event", "code", "message"),
    [
        ('{"ErrorMsg":{"Code":4001,"Msg":"slow"}}', "4001", "slow"),
        ('{"ErrorMsg":{"Code":"Busy","Message":"m"}}', "Busy", "m"),
        ('{"Error":{"Code":"LimitExceeded","Message":"m"}}', "LimitExceeded", "m"),
        ('{"Response":{"Error":{"Code":"LimitExceeded","Message":"m"}}}', "LimitExceeded", "m"),
    ],
)
def test_errors_in_events(event: str, code: str, message: str) -> None:
    error = tallied(event).error
    assert error is not None
    assert (error.code, error.message, error.envelope.request_id) == (code, message, "r-1")


@pytest.mark.parametrize(
    "event",
    [
        '{"ErrorMsg":null}', '{"ErrorMsg":{}}', '{"ErrorMsg":{"Code":0,"Msg":""}}', '{"ErrorMsg":"x"}', "[DONE]", "{",
        '{"Error":null}', '{"Response":7}', "[" * 9_000, "{" + '"a":{' * 9_000, '{"RequestId":7}', '{"Note":"Error"}',
    ],
)  # fmt: skip
def test_no_errors_in_events(event: str) -> None:
    tally = tallied(event)
    assert tally.error is None
    assert tally.request_id == "r-1"
    assert isinstance(tally.outcome(), Success)


@pytest.mark.parametrize("event", ['{"code":7,"message":"m"}', '{"error":{"code":7,"message":"m"}}'])
def test_an_event_named_error(event: str) -> None:
    assert tallied(event).error is None
    named = tallied(event, name="error").error
    assert named is not None
    assert (named.code, named.message) == ("7", "m")


def tallied(data: str, name: str = "message") -> StreamSummary:
    from tcexplorer.answer.events import Event

    tally = StreamSummary(STREAM)
    tally.take([Event('{"Note":1}'), Event(data, name)])
    assert tally.count == 2
    return tally


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('{"Choices":[{"Delta":{"Content":"a b"}}]}', "a b"),
        ('{"Choices":[{"Delta":{"Content":null}}]}', ""),
        ('{"Choices":[{"Delta":null}]}', ""),
        ('{"Choices":[7]}', ""),
        ('{"Choices":[]}', ""),
        ('{"Note":"a"}', ""),
        ("[DONE]", ""),
    ],
)
def test_the_text_of_a_chat(data: str, text: str) -> None:
    assert added_text(data) == text


async def test_an_error_of_the_api_in_a_stream_is_the_outcome() -> None:
    exchange = await watched(Pieces(STREAM, b'data: {"ErrorMsg":{"Code":4000,"Msg":"m"}}\n\n'), ResponseObserver())
    assert isinstance(exchange.outcome, ApiError)
    assert exchange.outcome.code == "4000"
