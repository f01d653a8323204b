"""`tcexplorer view`: a saved answer in a workbench of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tcexplorer.tui.base_app import BaseApp
from tcexplorer.tui.main.view_screen import ViewScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.workbench.settings import Settings


class ViewApp(BaseApp[ViewScreen]):
    """`read` reads the answer; it is called behind the first frame, and lets the loop have its turn. `size` is that of
    the answer in bytes, where it is known.
    """

    TITLE = "tcexplorer view"
    CSS_PATH: ClassVar[list[Path]] = [*BaseApp.CSS_PATH, Path(__file__).with_name("panes.tcss")]

    def __init__(
        self,
        name: str,
        read: Callable[[], Awaitable[Exchange]],
        schema: ResponseSchema | None = None,
        settings: Settings | None = None,
        keys: Mapping[str, tuple[str, ...]] | None = None,
        size: int | None = None,
    ) -> None:
        super().__init__(settings, keys)
        self.main = ViewScreen(name, read, schema, size)
