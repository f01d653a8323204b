"""Where in the parameters: paths of names and indexes, and parameters with one place changed.

Nothing here changes a document: every function gives a new one, which shares what stays the same.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject

Path: TypeAlias = "tuple[str | int, ...]"
"""Names of members and indexes of elements, from the top: `("Filters", 0, "Name")`."""

_NAME = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)
_PART = re.compile(r'\.?([A-Za-z_]\w*)|\[(\d{1,9})\]|\.(\d{1,9})|\[("(?:[^"\\]|\\.)*")\]', re.ASCII)


class Unset:
    """The parameter is not sent."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


def path_text(path: Path) -> str:
    """The path as the form writes it: `Filters[0].Name`; names that are no identifiers as `["a b"]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _NAME.match(part):
            text += f".{part}" if text else part
        else:
            text += f"[{json.dumps(part, ensure_ascii=False)}]"
    return text


def read_path(text: str) -> Path | None:
    """The path behind such a text, or behind a dotted one (`Filters.0.Name`); None when it is neither."""
    path: list[str | int] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or (at == 0 and text[0] == "."):
            return None
        name, index, dotted, quoted = found.groups()
        if at and name and found[0] == name:
            return None  # two names without a dot between them
        try:
            path.append(name or (json.loads(quoted) if quoted else int(index or dotted)))
        except ValueError:
            return None
        at = found.end()
    return tuple(path) or None


def value_at(params: Json, path: Path) -> Json | Unset:
    """The value at that place; UNSET where there is none."""
    value = params
    for part in path:
        match part, value:
            case str(), dict() if part in value:
                value = value[part]
            case int(), list() if part < len(value):
                value = value[part]
            case _:
                return UNSET
    return value


def with_value(params: JsonObject, path: Path, value: Json) -> JsonObject:
    """The parameters with that value there; missing containers are made, and an index past the end appends.

    What stands in the way (a text where an object is needed) is replaced. A new name comes last.
    """
    changed = _put(params, path, value)
    assert isinstance(changed, dict), "a path into parameters begins with a name"
    return changed


def _put(held: Json | Unset, path: Path, value: Json) -> Json:
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(part, str):
        members = held if isinstance(held, dict) else {}
        return {**members, part: _put(members.get(part, UNSET), rest, value)}
    items = held if isinstance(held, list) else []
    if part < len(items):
        return [*items[:part], _put(items[part], rest, value), *items[part + 1 :]]
    return [*items, _put(UNSET, rest, value)]


def without(params: JsonObject, path: Path) -> JsonObject:
    """The parameters without what is there; elements behind it move up. The container stays, though empty."""
    *above, last = path
    container = value_at(params, tuple(above))
    match container, last:
        case dict(), str() if last in container:
            kept: Json = {name: value for name, value in container.items() if name != last}
        case list(), int() if last < len(container):
            kept = container[:last] + container[last + 1 :]
        case _:
            return params
    if not above:
        assert isinstance(kept, dict)
        return kept
    return with_value(params, tuple(above), kept)
