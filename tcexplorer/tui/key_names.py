"""What keys are called, as Textual names them and as people write them."""

from __future__ import annotations

_SILENT = {
    *(f"f{number}" for number in range(1, 25)), "up", "down", "left", "right", "home", "end", "pageup", "pagedown",
    "escape", "enter", "tab", "backspace", "delete", "insert",
}  # fmt: skip
_CHARACTERS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
    "minus": "-",
    "plus": "+",
    "full_stop": ".",
    "comma": ",",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "equals_sign": "=",
    "vertical_line": "|",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": "Space",
}
_KEY_NAMES = {
    **_CHARACTERS,
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def writes(key: str) -> bool:
    """Whether the key is a character in a text field."""
    return "+" not in key and key not in _SILENT


def key_text(key: str) -> str:
    """A key as people write it: `^R`, `F1`, `Tab`, `shift+F6`."""
    if key.startswith("ctrl+"):
        return f"^{_KEY_NAMES.get(key[5:]) or key[5:].upper()}"
    if key.startswith("shift+"):
        return f"shift+{key_text(key[6:])}"
    return _KEY_NAMES.get(key) or (key if len(key) == 1 else key.capitalize())
