"""A JSON document as it was read, with its numbers' digits and duplicate names; and as tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.diagnosis.doctor.serialised.writer import Token


class Number(str):
    """The digits of a number, as written."""

    __slots__ = ()


class Object(NamedTuple):
    """The members of an object, in their order."""

    pairs: tuple[tuple[str, Node], ...]


Node: TypeAlias = "Object | list[Node] | str | Number | bool | None"
Order: TypeAlias = "Callable[[tuple[tuple[str, Node], ...]], Members]"
Members: TypeAlias = "tuple[tuple[str, Node], ...] | list[tuple[str, Node]]"


def kept_order(pairs: Members) -> Members:
    """The members as they were read."""
    return pairs


def tokens_of(node: Node, order: Order) -> tuple[Token, ...]:
    """The tokens of a node, with the members of its objects in an order."""
    out: list[Token] = []
    _write(node, order, 1, out)
    return tuple(out)


def _write(node: Node, order: Order, depth: int, out: list[Token]) -> None:
    """Append the tokens of a node, whose members are at this depth."""
    if type(node) is str:
        out.append(f'"{node}')
    elif type(node) is Object:
        pairs = node.pairs
        if not pairs:
            out.append("{}")
            return
        comma = f",{depth}"
        out.append(f"{{{depth}")
        for at, (name, value) in enumerate(order(pairs)):
            if at:
                out.append(comma)
            out += (f'"{name}', ":")
            if type(value) is str:  # most are leaves; a call for each would double the time
                out.append(f'"{value}')
            else:
                _write(value, order, depth + 1, out)
        out.append(f"}}{depth - 1}")
    elif type(node) is list:
        if not node:
            out.append("[]")
            return
        comma = f",{depth}"
        out.append(f"[{depth}")
        for at, value in enumerate(node):
            if at:
                out.append(comma)
            if type(value) is str:
                out.append(f'"{value}')
            else:
                _write(value, order, depth + 1, out)
        out.append(f"]{depth - 1}")
    elif type(node) is Number:
        out.append(f"#{node}")
    else:
        out.append("null" if node is None else "true" if node else "false")
