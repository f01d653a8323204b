"""The tab Why: what an outcome means, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tcexplorer.tui.content.error import why_lines
from tcexplorer.tui.content.status import verdict_of
from tcexplorer.tui.text.styled_text import Role, bold, line
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from tcexplorer.tui.response.state import ResponseState

ROOMY = 16
"""Rows of the pane from which the page has blank lines."""


class WhyView(TextView):
    """A page that is made anew for every answer, and when more is found out about it."""

    def update(self, state: ResponseState) -> None:
        lines = why_lines(
            state.exchange,
            state.explanation,
            state.findings,
            roomy=state.height > ROOMY,
            proxy=state.proxy,
            answer=state.answer,
        )
        words = verdict_of(state.exchange).words
        if cell_len(words) > state.width:  # the strip above cannot show all of it
            lines.insert(0, line(bold(words, Role.BAD)))
        self.show(lines)
