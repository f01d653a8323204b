"""What dialogs share: a box in the middle with a title, clicks that are commands, escape, help; and a text to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.content.help import dialog_help, help_lines
from tcexplorer.tui.text.selection import SelectionScreen
from tcexplorer.tui.text.styled_text import INKS, Role
from tcexplorer.tui.widgets.bars import Bar, Piece, piece
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import Unpack

    from textual.app import App, ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen
    from textual.widget import Widget

    from tcexplorer.tui.text.styled_text import Line
    from tcexplorer.tui.widgets.widget_names import Names

_HELP = "What can be done here"
Result = TypeVar("Result")
Answer = TypeVar("Answer")


class Dialog(SelectionScreen, ModalScreen[Result], Generic[Result]):
    """A box over the screen, with a title. Escape closes it with nothing.

    Once it is closed it takes nothing more: keys that came with the one that closed it find no command here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        *bindings(Scope.EVERYWHERE, only=("help",)),
    ]
    CSS_PATH = Path(__file__).with_name("dialogs.tcss")
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (20, "-low"), (34, "-high")]  # noqa: RUF012 as Textual declares it
    AUTO_FOCUS = "TextField, TextView"
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    def __init__(self, title: str, *remarks: str, **names: Unpack[Names]) -> None:
        super().__init__(**names)
        self._title_bar = Bar(_title(title, *remarks), [piece("Esc", command="close")], classes="dialog-title")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield self._title_bar
            yield from self.inside()

    def inside(self) -> Iterable[Widget]:
        """The widgets below the title."""
        raise NotImplementedError

    def show_title(self, title: str, *remarks: str) -> None:
        """Another title, and what is to be known beside it."""
        self._title_bar.show(_title(title, *remarks), [piece("Esc", command="close")])

    @property
    def _app(self) -> App[object]:
        """The app, with a type."""
        return self.app  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] generic

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen, or below another dialog."""
        return self in self._app.screen_stack

    def ask(self, dialog: Screen[Answer], answered: Callable[[Answer | None], None] | None = None) -> None:
        """Show another dialog over this one."""
        if self.is_open:
            self._app.push_screen(dialog, answered)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with this result, and whatever is open over it with none; a second time does nothing."""
        if not self.is_open:
            return AwaitComplete.nothing()
        while self._app.screen is not self:
            self._app.pop_screen()
        return super().dismiss(result)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.is_open and super().check_action(action, parameters)

    @on(Bar.Clicked)
    async def _run_command(self, event: Bar.Clicked) -> None:
        event.stop()
        await self.run_action(event.command)

    def action_help(self) -> None:
        """Say what can be done where the focus is."""
        self.ask(TextDialog(_HELP, dialog_help(self.focused or self), is_help=True))

    def action_close(self) -> None:
        """Close with nothing chosen."""
        self.dismiss(None)


def _title(title: str, *remarks: str) -> list[Piece]:
    return [piece(title, style="bold"), *(piece(one, Role.MUTED) for one in remarks)]


class TextDialog(Dialog[None]):
    """Lines to be read, scrolled and copied. The help's own key closes it again (`is_help`)."""

    def __init__(self, title: str, lines: Sequence[Line | str], *, is_help: bool = False) -> None:
        super().__init__(title)
        self._page = TextView(lines, classes="reader")
        self._is_help = is_help

    def inside(self) -> Iterable[Widget]:
        yield self._page

    def action_help(self) -> None:
        if self._is_help:
            self.action_close()
        else:
            super().action_help()


def help_dialog(places: Sequence[Scope], only: Collection[str] | None = None) -> TextDialog:
    """The commands that work where the focus is, then those that work everywhere; of these `only` some, if given."""
    return TextDialog(_HELP, help_lines(places, only), is_help=True)


def value_dialog(title: str, text: str) -> TextDialog:
    """A window for a value that is longer than its row."""
    return TextDialog(title, visible_lines(text).split("\n"))
