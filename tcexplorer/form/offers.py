"""What is offered under a field: values of earlier answers, and those that the documentation lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.form.hints.limits import limits_of
from tcexplorer.form.suggest import Seen, suggestions
from tcexplorer.form.text import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.form.outline import FormRow
    from tcexplorer.form.suggest import Place
    from tcexplorer.protocol.model import JsonObject

MOST = 50
"""Values offered at once."""


class Offer(NamedTuple):
    """A value as one types it, and what stands beside it: a name, or nothing."""

    text: str
    note: str = ""
    seen: bool = False
    """Whether it was seen in an answer, rather than read in the documentation."""


class Memory(NamedTuple):
    """What was seen, and where the next call goes."""

    seen: Seen
    place: Place
    service: str


def offers(row: FormRow, params: JsonObject, memory: Memory | None) -> tuple[Offer, ...]:
    """Everything for a row that takes a scalar, what was seen first; a secret is never offered."""
    if row.expandable or row.secret:
        return ()
    found: dict[str, Offer] = {}
    if memory is not None:
        for one in suggestions(memory.seen, memory.place, memory.service, params, row.path):
            text = text_of(row.field, one.value)
            found.setdefault(text, Offer(text, one.name, seen=True))
    for known in limits_of(row.field).known:
        found.setdefault(known, Offer(known))
    return tuple(found.values())


def fitting(all_offers: Sequence[Offer], typed: str) -> list[Offer]:
    """Those that the typed text is part of, what begins with it first; none that says nothing new."""
    wanted = typed.strip().casefold()
    if not wanted:
        return list(all_offers[:MOST])
    found = [one for one in all_offers if wanted in one.text.casefold() or wanted in one.note.casefold()]
    if any(one.text == typed for one in found):
        return []
    return sorted(found, key=lambda one: not one.text.casefold().startswith(wanted))[:MOST]
