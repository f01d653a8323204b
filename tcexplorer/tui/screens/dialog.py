"""What dialogs share: a box in the middle, inks, and escape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from tcexplorer.tui.ink import INKS
from tcexplorer.tui.widgets.bar import Bar, piece

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Unpack

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.tui.names import Names

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], Generic[Result]):
    """A box over the screen, with a title. Escape closes it with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]
    CSS_PATH = Path(__file__).parent.with_name("dialogs.tcss")
    AUTO_FOCUS = "TextField, Page"
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    def __init__(self, title: str, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._heading = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Bar([piece(self._heading, style="bold")], [piece("Esc", command="close")], classes="dialog-title")
            yield from self.inside()

    def inside(self) -> Iterable[Widget]:
        """The widgets below the title."""
        raise NotImplementedError

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        if event.command == "close":
            event.stop()
            self.action_close()

    def action_close(self) -> None:
        """Close with nothing chosen."""
        self.dismiss(None)
