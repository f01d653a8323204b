"""A pane whose left edge can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.message import Message

if TYPE_CHECKING:
    from textual import events


class Pane(Container):
    """Holds what is in a pane. Its edge is its border on the left, one column."""

    class EdgeDragged(Message):
        """The edge is dragged to a column of the screen; `done` when it is let go."""

        def __init__(self, pane: str, x: int, *, done: bool) -> None:
            super().__init__()
            self.pane = pane
            self.x = x
            self.done = done

    _dragging = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.x == 0 and event.button == 1:
            event.stop()
            self.screen.clear_selection()  # an edge is dragged, not a text
            self.capture_mouse()
            self._dragging = True

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            self.post_message(self.EdgeDragged(str(self.id), event.screen_x, done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()
            self.post_message(self.EdgeDragged(str(self.id), event.screen_x, done=True))
