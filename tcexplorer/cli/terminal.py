"""The terminal a command talks to, and how it ends. Loaded before the first frame, so it needs next to nothing."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, TextIO

from tcexplorer.safety.inert import visible, visible_json

if TYPE_CHECKING:
    from collections.abc import Callable


class Exit(IntEnum):
    """Exit codes; scripts rely on them."""

    SUCCESS = 0
    API_ERROR = 1
    USAGE = 2
    TRANSPORT = 3
    CREDENTIALS = 4
    UNEXPLAINED = 5
    CRASH = 70
    CANCELLED = 130


class Stop(Exception):  # noqa: N818 - it ends a command, with one line that says why
    """Ends a command with one line for the user and an exit code."""

    def __init__(self, sentence: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(visible(sentence))
        self.code = code


def _getpass(prompt: str) -> str:
    from getpass import getpass

    return getpass(prompt)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command reads and writes: `out` is for data, `err` for people."""

    inp: TextIO
    out: TextIO
    err: TextIO
    ask_secret: Callable[[str], str] = _getpass

    @staticmethod
    def real() -> Terminal:
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a character gets its escape instead of a UnicodeEncodeError.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return Terminal(sys.stdin, sys.stdout, sys.stderr)

    @property
    def interactive(self) -> bool:
        return self.inp.isatty() and self.err.isatty()

    def read_bytes(self, most: int) -> bytes:
        """What standard input holds, at most so many bytes, none of them changed."""
        if hasattr(self.inp, "buffer"):  # a StringIO has none
            return self.inp.buffer.read(most)
        return self.inp.read(most).encode("utf-8", "surrogateescape")

    def print(self, text: str = "") -> None:
        """A line of data. Text from outside has to be inert by now."""
        self.out.write(text + "\n")
        self.out.flush()

    def write_bytes(self, data: bytes) -> None:
        """Data as it is; never to a terminal, which might obey it."""
        if hasattr(self.out, "buffer"):  # a StringIO has none
            self.out.flush()
            self.out.buffer.write(data)
        else:
            self.out.write(data.decode("utf-8", "surrogateescape"))
        self.out.flush()

    def tell(self, text: str) -> None:
        """A line for the person."""
        self.err.write(text + "\n")
        self.err.flush()

    def print_json(self, value: object, *, compact: bool = False) -> None:
        """JSON with nothing in it that a terminal would obey; every digit and every character kept."""
        import json

        if compact:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        else:
            text = json.dumps(value, ensure_ascii=False, indent=2)
        self.print(visible_json(text))


def region_of(given: str | None, otherwise: str | None) -> str | None:
    """--region wins over the profile's; `none` or nothing is no region."""
    if given is None:
        return otherwise
    return None if given.strip().lower() in ("", "none") else given.strip()
