"""What commands and controllers may ask of the screen that they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tcexplorer.tui.text.styled_text import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractContextManager

    from textual.screen import Screen, ScreenResultCallbackType
    from textual.timer import Timer
    from textual.worker import Worker

Answer = TypeVar("Answer")


class ScreenServices(Protocol):
    """A screen with a footer, as those see it who have something to tell or to ask."""

    def show_status(self, text: str, role: Role = Role.TEXT) -> None:
        """Tell something in the footer, for a few seconds."""
        ...

    def copy(self, text: str, what: str) -> None:
        """Send a text to the clipboard, and say so; `what` names it."""
        ...

    def ask(self, dialog: Screen[Answer], answered: ScreenResultCallbackType[Answer] | None = None) -> None:
        """Show a dialog over the screen; `answered` gets what it gives back."""
        ...

    def run_worker(
        self, work: Coroutine[Any, Any, None], *, group: str = "default", exclusive: bool = False
    ) -> Worker[None]:
        """Run something on the loop, which ends with the screen."""
        ...

    def set_timer(self, delay: float, callback: Callable[[], object] | None = None) -> Timer:
        """Call something after so many seconds."""
        ...

    def suspended(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program meanwhile. Raises SuspendNotSupported."""
        ...
