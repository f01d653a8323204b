"""Values offered under the form's open field: never in the way of typing, taken with down and enter or a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.offers import Memory, fitting, offers
from tcexplorer.tui.request.form_view import OFF, FormView
from tcexplorer.tui.request.suggestion_list import TALLEST, SuggestionList
from tcexplorer.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from textual.app import ComposeResult

    from tcexplorer.form.offers import Offer
    from tcexplorer.tui.request.form_rows import Columns
    from tcexplorer.tui.widgets.virtual_list import VirtualList
    from tcexplorer.tui.widgets.widget_names import Names


class FormWithSuggestions(FormView):
    """Shows what was seen in answers where nothing is set yet, and what fits while somebody types."""

    def __init__(self, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._offers = SuggestionList(id="offers")
        self._offers.display = False
        self._memory: Memory | None = None

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self._offers

    def remember(self, memory: Memory | None) -> None:
        """Offer what was seen in answers from now on."""
        self._memory = memory

    def entered(self) -> None:
        row = self.row
        self._close_offers()
        if row is not None and not row.is_set and row.held is None:
            found = self._found()
            if any(one.seen for one in found):
                self._show(fitting(found, ""))

    def typed(self, text: str) -> None:
        super().typed(text)
        self._show(fitting(self._found(), text) if text else ())

    def placed(self, found: Columns, y: int) -> None:
        if not self._offers.display:
            return
        height = self._rows.size.height
        rows = min(len(self._offers.offers), TALLEST, max(y, height - y - 1))
        below = y + 1 if y + 1 + rows <= height else y - rows
        self._offers.styles.height = max(1, rows)
        self._offers.styles.width = max(24, found.value)
        self._offers.styles.offset = (found.name, below) if 0 <= y < height and rows else OFF

    def _found(self) -> Sequence[Offer]:
        row, outline = self.row, self.outline
        return offers(row, outline.draft.params, self._memory) if row is not None and outline is not None else ()

    def _show(self, found: Sequence[Offer]) -> None:
        if found or self._offers.display:
            self._offers.show(found)
            self._cell.offering = bool(found)
            self._follow()

    def _close_offers(self) -> None:
        self._show(())

    def _walk_offers(self, by: int) -> None:
        chosen = self._offers
        if chosen.active and by < 0 and not chosen.cursor:
            chosen.active = False
        elif chosen.active:
            chosen.cursor += by
        elif by > 0:
            chosen.active = True
        else:
            self._close_offers()
            self._move(-1)

    def _take_offer(self) -> bool:
        """Put the value into the cell that the user went to; whether there was one."""
        offer = self._offers.current
        if offer is None:
            return False
        self._close_offers()
        with self.prevent(TextField.Changed):
            self._cell.value = offer.text
        self._cell.cursor_position = len(offer.text)
        super().typed(offer.text)
        self.screen.set_focus(self._cell)
        self.post_message(self.RowEntered())
        return True

    def on_virtual_list_picked(self, event: VirtualList.Picked) -> None:
        event.stop()
        self._offers.active = True
        self._take_offer()

    def on_virtual_list_moved(self, event: VirtualList.Moved) -> None:
        event.stop()

    def on_descendant_blur(self) -> None:
        self._close_offers()

    # commands

    def action_offer(self) -> None:
        """List all values known for the open field, whatever is typed there."""
        found = fitting(self._found(), "")
        self._show(found)
        if not found:
            self.post_message(self.Said("no values are known for this: earlier answers held none, the docs list none"))
