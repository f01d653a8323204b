"""Work that may hang for long, done beside the loop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What `work` gives or raises, in a thread that the end of the program does not wait for.

    `asyncio.to_thread` is joined at the end: a keyring that waits for its owner would keep the program alive.
    """
    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[T] = loop.create_future()

    def give(result: T) -> None:
        if not waiting.done():
            waiting.set_result(result)

    def fail(error: BaseException) -> None:
        if not waiting.done():
            waiting.set_exception(error)

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            _tell(loop, fail, error)
        else:
            _tell(loop, give, result)

    Thread(target=run, name="aside", daemon=True).start()
    return await waiting


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[T], None], value: T) -> None:
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(what, value)
