"""An event stream on the screen: as it arrives, cancelled, over; counted and kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tcexplorer.protocol.model import Response, Timings
from tcexplorer.tui.response.events import EventsView
from tests.tui.stage import REQUEST_ID, Stage, staged

if TYPE_CHECKING:
    from tcexplorer.calls.observer import ResponseObserver
    from tcexplorer.protocol.envelope import TransportError
    from tcexplorer.protocol.request import SignedRequest

HEADERS = (("Content-Type", "text/event-stream"), ("X-TC-RequestId", REQUEST_ID))


@dataclass
class Streamer:
    """Sends what the test puts into it, piece by piece; None is the end."""

    pieces: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue["bytes | None"])

    async def send(self, request: SignedRequest, observer: ResponseObserver | None = None) -> Response | TransportError:
        del request
        receiver = observer
        assert receiver is not None
        body = b""
        receiver.began(200, HEADERS)
        try:
            while (piece := await self.pieces.get()) is not None:
                body += piece
                receiver.came(piece)
        except asyncio.CancelledError:
            receiver.stopped(_response(body))
            raise
        return _response(body)


def _response(body: bytes) -> Response:
    return Response(200, HEADERS, body, len(body), Timings(34.0, wait=29.0))


async def begun(stage: Stage) -> Streamer:
    streamer = Streamer()
    stage.session.calls = replace(stage.session.calls, sender=streamer)
    await stage.open("describezones")
    await stage.keys("ctrl+r")
    return streamer


async def test_events_are_shown_while_they_come_and_kept_when_it_is_over() -> None:
    async with staged() as stage:
        streamer = await begun(stage)
        streamer.pieces.put_nowait(b'data: {"Note": "first"}\n\ndata: {"No')
        await stage.until("first")
        await stage.until(REQUEST_ID)
        assert "success" not in stage.screen_text
        streamer.pieces.put_nowait(b'te": "second", "LoginPassword": "hunter-22"}\n\n')
        await stage.until("second")
        await stage.until("… receiving")
        await stage.until("2 events")
        assert "hunter" not in stage.screen_text
        streamer.pieces.put_nowait(None)
        await stage.until("✓ success")
        assert "first" in stage.screen_text
        assert "second" in stage.screen_text
        assert stage.app.main.response is not None
        assert stage.app.main.response.tab == "Events"


async def test_escape_stops_it_and_what_came_is_kept() -> None:
    async with staged() as stage:
        streamer = await begun(stage)
        streamer.pieces.put_nowait(b"data: one\n\ndata: two\n\n")
        await stage.until("two")
        await stage.keys("escape")
        await stage.until("– cancelled")
        assert "one" in stage.screen_text
        await stage.keys("f6", "f4")
        await stage.until("data: two")


async def test_the_cursor_stays_with_the_last_event_until_it_is_moved() -> None:
    async with staged(size=(100, 24)) as stage:
        streamer = await begun(stage)
        streamer.pieces.put_nowait(b"".join(b"data: event-%d-\n\n" % number for number in range(100)))
        await stage.until("event-99-")
        stream = stage.app.main.query_one(EventsView)
        stream.focus()
        await stage.keys("home")
        streamer.pieces.put_nowait(b"data: event-100-\n\n")
        await stage.until("101 events")
        assert "event-0-" in stage.screen_text
        await stage.keys("end")
        streamer.pieces.put_nowait(b"data: event-101-\n\n")
        await stage.until("event-101-")
        streamer.pieces.put_nowait(None)
        await stage.until("✓ success")


async def test_an_event_is_seen_whole_and_copied() -> None:
    async with staged() as stage:
        streamer = await begun(stage)
        streamer.pieces.put_nowait(b'event: delta\nid: 7\ndata: {"Note": "' + b"x" * 300 + b' the-end"}\n\n')
        streamer.pieces.put_nowait(None)
        await stage.until("✓ success")
        assert "delta" in stage.screen_text
        assert "the-end" not in stage.screen_text
        stage.app.main.query_one(EventsView).focus()
        await stage.keys("enter")
        await stage.until("the-end")
        await stage.until("id: 7")
        await stage.keys("escape", "y")
        assert "the-end" in stage.app.clipboard


async def test_an_answer_that_is_no_stream_comes_as_ever_and_an_earlier_stream_can_be_seen_again() -> None:
    async with staged() as stage:
        streamer = await begun(stage)
        streamer.pieces.put_nowait(b"data: kept\n\n")
        streamer.pieces.put_nowait(None)
        await stage.until("✓ success")
        await stage.keys("ctrl+r")
        streamer.pieces.put_nowait(b"data: other\n\n")
        await stage.until("other")
        assert "kept" not in stage.screen_text
        streamer.pieces.put_nowait(None)
        await stage.until("✓ success")
        assert stage.app.main.state is not None
        stage.app.main.call.show(stage.app.main.state.past[1])
        await stage.until("kept")
