"""`tcexplorer view` on the screen: a saved answer as tree, table and text, filtered, described, saved again."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tcexplorer.answer.body import Loaded
from tcexplorer.answer.described import ResponseSchema
from tcexplorer.calls.saved import saved_exchange
from tcexplorer.tui.viewer_app import ViewApp
from tests.builders import action, member, row
from tests.tui.test_saving import only_file

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from textual.pilot import Pilot

    from tcexplorer.calls.exchange import Exchange

ANSWER = {
    "Response": {
        "InstanceSet": [{"InstanceId": "ins-1", "LoginPassword": "hunter-22"}, {"InstanceId": "ins-2"}],
        "RequestId": "b5b41468-6a1f-4c8e-9c1d-0a7f3d52e810",
    }
}


class Seen:
    """The running app and what is on its screen."""

    def __init__(self, app: ViewApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage] the only way to see it
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def until(self, text: str) -> None:
        for _ in range(200):
            if text in self.text:
                return
            await self.pilot.pause(0.005)
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    async def click(self, text: str) -> None:
        rows = self.text.split("\n")
        at = next(at for at, one in enumerate(rows) if text in one)
        await self.pilot.click(offset=(rows[at].index(text), at))
        await self.pilot.pause()


@asynccontextmanager
async def viewed(
    data: bytes, schema: ResponseSchema | None = None, size: tuple[int, int] = (120, 30)
) -> AsyncGenerator[Seen]:
    async def read() -> Exchange:
        return await saved_exchange(Loaded(data, len(data)), "cvm", "DescribeInstances", "2017-03-12", 1_795_490_000.0)

    app = ViewApp("answer.json", read, schema)
    async with app.run_test(size=size) as pilot:
        yield Seen(app, pilot)


async def test_an_answer_is_a_tree_a_table_and_a_text() -> None:
    async with viewed(json.dumps(ANSWER).encode()) as seen:
        await seen.until("✓ success")
        await seen.until("ins-1")
        assert "answer.json" in seen.text
        assert "b5b41468-6a1f-4c8e-9c1d-0a7f3d52e810" in seen.text
        assert "Timing" not in seen.text
        assert " ms" not in seen.text
        await seen.click("Table")
        await seen.until("2 rows")
        await seen.pilot.press("f4")
        await seen.until('"InstanceId"')
        assert "hunter" not in seen.text


async def test_the_strip_says_that_it_is_being_read() -> None:
    go_on = asyncio.Event()

    async def read() -> Exchange:
        await go_on.wait()
        data = json.dumps(ANSWER).encode()
        return await saved_exchange(Loaded(data, len(data)), "cvm", "DescribeInstances", "2017-03-12", 0.0)

    app = ViewApp("answer.json", read, size=37_500_000)
    async with app.run_test(size=(120, 30)) as pilot:
        seen = Seen(app, pilot)
        await seen.until("… reading  37.5 MB")
        go_on.set()
        await seen.until("✓ success")
        assert "reading" not in seen.text


async def test_it_is_filtered_copied_and_its_request_id_too() -> None:
    async with viewed(json.dumps(ANSWER).encode()) as seen:
        await seen.until("✓ success")
        await seen.pilot.press("F")
        await seen.until("JMESPath")
        await seen.pilot.press(*"Response", "full_stop", *"RequestId")
        await seen.until("1 value")
        await seen.pilot.press("escape", "ctrl+y")
        assert seen.app.clipboard == "b5b41468-6a1f-4c8e-9c1d-0a7f3d52e810"


async def test_the_schema_describes_it() -> None:
    of = row("DescribeInstances")
    schema = ResponseSchema(action(of=of, returns=(member("InstanceSet", "list", "string", doc="All of them."),)))
    async with viewed(json.dumps(ANSWER).encode(), schema) as seen:
        await seen.until("✓ success")
        await seen.pilot.press("down")
        await seen.until("All of them.")


async def test_commands_and_help_have_what_works_here_only() -> None:
    async with viewed(json.dumps(ANSWER).encode()) as seen:
        await seen.until("✓ success")
        await seen.pilot.press("f1")
        await seen.until("What can be done here")
        assert "Sign the call and send it" not in seen.text
        await seen.pilot.press("escape", "f2", *"table")
        await seen.until("Show answer as table")
        await seen.pilot.press("enter")
        await seen.until("2 rows")


async def test_it_can_be_saved_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with viewed(json.dumps(ANSWER).encode()) as seen:
        await seen.until("✓ success")
        await seen.pilot.press("W")
        await seen.until("Save body as")
        await seen.pilot.press("enter")
        await seen.until("saved ")
        assert json.loads(only_file(tmp_path).read_text()) == ANSWER


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"Response":{"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"r"}}', "✗ AuthFailure"),
        (b"<html>nothing</html>", "HTML"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG image"),
        (b"", "empty"),
        (b'data: {"Note": "hello"}\n\ndata: {"Note": "again"}\n\n', "again"),
        (b'{"Response":{"A":1', "A 1"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>", "502"),
    ],
)
async def test_whatever_it_is_it_is_said(data: bytes, said: str) -> None:
    async with viewed(data) as seen:
        await seen.until(said)


async def test_hostile_names_and_bodies_are_inert() -> None:
    nasty = "\x1b]52;c;SEVMTE8=\x07[/nope]"
    async with viewed(json.dumps({"Response": {nasty: [{nasty: nasty}], "RequestId": nasty}}).encode()) as seen:
        await seen.until("✓ success")
        seen.app.main.action_response_tab("Table")
        await seen.until("1 rows")
        assert "\x1b" not in seen.text
