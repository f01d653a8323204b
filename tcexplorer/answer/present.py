"""What a row of an answer says: its value in a few words, its path, its whole text."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.values import Exact, pairs
from tcexplorer.safety.redact import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

LONGEST: Final = 2000
"""Characters of a string that a row takes from it: no terminal is wider."""
_ID = re.compile(r"(?:(?<![A-Za-z])id|Id|ID|Uuid|UUID|Code|Key)\Z")
_NAME = re.compile(r"(?:(?<![A-Za-z])name|Name|Alias|Region|Zone|Topic|Title)\Z")
_STATE = re.compile(r"(?:state|status|State|Status|Phase)\Z")
_TIME = re.compile(r"(?:time|Time|timestamp|Timestamp|TimeStamp|At|Date|Expires?|Expiration|Since|Until)(?:Ms|MS|S)?\Z")
_NO_TIME = re.compile(r"(?:Cost|Wait|Elapsed|Left|Remain(?:ing)?|Run|Used|Duration|Alive|Out)(?:time|Time)\Z")
_BYTES = re.compile(
    r"(?:bytes|Bytes|Byte|(?:File|Object|Body|Content|Payload|Message|Msg|Package|Upload|Download)(?:Size|Length))\Z"
)
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


def preview(value: Json, *, secret: Callable[[str], bool] = is_secret_name) -> str:
    """What a closed object is recognised by: `ins-1 web-01 RUNNING`, else its first two scalars; nothing for others.

    Members whose name `secret` says to hold a secret are left out.
    """
    if not isinstance(value, dict):
        return ""
    said: dict[str, str] = {}
    first: list[str] = []
    for key, member in islice(value.items(), 40):
        if isinstance(member, dict | list) or member is None or member == "" or secret(key):
            continue
        text = brief(member)[0]
        part = "id" if _ID.search(key) else "name" if _NAME.search(key) else "state" if _STATE.search(key) else ""
        if part and len(text) <= 60:
            said.setdefault(part, text)
        if len(first) < 2:
            first.append(f"{key} {text}"[:60])
    if "id" in said or "name" in said:
        return " ".join(said[part] for part in ("id", "name", "state") if part in said)[:120]
    return ", ".join(first)


def aside(key: str | int | None, value: Json, zone: tzinfo = UTC) -> str:
    """What a number means, to be read beside it: a moment of unix time, a number of bytes; else nothing.

    Both by the member's name and the number's range, and rather not than wrongly: seconds and milliseconds of
    2001 to 2100 in members that are called a time, 10,000 and more in members that are called bytes.
    """
    if not isinstance(key, str) or isinstance(value, bool):
        return ""
    if isinstance(value, str) and len(value) in (10, 13) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int):
        return ""
    if _TIME.search(key) and not _NO_TIME.search(key):
        for unit in (1, 1000):
            if 1_000_000_000 * unit <= value < 4_102_444_800 * unit:
                moment = datetime.fromtimestamp(value // unit, zone)
                rest = f".{value % unit:03}" if unit == 1000 else ""
                return f"{moment:%Y-%m-%d %H:%M:%S}{rest} {moment.tzname()}"
    if _BYTES.search(key) and 10_000 <= value < 1 << 60:
        return size_text(value)
    return ""


def inner_json(text: str, most: int = 4_000_000) -> bool:
    """Whether a string looks like a JSON object or list: `parse` of its bytes then says whether it is one."""
    if len(text) > most:
        return False
    bare = text.strip()
    return len(bare) > 1 and (bare[0], bare[-1]) in (("{", "}"), ("[", "]")) and bare not in ("{}", "[]")


def number(value: float) -> str:
    """A number with every digit, as JSON writes it; as it was sent where a float would lose some."""
    return value.text if isinstance(value, Exact) else json.dumps(value)


def full_text(value: Json) -> str:
    """The whole value: a string as it is, anything else as indented JSON."""
    return value if isinstance(value, str) else json_text(value)


def json_text(value: Json, indent: int | None = 2) -> str:
    """Any value as JSON text, of whatever depth; numbers with the digits that were sent. Compact without indent.

    It takes about 0.1 s per MB: `writing` does it in pieces.
    """
    return "".join(writing(value, indent))


def writing(value: Json, indent: int | None = 2) -> Iterator[str]:
    """The same text in pieces of about 50 KB: for large values, and for files. Indents 100 levels at most."""
    out: list[str] = []
    stack: list[tuple[Iterator[tuple[str | int, Json]], str]] = []
    colon = ": " if indent else ":"

    def line() -> str:
        return "\n" + " " * (indent * min(len(stack), 100)) if indent else ""

    def write(member: Json) -> None:
        if isinstance(member, dict | list):
            if member:
                out.append("{" if isinstance(member, dict) else "[")
                stack.append((iter(pairs(member)), "}" if isinstance(member, dict) else "]"))
            else:
                out.append("{}" if isinstance(member, dict) else "[]")
        else:
            out.append(number(member) if isinstance(member, int | float) else _dumps(member))

    write(value)
    first = True
    while stack:
        depth = len(stack)
        members, close = stack[-1]
        before = line()
        for key, member in members:
            out.append(before if first else "," + before)
            first = False
            if close == "}":
                out.append(_dumps(key) + colon)
            write(member)
            if len(out) > 5000:
                yield "".join(out)
                out.clear()
            if len(stack) > depth:
                first = True
                break
        else:
            stack.pop()
            out.append(line() + close)
            first = False
    yield "".join(out)


_dumps = json.JSONEncoder(ensure_ascii=False).encode


def path_text(path: Path) -> str:
    """`Response.InstanceSet[0].InstanceId`, as JMESPath writes it; names that are no identifiers in quotes."""
    parts: list[str] = []
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        else:
            name = key if _PLAIN_KEY.match(key) else json.dumps(key, ensure_ascii=False)
            parts.append(f".{name}" if parts else name)
    return "".join(parts)


def json_path(path: Path) -> str:
    """`$.Response.InstanceSet[0].InstanceId`, as RFC 9535 writes it; names that are no identifiers in brackets."""
    parts = ["$"]
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        else:
            parts.append(f".{key}" if _PLAIN_KEY.match(key) else f"[{json.dumps(key, ensure_ascii=False)}]")
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
