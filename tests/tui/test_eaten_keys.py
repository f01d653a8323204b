"""Terminals and what stands before them keep keys for themselves: each command has one left, or else the palette."""

from __future__ import annotations

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from tcexplorer.tui.commands import COMMANDS, Command, Scope, at
from tcexplorer.tui.dialogs.pickers import command_choices
from tcexplorer.tui.key_names import key_text

EATEN = {
    "VS Code": "ctrl+p ctrl+e ctrl+k ctrl+j ctrl+q ctrl+b ctrl+n ctrl+t ctrl+w f1 f5 f10 f11 ctrl+enter",
    "a browser": "ctrl+n ctrl+t ctrl+w f11 f12",
    "GNOME Terminal": "f1 f10 f11 shift+f10",
    "Windows Terminal": "f11 alt+enter ctrl+enter",
    "macOS Terminal": "f11 f12 ctrl+up ctrl+down ctrl+left ctrl+right",
    "tmux": "ctrl+b",
    "screen": "ctrl+a",
    "flow control": "ctrl+s ctrl+q",
    "a laptop without function keys": " ".join(f"f{number}" for number in range(1, 25)),
}
WITHOUT_OWN = {"next_pane", "previous_pane", "offer", "required_only"}
"""Commands that have no second way by a letter, since they are needed while typing; the palette has them."""


def plain(key: str) -> str:
    return key.removeprefix("shift+") if key.startswith("shift+f") else key


def left_over(command: Command, terminal: str) -> list[str]:
    eaten = EATEN[terminal].split()
    return [key for key in command.keys if key not in eaten and (terminal[:8] != "a laptop" or plain(key) not in eaten)]


@pytest.mark.parametrize("terminal", EATEN)
def test_every_command_with_keys_has_one_that_the_terminal_does_not_eat(terminal: str) -> None:
    poor = [
        command.full_id
        for command in COMMANDS
        if command.keys and command.id not in WITHOUT_OWN and not left_over(command, terminal)
    ]
    assert not poor


@pytest.mark.parametrize("place", Scope)
def test_every_command_of_a_place_is_in_its_palette(place: Scope) -> None:
    listed = {choice.value for choice in command_choices([place])}
    assert {command.id for command in at(place)} - {"commands"} <= listed


def test_the_palette_itself_opens_in_every_terminal() -> None:
    (palette,) = (command for command in COMMANDS if command.id == "commands")
    for terminal in EATEN:
        assert left_over(palette, terminal), terminal


def test_shifted_function_keys_are_there_under_both_names() -> None:
    for command in COMMANDS:
        shifted = [key for key in command.keys if key.startswith("shift+f") and key[7:].isdigit()]
        assert {f"f{int(key[7:]) + 12}" for key in shifted} <= set(command.keys), command.full_id


def test_that_is_how_textual_reads_them() -> None:
    for sequence, key in (("\x1b[1;2S", "f16"), ("\x1b[17;2~", "f18"), ("\x1b[23;2~", "f23"), ("\x1b[24;2~", "f24")):
        found = ANSI_SEQUENCES_KEYS[sequence]
        assert isinstance(found, tuple)
        assert [str(one.value) for one in found] == [key]


def test_every_key_is_written_as_people_write_it() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert "_" not in key_text(key), key
