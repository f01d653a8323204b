"""Which parameter an error of the API is about, as far as its message or its code names one."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from tcexplorer.protocol.paths import Unset, read_path, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.form.fields import FormField
    from tcexplorer.form.schema import Schema
    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

_LONGEST = 4000
_DEEPEST = 12
_ELEMENTS = 100
_QUOTED = re.compile(r"[`'\"“‘「【\[(（<]\s*([A-Za-z][\w.\[\]]{0,200}?)\s*[`'\"”’」】\])）>]")
_ANNOUNCED = re.compile(
    r"(?i:parameters?|params?|fields?|arguments?|参数|字段)\s*(?:名|is|named)?\s*[:：]?\s*([A-Za-z][\w.\[\]]*)"
)
_DOTTED = re.compile(r"(?<![\w.])[A-Za-z]\w*(?:\.\w+|\[\d+\])+", re.ASCII)
_WORD = re.compile(r"(?<![\w.\-])[A-Za-z]\w+", re.ASCII)
_CAMEL = re.compile(r"[a-z\d][A-Z]")
_ADORNMENT = re.compile(
    r"^(?:Invalid|Missing|Unknown|Unsupported)"
    r"|(?:NotFound|NotExists?|Malformed|Invalid|Error|Exceeded|Duplicated?|Missing|Required|Illegal)$"
)
_SHORTEST_VALUE = 4


def blamed(schema: Schema, params: JsonObject, message: str, code: str = "") -> tuple[Path, ...]:
    """The parameters that the message names, the surest first; empty when it names none.

    A dotted path (`Filters.0.Name`) is taken as it is. A bare name is looked for among the parameters,
    then in what is set, then in the rest of the schema; a value that was sent points to where it is. The code
    helps where the message is silent (`InvalidParameterValue.InstanceId`, `InvalidInstanceId.NotFound`).
    """
    message = message[:_LONGEST]
    exact, loose = _index(schema, params)

    def named(text: str, *, anyhow: bool = False) -> Path | None:
        match read_path(text.strip(".")):
            case None:
                return None
            case (str(name),):
                return exact.get(name) or (loose.get(name.lower()) if anyhow else None)
            case path:
                return _spelled(schema, path) or _ending(exact, path)

    quoted = [found[1] for found in _QUOTED.finditer(message)]
    announced = [found[1] for found in _ANNOUNCED.finditer(message)]
    words = [found[0] for found in _WORD.finditer(message)]
    found = [named(text) for text in (*quoted, *announced, *(one[0] for one in _DOTTED.finditer(message)))]
    found += _holding(params, message)
    found += [named(word) for word in words if _CAMEL.search(word)]
    found += [named(text, anyhow=True) for text in (*quoted, *announced)]
    found += [named(part, anyhow=True) for part in _in_code(code)]
    found += [named(word) for word in words[1:] if word[0].isupper()]
    return tuple(dict.fromkeys(path for path in found if path is not None))


def _index(schema: Schema, params: JsonObject) -> tuple[dict[str, Path], dict[str, Path]]:
    """Where the first field of a name is, by the name and by the name in lower case."""
    exact: dict[str, Path] = {}
    loose: dict[str, Path] = {}
    places = list(_places(schema, params))
    ordered = sorted(places, key=lambda path: (len(path) > 1, isinstance(value_at(params, path), Unset), len(path)))
    for path in ordered:
        name = str(path[-1])
        exact.setdefault(name, path)
        loose.setdefault(name.lower(), path)
    return exact, loose


def _places(schema: Schema, params: JsonObject) -> Iterator[Path]:
    """Where each member is set or would be; a type within itself only where it is set."""
    waiting: deque[tuple[Path, FormField, tuple[str, ...]]] = deque(((field.name,), field, ()) for field in schema.top)
    while waiting:
        path, field, above = waiting.popleft()
        if isinstance(path[-1], str):
            yield path
        item = schema.item(field)
        value = value_at(params, path)
        if item is not None:
            count = min(len(value), _ELEMENTS) if isinstance(value, list) else 0
            waiting += [((*path, index), item, above) for index in range(max(1, count))]
        elif len(path) < _DEEPEST and (isinstance(value, dict) or field.member.of not in above):
            waiting += [((*path, one.name), one, (*above, field.member.of)) for one in schema.members(field)]


def _spelled(schema: Schema, path: Path) -> Path | None:
    """A path from the top in the schema's spelling, with an element where the text names none."""
    fields, field = schema.top, None
    spelled: list[str | int] = []
    for part in path:
        item = schema.item(field) if field is not None else None
        if isinstance(part, int):
            field = item
        else:
            if item is not None:
                fields = schema.members(item)
                spelled.append(0)
            field = next((one for one in fields if one.name.lower() == part.lower()), None)
        if field is None:
            return None
        spelled.append(part if isinstance(part, int) else field.name)
        fields = schema.members(field)
    return tuple(spelled)


def _ending(exact: dict[str, Path], path: Path) -> Path | None:
    """Where the last name of a path is that does not begin at the top, or that names a type first."""
    return next((exact[part] for part in reversed(path) if isinstance(part, str) and part in exact), None)


def _holding(params: JsonObject, message: str) -> list[Path]:
    """Where the texts are that the message repeats."""
    found: list[Path] = []
    waiting: deque[tuple[Path, Json]] = deque([((), params)])
    looked = 0
    while waiting and looked < _LONGEST:
        path, value = waiting.popleft()
        looked += 1
        match value:
            case dict():
                waiting += [((*path, name), inner) for name, inner in value.items()]
            case list():
                waiting += [((*path, index), inner) for index, inner in enumerate(value[:_ELEMENTS])]
            case str() if _SHORTEST_VALUE <= len(value) <= len(message) and re.search(
                rf"(?<![\w\-]){re.escape(value)}(?![\w\-])", message
            ):
                found.append(path)
            case _:
                continue
    return found


def _in_code(code: str) -> Iterator[str]:
    for part in reversed(code.split(".")):
        yield part
        trimmed = _ADORNMENT.sub("", part)
        yield trimmed
        yield _ADORNMENT.sub("", trimmed)
