"""A command line taken apart into words, as a POSIX shell, cmd or PowerShell would; and put together again."""

from __future__ import annotations

import re
from typing import NamedTuple

from tcexplorer.interchange.readers.errors import UnreadableError, place

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_VARIABLE = re.compile(r"\$(?:\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*)")
_ANSI = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\",
    "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_FIRST_QUOTE = re.compile(r"\^\"|\^\n|\\\n|['\"]")
_END = frozenset({"|", ";", "&", ">", "<"})
_OPTION_LINE = re.compile(r"\n[ \t]*(?:--?[A-Za-z]|['\"]?https?://)")
NOT_CONTINUED = "lines of the command lack the \\ that continues them, and were read on; a shell would end it there"


class Word(NamedTuple):
    """A word of a command, its quotation taken off; `at` is where it begins."""

    text: str
    at: int


class ShellWords(NamedTuple):
    """The words of one command, and what could not be known, such as the value of a variable."""

    words: tuple[Word, ...]
    remarks: tuple[str, ...]


def unix_lines(text: str) -> str:
    """The text with LF for line ends where all of it was given CRLF on its way: no shell goes on after a `\\` and CR.

    Otherwise CRLF stays, since within a quotation it is part of what is sent.
    """
    return text.replace("\r\n", "\n") if "\\\r\n" in text or "^\r\n" in text else text


def split(text: str, start: int = 0) -> ShellWords:
    """The words of the first command in a text, from an offset on.

    Quotes '…', "…" and $'…', a backslash, and the ends of lines continued with `\\`, `^` (cmd) or a backquote
    (PowerShell). The command ends at a line end, `|`, `;`, `&` or a redirection; a line end before an option or a URL
    is taken for one that lost its continuation, which a remark says. Variables stay as written.

    Continued line ends are to be LF (`unix_lines`). Raises UnreadableError for a quotation that does not end, also
    behind the command: on its last line, and on lines below that begin with an option.
    """
    return _Splitter(text, start).split()


def _is_of_cmd(text: str) -> bool:
    """Whether a command is written for cmd, which escapes with `^`: as "Copy as cURL (cmd)" of browsers does."""
    first = _FIRST_QUOTE.search(text)
    if first is None or first[0] in ("'", "\\\n"):
        return False
    return first[0] in ('^"', "^\n") or ("^\n" in text and "'" not in text)


class _Splitter:
    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._at = start
        self._words: list[Word] = []
        self._remarks: dict[str, None] = {}
        self._cmd = _is_of_cmd(text[start:])

    def split(self) -> ShellWords:
        text = self._text
        word: list[str] | None = None
        begin = 0
        while self._at < len(text):
            char = text[self._at]
            if char in "\\`^" and text.startswith("\n", self._at + 1):
                self._at += 2
                continue
            if char in "`\r" and text.startswith("\r\n", self._at + (char == "`")):
                self._at += 3 if char == "`" else 1
                continue
            if char in " \t":
                self._end(word, begin)
                word = None
                self._at += 1
                continue
            if char == "\n" and (word is not None or self._words) and _OPTION_LINE.match(text, self._at):
                self._end(word, begin)
                word = None
                self._at += 1
                self._remarks[NOT_CONTINUED] = None
                continue
            if char == "\n" or (char in _END and not self._cmd):
                if word is None and not self._words:
                    self._at += 1
                    continue
                break
            if char == "#" and word is None:
                self._at = end if (end := text.find("\n", self._at)) >= 0 else len(text)
                continue
            if word is None:
                word, begin = [], self._at
            word.append(self._piece(char))
        self._end(word, begin)
        remarks = tuple(self._remarks)
        self._pass_rest()
        return ShellWords(tuple(self._words), remarks)

    def _pass_rest(self) -> None:
        """Take what stands behind the command, for its quotations alone: a shell would wait for their ends."""
        text = self._text
        between = True
        while self._at < len(text):
            char = text[self._at]
            if char == "\n" and not _OPTION_LINE.match(text, self._at):
                return
            if char == "#" and between:
                self._at = end if (end := text.find("\n", self._at)) >= 0 else len(text)
                continue
            between = char in " \t\r\n" or char in _END
            if between:
                self._at += 1
            else:
                self._piece(char)

    def _end(self, word: list[str] | None, begin: int) -> None:
        if word is not None:
            self._words.append(Word("".join(word), begin))

    def _piece(self, char: str) -> str:
        text = self._text
        if char == "'" and not self._cmd:
            return self._until("'", self._at + 1)
        if char == "$" and text.startswith("'", self._at + 1):
            return self._ansi()
        if char == "$" and text.startswith('"', self._at + 1):
            self._at += 1
            return self._double()
        if char == '"':
            return self._double()
        if self._cmd and char == "^":
            return self._caret()
        if char == "\\" and not self._cmd:
            self._at += 2
            return text[self._at - 1 : self._at]
        if char == "$":
            return self._variable()
        self._at += 1
        return char

    def _until(self, end: str, start: int) -> str:
        stop = self._text.find(end, start)
        if stop < 0:
            raise UnreadableError(f"the quotation that begins here has no end ({end})", *place(self._text, start - 1))
        self._at = stop + 1
        return self._text[start:stop]

    def _caret(self) -> str:
        """In cmd `^"` opens or closes a quotation in which `^` escapes; else it escapes the next character."""
        text = self._text
        if not text.startswith('"', self._at + 1):
            self._at += 2
            return text[self._at - 1 : self._at]
        begin = self._at
        self._at += 2
        out: list[str] = []
        while self._at < len(text):
            if text.startswith('^"', self._at):
                self._at += 2
                return "".join(out)
            if text.startswith('^\\^"', self._at):
                out.append('"')
                self._at += 4
            elif text.startswith('\\^"', self._at):
                out.append('"')
                self._at += 3
            elif text[self._at] == "^" and self._at + 1 < len(text):
                out.append(text[self._at + 1])
                self._at += 2
                if out[-1] == "\n" and text.startswith("\n", self._at):  # a line end is written as two
                    self._at += 1
            else:
                out.append(text[self._at])
                self._at += 1
        raise UnreadableError('the quotation that begins here has no end (^")', *place(text, begin))

    def _double(self) -> str:
        text = self._text
        begin = self._at
        self._at += 1
        out: list[str] = []
        while self._at < len(text):
            char = text[self._at]
            if char == '"':
                if self._cmd and text.startswith('"', self._at + 1):
                    out.append('"')
                    self._at += 2
                    continue
                self._at += 1
                return "".join(out)
            if char == "\\" and self._at + 1 < len(text):
                after = text[self._at + 1]
                if after == "\n" and not self._cmd:
                    pass
                elif after in ('"\\' if self._cmd else '$`"\\'):
                    out.append(after)
                else:
                    out.append(char + after)
                self._at += 2
            elif char == "$" and not self._cmd:
                out.append(self._variable())
            elif char == "`" and text.startswith(('`"', "`$", "``"), self._at):  # PowerShell
                out.append(text[self._at + 1])
                self._at += 2
            else:
                out.append(char)
                self._at += 1
        raise UnreadableError('the quotation that begins here has no end (")', *place(text, begin))

    def _variable(self) -> str:
        found = _VARIABLE.match(self._text, self._at)
        if found is None:
            self._at += 1
            return "$"
        self._at = found.end()
        self._remarks[f"{found[0]} is a variable of the shell; its value is not known here"] = None
        return found[0]

    def _ansi(self) -> str:
        """The quotation $'…', with the escapes of C."""
        text = self._text
        begin = self._at
        self._at += 2
        out: list[bytes] = []
        while self._at < len(text):
            char = text[self._at]
            if char == "'":
                self._at += 1
                return b"".join(out).decode("utf-8", "surrogateescape")
            if char == "\\" and self._at + 1 < len(text):
                out.append(self._escape())
            else:
                out.append(char.encode("utf-8", "surrogateescape"))
                self._at += 1
        raise UnreadableError("the quotation that begins here has no end (')", *place(text, begin))

    def _escape(self) -> bytes:
        text = self._text
        self._at += 1
        char = text[self._at]
        self._at += 1
        if char in _ANSI:
            return _ANSI[char].encode()
        for kind, pattern in (("x", r"[0-9A-Fa-f]{1,2}"), ("u", r"[0-9A-Fa-f]{1,4}"), ("U", r"[0-9A-Fa-f]{1,8}")):
            if char == kind and (found := re.compile(pattern).match(text, self._at)):
                self._at = found.end()
                number = int(found[0], 16)
                if kind == "x":
                    return bytes([number])
                return chr(number).encode("utf-8", "surrogatepass") if number < 0x110000 else b"\xef\xbf\xbd"
        if found := re.compile(r"[0-7]{1,3}").match(text, self._at - 1):
            self._at = found.end()
            return bytes([int(found[0], 8) & 0xFF])
        return f"\\{char}".encode("utf-8", "surrogateescape")


def quoted(text: str) -> str:
    """A word that a POSIX shell reads back as exactly this text."""
    if _PLAIN.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"
