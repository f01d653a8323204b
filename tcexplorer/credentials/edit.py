"""Changes to `config.toml`, which keep the user's comments and order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tcexplorer.credentials.config import ConfigError, parse_config

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tcexplorer.credentials.profile import Profile
from tcexplorer.safety import private_file


def save_profile(path: Path, profile: Profile, *, make_default: bool = False) -> None:
    """Add a profile, or replace the one of its name. Raises ConfigError when the file cannot be used."""
    import tomlkit  # reading needs no tomlkit

    with _alone(path):
        document = tomlkit.parse(_checked(path))
        profiles = document.setdefault("profiles", tomlkit.table(is_super_table=True))
        table = tomlkit.table()
        for key, value in _said(profile):
            table[key] = value
        profiles[profile.name] = table
        if make_default or "default_profile" not in document:
            document["default_profile"] = profile.name
        private_file.write(path, tomlkit.dumps(document).encode())


def make_default(path: Path, name: str) -> None:
    """Take this profile when none is named. Raises ConfigError when the file cannot be used or has no such profile."""
    import tomlkit  # reading needs no tomlkit

    with _alone(path):
        text = _checked(path)
        if name not in parse_config(text, str(path)).profiles:
            raise ConfigError(f"{path} has no profile {name}")
        document = tomlkit.parse(text)
        document["default_profile"] = name
        private_file.write(path, tomlkit.dumps(document).encode())


def remove_profile(path: Path, name: str) -> bool:
    """Remove a profile; False when there was none. Raises ConfigError when the file cannot be used."""
    import tomlkit  # reading needs no tomlkit

    if not path.exists():
        return False
    with _alone(path):
        text = _checked(path)
        config = parse_config(text, str(path))
        if name not in config.profiles:
            return False
        document = tomlkit.parse(text)
        del document["profiles"][name]  # pyright: ignore[reportIndexIssue, reportArgumentType]
        if config.default == name:
            del document["default_profile"]
        private_file.write(path, tomlkit.dumps(document).encode())
        return True


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """Nobody else changes the file meanwhile: a change is a reading and a writing."""
    try:
        with private_file.alone(path):
            yield
    except private_file.PrivateFileError as error:
        raise ConfigError(f"{path} cannot be changed: {error}") from error


def _checked(path: Path) -> str:
    text = private_file.read_text(path) or ""
    parse_config(text, str(path))
    return text


def _said(profile: Profile) -> list[tuple[str, str | bool]]:
    said: list[tuple[str, str | bool]] = [("source", str(profile.source))]
    said += [
        (key, str(value))
        for key, value in (
            ("region", profile.region),
            ("site", profile.site),
            ("endpoint", profile.endpoint),
            ("language", profile.language),
        )
        if value is not None
    ]
    if profile.read_only:
        said.append(("read_only", True))
    if profile.production:
        said.append(("production", True))
    return said
