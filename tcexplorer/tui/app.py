"""The app: opens on a frame, and loads the workbench behind it."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from tcexplorer.tui.base_app import BaseApp
from tcexplorer.tui.commands import Scope, bindings
from tcexplorer.tui.main.bars import breakpoint_class
from tcexplorer.tui.main.screen import MainScreen
from tcexplorer.tui.startup import LoadFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.screen import Screen

    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.tui.startup import StartupContext
    from tcexplorer.workbench.favourites import FavouritesFile
    from tcexplorer.workbench.session import Session
    from tcexplorer.workbench.settings import Panes, Settings


LOAD_AFTER = 0.001
"""Seconds from the first frame to loading: the thread that writes to the terminal needs a turn first."""
SWITCH = 0.001
"""Seconds a thread may keep others waiting: the one that writes to the terminal is never busy for long."""
ANSWERED_BEFORE = 0.03
"""Seconds from the list to the rest: what was typed meanwhile is answered first."""
PANES_AFTER = 0.2
"""Seconds from the first frame to the panes' content, unless the catalogue is there before."""


class TcExplorer(BaseApp[MainScreen]):
    """`load` opens the workbench; it is called after the first frame and may raise LoadFailed.

    `read` reads the actions, in a thread and before `load`, so that they can be searched before there is
    a session; it may raise LoadFailed, too. Without it they are the session's.
    """

    TITLE = "tcexplorer"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, only=("theme",))

    def __init__(
        self,
        startup: StartupContext,
        load: Callable[[], Awaitable[Session]],
        read: Callable[[], Sequence[ActionRow]] | None = None,
        settings: Settings | None = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        kept: FavouritesFile | None = None,
    ) -> None:
        super().__init__(settings, keys)
        self._load, self._read = load, read
        self._settings, self._kept_file = settings, kept
        self._writing = asyncio.Lock()
        self._session: Session | None = None
        self.main = MainScreen(startup, settings.panes if settings is not None else {}, self._keep_panes)

    def run(self, **options: Any) -> None:
        """Run until the user quits. Garbage is not collected before the first frame."""
        sys.setswitchinterval(SWITCH)
        gc.disable()
        try:
            super().run(**options)
        finally:
            gc.enable()

    def get_default_screen(self) -> Screen[None]:
        # now, so that the first layout is the last; it is styled when it is shown
        self.main.add_class(breakpoint_class(self.size.width), update=False)
        return self.main

    def on_load(self) -> None:
        """A signal that ends the program leaves the terminal as it was; but for SIGKILL, of which nobody is told."""
        if sys.platform != "win32" and not self.is_headless:
            loop = asyncio.get_running_loop()
            for kind in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(kind, lambda code=128 + kind: self.exit(return_code=code))

    def on_ready(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.set_timer(LOAD_AFTER, lambda: self.run_worker(self._open, group="load"))
        self.set_timer(PANES_AFTER, self.main.mount_panes)

    # the workbench

    async def _open(self) -> None:
        try:
            if (read := self._read) is None:
                session = await self._load()
                await self._list(lambda: (session.rows, session.index))
            else:
                rows, index = await self._list(lambda: _indexed(read()))
                session = await self._load()
                session.rows, session.index = rows, index
        except LoadFailed as failure:
            await self.main.mount_panes()
            self.main.fail(str(failure))
            return
        self._session = session
        await self.main.open_session(session)
        self._tell_settings()
        await asyncio.to_thread(session.warm)

    async def _list(
        self, read: Callable[[], tuple[Sequence[ActionRow], ActionIndex]]
    ) -> tuple[Sequence[ActionRow], ActionIndex]:
        """List the actions, and let them be searched; what takes a moment is done in a thread."""
        from tcexplorer.tui.main.favourites import FavouritesController

        favourites = FavouritesController(self.main, self.main.actions.show_kept, self._kept_file)

        def ready() -> tuple[Sequence[ActionRow], ActionIndex]:
            favourites.read()
            return read()

        rows, index = await asyncio.to_thread(ready)
        self.main.list_actions(rows, index, favourites)
        await asyncio.sleep(ANSWERED_BEFORE)
        await asyncio.to_thread(_warm, index)
        return rows, index

    async def on_unmount(self) -> None:
        if self._session is not None:
            await self._session.close()

    # what the user prefers

    def action_theme(self) -> None:
        from tcexplorer.tui.dialogs.pickers import theme_picker

        self.push_screen(theme_picker(self.available_themes, self.theme), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            if (settings := self._settings) is not None:
                self._keep(lambda: settings.keep_theme(name))

    def _keep_panes(self, width: str, sizes: Panes) -> None:
        if (settings := self._settings) is not None:
            self._keep(lambda: settings.keep_panes(width, sizes))

    def _keep(self, keep: Callable[[], None]) -> None:
        """Write settings down in a thread, one after the other."""
        self.run_worker(self._write_setting(keep), group="settings")

    async def _write_setting(self, keep: Callable[[], None]) -> None:
        from tcexplorer.safety.private_file import PrivateFileError

        try:
            async with self._writing:
                await asyncio.to_thread(keep)
        except PrivateFileError as error:
            self.main.show_status(f"for this session only: {error}")

    def _tell_settings(self) -> None:
        """What is wrong with the kept settings."""
        settings = self._settings
        if settings is None:
            return
        if settings.problem:
            self.main.show_status(settings.problem)
        elif settings.theme is not None and settings.theme not in self.available_themes:
            self.main.show_status(f"there is no theme {settings.theme!r}; choose another one")


def _indexed(rows: Sequence[ActionRow]) -> tuple[Sequence[ActionRow], ActionIndex]:
    from tcexplorer.catalog.index import ActionIndex

    return rows, ActionIndex.of(rows)


def _warm(index: ActionIndex) -> None:
    """What the first key would have to wait for."""
    from rich.cells import cell_len

    index.warm()
    cell_len("实例 …")  # loads the widths of all characters
