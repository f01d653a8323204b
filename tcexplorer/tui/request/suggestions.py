"""Values offered under the form's open field: never in the way of typing, taken with down and enter or a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tcexplorer.form.offers import Memory, fitting, offers
from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Span, cut, muted
from tcexplorer.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from tcexplorer.form.offers import Offer
    from tcexplorer.form.outline import Outline
    from tcexplorer.tui.request.field_input import FieldInput
    from tcexplorer.tui.request.form_rows import FormColumns
    from tcexplorer.tui.widgets.widget_names import Names

TALLEST = 6
"""Rows seen at once."""
OFF = (0, -200)
"""Where what is not to be seen is put."""


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


class SuggestionsController:
    """Shows what was seen in answers where nothing is set yet, and what fits while somebody types."""

    def __init__(self, field: FieldInput) -> None:
        self._field = field
        self.list = SuggestionList(id="offers")
        self.list.display = False
        self.memory: Memory | None = None
        """What was seen in answers."""

    def _show(self, found: Sequence[Offer]) -> None:
        if found or self.list.display:
            self.list.show(found)
            self._field.offering = bool(found)

    def _known(self, outline: Outline, at: int) -> Sequence[Offer]:
        return offers(outline.rows[at], outline.draft.params, self.memory) if at < len(outline.rows) else ()

    def close(self) -> None:
        """Offer nothing."""
        self._show(())

    def enter(self, outline: Outline, at: int) -> None:
        """Another row is open."""
        self.close()
        known = self._known(outline, at)
        if known and not outline.rows[at].is_set and outline.rows[at].held is None and any(one.seen for one in known):
            self._show(fitting(known, ""))

    def narrow(self, outline: Outline, at: int, text: str) -> None:
        """That is typed in the open row."""
        self._show(fitting(self._known(outline, at), text) if text else ())

    def show_all(self, outline: Outline, at: int) -> bool:
        """Every value known for the open row, whatever is typed there; whether there are any."""
        self._show(fitting(self._known(outline, at), ""))
        return self.list.display

    def walk(self, by: int) -> bool:
        """Into the list, along it, or back to the field; False when the user goes up from the field."""
        if self.list.active and by < 0 and not self.list.cursor:
            self.list.active = False
        elif self.list.active:
            self.list.cursor += by
        elif by > 0:
            self.list.active = True
        else:
            self.close()
            return False
        return True

    def take(self) -> str | None:
        """The value that the user went to, and close the list."""
        offer = self.list.current
        if offer is None:
            return None
        self.close()
        return offer.text

    def place(self, columns: FormColumns, y: int, height: int) -> None:
        """Put the list below the row on that line of the form, or above it."""
        if self.list.display:
            rows = min(len(self.list.offers), TALLEST, max(y, height - y - 1))
            below = y + 1 if y + 1 + rows <= height else y - rows
            self.list.styles.height = max(1, rows)
            self.list.styles.width = max(24, columns.value)
            self.list.styles.offset = (columns.name, below) if 0 <= y < height and rows else OFF
