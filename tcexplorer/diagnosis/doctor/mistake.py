"""What a mistake is: an id, the dialect in words, what it changes in the recipe, and how far it reaches."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Reach(IntEnum):
    """With which others a mistake is tried in pairs."""

    ALONE = 0
    COMMON = 1
    """With those that are tried with any, where these are of another stage."""
    ANY = 2
    """With all but those that are tried alone."""


class Mistake(NamedTuple):
    """One way to sign wrongly.

    `id` is the fault it counts as; `words` say in one clause what the client did; `changes` are the fields of the
    recipe (the parameters of the stages of signing) that it gives another value; `signed` and `sent` are the two
    texts that should have been one, where there are such.
    """

    id: str
    words: str
    changes: Mapping[str, Any] = NOTHING
    reach: Reach = Reach.ANY
    signed: bytes | None = None
    sent: bytes | None = None


def encoded(text: str) -> bytes:
    """The bytes of a text that came off a wire."""
    return text.encode("utf-8", "surrogateescape")


def changed(
    fault: str, what: str, signed: str, sent: str, changes: Mapping[str, Any], reach: Reach = Reach.ANY
) -> Mistake:
    """A mistake of signing another text than the one sent."""
    said = f"`{signed}`" if signed else "nothing"
    return Mistake(fault, f"the {what} signed is {said}", changes, reach, encoded(signed), encoded(sent))


def instead(fault: str, what: str, field: str, sent: str, texts: Mapping[Reach, Iterable[str]]) -> Iterator[Mistake]:
    """Mistakes of signing other texts than the one sent, each once."""
    seen = {sent}
    for reach in (Reach.ANY, Reach.COMMON, Reach.ALONE):
        for text in texts.get(reach, ()):
            if text not in seen:
                seen.add(text)
                yield changed(fault, what, text, sent, {field: text}, reach)
