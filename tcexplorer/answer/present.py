"""What a row of an answer says: its value in a few words, its path, its whole text."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

LONGEST: Final = 2000
"""Characters of a string that a row takes from it: no terminal is wider."""
_NAMING = re.compile(r"(Id|ID|Name|Key|Code|Region|Zone|Type)\Z")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class Sort(StrEnum):
    """What a value is, for its colour."""

    TEXT = "text"
    NUMBER = "number"
    WORD = "word"
    """true, false, null."""
    SIZE = "size"
    """A list or an object: what is said of it is not part of the answer."""


def brief(value: Json) -> tuple[str, Sort]:
    """A value on one line; a list's or an object's size instead of what is in it."""
    match value:
        case str():
            return value[:LONGEST] or '""', Sort.TEXT
        case bool():
            return ("true" if value else "false"), Sort.WORD
        case None:
            return "null", Sort.WORD
        case int() | float():
            return number(value)[:LONGEST], Sort.NUMBER
        case list():
            return ("1 item" if len(value) == 1 else f"{len(value):,} items") if value else "[]", Sort.SIZE
        case dict():
            return "" if value else "{}", Sort.SIZE


def preview(value: Json) -> str:
    """What a closed object is recognised by: its first id or name, else its first scalar; nothing for others."""
    if not isinstance(value, dict):
        return ""
    first = ""
    for seen, (key, member) in enumerate(value.items()):
        if seen > 30:
            break
        if not isinstance(member, dict | list) and member not in (None, ""):
            if _NAMING.search(key):
                return brief(member)[0][:80]
            first = first or f"{key} {brief(member)[0]}"[:80]
    return first


def number(value: float) -> str:
    """A number with every digit, as JSON writes it."""
    return json.dumps(value)


def full_text(value: Json) -> str:
    """The whole value: a string as it is, anything else as indented JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except (RecursionError, ValueError):
        return "(nested too deeply to be shown)"


def path_text(path: tuple[str | int, ...]) -> str:
    """`Response.InstanceSet[0].InstanceId`, as JMESPath writes it."""
    parts: list[str] = []
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        else:
            name = key if _PLAIN_KEY.match(key) else json.dumps(key, ensure_ascii=False)
            parts.append(f".{name}" if parts else name)
    return "".join(parts)


def size_text(size: int) -> str:
    """A number of bytes for people: `512 B`, `1.2 KB`, `39.3 MB`."""
    if size < 1000:
        return f"{size} B"
    amount = float(size)
    for unit in ("KB", "MB"):
        amount /= 1000
        if amount < 999.95:
            return f"{amount:.1f} {unit}"
    return f"{amount / 1000:.1f} GB"


def time_text(seconds: float) -> str:
    """A duration for people: `34 ms`, `1.2 s`, `2 min 5 s`."""
    if seconds < 0.9995:
        return f"{max(0, round(seconds * 1000))} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
