"""Which actions the user keeps at hand, from one run to the next: favourites, and those opened last.

Names of actions only: no parameters, no profile.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ActionKey: TypeAlias = "tuple[str, str, str]"
"""Service, version, action."""
MOST_FAVOURITES: Final = 200
MOST_RECENT: Final = 15
_LARGEST: Final = 256 * 1024
_LONGEST: Final = 200
"""Characters of a name."""


class KeptError(Exception):
    """What is kept cannot be written; the text is one line for the user."""


class Kept(NamedTuple):
    """What is kept, the newest first. A value: changing gives another one."""

    favourites: tuple[ActionKey, ...] = ()
    recent: tuple[ActionKey, ...] = ()

    def toggled(self, key: ActionKey) -> Kept:
        """With that favourite, or without it when it was one."""
        rest = tuple(one for one in self.favourites if one != key)
        if len(rest) < len(self.favourites):
            return self._replace(favourites=rest)
        return self._replace(favourites=(key, *rest)[:MOST_FAVOURITES])

    def used(self, key: ActionKey) -> Kept:
        """With that action as the last one opened."""
        rest = (one for one in self.recent if one != key)
        return self._replace(recent=(key, *rest)[:MOST_RECENT])


class KeptFile:
    """The file. Its methods block on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[Kept, str | None]:
        """What is kept, and one line on why the file cannot be used, if so."""
        try:
            with self._path.open("rb") as file:
                text = file.read(_LARGEST + 1)
        except FileNotFoundError:
            return Kept(), None
        except OSError as error:
            return Kept(), f"{self._path.name} is not used: {error.strerror or error}"
        import json  # not before the first frame

        try:
            if len(text) > _LARGEST:
                raise ValueError("it is too large")
            return _kept(json.loads(text)), None
        except (ValueError, RecursionError) as error:
            reason = str(error) if type(error) is ValueError else "it is not JSON"
            return Kept(), f"{self._path.name} is not used, and put aside when something is kept: {reason}"

    def change(self, change: Callable[[Kept], Kept]) -> Kept:
        """Change what the file has now, in one step. A file that cannot be used is put aside. Raises KeptError."""
        import json
        import tempfile

        old, problem = self.read()
        new = change(old)
        if new == old:
            return new
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=".kept-", suffix=".json")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(new._asdict(), file, ensure_ascii=False, indent=1)
                if problem is not None:
                    os.replace(self._path, _free(self._path))
                os.replace(draft, self._path)
            except OSError:
                os.unlink(draft)
                raise
        except OSError as error:
            raise KeptError(f"{self._path} cannot be written: {error.strerror or error}") from error
        return new


def _free(path: Path) -> Path:
    """A name beside it that nothing has."""
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    return aside


def _kept(document: object) -> Kept:
    """Raises ValueError for another shape."""
    if not isinstance(document, dict):
        raise ValueError("it is no JSON object")
    table = cast("dict[str, object]", document)
    return Kept(
        _keys(table.get("favourites", []), "favourites")[:MOST_FAVOURITES],
        _keys(table.get("recent", []), "recent")[:MOST_RECENT],
    )


def _keys(listed: object, name: str) -> tuple[ActionKey, ...]:
    found: dict[ActionKey, None] = {}
    for one in cast("Sequence[Any]", listed) if isinstance(listed, list) else [None]:
        if not (
            isinstance(one, list)
            and len(cast("list[object]", one)) == 3
            and all(isinstance(part, str) and 0 < len(part) <= _LONGEST for part in cast("list[object]", one))
        ):
            raise ValueError(f"{name} is to be a list of [service, version, action]")
        found[cast("ActionKey", tuple(cast("list[str]", one)))] = None
    return tuple(found)
