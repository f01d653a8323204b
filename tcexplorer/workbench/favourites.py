"""Which actions the user keeps at hand, from one run to the next: favourites, and those opened last.

Names of actions only: no parameters, no profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from tcexplorer.safety.private_file import PrivateFileError, change_object, read_object

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


class Favourites(NamedTuple):
    """What is kept, the newest first. A value: changing gives another one."""

    favourites: tuple[ActionKey, ...] = ()
    recent: tuple[ActionKey, ...] = ()

    def toggled(self, key: ActionKey) -> Favourites:
        """With that favourite, or without it when it was one."""
        rest = tuple(one for one in self.favourites if one != key)
        if len(rest) < len(self.favourites):
            return self._replace(favourites=rest)
        return self._replace(favourites=(key, *rest)[:MOST_FAVOURITES])

    def used(self, key: ActionKey) -> Favourites:
        """With that action as the last one opened."""
        rest = (one for one in self.recent if one != key)
        return self._replace(recent=(key, *rest)[:MOST_RECENT])


class FavouritesFile:
    """The file. Its methods block on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[Favourites, str | None]:
        """What is kept, and one line on why the file cannot be used, if so."""
        try:
            return _kept(read_object(self._path, _LARGEST)), None
        except PrivateFileError as error:
            return Favourites(), f"{error}; it is put aside when something is kept"
        except ValueError as error:
            return Favourites(), f"{self._path.name} is not used, and put aside when something is kept: {error}"

    def change(self, change: Callable[[Favourites], Favourites]) -> Favourites:
        """Change what the file has now, in one step; one that cannot be used is put aside. Raises PrivateFileError."""
        new = Favourites()

        def changed(document: dict[str, Any]) -> dict[str, Any]:
            nonlocal new
            old = _kept(document)
            new = change(old)
            return document if new == old else new._asdict()

        change_object(self._path, changed, _LARGEST)
        return new


def _kept(document: dict[str, Any]) -> Favourites:
    """Raises ValueError for another shape."""
    return Favourites(
        _keys(document.get("favourites", []), "favourites")[:MOST_FAVOURITES],
        _keys(document.get("recent", []), "recent")[:MOST_RECENT],
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
