"""What can be done, by place: made from the command table alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.commands import BY_ID, COMMANDS, Command, Scope, at
from tcexplorer.tui.key_names import key_text
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.dom import DOMNode


def dialog_help(focused: DOMNode) -> list[Line]:
    """What can be done in a dialog, where only its own commands work."""
    return [
        *_sections(places_of(focused)),
        line(bold("In a window")),
        _said("Esc", "Close", "Close the window; nothing was chosen then."),
        _said("Enter", "Choose", "Take what is chosen or written."),
        _said("Tab shift+Tab", "Next, previous", "Go to what else can be chosen or written."),
    ]


def places_of(focused: DOMNode | None) -> list[Scope]:
    """Where the focus is, from the inside out."""
    nodes = focused.ancestors_with_self if focused is not None else ()
    found = [place for node in nodes if isinstance(place := getattr(node, "PLACE", None), Scope)]
    return list(dict.fromkeys(found))


def help_lines(places: Sequence[Scope], only: Collection[str] | None = None) -> list[Line]:
    """The help text. Of the commands of everywhere `only` those, if they are given."""
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
