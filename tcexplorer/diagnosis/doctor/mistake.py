"""What a mistake is: an id, the dialect in words, and which part of the signing it changes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T_co = TypeVar("T_co", covariant=True)


class Mistake(NamedTuple):
    """One way to sign wrongly.

    `id` is the fault it counts as; `what` says in one clause what the client did; `signed` and `sent` are the
    two texts that should have been one, where there are such.
    """

    id: str
    what: str
    signed: bytes | None = None
    sent: bytes | None = None


def changed(fault: str, what: str, signed: str, sent: str) -> Mistake:
    """A mistake of signing another text than the one sent."""
    said = f"`{signed}`" if signed else "nothing"
    encoded = (text.encode("utf-8", "surrogateescape") for text in (signed, sent))
    return Mistake(fault, f"the {what} signed is {said}", *encoded)


class Option(NamedTuple):
    """A mistake as changes to a recipe. A `rare` one is tried alone only, never in pairs, unless it is `mixed`: then
    with mistakes that are made after the canonical request. A `paired` one is tried in pairs, too, where it is alone
    the same as another.
    """

    mistake: Mistake
    changes: Mapping[str, Any]
    rare: bool = False
    paired: bool = False
    mixed: bool = False


class Variant(NamedTuple, Generic[T_co]):
    """What a part of the signing comes to under some mistakes."""

    value: T_co
    mistakes: tuple[Mistake, ...]
    rare: bool = False
    mixed: bool = False


class Slot(NamedTuple, Generic[T_co]):
    """A part of the signing: right, under each single mistake, and under pairs of them. No value twice."""

    base: T_co
    ones: tuple[Variant[T_co], ...]
    twos: tuple[Variant[T_co], ...]


class Recipe(Protocol):
    """A NamedTuple of the choices that a part of the signing takes."""

    def _replace(self, **changes: Any) -> Any: ...


R = TypeVar("R", bound=Recipe)


def slot(base: R, options: Sequence[Option], render: Callable[[R], bytes]) -> Slot[bytes]:
    """The slot of a recipe: options that change nothing, or the same as an earlier one, are left out."""
    right = render(base)
    seen = {right}
    ones: list[Variant[bytes]] = []
    common: list[Option] = []
    for option in options:
        value = render(base._replace(**option.changes))  # pyright: ignore[reportPrivateUsage]
        if value in seen:
            if option.paired:
                common.append(option)
            continue
        seen.add(value)
        ones.append(Variant(value, (option.mistake,), option.rare, option.mixed))
        if not option.rare:
            common.append(option)
    twos: list[Variant[bytes]] = []
    for one, other in combinations(common, 2):
        if one.changes.keys().isdisjoint(other.changes):
            value = render(base._replace(**one.changes, **other.changes))  # pyright: ignore[reportPrivateUsage]
            if value not in seen:
                seen.add(value)
                twos.append(Variant(value, (one.mistake, other.mistake)))
    return Slot(right, tuple(ones), tuple(twos))
