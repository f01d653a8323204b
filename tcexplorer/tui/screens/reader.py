"""A text in a window: help, or a value that is longer than its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.commands import BY_ID, COMMANDS, Command, Place, at, key_text
from tcexplorer.tui.ink import Ink, Line, Span, bold, line, muted
from tcexplorer.tui.screens.dialog import Dialog
from tcexplorer.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from textual.widget import Widget


class Reader(Dialog[None]):
    """Lines to be read, scrolled and copied."""

    def __init__(self, title: str, lines: Sequence[Line | str]) -> None:
        super().__init__(title)
        self._page = Page(classes="reader")
        self._lines = lines

    def inside(self) -> Iterable[Widget]:
        yield self._page

    def on_mount(self) -> None:
        self._page.show(self._lines)


def value_reader(title: str, text: str) -> Reader:
    """A window for a value."""
    return Reader(title, visible_lines(text).split("\n"))


def help_reader(places: Sequence[Place]) -> Reader:
    """A window with the commands that work where the focus is, then those that work everywhere."""
    return Reader("What can be done here", help_lines(places))


def help_lines(places: Sequence[Place], only: Collection[str] | None = None) -> list[Line]:
    """The help text; made from the registry alone. Of the commands of everywhere `only` those, if they are given."""

    def is_here(command: Command) -> bool:
        return only is None or command.where is not Place.EVERYWHERE or command.id in only

    lines: list[Line] = []
    for place in (*places, Place.EVERYWHERE):
        found = at(place)
        if not found:
            continue
        lines += [
            line(bold(place.value.capitalize())),
            *(_row(command) for command in found if command.keys_now and is_here(command)),
            Line(),
        ]
    without = [command for command in COMMANDS if not command.keys_now and is_here(command)]
    if without:
        title = f"Only in the list of all commands ({BY_ID['commands'].key_text})"
        lines += [line(bold(title)), *(_row(command) for command in without)]
    return lines


def _row(command: Command) -> Line:
    keys = " ".join(key_text(key) for key in command.keys_now)
    return line(Span(f"  {keys:<14} ", Ink.KEY, "bold"), Span(command.title), muted(f"  {command.help}"), indent=17)
