"""`text/event-stream` as it comes: bytes in, events out. Source: the event stream format of the HTML standard."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import Final, NamedTuple

LONGEST: Final = 16_000_000
"""Characters of an event from which on it is cut: a stream without line ends must not fill the memory."""


class Event(NamedTuple):
    """One event. `data` has its lines joined by line ends; `cut` when it was ended by the stream or by its length."""

    data: str
    name: str = "message"
    id: str = ""
    retry: int | None = None
    """Milliseconds to wait before connecting again, when the event said so."""
    cut: bool = False


class EventReader:
    """Reads a stream piece by piece, wherever the pieces are cut. Bytes that are no UTF-8 become U+FFFD."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._line = ""
        self._after_return = False
        self._first = True
        self._data: list[str] = []
        self._size = 0
        self._name = ""
        self._id = ""
        self._retry: int | None = None
        self.comments = 0
        """Comment lines so far: servers send them to keep a connection open."""

    def feed(self, part: bytes) -> list[Event]:
        """The events that these bytes complete."""
        return self._take(self._decoder.decode(part))

    def end(self) -> list[Event]:
        """The stream is over: an event that was not ended by a blank line, marked as cut."""
        events = self._take(self._decoder.decode(b"", final=True))
        if self._line:
            self._field(self._line)
            self._line = ""
        return [*events, *self._event(cut=True)]

    def _take(self, text: str) -> list[Event]:
        if self._first and text:
            self._first = False
            text = text.removeprefix("\ufeff")
        if self._after_return and text:
            self._after_return = False
            text = text.removeprefix("\n")
        if text.endswith("\r"):
            self._after_return = True
        lines = (self._line + text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._line = lines.pop()
        events: list[Event] = []
        for line in lines:
            if line:
                self._field(line)
            else:
                events += self._event(cut=False)
        if self._size + len(self._line) > LONGEST:
            self._field(self._line)
            self._line = ""
            events += self._event(cut=True)
        return events

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "":
                self.comments += 1
            case "data":
                self._data.append(value)
                self._size += len(value) + 1
            case "event":
                self._name = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit() and len(value) < 10:
                self._retry = int(value)
            case _:
                pass

    def _event(self, *, cut: bool) -> list[Event]:
        data, name, retry = self._data, self._name, self._retry
        self._data, self._name, self._retry, self._size = [], "", None, 0
        if not data:
            return []
        return [Event("\n".join(data), name or "message", self._id, retry, cut)]


def events_in(body: bytes) -> list[Event]:
    """The events of a whole body, the last one too if it is cut."""
    reader = EventReader()
    return [*reader.feed(body), *reader.end()]
