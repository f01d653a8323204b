"""The part of the workbench screen that shares its room among the panes: by keys, by dragging an edge, as kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tcexplorer.tui.main.answer_screen import AnswerScreen
from tcexplorer.tui.main.bars import breakpoint_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.dom import DOMNode

    from tcexplorer.tui.main.layout import PaneLayout
    from tcexplorer.tui.widgets.pane import Pane
    from tcexplorer.workbench.settings import Panes


class Rooms(AnswerScreen):
    """Sizes of the panes by the screen's width. Until the user changes one, the style sheets rule alone."""

    class PanesSized(Message):
        """The user shares the room in another way, at this width."""

        def __init__(self, width: str, sizes: Panes) -> None:
            super().__init__()
            self.width = width
            self.sizes = sizes

    sizes: Mapping[str, Panes] = {}
    """What the user asked for, by width."""

    @property
    def _room(self) -> PaneLayout:
        from tcexplorer.tui.main.layout import PaneLayout

        columns, rows = self.size
        return PaneLayout(breakpoint_class(columns).removeprefix("-"), columns, max(0, rows - 2))

    def share_room(self) -> None:
        """Give the panes their sizes. Does nothing, and loads nothing, while everything is as designed."""
        if not self.sizes and not self.has_class("-sized"):
            return
        self.add_class("-sized")
        room = self._room
        of = self.sizes.get(room.width)
        self.set_class(of is not None and of.tall, "-tall")
        for name in ("actions", "request", "response"):
            for pane in self.query(f"#{name}"):
                pane.styles.clear_rule("width")
                pane.styles.clear_rule("height")
        if of is None:
            return
        if of.actions is not None and not (self.has_class("-fresh") and room.width != "wide"):
            for pane in self.query("#actions"):
                pane.styles.width = room.list_columns(of)
        if of.request is not None and not of.tall:
            percent = room.request_percent(of)
            for name, share in (("request", percent), ("response", 100 - percent)):
                for pane in self.query(f"#{name}"):
                    setattr(pane.styles, "height" if room.stacked else "width", f"{share}fr")

    def _take(self, sizes: Panes, *, keep: bool = True) -> None:
        width = self._room.width
        self.sizes = {**self.sizes, width: sizes}
        self.share_room()
        if keep:
            self.post_message(self.PanesSized(width, sizes))

    @property
    def _wanted(self) -> Panes:
        from tcexplorer.workbench.settings import Panes

        return self.sizes.get(self._room.width) or Panes()

    def pane_in_focus(self) -> DOMNode | None:
        """The pane that has the focus."""
        within = self.focused.ancestors_with_self if self.focused is not None else ()
        return next((node for node in within if node.has_class("pane")), None)

    def _grow(self, steps: int) -> None:
        if (pane := self.pane_in_focus()) is not None and pane.id is not None:
            self._take(self._room.grown(self._wanted, pane.id, steps))

    def action_grow_pane(self) -> None:
        self._grow(1)

    def action_shrink_pane(self) -> None:
        self._grow(-1)

    def action_resize(self) -> None:
        sizes = self._wanted
        self._take(sizes._replace(tall=not sizes.tall))

    def on_pane_edge_dragged(self, event: Pane.EdgeDragged) -> None:
        """An edge between two panes is where the mouse is."""
        event.stop()
        room, of = self._room, self._wanted
        if event.pane == "request":
            if room.width == "wide":
                self._take(room.with_list(of, event.x - room.list_columns(of)), keep=event.done)
        elif not room.stacked:
            shared = room.shared(of)
            self._take(
                room.with_request(of, round(100 * (event.x - room.columns + shared) / max(1, shared))), keep=event.done
            )
