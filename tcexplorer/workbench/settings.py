"""What the screen remembers from one run to the next, in `ui.toml`. Read before the first frame, so it is quick."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PANES = r'panes\.(?:narrow|medium|wide) = "(?:\d{1,3}|-) (?:\d{1,3}|-) (?:tall|even)"\n'
_OURS = rf'(?:theme = "([A-Za-z0-9_.-]{{1,100}})"\n)?((?:{_PANES})*)'
"""The file as it is written here; this one needs no TOML reader. Compiled when there is a file, not before."""
_ONE = r'panes\.(\w+) = "([^"]*)"'
_SIZES = r"(\d{1,3}|-) (\d{1,3}|-) (tall|even)"
WIDTHS = ("narrow", "medium", "wide")
"""The widths of the screen that have sizes of their own."""


class SettingsError(Exception):
    """A setting cannot be kept; the text is one line for the user."""


class Panes(NamedTuple):
    """How the screen's room is shared at one width. None is as designed."""

    actions: int | None = None
    """Columns of the action list."""
    request: int | None = None
    """Percent that the request has of what request and response have."""
    tall: bool = False
    """The answer has most of the room."""

    @property
    def text(self) -> str:
        """As it is written: `40 55 even`, `- - tall`."""
        return f"{_written(self.actions)} {_written(self.request)} {'tall' if self.tall else 'even'}"


def _written(number: int | None) -> str:
    return "-" if number is None else str(number)


def _panes(text: object) -> Panes | None:
    found = re.fullmatch(_SIZES, text) if isinstance(text, str) else None
    if found is None:
        return None
    actions, request = (None if one == "-" else int(one) for one in found.groups()[:2])
    return Panes(actions, request, found[3] == "tall")


class Settings:
    """The kept settings. Reading raises nothing: what cannot be used is said in `problem`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.theme: str | None = None
        self.panes: dict[str, Panes] = {}
        """By width; a width that is not in it is as designed."""
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
        if found := re.fullmatch(_OURS, text):
            self.theme = found[1]
            self._take_panes(dict(re.findall(_ONE, found[2])))
            return
        import tomllib

        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problem = f"{self._path.name} is not used: it is not TOML, {error}"
            return
        theme, panes = table.get("theme"), table.get("panes", {})
        if theme is None or isinstance(theme, str):
            self.theme = theme
        else:
            self.problem = f"{self._path.name}: theme is to be a text"
        if isinstance(panes, dict):
            self._take_panes(panes)  # pyright: ignore[reportUnknownArgumentType] looked at there
        else:
            self.problem = f"{self._path.name}: panes is to be a table"

    def _take_panes(self, said: Mapping[str, object]) -> None:
        for width, text in said.items():
            if (found := _panes(text)) is not None and width in WIDTHS:
                self.panes[width] = found
            else:
                self.problem = f'{self._path.name}: panes.{width} is to be like wide = "36 55 even"'

    def keep_theme(self, name: str) -> None:
        """Write the theme down, and leave the rest of the file as it is. Raises SettingsError. Blocks on the disk."""
        self._write(name, self.panes)
        self.theme = name

    def keep_panes(self, width: str, sizes: Panes) -> None:
        """Write the sizes at a width down; otherwise as `keep_theme`."""
        panes = {**self.panes, width: sizes}
        self._write(self.theme, panes)
        self.panes = panes

    def _write(self, theme: str | None, panes: Mapping[str, Panes]) -> None:
        import tempfile

        try:
            text = self._with(theme, panes)
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

    def _with(self, theme: str | None, panes: Mapping[str, Panes]) -> str:
        lines = [f'theme = "{theme}"\n'] if theme is not None else []
        lines += [f'panes.{width} = "{panes[width].text}"\n' for width in WIDTHS if width in panes]
        plain = "".join(lines)
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return plain
        if re.fullmatch(_OURS, text):
            return plain
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(text)
            if theme is not None:
                document["theme"] = theme
            if panes:
                if "panes" not in document or not isinstance(document["panes"], dict):
                    document["panes"] = tomlkit.table()
                for width, sizes in panes.items():
                    document["panes"][width] = sizes.text  # pyright: ignore[reportIndexIssue] a table, as made above
        except TOMLKitError as error:
            raise SettingsError(f"{self._path} is not TOML, and is left as it is: mend or remove it") from error
        return tomlkit.dumps(document)
