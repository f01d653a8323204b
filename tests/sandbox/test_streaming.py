"""Actions that stream: the example's events, or the response in pieces, one by one over the wire."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.answer.events import events_in
from tcexplorer.catalog.model import Example, TypeDef
from tcexplorer.sandbox.server import serve
from tests.builders import NO_DOC, action, member
from tests.sandbox.world import BOTH, FakeCatalogue, World, call, example, response_in, row, signed, wire_of

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject

MESSAGE = TypeDef("Message", NO_DOC, (member("Role"), member("Content")))
CHOICE = TypeDef("Choice", NO_DOC, (member("Message", "object", "Message"),))
OUT = [member("Choices", "list", "Choice"), member("RequestId")]
TEXT = "Twelve signs and some more of them."
STREAMED = (
    'HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\nid: 1\ndata: {"Note":"a","RequestId":"x"}\n\ndata: [DONE]\n'
)


def talking(*examples: Example) -> World:
    said = action(
        member("Stream", "bool"),
        member("Prompt", required=BOTH),
        of=row("lkeap", "2024-05-22", "ChatCompletions"),
        types=[MESSAGE, CHOICE],
        returns=OUT,
        examples=examples,
    )
    return World(catalogue=FakeCatalogue([said]))


WHOLE = example({"Id": "1", "Choices": [{"Message": {"Role": "assistant", "Content": TEXT}}]})


def wire(*, stream: Json = True, headers: dict[str, str] | None = None) -> bytes:
    params: JsonObject = {"Prompt": "hello", "Stream": stream}
    wanted = call("ChatCompletions", params, service="lkeap", version="2024-05-22")
    return wire_of(signed(wanted), headers=headers)


def test_a_response_comes_in_pieces_that_add_up() -> None:
    world = talking(WHOLE)
    reply = world.send(wire())
    assert reply.headers == (("Content-Type", "text/event-stream"), ("X-TC-RequestId", world.handled[0].request_id))
    assert b"".join(reply.parts) == reply.body
    choices = [json.loads(event.data)["Choices"][0] for event in events_in(reply.body)]
    assert len(reply.parts) == len(choices) == 3
    assert "".join(choice["Delta"]["Content"] for choice in choices) == TEXT
    assert [choice["FinishReason"] for choice in choices] == ["", "", "stop"]


def test_an_example_that_is_a_stream_is_taken_as_it_is() -> None:
    world = talking(Example("A stream", "", "", STREAMED), WHOLE)
    reply = world.send(wire())
    assert [json.loads(event.data) for event in events_in(reply.body)] == [
        {"Note": "a", "RequestId": world.handled[0].request_id}
    ]


def test_a_long_example_keeps_its_last_event() -> None:
    long = "".join(f'data: {{"N":{number}}}\n\n' for number in range(100))
    reply = talking(Example("A stream", "", "", long)).send(wire())
    numbers = [json.loads(event.data)["N"] for event in events_in(reply.body)]
    assert (len(numbers), numbers[-2:]) == (40, [38, 99])


@pytest.mark.parametrize("stream", [False, "yes"])
def test_without_the_switch_it_is_an_envelope(*, stream: Json) -> None:
    reply = talking(WHOLE).send(wire(stream=stream))
    assert reply.parts == ()
    assert ("Error" in response_in(reply.body)) is (stream == "yes")


def test_an_error_before_the_stream_is_an_envelope() -> None:
    reply = talking(WHOLE).send(wire(headers={"X-Sandbox-Error": "LimitExceeded"}))
    assert reply.headers[0] == ("Content-Type", "application/json")
    assert reply.parts == ()


@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
async def test_it_goes_over_the_wire_event_by_event(version: bytes) -> None:
    world = talking(WHOLE)
    server = await serve(world.sandbox)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        writer.write(wire(headers={"Connection": "close"}).replace(b"HTTP/1.1", b"HTTP/" + version))
        head = await reader.readuntil(b"\r\n\r\n")
        first = await reader.readuntil(b"\n\n")
        assert b"Content-Length" not in head
        assert (b"Transfer-Encoding: chunked" in head) is (version == b"1.1")
        assert first.count(b"data:") == 1
        rest = await reader.read()
        assert rest.count(b"data:") == 2
        assert rest.endswith(b"0\r\n\r\n" if version == b"1.1" else b"\n\n")
    finally:
        writer.close()
        await writer.wait_closed()
        await server.stop()


async def test_a_client_that_goes_ends_the_stream() -> None:
    world = talking(WHOLE)
    server = await serve(world.sandbox)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(wire())
    await reader.readuntil(b"\n\n")
    assert len(asyncio.all_tasks()) == 2
    writer.transport.abort()
    async with asyncio.timeout(5):
        while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0)
    await server.stop()


async def test_another_request_may_follow_on_the_connection() -> None:
    world = talking(WHOLE)
    server = await serve(world.sandbox)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        for _ in range(2):
            writer.write(wire())
            assert (await reader.readuntil(b"0\r\n\r\n")).count(b"data:") == 3
    finally:
        writer.close()
        await writer.wait_closed()
        await server.stop()
