"""A session that has no key at the start opens all the same, and says how to go on."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import pytest

from tcexplorer.cli.screen import Options, _profile  # pyright: ignore[reportPrivateUsage] the way from the file
from tcexplorer.cli.terminal import Stop
from tcexplorer.compose import Machine, open_session
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.keyring_store import Backend, KeyringStore
from tcexplorer.credentials.profile import Profile
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tcexplorer.workbench.notice import NOBODY, StartupNotice
from tests.builders import SECRET_ID, credential
from tests.conftest import machine_at
from tests.credentials.test_keyring_store import Memory
from tests.tui.stage import Clock, Postman, Shelf, Stage, success

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import Response
    from tcexplorer.workbench.session import Session

DEV = Profile("dev", region="ap-guangzhou")


class Slow(Memory):
    """A keyring that answers when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()
        self.unlocked.set()
        KeyringStore(lambda: self).save("dev", credential())
        self.unlocked.clear()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait()
        return super().get_password(service, username)


@dataclass(frozen=True)
class Home(Machine):
    """A machine whose keyring is the test's own; `none` is why it has none."""

    backend: Memory = field(default_factory=Memory)
    none: str = ""

    @property
    def store(self) -> KeyringStore:  # pyright: ignore[reportIncompatibleVariableOverride]
        def opened() -> Backend:
            if self.none:
                raise CredentialError(self.none)
            return self.backend

        return KeyringStore(opened)


@asynccontextmanager
async def started(
    home: Machine,
    profile: Profile | None,
    beginning: StartupNotice | None = None,
    *answers: Response,
    catalogue: Catalogue | None = None,
) -> AsyncGenerator[Stage]:
    """The app over a session as the program opens it, but for its catalogue and network."""
    postman = Postman(list(answers))
    opened: list[Session] = []

    async def load() -> Session:
        shelf = catalogue or cast("Catalogue", Shelf())
        session = await open_session(home, profile, catalogue=shelf, beginning=beginning)
        session.calls = replace(session.calls, sender=postman)
        opened.append(session)
        return session

    name = profile.name if profile is not None else "sandbox"
    app = TcExplorer(StartupContext(name, None, sandbox=profile is None), load)
    async with app.run_test(size=(120, 35)) as pilot:
        for _ in range(4000):
            if app.main.start.is_ready:
                break
            await pilot.pause(0.005)
        yield Stage(app, pilot, opened[0], postman, Clock())


def home(tmp_path: Path, backend: Memory | None = None, none: str = "") -> Home:
    return Home({"TCEXPLORER_HOME": str(tmp_path)}, backend=backend or Memory(), none=none)


async def test_the_credential_comes_behind_the_screen_and_nothing_waits_for_it(tmp_path: Path) -> None:
    backend = Slow()
    async with started(home(tmp_path, backend), DEV) as stage:
        assert stage.session.context.credential is None
        await stage.open("describezones")
        backend.unlocked.set()
        for _ in range(400):
            if stage.session.context.credential is not None:
                break
            await stage.pilot.pause(0.005)
        assert stage.session.context.credential == credential()


async def test_what_is_sent_meanwhile_goes_out_with_the_key(tmp_path: Path) -> None:
    backend = Slow()
    async with started(home(tmp_path, backend), DEV, None, success()) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("sent as soon as the key of dev is here")
        assert not stage.postman.sent
        backend.unlocked.set()
        await stage.until("✓ success")
        assert SECRET_ID in dict(stage.postman.sent[0].headers)["Authorization"]


async def test_what_is_sent_meanwhile_can_be_taken_back(tmp_path: Path) -> None:
    backend = Slow()
    async with started(home(tmp_path, backend), DEV, None, success()) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r", "escape")
        await stage.until("not sent")
        backend.unlocked.set()
        for _ in range(400):
            if stage.session.context.credential is not None:
                break
            await stage.pilot.pause(0.005)
        await stage.pilot.pause()
        assert not stage.postman.sent


async def test_a_keyring_that_hangs_does_not_hold_up_leaving(tmp_path: Path) -> None:
    backend = Slow()
    async with started(home(tmp_path, backend), DEV) as stage:
        await asyncio.wait_for(stage.keys("ctrl+q"), 5)
        assert not stage.app.is_running
    backend.unlocked.set()


@pytest.mark.parametrize(
    ("none", "said"),
    [("this machine has no keyring", "this machine has no keyring"), ("", "has no key for profile dev")],
)
async def test_no_key_is_said_with_the_ways_on_and_the_catalogue_is_there(tmp_path: Path, none: str, said: str) -> None:
    async with started(home(tmp_path, none=none), DEV) as stage:
        await stage.until("Profile dev has no usable key")
        await stage.until(said)
        for way in ("Look around", "Try again", "Manage profiles", "Use the sandbox", "--from-env"):
            assert way in stage.screen_text
        await stage.keys("enter")
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("not sent: ")
        await stage.until(said.split(" for ")[0])


async def test_trying_again_after_the_keyring_was_unlocked(tmp_path: Path) -> None:
    backend = Memory()
    backend.fails = OSError("locked away")
    async with started(home(tmp_path, backend), DEV) as stage:
        await stage.until("locked away")
        backend.fails = None
        KeyringStore(lambda: backend).save("dev", credential())
        await stage.keys("down", "enter")
        for _ in range(400):
            if stage.session.context.credential is not None:
                break
            await stage.pilot.pause(0.005)
        assert stage.session.context.credential == credential()


async def test_the_sandbox_is_a_way_on(tmp_path: Path, catalogue: Catalogue) -> None:
    async with started(home(tmp_path), DEV, catalogue=catalogue) as stage:
        await stage.until("Profile dev has no usable key")
        await stage.keys("up", "down", "down", "down", "enter")
        await stage.until("calls are made as sandbox from now on")
        assert stage.session.context.is_sandbox


async def test_managing_is_a_way_on_by_mouse(tmp_path: Path) -> None:
    async with started(home(tmp_path, none="this machine has no keyring"), DEV) as stage:
        await stage.until("Manage profiles")
        row = next(at for at, line in enumerate(stage.screen_text.split("\n")) if "Manage profiles" in line)
        column = stage.screen_text.split("\n")[row].index("Manage")
        await stage.pilot.click(offset=(column, row))
        await stage.until("embedded, needs no account")


async def test_trouble_does_not_get_in_the_way_of_who_works_already(tmp_path: Path) -> None:
    backend = Slow()
    async with started(home(tmp_path, backend), DEV) as stage:
        await stage.open("describezones")
        backend.fails = OSError("locked away")
        backend.items.clear()
        backend.unlocked.set()
        await stage.until("no key (shift+F9 shows profiles): ")
        assert stage.app.screen is stage.app.main


async def test_trouble_does_not_take_what_is_typed_into_the_search_box(tmp_path: Path) -> None:
    backend = Slow()
    async with started(home(tmp_path, backend), DEV) as stage:
        await stage.keys("=zon")
        backend.items.clear()
        backend.unlocked.set()
        await stage.until("no key (shift+F9 shows profiles): ")
        await stage.keys("=es", "enter")
        await stage.until("cvm  DescribeZones")


async def test_no_profile_at_all_is_the_sandbox_with_a_guide(tmp_path: Path, catalogue: Catalogue) -> None:
    async with started(home(tmp_path), None, StartupNotice("welcome"), catalogue=catalogue) as stage:
        await stage.until("Welcome to tcexplorer")
        await stage.until("--from-env")
        await stage.keys("down", "enter")
        await stage.until("Add a profile")
        await stage.until("SecretKey")
        await stage.keys("escape", "escape")
        assert stage.app.screen is stage.app.main
        assert stage.session.context.is_sandbox


async def test_a_damaged_config_opens_the_screen_and_says_so(tmp_path: Path) -> None:
    machine = machine_at(tmp_path, {})
    machine.paths.config.mkdir(parents=True)
    machine.paths.config_file.write_text("[profiles.dev]\nregoin = 1\n")
    profile, beginning = _profile(Options(), machine)
    assert profile is NOBODY
    async with started(home(tmp_path), profile, beginning) as stage:
        await stage.until("No usable profile")
        await stage.until("unknown key 'regoin'")
        await stage.keys("enter")
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("not sent: ")


def test_how_a_start_is_decided(tmp_path: Path) -> None:
    key = {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": "k" * 32}
    assert _profile(Options(), machine_at(tmp_path, {})) == (None, StartupNotice("welcome"))
    assert _profile(Options(), machine_at(tmp_path, key)) == (Profile("environment", "environment"), None)
    named = Options()
    named.profile = "lost"
    with pytest.raises(Stop, match="there is no profile 'lost'"):
        _profile(named, machine_at(tmp_path, {}))


async def test_a_key_of_the_environment_is_there_at_once(tmp_path: Path) -> None:
    machine = machine_at(tmp_path)
    async with started(machine, Profile("environment", "environment")) as stage:
        assert stage.session.context.credential is not None
        assert stage.session.beginning is None


def test_the_end_of_the_program_does_not_wait_for_what_hangs_aside() -> None:
    import subprocess
    import sys

    script = (
        "import asyncio, threading\n"
        "from tcexplorer.waiting import in_thread\n"
        "async def main():\n"
        "    task = asyncio.ensure_future(in_thread(threading.Event().wait))\n"
        "    await asyncio.sleep(0)\n"
        "    task.cancel()\n"
        "asyncio.run(main())\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=20)
