"""The sandbox with the real catalogue, served from a thread to clients that know nothing of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.store import Catalogue, locate
from tcexplorer.sandbox.sandbox import Handled, Sandbox, new_credential
from tcexplorer.sandbox.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.model import Credential


@dataclass
class Served:
    """A sandbox that runs. `shift` seconds are added to its clock; `handled` is what it was sent."""

    credential: Credential
    port: int = 0
    shift: float = 0.0
    handled: list[Handled] = field(default_factory=list[Handled])

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def secret_key(self) -> str:
        return self.credential.secret_key.reveal()

    def clock(self) -> float:
        return time.time() + self.shift


@pytest.fixture(scope="session")
def serving() -> Iterator[Served]:
    random = Random(5)
    served = Served(new_credential(random))
    ready, loop, stop = Event(), asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        with Catalogue.open(locate(None)) as catalogue:
            sandbox = Sandbox(
                catalogue,
                credentials=[served.credential],
                clock=served.clock,
                random=random,
                on_handled=served.handled.append,
                calls_per_second=0,
            )
            server = await serve(sandbox)
            served.port = server.port
            ready.set()
            await stop.wait()
            await server.stop()

    thread = Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(10)
    yield served
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def served(serving: Served) -> Iterator[Served]:
    serving.handled.clear()
    yield serving
    serving.shift = 0.0
