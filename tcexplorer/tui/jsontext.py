"""JSON as text in an editor: made safe to show, summed up, and which member the cursor is in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


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


def summary(value: Json) -> str:
    """A nested value in one line of a form: `1: InstanceName = 测试`, `3: a, b, c`."""
    match value:
        case list():
            if not value:
                return "[]"
            return f"{len(value)}: {', '.join(_short(item) for item in value[:8])}"
        case dict():
            return _short(value) or "{}"
        case _:
            return _short(value)


def _short(value: Json) -> str:
    match value:
        case {"Name": str(name), "Values": list(values)}:
            return f"{name} = {', '.join(_short(item) for item in values)}"
        case {"Key": str(name), "Value": str(text)}:
            return f"{name} = {text}"
        case dict():
            return ", ".join(f"{name} {_short(member)}" for name, member in list(value.items())[:6])
        case list():
            return f"[{', '.join(_short(item) for item in value[:6])}]"
        case str():
            return value[:200]
        case _:
            return json.dumps(value)


def path_at(text: str, offset: int) -> tuple[str | int, ...]:
    """The member that an offset of a JSON text is in; the text need not be complete or right."""
    path: list[str | int] = []
    named: list[bool] = []  # for each open container: whether its last path entry is set
    last: str | None = None
    for token in _TOKEN.finditer(text):
        if token.start() >= offset:
            break
        part = token[0]
        match part:
            case "{":
                named.append(False)
            case "[":
                path.append(0)
                named.append(True)
            case "}" | "]":
                if named and named.pop() and path:
                    path.pop()
            case ":":
                if named and last is not None and not named[-1]:
                    path.append(last)
                    named[-1] = True
            case ",":
                if named and named[-1] and path:
                    before = path.pop()
                    if isinstance(before, int):
                        path.append(before + 1)
                    else:
                        named[-1] = False
            case _:
                pass
        last = _name(part) if part.startswith('"') else last
        if token.end() >= offset and part.startswith('"') and named and not named[-1]:
            return (*path, last) if last else tuple(path)
    return tuple(path)


def _name(token: str) -> str:
    try:
        found = json.loads(token)
    except ValueError:
        return token.strip('"')
    return found if isinstance(found, str) else token


def offset_of(text: str, name: str) -> int | None:
    """Where the value of a top-level member begins."""
    depth = 0
    last: str | None = None
    for token in _TOKEN.finditer(text):
        part = token[0]
        if part in "{[":
            depth += 1
        elif part in "}]":
            depth -= 1
        elif part == ":" and depth == 1 and last == name:
            rest = text[token.end() :]
            return token.end() + len(rest) - len(rest.lstrip())
        elif part.startswith('"'):
            last = _name(part)
    return None
