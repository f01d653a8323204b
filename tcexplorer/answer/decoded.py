"""A body as text, decoded a window at a time."""

from __future__ import annotations

import re
from codecs import utf_8_decode
from typing import TYPE_CHECKING, Final, cast

from tcexplorer.answer.remarks import Odd

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW: Final = 128 * 1024
"""Bytes decoded and scanned between two yields: about 2 ms, and fastest of the sizes tried."""
BLANKS = re.compile(r"[ \t\n\r]*")


class Decoded:
    """The text from where reading is; more of the body is decoded when it is asked for."""

    def __init__(self, body: bytes, window: int, note: Callable[[Odd, str], None]) -> None:
        self._note = note
        self.window = max(window, 4)  # the longest character
        self._body = memoryview(self._as_utf8(body))
        self.fed = 0
        self.buffer = ""
        self.at = 0
        self._lines = 0
        self._column = 0

    def _as_utf8(self, body: bytes) -> bytes:
        for mark, name in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
            if body.startswith(mark):
                self._note(Odd.ENCODING, f"the text is {name.upper()}, not UTF-8")
                return body.decode(name, "replace").encode("utf-8", "surrogatepass")
        if body.startswith(b"\xef\xbb\xbf"):
            self._note(Odd.ENCODING, "the text begins with a byte order mark")
            return body[3:]
        return body

    @property
    def at_end(self) -> bool:
        """Whether the whole body is decoded."""
        return self.fed >= len(self._body)

    @property
    def offset(self) -> int:
        """Where reading is, in bytes."""
        return self.fed - len(self.buffer[self.at :].encode("utf-8", "surrogateescape"))

    @property
    def where(self) -> str:
        lines = self._lines + self.buffer.count("\n", 0, self.at)
        last = self.buffer.rfind("\n", 0, self.at)
        column = self.at - last - 1 if last >= 0 else self._column + self.at
        return f"line {lines + 1}, column {column + 1}"

    def more(self) -> bool:
        """Forget what was read and decode another window, twice as much when nothing was read; False at the end."""
        if self.at_end:
            return False
        last = self.buffer.rfind("\n", 0, self.at)
        self._lines += self.buffer.count("\n", 0, self.at)
        self._column = self.at - last - 1 if last >= 0 else self._column + self.at
        rest = self.buffer[self.at :]
        size = max(self.window, len(rest) if self.at == 0 else 0)
        chunk = self._body[self.fed : self.fed + size]
        final = self.fed + size >= len(self._body)
        try:
            text, used = utf_8_decode(chunk, "strict", final)
        except UnicodeDecodeError as error:
            self._note(Odd.ENCODING, f"byte {self.fed + error.start:,} is not UTF-8 (0x{chunk[error.start]:02x})")
            text, used = utf_8_decode(chunk, "surrogateescape", final)
        self.fed += used
        self.buffer = rest + text if rest else text
        self.at = 0
        return True

    def skip_blanks(self) -> str:
        """Go to the next character that is no blank; it, or nothing at the end."""
        while True:
            end = cast("re.Match[str]", BLANKS.match(self.buffer, self.at)).end()
            self.at = end
            if end < len(self.buffer):
                return self.buffer[end]
            if not self.more():
                return ""
