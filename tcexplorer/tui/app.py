"""The app: opens on a frame, loads the workbench behind it, and does what works on every screen."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.message import Message

from tcexplorer.tui import guard
from tcexplorer.tui.commands import BY_ID, Place, bindings, use_keys
from tcexplorer.tui.frame import BREAKPOINTS, breakpoint_class
from tcexplorer.tui.opening import LoadFailed
from tcexplorer.tui.screens.main import MainScreen
from tcexplorer.tui.screens.workplace import ON_THE_APP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual.binding import BindingType
    from textual.screen import Screen

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.catalog.search import SearchIndex
    from tcexplorer.tui.opening import Opening
    from tcexplorer.workbench.session import Session
    from tcexplorer.workbench.settings import Settings


LOAD_AFTER = 0.001
"""Seconds from the first frame to loading: the thread that writes to the terminal needs a turn first."""
SWITCH = 0.001
"""Seconds a thread may keep others waiting: the one that writes to the terminal is never busy for long."""
LISTED_BEFORE = 0.02
"""Seconds from the list to its index: the list is painted first."""
PANES_AFTER = 0.2
"""Seconds from the first frame to the panes' content, unless the catalogue is there before."""


class TcExplorer(App[None]):
    """`load` opens the workbench; it is called after the first frame and may raise LoadFailed.

    `read` reads the actions, in a thread and before `load`, so that they can be searched before there is
    a session; it may raise LoadFailed, too. Without it they are the session's.
    """

    TITLE = "tcexplorer"
    CSS_PATH: ClassVar = Path(__file__).with_name("look.tcss")
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVERYWHERE, only=ON_THE_APP)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    class RowsRead(Message):
        """The actions can be listed, though not yet searched."""

        def __init__(self, rows: list[ActionRow]) -> None:
            super().__init__()
            self.rows = rows

    class Indexed(Message):
        """They can be searched."""

        def __init__(self, index: SearchIndex) -> None:
            super().__init__()
            self.index = index

    class Loaded(Message):
        """The workbench is there."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    class NotLoaded(Message):
        """The workbench cannot be opened."""

        def __init__(self, message: str) -> None:
            super().__init__()
            self.message = message

    def __init__(
        self,
        opening: Opening,
        load: Callable[[], Awaitable[Session]],
        read: Callable[[], list[ActionRow]] | None = None,
        settings: Settings | None = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        guard.install()
        super().__init__()
        self.animation_level = "none"
        self.main = MainScreen(opening)
        self._load = load
        self._read = read
        self._settings = settings
        self.crash: BaseException | None = None
        """What ended the app, if it did not end well."""
        use_keys(keys or {})
        if keys:
            from tcexplorer.tui.keys import keymap

            self.set_keymap(keymap(keys))
        if settings is not None and settings.theme in self.available_themes:
            self.theme = settings.theme

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

    def on_ready(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.set_timer(LOAD_AFTER, lambda: self.run_worker(self._open(), group="load"))
        self.set_timer(PANES_AFTER, self.main.furnish)

    async def _open(self) -> None:
        try:
            if self._read is None:
                session = await self._load()
                await self._list(lambda: session.rows, lambda _rows: session.index)
            else:
                rows, index = await self._list(self._read, _indexed)
                session = await self._load()
                session.rows, session.index = rows, index
        except LoadFailed as failure:
            self.post_message(self.NotLoaded(str(failure)))
            return
        self.post_message(self.Loaded(session))
        await asyncio.to_thread(session.warm)

    async def _list(
        self, read: Callable[[], list[ActionRow]], indexed: Callable[[list[ActionRow]], SearchIndex]
    ) -> tuple[list[ActionRow], SearchIndex]:
        """List the actions, and let them be searched; what takes a moment is done in a thread."""
        rows = await asyncio.to_thread(read)
        self.post_message(self.RowsRead(rows))
        await asyncio.sleep(LISTED_BEFORE)
        index = await asyncio.to_thread(indexed, rows)
        self.post_message(self.Indexed(index))
        return rows, index

    def on_tc_explorer_rows_read(self, event: RowsRead) -> None:
        self.main.list_actions(event.rows)

    def on_tc_explorer_indexed(self, event: Indexed) -> None:
        self.main.search_actions(event.index)

    async def on_tc_explorer_loaded(self, event: Loaded) -> None:
        await self.main.furnish()
        self.main.open_session(event.session)
        self._say_settings()

    async def on_tc_explorer_not_loaded(self, event: NotLoaded) -> None:
        await self.main.furnish()
        self.main.fail(event.message)

    def _handle_exception(self, error: Exception) -> None:
        """Textual would print the traceback with the values of variables, keys among them. There is no public way."""
        if self.crash is None:
            self.crash = error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    async def on_unmount(self) -> None:
        if self.main.session is not None:
            await self.main.session.close()

    def action_copy_request_id(self) -> None:
        self.main.copy_request_id()

    def action_help_quit(self) -> None:
        """What ctrl+c does where nothing is selected."""
        self.main.say(f"{BY_ID['quit'].key_text} quits")

    def action_theme(self) -> None:
        from tcexplorer.tui.screens.choices import theme_chooser

        self.push_screen(theme_chooser(self.available_themes, self.theme), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            if self._settings is not None:
                self.run_worker(self._keep_theme(self._settings, name), group="theme")

    async def _keep_theme(self, settings: Settings, name: str) -> None:
        from tcexplorer.workbench.settings import SettingsError

        try:
            await asyncio.to_thread(settings.keep_theme, name)
        except SettingsError as error:
            self.main.say(f"for this session only: {error}")

    def _say_settings(self) -> None:
        """What is wrong with the kept settings."""
        settings = self._settings
        if settings is None:
            return
        if settings.problem:
            self.main.say(settings.problem)
        elif settings.theme is not None and settings.theme not in self.available_themes:
            self.main.say(f"there is no theme {settings.theme!r}; choose another one")


def _indexed(rows: list[ActionRow]) -> SearchIndex:
    from tcexplorer.catalog.search import SearchIndex

    return SearchIndex(rows)
