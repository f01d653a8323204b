"""Each stage of signing by itself, under mistakes, for a client that prints what it made."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.canonical.shape import right
from tcexplorer.diagnosis.doctor.search.pairs import canonical_pairs
from tcexplorer.diagnosis.doctor.tosign.message import FORMS, rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.mistake import Mistake
    from tcexplorer.diagnosis.doctor.search.world import World
    from tcexplorer.diagnosis.doctor.tosign.keys import Signer


def canonicals(world: World) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
    """Canonical requests: the right one, then under one mistake, then under two."""
    yield right(world.parts), ()
    for rare in (False, True):
        for one in world.canonicals(rare=rare):
            yield one.data, one.mistakes
    for variant in world.rare_payloads():
        yield right((world.line.base, world.head.base, variant.value)), variant.mistakes
    yield from canonical_pairs(world)


def messages(world: World, canonical: bytes) -> Iterator[tuple[bytes, tuple[Mistake, ...]]]:
    """Strings to sign over a canonical request: the right one, then under one mistake, then under two."""
    forms = {name: form(canonical) for name, form in FORMS.items()}

    def made(**changes: Any) -> bytes:
        text = rendered(world.text._replace(**changes))
        return text.before + forms[text.form] + text.after

    yield made(), ()
    lates = [late for late in world.lates if late.text]
    for late in lates:
        yield made(**late.text), (late.mistake,)
    for one, other in combinations([late for late in lates if not late.rare], 2):
        if one.text.keys().isdisjoint(other.text):
            yield made(**one.text, **other.text), (one.mistake, other.mistake)


def signers(world: World) -> Iterator[tuple[Signer, tuple[Mistake, ...]]]:
    """Keys: the right one, then under one mistake, then under two."""
    yield world.signer, ()
    lates = [late for late in world.lates if late.keys]
    for late in lates:
        yield world.derived(world.keys._replace(**late.keys)), (late.mistake,)
    for one, other in combinations([late for late in lates if not late.rare], 2):
        if one.keys.keys().isdisjoint(other.keys):
            yield world.derived(world.keys._replace(**one.keys, **other.keys)), (one.mistake, other.mistake)
