"""Text from outside is shown, never obeyed: on every tab, and at the last line before the terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import Static

from tcexplorer.catalog.model import Doc, Example
from tcexplorer.credentials.profiles import Profile
from tcexplorer.tui import guard
from tests.builders import BOTH, action, member, row
from tests.tui.stage import Shelf, failure, reply, staged

NASTY = "\x1b]52;c;SEVMTE8=\x07\x1b[2J[/nope][red]\x9b31m\u202e\u2066\ud800\n\r\tend"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def nasty_shelf() -> Shelf:
    of = row("DescribeZones", service="cvm")._replace(title_en=f"Zones {NASTY}")
    return Shelf(
        (
            replace(
                action(
                    member(f"Na{NASTY}me", doc=NASTY, example=NASTY, required=BOTH),
                    member("Plain", doc=f"**{NASTY}** `{NASTY}` [{NASTY}]({NASTY})"),
                    of=of,
                    returns=(member(f"Out{NASTY}", doc=NASTY),),
                    examples=(Example(f"title {NASTY}", NASTY, 'POST / HTTP/1.1\n\n{"Plain": "a\\u001b[2Jb"}', "{}"),),
                ),
                doc=Doc(NASTY, ""),
            ),
        )
    )


async def test_no_tab_shows_a_character_that_a_terminal_obeys() -> None:
    answers = (
        failure(f"Fail{NASTY}", NASTY),
        reply({"Response": {f"Key{NASTY}": NASTY, "List": [{NASTY: NASTY}], "RequestId": f"id{NASTY}"}}),
        reply(NASTY.encode("utf-8", "replace"), status=200, content_type=f"text/{NASTY}"),
    )
    profile = Profile(f"pro{NASTY}", region=f"ap{NASTY}")
    async with staged(*answers, profile=profile, shelf=nasty_shelf()) as stage:
        seen = ""

        async def look() -> None:
            nonlocal seen
            await stage.pilot.pause()
            assert not UNSAFE.search(stage.screen_text)
            seen += stage.screen_text

        await look()
        await stage.keys("ctrl+o", "=zones", "enter")
        await look()
        for _ in range(5):
            await stage.keys("f4")
            await look()
        await stage.keys("ctrl+l")
        await look()
        work = stage.app.main.work
        assert work is not None
        stage.session.change(region=None)
        for _ in answers:
            await stage.keys("ctrl+r")
            await look()
            await stage.keys("ctrl+r")
            await look()
            stage.app.main.action_tab_tree()
            for _ in range(4):
                await stage.keys("x", "down", "down", "f4")
                await look()
            await stage.keys("ctrl+t")
            await look()
            await stage.keys("escape", "f6", "f6", "f6")
            stage.app.main.focus_request()
        assert r"\e]52" in seen  # it was there, spelled out
        assert r"\u202e" in seen


async def test_a_window_for_a_value_is_inert() -> None:
    async with staged(reply({"Response": {"Text": NASTY * 20, "RequestId": "r"}})) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.keys("f6", "down", "enter")
        await stage.until("Response.Text")
        assert not UNSAFE.search(stage.screen_text)


def test_the_guard_lets_no_control_character_out() -> None:
    guard.install()
    console = Console(force_terminal=True, color_system="truecolor")
    strip = Strip([Segment(NASTY, Style(bold=True)), Segment("ok")])
    out = strip.render(console)
    assert "\x1b]52" not in out
    assert "\u202e" not in out
    assert "ok" in out
    assert re.sub(r"\x1b\[[\d;]*m", "", out).isprintable()


def test_the_guard_lets_no_link_out_that_could_end_itself() -> None:
    guard.install()
    console = Console(force_terminal=True, color_system="truecolor")
    out = Strip([Segment("x", Style(link="http://a\x1b\\\x1b]52;c;AA\x07"))]).render(console)
    assert "]52" not in out
    assert "http://good" in Strip([Segment("x", Style(link="http://good"))]).render(console)


def test_control_segments_of_textual_pass_the_guard() -> None:
    guard.install()
    strip = Strip([Segment("\x1b[2J", None, [(0,)])])  # pyright: ignore[reportArgumentType] a control code
    assert strip.render(Console()) == "\x1b[2J"


async def test_the_guard_holds_for_widgets_that_are_not_ours() -> None:
    async with staged() as stage:
        await stage.app.main.mount(Static(NASTY, markup=False))
        await stage.pilot.pause()
        console = Console(force_terminal=True, color_system="truecolor")
        rendered = [strip.render(console) for strip in stage.app.main._compositor.render_strips()]  # pyright: ignore[reportPrivateUsage]
        assert any("\ufffd" in one for one in rendered)
        assert not any("]52" in one and "\x1b]" in one for one in rendered)


GRAMMAR = re.compile(
    rb"\x1b\[[0-9;:]*m|\x1b\[[0-9;]*H|\x1b\[\?[0-9;]*[hl]|\x1b\[\?[0-9;]*\$p|\x1b\[[<>=][0-9;]*u|\x1b\[\?25[hl]"
    rb"|\x1b\]22;[a-z-]*\x07|\x1b\[>[0-9]*[a-z]"
)
"""Everything that Textual itself writes."""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of Unix")
def test_the_raw_bytes_hold_nothing_but_textuals_own_grammar() -> None:
    script = Path(__file__).with_name("nasty_app.py")
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS="120", LINES="40")
        os.chdir(Path(__file__).parents[2])
        os.execv(sys.executable, [sys.executable, "-m", f"tests.tui.{script.stem}"])
    raw = b""
    end = time.monotonic() + 30
    try:
        while time.monotonic() < end and b"DONE" not in raw:
            if select.select([fd], [], [], 0.5)[0]:
                try:
                    raw += os.read(fd, 65536)
                except OSError:
                    break
    finally:
        os.close(fd)
        os.waitpid(pid, 0)
    assert b"DONE" in raw
    assert b"Response" in raw
    painted = GRAMMAR.sub(b"", raw[: raw.index(b"DONE")])
    assert b"\x1b" not in painted, painted[max(0, painted.find(b"\x1b") - 40) :][:120]
    assert b"\x07" not in painted
