"""The tab Timing: where the time went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.content.timing import timing_lines
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from tcexplorer.tui.response.state import ResponseState


class TimingView(TextView):
    """A page that is made anew for every answer."""

    def update(self, state: ResponseState) -> None:
        self.show(timing_lines(state.exchange, state.past))
