"""Work in slices."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tcexplorer.answer.slices import finished, run_cooperatively

if TYPE_CHECKING:
    from collections.abc import Generator


def counting(to: int, closed: list[bool] | None = None) -> Generator[int, None, str]:
    try:
        yield from range(to)
    finally:
        if closed is not None:
            closed.append(True)
    return "done"


def test_all_at_once() -> None:
    assert finished(counting(3)) == "done"


async def test_others_get_their_turn_every_few_milliseconds() -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    steps: list[int] = []
    seconds = count(0, 0.004)
    assert await run_cooperatively(counting(100), steps.append, at_a_time=0.02, clock=lambda: next(seconds)) == "done"
    task.cancel()
    assert 10 < len(steps) < 40
    assert turns >= len(steps)


async def test_cancelling_ends_the_work() -> None:
    closed: list[bool] = []
    task = asyncio.create_task(run_cooperatively(counting(10**9, closed), at_a_time=0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed == [True]
