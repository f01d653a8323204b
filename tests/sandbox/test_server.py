"""The sandbox on a socket."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from time import perf_counter
from typing import TYPE_CHECKING

import h11
import pytest

from tcexplorer.protocol.model import Endpoint
from tcexplorer.sandbox import server as server_module
from tcexplorer.sandbox.server import READ_TIMEOUT, RunningServer, serve
from tests.sandbox.world import NOW, World, call, error_of, response_in, signed, wire_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tcexplorer.protocol.model import JsonObject


@asynccontextmanager
async def running(
    world: World, host: str = "127.0.0.1", *, read_timeout: float = READ_TIMEOUT
) -> AsyncGenerator[RunningServer]:
    server = await serve(world.sandbox, host, read_timeout=read_timeout)
    try:
        yield server
    finally:
        await server.stop()


class Client:
    """An HTTP client that is not ours: h11 reads the answers."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self._h11 = h11.Connection(h11.CLIENT)

    def write(self, wire: bytes) -> None:
        self.writer.write(wire)

    async def read(self, method: str = "POST") -> tuple[int, dict[bytes, bytes], bytes]:
        """Status, headers and body of the next answer."""
        # h11 reads an answer only to a request that it has seen
        self._h11.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
        self._h11.send(h11.EndOfMessage())
        status, headers, body = 0, dict[bytes, bytes](), b""
        while True:
            match self._h11.next_event():
                case h11.NEED_DATA:
                    self._h11.receive_data(await asyncio.wait_for(self.reader.read(65536), 5))
                case h11.Response() as response:
                    status, headers = response.status_code, dict(response.headers)
                case h11.Data() as data:
                    body += bytes(data.data)
                case h11.EndOfMessage():
                    break
                case other:
                    raise AssertionError(other)
        if self._h11.their_state is h11.DONE:
            self._h11.start_next_cycle()
        return status, headers, body

    async def response(self) -> JsonObject:
        return response_in((await self.read())[2])

    async def at_end(self) -> bool:
        return await asyncio.wait_for(self.reader.read(), 5) == b""


@asynccontextmanager
async def connected(server: RunningServer) -> AsyncGenerator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        yield Client(reader, writer)
    finally:
        writer.close()
        await writer.wait_closed()


def request(server: RunningServer, name: str = "DescribeInstanceList", **headers: str) -> bytes:
    endpoint = Endpoint(f"127.0.0.1:{server.port}", "http")
    return wire_of(signed(call(name), endpoint), headers={key.replace("_", "-"): headers[key] for key in headers})


async def test_a_connection_serves_many_requests() -> None:
    world = World()
    async with running(world) as server, connected(server) as client:
        for _ in range(3):
            client.write(request(server))
            status, headers, body = await client.read()
            assert status == 200
            assert headers[b"content-type"] == b"application/json"
            assert b"connection" not in headers
            assert error_of(response_in(body))[0] == "success"
    assert server.url == f"http://127.0.0.1:{server.port}"
    assert [handled.received.peer.split(":")[0] for handled in world.handled] == ["127.0.0.1"] * 3


async def test_pipelined_requests_are_answered_in_their_order() -> None:
    async with running(World()) as server, connected(server) as client:
        slow = request(server, X_Sandbox_Delay="0.02", X_Sandbox_Error="First")
        client.write(slow + request(server, X_Sandbox_Error="Second") + request(server))
        codes = [error_of(await client.response())[0] for _ in range(3)]
        assert codes == ["First", "Second", "success"]


async def test_the_date_is_the_clock_of_the_sandbox() -> None:
    world = World(now=NOW + 3600)
    async with running(world) as server, connected(server) as client:
        client.write(request(server))
        _, headers, body = await client.read()
        assert error_of(response_in(body))[0] == "AuthFailure.SignatureExpire"
        assert parsedate_to_datetime(headers[b"date"].decode()).timestamp() == NOW + 3600


@pytest.mark.parametrize("expect", [True, False])
async def test_a_large_body_is_hashed_aside(expect: bool) -> None:
    async with running(World()) as server, connected(server) as client:
        endpoint = Endpoint(f"127.0.0.1:{server.port}", "http")
        which = call("DescribeTopic", {"InstanceId": "i", "Topic": "t", "Password": "x" * 2_000_000})
        wire = wire_of(signed(which, endpoint), headers={"Expect": "100-continue"} if expect else {})
        head, blank, body = wire.partition(b"\r\n\r\n")
        client.write(head + blank)
        if expect:
            assert await client.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.write(body + request(server))
        assert (await client.response())["InstanceId"] == "i"
        assert error_of(await client.response())[0] == "success"


async def test_a_pause_within_a_request_is_reported() -> None:
    async with running(World(), read_timeout=0.05) as server, connected(server) as client:
        client.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        status, headers, body = await client.read()
        code, message = error_of(response_in(body))
        assert (status, code, headers[b"connection"]) == (400, "InvalidRequest", b"close")
        assert "announced 5 bytes of body, 2 came" in message
        assert "0.05 s" in message
        assert await client.at_end()


async def test_a_client_that_goes_away_within_a_request_is_told_and_logged() -> None:
    world = World()
    async with running(world) as server, connected(server) as client:
        client.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        client.writer.write_eof()
        code, message = error_of(await client.response())
        assert code == "InvalidRequest"
        assert "closed the connection" in message
    assert world.handled[0].received.body == b"ab"


async def test_a_client_that_sends_no_more_still_gets_its_answers() -> None:
    async with running(World()) as server, connected(server) as client:
        client.write(request(server, X_Sandbox_Delay="0.01") + request(server))
        client.writer.write_eof()
        assert [error_of(await client.response())[0] for _ in range(2)] == ["success"] * 2
        assert await client.at_end()


async def test_tls_is_answered_and_the_connection_closed() -> None:
    async with running(World()) as server, connected(server) as client:
        client.write(b"\x16\x03\x01\x02\x00" + b"x" * 100)
        status, _, body = await client.read()
        assert status == 400
        assert "set the protocol (scheme) to http" in error_of(response_in(body))[1]
        assert await client.at_end()


async def test_a_body_that_is_too_large_does_not_cost_the_answer() -> None:
    async with running(World()) as server, connected(server) as client:
        client.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 1_000_000)
        assert error_of(await client.response())[0] == "RequestSizeLimitExceeded"


async def test_connect_gets_no_tunnel() -> None:
    async with running(World()) as server, connected(server) as client:
        client.write(b"CONNECT mqtt.tencentcloudapi.com:443 HTTP/1.1\r\nHost: x\r\n\r\n")
        status, _, body = await client.read()
        assert status == 405
        assert error_of(response_in(body))[0] == "UnsupportedProtocol"


async def test_head_gets_no_body() -> None:
    async with running(World()) as server, connected(server) as client:
        client.write(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers, body = await client.read("HEAD")
        assert (status, body) == (200, b"")
        assert int(headers[b"content-length"]) > 0
        client.write(request(server))
        assert error_of(await client.response())[0] == "success"


@pytest.mark.parametrize(("asked", "kept"), [("", False), ("keep-alive", True)])
async def test_http_1_0(asked: str, kept: bool) -> None:
    async with running(World()) as server, connected(server) as client:
        client.write(request(server, Connection=asked).replace(b"HTTP/1.1", b"HTTP/1.0"))
        _, headers, _ = await client.read()
        assert headers[b"connection"] == (b"keep-alive" if kept else b"close")


async def test_stop_with_an_idle_client_and_one_that_waits_is_immediate() -> None:
    arrived = asyncio.Event()
    world = World()
    server = await serve(world.sandbox)
    async with connected(server) as idle, connected(server) as waiting:
        idle.write(request(server))
        await idle.response()
        world.on_handled = arrived.set
        waiting.write(request(server, X_Sandbox_Delay="60"))
        await asyncio.wait_for(arrived.wait(), 5)
        start = perf_counter()
        await server.stop()
        assert perf_counter() - start < 0.5
        assert await idle.at_end()
        assert await waiting.at_end()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", server.port)


async def test_a_busy_port_is_said_in_one_line() -> None:
    async with running(World()) as server:
        with pytest.raises(OSError, match=f"port {server.port} of 127.0.0.1 cannot be had: .*in use") as raised:
            await serve(World().sandbox, port=server.port)
        assert raised.value.errno is not None
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("host", "port"), [("0.0.0.0", 0), ("example.com", 0), ("127.0.0.1", 70_000)])
async def test_only_loopback_and_real_ports(host: str, port: int) -> None:
    with pytest.raises(ValueError, match=r"this machine only|no port"):
        await serve(World().sandbox, host, port)


async def test_localhost_and_ipv6_are_loopback() -> None:
    async with running(World(), host="localhost") as server:
        assert server.url.startswith("http://127.0.0.1:")
    if socket.has_ipv6:
        try:
            server = await serve(World().sandbox, "::1")
        except OSError:
            pytest.skip("no IPv6 loopback here")
        assert server.url == f"http://[::1]:{server.port}"
        await server.stop()


async def test_one_connection_too_many_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "MAX_CONNECTIONS", 2)
    async with (
        running(World()) as server,
        connected(server) as first,
        connected(server),
        connected(server) as third,
    ):
        status, _, body = await third.read()
        assert (status, error_of(response_in(body))[0]) == (503, "ServiceUnavailable")
        first.write(request(server))
        assert error_of(await first.response())[0] == "success"


async def test_a_call_on_a_kept_connection_takes_no_nagle_delay() -> None:
    async with running(World(calls_per_second=0)) as server, connected(server) as client:
        times: list[float] = []
        for _ in range(30):
            head, blank, body = request(server).partition(b"\r\n\r\n")
            start = perf_counter()
            client.write(head + blank)
            client.write(body)
            await client.read()
            times.append(perf_counter() - start)
        assert sorted(times)[15] < 0.02
