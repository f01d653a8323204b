"""Somebody who presses anything anywhere, on the real catalogue and sandbox: nothing raises, nothing is stuck."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING

import pytest
from textual.errors import NoWidget

from tcexplorer.compose import open_session
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.commands import COMMANDS
from tcexplorer.tui.startup import StartupContext
from tests.conftest import machine_at

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.workbench.session import Session

SEED = 20261124
LEAVES = {"ctrl+q", "f10", "Q", "ctrl+c"}
KEYS = sorted({key for command in COMMANDS for key in command.keys} - LEAVES)
TYPED = [*"mqtdescibn12", "space", "left_curly_bracket", "quotation_mark", "backspace", "delete", "home", "end"]
ODD = ["ctrl+a", "ctrl+k", "ctrl+u", "ctrl+z", "shift+down", "shift+end", "ctrl+left", "ctrl+right", "insert", "测"]
SIZES = [(200, 60), (160, 45), (120, 35), (80, 24), (40, 12), (20, 5)]


async def monkey(home: Path, steps: int, seed: int) -> None:
    chance = random.Random(seed)
    machine = machine_at(home, {})

    async def load() -> Session:
        return await open_session(machine, None)

    opening = StartupContext("sandbox", "ap-guangzhou", sandbox=True, read_only=False, production=False)
    app = TcExplorer(opening, load)
    done: list[str] = []
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] Textual's Worker is generic
        for _ in range(steps):
            kind = chance.random()
            if kind < 0.55:
                done.append(chance.choice(KEYS))
                await pilot.press(done[-1])
            elif kind < 0.85:
                done.append(chance.choice(TYPED if chance.random() < 0.8 else ODD))
                await pilot.press(done[-1])
            elif kind < 0.97:
                at = (chance.randrange(app.screen.size.width), chance.randrange(app.screen.size.height))
                done.append(f"click {at}")
                with contextlib.suppress(NoWidget):  # a click before the layout that a resize or a dialog began
                    await pilot.click(offset=at, times=chance.choice([1, 1, 1, 2]))
            else:
                size = chance.choice(SIZES)
                done.append(f"resize {size}")
                await pilot.resize_terminal(*size)
            assert app.is_running, done[-30:]
        await pilot.resize_terminal(120, 35)
        for _ in range(6):
            await pilot.press("escape")
        await pilot.press("ctrl+o")
        await pilot.press(*"mqttx")
        assert app.is_running, done[-30:]
        app.exit()


async def test_a_thousand_steps(tmp_path: Path) -> None:
    await monkey(tmp_path, 1000, SEED)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(SEED, SEED + 10))
async def test_ten_times_a_thousand_steps(tmp_path: Path, seed: int) -> None:
    await monkey(tmp_path, 1000, seed)
