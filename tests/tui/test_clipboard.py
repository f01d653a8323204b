"""The platform's clipboard tool: which one, what it is given, and what the footer says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tcexplorer.tui import clipboard
from tcexplorer.tui.clipboard import encoded, put, tool_for
from tests.tui.stage import REQUEST_ID, staged, success

if TYPE_CHECKING:
    from pathlib import Path

WAYLAND, X11, WSL = {"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}, {"WSL_DISTRO_NAME": "Debian"}


@pytest.mark.parametrize(
    ("environment", "platform", "installed", "found"),
    [
        ({}, "darwin", "pbcopy", "pbcopy"),
        ({}, "win32", "clip.exe", "clip.exe"),
        (WAYLAND, "linux", "wl-copy xclip", "wl-copy"),
        ({**WAYLAND, **X11}, "linux", "xsel", "xsel"),
        (X11, "linux", "wl-copy xclip xsel", "xclip"),
        (WSL, "linux", "clip.exe", "clip.exe"),
        (X11, "linux", "", None),
        ({}, "linux", "wl-copy xclip xsel", None),
        ({**X11, "SSH_CONNECTION": "a b"}, "linux", "xclip", None),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", "pbcopy", None),
    ],
)
def test_the_tool_of_the_platform(
    environment: dict[str, str], platform: str, installed: str, found: str | None
) -> None:
    tool = tool_for(environment, platform, lambda name: name if name in installed.split() else None)
    assert (tool[0] if tool else None) == found


def test_windows_reads_utf_16() -> None:
    assert encoded(("clip.exe",), "测").decode("utf-16") == "测"
    assert encoded(("pbcopy",), "测") == "测".encode()


def script(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys, time; {code}", *arguments)


async def test_the_text_is_given_on_standard_input(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    tool = script("open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())", str(taken))
    assert await put(tool, "测\n--help")
    assert taken.read_bytes() == "测\n--help".encode()


async def test_a_tool_that_fails_is_not_there_or_hangs_has_not_taken_it() -> None:
    assert not await put(script("sys.exit(1)"), "x")
    assert not await put(("/nowhere/wl-copy",), "x")
    assert not await put(script("time.sleep(60)"), "x", patience=0.05)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.stdin.read()", f"sent to the terminal's clipboard and to {sys.executable}"),
        ("sys.exit(1)", f"sent to the terminal's clipboard; {sys.executable} did not take it"),
    ],
)
async def test_the_footer_says_what_was_done(monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    monkeypatch.setattr(clipboard, "tool_for", lambda: script(code))
    async with staged(success()) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.keys("ctrl+y")
        await stage.until(said)
        assert stage.app.clipboard == REQUEST_ID


async def test_without_a_tool_nothing_more_is_claimed() -> None:
    async with staged(success()) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.keys("ctrl+y")
        await stage.until("sent to the terminal's clipboard")
        assert " and to " not in stage.app.main.footer.text
