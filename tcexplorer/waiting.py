"""Waiting, with a running loop and without: one flow serves the screen, which has one, and the shell, which has none.

A shell's command is over in a tenth of a second, of which asyncio would take as much again.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class Aside(Protocol):
    """How work that may take long is done: `in_thread` beside a loop, `at_once` where nothing else is to be done."""

    async def __call__(self, work: Callable[[], T], /) -> T: ...


async def at_once(work: Callable[[], T], /) -> T:
    """What `work` gives or raises; the caller waits."""
    return work()


def driven(flow: Coroutine[Any, Any, T]) -> T:
    """What a flow gives or raises that never waits for a loop: all it awaits is done at once."""
    try:
        flow.send(None)
    except StopIteration as done:
        return done.value
    flow.close()
    raise RuntimeError("this waits for a loop, and there is none")


def stops() -> tuple[type[BaseException], ...]:
    """What is raised where something is waited for when the user will not wait any more."""
    loops = sys.modules.get("asyncio")
    return (KeyboardInterrupt,) if loops is None else (KeyboardInterrupt, loops.CancelledError)


def loop_runs() -> bool:
    """Whether a loop runs here, which wants its turn now and then."""
    loops = sys.modules.get("asyncio")
    if loops is None:
        return False
    try:
        loops.get_running_loop()
    except RuntimeError:
        return False
    return True


async def in_thread(work: Callable[[], T], /) -> T:
    """What `work` gives or raises, in a thread that the end of the program does not wait for.

    `asyncio.to_thread` is joined at the end: a keyring that waits for its owner would keep the program alive.
    """
    import asyncio

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
