"""Official examples as values: published as prose, they are HTTP text, URLs or JSON with mistakes."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote

from tcexplorer.protocol.flatten import unflattened
from tcexplorer.protocol.words import V1_OF_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.catalog.model import Action, Example, Member, TypeDef
    from tcexplorer.protocol.model import Json, JsonObject

# translation has eaten the comma between a value at the end of a line and the next key
_LOST_COMMA = re.compile(r'(?<=["\]}\dle])[ \t]*\n(?=\s*")')
_URL = re.compile(r"(?:GET\s+)?(?:https?://|/)?[^\s?]*\s*\?")
_INTEGER = re.compile(r"-?\d+")


def example_params(example: Example) -> JsonObject | None:
    """The parameters that the example sends, or None where its text cannot be read.

    Of a URL every value is text, which `typed` turns into what the schema wants.
    """
    text = example.input.replace("\r\n", "\n").strip()
    if text.startswith("{"):
        return _object(text)
    if text.startswith("POST"):
        # the blank line is missing at times, and no header has a brace
        return _object(text[text.find("{") :]) if "{" in text else None
    if url := _URL.match(text):
        return _query(text[url.end() :])
    return None


def _query(text: str) -> JsonObject | None:
    pairs: list[tuple[str, str]] = []
    for part in re.split(r"[&\n]", text):
        name, equals, value = part.strip().partition("=")
        # without an equals sign it is the placeholder for the common parameters
        if equals and name not in V1_OF_SIGNATURE:
            pairs.append((unquote(name), unquote(value)))
    try:
        return unflattened(pairs)
    except ValueError:
        return None


def example_envelope(example: Example) -> JsonObject | None:
    """The response envelope, `{"Response": {...}}` and nothing beside it, or None where there is no valid one."""
    outer = _object(example.output.replace("\r\n", "\n"))
    response = outer.get("Response") if outer else None
    return {"Response": response} if isinstance(response, dict) else None


def _object(text: str) -> JsonObject | None:
    for attempt in (text, _LOST_COMMA.sub(",\n", text)):
        try:
            found: Json = json.loads(attempt, strict=False, parse_constant=_refuse)
        except ValueError:
            continue
        return found if isinstance(found, dict) else None
    return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def typed(params: JsonObject, action: Action, written: Mapping[str, str] | None = None) -> JsonObject:
    """The parameters with each text that is exactly a number or a boolean as that, where the schema asks for it.

    `written` are top-level values as somebody wrote them, where it was a guess which of them are numbers: then numbers
    become texts where the schema asks for texts. What the schema does not know stays as it is.
    """
    found = _typed_object(params, action.request, action.types, back=written is not None)
    for name, text in (written or {}).items():
        member = action.request.member(name)
        if member and member.of == "string" and not member.is_list and isinstance(found.get(name), str):
            found[name] = text
    return found


def _typed_object(value: JsonObject, kind: TypeDef, types: Mapping[str, TypeDef], *, back: bool) -> JsonObject:
    members = {member.name: member for member in kind.members}
    return {
        name: _typed_value(inner, members[name], types, back=back) if name in members else inner
        for name, inner in value.items()
    }


def _typed_value(value: Json, member: Member, types: Mapping[str, TypeDef], *, back: bool) -> Json:
    match value:
        case dict() if member.of in types:
            return _typed_object(value, types[member.of], types, back=back)
        case list() if member.is_list:
            return [_typed_value(one, member, types, back=back) for one in value]
        case str():
            return _typed_text(value, member.of)
        case bool() | int() | float() if back and member.of == "string":
            return json.dumps(value)
        case _:
            return value


def _number(text: str) -> Json:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _typed_text(text: str, base: str) -> Json:
    match base:
        case "int" | "int64" | "uint64" if _INTEGER.fullmatch(text):
            return int(text)
        case "float" | "double":
            return _number(text)
        case "bool" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case _:
            return text
