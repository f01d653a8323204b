"""One page of a reply's list, as the request asks for it.

The total stays what the example says; where its list is shorter, further items are made up by varying
those it has, so that walking the pages shows as many items as the total promises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.catalog.model import TypeDef
    from tcexplorer.protocol.model import Json, JsonObject

MAX_PAGE = 1000
"""Items that one reply holds at most."""
DEFAULT_SIZE = 20
TOTALS = ("TotalCount", "Total", "TotalNum", "TotalCnt", "Count")
OFFSETS = ("Offset",)
NUMBERS = ("PageNumber", "PageNum", "PageNo", "PageIndex", "Page")
TOKENS = ("NextToken", "PageToken", "PaginationToken", "ScrollToken")
SIZES = ("Limit", "PageSize", "MaxResults", "PerPage", "Rp")
NAMES = frozenset((*OFFSETS, *NUMBERS, *TOKENS, *SIZES))
"""Parameters that say which page, and so are never echoed."""
_TOKEN = re.compile(r"page-from-([0-9]{1,9})", re.ASCII)
_SHARED = frozenset({"AppId", "ProjectId", "VpcId", "SubnetId", "ZoneId", "RegionId"})
_IDENTITIES = frozenset({"Id", "Name", "Topic", "Username", "Key"})


class Window(NamedTuple):
    """Which items are asked for. `token` is the parameter that carries on from page to page, if that is the way."""

    start: int
    size: int
    token: str | None = None


class MainList(NamedTuple):
    """The list a reply is about, in the object that holds it."""

    holder: JsonObject
    name: str
    items: list[Json]


def window_of(params: JsonObject, request: TypeDef) -> Window | None:
    """The page that is asked for, in the idiom of the action; None when it knows no pages."""
    names = {member.name for member in request.members}

    def declared(candidates: Sequence[str]) -> str | None:
        return next((name for name in candidates if name in names), None)

    size_name = declared(SIZES)
    size = _whole(params.get(size_name), DEFAULT_SIZE) if size_name else DEFAULT_SIZE
    size = min(size, MAX_PAGE)
    if name := declared(OFFSETS):
        return Window(_whole(params.get(name), 0), size)
    if name := declared(NUMBERS):
        return Window((max(_whole(params.get(name), 1), 1) - 1) * size, size)
    if name := declared(TOKENS):
        token = _TOKEN.fullmatch(str(params.get(name) or ""))
        return Window(int(token[1]) if token else 0, size, name)
    return Window(0, size) if size_name else None


def _whole(value: Json, default: int) -> int:
    """A count that may come as text: 21 actions declare Offset and Limit as strings."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else default


def main_list(response: JsonObject) -> MainList | None:
    """The longest list of objects in the response or in an object of it; else the longest of anything."""
    holders = [response, *(value for value in response.values() if isinstance(value, dict))]
    lists = [
        MainList(holder, name, value) for holder in holders for name, value in holder.items() if isinstance(value, list)
    ]
    return max(
        lists,
        key=lambda found: (bool(found.items) and isinstance(found.items[0], dict), len(found.items)),
        default=None,
    )


def show_page(response: JsonObject, window: Window) -> None:
    """Leave in the response the items that the window asks for, and say how many there are in all."""
    found = main_list(response)
    if found is None or not found.items:
        return
    holder, name, items = found
    total = fix_total(response, holder, len(items))
    stop = min(window.start + window.size, total)
    holder[name] = [
        items[index] if index < len(items) else vary(items[index % len(items)], index)
        for index in range(window.start, stop)
    ]
    if window.token:
        response[window.token] = f"page-from-{stop}" if stop < total else ""


def fix_total(response: JsonObject, holder: JsonObject, count: int, *, exact: bool = False) -> int:
    """The total that the reply states, raised to `count` (or made that, when exact); `count` when it states none."""
    for place in (holder, response):
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
