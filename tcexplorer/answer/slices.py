"""Long work in slices: a generator yields often and returns its result, and whoever drives it decides when to rest.

Nothing here starts a thread. In a screen: `await run_cooperatively(work)` lets keys through every few milliseconds, and
cancelling the task ends the work at the next slice. In a command: `finished(work)`.
"""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

Step = TypeVar("Step")
Result = TypeVar("Result")

AT_A_TIME: Final = 0.008
"""Seconds of work between two rests."""


def finished(work: Generator[Step, None, Result]) -> Result:
    """Do all of it; the result."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            return cast("Result", done.value)


async def run_cooperatively(
    work: Generator[Step, None, Result],
    on_step: Callable[[Step], None] | None = None,
    *,
    at_a_time: float = AT_A_TIME,
    rest: float = 0,
    clock: Callable[[], float] = perf_counter,
) -> Result:
    """Do it within the running loop, which gets its turn after so many seconds of work.

    `on_step` is told the newest of what the work yielded before each rest. Cancelling closes the work. A `rest` of some
    seconds, for work that nobody waits for, leaves the loop to those who do.
    """
    try:
        until = clock() + at_a_time
        while True:
            try:
                step = next(work)
            except StopIteration as done:
                return cast("Result", done.value)
            if clock() >= until:
                if on_step is not None:
                    on_step(step)
                await asyncio.sleep(rest)
                until = clock() + at_a_time
    finally:
        work.close()
