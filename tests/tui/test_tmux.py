"""In tmux over 80 columns and 24 rows, with a light theme and no clipboard: every command can be reached."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING

import pytest

from tcexplorer.tui.commands import COMMANDS, Scope, at
from tcexplorer.tui.key_names import key_text
from tests.tui.tty import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Tmux:
    """One window of a server of its own, with a foreign clipboard ignored."""

    def __init__(self, home: Path) -> None:
        self._name = f"tcexplorer-{uuid.uuid4().hex}"
        self._environment = environment(home, TERM="xterm-256color")
        command = f"cd {ROOT} && exec {sys.executable} -m tests.tui.tty_app"
        self._run("new-session", "-d", "-s", "m", "-x", "80", "-y", "24", "sh", "-c", command)

    def _run(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._name, "-f", str(ROOT / "tests/tui/tmux.conf"), *arguments]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True).stdout

    def rows(self) -> list[str]:
        return self._run("capture-pane", "-p", "-t", "m").split("\n")[:24]

    def keys(self, *keys: str) -> None:
        for key in keys:
            self._run("send-keys", "-t", "m", *(["-l", key[1:]] if key.startswith("=") else [key]))

    def until(self, text: str) -> list[str]:
        end = time.monotonic() + 20
        while text not in "\n".join(rows := self.rows()):
            if time.monotonic() > end:
                raise TimeoutError(f"{text!r} is not there:\n" + "\n".join(rows))
        return rows

    def settled(self) -> list[str]:
        """What is there when nothing changes any more."""
        same, rows = 0, self.rows()
        while same < 4:
            time.sleep(0.03)  # tmux tells nobody that it has painted
            now = self.rows()
            same, rows = (same + 1 if now == rows else 0), now
        return rows

    def close_dialog(self, title: str) -> None:
        self.keys("Escape")
        end = time.monotonic() + 20
        while title in "\n".join(self.rows()):
            if time.monotonic() > end:
                raise TimeoutError(title)

    def close(self) -> None:
        subprocess.run(
            ["tmux", "-L", self._name, "kill-server"], env=self._environment, capture_output=True, check=False
        )


@pytest.fixture(scope="module")
def tmux(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    home = tmp_path_factory.mktemp("home")
    (home / "ui.toml").write_text('theme = "textual-light"\n')
    running = Tmux(home)
    try:
        running.until("F1")
        running.keys("=describezones", "Enter")
        running.until("cvm  DescribeZones")
        yield running
    finally:
        running.close()


def gathered(tmux: Tmux, key: str, first: str) -> str:
    """Everything a list or a text says, page after page; a page may only move the cursor."""
    tmux.until(first)
    pages = [tmux.settled()]
    unchanged = 0
    while unchanged < 2:
        tmux.keys(key)
        end = time.monotonic() + 2
        while tmux.rows() == pages[-1] and time.monotonic() < end:
            time.sleep(0.03)
        pages.append(tmux.settled())
        unchanged = unchanged + 1 if pages[-1] == pages[-2] else 0
    return "\n".join("\n".join(page) for page in pages)


def test_the_terminal_is_the_one_of_the_test(tmux: Tmux) -> None:
    assert max(len(row) for row in tmux.rows()) <= 80


def test_the_list_of_all_commands_has_every_command(tmux: Tmux) -> None:
    tmux.keys("C-p")
    seen = gathered(tmux, "PageDown", "what do you want to do?")
    tmux.close_dialog("Commands")
    missing = [command.id for command in at(Scope.EVERYWHERE) if command.title not in seen and command.id != "commands"]
    assert not missing


def test_a_command_without_a_key_is_found_by_its_name(tmux: Tmux) -> None:
    without = next(command for command in COMMANDS if command.id == "tab_docs")
    assert not without.keys
    tmux.keys("F2")
    tmux.until("what do you want to do?")
    tmux.keys("=show docs", "Enter")
    tmux.until("Lists things.")
    tmux.keys("Escape")
    tmux.until("no parameters")


def test_the_help_lists_every_key_and_cuts_none(tmux: Tmux) -> None:
    tmux.keys("F1")
    seen = gathered(tmux, "PageDown", "What can be done here")
    tmux.close_dialog("What can be done here")
    for command in at(Scope.EVERYWHERE):
        assert command.title in seen, command.id
        for key in command.keys:
            assert f"{key_text(key)} " in seen, (command.id, key)


def test_the_clipboard_claims_no_more_than_was_sent(tmux: Tmux) -> None:
    tmux.keys("C-r")
    tmux.until("✓ success")
    tmux.keys("C-y")
    tmux.until("sent to the terminal's clipboard")
