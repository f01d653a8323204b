"""Reading HTTP/1.1 requests from a stream of bytes, without a socket.

However the stream is cut, the same requests come out. Nothing is refused here (see `received`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from tcexplorer.protocol.received import UNFRAMED, Head, Oddity, Received, Remark, parse_head

MAX_HEAD = 64 * 1024
MAX_BODY = 16 * 1024 * 1024
"""Above the 10 MiB of the cloud, so that a request over its limit is read and told so."""
_TLS_HANDSHAKE = 0x16
_HEAD_END = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(;.*)?\r?", re.DOTALL)
_BEGUN = re.compile(rb"[\r\n]*[A-Za-z]{0,20}(?: |\Z)")
_MAX_CHUNK_LINE = 4096
_NO_HEAD = Head(b"", b"", b"", b"", b"", b"", (), ())


@dataclass(frozen=True, slots=True)
class WantsContinue:
    """The client has sent `Expect: 100-continue` and may wait for an answer before it sends the body."""


Event: TypeAlias = Received | WantsContinue


class _State(Enum):
    HEAD = auto()
    BODY = auto()
    CHUNK_SIZE = auto()
    CHUNK_DATA = auto()
    CHUNK_END = auto()
    TRAILER = auto()
    DONE = auto()
    """Where the next request begins is unknown; what follows is ignored."""


class Reader:
    """Turns the bytes of one connection into requests."""

    def __init__(self, peer: str = "", *, max_head: int = MAX_HEAD, max_body: int = MAX_BODY) -> None:
        self._peer = peer
        self._max_head = max_head
        self._max_body = max_body
        self._max_wire = 4 * max_body  # chunk sizes and trailers included
        self._buffer = bytearray()
        self._start_over()

    def _start_over(self) -> None:
        self._state = _State.HEAD
        self._head = _NO_HEAD
        self._body = bytearray()
        self._position = 0
        """Bytes of the buffer that are dealt with; while in the head, searched for its end."""
        self._need = 0
        self._defects: list[Remark] = []

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
            self._note(Oddity.HEAD_CUT_SHORT, f"no blank line ended the head; {came} bytes of it came, then {reason}")
            return self._finish(parse_head(bytes(self._buffer)), len(self._buffer), at)
        if self._state is _State.BODY:
            self._body += self._buffer[self._position :]
            text = f"Content-Length announced {self._need} bytes of body, {len(self._body)} came, then {reason}"
        else:
            text = f"the chunked body did not end; {len(self._body)} bytes of it came, then {reason}"
        self._note(Oddity.BODY_CUT_SHORT, text)
        return self._finish(self._head, len(self._buffer), at)

    def _note(self, oddity: Oddity, text: str) -> None:
        self._defects.append(Remark(oddity, text))

    def _finish(self, head: Head, end: int, at: float) -> Received:
        received = Received(
            wire=bytes(self._buffer[:end]),
            head=head.block,
            body=bytes(self._body),
            method=head.method,
            target=head.target,
            path=head.path,
            query=head.query,
            version=head.version,
            headers=head.headers,
            defects=(*head.defects, *self._defects),
            peer=self._peer,
            at=at,
        )
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
                return self._read_chunked(events, at)

    def _read_head(self, events: list[Event], at: float) -> bool:
        buffer = self._buffer
        if buffer.startswith((b"\r", b"\n")):  # blank lines before a request are nobody's
            del buffer[: len(buffer) - len(buffer.lstrip(b"\r\n"))]
        if not buffer:
            return False
        if buffer[0] == _TLS_HANDSHAKE:
            self._note(
                Oddity.TLS_HELLO, "the client speaks https, and this port http: set the protocol (scheme) to http"
            )
            events.append(self._finish(_NO_HEAD, 1, at))
            return False
        found = _HEAD_END.search(buffer, max(0, self._position - 2))
        if found is None or found.end() > self._max_head:
            self._position = len(buffer)
            if self._position <= self._max_head and found is None:
                return False
            self._note(Oddity.HEAD_TOO_LARGE, f"the head is longer than {self._max_head} bytes")
            events.append(self._finish(parse_head(bytes(buffer[: self._max_head])), self._max_head, at))
            return False
        head = parse_head(bytes(buffer[: found.end()]))
        self._head = head
        self._position = found.end()
        return self._choose_framing(head, events, at)

    def _choose_framing(self, head: Head, events: list[Event], at: float) -> bool:
        codings = b",".join(head.values(b"transfer-encoding")).lower()
        lengths = head.values(b"content-length")
        if b"chunked" in codings:
            self._state = _State.CHUNK_SIZE
            if lengths:
                self._note(Oddity.LENGTH_AND_CHUNKED, "both Content-Length and chunks are sent; the chunks count")
        else:
            if codings:
                self._note(Oddity.UNKNOWN_CODING, "the Transfer-Encoding is not chunked; the body cannot be read")
            elif len(set(lengths)) > 1 or any(not _LENGTH.fullmatch(length) for length in lengths):
                self._note(Oddity.BAD_CONTENT_LENGTH, "Content-Length is not one whole number; no body was read")
            elif lengths:
                self._need = int(lengths[0])
            self._state = _State.BODY
        if self._need > self._max_body:
            self._note(
                Oddity.BODY_TOO_LARGE,
                f"Content-Length announces {self._need} bytes; the sandbox reads {self._max_body} at most",
            )
            events.append(self._finish(head, self._position, at))
            return False
        expects = b",".join(head.values(b"expect")).lower()
        if b"100-continue" in expects and (self._need or self._state is _State.CHUNK_SIZE):
            events.append(WantsContinue())
        return True

    def _read_body(self, events: list[Event], at: float) -> bool:
        end = self._position + self._need
        if len(self._buffer) < end:
            return False
        self._body += self._buffer[self._position : end]
        events.append(self._finish(self._head, end, at))
        return True

    def _read_chunked(self, events: list[Event], at: float) -> bool:
        if self._state is _State.CHUNK_DATA:
            took = self._buffer[self._position : self._position + self._need]
            self._body += took
            self._position += len(took)
            self._need -= len(took)
            if self._need:
                return False
            self._state = _State.CHUNK_END
        end = self._buffer.find(b"\n", self._position)
        limit = self._max_head if self._state is _State.TRAILER else _MAX_CHUNK_LINE
        if (end if end >= 0 else len(self._buffer)) - self._position > limit:
            return self._broken(f"a line between chunks is longer than {limit} bytes", events, at)
        if end < 0:
            return False
        line = bytes(self._buffer[self._position : end])
        self._position = end + 1
        match self._state:
            case _State.CHUNK_END if line.strip(b"\r"):
                return self._broken("a chunk is longer than its size says", events, at)
            case _State.CHUNK_END:
                self._state = _State.CHUNK_SIZE
            case _State.TRAILER if not line.strip(b"\r"):
                events.append(self._finish(self._head, self._position, at))
            case _State.TRAILER if self._position > self._max_wire:
                return self._broken("the trailers do not end", events, at)
            case _State.TRAILER:
                pass
            case _:
                return self._begin_chunk(line, events, at)
        return True

    def _begin_chunk(self, line: bytes, events: list[Event], at: float) -> bool:
        size = _CHUNK_SIZE.fullmatch(line)
        if size is None:
            return self._broken("the size of a chunk is not a hexadecimal number", events, at)
        self._need = int(size[1], 16)
        if len(self._body) + self._need > self._max_body or self._position > self._max_wire:
            self._note(Oddity.BODY_TOO_LARGE, f"the chunks exceed the {self._max_body} bytes the sandbox reads")
            events.append(self._finish(self._head, self._position, at))
            return False
        self._state = _State.CHUNK_DATA if self._need else _State.TRAILER
        return True

    def _broken(self, text: str, events: list[Event], at: float) -> bool:
        self._note(Oddity.BAD_CHUNK, text)
        events.append(self._finish(self._head, self._position, at))
        return False
