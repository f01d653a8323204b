"""A program in a pseudo-terminal of our own: when it painted what, and how long it takes to answer a key.

The harness answers the questions that programs put to a terminal at once, as a real one does, so that none
is made to wait for its own time-out.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences
    rb"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"  # strings: titles, clipboard, device control
    rb"|\x1b[ -/]*[0-~]",  # everything else
    re.DOTALL,
)
QUESTIONS = (
    (re.compile(rb"\x1b\[\?(\d+)\$p"), b"\x1b[?\\1;0$y"),  # is this mode known? No.
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),  # what are you?
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),  # where is the cursor?
    (re.compile(rb"\x1b\[>0?q"), b"\x1bP>|bench\x1b\\\\"),  # which version?
    (re.compile(rb"\x1b\]1([01]);\?(?:\x07|\x1b\\)"), b"\x1b]1\\1;rgb:0000/0000/0000\x1b\\\\"),  # which colours?
)


class Terminal:
    """One program on a fresh pty, 160 by 45."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (160, 45),
        term: str = "xterm-256color",
    ) -> None:
        self.raw = bytearray()
        self._answered = 0
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            try:
                os.execvpe(command[0], list(command), {**environment, "TERM": term})
            finally:
                os._exit(127)

    def read(self, seconds: float) -> bytes:
        """What the program writes next; nothing after `seconds` of silence, EOFError at its end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError as error:
            raise EOFError(self.text()[-2000:]) from error
        self.raw += data
        replies = [
            (found.start(), found.expand(reply))
            for question, reply in QUESTIONS
            for found in question.finditer(self.raw, self._answered)
        ]
        if replies:
            os.write(self.fd, b"".join(reply for _, reply in sorted(replies)))
        self._answered = len(self.raw)
        return data

    def text(self, since: int = 0) -> str:
        """What was painted, without escape sequences."""
        return ESCAPES.sub(b"", bytes(self.raw[since:])).decode("utf-8", "replace")

    def wait_for(self, marker: str, timeout: float = 30, since: int = 0) -> float:
        """Read until the marker was painted; seconds since the program was started."""
        end = time.perf_counter() + timeout
        while marker not in self.text(since):
            if time.perf_counter() > end:
                raise TimeoutError(f"{marker!r} not seen; last: {self.text()[-500:]!r}")
            self.read(0.05)
        return self.elapsed()

    def elapsed(self) -> float:
        """Seconds since the program was started."""
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.3, most: float = 5) -> None:
        """Read until nothing came for so long, or until a program that never rests had time enough."""
        end = time.perf_counter() + most
        while self.read(quiet) and time.perf_counter() < end:
            pass

    def type(self, keys: bytes) -> None:
        """Press keys, and wait for nothing."""
        os.write(self.fd, keys)

    def press(self, key: bytes, quiet: float = 0.08) -> float:
        """Seconds from a key to the last byte of what it caused, quiet for `quiet` seconds after."""
        begin = time.perf_counter()
        os.write(self.fd, key)
        last = begin
        wait = 1.0
        while self.read(wait):
            last = time.perf_counter()
            wait = quiet
        return last - begin

    def close(self) -> None:
        """End the program, kindly at first."""
        for kind in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, kind)
            end = time.perf_counter() + 2
            with contextlib.suppress(EOFError):
                while time.perf_counter() < end:
                    self.read(0.02)
                continue
            break
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
