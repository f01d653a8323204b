"""How requests travel: exact bytes, timings, caps, and one clear sentence for everything that can go wrong."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.envelope import TransportError
from tcexplorer.protocol.model import Broken, Call, Endpoint, Headers, Response
from tcexplorer.protocol.request import SignedRequest, sign_request
from tcexplorer.transport import HttpxSender, Route, explain_error, route_from
from tcexplorer.transport.unfold import STEP, Unfolder, UnfoldError
from tcexplorer.waiting import driven
from tests.builders import credential

Handler: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b'{"Response":{"RequestId":"r"}}'


@contextlib.asynccontextmanager
async def listening(handler: Handler) -> AsyncGenerator[int]:
    """A raw server on loopback; leaving waits for its one connection to end."""
    done = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await handler(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        done.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
        await asyncio.wait_for(done.wait(), 5)
    finally:
        server.close()


async def read_request(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((line[15:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), b"0")
    return head, await reader.readexactly(int(length))


def replying(reply: bytes, seen: list[tuple[bytes, bytes]] | None = None) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if seen is not None:
            seen.append(request)
        writer.write(reply)
        await writer.drain()

    return handler


def http(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: application/json", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def request(port: int, *, scheme: str = "http") -> SignedRequest:
    call = Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou", {"Name": "测试"})
    return sign_request(call, Endpoint(f"127.0.0.1:{port}", scheme), credential(), timestamp=1551113065)


async def send(port: int, sender: HttpxSender | None = None, *, scheme: str = "http") -> Response | TransportError:
    sender = sender or HttpxSender(timeout=5)
    try:
        return await sender.send(request(port, scheme=scheme))
    finally:
        await sender.close()


def sent_blocking(sender: HttpxSender, signed: SignedRequest) -> Response | TransportError:
    """As a command without a loop sends it."""
    try:
        return driven(sender.send(signed))
    finally:
        driven(sender.close())


async def answered(port: int, sender: HttpxSender | None = None) -> Response:
    result = await send(port, sender)
    assert isinstance(result, Response), result
    return result


async def failed(port: int, sender: HttpxSender | None = None, *, scheme: str = "http") -> TransportError:
    result = await send(port, sender, scheme=scheme)
    assert isinstance(result, TransportError), result
    assert result.sentence.isprintable()
    return result


async def test_headers_and_body_travel_exactly_as_signed() -> None:
    seen: list[tuple[bytes, bytes]] = []
    async with listening(replying(http(OK), seen)) as port:
        await answered(port)
        wanted = request(port)
    head, body = seen[0]
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST / HTTP/1.1"
    sent = [tuple(line.split(": ", 1)) for line in lines[1:-2]]
    assert sent == [*wanted.headers, ("Content-Length", str(len(body)))]
    assert body == wanted.body


async def test_the_answer_comes_with_its_timings() -> None:
    async with listening(replying(http(OK, b"Date: Mon, 25 Feb 2019 16:44:25 GMT"))) as port:
        response = await answered(port)
    assert (response.status, response.body, response.size) == (200, OK, len(OK))
    assert response.header("date") == "Mon, 25 Feb 2019 16:44:25 GMT"
    timings = response.timings
    assert timings.connect is not None
    assert timings.tls is None
    assert 0 < (timings.wait or 0) <= timings.total


async def test_blocking_and_async_are_alike() -> None:
    async with listening(replying(http(OK))) as port:
        response = await asyncio.to_thread(sent_blocking, HttpxSender(timeout=5, blocking=True), request(port))
    assert isinstance(response, Response)
    assert response.body == OK


async def test_an_answer_over_the_cap_is_cut_and_says_how_much_there_was() -> None:
    async with listening(replying(http(b"x" * 100_000))) as port:
        response = await answered(port, HttpxSender(timeout=5, cap=1000))
    assert len(response.body) == 1000
    assert response.size == 100_000
    assert response.truncated


async def test_what_unfolds_is_capped_too() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    async with listening(replying(http(bomb, b"Content-Encoding: gzip"))) as port:
        response = await answered(port, HttpxSender(timeout=5, cap=50_000))
    assert len(response.body) == 50_000


async def test_a_redirect_is_not_followed() -> None:
    async with listening(replying(http(b"", b"Location: http://127.0.0.1:1/", status=b"302 Found"))) as port:
        response = await answered(port)
    assert response.status == 302


async def test_cancelling_closes_the_connection() -> None:
    arrived, gone = asyncio.Event(), asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        arrived.set()
        assert await reader.read() == b""
        gone.set()

    sender = HttpxSender(timeout=5)
    async with listening(handler) as port:
        task = asyncio.create_task(sender.send(request(port)))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 5)
    await sender.close()


async def test_nothing_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = await failed(taken.getsockname()[1])
    assert error.kind == "connect"
    assert "refused the connection" in error.sentence
    assert not error.may_have_arrived


async def test_no_answer_in_time() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with listening(silent) as port:
        error = await failed(port, HttpxSender(timeout=0.2))
    assert error.kind == "timeout"
    assert "within 0.2 s" in error.sentence
    assert error.may_have_arrived


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Le"])
async def test_broken_off_or_not_http(reply: bytes) -> None:
    async with listening(replying(reply)) as port:
        error = await failed(port)
    assert error.kind == "protocol"
    assert error.may_have_arrived


@pytest.mark.parametrize("how", ["task", "blocking"])
async def test_what_came_before_it_broke_off_is_kept(how: str) -> None:
    async with listening(replying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) as port:
        if how == "blocking":
            response = await asyncio.to_thread(sent_blocking, HttpxSender(timeout=5, blocking=True), request(port))
        else:
            response = await send(port, HttpxSender(timeout=5))
    assert isinstance(response, Response)
    assert response.body == b"half"
    assert response.broken == Broken("read", f"127.0.0.1:{port} broke off after 4 of 9 bytes")


class Told:
    """A receiver that notes what it is told, and wants `wanted` bytes above the cap."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted = wanted
        self.status = 0
        self.data: list[bytes] = []
        self.kept = b""
        self.beyond = b""
        self.partial: Response | None = None
        self.some = asyncio.Event()

    def began(self, status: int, headers: Headers) -> None:
        assert headers
        self.status = status

    def came(self, data: bytes) -> None:
        self.data.append(data)
        self.some.set()

    def full(self, kept: bytes | bytearray) -> bool:
        assert not self.kept
        self.kept = bytes(kept)
        return self.wanted is not None

    def rest(self, data: bytes) -> bool:
        self.beyond += data
        return self.wanted is None or len(self.beyond) < self.wanted

    def stopped(self, response: Response) -> None:
        self.partial = response


async def received(port: int, told: Told, **options: float) -> Response | TransportError:
    sender = HttpxSender(timeout=options.get("timeout", 5), cap=int(options.get("cap", 1_000_000)))
    try:
        return await sender.send(request(port), told)
    finally:
        await sender.close()


async def test_it_is_told_piece_by_piece_while_it_comes() -> None:
    told, seen = Told(), asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
        await told.some.wait()  # the second event leaves only after the first has arrived
        seen.set()
        writer.write(b"data: 2\n\n")

    async with listening(handler) as port:
        response = await received(port, told)
    assert isinstance(response, Response)
    assert seen.is_set()
    assert told.status == 200
    assert told.data == [b"data: 1\n\n", b"data: 2\n\n"]
    assert response.body == b"".join(told.data)


async def test_cancelling_keeps_what_came_and_closes_the_connection() -> None:
    told, gone = Told(), asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\nda")
        assert await reader.read() == b""
        gone.set()

    async with listening(handler) as port:
        task = asyncio.create_task(received(port, told))
        await told.some.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 5)
    assert told.partial is not None
    assert told.partial.body == b"data: 1\n\nda"
    assert told.partial.broken is not None
    assert told.partial.broken.kind == "cancelled"


async def test_a_stream_may_take_longer_than_the_timeout_but_not_pause_as_long() -> None:
    told, timeout = Told(), 0.5

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        clock = asyncio.get_running_loop().time
        began = clock()
        while clock() < began + 2 * timeout:
            told.some.clear()
            writer.write(b"data: 1\n\n")
            await told.some.wait()
        await reader.read()

    async with listening(handler) as port:
        response = await received(port, told, timeout=timeout)
    assert isinstance(response, Response)
    assert response.broken is not None
    assert response.broken.kind == "timeout"
    assert f"sent nothing more for 0.5 s, after {len(response.body):,} bytes" in response.broken.sentence
    assert response.timings.total > 3 * timeout * 1e3


@pytest.mark.parametrize(
    ("wanted", "beyond"), [(None, 0), (10_000_000, 99_000), (1, 1)], ids=["no", "all of it", "only some"]
)
async def test_what_is_above_the_cap_may_be_wanted_all_the_same(wanted: int | None, beyond: int) -> None:
    told, body = Told(wanted), bytes(range(250)) * 400
    async with listening(replying(http(body))) as port:
        response = await received(port, told, cap=1000)
    assert isinstance(response, Response)
    assert told.kept == response.body == body[:1000]
    assert response.size == 100_000
    assert len(told.beyond) >= beyond
    assert body[1000:].startswith(told.beyond)
    assert b"".join(told.data) == told.kept + told.beyond


async def test_what_a_receiver_raises_is_raised() -> None:
    class Pipe(Told):
        def came(self, data: bytes) -> None:
            raise BrokenPipeError

    async with listening(replying(http(OK))) as port:
        with pytest.raises(BrokenPipeError):
            await received(port, Pipe())


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "zlib", "bare", "members"]), st.integers(1, 50))
def test_what_was_folded_unfolds_wherever_it_is_cut(data: bytes, kind: str, step: int) -> None:
    folded = {
        "gzip": gzip.compress(data),
        "zlib": zlib.compress(data),
        "bare": zlib.compress(data)[2:-4],
        "members": gzip.compress(data[:7]) + gzip.compress(data[7:]),
    }[kind]
    unfolder = Unfolder.of("gzip" if kind in ("gzip", "members") else "deflate")
    assert unfolder is not None
    pieces = [piece for at in range(0, len(folded), step) for piece in unfolder.feed(folded[at : at + step])]
    assert b"".join(pieces) == data
    assert unfolder.at_end


def test_a_bomb_unfolds_in_small_steps() -> None:
    unfolder = Unfolder.of("gzip")
    assert unfolder is not None
    pieces = [len(piece) for piece in unfolder.feed(gzip.compress(b"\0" * 3_000_000))]
    assert sum(pieces) == 3_000_000
    assert max(pieces) <= STEP


@pytest.mark.parametrize("data", [b"{}", b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\xff" * 20])
def test_what_is_not_folded_is_said(data: bytes) -> None:
    unfolder = Unfolder.of("gzip")
    assert unfolder is not None
    with pytest.raises(UnfoldError, match=r"is not \("):
        list(unfolder.feed(data))


async def test_no_tls_where_tls_was_wanted() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(http(OK))

    async with listening(plain) as port:
        error = await failed(port, scheme="https")
    assert error.kind == "tls"
    assert not error.may_have_arrived


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "dns", "has no address"),
        (ssl.SSLCertVerificationError(1, "x"), "tls", "not trusted"),
        (ConnectionRefusedError(), "connect", "refused"),
        (ConnectionResetError(104, "reset"), "read", "broke"),
    ],
)
def test_causes_are_told_apart(cause: Exception, kind: str, words: str) -> None:
    error = RuntimeError("outer")
    error.__cause__ = cause
    told = explain_error(error, "cvm.tencentcloudapi.com", sent=False, timeout=60)
    assert told.kind == kind
    assert words in told.sentence
    assert "cvm.tencentcloudapi.com" in told.sentence


async def test_a_proxy_that_is_not_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        proxy = f"http://user:pw@127.0.0.1:{taken.getsockname()[1]}"
        signed = sign_request(
            Call("cvm", "2017-03-12", "DescribeZones"), Endpoint("cvm.tencentcloudapi.com"), credential(), timestamp=1
        )
        sender = HttpxSender(Route(proxy=proxy), timeout=5)
        error = await sender.send(signed)
        await sender.close()
    assert isinstance(error, TransportError)
    assert error.kind == "proxy"
    assert "pw" not in error.sentence
    assert not error.may_have_arrived


@pytest.mark.parametrize(
    "proxy",
    [
        "socks5://127.0.0.1:1",
        "nonsense",
        "ftp://x",
        "http://127.0.0.1:99999",
        "http://x:y",
        "http://[::1",
        "http://",
        "http://user:planted",
    ],
)
async def test_a_proxy_that_cannot_be_used_is_said(proxy: str) -> None:
    signed = sign_request(
        Call("cvm", "2017-03-12", "DescribeZones"), Endpoint("cvm.tencentcloudapi.com"), credential(), timestamp=1
    )
    error = await HttpxSender(Route(proxy=proxy), timeout=5).send(signed)
    assert isinstance(error, TransportError)
    assert error.kind == "proxy"
    assert "None" not in error.sentence
    assert "planted" not in error.sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("blocking", [False, True])
async def test_a_request_for_this_machine_never_goes_through_a_proxy(scheme: str, host: str, blocking: bool) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, and nothing listens
        call = Call("cvm", "2017-03-12", "DescribeZones")
        endpoint = Endpoint(f"{host}:{free.getsockname()[1]}", scheme)
        signed = sign_request(call, endpoint, credential(), timestamp=1)
        route = Route(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        sender = HttpxSender(route, timeout=5, blocking=blocking)
        error = await (asyncio.to_thread(sent_blocking, sender, signed) if blocking else sender.send(signed))
        await sender.close()
        server.close()
    assert isinstance(error, TransportError)
    assert (error.kind, asked, sender.proxy_for(signed)) == ("connect", [], None)
    unusable = await HttpxSender(Route("socks5://x")).send(signed)
    assert isinstance(unusable, TransportError)
    assert unusable.kind == "connect"  # that the proxy cannot be used does not matter here


async def test_what_is_named_as_of_the_cloud_but_dialled_here_goes_through_no_proxy() -> None:
    call = Call("cvm", "2017-03-12", "DescribeZones")
    near = Endpoint("cvm.tencentcloudapi.com", "https", ("127.0.0.1", 9))
    sender = HttpxSender(Route("http://proxy:1"))
    assert sender.proxy_for(sign_request(call, near, credential(), timestamp=1)) is None
    far = Endpoint("cvm.tencentcloudapi.com")
    assert sender.proxy_for(sign_request(call, far, credential(), timestamp=1)) == "http://proxy:1"


def test_the_route_comes_from_the_environment_handed_in() -> None:
    assert route_from({}) == Route()
    assert route_from({"HTTPS_PROXY": "http://p:1", "SSL_CERT_FILE": "/ca"}) == Route("http://p:1", "/ca")
    assert route_from({"https_proxy": "http://p:2"}) == Route("http://p:2")


async def test_a_ca_file_that_is_not_there_is_said() -> None:
    error = await failed(9, HttpxSender(Route(ca_file="/nowhere/ca.pem"), timeout=5), scheme="https")
    assert error.kind == "tls"
    assert "/nowhere/ca.pem" in error.sentence
