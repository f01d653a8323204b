"""The app: opens on a frame, loads the workbench behind it, and does what works on every screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.message import Message

from tcexplorer.tui.commands import BY_ID, Scope, bindings, use_keys
from tcexplorer.tui.main.bars import BREAKPOINTS, breakpoint_class
from tcexplorer.tui.main.screen import MainScreen
from tcexplorer.tui.main.workplace import ON_THE_APP
from tcexplorer.tui.startup import LoadFailed
from tcexplorer.tui.text import output_sanitizer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.screen import Screen

    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.tui.main.favourites import FavouritesController
    from tcexplorer.tui.main.rooms import Rooms
    from tcexplorer.tui.startup import StartupContext
    from tcexplorer.workbench.favourites import FavouritesFile
    from tcexplorer.workbench.session import Session
    from tcexplorer.workbench.settings import Settings


LOAD_AFTER = 0.001
"""Seconds from the first frame to loading: the thread that writes to the terminal needs a turn first."""
SWITCH = 0.001
"""Seconds a thread may keep others waiting: the one that writes to the terminal is never busy for long."""
ANSWERED_BEFORE = 0.03
"""Seconds from the list to the rest: what was typed meanwhile is answered first."""
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
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.EVERYWHERE, only=ON_THE_APP)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    class Listed(Message):
        """The actions can be listed and searched."""

        def __init__(self, rows: Sequence[ActionRow], index: ActionIndex, keeping: FavouritesController) -> None:
            super().__init__()
            self.rows = rows
            self.index = index
            self.keeping = keeping

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
        opening: StartupContext,
        load: Callable[[], Awaitable[Session]],
        read: Callable[[], Sequence[ActionRow]] | None = None,
        settings: Settings | None = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        kept: FavouritesFile | None = None,
    ) -> None:
        output_sanitizer.install()
        # without colours Textual would still paint greys; this way it paints none
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self.main = MainScreen(opening)
        self._load = load
        self._read = read
        self._settings = settings
        self._kept_file = kept
        self.crash: BaseException | None = None
        """What ended the app, if it did not end well."""
        use_keys(keys or {})
        if keys:
            from tcexplorer.tui.keymap import keymap

            self.set_keymap(keymap(keys))
        self._keeping = asyncio.Lock()
        if settings is not None:
            self.main.sizes = settings.panes
        if settings is not None and settings.theme in self.available_themes:
            self.theme = settings.theme
        elif self.console.color_system == "standard":  # sixteen colours: the terminal's own, none of them guessed
            self.theme = "ansi-light" if has_light_background(os.environ) else "ansi-dark"

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
        self.set_timer(PANES_AFTER, self.main.furnish)

    async def _open(self) -> None:
        try:
            if self._read is None:
                session = await self._load()
                await self._list(lambda: (session.rows, session.index))
            else:
                read = self._read
                rows, index = await self._list(lambda: _indexed(read()))
                session = await self._load()
                session.rows, session.index = rows, index
        except LoadFailed as failure:
            self.post_message(self.NotLoaded(str(failure)))
            return
        self.post_message(self.Loaded(session))
        await asyncio.to_thread(session.warm)

    async def _list(
        self, read: Callable[[], tuple[Sequence[ActionRow], ActionIndex]]
    ) -> tuple[Sequence[ActionRow], ActionIndex]:
        """List the actions, and let them be searched; what takes a moment is done in a thread."""

        def ready() -> tuple[Sequence[ActionRow], ActionIndex, FavouritesController]:
            from tcexplorer.tui.main.favourites import FavouritesController

            keeping = FavouritesController(self.main, self._kept_file)
            keeping.read()
            return *read(), keeping

        rows, index, keeping = await asyncio.to_thread(ready)
        self.post_message(self.Listed(rows, index, keeping))
        await asyncio.sleep(ANSWERED_BEFORE)
        await asyncio.to_thread(_warm, index)
        return rows, index

    def on_tc_explorer_listed(self, event: Listed) -> None:
        self.main.list_actions(event.rows, event.index, event.keeping)

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

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own widgets copy: a selection on a dialog, or in a text field."""
        self.main.copy(text, "selection")

    def action_help_quit(self) -> None:
        """What ctrl+c does where nothing is selected."""
        self.main.say(f"{BY_ID['quit'].key_text} quits")

    def action_theme(self) -> None:
        from tcexplorer.tui.dialogs.pickers import theme_picker

        self.push_screen(theme_picker(self.available_themes, self.theme), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            if self._settings is not None:
                self._keep(self._settings.keep_theme, name)

    def on_rooms_panes_sized(self, event: Rooms.PanesSized) -> None:
        if self._settings is not None:
            self._keep(self._settings.keep_panes, event.width, event.sizes)

    def _keep(self, keep: Callable[..., None], *what: object) -> None:
        """Write settings down in a thread, one after the other."""
        self.run_worker(self._write_setting(keep, what), group="settings")

    async def _write_setting(self, keep: Callable[..., None], what: Sequence[object]) -> None:
        from tcexplorer.safety.private_file import PrivateFileError

        try:
            async with self._keeping:
                await asyncio.to_thread(keep, *what)
        except PrivateFileError as error:
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


def has_light_background(environment: Mapping[str, str]) -> bool:
    """Whether the terminal says so: COLORFGBG is `foreground;background`, by number of 16 colours."""
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return background.isdigit() and (int(background) == 7 or 9 <= int(background) <= 15)


def _indexed(rows: Sequence[ActionRow]) -> tuple[Sequence[ActionRow], ActionIndex]:
    from tcexplorer.catalog.index import ActionIndex

    return rows, ActionIndex.of(rows)


def _warm(index: ActionIndex) -> None:
    """What the first key would have to wait for."""
    from rich.cells import cell_len

    index.warm()
    cell_len("实例 …")  # loads the widths of all characters
