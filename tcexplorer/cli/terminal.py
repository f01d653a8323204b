"""The terminal a command talks to, and how it ends. Loaded before the first frame, so it needs next to nothing."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

from tcexplorer.safety.inert import visible, visible_json

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tcexplorer.protocol.model import Json
    from tcexplorer.safety.scrub import Scrubber
    from tcexplorer.safety.secret import Secret


class Exit(IntEnum):
    """Exit codes; scripts rely on them."""

    SUCCESS = 0
    API_ERROR = 1
    USAGE = 2
    TRANSPORT = 3
    CREDENTIALS = 4
    UNEXPLAINED = 5
    CRASH = 70
    OUTPUT = 74
    CANCELLED = 130


class Stop(Exception):  # noqa: N818 - it ends a command, with one line that says why
    """Ends a command with one line for the user and an exit code."""

    def __init__(self, sentence: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(visible(sentence))
        self.code = code


def _getpass(prompt: str) -> str:
    from getpass import getpass

    return getpass(prompt)


class Terminal(NamedTuple):
    """Where a command reads and writes: `out` is for data, `err` for people."""

    inp: TextIO
    out: TextIO
    err: TextIO
    ask_secret: Callable[[str], str] = _getpass
    hidden: Scrubber | None = None

    @staticmethod
    def real() -> Terminal:
        _open_closed()
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a character gets its escape instead of a UnicodeEncodeError.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return Terminal(sys.stdin, sys.stdout, sys.stderr)

    @property
    def interactive(self) -> bool:
        return self.inp.isatty() and self.err.isatty()

    def hiding(self, *secrets: Secret[str] | None) -> Terminal:
        """The same terminal, with these secrets masked wherever they turn up in a text."""
        from tcexplorer.safety.scrub import Scrubber

        return self._replace(hidden=Scrubber(secrets))

    def shown(self, text: str) -> str:
        """The text without the secrets to be hidden."""
        return text if self.hidden is None else self.hidden.text(text)

    def read_bytes(self, most: int) -> bytes:
        """What standard input holds, at most so many bytes, none of them changed."""
        if hasattr(self.inp, "buffer"):  # a StringIO has none
            return self.inp.buffer.read(most)
        return self.inp.read(most).encode("utf-8", "surrogateescape")

    def print(self, text: str = "") -> None:
        """A line of data. Text from outside has to be inert by now."""
        with _writing():
            self.out.write(self.shown(text) + "\n")
            self.out.flush()

    def print_part(self, text: str) -> None:
        """A piece of data that has its line ends already, and more of it follows."""
        with _writing():
            self.out.write(text)

    def write_bytes(self, data: bytes) -> None:
        """Data as it is; never to a terminal, which might obey it."""
        with _writing():
            if hasattr(self.out, "buffer"):  # a StringIO has none
                self.out.flush()
                self.out.buffer.write(data)
            else:
                self.out.write(data.decode("utf-8", "surrogateescape"))
            self.out.flush()

    def tell(self, text: str) -> None:
        """A line for the person. That it cannot be read by anybody changes nothing in how the command ends."""
        with suppress(OSError):
            self.err.write(self.shown(text) + "\n")
            self.err.flush()

    def print_json(self, value: object, *, compact: bool = False) -> None:
        """A document as JSON, with nothing in it that a terminal would obey."""
        import json

        try:
            if compact:
                text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            else:
                text = json.dumps(value, ensure_ascii=False, indent=2)
        except RecursionError:
            self.print_answer(cast("Json", value), compact=compact)
        else:
            self.print(visible_json(text))

    def print_answer(self, value: Json, *, compact: bool = False) -> None:
        """A document of somebody else's, of whatever depth: every digit (of `answer.reader`) and character kept."""
        from tcexplorer.answer.present import json_text

        self.print(visible_json(json_text(value, None if compact else 2)))


@contextmanager
def _writing() -> Generator[None]:
    """Raises Stop when the data cannot be written, but BrokenPipeError when nobody wants it any more."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Stop(f"standard output cannot be written: {error.strerror or error}", Exit.OUTPUT) from error


def _open_closed() -> None:
    """Stand in for the streams that the program was started without (`<&-`, `>&-`): they are None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the program


def let_go_of_output() -> None:
    """What could not be written is not tried again when the interpreter ends."""
    if sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_utf8(argument: str) -> str:
    """An argument as UTF-8, in whatever locale it was read; what is none has U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def region_of(given: str | None, otherwise: str | None) -> str | None:
    """--region wins over the profile's; `none` or nothing is no region."""
    if given is None:
        return otherwise
    return None if given.strip().lower() in ("", "none") else given.strip()
