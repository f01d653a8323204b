"""What the screen remembers from one run to the next, in `ui.toml`. Read before the first frame, so it is quick."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OURS = re.compile(r'theme = "([A-Za-z0-9_.-]{1,100})"\n')
"""The file as it is written here; this one needs no TOML reader."""


class SettingsError(Exception):
    """A setting cannot be kept; the text is one line for the user."""


class Settings:
    """The kept settings. Reading raises nothing: what cannot be used is said in `problem`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.theme: str | None = None
        self.problem: str | None = None
        """One line on why the file is not used."""
        self._read()

    def _read(self) -> None:
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            self.problem = f"{self._path.name} is not used: {getattr(error, 'strerror', None) or 'it is no text'}"
            return
        if found := _OURS.fullmatch(text):
            self.theme = found[1]
            return
        import tomllib

        try:
            theme = tomllib.loads(text).get("theme")
        except tomllib.TOMLDecodeError as error:
            self.problem = f"{self._path.name} is not used: it is not TOML, {error}"
            return
        if theme is None or isinstance(theme, str):
            self.theme = theme
        else:
            self.problem = f"{self._path.name}: theme is to be a text"

    def keep_theme(self, name: str) -> None:
        """Write the theme down, and leave the rest of the file as it is. Raises SettingsError. Blocks on the disk."""
        import tempfile

        try:
            text = self._with_theme(name)
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=".ui-", suffix=".toml")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                os.replace(draft, self._path)
            except OSError:
                os.unlink(draft)
                raise
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{self._path} cannot be written: {getattr(error, 'strerror', None) or error}"
            ) from error
        self.theme = name

    def _with_theme(self, name: str) -> str:
        plain = f'theme = "{name}"\n'
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return plain
        if _OURS.fullmatch(text):
            return plain
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(text)
        except TOMLKitError as error:
            raise SettingsError(f"{self._path} is not TOML, and is left as it is: mend or remove it") from error
        document["theme"] = name
        return tomlkit.dumps(document)
