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
    from tcexplorer.tui.services import ScreenServices
    from tcexplorer.workbench.favourites import FavouritesFile


class FavouritesController:
    """What is kept in this run, and shown by `show`. Without a file it lasts as long as the screen."""

    def __init__(self, screen: ScreenServices, show: Callable[[Favourites], None], file: FavouritesFile | None) -> None:
        self._screen, self._show, self._file = screen, show, file
        self.kept = Favourites()
        self.problem: str | None = None
        """What is wrong with the file."""
        self._writing = asyncio.Lock()

    def read(self) -> None:
        """Read the file, in a thread."""
        if self._file is not None:
            self.kept, self.problem = self._file.read()

    def toggle(self, row: ActionRow) -> None:
        """Make an action a favourite, or take it away from them."""
        key = row[:3]
        gone = key in self.kept.favourites
        self._change(lambda kept: kept.toggled(key) if (key in kept.favourites) is gone else kept)
        words = "no favourite any more" if gone else "a favourite now"
        self._screen.show_status(f"{row.service} {row.action} is {words}")

    def use(self, row: ActionRow) -> None:
        """An action was opened."""
        key = row[:3]
        self._change(lambda kept: kept.used(key))

    def _change(self, change: Callable[[Favourites], Favourites]) -> None:
        self.kept = change(self.kept)
        self._show(self.kept)
        if self._file is not None:
            self._screen.run_worker(self._write(self._file, change), group="favourites")

    async def _write(self, file: FavouritesFile, change: Callable[[Favourites], Favourites]) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(file.change, change)
            except PrivateFileError as error:
                self._screen.show_status(f"for this session only: {error}", Role.WARN)
