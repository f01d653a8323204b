"""One page of a reply's list, as the request asks for it in the idiom of its action.

The total stays what the example says; where its list is shorter, further items are made up by varying
those it has, so that walking the pages shows as many items as the total promises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.catalog.paging import FLAGS, TOTALS, Step, holders, list_path
from tcexplorer.protocol.paths import value_at

if TYPE_CHECKING:
    from tcexplorer.catalog.paging import Paging
    from tcexplorer.protocol.model import Json, JsonObject

MAX_PAGE = 1000
"""Items that one reply holds at most."""
_TOKEN = re.compile(r"(?:page-from-)?([0-9]{1,9})", re.ASCII)
_SHARED = frozenset({"AppId", "ProjectId", "VpcId", "SubnetId", "ZoneId", "RegionId"})
_IDENTITIES = frozenset({"Id", "Name", "Topic", "Username", "Key"})


class MainList(NamedTuple):
    """The list a reply is about, in the object that holds it; those around are `holders`, the nearest first."""

    items: list[Json]
    name: str
    holders: list[JsonObject]

    def put(self, items: list[Json]) -> None:
        self.holders[0][self.name] = items


def main_list(response: JsonObject) -> MainList | None:
    """The list that a reply is about, if there is anything in it."""
    path = list_path(response)
    items = value_at(response, path) if path else None
    if not path or not isinstance(items, list) or not items:
        return None
    return MainList(items, str(path[-1]), [*holders(response, path)])


def show_page(response: JsonObject, params: JsonObject, paging: Paging) -> None:
    """Leave in the response the items that are asked for, and say how many there are in all and whether more come."""
    found = main_list(response)
    if found is None:
        return
    start, size = paging.window(params)
    if paging.step is Step.TOKEN:
        token = _TOKEN.fullmatch(str(value_at(params, paging.asks)))
        start = int(token[1]) if token else 0
    items = found.items
    total = fix_total(found, len(items))
    stop = min(start + min(size, MAX_PAGE), total)
    found.put(
        [items[index] if index < len(items) else vary(items[index % len(items)], index) for index in range(start, stop)]
    )
    more = stop < total
    for holder in found.holders:
        holder.update({name: flag is more for name, flag in FLAGS.items() if isinstance(holder.get(name), bool)})
    if paging.answers:
        *parents, name = paging.answers
        holder = value_at(response, tuple(parents))
        if isinstance(holder, dict):
            holder[str(name)] = stop * more if paging.token_number else f"page-from-{stop}" if more else ""


def fix_total(found: MainList, count: int, *, exact: bool = False) -> int:
    """The total that the reply states, raised to `count` (or made that, when exact); `count` when it states none."""
    for place in found.holders:
        for name in TOTALS:
            value = place.get(name)
            if isinstance(value, int) and not isinstance(value, bool):
                total = count if exact else max(value, count)
                place[name] = total
                return total
    return count


def vary(item: Json, index: int) -> Json:
    """A made-up sibling of an item: its ids and names get the number of its place."""
    match item:
        case dict():
            return {name: _varied(value, index) if _is_identity(name) else value for name, value in item.items()}
        case str():
            return _varied(item, index)
        case _:
            return item


def _is_identity(name: str) -> bool:
    return name in _IDENTITIES or (name.endswith(("Id", "Name")) and name not in _SHARED)


def _varied(value: Json, index: int) -> Json:
    match value:
        case bool():
            return value
        case int():
            return value + 1000 * index
        case str() if value:
            return f"{value}-{index + 1}"
        case _:
            return value
