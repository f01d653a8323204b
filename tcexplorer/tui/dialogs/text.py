"""A text in a window: help, or a value that is longer than its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.commands import BY_ID, COMMANDS, Command, Scope, at
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.key_names import key_text
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted
from tcexplorer.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from textual.dom import DOMNode
    from textual.widget import Widget


class TextDialog(Dialog[None]):
    """Lines to be read, scrolled and copied."""

    def __init__(self, title: str, lines: Sequence[Line | str]) -> None:
        super().__init__(title)
        self._page = TextView(classes="reader")
        self._lines = lines

    def inside(self) -> Iterable[Widget]:
        yield self._page

    def on_mount(self) -> None:
        self._page.show(self._lines)


def value_reader(title: str, text: str) -> TextDialog:
    """A window for a value."""
    return TextDialog(title, visible_lines(text).split("\n"))


class HelpDialog(TextDialog):
    """A window that says what can be done. Its own key closes it again."""

    def __init__(self, lines: Sequence[Line | str]) -> None:
        super().__init__("What can be done here", lines)

    def action_help(self) -> None:
        self.action_close()


def help_reader(places: Sequence[Scope]) -> HelpDialog:
    """A window with the commands that work where the focus is, then those that work everywhere."""
    return HelpDialog(help_lines(places))


def dialog_help(focused: DOMNode) -> HelpDialog:
    """The same for a dialog, where only its own commands work."""
    return HelpDialog(
        [
            *_sections(places_of(focused)),
            line(bold("In a window")),
            _said("Esc", "Close", "Close the window; nothing was chosen then."),
            _said("Enter", "Choose", "Take what is chosen or written."),
            _said("Tab shift+Tab", "Next, previous", "Go to what else can be chosen or written."),
        ]
    )


def places_of(focused: DOMNode | None) -> list[Scope]:
    """Where the focus is, from the inside out."""
    nodes = focused.ancestors_with_self if focused is not None else ()
    found = [place for node in nodes if isinstance(place := getattr(node, "PLACE", None), Scope)]
    return list(dict.fromkeys(found))


def help_lines(places: Sequence[Scope], only: Collection[str] | None = None) -> list[Line]:
    """The help text; made from the registry alone. Of the commands of everywhere `only` those, if they are given."""
    lines = _sections((*places, Scope.EVERYWHERE), only)
    without = [command for command in COMMANDS if not command.keys_now and _is_meant(command, only)]
    if without:
        title = f"Only in the list of all commands ({BY_ID['commands'].key_text})"
        lines += [line(bold(title)), *(_row(command) for command in without)]
    return lines


def _sections(places: Sequence[Scope], only: Collection[str] | None = None) -> list[Line]:
    lines: list[Line] = []
    for place in places:
        if found := at(place):
            rows = [_row(command) for command in found if command.keys_now and _is_meant(command, only)]
            lines += [line(bold(place.value.capitalize())), *rows, Line()]
    return lines


def _is_meant(command: Command, only: Collection[str] | None) -> bool:
    return only is None or command.where is not Scope.EVERYWHERE or command.id in only


def _row(command: Command) -> Line:
    return _said(" ".join(key_text(key) for key in command.keys_now), command.title, command.help)


def _said(keys: str, title: str, text: str) -> Line:
    return line(Span(f"  {keys:<14} ", Role.KEY, "bold"), Span(title), muted(f"  {text}"), indent=17)
