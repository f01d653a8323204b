"""Orders that libraries write the members of an object in, and members they leave out or name otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tcexplorer.diagnosis.doctor.serialised.nodes import Object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.serialised.nodes import Members, Node, Order

Change: TypeAlias = "Callable[[str, Node], tuple[str, Node] | None]"


def _order_sorted(pairs: Members) -> Members:
    return sorted(pairs, key=lambda pair: pair[0])


def _order_reversed(pairs: Members) -> Members:
    return pairs[::-1]


def _order_caseless(pairs: Members) -> Members:
    return sorted(pairs, key=lambda pair: pair[0].lower())


def _order_by_length(pairs: Members) -> Members:
    return sorted(pairs, key=lambda pair: (len(pair[0]), pair[0]))


ORDERS: dict[str, Order] = {
    "sorted": _order_sorted,
    "reversed": _order_reversed,
    "sorted without case": _order_caseless,
    "sorted by length": _order_by_length,
}


def order_of(chosen: tuple[tuple[str, ...], ...]) -> Order:
    """The order of members that has the names of each chosen shape in that very order."""
    places = {frozenset(order): {name: at for at, name in enumerate(order)} for order in chosen}

    def order(pairs: Members) -> Members:
        if len(pairs) < 2:
            return pairs
        place = places.get(frozenset([name for name, _ in pairs]))
        return sorted(pairs, key=lambda pair: place[pair[0]]) if place else pairs

    return order


def _no_null(name: str, value: Node) -> tuple[str, Node] | None:
    return None if value is None else (name, value)


def _no_empty(name: str, value: Node) -> tuple[str, Node] | None:
    return None if value in (None, "", [], Object(())) else (name, value)


def _no_zero(name: str, value: Node) -> tuple[str, Node] | None:
    return None if value in (None, False, "", [], Object(()), "0") else (name, value)


def _begun_lower(name: str, value: Node) -> tuple[str, Node]:
    return name[:1].lower() + name[1:], value


def _begun_upper(name: str, value: Node) -> tuple[str, Node]:
    return name[:1].upper() + name[1:], value


REDUCTIONS: dict[str, Change] = {
    "without members that are null": _no_null,
    "without empty members": _no_empty,
    "without members that have no or a zero value (omitempty)": _no_zero,
    "names begun in lower case": _begun_lower,
    "names begun in upper case": _begun_upper,
}


def reduced(node: Node, change: Change) -> Node:
    """The node with every member changed; those changed to None are gone."""
    if type(node) is Object:
        pairs = ((name, reduced(value, change)) for name, value in node.pairs)
        return Object(tuple([made for pair in pairs if (made := change(*pair)) is not None]))
    if type(node) is list:
        return [reduced(value, change) for value in node]
    return node


def shapes_of(node: Node) -> Iterator[tuple[str, ...]]:
    """The sorted names of every object with more than one."""
    match node:
        case Object():
            names = tuple(sorted({name for name, _ in node.pairs}))
            if len(names) > 1:
                yield names
            for _, value in node.pairs:
                yield from shapes_of(value)
        case list():
            for value in node:
                yield from shapes_of(value)
        case _:
            return
