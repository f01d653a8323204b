"""Text from outside is shown, never obeyed: on every tab, and at the last line before the terminal."""

from __future__ import annotations

import base64
import json
import re
import sys
from typing import NamedTuple

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import Static

from tcexplorer.credentials.profile import Profile
from tcexplorer.tui.text import output_sanitizer
from tests.tui.scenes import NASTY, SCENES, Scene, nasty_shelf
from tests.tui.stage import failure, reply, staged
from tests.tui.tty import Tty

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


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
        work = stage.app.main.open_request
        assert work is not None
        stage.session.change(region=None)
        for _ in answers:
            await stage.keys("ctrl+r")
            await look()
            await stage.keys("ctrl+r")
            await look()
            stage.app.main.action_response_tab("Tree")
            for _ in range(4):
                await stage.keys("x", "down", "down", "f4")
                await look()
            await stage.keys("ctrl+t")
            await look()
            await stage.keys("escape", "f6", "f6", "f6")
            stage.app.main.request.focus_inside()
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
    output_sanitizer.install()
    console = Console(force_terminal=True, color_system="truecolor")
    strip = Strip([Segment(NASTY, Style(bold=True)), Segment("ok")])
    out = strip.render(console)
    assert "\x1b]52" not in out
    assert "\u202e" not in out
    assert "ok" in out
    assert re.sub(r"\x1b\[[\d;]*m", "", out).isprintable()


def test_the_guard_lets_no_link_out_that_could_end_itself() -> None:
    output_sanitizer.install()
    console = Console(force_terminal=True, color_system="truecolor")
    out = Strip([Segment("x", Style(link="http://a\x1b\\\x1b]52;c;AA\x07"))]).render(console)
    assert "]52" not in out
    assert "http://good" in Strip([Segment("x", Style(link="http://good"))]).render(console)


def test_control_segments_of_textual_pass_the_guard() -> None:
    output_sanitizer.install()
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
    rb"|\x1b\]22;[a-z-]*\x07|\x1b\[>[0-9]*[a-z]|\x1b\]52;c;[A-Za-z0-9+/]*=*\x07"
    rb"|\x1b\]8;id=[0-9-]+;http://a\x1b\\|\x1b\]8;;\x1b\\"
)
"""Everything that Textual itself writes: also the clipboard, whose texts are looked at apart, and our one link."""
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/]*=*)\x07")


class Played(NamedTuple):
    told: dict[str, str]
    raw: bytes


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """All scenes, played in one terminal."""
    home = tmp_path_factory.mktemp("nasty")
    told = home / "told.json"
    with Tty("nasty_app", home, str(told), size=(160, 45), COLORTERM="truecolor") as tty:
        tty.to_end(120)
        raw = bytes(tty.raw)
    return Played(json.loads(told.read_text("utf-8")), raw)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of Unix")
class TestInATerminal:
    def test_the_raw_bytes_hold_nothing_but_textuals_own_grammar(self, played: Played) -> None:
        assert b"DONE" in played.raw
        painted = GRAMMAR.sub(b"", played.raw)
        at = painted.find(b"\x1b")
        assert at < 0, painted[max(0, at - 60) : at + 60]
        assert not UNSAFE.search(painted.decode("utf-8").replace("\r", "").replace("\n", ""))

    def test_what_is_copied_holds_no_control_character(self, played: Played) -> None:
        copied = [base64.b64decode(found).decode("utf-8") for found in COPIED.findall(played.raw)]
        assert len(copied) >= 4
        assert "HELLO" not in copied
        for text in copied:
            assert not UNSAFE.search(text.replace("\n", "").replace("\t", ""))

    @pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
    def test_the_text_is_shown_and_nothing_breaks(self, played: Played, scene: Scene) -> None:
        assert scene.name in played.told, played.told.get("crash")
        assert scene.sees in played.told[scene.name], played.told[scene.name]

    def test_nothing_broke(self, played: Played) -> None:
        assert "crash" not in played.told, f"{played.told['crash']} in {list(played.told)[-2]}"
