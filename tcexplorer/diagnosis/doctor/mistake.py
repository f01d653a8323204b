"""What a mistake is: an id, the dialect in words, and which part of the signing it changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    with mistakes of other parts, and with those of its own part that are `wide`. A `paired` one is tried in pairs, too,
    where it is alone the same as another.
    """

    mistake: Mistake
    changes: Mapping[str, Any]
    rare: bool = False
    paired: bool = False
    mixed: bool = False
    wide: bool = False


class Variant(NamedTuple, Generic[T_co]):
    """What a part of the signing comes to under some mistakes."""

    value: T_co
    mistakes: tuple[Mistake, ...]
    rare: bool = False
    mixed: bool = False


@dataclass(frozen=True)
class Slot(Generic[T_co]):
    """A part of the signing: right, under each single mistake, and under pairs of them. No value twice."""

    base: T_co
    ones: tuple[Variant[T_co], ...] = ()
    pairs: Callable[[], Sequence[Variant[T_co]]] = tuple

    @cached_property
    def twos(self) -> Sequence[Variant[T_co]]:
        """The part under pairs of mistakes; made when it is first asked for."""
        return self.pairs()


class Recipe(Protocol):
    """A NamedTuple of the choices that a part of the signing takes."""

    _fields: tuple[str, ...]

    def __iter__(self) -> Iterator[Any]: ...

    @classmethod
    def _make(cls, iterable: Iterable[Any]) -> Any: ...


R = TypeVar("R", bound=Recipe)


def replaced(base: R, *changes: Mapping[str, Any]) -> R:
    """The recipe with some of its choices changed: `_replace` in a third of the time."""
    values = [*base]
    places = _places(base._fields)  # pyright: ignore[reportPrivateUsage]
    for change in changes:
        for name, value in change.items():
            values[places[name]] = value
    return base._make(values)  # pyright: ignore[reportPrivateUsage]


@lru_cache
def _places(fields: tuple[str, ...]) -> dict[str, int]:
    return {name: at for at, name in enumerate(fields)}


def slot(base: R, options: Sequence[Option], render: Callable[[R], bytes], *, wide: bool = False) -> Slot[bytes]:
    """The slot of a recipe: options that change nothing, or the same as an earlier one, are left out. With `wide`
    the rare ones that are mixed come in pairs within the slot, too.
    """
    right = render(base)
    seen = {right}
    ones: list[Variant[bytes]] = []
    common: list[Option] = []
    mixed: list[Option] = []
    for option in options:
        value = render(replaced(base, option.changes))
        if value in seen:
            if option.paired:
                common.append(option)
            continue
        seen.add(value)
        ones.append(Variant(value, (option.mistake,), option.rare, option.mixed))
        if not option.rare or (wide and option.mixed):
            common.append(option)
        elif option.mixed:
            mixed.append(option)

    def pairs() -> list[Variant[bytes]]:
        twos: list[Variant[bytes]] = []
        few = [option for option in options if option.wide]
        for one, other in (*combinations(common, 2), *product(few, mixed)):
            if one.changes.keys().isdisjoint(other.changes):
                value = render(replaced(base, one.changes, other.changes))
                if value not in seen:
                    seen.add(value)
                    twos.append(Variant(value, (one.mistake, other.mistake)))
        return twos

    return Slot(right, tuple(ones), pairs)
