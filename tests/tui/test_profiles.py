"""Profiles managed on the screen: by keys, by mouse, with a keyring that works, is missing, fails or hangs."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from tcexplorer.calls.context import Context
from tcexplorer.credentials.config import load_config
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.keyring_store import Backend, KeyringStore, service_name
from tcexplorer.credentials.profile import Profile
from tcexplorer.credentials.resolve import Credentials
from tcexplorer.credentials.source import Means
from tcexplorer.protocol.model import Language, Site
from tcexplorer.tui.dialogs.profiles.dialog import ProfileList, ProfilesDialog
from tcexplorer.tui.dialogs.profiles.form import ProfileForm
from tcexplorer.tui.widgets.bars import Bar
from tcexplorer.tui.widgets.radio_row import RadioRow
from tcexplorer.workbench.profiles import ProfileBook
from tests.builders import SECRET_ID, SECRET_KEY, credential
from tests.credentials.test_keyring_store import Memory
from tests.tui.stage import DEV, NEVER_SENT, Stage, failure, staged, success

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from textual.widget import Widget

    from tcexplorer.protocol.envelope import TransportError
    from tcexplorer.protocol.model import Response

ID = "AKID" + "i" * 32
KEY = "plantedSecretKey" + "k" * 16
TOKEN = "plantedToken" + "t" * 60
ITEM = "credential"
SANDBOX = Profile("sandbox", "sandbox", region="ap-guangzhou")
CONFIG = """
default_profile = "dev"

[profiles.dev]  # mine
region = "ap-guangzhou"

[profiles.prod]
region = "ap-shanghai"
site = "international"
read_only = true
production = true
"""


class Hanging(Memory):
    """A keyring that waits to be unlocked until the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait()
        return super().get_password(service, username)


@dataclass
class Set:
    """A stage with a book of profiles over a keyring in memory."""

    stage: Stage
    book: ProfileBook
    keyring: Memory
    file: Path
    seen: list[str] = field(default_factory=list[str])

    async def keys(self, *keys: str) -> None:
        """Press keys, and remember what the screen showed after each."""
        for key in keys:
            await self.stage.keys(key)
            self.seen.append(self.stage.screen_text)

    async def until(self, text: str) -> None:
        await self.stage.until(text)
        self.seen.append(self.stage.screen_text)

    async def click(self, widget: Widget | str, text: str = "", *, row: int = 0) -> None:
        """Click on a text of a widget; on a bar, its left end."""
        found = self.stage.app.screen.query_one(widget) if isinstance(widget, str) else widget
        region = found.region
        line = self.stage.screen_text.split("\n")[region.y + row]
        column = line.index(text, region.x) if text else region.x + 1
        await self.stage.pilot.click(offset=(column + len(text) // 2, region.y + row))
        await self.stage.pilot.pause()
        self.seen.append(self.stage.screen_text)

    async def on_bar(self, text: str) -> None:
        """Click a command of the dialog's last row."""
        await self.click(self.stage.app.screen.query(".answers").last(Bar), text)

    @property
    def form(self) -> ProfileForm:
        screen = self.stage.app.screen
        assert isinstance(screen, ProfileForm)
        return screen

    @property
    def manager(self) -> ProfilesDialog:
        screen = self.stage.app.screen
        assert isinstance(screen, ProfilesDialog)
        return screen

    async def saved(self) -> None:
        """Wait until the form is closed."""
        for _ in range(400):
            if isinstance(self.stage.app.screen, ProfilesDialog):
                return
            await self.stage.pilot.pause(0.005)
        raise AssertionError(self.form.said)

    def item(self, name: str) -> str | None:
        return self.keyring.items.get((service_name(name), ITEM))


@asynccontextmanager
async def scene(
    tmp_path: Path,
    *answers: Response | TransportError,
    config: str = "",
    keyring: Memory | None = None,
    none: str = "",
    sandbox: bool = True,
    size: tuple[int, int] = (120, 35),
    environment: dict[str, str] | None = None,
) -> AsyncGenerator[Set]:
    """The app; `none` is why there is no keyring."""
    memory, file = keyring or Memory(), tmp_path / "config.toml"
    if config:
        file.write_text(config)

    def opened() -> Backend:
        if none:
            raise CredentialError(none)
        return memory

    store = KeyringStore(opened)
    running = Context(SANDBOX, credential(), SANDBOX.region, sandbox=("127.0.0.1", 9))

    async def start() -> tuple[Context, object]:
        raise AssertionError("the sandbox runs already")

    book = ProfileBook(file, Credentials(Means(environment or {}, lambda: store)), time.time, SANDBOX, start, running)  # pyright: ignore[reportArgumentType]
    profile = SANDBOX if sandbox else DEV
    async with staged(*answers, profile=profile, sandbox=sandbox, size=size) as stage:
        stage.session.profiles = book
        yield Set(stage, book, memory, file)


NEW = ("a", "=dev", "enter", f"={ID}", "enter", f"={KEY}", "enter", "enter", "=ap-guangzhou")


async def test_a_profile_is_added_by_keys_and_its_key_goes_to_the_keyring(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("ctrl+p", "=manage", "enter")
        await at.until("embedded, needs no account")
        await at.keys(*NEW, "ctrl+s")
        await at.saved()
        await at.until("✓ dev is kept, its key in the keyring")
        assert KEY in (at.item("dev") or "")
        assert load_config(at.file).profiles == {"dev": Profile("dev", region="ap-guangzhou")}
        assert load_config(at.file).default == "dev"
        await at.until("AKID…iiii  ap-guangzhou  domestic  key in the keyring")
        assert KEY not in "".join(at.seen) + at.file.read_text()
        assert ID not in at.file.read_text()
        await at.keys("enter")
        await at.until("calls are made as dev from now on")
        assert at.stage.session.context.credential is not None
        assert at.stage.session.context.credential.secret_key.reveal() == KEY


async def test_all_of_it_by_mouse_alone(tmp_path: Path) -> None:
    async with scene(tmp_path, success(AccountId="100000000001")) as at:
        await at.click("#header", "sandbox")
        await at.until("Manage profiles …")
        choices = at.stage.app.screen.query_one(".choices")
        await at.click(choices, "Manage", row=1)
        await at.until("embedded, needs no account")
        await at.on_bar("add")
        for field_id, text in (("#name", "dev"), ("#secret-id", ID), ("#secret-key", KEY), ("#region-code", "")):
            await at.click(field_id)
            at.stage.app.screen.query_one(field_id, Input).insert_text_at_cursor(text)
        await at.on_bar("regions")
        await at.until("code, name or")
        await at.click(at.stage.app.screen.query_one(".choices"), "no region")
        picks = list(at.form.query(RadioRow))
        await at.click(picks[0], "international")
        await at.click(picks[1], "Chinese")
        await at.click(picks[2], "yes, mark it")
        assert picks[3].at == 1  # production: read-only unless the user says otherwise
        await at.click(picks[3], "CAN WRITE")
        await at.on_bar("save")
        await at.saved()
        wanted = Profile("dev", site=Site.INTERNATIONAL, language=Language.CHINESE, production=True)
        assert load_config(at.file).profiles == {"dev": wanted}
        await at.until("PRODUCTION")

        await at.on_bar("test")
        await at.until("You are in the sandbox")
        await at.on_bar("Yes")
        await at.until("works")
        await at.until("AccountId 100000000001")

        await at.on_bar("edit")
        await at.click(at.form.query(RadioRow).first(), "domestic")
        await at.on_bar("save")
        await at.saved()
        assert load_config(at.file).profiles["dev"].site is Site.DOMESTIC

        await at.on_bar("default")
        await at.until("dev is the default from now on")
        await at.until("dev  default")
        await at.stage.app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] a generic Worker
        await at.on_bar("remove")
        await at.until("deleted from the keyring")
        await at.on_bar("No")
        assert at.item("dev")
        await at.on_bar("remove")
        await at.on_bar("Yes")
        await at.until("dev is removed, and its key from the keyring")
        assert at.keyring.items == {}
        assert load_config(at.file).profiles == {}
        await at.on_bar("use")
        await at.until("calls are made as sandbox from now on")
        assert KEY not in "".join(at.seen)


async def test_edit_keeps_what_is_not_changed(tmp_path: Path) -> None:
    async with scene(tmp_path, config=CONFIG + '[profiles.own]\nendpoint = "https://cvm.tencentcloudapi.com"\n') as at:
        KeyringStore(lambda: at.keyring).save("own", credential())
        before = at.item("own")
        await at.keys("shift+f9")
        await at.until("key not read yet")
        await at.keys("up", "e", "tab", "tab", "=ap-tokyo", "f5")
        await at.saved()
        assert load_config(at.file).profiles["own"] == Profile(
            "own", region="ap-tokyo", endpoint="https://cvm.tencentcloudapi.com"
        )
        assert at.item("own") == before
        assert "# mine" in at.file.read_text()
        await at.keys("e", f"={ID}", "tab", f"={KEY}", "ctrl+s")
        await at.saved()
        assert KEY in (at.item("own") or "")


async def test_removing_asks_and_enter_is_no(tmp_path: Path) -> None:
    async with scene(tmp_path, config=CONFIG) as at:
        KeyringStore(lambda: at.keyring).save("dev", credential())
        await at.keys("shift+f9")
        await at.until("prod")
        await at.keys("up", "up", "up", "d", "enter")
        await at.until("not removed")
        await at.keys("d", "escape")
        assert set(load_config(at.file).profiles) == {"dev", "prod"}
        await at.keys("d", "y")
        await at.until("dev is removed, and its key from the keyring")
        assert set(load_config(at.file).profiles) == {"prod"}
        assert at.keyring.items == {}


async def test_the_one_in_use_is_removed_and_nothing_more_is_signed_as_it(tmp_path: Path) -> None:
    async with scene(tmp_path, config=CONFIG, sandbox=False) as at:
        await at.stage.open("describezones")
        await at.keys("shift+f9")
        await at.until("in use")
        await at.keys("d", "y")
        await at.until("dev is removed")
        await at.keys("escape", "ctrl+r")
        await at.until("not sent: profile dev is gone")
        assert not at.stage.postman.sent


async def test_the_one_in_use_is_edited_and_calls_follow(tmp_path: Path) -> None:
    async with scene(tmp_path, config=CONFIG, sandbox=False) as at:
        KeyringStore(lambda: at.keyring).save("dev", credential())
        await at.keys("shift+f9")
        await at.until("in use")
        await at.keys("e", "tab", "tab", *["backspace"] * 12, "=ap-tokyo", "ctrl+s")
        await at.saved()
        await at.keys("escape")
        await at.until("calls are made as dev from now on")
        assert at.stage.session.context.region == "ap-tokyo"


async def test_make_default_and_those_that_cannot_be_changed(tmp_path: Path) -> None:
    environment = {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY}
    async with scene(tmp_path, config=CONFIG, environment=environment) as at:
        await at.keys("shift+f9")
        await at.until("key from the environment")
        await at.keys("m", "e", "d")
        await at.until("the sandbox is always there and cannot be removed")
        await at.keys("up", "d")
        await at.until("comes from environment variables")
        await at.keys("up", "m")
        await at.until("prod is the default from now on")
        assert load_config(at.file).default == "prod"


async def test_a_key_is_advised_about_and_kept_all_the_same(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("shift+f9", "a", "=dev", "tab", "=IKID-short", "tab", f"={ID}")
        await at.until("! the SecretId has 10 characters")
        assert next(iter(at.form.query(RadioRow))).at == 1  # IKID is international
        await at.keys("tab", "tab", "=mars")
        await at.until("mars is none of the regions known here")
        await at.keys("ctrl+s")
        await at.saved()
        assert at.item("dev")
        assert ID not in "".join(at.seen)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("ctrl+s",), "give the profile a name"),
        (("=a b", "ctrl+s"), "the name is letters, digits"),
        (
            ("=sandbox", "tab", f"={ID}", "tab", f"={KEY}", "ctrl+s"),
            "sandbox is the name of a profile that is always there",
        ),
        (("=prod", "tab", f"={ID}", "tab", f"={KEY}", "ctrl+s"), "there is a profile prod already"),
        (("=x", "ctrl+s"), "SecretId is empty"),
        (("=x", "tab", f"={ID}", "tab", f"={ID}", "ctrl+s"), "same text"),
    ],
)
async def test_what_cannot_be_is_one_line_and_what_was_typed_stays(
    tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    async with scene(tmp_path, config=CONFIG) as at:
        await at.keys("shift+f9", "a", *typed)
        await at.until(said)
        name = at.form.query_one("#name", Input).value
        assert name == (typed[0][1:] if typed[0].startswith("=") else "")
        assert at.keyring.items == {}
        assert set(load_config(at.file).profiles) == {"dev", "prod"}


async def test_a_keyring_that_refuses_loses_nothing_and_the_session_can_have_the_key(tmp_path: Path) -> None:
    keyring = Memory()
    async with scene(tmp_path, keyring=keyring) as at:
        await at.keys("shift+f9", *NEW)
        keyring.fails = OSError("the bus is gone")
        await at.keys("ctrl+s")
        await at.until("✗ the keyring refused to read the key: the bus is gone")
        assert at.form.query_one("#secret-key", Input).value == KEY
        for _ in range(5):
            await at.keys("tab")
        await at.keys("right", "enter")
        await at.saved()
        await at.until("this session only")
        assert not at.file.exists()
        await at.keys("enter")
        await at.until("calls are made as dev from now on")


async def test_without_a_keyring_the_ways_on_are_said_once_and_the_session_keeps_the_key(tmp_path: Path) -> None:
    async with scene(tmp_path, none="this machine has no keyring; use --from-env") as at:
        await at.keys("shift+f9", "a")
        await at.until("for this session only: this machine has no keyring")
        assert "--from-env" in at.stage.screen_text
        await at.keys("=dev", "tab", f"={ID}", "tab", f"={KEY}", "ctrl+s")
        await at.saved()
        await at.until("✓ dev is kept for this session")
        assert not at.file.exists()
        await at.keys("a")
        await at.until("no keyring here")
        assert "--from-env" not in at.stage.screen_text
        await at.keys("escape", "m")
        await at.until("cannot be the default")
        await at.keys("d", "y")
        await at.until("dev is forgotten")


async def test_a_token_is_kept_in_memory_only(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("shift+f9", "a", "=tmp", "tab", f"={ID}", "tab", f"={KEY}", "tab", f"={TOKEN}")
        await at.until("with a Token the key is in memory only")
        await at.keys("ctrl+s")
        await at.saved()
        await at.until("tmp is kept for this session")
        assert at.keyring.items == {}
        assert not at.file.exists()
        used = (await at.book.context(Profile("tmp", "session"))).credential
        assert used is not None
        assert used.token is not None
        assert used.token.reveal() == TOKEN
        assert TOKEN not in "".join(at.seen)


async def test_a_profile_of_the_session_moves_to_the_keyring(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.book.save(Profile("dev", "session"), credential(), new=True)
        await at.keys("shift+f9")
        await at.until("this session only")
        await at.keys("up", "e", "shift+tab", "left", "enter")
        await at.saved()
        assert at.item("dev")
        assert [entry.profile for entry in (await at.book.listing()).entries] == [Profile("dev"), SANDBOX]


async def test_the_secret_field_gives_nothing_to_the_clipboard(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("shift+f9", "a", "tab", "tab", f"={KEY}", "home", "shift+end", "ctrl+c")
        assert at.stage.app.clipboard == ""
        await at.keys("ctrl+x")
        assert at.stage.app.clipboard == ""
        assert at.form.query_one("#secret-key", Input).value == ""
        assert KEY not in "".join(at.seen)


async def test_no_repr_and_no_message_of_ours_shows_the_key(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("shift+f9", *NEW)
        form, secret = at.form, at.form.query_one("#secret-key", Input)
        shown = [repr(node) for node in form.walk_children(with_self=True)] + [repr(form.__class__), str(form.tree)]
        assert KEY not in "".join(shown)
        assert KEY not in at.stage.app.export_screenshot()
        await at.keys("ctrl+s")
        await at.saved()
        assert secret.value == ""
        assert KEY not in at.stage.app.export_screenshot()


async def test_keys_that_come_all_at_once_go_where_they_should(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("shift+f9", "a")
        typed = [*"dev", "enter", *ID, "tab", *KEY, "enter", "enter", *"ap-tokyo", *["enter"] * 6]
        for key in typed:  # no pause between them
            at.stage.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await at.saved()
        assert load_config(at.file).profiles == {"dev": Profile("dev", region="ap-tokyo")}
        assert KEY in (at.item("dev") or "")


async def test_leaving_a_form_that_was_typed_in_takes_two(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        await at.keys("shift+f9", "a", "=dev", "escape")
        await at.until("once more leaves this form")
        await at.keys("escape")
        assert at.manager
        await at.keys("a", "escape")
        assert at.manager


async def test_a_test_in_the_sandbox_asks_before_it_leaves_it(tmp_path: Path) -> None:
    async with scene(tmp_path, success(AccountId="1"), config=CONFIG) as at:
        KeyringStore(lambda: at.keyring).save("dev", credential())
        await at.keys("shift+f9")
        await at.until("prod")
        await at.keys("up", "up", "t")
        await at.until("sts.tencentcloudapi.com")
        await at.keys("enter")
        await at.until("not tested: nothing was sent")
        assert not at.stage.postman.sent
        await at.keys("t")
        await at.until("You are in the sandbox")
        await at.keys("y")
        await at.until("✓ the key of profile dev")
        request = at.stage.postman.sent[0]
        assert dict(request.headers)["Host"] == "sts.tencentcloudapi.com"
        assert dict(request.headers)["X-TC-Action"] == "GetCallerIdentity"
        assert request.dial == request.url


async def test_a_wrong_key_is_said_with_a_way_on(tmp_path: Path) -> None:
    answer = failure("AuthFailure.SecretIdNotFound", "The SecretId is not found.")
    async with scene(tmp_path, answer, config=CONFIG, sandbox=False) as at:
        KeyringStore(lambda: at.keyring).save("dev", credential())
        await at.keys("shift+f9")
        await at.until("in use")
        await at.keys("t")
        await at.until("✗ AuthFailure.SecretIdNotFound: The SecretId is not found.")
        await at.until("→")
        await at.until("RequestId")


async def test_a_key_is_tested_at_the_endpoint_on_this_machine(tmp_path: Path) -> None:
    async with scene(tmp_path, NEVER_SENT, config=CONFIG, sandbox=False) as at:
        KeyringStore(lambda: at.keyring).save("dev", credential())
        at.stage.session.change(endpoint="http://127.0.0.1:8123")
        await at.keys("shift+f9")
        await at.until("in use")
        await at.keys("t")
        await at.until("no answer: mqtt.tencentcloudapi.com has no address")
        await at.until("→")
        assert dict(at.stage.postman.sent[0].headers)["Host"] == "127.0.0.1:8123"


async def test_a_damaged_config_is_said_and_the_rest_can_be_used(tmp_path: Path) -> None:
    async with scene(tmp_path, config="[profiles.dev]\nregoin = 1\n") as at:
        await at.keys("shift+f9")
        await at.until("did you mean")
        await at.keys(*NEW, "ctrl+s")
        await at.until("did you mean")
        assert at.keyring.items == {}  # the key is not kept where nothing would find it


async def test_hostile_values_of_a_config_stay_texts(tmp_path: Path) -> None:
    nasty = "ap\\u001b]52;c;SEVMTE8=\\u0007[/nope]\\u202e"
    async with scene(tmp_path, config=f'[profiles.dev]\nregion = "{nasty}"\n') as at:
        await at.keys("shift+f9")
        await at.until("ap\\e]52;c")
        await at.keys("up", "e")
        await at.until("]52;c;SEVMTE8=[/nope]")
        assert not {"\x1b", "\x07", "\u202e"} & set("".join(at.seen))


async def test_a_keyring_that_hangs_stops_neither_keys_nor_leaving(tmp_path: Path) -> None:
    keyring = Hanging()
    async with scene(tmp_path, keyring=keyring) as at:
        await at.keys("shift+f9", *NEW, "ctrl+s")
        await at.until("keeping dev …")
        await at.keys("escape")
        await at.until("no longer waiting for the keyring")
        assert at.form.query_one("#secret-key", Input).value == KEY
        await at.keys("escape", "escape")
        assert at.manager
        await at.keys("t", "escape")
        await asyncio.wait_for(at.stage.keys("ctrl+q"), 5)
        assert not at.stage.app.is_running
    keyring.unlocked.set()


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_everything_has_room(tmp_path: Path, size: tuple[int, int]) -> None:
    async with scene(tmp_path, config=CONFIG, size=size) as at:
        await at.keys("shift+f9")
        await at.until("in use")
        for word in ("use", "add", "test", "edit", "remove", "default"):
            assert word in at.stage.screen_text.split("\n")[at.manager.query(".answers").last().region.y]
        assert at.manager.query_one(ProfileList).size.height >= 6
        await at.keys("a")
        for label in ("name", "SecretId", "SecretKey", "Token", "region", "site", "language", "production", "may write",
                      "key is kept", "^S save"):  # fmt: skip
            assert label in at.stage.screen_text
