"""What dialogs share: a box in the middle, inks, and escape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.text.selection import SelectionScreen
from tcexplorer.tui.text.styled_text import INKS, Role
from tcexplorer.tui.widgets.bars import Bar, Piece, piece

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Unpack

    from textual.app import App, ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tcexplorer.tui.widgets.widget_names import Names

Result = TypeVar("Result")


class Dialog(SelectionScreen, ModalScreen[Result], Generic[Result]):
    """A box over the screen, with a title. Escape closes it with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        *bindings(Scope.EVERYWHERE, only=("help",)),
    ]
    CSS_PATH = Path(__file__).parent.with_name("dialogs.tcss")
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-low"), (34, "-high")]  # noqa: RUF012 as Textual declares it
    AUTO_FOCUS = "TextField, TextView"
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    def __init__(self, title: str, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._heading = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Bar(self._title_pieces(self._heading), [piece("Esc", command="close")], classes="dialog-title")
            yield from self.inside()

    def _title_pieces(self, *words: str) -> list[Piece]:
        return [piece(words[0], style="bold"), *(piece(one, Role.MUTED) for one in words[1:])]

    def entitle(self, *words: str) -> None:
        """Another title, and what is to be known beside it."""
        self.query_one(".dialog-title", Bar).show(self._title_pieces(*words), [piece("Esc", command="close")])

    def inside(self) -> Iterable[Widget]:
        """The widgets below the title."""
        raise NotImplementedError

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """Textual calls the handlers of all base classes, so this is the only one; dialogs have `clicked`."""
        event.stop()
        self.clicked(event.command)

    def clicked(self, command: str) -> None:
        """A piece of a bar was clicked that has this command."""
        if command == "close":
            self.action_close()

    def action_help(self) -> None:
        """Say what can be done where the focus is."""
        from tcexplorer.tui.dialogs.text import dialog_help

        app: App[object] = self.app  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] generic
        app.push_screen(dialog_help(self.focused or self))

    def action_close(self) -> None:
        """Close with nothing chosen."""
        self.dismiss(None)
