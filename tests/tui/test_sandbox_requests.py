"""The live list of what reaches the sandbox, and the way from there into the doctor."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.protocol.model import Credential, Endpoint
from tcexplorer.safety.secret import Secret
from tcexplorer.sandbox.inspector import Inspector
from tcexplorer.sandbox.server import RunningServer, serve
from tcexplorer.tui.dialogs.doctor import DoctorScreen
from tcexplorer.tui.dialogs.sandbox_requests import SandboxRequests
from tests.sandbox.world import CREDENTIAL, NOW, World, call, signed, wire_of
from tests.tui.stage import Stage, staged

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@asynccontextmanager
async def watching(size: tuple[int, int] = (160, 45)) -> AsyncGenerator[tuple[Stage, RunningServer, Inspector]]:
    """The list is open, over a sandbox that really listens."""
    world = World()
    inspector, server = Inspector(world.sandbox), await serve(world.sandbox)
    try:
        async with staged(size=size) as stage:
            stage.session.inspector = lambda: inspector
            stage.session.context = replace(
                stage.session.context, credential=CREDENTIAL, sandbox=("127.0.0.1", server.port)
            )
            await stage.app.main.run_command("sandbox")
            await stage.pilot.pause()
            yield stage, server, inspector
    finally:
        inspector.close()
        await server.stop()


async def send(
    server: RunningServer, inspector: Inspector, name: str, key: str | None = None, timestamp: int = NOW
) -> None:
    """A request from another program."""
    credential = CREDENTIAL if key is None else Credential(CREDENTIAL.secret_id, Secret(key))
    endpoint = Endpoint(f"127.0.0.1:{server.port}", "http")
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(wire_of(signed(call(name), endpoint, credential, timestamp), headers={"Connection": "close"}))
    await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    await inspector.settled()


async def test_requests_are_listed_as_they_come_and_open_in_the_doctor() -> None:
    async with watching() as (stage, server, inspector):
        assert isinstance(stage.app.screen, SandboxRequests)
        await stage.until("no request came yet")
        await send(server, inspector, "DescribeInstanceList")
        await stage.until("mqtt DescribeInstanceList")
        await send(server, inspector, "DescribeInstanceList", key=f"{CREDENTIAL.secret_key.reveal()}\n")
        await stage.until("key-whitespace")
        assert CREDENTIAL.secret_key.reveal() not in stage.screen_text
        await stage.keys("enter")
        assert isinstance(stage.app.screen, DoctorScreen)
        await stage.until("proven")
        await stage.keys("escape")
        assert isinstance(stage.app.screen, SandboxRequests)
        await send(server, inspector, "DescribeInstanceList", key="w" * 32)
        await stage.until("not explained")


async def test_the_doctor_has_the_time_at_which_it_came() -> None:
    async with watching() as (stage, server, inspector):
        await send(server, inspector, "DescribeInstanceList", timestamp=NOW - 4000)
        await stage.until("4000 s behind")
        await stage.keys("enter")
        assert isinstance(stage.app.screen, DoctorScreen)
        await stage.until("4000 s behind")


async def test_the_key_for_other_programs_goes_to_the_clipboard_alone() -> None:
    async with watching(size=(80, 24)) as (stage, server, _):
        await stage.keys("u")
        assert stage.app.clipboard == f"http://127.0.0.1:{server.port}"
        await stage.keys("e")
        assert f"TENCENTCLOUD_SECRET_KEY={CREDENTIAL.secret_key.reveal()}" in stage.app.clipboard
        assert CREDENTIAL.secret_key.reveal() not in stage.screen_text
        bar = stage.app.screen.query_one(".answers")
        await stage.pilot.click(bar, offset=(1, 0))
        assert isinstance(stage.app.screen, SandboxRequests)  # there is nothing to open yet


async def test_without_a_sandbox_it_says_so() -> None:
    async with staged(sandbox=False) as stage:
        await stage.app.main.run_command("sandbox")
        await stage.until("there is no sandbox")
