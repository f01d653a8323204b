"""A short list of values under the form's open field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Span, cut, muted
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.form.offers import Offer
    from tcexplorer.tui.widgets.widget_names import Names

TALLEST = 6
"""Rows seen at once."""


class SuggestionList(VirtualList):
    """Values to take. Nothing is marked until the user goes into the list; `active` says that he did."""

    can_focus = False

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self.offers: Sequence[Offer] = ()

    def show(self, found: Sequence[Offer]) -> None:
        """Offer other values; none hides the list."""
        self.offers = found
        self.active = False
        self.display = bool(found)
        self.rows_changed()

    @property
    def current(self) -> Offer | None:
        """The value the user went to."""
        return self.offers[self.cursor] if self.active and self.offers else None

    def row_count(self) -> int:
        return len(self.offers)

    def row_spans(self, index: int, width: int, *, marked: bool) -> Sequence[Span]:  # noqa: ARG002 see the class
        one = self.offers[index]
        text = cut(visible(one.text), width - 1)
        note = cut(visible(one.note), max(0, width - cell_len(text) - 3))
        return (Span(f" {text}"), muted(f"  {note}"))
