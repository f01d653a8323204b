"""Text from outside made visible and inert.

Every string of an API, the catalogue, a file, a keyring or the clipboard passes `visible`
where it enters a widget or the terminal: control, bidirectional and invisible characters are
spelled out, so that nothing of theirs is ever obeyed by a terminal.
"""

from __future__ import annotations

_NAMED = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r", 0x1B: "\\e"}


def _spelled(code: int) -> str:
    if code in _NAMED:
        return _NAMED[code]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_UNSAFE = [
    *range(0x20),
    *range(0x7F, 0xA0),  # DEL and the C1 controls, among them CSI and OSC in one character
    0xAD,  # soft hyphen: invisible
    0x061C,
    *range(0x200B, 0x2010),  # zero width, left-to-right and right-to-left marks
    *range(0x2028, 0x202F),  # line and paragraph separators, bidirectional embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidirectional isolates
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),  # lone surrogates cannot be written to a terminal
    *range(0xE0000, 0xE0080),  # tag characters
]
_TABLE = {code: _spelled(code) for code in _UNSAFE}
_TABLE_LINES = {code: text for code, text in _TABLE.items() if code != 0x0A}
_TABLE_LINES[0x09] = "    "
_TABLE_LINES[0x0D] = ""


def visible(text: str) -> str:
    """The text on one line, with every character that a terminal would obey spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_TABLE)


def visible_lines(text: str) -> str:
    """As `visible`, but line ends stay line ends and tabs become blanks: for prose and bodies."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_TABLE_LINES)
