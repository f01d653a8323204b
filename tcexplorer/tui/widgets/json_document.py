"""A JSON value to be looked at, with what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.mask import Mask
    from tcexplorer.answer.reader import Parsed
    from tcexplorer.protocol.model import Json


class JsonDocument(NamedTuple):
    """`mask` says what of it may be seen. With the `body` that it was read from, a large one is searched faster."""

    parsed: Parsed
    mask: Mask
    schema: ResponseSchema | None = None
    body: bytes = b""

    @property
    def value(self) -> Json:
        return self.parsed.value


class HasDocument(Protocol):
    """What a viewer takes its document from."""

    @property
    def document(self) -> JsonDocument | None: ...


def heft(value: Json, most: int) -> int:
    """About how many characters a value is as JSON; counts no further than `most`."""
    total = 0
    waiting = [value]
    while waiting and total < most:
        match waiting.pop():
            case str() as text:
                total += len(text) + 2
            case dict() as members:
                total += 2 + 8 * len(members)
                waiting += members.values()
            case list() as elements:
                total += 2 + 8 * len(elements)
                waiting += elements if total < most else ()
            case _:
                total += 6
    return total
