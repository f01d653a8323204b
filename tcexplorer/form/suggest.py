"""Values seen in earlier answers, offered where a parameter wants them: a Describe feeds the next call.

What is kept are ids and names out of response documents, by the name of the member that held them,
apart for each profile and region, since another account's ids are of no use. Nothing with a secret's
name is kept. `Seen` is a value and bounded; it knows no clock, later answers are newer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.paths import value_at
from tcexplorer.safety.names import words
from tcexplorer.safety.redact import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

MOST_VALUES = 200
"""Values kept of one member name."""
MOST_NAMES = 400
"""Member names kept in one place."""
MOST_PLACES = 20
"""Pairs of profile and region."""
MOST_NODES = 20_000
"""Objects and elements of one answer that are looked at."""
_LONGEST = 128
_DEEPEST = 30
_LAST_WORDS = frozenset({
    "id", "uuid", "guid", "uin", "arn", "name", "username", "zone", "region", "topic", "domain", "subdomain", "bucket",
    "vip", "ip", "namespace", "alias", "sn", "mac", "group", "cluster",
})  # fmt: skip
_ALSO = frozenset({"TagKey", "TagValue"})
_NOT = frozenset({"RequestId", "TaskRequestId", "TraceId", "SeqId", "Region"})
_GENERIC = frozenset({"Id", "Name", "Uuid", "Ids", "Names"})


class Place(NamedTuple):
    """Whose answers: the profile's name, and the region, None when none was sent."""

    profile: str
    region: str | None


class Suggestion(NamedTuple):
    """A value, and the name that stood beside it, empty when there was none."""

    value: str | int
    name: str
    service: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, newest first."""

    places: Mapping[Place, Mapping[str, tuple[Suggestion, ...]]] = field(
        default_factory=dict[Place, "Mapping[str, tuple[Suggestion, ...]]"]
    )

    def with_answer(self, place: Place, service: str, document: Json) -> Seen:
        """With the ids and names of one more answer: the envelope or what is in it."""
        fresh: dict[str, dict[str | int, Suggestion]] = {}
        for name, value, beside in _identified(document):
            fresh.setdefault(name, {}).setdefault(value, Suggestion(value, beside, service))
        if not fresh:
            return self
        held = dict(self.places.get(place, {}))
        for name, found in reversed(fresh.items()):
            older = [one for one in held.pop(name, ()) if one.value not in found]
            held[name] = (*found.values(), *older)[:MOST_VALUES]
        # what was touched last is at the end: the front goes when there is too much
        held = dict(list(held.items())[-MOST_NAMES:])
        places = {other: kept for other, kept in self.places.items() if other != place}
        return Seen(dict(list({**places, place: held}.items())[-MOST_PLACES:]))

    def named(self, place: Place, name: str) -> tuple[Suggestion, ...]:
        """Everything seen in members of that name."""
        return self.places.get(place, {}).get(name, ())


def suggestions(seen: Seen, place: Place, service: str, params: JsonObject, path: Path) -> tuple[Suggestion, ...]:
    """What to offer for the parameter at a path: newest first, those of the service before those of others.

    `InstanceIds` and its elements offer what `InstanceId` held, a filter's `Values` what its `Name` asks for
    (`instance-id`), and a member called just `Id` what the object around it identifies.
    """
    found: dict[str | int, Suggestion] = {}
    for name in _names(params, path):
        for one in sorted(seen.named(place, name), key=lambda one: one.service != service):
            found.setdefault(one.value, one)
    return tuple(found.values())


def _names(params: JsonObject, path: Path) -> Iterator[str]:
    """Names of response members that hold what the parameter wants, the likeliest first."""
    names = [part for part in path if isinstance(part, str)]
    last, above = names[-1], names[-2] if len(names) > 1 else ""
    if is_secret_name(last) or is_secret_name(above):
        return
    if last in ("Values", "Value") and (asked := _filter_name(params, path)):
        yield from dict.fromkeys((asked, _singular(asked)))
        return
    if last in _GENERIC:
        if above:
            yield _singular(above) + _singular(last)
        yield _singular(last)
        return
    yield from dict.fromkeys((last, _singular(last)))


def _filter_name(params: JsonObject, path: Path) -> str:
    """`InstanceId` of a filter `{"Name": "instance-id", "Values": [...]}`."""
    at = max(index for index, part in enumerate(path) if isinstance(part, str))
    for sibling in ("Name", "Key"):
        name = value_at(params, (*path[:at], sibling))
        if isinstance(name, str) and name:
            return "".join(part[:1].upper() + part[1:] for part in re.split(r"[-_.:\s]+", name))
    return ""


def _identified(document: Json) -> Iterator[tuple[str, str | int, str]]:
    """Member name, value and the name beside it, of every id and name, in the order of the document."""
    waiting: list[tuple[Json, str, int]] = [(document, "", 0)]
    nodes = 0
    while waiting and nodes < MOST_NODES:
        value, within, depth = waiting.pop()
        nodes += 1
        if depth > _DEEPEST:
            continue
        match value:
            case dict():
                yield from _members(value, within)
                waiting += [
                    (inner, name, depth + 1)
                    for name, inner in reversed(value.items())
                    if isinstance(inner, dict | list) and not is_secret_name(name)
                ]
            case list():
                waiting += [
                    (inner, within, depth + 1)
                    for inner in reversed(value[:MOST_NODES])
                    if isinstance(inner, dict | list)
                ]
            case _:
                continue


def _members(held: JsonObject, within: str) -> Iterator[tuple[str, str | int, str]]:
    for name, value in held.items():
        values: Iterable[Json] = value if isinstance(value, list) else (value,)
        if not _identifies(name):
            continue
        for one in values:
            if isinstance(one, bool) or not isinstance(one, str | int) or not _is_short(one):
                continue
            beside = "" if isinstance(value, list) else _beside(held, name)
            single = _singular(name)
            if name in _GENERIC and within:
                yield _singular(within) + single, one, beside
            yield single, one, beside


def _identifies(name: str) -> bool:
    spelled = words(_singular(name))
    if not spelled or name in _NOT or is_secret_name(name):
        return False
    return spelled[-1].lower() in _LAST_WORDS or name in _ALSO


def _beside(held: JsonObject, name: str) -> str:
    """The name in the same object: `InstanceName` beside `InstanceId`, else `Name` and the like."""
    spelled = words(name)
    if not spelled or spelled[-1].lower() == "name":
        return ""
    stem = name[: len(name) - len(spelled[-1])]
    for wanted in (f"{stem}Name", "Name", f"{stem}Alias", "Alias", "DisplayName", f"{stem}Title", "Title"):
        beside = held.get(wanted)
        if wanted != name and isinstance(beside, str) and _is_short(beside) and not is_secret_name(wanted):
            return beside
    return ""


def _is_short(value: str | int) -> bool:
    text = str(value)
    return 0 < len(text) <= _LONGEST and text.isprintable()


def _singular(name: str) -> str:
    """`InstanceIds` and `InstanceIdSet` are of `InstanceId`; `Status` and `Address` stay."""
    for ending in ("Set", "List"):
        if name.endswith(ending) and len(name) > len(ending):
            name = name.removesuffix(ending)
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith("s") and not name.endswith(("ss", "us", "is", "as")):
        return name[:-1]
    return name
