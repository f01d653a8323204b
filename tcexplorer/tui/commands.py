"""Every command of the screen, once: key bindings, footer, palette and help are made from this list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Place(StrEnum):
    """Where a command works. Widgets name theirs in `PLACE`."""

    EVERYWHERE = "everywhere"
    ACTIONS = "in the action list"
    FORM = "in the form"
    JSON = "in the JSON editor"
    TREE = "in the response tree"
    PAGE = "in a text"


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do. `id` names the method (`action_<id>`) and the entry of a keymap."""

    id: str
    keys: tuple[str, ...]
    title: str
    where: Place
    help: str
    short: str = ""
    """What the footer calls it; the title when empty."""
    priority: bool = False
    """The key works although the focused widget has a use of its own for it."""

    @property
    def full_id(self) -> str:
        """The id among the commands of all places, as in the table `keys` of config.toml: `send`, `tree.top`."""
        return self.id if self.where is Place.EVERYWHERE else f"{self.where.name.lower()}.{self.id}"

    @property
    def keys_now(self) -> tuple[str, ...]:
        """The user's keys for it, or else its own."""
        return _users.get(self.full_id, self.keys)

    @property
    def key_text(self) -> str:
        """The first key as the footer writes it: `^R`, `F1`."""
        return key_text(self.keys_now[0]) if self.keys_now else ""


_users: dict[str, tuple[str, ...]] = {}
"""The user's keys by full id; set when the app is made."""


def use_keys(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Show these keys in footer, palette and help. `keys` as `tcexplorer.tui.keys.checked` gives them."""
    _users.clear()
    _users.update(keys)


def _all(where: Place, *rows: tuple[str, str, str, str]) -> tuple[Command, ...]:
    return tuple(Command(name, tuple(keys.split()), title, where, text) for name, keys, title, text in rows)


COMMANDS: Final = (
    Command("send", ("ctrl+r", "f5"), "Send", Place.EVERYWHERE, "Sign the call and send it.", "send"),
    Command(
        "search",
        ("ctrl+o", "f3", "slash"),
        "Search actions",
        Place.EVERYWHERE,
        "Go to the search box; every word you type narrows the list.",
        "actions",
        priority=True,  # so that what is typed right behind the key goes into the box
    ),
    Command(
        "copy_request_id",
        ("ctrl+y", "f8"),
        "Copy RequestId",
        Place.EVERYWHERE,
        "Send the RequestId of the last answer to the terminal's clipboard.",
        "copy RequestId",
        priority=True,
    ),
    Command(
        "back",
        ("escape",),
        "Cancel or back",
        Place.EVERYWHERE,
        "Stop waiting for an answer; otherwise close what is open, or go one pane back.",
        "cancel",
    ),
    Command(
        "example",
        ("ctrl+l", "f7"),
        "Load example",
        Place.EVERYWHERE,
        "Fill the form from an official example; again for the next one.",
        "example",
    ),
    Command("next_pane", ("f6",), "Next pane", Place.EVERYWHERE, "Move to the next pane.", "next pane", priority=True),
    Command(
        "previous_pane",
        ("shift+f6",),
        "Previous pane",
        Place.EVERYWHERE,
        "Move to the previous pane.",
        priority=True,
    ),
    *_all(
        Place.EVERYWHERE,
        ("next_tab", "f4 right_square_bracket", "Next tab", "Show the next tab of the pane you are in."),
        ("previous_tab", "shift+f4 left_square_bracket", "Previous tab", "Show the tab before."),
        ("past", "ctrl+t", "Past answers", "See an earlier answer of this session again."),
        ("region", "ctrl+g f9", "Choose region", "Choose the region that calls are sent with, or none."),
        (
            "profile",
            "ctrl+n P",
            "Choose profile",
            "Choose whom calls are made as: a profile, the environment, the sandbox.",
        ),
        ("endpoint", "ctrl+s E", "Choose endpoint", "Choose the host that calls go to, or type one."),
        (
            "language",
            "f11 L",
            "English or Chinese",
            "Switch documentation and the API's messages to the other language.",
        ),
        ("resize", "f12 z", "Larger answer", "Give the answer more room, or share it evenly again."),
    ),
    Command(
        "commands",
        ("ctrl+p", "f2", "colon"),
        "All commands",
        Place.EVERYWHERE,
        "Find any command by its name.",
        "commands",
        priority=True,
    ),
    Command("help", ("f1", "question_mark"), "Help", Place.EVERYWHERE, "What can be done where you are.", "help"),
    *_all(
        Place.EVERYWHERE,
        ("tab_form", "", "Show Form", "Fill in the parameters field by field."),
        ("tab_json", "", "Show JSON", "Edit all parameters as one JSON text."),
        ("tab_request", "", "Show Request", "See the exact bytes that will be sent."),
        ("tab_signature", "", "Show Signature", "See every step from the request to its signature."),
        ("tab_docs", "", "Show Docs", "Read what the action and its parameters are for."),
        ("tab_tree", "", "Show answer as tree", "Walk through the answer."),
        ("tab_raw", "", "Show answer as text", "The answer's body, indented when it is JSON."),
        ("tab_timing", "", "Show timing", "Where the time went, the HTTP status and the headers."),
        ("tab_why", "", "Show why", "What the error means and what to do about it."),
        ("reveal", "A", "Show Authorization", "Show or mask Authorization and token in the request."),
        ("clear", "", "Clear parameters", "Empty the form; again brings back what was in it."),
        ("theme", "", "Change theme", "Choose the colours."),
    ),
    Command("quit", ("ctrl+q", "f10"), "Quit", Place.EVERYWHERE, "Leave tcexplorer.", priority=True),
    *_all(
        Place.ACTIONS,
        ("choose", "enter", "Choose", "Open the action's form."),
        ("cursor_down", "down j", "Down", "Next action."),
        ("cursor_up", "up k", "Up", "Action before."),
        ("page_down", "pagedown", "Page down", "A page on."),
        ("page_up", "pageup", "Page up", "A page back."),
    ),
    *_all(
        Place.FORM,
        ("next_field", "tab down", "Next field", "Go to the next field, behind the last one to the next pane."),
        ("previous_field", "shift+tab up", "Previous field", "Go to the field before."),
        ("open_field", "enter", "Open", "Edit a list or an object as JSON; from other fields to the next one."),
    ),
    *_all(
        Place.TREE,
        (
            "open_close",
            "enter space",
            "Open or close",
            "Open or close a list or object; show a long text in a window.",
        ),
        ("cursor_down", "down j", "Down", "Next row."),
        ("cursor_up", "up k", "Up", "Row before."),
        ("expand", "right l", "Open", "Open, or go to the first row inside."),
        ("collapse", "left h", "Close", "Close, or go to the row this one is in."),
        ("page_down", "pagedown ctrl+f", "Page down", "A page on."),
        ("page_up", "pageup ctrl+b", "Page up", "A page back."),
        ("top", "home g", "Top", "First row."),
        ("bottom", "end G", "Bottom", "Last row."),
        ("expand_all", "asterisk x", "Open all", "Open everything."),
        ("collapse_all", "minus X", "Close all", "Close everything."),
        ("view", "v", "View whole value", "Show the whole value in a window."),
        ("copy_value", "y", "Copy value", "Send the value to the terminal's clipboard."),
        ("copy_path", "Y", "Copy path", "Send the path of the value (JMESPath) to the terminal's clipboard."),
    ),
    *_all(
        Place.PAGE,
        ("line_down", "down j", "Down", "A line on."),
        ("line_up", "up k", "Up", "A line back."),
        ("page_down", "pagedown space ctrl+f", "Page down", "A page on."),
        ("page_up", "pageup b ctrl+b", "Page up", "A page back."),
        ("top", "home g", "Top", "The beginning."),
        ("bottom", "end G", "Bottom", "The end."),
        ("shift_right", "right l", "Right", "Longer lines: to the right."),
        ("shift_left", "left h", "Left", "To the left."),
        ("copy_text", "y", "Copy text", "Send the text to the terminal's clipboard."),
    ),
)
BY_ID: Final = {command.id: command for command in COMMANDS if command.where is Place.EVERYWHERE}


def at(where: Place) -> tuple[Command, ...]:
    """The commands of a place."""
    return tuple(command for command in COMMANDS if command.where is where)


def bindings(where: Place, *, only: Iterable[str] | None = None, but: Iterable[str] = ()) -> list[BindingType]:
    """Key bindings of a place's commands; `only` takes the named ones, `but` leaves the named ones out."""
    names = {command.id for command in at(where)}
    wanted = names.intersection(names if only is None else only).difference(but)
    return [
        Binding(
            ",".join(keys),
            command.id,
            command.title,
            show=False,
            priority=priority,
            id=binding_id,
        )
        for command in at(where)
        if command.id in wanted
        for binding_id, priority, keys in split(command, command.keys)
    ]


def split(command: Command, keys: Iterable[str]) -> Iterator[tuple[str, bool, list[str]]]:
    """Bindings of a command with these keys: id, priority, keys. A binding without keys has one that no terminal sends.

    Of a command that goes before the focused widget, keys that write something are apart: these never do.
    """
    keys = list(keys)
    if command.priority:
        typed = [key for key in keys if _writes(key)]
        keys = [key for key in keys if not _writes(key)]
        yield f"{command.full_id}.typed", False, typed or [f"unset_{command.full_id}.typed"]
    yield command.full_id, command.priority, keys or [f"unset_{command.full_id}"]


def _writes(key: str) -> bool:
    return "+" not in key and key not in _SILENT


_SILENT = {
    *(f"f{number}" for number in range(1, 25)), "up", "down", "left", "right", "home", "end", "pageup", "pagedown",
    "escape", "enter", "tab", "backspace", "delete", "insert",
}  # fmt: skip


_CHARACTERS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": "Space",
}
_KEY_NAMES = {
    **_CHARACTERS,
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_text(key: str) -> str:
    """A key as people write it: `^R`, `F1`, `Tab`, `shift+F6`."""
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    if key.startswith("shift+"):
        return f"shift+{key_text(key[6:])}"
    return _KEY_NAMES.get(key) or (key if len(key) == 1 else key.capitalize())
