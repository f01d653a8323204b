"""Signing a v1 request once more under every mistake, and under every pair of them."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.mistake import replaced
from tcexplorer.diagnosis.doctor.texts import RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake, Option
    from tcexplorer.diagnosis.doctor.search.world import Count
    from tcexplorer.diagnosis.doctor.v1.source import Recipe, Source


class Match(NamedTuple):
    """Mistakes that reproduce the signature, and the source string that was signed with them."""

    mistakes: tuple[Mistake, ...]
    source: bytes

    @property
    def ids(self) -> tuple[str, ...]:
        """The faults, each once, in the order of preference."""
        return tuple(sorted({one.id for one in self.mistakes}, key=lambda fault: RANK.get(fault, 999)))

    @property
    def cost(self) -> tuple[int, int, int]:
        """What the match is sorted by: the simplest explanation costs least."""
        return len(self.ids), sum(RANK.get(fault, 999) for fault in self.ids), len(self.mistakes)


@dataclass(frozen=True)
class World:
    """One reading of the parameters, with every mistake that could be made in signing them."""

    source: Source
    base: Recipe
    options: Sequence[Option]
    target: bytes
    count: Count
    first: tuple[Mistake, ...] = ()
    """The mistakes that this reading is itself."""

    def signs(self, source: bytes) -> bool:
        """Whether the right key makes the signature sent of a source string."""
        return hmac.digest(self.base.secret.encode("utf-8", "surrogateescape"), source, self.base.digest) == self.target

    def none(self) -> list[Match]:
        """The match without any mistake."""
        return self._tried(self.base, ())

    def singles(self) -> list[Match]:
        """The single mistakes that explain the signature: common ones, or else rare ones."""
        found: list[Match] = []
        for rare in (False, True):
            for option in self.options:
                if option.rare is rare:
                    self.count.single += 1
                    found += self._tried(replaced(self.base, option.changes), (option.mistake,))
            if found:
                break
        return found

    def doubles(self) -> list[Match]:
        """The pairs that explain the signature: of common mistakes, and of one with a rare one that is mixed."""
        found: list[Match] = []
        common = [option for option in self.options if not option.rare]
        mixed = [option for option in self.options if option.rare and option.mixed]
        for one, other in (*combinations(common, 2), *product(common, mixed)):
            if one.changes.keys().isdisjoint(other.changes):
                self.count.double += 1
                recipe = replaced(self.base, one.changes, other.changes)
                found += self._tried(recipe, (one.mistake, other.mistake))
        return found

    def _tried(self, recipe: Recipe, mistakes: tuple[Mistake, ...]) -> list[Match]:
        source = self.source.written(recipe)
        key = f"{recipe.prefix}{recipe.secret}{recipe.suffix}".encode("utf-8", "surrogateescape")
        return (
            [Match((*self.first, *mistakes), source)] if hmac.digest(key, source, recipe.digest) == self.target else []
        )
