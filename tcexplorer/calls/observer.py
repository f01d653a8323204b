"""An answer watched while it comes: told to who wants to know, kept when cancelled, written when too large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcexplorer.answer.events import EventReader
from tcexplorer.calls.stream import StreamSummary, is_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tcexplorer.answer.events import Event
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.save import Growing, NotSaved, Saved
    from tcexplorer.protocol.model import Headers, Response

DISK_CAP = 4_000_000_000
"""Bytes of an answer that are written to a file."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What has just come of an answer, and how much there is by now. Texts are as they were sent, not yet inert.

    The first one has the headers and no data. `declared` is the size that the headers tell.
    """

    status: int
    headers: Headers
    data: bytes
    events: tuple[Event, ...]
    received: int
    """Bytes of the body so far."""
    count: int
    """Events so far."""
    declared: int | None
    request_id: str | None
    is_stream: bool


class ResponseObserver:
    """Give one to `CallFlow.perform`; after a cancel it has the `exchange`.

    `on_arrival` is called in the task or thread that sends, for each piece of the answer. `overflow` is a file for an
    answer that is larger than memory is given: it is made when that shows, and holds the answer from its first byte.
    """

    def __init__(
        self,
        on_arrival: Callable[[Arrival], None] | None = None,
        *,
        overflow: Path | None = None,
        disk_cap: int = DISK_CAP,
    ) -> None:
        self._on_arrival = on_arrival
        self._path = overflow
        self._disk_cap = disk_cap
        self._file: Growing | None = None
        self._events = EventReader()
        self._status = 0
        self._headers: Headers = ()
        self._declared: int | None = None
        self.is_stream = False
        """Whether the answer calls itself an event stream."""
        self.summary = StreamSummary()
        """The events so far, with the RequestId and an error that they told."""
        self.received = 0
        """Bytes of the body so far."""
        self.partial: Response | None = None
        """What had come when the sending ended or was cancelled."""
        self.overflow: Saved | NotSaved | None = None
        """Where all of an answer above the cap is, or why it is not; None when it was not above."""
        self.exchange: Exchange | None = None
        """What came of the call, also when it was cancelled."""

    # what the sender tells

    def began(self, status: int, headers: Headers) -> None:
        self._status, self._headers = status, headers
        self.is_stream = is_stream(headers)
        self.summary = StreamSummary(headers)
        length = next((value.strip() for name, value in headers if name.lower() == "content-length"), "")
        self._declared = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
        self._tell(b"", ())

    def came(self, data: bytes) -> None:
        self.received += len(data)
        self._told(data, self._events.feed(data) if self.is_stream else [])

    def full(self, kept: bytes | bytearray) -> bool:
        if self._path is None:
            return False
        from tcexplorer.calls.save import Growing

        made = Growing.create(self._path)
        if not isinstance(made, Growing):
            self.overflow = made
            return False
        self._file = made
        return self._write(kept)

    def rest(self, data: bytes) -> bool:
        return self._write(data)

    def stopped(self, response: Response) -> None:
        self.ended(response)

    # what `perform` tells

    def ended(self, response: Response) -> None:
        """Nothing more comes: a last event that is not closed counts too, and the file is complete."""
        self.partial = response  # a cancel may still come while it is read
        if self.is_stream and (last := self._events.end()):
            self._told(b"", last)
        if self._file is not None:
            self.overflow = self._file.close()
            self._file = None

    def _told(self, data: bytes, events: list[Event]) -> None:
        self.summary.take(events)
        self._tell(data, tuple(events))

    def _tell(self, data: bytes, events: tuple[Event, ...]) -> None:
        if self._on_arrival is None:
            return
        summary = self.summary
        self._on_arrival(
            Arrival(
                self._status, self._headers, data, events, self.received, summary.count, self._declared,
                summary.request_id, self.is_stream,
            )
        )  # fmt: skip

    def _write(self, data: bytes | bytearray) -> bool:
        """Write on; False when the disk will not have it, or there is too much of it."""
        if self._file is None:
            return False
        room = self._disk_cap - self._file.size
        if not self._file.write(data[:room]):
            self.overflow, self._file = self._file.failed, None
            return False
        return len(data) <= room
