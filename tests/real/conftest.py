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
from tcexplorer.sandbox.inspector import Inspector
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
    loop: asyncio.AbstractEventLoop | None = None
    inspector: Inspector | None = None

    @property
    def found(self) -> list[list[str]]:
        """The ids of what the doctor found in each request; empty where it was not asked."""
        assert self.loop
        assert self.inspector
        asyncio.run_coroutine_threadsafe(self.inspector.settled(), self.loop).result(20)
        return [[cause.id for cause in one.findings] for one in self.inspector.seen]

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
            served.loop, served.inspector = loop, Inspector(sandbox)
            server = await serve(sandbox)
            served.port = server.port
            ready.set()
            await stop.wait()
            served.inspector.close()
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
    assert serving.found is not None  # nothing of an earlier test is examined any more
    serving.handled.clear()
    assert serving.inspector
    serving.inspector.clear()
    yield serving
    serving.shift = 0.0
