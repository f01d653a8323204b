"""What `config.toml` says: the profiles, the default one, and keys of the screen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tcexplorer.credentials.profile import NAME, Profile
from tcexplorer.credentials.providers import SOURCES
from tcexplorer.protocol.endpoints import EndpointError, parse_endpoint
from tcexplorer.protocol.model import Language, Site
from tcexplorer.safety.private_file import PrivateFileError, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SHORTER_THAN_A_KEY = 26


@dataclass(frozen=True, slots=True)
class Config:
    """What `config.toml` says; empty when there is none."""

    profiles: Mapping[str, Profile] = field(default_factory=dict[str, Profile])
    default: str | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The table `keys`: keys of the screen by the command's id, as they are written."""


class ConfigError(Exception):
    """`config.toml` cannot be used; the text is one line that says where and what to do."""


_KEYS = {
    "source": str,
    "region": str,
    "site": Site,
    "endpoint": str,
    "language": Language,
    "read_only": bool,
    "production": bool,
}
_SOURCES = {name: name for name, source in SOURCES.items() if source.in_config}
_TOP = ("profiles", "default_profile", "keys")
_DEEPEST = 8


def load_config(path: Path) -> Config:
    """Read `config.toml`. Raises ConfigError for a file that cannot be read or says something unknown."""
    try:
        text = read_text(path)
    except PrivateFileError as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    return Config() if text is None else parse_config(text, str(path))


def parse_config(text: str, where: str = "config.toml") -> Config:
    """The configuration in a TOML text. Raises ConfigError, naming the place, for what it does not know."""
    try:
        document = tomllib.loads(text)
    except ValueError as error:  # a number of thousands of digits as well
        raise ConfigError(f"{where} is not TOML: {error}; mend that place, or move the file away") from error
    except RecursionError:
        raise ConfigError(f"{where} is nested too deeply") from None
    for key in document:
        if key not in _TOP:
            _refuse_secret(where, key)
            raise ConfigError(f"{where}: unknown key {key!r}{_nearest(key, _TOP)}; known: {', '.join(_TOP)}")
    tables = document.get("profiles", {})
    if not isinstance(tables, dict):
        raise ConfigError(f"{where}: profiles is to be a table, [profiles.NAME]")
    profiles: dict[str, Profile] = {}
    for name, table in tables.items():  # pyright: ignore[reportUnknownVariableType]
        profiles[str(name)] = _profile(str(name), table, where)  # pyright: ignore[reportUnknownArgumentType]
    default = document.get("default_profile")
    if default is not None and not (isinstance(default, str) and default in profiles):
        raise ConfigError(f"{where}: default_profile {_shown(default)} is none of the profiles")
    return Config(profiles, default, dict(_keys(document.get("keys", {}), f"{where}: [keys]")))


def _keys(table: object, place: str, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Commands and their keys; `tree.top` may be written as a table `tree`, too."""
    match table:
        case dict() if prefix.count(".") < _DEEPEST:
            for name, value in table.items():  # pyright: ignore[reportUnknownVariableType]
                yield from _keys(value, place, f"{prefix}.{name}" if prefix else str(name))  # pyright: ignore[reportUnknownArgumentType]
        case str() if prefix:
            yield prefix, (table,)
        case list() if prefix and all(isinstance(one, str) for one in table):  # pyright: ignore[reportUnknownVariableType]
            yield prefix, tuple(str(one) for one in table)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        case _:
            raise ConfigError(f'{place} {prefix} is to be a key or a list of keys, such as "ctrl+r"'.replace("  ", " "))


def _profile(name: str, table: object, where: str) -> Profile:
    place = f"{where}: [profiles.{name}]"
    if not NAME.match(name):
        raise ConfigError(f"{place}: a profile's name is letters, digits, '.', '_' or '-', 64 at most")
    if not isinstance(table, dict):
        raise ConfigError(f"{place} is to be a table")
    values: dict[str, object] = {}
    for key, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        values[str(key)] = _value(place, str(key), value)  # pyright: ignore[reportUnknownArgumentType]
    profile = Profile(name, **values)  # pyright: ignore[reportArgumentType]
    if profile.endpoint is not None:
        try:
            parse_endpoint(profile.endpoint)
        except EndpointError as error:
            raise ConfigError(f"{place}: {error}") from error
    return profile


def _refuse_secret(place: str, key: str) -> None:
    if key.lower() in ("secret_key", "secretkey", "secret_id", "secretid", "token"):
        raise ConfigError(
            f"{place}: {key} does not belong in a file; remove it and run: tcexplorer credentials add NAME"
        )


def _value(place: str, key: str, value: object) -> object:
    _refuse_secret(place, key)
    if key not in _KEYS:
        raise ConfigError(f"{place}: unknown key {key!r}{_nearest(key, _KEYS)}; known: {', '.join(_KEYS)}")
    kind = _KEYS[key]
    known = {str(one): one for one in kind} if issubclass(kind, StrEnum) else _SOURCES if key == "source" else None
    if known is not None:
        if not isinstance(value, str) or value not in known:
            raise ConfigError(f"{place}: {key} is one of {', '.join(known)}, not {_shown(value)}")
        return known[value]
    if not isinstance(value, kind):
        raise ConfigError(
            f"{place}: {key} is to be {'true or false' if kind is bool else 'a text'}, not {_shown(value)}"
        )
    return value or None if kind is str else value


def _nearest(key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    close = get_close_matches(key, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _shown(value: object) -> str:
    """A wrong value as it is repeated: not when it is as long as a key, which may have been pasted there."""
    text = repr(value)
    return text if len(text) <= _SHORTER_THAN_A_KEY else "what is written there"
