"""Values offered in the form, of earlier answers and of the documentation; a file's bytes as a value."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.builders import action, member
from tests.form.worlds import ACTION as NESTED
from tests.tui.mouse import click
from tests.tui.stage import Shelf, Stage, staged, success
from tests.tui.test_form import UPLOAD, down, opened, params, row

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

DESCRIBE = action(member("Name"), of=NESTED.row._replace(action="DescribeInstances"))
USE = action(
    member("InstanceId"),
    member("Remark"),
    member("Mode", doc="How. Valid values: `FAST`, `SLOW`."),
    of=NESTED.row._replace(action="ModifyInstance"),
)
FOUND = [{"InstanceId": "ins-1", "InstanceName": "cars"}, {"InstanceId": "ins-2", "InstanceName": "doors"}]


@asynccontextmanager
async def described() -> AsyncGenerator[Stage]:
    """A Describe was answered, and the action that wants its ids is open."""
    async with staged(success(Instances=FOUND), shelf=Shelf((DESCRIBE, USE))) as stage:
        await stage.open("describeinstances")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.open("modifyinstance")
        yield stage


async def test_an_id_of_an_earlier_answer_is_taken_by_keys() -> None:
    async with described() as stage:
        await stage.until("ins-1  cars")
        await stage.keys("down", "down", "enter")
        assert params(stage) == {"InstanceId": "ins-2"}
        assert "ins-1" not in stage.screen_text.split("no answer")[0]
        await stage.keys("tab", "=x")
        assert params(stage) == {"InstanceId": "ins-2", "Remark": "x"}


async def test_an_id_is_taken_by_a_click() -> None:
    async with described() as stage:
        await click(stage, "ins-2  doors")
        assert params(stage) == {"InstanceId": "ins-2"}
        await stage.keys("=9")
        assert params(stage) == {"InstanceId": "ins-29"}


async def test_typing_narrows_and_is_never_hindered() -> None:
    async with described() as stage:
        await stage.keys("=door")
        await stage.until("ins-2  doors")
        assert "ins-1  cars" not in stage.screen_text
        await stage.keys("enter")  # nothing was gone to, so this is the next field
        assert row(stage).path == ("Remark",)
        assert params(stage) == {"InstanceId": "door"}


async def test_escape_closes_what_is_offered_and_nothing_else() -> None:
    async with described() as stage:
        await stage.until("ins-1  cars")
        await stage.keys("escape")
        assert "ins-1  cars" not in stage.screen_text
        await stage.keys("down")
        assert row(stage).path == ("Remark",)
        await stage.keys("up")
        assert "ins-1  cars" in stage.screen_text


async def test_ids_of_another_region_are_not_offered() -> None:
    async with described() as stage:
        await stage.until("ins-1  cars")
        old = stage.session.context
        stage.session.change(region="ap-shanghai")
        stage.app.main.context_changed(old, "elsewhere")
        await stage.keys("tab", "shift+tab")
        assert "ins-1  cars" not in stage.screen_text


async def test_documented_values_are_offered_when_asked_for() -> None:
    async with opened(USE) as stage:
        await down(stage, 2)
        assert " FAST" not in stage.screen_text.split("known values")[0].split("Mode")[1]
        await stage.keys("ctrl+b", "down", "down", "enter")
        assert params(stage) == {"Mode": "SLOW"}
        await stage.keys("up", "ctrl+b")
        await stage.until("no values are known for this")
        await click(stage, "2 known")
        await stage.keys("down", "enter")
        assert params(stage) == {"Mode": "FAST"}


async def test_the_bytes_of_a_file_become_the_value(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    async with opened() as stage:
        await down(stage, UPLOAD)
        await stage.until("a part of their own")
        await stage.keys("enter")
        await stage.until("File for Upload")
        await stage.keys(f"={tmp_path / 'none'}", "enter")
        await stage.until("no such file")
        await stage.keys("ctrl+u", f"={tmp_path / 'a'}", "enter")
        assert params(stage) == {"Upload": "aGVsbG8="}
        await stage.until("5 bytes, as base64 text")
