"""JSON as text in a field or an editor, made safe to show without a change of what it means."""

from __future__ import annotations


def escaped(text: str) -> str:
    r"""The same JSON with invisible and directional characters written `\u202e`: same value, safe to show."""
    if text.isascii():
        return text
    return "".join(
        character if character.isprintable() or character in "\n\t" else _escape(character) for character in text
    )


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
