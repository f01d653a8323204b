"""Favourites and recent actions: shown in the actions pane, written down behind the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tcexplorer.safety.private_file import PrivateFileError
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.workbench.favourites import Favourites

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.catalog.row import ActionRow
    from tcexplorer.tui.main.screen import MainScreen
    from tcexplorer.workbench.favourites import FavouritesFile


class FavouritesController:
    """What is kept in this run. Without a file it lasts as long as the screen."""

    def __init__(self, main: MainScreen, file: FavouritesFile | None) -> None:
        self._main, self._file = main, file
        self._kept = Favourites()
        self._problem: str | None = None
        self._writing = asyncio.Lock()

    def read(self) -> None:
        """Read the file, in a thread."""
        if self._file is not None:
            self._kept, self._problem = self._file.read()

    def show(self) -> None:
        """Show what was read."""
        self._main.actions.show_kept(self._kept)
        if self._problem is not None:
            self._main.say(self._problem, Role.WARN)

    def toggle(self, row: ActionRow) -> None:
        """Make an action a favourite, or take it away from them."""
        key = row[:3]
        gone = key in self._kept.favourites
        self._change(lambda kept: kept.toggled(key) if (key in kept.favourites) is gone else kept)
        self._main.say(f"{row.service} {row.action} is {'no favourite any more' if gone else 'a favourite now'}")

    def use(self, row: ActionRow) -> None:
        """An action was opened."""
        key = row[:3]
        self._change(lambda kept: kept.used(key))

    def _change(self, change: Callable[[Favourites], Favourites]) -> None:
        self._kept = change(self._kept)
        self._main.actions.show_kept(self._kept)
        if self._file is not None:
            self._main.run_worker(self._write(self._file, change), group="keeping")

    async def _write(self, file: FavouritesFile, change: Callable[[Favourites], Favourites]) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(file.change, change)
            except PrivateFileError as error:
                self._main.say(f"for this session only: {error}", Role.WARN)
