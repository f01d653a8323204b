"""The user's keys, from the table `keys` of config.toml: checked, and as a keymap of Textual."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import TYPE_CHECKING, Final

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from tcexplorer.tui.commands import COMMANDS, Scope, at, split
from tcexplorer.tui.key_names import key_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tcexplorer.tui.commands import Command

_NAMES: Final = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert",
}  # fmt: skip
_PUNCTUATION: Final = {
    character: KEY_NAME_REPLACEMENTS.get(name, name)
    for character in " " + string.punctuation
    for name in [unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")]
}
_KNOWN: Final = {*_NAMES.values(), *_PUNCTUATION.values(), *(key.value for key in Keys)}
_ON_TOP: Final = (Scope.PROFILES, Scope.PROFILE, Scope.DOCTOR, Scope.REQUESTS, Scope.DIFFERENCES)
"""Places in dialogs, where the commands of everywhere do not work."""
_MODIFIED: Final = re.compile(r"((?:ctrl|shift|alt|super|meta|hyper)\+)*(.+)", re.DOTALL)


class KeysError(ValueError):
    """Keys that cannot be used; the text is one line for the user."""


def checked(said: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Keys by the command's full id, under their names. Raises KeysError for an unknown command, an unknown key, or
    a key that would mean two things where both work.
    """
    commands = {command.full_id: command for command in COMMANDS}
    for name in said:
        if name not in commands:
            raise KeysError(f"there is no command {name!r}{_nearest(name, commands)}")
    found = {name: tuple(dict.fromkeys(_key(name, key) for key in keys)) for name, keys in said.items()}
    for place in Scope:
        _refuse_conflicts(place, found)
    return found


def _key(name: str, said: str) -> str:
    parts = _MODIFIED.fullmatch(said if len(said) == 1 else said.strip())
    if parts is None:
        raise KeysError(f"{name}: the key is empty; an empty list takes all keys away")
    last = parts[2] if len(parts[2]) == 1 else parts[2].lower()
    last = _PUNCTUATION.get(last) or _NAMES.get(last, last)
    if last not in _KNOWN and not (len(last) == 1 and last.isalnum()):
        raise KeysError(f"{name}: there is no key {said!r}{_nearest(last, _KNOWN)}")
    modifiers = parts[0][: len(parts[0]) - len(parts[2])].lower()
    if modifiers == "shift+" and last.isalpha() and len(last) == 1:
        return last.upper()
    return f"{modifiers}{last.lower() if modifiers and len(last) == 1 else last}"


def _refuse_conflicts(place: Scope, users: Mapping[str, tuple[str, ...]]) -> None:
    """Two commands of a place; or one of the place and one of everywhere that goes before it, or is the user's."""
    owners: dict[str, Command] = {}
    for command in _working(place):
        for _, priority, keys in split(command, users.get(command.full_id, command.keys)):
            if command.where is not place and not priority and command.full_id not in users:
                continue
            for key in keys:
                other = owners.setdefault(key, command)
                if other is not command and {other.full_id, command.full_id} & set(users):
                    raise KeysError(f"{key_text(key)} is both {other.full_id} and {command.full_id}")


def _working(place: Scope) -> Iterator[Command]:
    yield from at(place)
    if place not in (Scope.EVERYWHERE, *_ON_TOP):
        yield from at(Scope.EVERYWHERE)


def keymap(keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The checked keys as Textual wants them: ids of bindings, keys joined with commas."""
    return {
        binding: ",".join(found)
        for command in COMMANDS
        if command.full_id in keys
        for binding, _, found in split(command, keys[command.full_id])
    }


def _nearest(name: str, known: Mapping[str, object] | set[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    close = get_close_matches(name, sorted(known), 1, 0.5)
    return f" (did you mean {close[0]}?)" if close else ""
