"""Every command of the screen, once: key bindings, footer, palette and help are made from this list."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.binding import Binding, BindingType

from tcexplorer.tui.key_names import key_text, writes
from tcexplorer.tui.response.tabs import TABS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Scope(StrEnum):
    """Where a command works. Widgets name theirs in `PLACE`."""

    EVERYWHERE = "everywhere"
    ACTIONS = "in the action list"
    FORM = "in the form"
    JSON = "in the JSON editor"
    TREE = "in the response tree"
    TABLE = "in a table"
    EVENTS = "in an event stream"
    DIFFERENCES = "in a comparison"
    PAGE = "in a text"
    RAW = "in the answer's text"
    PROFILES = "in the list of profiles"
    PROFILE = "in a profile's form"
    DOCTOR = "in the doctor"
    REQUESTS = "in the sandbox's requests"


class Command(NamedTuple):
    """Something the user can do. `id` names the entry of a keymap; it or `action` the method (`action_<id>`)."""

    id: str
    keys: tuple[str, ...]
    title: str
    where: Scope
    help: str
    short: str = ""
    """What the footer calls it; the title when empty."""
    priority: bool = False
    """The key works although the focused widget has a use of its own for it."""
    action: str = ""
    """What Textual runs for it, when it is not the method of its id."""

    @property
    def runs(self) -> str:
        """The method's name without `action_`, with its arguments."""
        return self.action or self.id

    @property
    def full_id(self) -> str:
        """The id among the commands of all places, as in the table `keys` of config.toml: `send`, `tree.top`."""
        return self.id if self.where is Scope.EVERYWHERE else f"{self.where.name.lower()}.{self.id}"

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
    """Show these keys in footer, palette and help. `keys` as `tcexplorer.tui.keymap.checked` gives them."""
    _users.clear()
    _users.update(keys)


def _all(where: Scope, *rows: tuple[str, str, str, str]) -> tuple[Command, ...]:
    return tuple(Command(name, tuple(keys.split()), title, where, text) for name, keys, title, text in rows)


_MOVES: Final = (
    ("cursor_down", "down j", "Down", "Next row."),
    ("cursor_up", "up k", "Up", "Row before."),
    ("page_down", "pagedown ctrl+f", "Page down", "A page on."),
    ("page_up", "pageup ctrl+b", "Page up", "A page back."),
    ("top", "home g", "Top", "First row."),
    ("bottom", "end G", "Bottom", "Last row."),
)
_OPENS: Final = (
    ("expand", "right l", "Open", "Open, or go to the first row inside."),
    ("collapse", "left h", "Close", "Close, or go to the row this one is in."),
)
COMMANDS: Final = (
    Command("send", ("ctrl+r", "f5"), "Send", Scope.EVERYWHERE, "Sign the call and send it.", "send"),
    Command(
        "search",
        ("ctrl+o", "f3", "slash"),
        "Search actions",
        Scope.EVERYWHERE,
        "Go to the search box; every word you type narrows the list.",
        "actions",
        priority=True,  # so that what is typed right behind the key goes into the box
    ),
    Command(
        "copy_request_id",
        ("ctrl+y", "f8"),
        "Copy RequestId",
        Scope.EVERYWHERE,
        "Send the RequestId of the last answer to the terminal's clipboard.",
        "copy RequestId",
        priority=True,
    ),
    Command(
        "back",
        ("escape",),
        "Cancel or back",
        Scope.EVERYWHERE,
        "Stop waiting for an answer; otherwise close what is open, or go one pane back.",
        "cancel",
    ),
    Command(
        "example",
        ("ctrl+l", "f7"),
        "Load example",
        Scope.EVERYWHERE,
        "Fill the form from an official example; again for the next one.",
        "example",
    ),
    Command("next_pane", ("f6",), "Next pane", Scope.EVERYWHERE, "Move to the next pane.", "next pane", priority=True),
    Command(
        "previous_pane",
        ("shift+f6", "f18"),
        "Previous pane",
        Scope.EVERYWHERE,
        "Move to the previous pane.",
        priority=True,
    ),
    *_all(
        Scope.EVERYWHERE,
        ("next_tab", "f4 right_square_bracket", "Next tab", "Show the next tab of the pane you are in."),
        ("previous_tab", "shift+f4 f16 left_square_bracket", "Previous tab", "Show the tab before."),
        ("past", "ctrl+t T", "Past answers", "See an earlier answer of this session again."),
        ("region", "ctrl+g f9", "Choose region", "Choose the region that calls are sent with, or none."),
        (
            "profile",
            "ctrl+n P",
            "Choose profile",
            "Choose whom calls are made as: a profile, the environment, the sandbox.",
        ),
        ("profiles", "shift+f9 f21 U", "Manage profiles", "Add, test, edit and remove profiles and their keys."),
        ("endpoint", "ctrl+s E", "Choose endpoint", "Choose the host that calls go to, or type one."),
        (
            "language",
            "f11 L",
            "English or Chinese",
            "Switch documentation and the API's messages to the other language.",
        ),
        ("resize", "f12 z", "Larger answer", "Give the answer more room, or share it evenly again."),
        ("grow_pane", "greater_than_sign shift+f12 f24", "Larger pane", "Give the pane you are in more room."),
        ("shrink_pane", "less_than_sign shift+f11 f23", "Smaller pane", "Give the pane you are in less room."),
    ),
    Command(
        "commands",
        ("ctrl+p", "f2", "colon"),
        "All commands",
        Scope.EVERYWHERE,
        "Find any command by its name.",
        "commands",
        priority=True,
    ),
    Command("help", ("f1", "question_mark"), "Help", Scope.EVERYWHERE, "What can be done where you are.", "help"),
    *(
        Command(f"tab_{name.lower()}", (), f"Show {name}", Scope.EVERYWHERE, text, action=f"request_tab('{name}')")
        for name, text in (
            ("Form", "Fill in the parameters field by field."),
            ("JSON", "Edit all parameters as one JSON text."),
            ("Request", "See the exact bytes that will be sent."),
            ("Signature", "See every step from the request to its signature."),
            ("Docs", "Read what the action and its parameters are for."),
        )
    ),
    *(
        Command(tab.command, tab.keys, tab.title, Scope.EVERYWHERE, tab.help, action=f"response_tab('{tab.name}')")
        for tab in TABS
    ),
    *_all(
        Scope.EVERYWHERE,
        ("filter", "F vertical_line", "Filter the answer", "Take a part of the answer by a JMESPath expression."),
        ("compare", "I", "Compare with the one before", "See what differs from the action's answer before this one."),
        ("compare_with", "H", "Compare with another", "Choose an answer of this session, and see what differs."),
        ("save", "W", "Save", "Write the answer, what is filtered of it or its table to a file."),
        ("pager", "Z", "Read in $PAGER", "Show the answer's text in your own pager, secrets masked."),
        (
            "copy_selection",
            "ctrl+c C",
            "Copy selection",
            "Send what was selected with the mouse to the terminal's clipboard.",
        ),
        ("reveal", "A", "Show Authorization", "Show or mask Authorization and token in the request."),
        ("copy_canonical_request", "1", "Copy canonical request", "Send it, as it is signed now, to the clipboard."),
        ("copy_canonical_hash", "2", "Copy its hash", "Send the hash of the canonical request to the clipboard."),
        ("copy_scope", "3", "Copy credential scope", "Send the scope to the clipboard."),
        ("copy_string_to_sign", "4", "Copy string to sign", "Send it, as it is signed now, to the clipboard."),
        ("copy_signature", "6", "Copy signature", "Send the signature to the clipboard."),
        ("copy_policy", "O", "Copy CAM policy", "Send a policy that allows the refused call to the clipboard."),
        (
            "export_call",
            "X",
            "Export call",
            "Copy the call as a command of curl or tccli, without a key in it.",
        ),
        ("sandbox", "S", "Sandbox requests", "See what reaches the sandbox, from your own programs too."),
        ("doctor", "D", "Signature doctor", "Find the mistake in a request that you paste or open."),
        (
            "compare_printed",
            "equals_sign",
            "Compare with your code",
            "Paste the canonical request or string to sign that your code printed, and see what differs.",
        ),
        (
            "correct_clock",
            "K",
            "Sign with the server's clock",
            "Correct this machine's clock for this session, and send the refused call again.",
        ),
        (
            "paste_call",
            "V",
            "Paste a call",
            "Fill the form from a tccli or curl command, a raw request or a JSON object, pasted or from a file.",
        ),
        (
            "examples",
            "shift+f7 f19 M",
            "Examples",
            "See all official examples of the action, and fill the form from one.",
        ),
        (
            "edit",
            "",
            "Edit in $EDITOR",
            "Edit all parameters in your own editor; in the form, at a text, that text alone.",
        ),
        ("clear", "", "Clear parameters", "Empty the form; again brings back what was in it."),
        ("theme", "", "Change theme", "Choose the colours."),
    ),
    Command("quit", ("ctrl+q", "f10", "Q"), "Quit", Scope.EVERYWHERE, "Leave tcexplorer.", priority=True),
    *_all(
        Scope.ACTIONS,
        ("choose", "enter", "Choose", "Open the action's form; open or close an area, service or group."),
        ("cursor_down", "down j", "Down", "Next row."),
        ("cursor_up", "up k", "Up", "Row before."),
        ("page_down", "pagedown", "Page down", "A page on."),
        ("page_up", "pageup", "Page up", "A page back."),
        ("top", "home g", "Top", "First row."),
        ("bottom", "end G", "Bottom", "Last row."),
        (
            "open_group",
            "right l",
            "Open",
            "Open it, or go to the first row inside; in the search box while it is empty.",
        ),
        ("close_group", "left h", "Close", "Close it, or go to the row this one is in."),
        ("all_services", "minus X", "All services", "Empty the search box and close every area."),
        ("groups", "shift+f3 f15 t", "Services or list", "Show services by area, or every action in one list."),
    ),
    Command(
        "favourite",
        ("ctrl+d", "insert", "f"),
        "Favourite",
        Scope.ACTIONS,
        "Keep the action on top of the list, or take it away from there.",
        priority=True,  # a text field would delete a character
    ),
    *_all(
        Scope.FORM,
        ("next_field", "tab down", "Next field", "Go to the next field, behind the last one to the next pane."),
        ("previous_field", "shift+tab up", "Previous field", "Go to the field before."),
        (
            "open_field",
            "enter",
            "Open or next",
            "Open or close a list or an object, choose a file; from other fields to the next one.",
        ),
        ("expand", "right", "Open", "Where nothing is typed: open a list or an object, or go to the first row inside."),
        ("collapse", "left", "Close", "Where nothing is typed: close it, or go to the row this one is in."),
        ("switch", "space", "True, false, not set", "Switch a bool to its next value."),
        ("add_item", "insert ctrl+f", "Add item", "Add an item to the list you are in, behind this one."),
        ("remove", "shift+delete ctrl+x", "Remove or unset", "Remove the item; anything else is not set any more."),
        ("move_up", "shift+up ctrl+up", "Move item up", "Move the item one place up in its list."),
        ("move_down", "shift+down ctrl+down", "Move item down", "Move the item one place down in its list."),
        (
            "offer",
            "ctrl+b shift+f3 f15",
            "Suggest values",
            "List values of earlier answers, and those the documentation names.",
        ),
        ("set_empty", "", "Set empty", "Set an empty text, list or object, which is not the same as nothing."),
        ("required_only", "shift+f2 f14", "Required only", "Show what is required or set only, or everything again."),
        ("deprecated", "", "Show deprecated", "Show deprecated parameters, or hide those that are not set."),
        ("edit_json", "", "Edit as JSON", "Edit this value in the JSON editor."),
        ("choose_file", "", "Choose file", "Put a file's bytes here as base64."),
        ("expand_all", "", "Open all", "Open everything; a type within itself only where it is set."),
        ("collapse_all", "", "Close all", "Close everything."),
    ),
    Command(
        "duplicate_item",
        ("ctrl+d",),
        "Duplicate item",
        Scope.FORM,
        "Put a copy of the item behind it.",
        priority=True,  # a text field would delete a character
    ),
    *_all(
        Scope.TREE,
        (
            "open_close",
            "enter space",
            "Open or close",
            "Open or close a list or object; show a long text in a window.",
        ),
        *_MOVES,
        *_OPENS,
        ("parent", "u backspace", "Parent", "Go to the row this one is in."),
        ("next_sibling", "full_stop J", "Next beside", "Go to the next row of the same list or object."),
        ("previous_sibling", "comma B", "Beside before", "Go to the row before of the same list or object."),
        ("expand_below", "b", "Open all inside", "Open everything inside this row."),
        ("expand_level", "e plus", "Open level", "Open this row and every row beside it."),
        ("collapse_level", "c", "Close level", "Close this row and every row beside it."),
        ("expand_all", "x asterisk", "Open all", "Open everything; Esc stops it."),
        ("collapse_all", "X minus", "Close all", "Close everything."),
        ("find", "slash", "Find in the answer", "Find a text in names and values; Esc stops and closes it."),
        ("find_next", "n", "Next match", "Go to the next row that has it."),
        ("find_previous", "N", "Match before", "Go to the row before that has it."),
        ("view", "v", "View whole value", "Show the whole value in a window."),
        ("open_inner", "o", "Open JSON in a text", "Open a text that is JSON itself as a tree of its own."),
        ("uncover", "R", "Show secret", "Show or mask the secret value in this row, here and in copies."),
        ("copy_value", "y", "Copy value", "Send the value to the clipboard: a text as it is, anything else as JSON."),
        ("copy_json", "i", "Copy as JSON", "Send the value and all that is in it to the clipboard as JSON."),
        ("copy_path", "Y", "Copy path", "Send the path of the value to the clipboard, as JMESPath writes it."),
        ("copy_json_path", "p", "Copy JSONPath", "Send the path to the clipboard, as JSONPath writes it."),
        ("copy_row", "w", "Copy row", "Send name and value of this row to the clipboard."),
    ),
    *_all(Scope.RAW, ("as_received", "p", "Indented or as received", "Show the body indented, or as it was sent.")),
    *_all(
        Scope.TABLE,
        ("open_record", "enter space", "Show in the tree", "Go to the record in the tree."),
        *_MOVES,
        ("next_column", "right l", "Right", "Next column."),
        ("previous_column", "left h", "Left", "Column before."),
        ("sort", "s", "Sort", "Sort by the column; again the other way round; again as the answer has it."),
        ("hide_column", "minus", "Hide column", "Do not show the column."),
        ("show_columns", "asterisk x", "Show all columns", "Show hidden columns again."),
        ("filter_rows", "slash", "Find rows", "Show only rows that have a text."),
        ("view", "v", "View whole value", "Show the whole value in a window."),
        ("uncover", "R", "Show secret", "Show or mask the secret value in this cell, here and in copies."),
        ("copy_cell", "y", "Copy cell", "Send the value to the terminal's clipboard."),
        ("copy_row", "Y", "Copy row", "Send the record as JSON to the terminal's clipboard."),
        ("export", "e", "Export CSV", "Write the rows and columns that are shown to a file."),
    ),
    *_all(
        Scope.EVENTS,
        ("view", "enter space v", "View event", "Show the whole event in a window."),
        ("cursor_down", "down j", "Down", "Next event."),
        ("cursor_up", "up k", "Up", "Event before."),
        ("page_down", "pagedown ctrl+f", "Page down", "A page on."),
        ("page_up", "pageup ctrl+b", "Page up", "A page back."),
        ("top", "home g", "Top", "First event."),
        ("bottom", "end G", "Bottom", "Last event; while they come, stay with the last one."),
        ("read_text", "t", "Read the text", "Show the parts of a message that the events brought as one text."),
        ("copy_event", "y", "Copy event", "Send the event's data to the terminal's clipboard."),
    ),
    *_all(
        Scope.DIFFERENCES,
        ("next_difference", "n", "Next difference", "Go to the next value that differs."),
        ("previous_difference", "N", "Difference before", "Go to the one before."),
        ("open_close", "enter space", "Open or close", "Open or close a list or object."),
        *_MOVES,
        *_OPENS,
    ),
    *_all(
        Scope.PAGE,
        ("line_down", "down j", "Down", "A line on."),
        ("line_up", "up k", "Up", "A line back."),
        ("page_down", "pagedown space ctrl+f", "Page down", "A page on."),
        ("page_up", "pageup b ctrl+b", "Page up", "A page back."),
        ("top", "home g", "Top", "The beginning."),
        ("bottom", "end G", "Bottom", "The end."),
        ("shift_right", "right l", "Right", "Longer lines: to the right."),
        ("shift_left", "left h", "Left", "To the left."),
        ("copy_text", "y", "Copy text", "Send the text to the terminal's clipboard."),
        ("find", "slash", "Find in this text", "Mark every place that has what you type."),
        ("find_next", "n", "Next match", "Go to the next place that has it."),
        ("find_previous", "N", "Match before", "Go to the place before."),
    ),
    *_all(
        Scope.PROFILES,
        ("use", "enter u", "Use", "Make calls as this profile."),
        ("add", "a insert", "Add", "Add a profile and its key."),
        ("test", "t", "Test", "Ask sts whom the key belongs to; this sends one signed call."),
        ("edit", "e", "Edit", "Change a profile, or give it another key."),
        ("remove", "d delete", "Remove", "Remove a profile, and its key from the keyring."),
        ("make_default", "m", "Make default", "Use this profile when none is named."),
        ("cursor_down", "down j", "Down", "Next profile."),
        ("cursor_up", "up k", "Up", "Profile before."),
    ),
    *_all(
        Scope.PROFILE,
        ("save", "ctrl+s f5", "Save", "Keep what was typed."),
        ("regions", "ctrl+g f9", "List of regions", "Choose the region from the list of all."),
    ),
    # before the field, so that what is typed right behind the key, a secret maybe, is not written there
    Command("next_field", ("tab", "down"), "Next field", Scope.PROFILE, "Go to the next field.", priority=True),
    Command(
        "previous_field", ("shift+tab", "up"), "Previous field", Scope.PROFILE, "Go to the field before.", priority=True
    ),
    *_all(
        Scope.REQUESTS,
        ("open_in_doctor", "enter d", "Open in the doctor", "Examine the request in the doctor."),
        ("copy_url", "u", "Copy URL", "Send the sandbox's address to the terminal's clipboard."),
        ("copy_environment", "e", "Copy key", "Send lines that put the sandbox's key into a shell's environment."),
    ),
    *_all(
        Scope.DOCTOR,
        ("examine", "ctrl+r f5", "Examine", "Find the mistake in the signature."),
        ("open_file", "ctrl+o f3", "Open a file", "Read the request from a file."),
        ("choose_key", "ctrl+n f9", "Choose the key", "Choose whose key the request was to be signed with."),
        ("printed", "ctrl+t f7", "Printed by your code", "Give the canonical request or string to sign you printed."),
    ),
)
BY_ID: Final = {command.id: command for command in COMMANDS if command.where is Scope.EVERYWHERE}
ON_EVERY_APP: Final = ("quit", "copy_request_id")
"""Commands that work over dialogs, too."""


def at(where: Scope) -> tuple[Command, ...]:
    """The commands of a place."""
    return tuple(command for command in COMMANDS if command.where is where)


def of_place(where: Scope, name: str) -> Command:
    """A command of a place by its id."""
    return next(command for command in COMMANDS if command.where is where and command.id == name)


def bindings(where: Scope, *, only: Iterable[str] | None = None, but: Iterable[str] = ()) -> list[BindingType]:
    """Key bindings of a place's commands; `only` takes the named ones, `but` leaves the named ones out."""
    names = {command.id for command in at(where)}
    wanted = names.intersection(names if only is None else only).difference(but)
    return [
        Binding(
            ",".join(keys),
            command.runs,
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
        typed = [key for key in keys if writes(key)]
        keys = [key for key in keys if not writes(key)]
        yield f"{command.full_id}.typed", False, typed or [f"unset_{command.full_id}.typed"]
    yield command.full_id, command.priority, keys or [f"unset_{command.full_id}"]
