"""Reading HTTP/1.1 requests from a stream of bytes, without a socket.

However the stream is cut, the same requests come out. Nothing is refused here (see `protocol.http_text`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from tcexplorer.protocol.http_text import (
    HEAD_END,
    UNFRAMED,
    Chunks,
    Defect,
    DefectKind,
    Received,
    RequestHead,
    framing_of,
    parse_head,
    values_of,
)

MAX_HEAD = 64 * 1024
MAX_BODY = 16 * 1024 * 1024
"""Above the 10 MiB of the cloud, so that a request over its limit is read and told so."""
_TLS_HANDSHAKE = 0x16
_BEGUN = re.compile(rb"[\r\n]*[A-Za-z]{0,20}(?: |\Z)")
_NO_HEAD = RequestHead(b"", b"", b"", b"", b"", b"", (), ())


@dataclass(frozen=True, slots=True)
class WantsContinue:
    """The client has sent `Expect: 100-continue` and may wait for an answer before it sends the body."""


Event: TypeAlias = Received | WantsContinue


class _State(Enum):
    HEAD = auto()
    BODY = auto()
    CHUNKS = auto()
    DONE = auto()
    """Where the next request begins is unknown; what follows is ignored."""


class RequestReader:
    """Turns the bytes of one connection into requests."""

    def __init__(self, peer: str = "", *, max_head: int = MAX_HEAD, max_body: int = MAX_BODY) -> None:
        self._peer = peer
        self._max_head = max_head
        self._max_body = max_body
        self._buffer = bytearray()
        self._start_over()

    def _start_over(self) -> None:
        self._state = _State.HEAD
        self._head = _NO_HEAD
        self._chunks = Chunks(self._max_body)
        self._position = 0
        """Bytes of the buffer that are dealt with; while in the head, searched for its end."""
        self._need = 0
        self._defects: list[Defect] = []

    @property
    def amid(self) -> bool:
        """Whether a request has begun and not ended."""
        return self._state is not _State.DONE and bool(self._buffer)

    @property
    def done(self) -> bool:
        """Whether nothing that follows on this connection will be read."""
        return self._state is _State.DONE

    def take_stray(self) -> bytes:
        """What has come after the last request and begins no other one; it is not read again."""
        if self._state is not _State.HEAD or _BEGUN.match(self._buffer) or self._buffer.startswith(b"\x16"):
            return b""
        stray = bytes(self._buffer)
        self._buffer.clear()
        self._start_over()
        return stray

    def feed(self, data: bytes, at: float = 0.0) -> list[Event]:
        """The events that these bytes complete; `at` is now, in seconds since 1970."""
        events: list[Event] = []
        if self._state is _State.DONE:
            return events
        self._buffer += data
        while self._step(events, at):
            pass
        return events

    def end(self, reason: str, at: float = 0.0) -> Received | None:
        """The request that was under way when the stream ended, for that reason; None if there was none."""
        if not self.amid:
            return None
        if self._state is _State.HEAD:
            came = len(self._buffer)
            self._note(
                DefectKind.HEAD_CUT_SHORT, f"no blank line ended the head; {came} bytes of it came, then {reason}"
            )
            return self._finish(parse_head(bytes(self._buffer)), len(self._buffer), at)
        if self._state is _State.BODY:
            body = bytes(self._buffer[self._position :])
            text = f"Content-Length announced {self._need} bytes of body, {len(body)} came, then {reason}"
        else:
            body = bytes(self._chunks.body)
            text = f"the chunked body did not end; {len(body)} bytes of it came, then {reason}"
        self._note(DefectKind.BODY_CUT_SHORT, text)
        return self._finish(self._head, len(self._buffer), at, body)

    def _note(self, oddity: DefectKind, text: str) -> None:
        self._defects.append(Defect(oddity, text))

    def _finish(self, head: RequestHead, end: int, at: float, body: bytes = b"") -> Received:
        received = head.received(bytes(self._buffer[:end]), body, self._defects, self._peer, at)
        del self._buffer[:end]
        self._start_over()
        if received.has(*UNFRAMED) or received.method == b"CONNECT":
            self._state = _State.DONE
            self._buffer.clear()
        return received

    def _step(self, events: list[Event], at: float) -> bool:
        """Take one step; False when it needs more bytes."""
        match self._state:
            case _State.HEAD:
                return self._read_head(events, at)
            case _State.BODY:
                return self._read_body(events, at)
            case _State.DONE:
                return False
            case _:
                return self._read_chunks(events, at)

    def _read_head(self, events: list[Event], at: float) -> bool:
        buffer = self._buffer
        if buffer.startswith((b"\r", b"\n")):  # blank lines before a request are nobody's
            del buffer[: len(buffer) - len(buffer.lstrip(b"\r\n"))]
        if not buffer:
            return False
        if buffer[0] == _TLS_HANDSHAKE:
            self._note(
                DefectKind.TLS_HELLO, "the client speaks https, and this port http: set the protocol (scheme) to http"
            )
            events.append(self._finish(_NO_HEAD, 1, at))
            return False
        found = HEAD_END.search(buffer, max(0, self._position - 2))
        if found is None or found.end() > self._max_head:
            self._position = len(buffer)
            if self._position <= self._max_head and found is None:
                return False
            self._note(DefectKind.HEAD_TOO_LARGE, f"the head is longer than {self._max_head} bytes")
            events.append(self._finish(parse_head(bytes(buffer[: self._max_head])), self._max_head, at))
            return False
        head = parse_head(bytes(buffer[: found.end()]))
        self._head = head
        self._position = found.end()
        return self._choose_framing(head, events, at)

    def _choose_framing(self, head: RequestHead, events: list[Event], at: float) -> bool:
        framing = framing_of(head.headers)
        self._defects += framing.defects
        self._state = _State.CHUNKS if framing.chunked else _State.BODY
        self._need = framing.length or 0
        if self._need > self._max_body:
            self._note(
                DefectKind.BODY_TOO_LARGE,
                f"Content-Length announces {self._need} bytes; the sandbox reads {self._max_body} at most",
            )
            events.append(self._finish(head, self._position, at))
            return False
        expects = b",".join(values_of(head.headers, b"expect")).lower()
        if b"100-continue" in expects and (self._need or framing.chunked):
            events.append(WantsContinue())
        return True

    def _read_body(self, events: list[Event], at: float) -> bool:
        end = self._position + self._need
        if len(self._buffer) < end:
            return False
        events.append(self._finish(self._head, end, at, bytes(self._buffer[self._position : end])))
        return True

    def _read_chunks(self, events: list[Event], at: float) -> bool:
        chunks = self._chunks
        self._position = chunks.read(self._buffer, self._position)
        if chunks.defect is not None:
            self._defects.append(chunks.defect)
        elif not chunks.done:
            return False
        events.append(self._finish(self._head, self._position, at, bytes(chunks.body)))
        return chunks.done
