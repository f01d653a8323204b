"""The user's keys: checked at the start, working, and shown wherever keys are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.screen import _keys  # pyright: ignore[reportPrivateUsage] the way from the file
from tcexplorer.cli.terminal import Stop
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.keymap import KeysError, checked
from tests.tui.stage import staged, success

if TYPE_CHECKING:
    from tcexplorer.compose import Machine


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ctrl+W", "ctrl+w"), ("?", "question_mark"), (",", "comma"), ("-", "minus"), ("shift+w", "W"),
        ("Esc", "escape"), ("F13", "f13"), ("alt+x", "alt+x"), (" ", "space"), ("ctrl+/", "ctrl+slash"), ("W", "W"),
    ],
)  # fmt: skip
def test_keys_are_taken_as_people_write_them(written: str, name: str) -> None:
    assert checked({"form.next_field": [written], "form.switch": ["f22"]})["form.next_field"] == (name,)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"sned": ["f2"]}, "there is no command 'sned' (did you mean send?)"),
        ({"send": ["ctrl+bananna"]}, "send: there is no key 'ctrl+bananna'"),
        ({"send": ["escpe"]}, "(did you mean escape?)"),
        ({"send": [""]}, "send: the key is empty"),
        ({"send": ["ctrl+o"]}, "^O is both send and search"),
        ({"send": ["enter"]}, "Enter is both actions.choose and send"),
        ({"search": ["tab"]}, "Tab is both form.next_field and search"),
    ],
)
def test_what_cannot_be_is_one_line(said: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(KeysError) as caught:
        checked(said)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_commands_can_swap_their_keys() -> None:
    assert checked({"send": ["ctrl+o"], "search": ["ctrl+r"]})


def test_a_key_may_mean_something_else_in_another_place() -> None:
    assert checked({"tree.top": ["t"], "page.top": ["L"]})


def test_the_file_stops_the_start_with_one_line(machine: Machine) -> None:
    assert _keys(machine) == {}
    machine.paths.config.mkdir(parents=True)
    machine.paths.config_file.write_text('[keys]\nsned = "f2"\n')
    with pytest.raises(Stop, match=r"config.toml: \[keys\] there is no command 'sned' .did you mean send"):
        _keys(machine)


def test_the_file_s_keys_are_taken(machine: Machine) -> None:
    machine.paths.config.mkdir(parents=True)
    machine.paths.config_file.write_text('[keys]\nsend = "ctrl+N"\nprofile = "f20"\ntheme = ["f17"]\n')
    assert _keys(machine) == {"send": ("ctrl+n",), "profile": ("f20",), "theme": ("f17",)}


async def test_other_keys_work_and_are_shown() -> None:
    keys = checked({"send": ["f13"], "search": ["ctrl+r", "q"], "theme": ["f17"], "past": []})
    async with staged(success(), keys=keys) as stage:
        await stage.until("F13 send")
        await stage.until("^R actions")
        await stage.keys("ctrl+r", "=list", "enter")
        await stage.until("Limit")
        await stage.keys("f6", "f13")
        await stage.until("✓ success")
        await stage.keys("f17")
        await stage.until("Theme")
        await stage.keys("escape", "ctrl+t")
        assert "Answers of this session" not in stage.screen_text


async def test_a_letter_as_key_of_a_priority_command_is_still_typed() -> None:
    async with staged(keys=checked({"search": ["q"]})) as stage:
        await stage.keys("=mqq")
        await stage.until("nothing fits “mqq”")


async def test_keys_can_be_taken_away_and_swapped() -> None:
    async with staged(keys=checked({"send": ["ctrl+o"], "search": ["ctrl+r"], "copy_request_id": []})) as stage:
        await stage.keys("ctrl+o")
        await stage.until("choose an action first: ^R finds one")
        await stage.keys("ctrl+y")
        assert "RequestId yet" not in stage.screen_text


async def test_help_and_palette_show_the_keys() -> None:
    async with staged(keys=checked({"past": ["f22"]})) as stage:
        await stage.keys("ctrl+p", "=past")
        await stage.until("F22")
        await stage.keys("escape", "f1")
        for _ in range(10):
            if "F22" in stage.screen_text:
                break
            await stage.keys("pagedown")
        await stage.until("F22")


async def test_the_next_app_has_its_own_keys_again() -> None:
    async with staged(keys=checked({"send": ["f13"]})):
        assert BY_ID["send"].key_text == "F13"
    async with staged():
        assert BY_ID["send"].key_text == "^R"
