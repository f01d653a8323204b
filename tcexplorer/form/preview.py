"""A nested value in one line: `1: InstanceName = 测试`, `3: a, b, c`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.safety.redact import is_secret_name
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

_ITEMS = 6
_CHARACTERS = 200
_DEEPEST = 3


def preview(value: Json) -> str:
    """At most 200 characters; never a value whose name says it is a secret. The text may hold anything."""
    match value:
        case list():
            text = f"{len(value)}: {_several(value, 0)}" if value else "[]"
        case dict():
            text = _short(value, 0) or "{}"
        case _:
            text = _short(value, 0)
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"


def _several(items: list[Json], depth: int) -> str:
    more = ", …" if len(items) > _ITEMS else ""
    return ", ".join(_short(item, depth + 1) for item in items[:_ITEMS]) + more


def _short(value: Json, depth: int) -> str:
    match value:
        case dict() | list() if depth > _DEEPEST:
            return "…"
        case {"Name": str(name), "Values": list(values)} | {"Key": str(name), "Value": list(values)}:
            return f"{name} = {MASK if is_secret_name(name) else _several(values, depth)}"
        case {"Key": str(name), "Value": str(text)} | {"Name": str(name), "Value": str(text)}:
            return f"{name} = {MASK if is_secret_name(name) else text[:_CHARACTERS]}"
        case dict():
            shown = list(value.items())[:_ITEMS]
            return ", ".join(f"{name} {_member(name, inner, depth)}" for name, inner in shown)
        case list():
            return f"[{_several(value, depth)}]"
        case str():
            return value[:_CHARACTERS]
        case _:
            return json.dumps(value)


def _member(name: str, value: Json, depth: int) -> str:
    if is_secret_name(name) and value not in (None, "", True, False):
        return MASK
    return _short(value, depth + 1)
