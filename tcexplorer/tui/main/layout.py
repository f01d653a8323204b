"""How much room each pane has: what the user asked for, within what a pane needs. Pure; the screen applies it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
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
