"""Parameters as a JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.interchange.readers.errors import UnreadableError, place

if TYPE_CHECKING:
    from typing import NoReturn

    from tcexplorer.protocol.model import Json, JsonObject


def read_parameters(text: str) -> JsonObject:
    """The parameters that a JSON object holds; the order of names stays. Raises UnreadableError."""
    document = read_json(text)
    if not isinstance(document, dict):
        raise UnreadableError("parameters are one JSON object: { … }", *_begin(text))
    return document


def read_json(text: str) -> Json:
    """The value of a JSON text. Raises UnreadableError, saying where it stops being JSON."""
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"this is no JSON: {error.msg}", error.lineno, error.colno) from error
    except RecursionError as error:
        raise UnreadableError("the JSON is nested too deeply", *_begin(text)) from error
    except ValueError as error:
        raise UnreadableError(str(error), *_begin(text)) from error


def _begin(text: str) -> tuple[int, int]:
    return place(text, len(text) - len(text.lstrip()))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
