"""The first frame: what is on it, and what is not loaded for it."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import CallFlow
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import LoadFailed, StartupContext
from tcexplorer.workbench.session import Session
from tests.builders import credential
from tests.tui.stage import DEV, Clock, Postman, Shelf, Stage, success

LATER = (
    "httpx", "keyring", "sqlite3", "tcexplorer.sandbox", "tcexplorer.transport", "tcexplorer.catalog.store",
    "tcexplorer.catalog.search", "tcexplorer.workbench.session", "tcexplorer.form.draft", "textual.widgets._text_area",
    "markdown_it", "pygments.lexers",
)  # fmt: skip
SCRIPT = f"""
import asyncio, sys
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext

async def load():
    print(sorted(set({LATER!r}) & set(sys.modules)))
    print(app.screen.focused.id)
    app.exit()
    await asyncio.Event().wait()

app = TcExplorer(StartupContext("sandbox", "ap-guangzhou", sandbox=True), load)

async def main():
    async with app.run_test() as pilot:
        while not app._exit:
            await pilot.pause(0.01)

asyncio.run(main())
"""


def test_nothing_heavy_is_loaded_before_the_first_frame() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.splitlines() == ["[]", "find"]


async def test_what_is_typed_while_loading_is_searched_for_when_loaded() -> None:
    loaded = asyncio.Event()
    session = Session(Shelf(), CallFlow(Postman(), Clock()), Context(DEV, credential(), "ap-guangzhou"), clock=Clock())

    async def load() -> Session:
        await loaded.wait()
        return session

    app = TcExplorer(StartupContext("dev", "ap-guangzhou"), load)
    async with app.run_test(size=(160, 45)) as pilot:
        stage = Stage(app, pilot, session, Postman(), Clock())
        await stage.until("reading the catalogue …")
        await stage.keys("=zones")
        loaded.set()
        await stage.until("1 of 5")
        await stage.until("DescribeZones")


async def test_what_was_read_is_listed_and_searched_before_the_session_is_there_and_chosen_when_it_is() -> None:
    loaded = asyncio.Event()
    session = Session(Shelf(), CallFlow(Postman(), Clock()), Context(DEV, credential(), "ap-guangzhou"), clock=Clock())

    async def load() -> Session:
        await loaded.wait()
        return session

    app = TcExplorer(StartupContext("dev", "ap-guangzhou"), load, Shelf().rows)
    async with app.run_test(size=(160, 45)) as pilot:
        stage = Stage(app, pilot, session, Postman(), Clock())
        await stage.until("Actions 5")
        await stage.keys("=zones")
        await stage.until("1 of 5")
        await stage.keys("enter")
        assert not app.main.start.is_ready
        loaded.set()
        await stage.until("cvm  DescribeZones")  # the title of its form
        assert app.main.open_request is not None


async def test_enter_and_send_before_anything_is_loaded_happen_when_it_is() -> None:
    loaded = asyncio.Event()
    context = Context(DEV, credential(), "ap-guangzhou", sandbox=("127.0.0.1", 9))
    postman = Postman([success()])
    session = Session(Shelf(), CallFlow(postman, Clock()), context, clock=Clock())

    async def load() -> Session:
        await loaded.wait()
        return session

    app = TcExplorer(StartupContext("dev", "ap-guangzhou"), load)
    async with app.run_test(size=(160, 45)) as pilot:
        stage = Stage(app, pilot, session, postman, Clock())
        await stage.until("reading the catalogue …")
        await stage.keys("ctrl+o", "=describezones", "enter", "ctrl+r")
        assert not postman.sent
        loaded.set()
        await stage.until("cvm  DescribeZones")
        await stage.until("✓ success")
        assert postman.sent[0].header("X-TC-Action") == "DescribeZones"


async def test_a_session_that_fails_behind_the_list_takes_the_list_away() -> None:
    failing = asyncio.Event()
    session = Session(Shelf(), CallFlow(Postman(), Clock()), Context(DEV, None), clock=Clock())

    async def load() -> Session:
        await failing.wait()
        raise LoadFailed("the keyring is locked")

    app = TcExplorer(StartupContext("dev"), load, Shelf().rows)
    async with app.run_test(size=(160, 45)) as pilot:
        stage = Stage(app, pilot, session, Postman(), Clock())
        await stage.until("Actions 5")
        failing.set()
        await stage.until("the keyring is locked")
        await stage.keys("=zones", "enter")
        assert "Actions 5" not in stage.screen_text
        assert "DescribeZones" not in stage.screen_text


async def test_a_failure_to_load_is_one_clear_line_and_the_app_can_be_left() -> None:
    session = Session(Shelf(), CallFlow(Postman(), Clock()), Context(DEV, None), clock=Clock())

    async def load() -> Session:
        raise LoadFailed("there is no catalogue; run: tcexplorer catalog update")

    app = TcExplorer(StartupContext("dev"), load)
    async with app.run_test(size=(160, 45)) as pilot:
        stage = Stage(app, pilot, session, Postman(), Clock())
        await stage.until("✗ no actions to list")
        await stage.until("there is no catalogue; run: tcexplorer catalog update")
        await stage.keys("enter", "ctrl+r", "ctrl+l", "ctrl+g", "f6", "f4", "ctrl+t", "f1")
        await stage.until("What can be done here")
        await stage.keys("escape", "ctrl+q")
        assert not app.is_running


async def test_closing_lets_go_of_the_session() -> None:
    closed: list[bool] = []
    session = Session(Shelf(), CallFlow(Postman(), Clock()), Context(DEV, credential()), clock=Clock())

    async def close() -> None:
        closed.append(True)

    session.closers.append(close)

    async def load() -> Session:
        return session

    app = TcExplorer(StartupContext("dev"), load)
    async with app.run_test() as pilot:
        while not app.main.start.is_ready:
            await pilot.pause(0.005)
    assert closed == [True]
