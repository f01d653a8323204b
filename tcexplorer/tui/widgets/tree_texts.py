"""Parts of an answer as texts for the clipboard and for windows: masked as they are seen, and not without end."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from tcexplorer.answer.present import full_text, json_text, size_text
from tcexplorer.answer.values import MISSING, is_container, value_at

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path
    from tcexplorer.answer.veil import Veil
    from tcexplorer.protocol.model import Json

QUICK: Final = 100_000
"""About so many characters are written at once; more is written in a thread."""
MOST: Final = 20_000_000
"""About so many characters are written at all: beyond, it is a file that is wanted."""


class Form(StrEnum):
    """How a part is written."""

    VALUE = "value"
    """A text as it is, anything else as indented JSON."""
    JSON = "JSON"


def text_of(veil: Veil, path: Path, form: Form) -> str:
    """What is at a path, with what is covered masked."""
    value = veil.copied(path)
    return full_text(value) if form is Form.VALUE else json_text(value)


def heft(value: Json, most: int = MOST) -> int:
    """About how many characters a value is as JSON; counts no further than `most`."""
    total = 0
    waiting = [value]
    while waiting and total < most:
        one = waiting.pop()
        if isinstance(one, str):
            total += len(one) + 2
        elif is_container(one):
            size = len(one) if isinstance(one, dict | list) else 0
            total += 2 + 8 * size
            if isinstance(one, dict):
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one if total < most else ()
        else:
            total += 6
    return total


def heft_at(veil: Veil, path: Path, most: int = MOST) -> int:
    """The same for what is at a path of a veil's document."""
    value = value_at(veil.document, path)
    return 0 if value is MISSING else heft(cast("Json", value), most)


def too_large(size: int) -> str:
    """Why a part is not written, in one line; nothing when it is."""
    return f"more than {size_text(MOST)}: save the answer to a file instead" if size >= MOST else ""
