"""Text from outside made visible and inert.

Every string of an API, the catalogue, a file, a keyring or the clipboard passes `visible`
where it enters a widget or the terminal: control, bidirectional and invisible characters are
spelled out, so that nothing of theirs is ever obeyed by a terminal.
"""

from __future__ import annotations

import re
from functools import cache

_NAMED = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r", 0x1B: "\\e"}

_HIDDEN_RANGES = (
    (0x00, 0x1F),
    (0x7F, 0x9F),  # DEL and the C1 controls, among them CSI and OSC in one character
    (0xAD, 0xAD),  # soft hyphen: invisible
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers: letters that show nothing
    (0x17B4, 0x17B5),  # Khmer inherent vowels, invisible
    (0x180B, 0x180F),  # Mongolian variation selectors and vowel separator
    (0x200B, 0x200F),  # zero width, left-to-right and right-to-left marks
    (0x2028, 0x202E),  # line and paragraph separators, bidirectional embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, bidirectional isolates
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),  # lone surrogates cannot be written to a terminal
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x13430, 0x1343F),  # Egyptian, shorthand and musical format controls
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),  # tags and variation selectors: whole messages have been hidden in them
)
"""First and last of what is spelled. Emoji keep their variation selectors U+FE00 to U+FE0F."""


def _spelled(code: int) -> str:
    if code in _NAMED:
        return _NAMED[code]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_ASCII = {code: _spelled(code) for code in (*range(0x20), 0x7F)}
_ASCII_LINES = {**_ASCII, 0x09: "    ", 0x0A: "\n"}
# The blanks between tokens stay; within a string JSON has them escaped already.
_ASCII_JSON = {**{code: f"\\u{code:04x}" for code in _ASCII}, 0x09: "\t", 0x0A: "\n", 0x0D: "\n"}


@cache
def _hidden() -> re.Pattern[str]:
    """Compiled on first use: it takes 2 ms, and ASCII does without."""
    return re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _HIDDEN_RANGES)}]")


def _spell(match: re.Match[str]) -> str:
    return _spelled(ord(match[0]))


def _spell_lines(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _ASCII_LINES.get(code) or _spelled(code)


def _spell_json(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x80:
        return _ASCII_JSON[code]
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def visible(text: str) -> str:
    """The text on one line, with every character that a terminal would obey spelled out."""
    if text.isascii():
        return text if text.isprintable() else text.translate(_ASCII)
    return _hidden().sub(_spell, text)


def visible_lines(text: str) -> str:
    """As `visible`, but line ends (LF, CRLF) stay line ends and tabs become blanks: for prose and bodies."""
    text = text.replace("\r\n", "\n")
    if text.isascii():
        return text if text.isprintable() else text.translate(_ASCII_LINES)
    return _hidden().sub(_spell_lines, text)


def visible_json(text: str) -> str:
    """A JSON text whose strings keep their meaning, with what a terminal would obey written as JSON escapes."""
    text = text.replace("\r\n", "\n")
    if text.isascii():
        return text if text.isprintable() else text.translate(_ASCII_JSON)
    return _hidden().sub(_spell_json, text)
