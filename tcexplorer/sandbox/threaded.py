"""A sandbox served from a thread of this process, so that a client which blocks can call it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from tcexplorer.sandbox.server import RunningServer, serve

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator

    from tcexplorer.sandbox.inspector import Inspector
    from tcexplorer.sandbox.sandbox import Sandbox

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds that anything done in the thread may take, the doctor's work included."""


class ThreadedServer:
    """A server in a thread. `endpoint` is its address without the protocol, as SDKs want it: `127.0.0.1:40123`."""

    def __init__(self, server: RunningServer, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.url = server.url
        self.port = server.port
        self.endpoint = server.url.partition("://")[2]

    def run(self, what: Coroutine[None, None, T]) -> T:
        """Do that in the server's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(PATIENCE)


@contextmanager
def served_in_thread(sandbox: Sandbox, inspector: Inspector | None = None) -> Generator[ThreadedServer]:
    """Serve the sandbox until the block ends, and close its inspector then. Raises OSError when there is no port."""
    loop = asyncio.new_event_loop()
    try:
        server = loop.run_until_complete(serve(sandbox))
    except BaseException:
        loop.close()
        raise
    thread = Thread(target=loop.run_forever, name="tcexplorer sandbox", daemon=True)
    thread.start()
    threaded = ThreadedServer(server, loop)
    try:
        yield threaded
    finally:
        threaded.run(_stop(server, inspector))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def _stop(server: RunningServer, inspector: Inspector | None) -> None:
    if inspector is not None:
        inspector.close()
    await server.stop()
