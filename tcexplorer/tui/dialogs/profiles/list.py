"""The profiles as a list: two lines each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tcexplorer.credentials.profile import SANDBOX
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.credentials.profile import Profile
    from tcexplorer.tui.widgets.widget_names import Names
    from tcexplorer.workbench.profiles import ProfileEntry


class ProfileList(VirtualList):
    """Two lines a profile: name and dangers, then id, region, site and where the key is."""

    CHOOSES = False

    def __init__(self, current: str, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._entries: Sequence[ProfileEntry] = ()
        self._current = current

    def show(self, entries: Sequence[ProfileEntry], name: str) -> None:
        """List these, the cursor on the one of that name."""
        self._entries = entries
        self.rows_changed(next((at for at, one in enumerate(entries) if one.profile.name == name), self.cursor))

    @property
    def entry(self) -> ProfileEntry | None:
        """The one under the cursor."""
        return self._entries[self.cursor] if self._entries else None

    def row_count(self) -> int:
        return len(self._entries)

    def line_count(self) -> int:
        return 2 * len(self._entries)

    def line_of(self, index: int) -> int:
        return 2 * index

    def row_at(self, line: int) -> int:
        return line // 2

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:
        entry = self._entries[index]
        profile = entry.profile
        words = [word for word, true in (("default", entry.is_default), ("in use", self._is_current(entry))) if true]
        right = _dangers(profile)
        room = width - sum(cell_len(one.text) for one in right) - 1
        left = cut(visible(profile.name), max(1, room - 20))
        note = "".join(f"  {word}" for word in words)
        gap = " " * max(1, room - cell_len(left) - cell_len(note))
        return (Span("▸" if marked else " "), Span(left, style="bold"), muted(note), Span(gap), *right)

    def line_spans(self, line: int, width: int, *, marked: bool) -> Sequence[Span]:
        if line % 2 == 0:
            return self.row_spans(line // 2, width, marked=marked)
        entry = self._entries[line // 2]
        profile = entry.profile
        parts = [
            entry.masked_id or ("its own key" if profile.source == SANDBOX else "key not read yet"),
            profile.region or "no region",
            *([] if profile.source == SANDBOX else [str(profile.site)]),
            *([profile.endpoint] if profile.endpoint else []),
            SOURCES[profile.source].words,
        ]
        return (muted("   " + "  ".join(visible(part) for part in parts)),)

    def _is_current(self, entry: ProfileEntry) -> bool:
        return entry.profile.name == self._current

    def clicked(self, _x: int) -> None:
        """A click only takes the cursor there; the bar says what can be done."""


def _dangers(profile: Profile) -> list[Span]:
    if profile.source == SANDBOX:
        return [Span(" SANDBOX ", Role.BADGE_GOOD, "bold")]
    mode = Span("read-only", Role.KEY, "bold") if profile.read_only else Span(" CAN WRITE ", Role.BADGE_WARN, "bold")
    return [mode, Span("  "), Span(" PRODUCTION ", Role.BADGE_BAD, "bold")] if profile.production else [mode]
