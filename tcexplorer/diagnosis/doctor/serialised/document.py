"""One JSON document as the many texts that libraries write for it.

The document is read once into tokens; a text is made by joining them in another way, so that a hundred texts
of a large body cost little. Numbers keep their digits unless a style changes them; duplicate names stay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.serialised.literals import numbered
from tcexplorer.diagnosis.doctor.serialised.nodes import Number, Object, kept_order, tokens_of
from tcexplorer.diagnosis.doctor.serialised.orders import ORDERS, REDUCTIONS, order_of, reduced, shapes_of
from tcexplorer.diagnosis.doctor.serialised.writer import Letters, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.serialised.nodes import Node


@dataclass(frozen=True)
class Document:
    """A JSON document that can be written in any style and order of names."""

    root: Node

    @cached_property
    def kept(self) -> Writer:
        """In its own order."""
        return Writer(tokens_of(self.root, kept_order), self._letters)

    @property
    def has_long_numbers(self) -> bool:
        """Whether it has numbers that could be written in fewer digits, such as 1.0."""
        return any(numbered(token[1:], "short") != token[1:] for token in self._letters.numbers)

    @cached_property
    def _letters(self) -> Letters:
        # reordering names changes the order of tokens, never which ones there are
        return Letters(frozenset(tokens_of(self.root, kept_order)))

    def ordered(self, name: str, *, top_only: bool = False) -> Writer:
        """With the names of every object (or of the outermost alone) in another order, one of ORDERS."""
        key = (name, top_only)
        if key not in self._ordered:
            order = ORDERS[name]
            if top_only and isinstance(self.root, Object):
                tokens = tokens_of(Object(tuple(order(self.root.pairs))), kept_order)
            else:
                tokens = tokens_of(self.root, order)
            self._ordered[key] = Writer(tokens, self._letters)
        return self._ordered[key]

    @cached_property
    def _ordered(self) -> dict[tuple[str, bool], Writer]:
        return {}

    def reduced(self) -> Iterator[tuple[str, Document]]:
        """The document without members that say nothing, or with its names begun in another case."""
        for name, change in REDUCTIONS.items():
            root = reduced(self.root, change)
            if root != self.root:
                yield name, Document(root)

    def shuffled(self, most: int) -> Iterator[Writer]:
        """Every order of names, the same for all objects with the same names; where these are too many, every order
        of the outermost names; none when these are too many, too.
        """
        shapes = list(dict.fromkeys(shapes_of(self.root)))
        if prod(factorial(len(shape)) for shape in shapes) > most:
            del shapes[1:]
            if not isinstance(self.root, Object) or not shapes or factorial(len(shapes[0])) > most:
                return
        for chosen in product(*(permutations(shape) for shape in shapes)):
            if chosen not in self._shuffled:
                self._shuffled[chosen] = Writer(tokens_of(self.root, order_of(chosen)), self._letters)
            yield self._shuffled[chosen]

    @cached_property
    def _shuffled(self) -> dict[tuple[tuple[str, ...], ...], Writer]:
        return {}


def read_document(body: bytes) -> Document | None:
    """The document that a body holds; None when it holds none."""
    try:
        text = body.decode("utf-8-sig")
        root: Any = json.loads(
            text,
            object_pairs_hook=lambda pairs: Object(tuple(pairs)),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
        )
    except (ValueError, RecursionError):
        return None
    document = Document(root)
    try:
        _ = document.kept
    except RecursionError:
        return None
    return document
