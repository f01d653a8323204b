"""The app: opens on a frame, loads the workbench behind it, and does what works on every screen."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.message import Message

from tcexplorer.tui import guard
from tcexplorer.tui.commands import Place, bindings
from tcexplorer.tui.frame import BREAKPOINTS, breakpoint_class
from tcexplorer.tui.opening import LoadFailed
from tcexplorer.tui.screens.main import MainScreen
from tcexplorer.tui.screens.workplace import ON_THE_APP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.binding import BindingType
    from textual.screen import Screen

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.tui.opening import Opening
    from tcexplorer.workbench.session import Session


LOAD_AFTER = 0.005
"""Seconds from the first frame to loading: the thread that writes to the terminal needs a turn first."""
PANES_AFTER = 0.2
"""Seconds from the first frame to the panes' content, unless the catalogue is there before."""


class TcExplorer(App[None]):
    """`load` opens the workbench; it is called after the first frame and may raise LoadFailed."""

    TITLE = "tcexplorer"
    CSS_PATH: ClassVar = Path(__file__).with_name("look.tcss")
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVERYWHERE, only=ON_THE_APP)
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    class RowsRead(Message):
        """The actions can be listed, though not yet searched."""

        def __init__(self, rows: Sequence[ActionRow]) -> None:
            super().__init__()
            self.rows = rows

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

    def __init__(self, opening: Opening, load: Callable[[], Awaitable[Session]]) -> None:
        guard.install()
        super().__init__()
        self.animation_level = "none"
        self.main = MainScreen(opening)
        self._load = load

    def run(self, **options: Any) -> None:
        """Run until the user quits. Garbage is not collected before the first frame."""
        gc.disable()
        try:
            super().run(**options)
        finally:
            gc.enable()

    def get_default_screen(self) -> Screen[None]:
        self.main.add_class(breakpoint_class(self.size.width))  # now, so that the first layout is the last
        return self.main

    def on_ready(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.set_timer(LOAD_AFTER, lambda: self.run_worker(self._open(), group="load"))
        self.set_timer(PANES_AFTER, self.main.furnish)

    async def _open(self) -> None:
        try:
            session = await self._load()
        except LoadFailed as failure:
            self.post_message(self.NotLoaded(str(failure)))
            return
        self.post_message(self.RowsRead(await asyncio.to_thread(lambda: session.rows)))
        await asyncio.to_thread(lambda: session.index)
        self.post_message(self.Loaded(session))
        await asyncio.to_thread(session.warm)

    def on_tc_explorer_rows_read(self, event: RowsRead) -> None:
        self.main.list_actions(event.rows)

    async def on_tc_explorer_loaded(self, event: Loaded) -> None:
        await self.main.furnish()
        self.main.open_session(event.session)

    async def on_tc_explorer_not_loaded(self, event: NotLoaded) -> None:
        await self.main.furnish()
        self.main.fail(event.message)

    async def on_unmount(self) -> None:
        if self.main.session is not None:
            await self.main.session.close()

    def action_copy_request_id(self) -> None:
        self.main.copy_request_id()

    def action_help_quit(self) -> None:
        """What ctrl+c does where nothing is selected."""
        self.main.say("^Q quits")

    def action_theme(self) -> None:
        from tcexplorer.tui.screens.choices import theme_chooser

        self.push_screen(theme_chooser(self.available_themes, self.theme), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
