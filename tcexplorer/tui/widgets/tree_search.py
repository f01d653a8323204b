"""A search in the tree: what was found so far, where one is, and the marks on the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.answer.search import Search
from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import highlighted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.segment import Segment
    from rich.style import Style

    from tcexplorer.answer.remarks import Landmark
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import IndexPath
    from tcexplorer.protocol.model import Json


class TreeSearch:
    """Holds values only; the tree runs it and shows it."""

    def __init__(self, document: Json, query: str, body: bytes = b"", landmarks: tuple[Landmark, ...] = ()) -> None:
        self.search = Search(document, query, body=body, landmarks=landmarks)
        self.query = query
        self.stopped = False
        self.has_jumped = False
        """Whether the first match was gone to."""

    def said(self, here: IndexPath) -> str:
        """`3 of 17`, with `…` while it goes on; `here` is where the cursor is."""
        search = self.search
        if not self.query:
            return ""
        count = f"{search.count:,}"
        if not search.done:
            count += "+ (stopped)" if self.stopped else " …"
        elif not search.count:
            return "no match"
        number = search.number(here)
        if number is not None:
            return f"{number:,} of {count}"
        return f"{count} match" if search.count == 1 and search.done else f"{count} matches"

    def beside(self, here: IndexPath, by: int) -> IndexPath | None:
        """The next match or the one before, around the end; None when it is not kept, or there is none."""
        search = self.search
        if by < 0:
            return search.previous(here)
        if self.is_beyond(here):
            return None
        return search.next(here)

    def is_beyond(self, here: IndexPath) -> bool:
        """Whether the next match is one of those that are counted and not kept."""
        search = self.search
        return bool(search.matches) and search.count > len(search.matches) and here >= search.matches[-1]

    def marked(self, drawn: list[Segment], row: Row, style: Style) -> list[Segment]:
        """The segments of a row that matches, with what was looked for in that style."""
        if not self.query or not self.search.matches_row(row.key, row.value):
            return drawn
        text = "".join(segment.text for segment in drawn).lower()
        wanted = visible(self.query).lower()
        at = text.find(wanted)
        for _ in range(50):
            if at < 0:
                break
            drawn = highlighted(drawn, at, at + len(wanted), style)
            at = text.find(wanted, at + len(wanted))
        return drawn


def nearest(matches: Sequence[IndexPath], here: IndexPath) -> IndexPath:
    """The first match at a place or behind it, or else the first of all."""
    return next((one for one in matches[:1000] if one >= here), matches[0])
