"""Event streams, wherever their bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer import events as module
from tcexplorer.answer.events import Event, EventReader, events_in

STREAM = (
    "\ufeff: hello\r\nevent: delta\r\ndata: 一\r\ndata:二\r\n\r\nid: 7\rretry: 1500\rdata\r\rdata: last\nother: x\n\n"
).encode()
EVENTS = [Event("一\n二", "delta"), Event("", "message", "7", 1500), Event("last", "message", "7")]


def test_a_stream_at_once() -> None:
    assert events_in(STREAM) == EVENTS


@given(st.lists(st.integers(0, len(STREAM)), max_size=6))
def test_a_stream_in_any_pieces(cuts: list[int]) -> None:
    reader = EventReader()
    places = [0, *sorted(cuts), len(STREAM)]
    found = [event for first, last in pairwise(places) for event in reader.feed(STREAM[first:last])]
    assert found == EVENTS
    assert reader.end() == []
    assert reader.comments == 1


@pytest.mark.parametrize(
    ("body", "events"),
    [
        (b"data: a", [Event("a", cut=True)]),
        (b"data: a\n", [Event("a", cut=True)]),
        (b"event: x\n\n", []),
        (b"data: \xff\n\n", [Event("\ufffd")]),
        (b"data:  two blanks\n\n", [Event(" two blanks")]),
        (b"id: 1\n\nid: a\0b\ndata: x\n\n", [Event("x", id="1")]),
        (b"retry: soon\ndata: x\n\n", [Event("x")]),
        (b"\n\n\n", []),
    ],
)
def test_odd_streams(body: bytes, events: list[Event]) -> None:
    assert events_in(body) == events


def test_an_endless_event_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 100)
    reader = EventReader()
    assert reader.feed(b"data: " + b"x" * 90) == []
    (event,) = reader.feed(b"y" * 20)
    assert event.cut
    assert event.data == "x" * 90 + "y" * 20


@given(st.binary(max_size=100))
def test_no_bytes_raise(body: bytes) -> None:
    events_in(body)
