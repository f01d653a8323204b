"""Saving and the pager: what can be saved, under which name, never over a file unasked; what the pager is given."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.calls.save import Saved
from tcexplorer.tui.response import save
from tests.tui.stage import Stage, reply, staged, success

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    import pytest

ANSWER = success(Set=[{"Id": "a", "LoginPassword": "hunter-22"}], Name="web")


async def answered(stage: Stage) -> None:
    await stage.open("describezones")
    await stage.keys("ctrl+r")
    await stage.until("DescribeZones")
    await stage.until("0 ms")
    await stage.keys("f6")


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


async def test_the_body_is_saved_as_received_under_a_name_that_says_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with staged(ANSWER) as stage:
        await answered(stage)
        await stage.keys("W")
        await stage.until("Save body as")
        await stage.until("cvm-DescribeZones-20")
        await stage.keys("enter")
        await stage.until("saved ")
        file = only_file(tmp_path)
        assert file.read_bytes() == ANSWER.body
        assert file.stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_there_is_only_overwritten_on_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text("mine")
    async with staged(ANSWER) as stage:
        await answered(stage)
        for key, text in (("n", "mine"), ("y", ANSWER.body.decode())):
            await stage.keys("W")
            await stage.until("Save body as")
            await stage.keys("home", "ctrl+k", "=mine", "enter")
            await stage.until("Overwrite the file?")
            await stage.keys(key)
            await stage.until("not saved" if key == "n" else "saved ")
            assert (tmp_path / "mine").read_text() == text


async def test_a_name_that_will_not_do_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with staged(ANSWER) as stage:
        await answered(stage)
        await stage.keys("W")
        await stage.until("Save body as")
        await stage.keys("home", "ctrl+k", "=nowhere", "slash", "=x", "enter")
        await stage.until("there is no directory nowhere")


async def test_what_was_filtered_is_saved_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with staged(ANSWER) as stage:
        await answered(stage)
        await stage.keys("F")
        await stage.until("JMESPath")
        await stage.keys("=Response", "full_stop", "=Set")
        await stage.until("▌ 1 item")
        await stage.keys("enter", "W")
        await stage.until("filtered")
        await stage.keys("enter")
        await stage.until("Save filtered as")
        await stage.keys("enter")
        await stage.until("saved ")
        file = only_file(tmp_path)
        assert json.loads(file.read_text())[0]["Id"] == "a"
        assert "hunter" not in file.read_text()


async def test_an_answer_above_the_cap_offers_all_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole = tmp_path / "spilled"
    whole.write_bytes(b'{"Response":{}}' + b" " * 3_000_000)
    cut = replace(reply(b'{"Resp'), size=3_000_015)
    async with staged(cut) as stage:
        await answered(stage)
        shown = stage.app.main.shown
        assert shown is not None
        stage.app.main.call.show(replace(shown, overflow=Saved(whole, 3_000_015)))
        await stage.keys("W")
        await stage.until("all 3.0 MB of it")
        await stage.until("only the first 6 B of 3.0 MB")
        await stage.keys("enter")
        await stage.until("Save whole body as")
        await stage.keys("home", "ctrl+k", "=all", "enter")
        await stage.until("saved 3,000,015 bytes")
        assert (tmp_path / "all").read_bytes() == whole.read_bytes()


async def test_binary_says_what_it_is_and_is_offered() -> None:
    async with staged(reply(b"\x89PNG\r\n\x1a\n\0\0", content_type="image/png")) as stage:
        await answered(stage)
        await stage.until("PNG image")
        await stage.keys("W")
        await stage.until(".png")
        await stage.until("image/png")


async def test_without_an_answer_there_is_nothing_to_save_or_read() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        stage.app.main.action_save()
        await stage.until("nothing to save")
        stage.app.main.action_pager()
        await stage.until("nothing to read")


async def test_the_pager_gets_the_answer_masked_and_inert(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, Sequence[str]]] = []
    monkeypatch.setenv("PAGER", "less -S")

    def paged(text: str, command: Sequence[str]) -> None:
        given.append((text, command))

    monkeypatch.setattr(save, "paged", paged)

    @contextmanager
    def suspended() -> Generator[None]:
        yield

    async with staged(success(LoginPassword="hunter-22", Text="a\x1b[2Jb")) as stage:
        await answered(stage)
        monkeypatch.setattr(stage.app, "suspend", suspended)
        await stage.keys("Z")
        for _ in range(200):
            if given:
                break
            await stage.pilot.pause(0.005)
        ((text, command),) = given
        assert command == ["less", "-S"]
        assert json.loads(text)["Response"]["LoginPassword"] != "hunter-22"
        assert "\x1b" not in text


async def test_a_terminal_that_cannot_be_left_is_said_and_so_is_a_bad_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        monkeypatch.setenv("PAGER", "less")
        await stage.keys("Z")
        await stage.until("cannot be left")
        monkeypatch.setenv("PAGER", "'less")
        await stage.keys("Z")
        await stage.until("PAGER cannot be read")
