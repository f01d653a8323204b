"""What the screen remembers from one run to the next, in `ui.toml`. Read before the first frame, so it is quick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.safety.private_file import PrivateFileError, alone, read_text, write

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
        try:
            text = read_text(path)
        except PrivateFileError as error:
            self.problem = str(error)
        else:
            self._take(text or "")

    def _take(self, text: str) -> None:
        if found := re.fullmatch(_OURS, text):
            self.theme = found[1]
            self._take_panes(dict(re.findall(_ONE, found[2])))
            return
        import tomllib

        try:
            table = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "no number or depth for a setting"
            self.problem = f"{self._path.name} is not used: it is not TOML, {reason}"
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
        """Write the theme down; the rest of the file stays as it is. Raises PrivateFileError. Blocks on the disk."""
        self._change(name, {})
        self.theme = name

    def keep_panes(self, width: str, sizes: Panes) -> None:
        """Write the sizes at a width down; otherwise as `keep_theme`."""
        self._change(None, {width: sizes})
        self.panes[width] = sizes

    def _change(self, theme: str | None, panes: Mapping[str, Panes]) -> None:
        with alone(self._path):
            text = read_text(self._path) or ""
            if found := re.fullmatch(_OURS, text):
                sizes = {**dict(re.findall(_ONE, found[2])), **{width: one.text for width, one in panes.items()}}
                theme = theme or found[1]
                lines = [f'theme = "{theme}"\n'] if theme is not None else []
                text = "".join([*lines, *(f'panes.{width} = "{sizes[width]}"\n' for width in WIDTHS if width in sizes)])
            else:
                text = self._edited(text, theme, panes)
            write(self._path, text.encode())

    def _edited(self, text: str, theme: str | None, panes: Mapping[str, Panes]) -> str:
        """What the user wrote, with these in it."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(text)
            if theme is not None:
                document["theme"] = theme
            if panes and ("panes" not in document or not isinstance(document["panes"], dict)):
                document["panes"] = tomlkit.table()
            for width, sizes in panes.items():
                document["panes"][width] = sizes.text  # pyright: ignore[reportIndexIssue] a table, as made above
        except (TOMLKitError, ValueError, RecursionError) as error:
            raise PrivateFileError(f"{self._path} is not TOML, and is left as it is: mend or remove it") from error
        return tomlkit.dumps(document)
