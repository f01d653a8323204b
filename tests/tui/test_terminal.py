"""In real terminals: without colours and with sixteen, in any size, and as it was before when the app has ended."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from tests.tui.tty import LEAVES, REVERSE, UNDERLINE, Cell, Tty

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of Unix")

F6, ESCAPE, ENTER, SEND, SEARCH, QUIT = b"\x1b[17~", b"\x1b", b"\r", b"\x12", b"\x0f", b"\x11"
SHIFT_F6, END = b"\x1b[17;2~", b"\x1b[F"


def see_every_state(tty: Tty) -> None:
    """Go through the states of the guide of the look: each is a word, and focus and cursor are seen."""
    tty.until("F1 help")
    tty.keys("describeinst")
    tty.until_shown("DescribeInstanceList", with_attribute=REVERSE)  # the cursor of the list
    tty.until_shown("Actions", with_attribute=REVERSE)  # the title of the pane in focus
    tty.until_shown("SANDBOX", with_attribute=REVERSE)
    tty.keys(SEARCH, "createinstance", ENTER)
    tty.until_shown("CreateInstance  ✎ writes", with_attribute=REVERSE)
    tty.until("send, writes")
    tty.until("* InstanceType" if "* InstanceType" in "\n".join(tty.rows()) else "*InstanceType")
    tty.keys(SEARCH, "deleteinstance", ENTER)
    tty.until("✖ deletes")
    tty.keys(SEARCH, "describezones", ENTER)
    tty.until_shown("DescribeZones  2024-01-01", with_attribute=REVERSE)
    for word in ("✓ success", "✗ AuthFailure.SignatureFailure", "↯ no answer"):
        tty.keys(SEND)
        tty.until_shown(word, with_attribute=UNDERLINE)
        assert REVERSE not in tty.attributes_of(word)
        tty.keys(F6)
        tty.until_shown(word, with_attribute=REVERSE)
        tty.keys(SHIFT_F6)
        tty.until_shown(word, with_attribute=UNDERLINE)
    tty.until("no RequestId")
    tty.keys(SEARCH)  # the cursor of a field, behind what is in it and is selected
    tty.until_shown("describezones", with_attribute=REVERSE)
    tty.keys(END)
    tty.wait(lambda: REVERSE in cell_behind(tty, "▌describezones").attributes, "the cursor")


def cell_behind(tty: Tty, text: str) -> Cell:
    for row in tty.cells():
        if (at := "".join(cell.text or "\0" for cell in row).find(text)) >= 0:
            return row[at + len(text)]
    return Cell("", frozenset())


def test_without_colours_none_is_asked_for_and_every_state_can_be_read(tmp_path: Path) -> None:
    with Tty("tty_app", tmp_path, size=(160, 45), NO_COLOR="1", COLORTERM="truecolor") as tty:
        see_every_state(tty)
        assert tty.colours() == set()


@pytest.mark.parametrize(("term", "background"), [("screen", ""), ("xterm-16color", "0;15"), ("linux", "15;0")])
def test_in_sixteen_colours_every_state_can_be_read(tmp_path: Path, term: str, background: str) -> None:
    with Tty("tty_app", tmp_path, size=(160, 45), term=term, COLORFGBG=background) as tty:
        see_every_state(tty)
        assert tty.colours() == {"16"}


def test_a_theme_that_was_chosen_is_kept_in_sixteen_colours(tmp_path: Path) -> None:
    (tmp_path / "ui.toml").write_text('theme = "nord"\n')
    with Tty("tty_app", tmp_path, term="screen") as tty:
        tty.until("F1 help")
        tty.keys(b"\x10", "theme", ENTER)
        tty.until("nord")
        assert REVERSE in tty.attributes_of("nord")


def test_a_terminal_of_256_colours_gets_no_more(tmp_path: Path) -> None:
    with Tty("tty_app", tmp_path, term="screen-256color") as tty:
        tty.until("F1 help")
        assert "truecolour" not in tty.colours()


# sizes


def test_from_large_to_tiny_and_back_everything_is_as_it_was(tmp_path: Path) -> None:
    with Tty("tty_app", tmp_path, size=(200, 60)) as tty:
        tty.until("F1 help")
        tty.keys("describezones", ENTER, SEND)
        tty.until("✓ success")
        tty.keys(F6, b"\x1b[B")
        tty.until("▌ ✓ success")
        tty.settle(1)
        before = tty.rows()
        for size in ((20, 5), (1, 1), (20, 5), (80, 24), (40, 12), (200, 60)):
            tty.resize(*size)
            tty.settle(0.2)
            assert os.waitpid(tty.pid, os.WNOHANG) == (0, 0)
            if size == (20, 5):
                tty.keys(b"\x1b[A", b"\x1b[B")  # works blind
        tty.wait(lambda: tty.rows() == before, "what was there before")


# the end


def left(tty: Tty, settings: list[object]) -> None:
    """The terminal is as it was, in what it shows and in what it does with keys."""
    raw = bytes(tty.raw)
    for what, sequence in LEAVES.items():
        on = (
            sequence.replace(b"l", b"h")
            if sequence.endswith(b"l")
            else {b"\x1b[?25h": b"\x1b[?25l"}.get(sequence, b"\x1b[>1u")
        )
        assert sequence in raw, what
        assert raw.rfind(sequence) > raw.rfind(on), what
    assert termios.tcgetattr(tty.fd) == settings


def started(tty: Tty) -> list[object]:
    return termios.tcgetattr(tty.fd)


@pytest.mark.parametrize(
    ("kind", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)], ids=lambda one: str(one)
)
def test_a_signal_leaves_the_terminal_as_it_was(tmp_path: Path, kind: signal.Signals, code: int) -> None:
    with Tty("tty_app", tmp_path) as tty:
        before = started(tty)
        tty.until("F1 help")
        assert termios.tcgetattr(tty.fd) != before
        os.kill(tty.pid, kind)
        assert tty.to_end() == code
        left(tty, before)
        assert b"Traceback" not in tty.raw


def test_a_signal_in_the_middle_of_a_call_does_so_too(tmp_path: Path) -> None:
    with Tty("tty_app", tmp_path) as tty:
        before = started(tty)
        tty.until("F1 help")
        tty.keys("describezones", ENTER)
        os.write(tty.fd, SEND)
        os.kill(tty.pid, signal.SIGTERM)
        assert tty.to_end() == 143
        left(tty, before)


def test_quitting_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with Tty("tty_app", tmp_path) as tty:
        before = started(tty)
        tty.until("F1 help")
        tty.keys(QUIT)
        assert tty.to_end() == 0
        left(tty, before)
        after = bytes(tty.raw).rpartition(b"\x1b[?1049l")[2]
        assert not re.sub(rb"\x1b\[[0-?]*[a-zA-Z]", b"", after).strip()


def test_the_terminal_that_goes_away_ends_the_app(tmp_path: Path) -> None:
    tty = Tty("tty_app", tmp_path)
    tty.until("F1 help")
    os.close(tty.fd)  # as a closed window does: SIGHUP, and nobody to write to
    _, status = os.waitpid(tty.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (129, 120, -signal.SIGHUP)  # 120: Python could not write its last words
