"""What saving and comparing want of the screen that a response pane is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from textual.app import App

    from tcexplorer.tui.response.pane import ResponsePane
    from tcexplorer.tui.text.styled_text import Role


class ResponseHost(Protocol):
    """The workbench, or the screen of a saved answer."""

    response: ResponsePane | None

    @property
    def whole(self) -> App[object]:
        """The app."""
        ...

    def say(self, text: str, ink: Role = ...) -> None:
        """A message in the footer."""
