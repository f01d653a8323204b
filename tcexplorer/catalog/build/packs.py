"""Packs: neighbouring actions of one service-version, with every type they reach, compressed as one.

Types are shared, so a type stored per action would double the file, and one stored alone would cost
a row each when reading. Actions of one noun (CreateInstance, DescribeInstance) share most, and so
are neighbours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.catalog.layout import reach
from tcexplorer.safety.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tcexplorer.catalog.build.wheels import ActionRecord, ServiceRecord

PACK_SIZE = 64 * 1024
"""Characters of JSON that close a pack. Larger ones make a smaller file and slower reading."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Pack(NamedTuple):
    actions: tuple[str, ...]
    body: bytes
    """JSON, not yet compressed."""


def encoded(value: object) -> bytes:
    """Compact JSON. A lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    return _encode(value).encode("utf-8", "replace")


def packs(service: ServiceRecord) -> Iterator[Pack]:
    """The service's actions in packs. An action larger than a pack has one to itself."""
    types = {name: f"{_encode(name)}:{_encode(record)}" for name, record in service.types.items()}
    actions: list[tuple[str, str]] = []
    held: dict[str, str] = {}
    size = 0
    for action in sorted(service.actions, key=_by_noun):
        record = f"{_encode(action.name)}:{_encode(action.body)}"
        reached = reach(action.ends, service.types)
        more = len(record) + sum(len(types[name]) for name in reached if name not in held)
        if actions and size + more > PACK_SIZE:
            yield _pack(actions, held.values())
            actions, held, size = [], {}, 0
            more = len(record) + sum(len(types[name]) for name in reached)
        actions.append((action.name, record))
        held.update((name, types[name]) for name in reached)
        size += more
    if actions:
        yield _pack(actions, held.values())


def _pack(actions: list[tuple[str, str]], types: Iterable[str]) -> Pack:
    text = '{"actions":{' + ",".join(record for _, record in actions) + '},"types":{' + ",".join(types) + "}}"
    return Pack(tuple(name for name, _ in actions), text.encode("utf-8", "replace"))


def _by_noun(action: ActionRecord) -> tuple[str, str]:
    first = words(action.name)[:1]
    return action.name.removeprefix(first[0] if first else ""), action.name
