"""The app in a real pseudo-terminal, and what stands on its screen: characters with their attributes."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import get_character_cell_size

from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[2]
TOKEN = re.compile(
    rb"\x1b\[(?P<sgr>[0-9;:]*)m"
    rb"|\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    rb"|\x1b\[[0-?]*[ -/]*[@-~]"
    rb"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"
    rb"|\x1b[ -/]*[0-~]"
    rb"|(?P<end>[\r\n])"
    rb"|(?P<text>[^\x1b\r\n]+)",
    re.DOTALL,
)
REVERSE, BOLD, UNDERLINE = 7, 1, 4
ON, OFF = {1: (1,), 4: (4,), 7: (7,), 9: (9,)}, {22: 1, 24: 4, 27: 7, 29: 9}
LEAVES = {
    "the alternate screen is left": b"\x1b[?1049l",
    "the cursor is shown": b"\x1b[?25h",
    "mouse reports are off": b"\x1b[?1000l",
    "mouse moves are off": b"\x1b[?1003l",
    "mouse extensions are off": b"\x1b[?1006l",
    "bracketed paste is off": b"\x1b[?2004l",
    "the keyboard protocol is off": b"\x1b[<u",
}


class Cell(NamedTuple):
    text: str
    attributes: frozenset[int]


def environment(home: Path | str, **more: str) -> dict[str, str]:
    """Nothing of the terminal that runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    return {**kept, "TCEXPLORER_HOME": str(home), "SSH_TTY": "/dev/pts/none", "PYTHONUTF8": "1", **more}


class Tty(Terminal):
    """A program of tests.tui in a terminal of a size and a kind."""

    def __init__(
        self,
        program: str,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = (120, 35),
        term: str = "xterm-256color",
        **more: str,
    ) -> None:
        self.size = size
        self._read_to = 0
        self._cursor = 0, 0
        self._now: set[int] = set()
        self._clear()
        command = [sys.executable, "-m", f"tests.tui.{program}", *arguments]
        before = Path.cwd()
        os.chdir(ROOT)
        try:
            super().__init__(command, environment(home, **more), size, term)
        finally:
            os.chdir(before)

    def keys(self, *keys: bytes | str) -> None:
        """Type texts and keys, and wait until they are answered."""
        for key in keys:
            os.write(self.fd, key.encode() if isinstance(key, str) else key)
            self.settle(0.08, 3)

    def until(self, text: str, timeout: float = 20) -> None:
        """Read until a text is on the screen."""
        self.wait(lambda: text in "\n".join(self.rows()), repr(text), timeout)

    def until_shown(self, text: str, *, with_attribute: int) -> None:
        """Read until a text is on the screen and has an attribute."""
        self.wait(
            lambda: text in "\n".join(self.rows()) and with_attribute in self.attributes_of(text),
            f"{text!r} with attribute {with_attribute}",
        )

    def wait(self, is_so: Callable[[], bool], what: str, timeout: float = 20) -> None:
        """Read until something is so."""
        end = time.monotonic() + timeout
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} is not on the screen:\n" + "\n".join(self.rows()))
            self.read(0.05)

    def resize(self, columns: int, rows: int) -> None:
        """Another size; the kernel tells the program."""
        self.cells()
        self.size = (columns, rows)
        self._clear()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def to_end(self, timeout: float = 15) -> int:
        """Read to the end of the program: its exit status as `os.waitstatus_to_exitcode` gives it."""
        end = time.monotonic() + timeout
        try:
            while time.monotonic() < end:
                self.read(0.1)
        except EOFError:
            pass
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        raise TimeoutError("it does not end")

    status: int | None = None

    def close(self) -> None:
        if self.status is None:
            super().close()
        else:
            os.close(self.fd)

    # what is on the screen

    def rows(self) -> list[str]:
        return ["".join(cell.text for cell in row).rstrip() for row in self.cells()]

    def cells(self) -> list[list[Cell]]:
        """The screen, as a terminal shows it that knows what Textual writes."""
        columns, rows = self.size
        screen, now = self._screen, self._now
        for token in TOKEN.finditer(self.raw, self._read_to):
            if token.end() == len(self.raw) and token["sgr"] is token["row"] is token["end"] is None:
                break  # there may be more of it
            self._read_to = token.end()
            x, y = self._cursor
            if token["sgr"] is not None:
                now = attributes(now, token["sgr"].decode())
            elif token["row"] is not None:
                y, x = int(token["row"]) - 1, int(token["column"]) - 1
            elif token["end"] is not None:
                x, y = (0, y) if token["end"] == b"\r" else (0, y + 1)
            elif token["text"] is not None:
                shown = frozenset(now)
                for character in token["text"].decode("utf-8", "replace"):
                    width = get_character_cell_size(character)
                    if y < rows and x + width <= columns and width:
                        screen[y][x : x + width] = [Cell(character, shown), *[Cell("", shown)] * (width - 1)]
                    x += width
            self._cursor = x, y
        self._now = now
        return screen

    def _clear(self) -> None:
        columns, rows = self.size
        self._screen = [[Cell(" ", frozenset())] * columns for _ in range(rows)]

    def attributes_of(self, text: str) -> frozenset[int]:
        """The attributes that all characters of the first such text have."""
        for row in self.cells():
            line, starts = "", list[int]()
            for cell in row:
                starts.append(len(line))
                line += cell.text
            if (begin := line.find(text)) >= 0:
                inside = range(begin, begin + len(text))
                found = [cell.attributes for cell, at in zip(row, starts, strict=True) if at in inside and cell.text]
                return frozenset(one for one in found[0] if all(one in other for other in found))
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.rows()))

    def colours(self) -> set[str]:
        """The kinds of colours that were ever asked for: `16`, `256`, `truecolour`."""
        return set(_kinds(token["sgr"].decode() for token in TOKEN.finditer(bytes(self.raw)) if token["sgr"]))


def attributes(now: set[int], sgr: str) -> set[int]:
    """The attributes after a sequence."""
    found = set(now)
    codes = [int(code or 0) for code in sgr.replace(":", ";").split(";")]
    at = 0
    while at < len(codes):
        code = codes[at]
        if code in (38, 48):
            at += 4 if codes[at + 1 : at + 2] == [2] else 2
        elif code == 0:
            found.clear()
        elif code in ON:
            found.add(code)
        elif code in OFF:
            found.discard(OFF[code])
        at += 1
    return found


def _kinds(sequences: Iterable[str]) -> Iterable[str]:
    for sgr in sequences:
        codes = [int(code or 0) for code in sgr.split(";")]
        at = 0
        while at < len(codes):
            code = codes[at]
            if code in (38, 48):
                yield {5: "256", 2: "truecolour"}[codes[at + 1]]
                at += 4 if codes[at + 1] == 2 else 2
            elif 30 <= code <= 37 or 40 <= code <= 47 or 90 <= code <= 107:
                yield "16"
            at += 1
