"""How much room each pane has: what the user asked for, within what a pane needs (`PaneLayout`, pure), and applied."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from tcexplorer.tui.main.bars import breakpoint_class

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.screen import Screen

    from tcexplorer.workbench.settings import Panes

LIST: Final = {"narrow": 44, "medium": 44, "wide": 36}
"""Columns of the action list as designed; a drawer but on wide screens."""
REQUEST: Final = {"narrow": 50, "medium": 56, "wide": 56}
"""Percent of the request as designed."""
TALL: Final = {"narrow": 32, "medium": 37, "wide": 37}
"""The same while the answer is larger."""
LEAST_LIST, MOST_LIST = 24, 90
LEAST_COLUMNS, LEAST_ROWS = 26, 4
"""What a pane needs to say anything: beside each other, and one above the other."""
STEP_PERCENT, STEP_COLUMNS = 5, 4


class PaneLayout(NamedTuple):
    """The screen without header and footer. `width` is narrow, medium or wide."""

    width: str
    columns: int
    rows: int

    @property
    def stacked(self) -> bool:
        """Request above answer, not beside it."""
        return self.width == "narrow"

    def list_columns(self, of: Panes | None) -> int:
        """Columns of the action list."""
        wanted = LIST[self.width] if of is None or of.actions is None else of.actions
        most = self.columns - (2 * LEAST_COLUMNS if self.width == "wide" else 8)
        return max(1, min(max(LEAST_LIST, wanted), MOST_LIST, max(LEAST_LIST, most), self.columns))

    def shared(self, of: Panes | None) -> int:
        """Columns or rows that request and answer have together."""
        if self.stacked:
            return self.rows
        return self.columns - (self.list_columns(of) if self.width == "wide" else 0)

    def request_percent(self, of: Panes | None) -> int:
        """What the request has of that."""
        if of is not None and of.tall:
            wanted = TALL[self.width]
        else:
            wanted = REQUEST[self.width] if of is None or of.request is None else of.request
        least = math.ceil(100 * (LEAST_ROWS if self.stacked else LEAST_COLUMNS) / max(1, self.shared(of)))
        if least > 50:
            return 50
        return min(max(wanted, least), 100 - least)

    # what the user does

    def with_list(self, of: Panes, by: int) -> Panes:
        """The action list wider or narrower by so many columns."""
        sized = of._replace(actions=self.list_columns(of) + by)
        return sized._replace(actions=self.list_columns(sized))

    def with_request(self, of: Panes, percent: int) -> Panes:
        """The request with so many percent."""
        sized = of._replace(request=max(1, min(99, percent)), tall=False)
        return sized._replace(request=self.request_percent(sized))

    def grown(self, of: Panes, pane: str, steps: int) -> Panes:
        """A pane, `actions`, `request` or `response`, larger by so many steps, or smaller."""
        match pane:
            case "actions":
                return self.with_list(of, steps * STEP_COLUMNS)
            case "request":
                return self.with_request(of, self.request_percent(of) + steps * STEP_PERCENT)
            case _:
                return self.with_request(of, self.request_percent(of) - steps * STEP_PERCENT)


class LayoutController:
    """Gives the panes of a screen their sizes: by keys, by dragging an edge, as kept.

    Until the user changes one, the style sheets rule alone.
    """

    def __init__(self, screen: Screen[None], sizes: Mapping[str, Panes], keep: Callable[[str, Panes], None]) -> None:
        """`sizes` are what the user asked for, by width; `keep` gets what they ask for now."""
        self._screen, self._sizes, self._keep = screen, sizes, keep

    @property
    def _layout(self) -> PaneLayout:
        columns, rows = self._screen.size
        return PaneLayout(breakpoint_class(columns).removeprefix("-"), columns, max(0, rows - 2))

    @property
    def _wanted(self) -> Panes:
        from tcexplorer.workbench.settings import Panes

        return self._sizes.get(self._layout.width) or Panes()

    def apply(self) -> None:
        """Give the panes their sizes. Does nothing while everything is as designed."""
        screen = self._screen
        if not self._sizes and not screen.has_class("-sized"):
            return
        screen.add_class("-sized")
        layout = self._layout
        of = self._sizes.get(layout.width)
        screen.set_class(of is not None and of.tall, "-tall")
        for pane in screen.query(".pane"):
            pane.styles.clear_rule("width")
            pane.styles.clear_rule("height")
        if of is None:
            return
        if of.actions is not None and not (screen.has_class("-fresh") and layout.width != "wide"):
            screen.query_one("#actions").styles.width = layout.list_columns(of)
        if of.request is not None and not of.tall:
            percent = layout.request_percent(of)
            for name, share in (("request", percent), ("response", 100 - percent)):
                for pane in screen.query(f"#{name}"):
                    if layout.stacked:
                        pane.styles.height = f"{share}fr"
                    else:
                        pane.styles.width = f"{share}fr"

    def _take(self, sizes: Panes, *, keep: bool = True) -> None:
        width = self._layout.width
        self._sizes = {**self._sizes, width: sizes}
        self.apply()
        if keep:
            self._keep(width, sizes)

    def grow(self, steps: int) -> None:
        """Make the pane that has the focus larger by so many steps, or smaller."""
        within = self._screen.focused.ancestors_with_self if self._screen.focused is not None else ()
        pane = next((node for node in within if node.has_class("pane")), None)
        if pane is not None and pane.id is not None:
            self._take(self._layout.grown(self._wanted, pane.id, steps))

    def toggle_tall(self) -> None:
        """Give the answer more room, or share it as before."""
        sizes = self._wanted
        self._take(sizes._replace(tall=not sizes.tall))

    def drag(self, pane: str, x: int, *, done: bool) -> None:
        """The left edge of a pane is dragged to a column of the screen; `done` when it is let go."""
        layout, of = self._layout, self._wanted
        if pane == "request":
            if layout.width == "wide":
                self._take(layout.with_list(of, x - layout.list_columns(of)), keep=done)
        elif not layout.stacked:
            shared = layout.shared(of)
            self._take(layout.with_request(of, round(100 * (x - layout.columns + shared) / max(1, shared))), keep=done)
