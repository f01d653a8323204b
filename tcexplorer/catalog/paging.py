"""How an action's list is read page by page: which parameter asks, which member answers, when it ends.

To add an idiom: a function of the action, which gives its Paging or None, and a row in IDIOMS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.paths import UNSET, Unset, value_at, with_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tcexplorer.catalog.model import Action, Member, TypeDef
    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

DEFAULT_SIZE = 20
"""Items of a page where none are asked for."""
TOTALS = ("TotalCount", "Total", "TotalNum", "TotalCnt", "TotalNumber", "Count")
"""Members that say how many items there are on all pages."""
FLAGS = {"HasMore": True, "HasNextPage": True, "IsTruncated": True, "ListOver": False}
"""Members that say whether there is another page, and what they then are."""
_SIZES = ("Limit", "PageSize", "MaxResults", "PerPage", "Rp")
_SIZES_BESIDE = (*_SIZES, "Size", "Count", "MaxKeys", "MaxItems", "MaxNumber")
"""Also counts of something else, where no parameter beside them asks for a page."""
_FROM_ZERO = re.compile(r"(?:from|at)\s*0\b|从\s*0|0\s*开始", re.IGNORECASE)
_MOST_MEMBERS = 200
_MOST_RECORDS = 50


class Step(Enum):
    """What the parameter that asks for a page holds."""

    OFFSET = auto()
    """How many items come before it."""
    NUMBER = auto()
    """Which page it is."""
    TOKEN = auto()
    """What the page before said."""
    NONE = auto()
    """There is no such parameter: only how many items come first can be asked."""


class Window(NamedTuple):
    """Which items of a list are asked for."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Paging:
    """How one action pages. Paths lead through objects; `size` is empty where the size cannot be asked for.

    `first` is the number of the first page. 21 actions declare the numbers as texts, and want them sent so.
    """

    step: Step
    asks: Path = ()
    size: Path = ()
    answers: Path = ()
    """The member of the answer that holds the next token."""
    first: int = 0
    text: bool = False
    size_text: bool = False
    token_number: bool = False

    def window(self, params: JsonObject) -> Window:
        """The items that parameters ask for; of a token, where it begins is the server's to know."""
        size = whole(value_at(params, self.size), DEFAULT_SIZE) if self.size else DEFAULT_SIZE
        asked = value_at(params, self.asks)
        match self.step:
            case Step.OFFSET:
                return Window(whole(asked, 0), size)
            case Step.NUMBER:
                return Window(max(whole(asked, self.first) - self.first, 0) * size, size)
            case Step.TOKEN | Step.NONE:
                return Window(0, size)

    def after(self, params: JsonObject, response: JsonObject) -> JsonObject | None:
        """The parameters of the page after an answer's (the content of `Response`); None when that was the last."""
        path = list_path(response)
        items = value_at(response, path) if path else None
        count = len(items) if isinstance(items, list) else 0
        more = _stated(response, path, FLAGS)
        if self.step is Step.NONE or (more is not None and bool(more[1]) is not FLAGS[more[0]]):
            return None
        if self.step is Step.TOKEN:
            token = value_at(response, self.answers)
            if isinstance(token, Unset) or token in (None, "", 0, value_at(params, self.asks)):
                return None
            return with_value(params, self.asks, token)
        window = self.window(params)
        sized = value_at(params, self.size) is not UNSET
        total = _stated(response, path, TOTALS)
        seen = window.start + count
        over = more is None and (seen >= total[1] if total else sized and count < window.size)
        if not count or over:
            return None
        value = seen if self.step is Step.OFFSET else whole(value_at(params, self.asks), self.first) + 1
        return with_value(params, self.asks, str(value) if self.text else value)

    def with_size(self, params: JsonObject, size: int) -> JsonObject:
        """The parameters that ask for pages of that many items, where that can be asked."""
        return with_value(params, self.size, str(size) if self.size_text else size) if self.size else params


class Idiom(NamedTuple):
    """A way of paging: its parameter, and the function that finds it in an action's schema."""

    name: str
    read: Callable[[Action], Paging | None]


def _counted(name: str, step: Step) -> Idiom:
    def read(action: Action) -> Paging | None:
        for path, kind in _places(action, action.request):
            if found := _plain(kind, name):
                from_one = step is Step.NUMBER and not _FROM_ZERO.search(f"{found.doc.en} {found.doc.zh}")
                size, size_text = _size(path, kind, _SIZES_BESIDE)
                text = found.of == "string"
                return Paging(step, (*path, name), size, first=int(from_one), text=text, size_text=size_text)
        return None

    return Idiom(name, read)


def _token(name: str, *answers: str) -> Idiom:
    """`answers` are names of the member with the next token; by default the parameter's own."""

    def read(action: Action) -> Paging | None:
        for above, kind in _places(action, action.request):
            for path, answering in _places(action, action.response) if _plain(kind, name) else ():
                for answer in answers or (name,):
                    if found := _plain(answering, answer):
                        size, size_text = _size(above, kind, _SIZES_BESIDE)
                        number, said = found.type == "int", (*path, answer)
                        return Paging(Step.TOKEN, (*above, name), size, said, size_text=size_text, token_number=number)
        return None

    return Idiom(name, read)


def _size_alone(action: Action) -> Paging | None:
    size, size_text = _size((), action.request, _SIZES)
    return Paging(Step.NONE, size=size, size_text=size_text) if size else None


IDIOMS: tuple[Idiom, ...] = (
    _counted("Offset", Step.OFFSET),
    _token("NextToken"),
    _token("PageToken", "NextPageToken", "PageToken"),
    _token("PaginationToken"),
    _token("ScrollToken"),
    _token("ScrollId"),
    _token("Cursor", "NextCursor", "Cursor"),
    _token("NextCursor"),
    _token("Context"),
    _token("Marker", "NextMarker", "Marker"),
    _token("SearchAfter"),
    _counted("PageNumber", Step.NUMBER),
    _counted("PageNum", Step.NUMBER),
    _counted("PageNo", Step.NUMBER),
    _counted("PageIndex", Step.NUMBER),
    _counted("Page", Step.NUMBER),
    Idiom("Limit", _size_alone),
)
"""In the order in which they are looked for: an offset may be asked at any place, a token only after its page."""
PARAMETERS = frozenset((*(idiom.name for idiom in IDIOMS), *_SIZES))
"""Parameters that say which page."""


def paging_of(action: Action) -> Paging | None:
    """How an action pages; None when it does not."""
    return next((found for idiom in IDIOMS if (found := idiom.read(action))), None)


def list_path(response: JsonObject) -> Path | None:
    """The list that an answer is about: the longest list of objects, at most two objects deep; else the longest one."""
    best: tuple[tuple[bool, int, int], Path] | None = None
    waiting: list[tuple[Path, Json]] = [((), response)]
    for path, value in waiting:  # grows on the way: what is nearer comes first
        if isinstance(value, list):
            records = bool(value) and all(isinstance(one, dict) for one in islice(value, _MOST_RECORDS))
            rank = (records, len(value), -len(path))
            if best is None or rank > best[0]:
                best = rank, path
        elif isinstance(value, dict) and len(path) <= 2:
            waiting += [((*path, name), inner) for name, inner in islice(value.items(), _MOST_MEMBERS)]
    return best[1] if best else None


def whole(value: Json | Unset, default: int) -> int:
    """A count that may come as text; `default` for what is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else default


def holders(response: JsonObject, path: Path) -> Iterator[JsonObject]:
    """The objects that may speak of a list: the one that holds it, and those around."""
    for depth in range(len(path) - 1, 0, -1):
        holder = value_at(response, path[:depth])
        if isinstance(holder, dict):
            yield holder
    yield response


def _stated(response: JsonObject, path: Path | None, names: Iterable[str]) -> tuple[str, int] | None:
    """The first of these members that says a number or a boolean, and what it says."""
    for holder in holders(response, path or ()):
        for name in names:
            value = holder.get(name)
            if isinstance(value, int) and (name in FLAGS or not isinstance(value, bool)):
                return name, value
    return None


def _places(action: Action, kind: TypeDef) -> Iterator[tuple[Path, TypeDef]]:
    """A type, and the types of its members that are objects."""
    yield (), kind
    for member in kind.members:
        if member.type == "object" and member.of in action.types:
            yield (member.name,), action.types[member.of]


def _plain(kind: TypeDef, name: str) -> Member | None:
    found = kind.member(name)
    return found if found and found.type in ("int", "string") else None


def _size(path: Path, kind: TypeDef, names: tuple[str, ...]) -> tuple[Path, bool]:
    """Where the size of a page is asked for, () for nowhere, and whether as a text."""
    found = next((found for name in names if (found := _plain(kind, name))), None)
    return ((*path, found.name), found.of == "string") if found else ((), False)
