"""The sandbox on a socket: asyncio, loopback only, in whatever loop is running."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import replace
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING

from tcexplorer.protocol.endpoints import is_loopback
from tcexplorer.protocol.http_text import Defect
from tcexplorer.protocol.signing import payload_hash
from tcexplorer.safety.inert import visible
from tcexplorer.sandbox.reader import Event, RequestReader, WantsContinue

if TYPE_CHECKING:
    from tcexplorer.protocol.http_text import Received
    from tcexplorer.sandbox.sandbox import Reply, Sandbox

READ_TIMEOUT = 10.0
"""Seconds that a request which has begun may pause."""
IDLE_TIMEOUT = 120.0
"""Seconds that a connection is kept without a request."""
MAX_CONNECTIONS = 64
LARGE_BODY = 512 * 1024
"""Bytes from which a body is hashed in a thread: below, it takes under a few milliseconds."""
BYTES_AFTER_BODY = "bytes-after-body"
_LINGER = 2.0
"""Seconds that what still comes is read and dropped, so that the client gets to read the answer."""
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class RunningServer:
    """A sandbox that listens; `await stop()` ends it and every connection at once."""

    def __init__(self, server: asyncio.Server, connections: set[_Connection], host: str, port: int) -> None:
        self._server = server
        self._connections = connections
        self.port = port
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def stop(self) -> None:
        self._server.close()
        for connection in list(self._connections):
            connection.drop()
        await asyncio.sleep(0)  # lets the connections hear of it
        await self._server.wait_closed()


async def serve(
    sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0, *, read_timeout: float = READ_TIMEOUT
) -> RunningServer:
    """Listen on a loopback address and port (0: any free one) in the running loop.

    Raises ValueError for a host that is not loopback, OSError, in one line, when the port cannot be had.
    """
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    if not is_loopback(address):
        raise ValueError(f"the sandbox listens on this machine only, not on {host}")
    if not 0 <= port <= 65535:
        raise ValueError(f"there is no port {port}; ports go up to 65535")
    connections: set[_Connection] = set()
    try:
        server = await asyncio.get_running_loop().create_server(
            lambda: _Connection(sandbox, connections, read_timeout), address, port
        )
    except OSError as error:
        reason = (error.strerror or str(error)).rpartition(": ")[2]
        raise OSError(error.errno, f"port {port} of {address} cannot be had: {reason}") from error
    return RunningServer(server, connections, address, server.sockets[0].getsockname()[1])


class _Connection(asyncio.Protocol):
    """One client. Its requests are answered in their order, one at a time."""

    def __init__(self, sandbox: Sandbox, connections: set[_Connection], read_timeout: float) -> None:
        self._sandbox = sandbox
        self._connections = connections
        self._read_timeout = read_timeout
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Event] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._ended = False
        """Whether nothing more will be answered: only the last answer has to be read by the client."""
        self._half_closed = False
        self._clogged = False
        """Whether the client does not read its answers."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._reader = RequestReader(f"{peer[0]}:{peer[1]}" if peer else "")
        full = len(self._connections) >= MAX_CONNECTIONS
        self._connections.add(self)
        self._set_timer()
        if full:
            self._turn_away()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (asyncio's signature)
        self._connections.discard(self)
        if self._timer is not None:
            self._timer.cancel()
        if self._busy is not None:
            self._busy.cancel()

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        events = self._reader.feed(data, self._sandbox.clock())
        if events and (stray := self._reader.take_stray()):
            events[-1] = _with_stray(events[-1], stray)
        self._waiting += events
        self._set_timer()
        self._go_on()

    def eof_received(self) -> bool:
        """The client sends no more; it may still wait for answers."""
        if self._ended:
            return False
        self._half_closed = True
        if cut := self._reader.end("the client closed the connection", self._sandbox.clock()):
            self._waiting.append(cut)
        self._go_on()
        return True

    def pause_writing(self) -> None:
        self._clogged = True

    def resume_writing(self) -> None:
        self._clogged = False
        self._go_on()

    def drop(self) -> None:
        """End the connection now, whatever is under way."""
        self._ended = True
        if self._busy is not None:
            self._busy.cancel()
        if self._transport.get_write_buffer_size():
            self._transport.abort()
        else:
            self._transport.close()

    def _go_on(self) -> None:
        while self._waiting and not (self._busy or self._clogged or self._ended):
            match self._waiting.popleft():
                case WantsContinue():
                    self._transport.write(_CONTINUE)
                case received if len(received.body) >= LARGE_BODY:
                    self._busy = self._loop.create_task(self._handle_large(received))
                case received:
                    reply = self._sandbox.handle(received)
                    if reply.delay or reply.parts:
                        self._busy = self._loop.create_task(self._write_later(received, reply))
                    else:
                        self._write(received, reply)
        if self._ended:
            return
        if self._waiting:
            self._transport.pause_reading()
        elif self._half_closed and self._busy is None:
            self._transport.close()
        else:
            self._transport.resume_reading()

    async def _handle_large(self, received: Received) -> None:
        hashed = await asyncio.to_thread(payload_hash, received.body)
        await self._write_later(received, self._sandbox.handle(received, hashed_body=hashed))

    async def _write_later(self, received: Received, reply: Reply) -> None:
        await asyncio.sleep(reply.delay)
        if reply.parts and received.method != b"HEAD":
            await self._write_parts(received, reply)
            self._busy = None
        else:
            self._busy = None
            self._write(received, reply)
        self._go_on()

    async def _write_parts(self, received: Received, reply: Reply) -> None:
        """Write a body part by part: in chunks, or to a client of HTTP/1.0 until the connection ends."""
        chunked = received.version != b"HTTP/1.0"
        keep = received.keep_alive and chunked
        how = (("Transfer-Encoding", "chunked"),) if chunked else ()
        headers = (*reply.headers, *how, *(() if keep else (("Connection", "close"),)))
        self._transport.write(_head(reply.status, headers, None, self._sandbox.clock()))
        for part in reply.parts:
            self._transport.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
            await asyncio.sleep(reply.pause)
        self._transport.write(b"0\r\n\r\n" if chunked else b"")
        if not keep:
            self._linger()

    def _write(self, received: Received, reply: Reply) -> None:
        keep = received.keep_alive
        self._transport.write(response_bytes(received, reply, self._sandbox.clock(), keep_alive=keep))
        if not keep:
            self._linger()

    def _linger(self) -> None:
        """Close after the client has read the answer; an unread rest of the request would reset the connection."""
        self._ended = True
        self._waiting.clear()
        if self._half_closed:
            self._transport.close()
            return
        self._transport.write_eof()
        self._transport.resume_reading()
        self._set_timer(_LINGER)

    def _turn_away(self) -> None:
        error = {
            "Code": "ServiceUnavailable",
            "Message": f"The sandbox serves {MAX_CONNECTIONS} connections at a time.",
        }
        body = json.dumps({"Response": {"Error": error}}).encode()
        head = _head(
            503, (("Content-Type", "application/json"), ("Connection", "close")), len(body), self._sandbox.clock()
        )
        self._transport.write(head + body)
        self._linger()

    def _set_timer(self, seconds: float | None = None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if seconds is None:
            seconds = self._read_timeout if self._reader.amid else IDLE_TIMEOUT
        self._timer = self._loop.call_later(seconds, self._time_out)

    def _time_out(self) -> None:
        if self._busy is not None and not self._ended:
            self._set_timer()
            return
        reason = f"nothing more for {self._read_timeout:g} s"
        cut = None if self._ended else self._reader.end(reason, self._sandbox.clock())
        if cut is None:
            self._transport.close()
        else:
            self._waiting.append(cut)
            self._go_on()


def _with_stray(event: Event, stray: bytes) -> Event:
    """The request with the bytes after its body that belong to no other: Content-Length was too small for it."""
    if isinstance(event, WantsContinue):
        return event
    length = event.header("content-length")
    announced = (
        "no Content-Length is sent" if length is None else f"Content-Length announces {visible(length)} bytes of body"
    )
    text = f"{announced}, and {len(stray)} more bytes came after it, which begin no other request"
    return replace(event, wire=event.wire + stray, defects=(*event.defects, Defect(BYTES_AFTER_BODY, text)))


def response_bytes(received: Received, reply: Reply, now: float, *, keep_alive: bool) -> bytes:
    """The answer as it goes over the wire. A HEAD gets no body; Date is `now`, in seconds since 1970."""
    headers = reply.headers
    if not keep_alive:
        headers = (*headers, ("Connection", "close"))
    elif received.version == b"HTTP/1.0":
        headers = (*headers, ("Connection", "keep-alive"))
    head = _head(reply.status, headers, len(reply.body), now)
    return head if received.method == b"HEAD" else head + reply.body


def _head(status: int, headers: tuple[tuple[str, str], ...], length: int | None, now: float) -> bytes:
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Server: tcexplorer-sandbox",
        f"Date: {formatdate(now, usegmt=True)}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
