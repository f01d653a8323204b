"""A text that is JSON itself, as a tree in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tcexplorer.answer.mask import Mask
from tcexplorer.answer.present import size_text
from tcexplorer.answer.reader import parse, parsing
from tcexplorer.answer.slices import run_cooperatively
from tcexplorer.safety.inert import visible
from tcexplorer.tui.dialogs.base import Dialog, value_dialog
from tcexplorer.tui.widgets.json_document import JsonDocument
from tcexplorer.tui.widgets.json_viewer import JsonViewer
from tcexplorer.tui.widgets.messages import (
    CopyRequested,
    NestedJsonRequested,
    Reported,
    RevealRequested,
    ViewRequested,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

    from tcexplorer.answer.reader import Parsed

AT_ONCE = 200_000
"""Bytes that are read before the window is painted."""


class NestedJsonDialog(Dialog[None]):
    """Escape goes back to where the text is. A text in it that is JSON opens another window."""

    AUTO_FOCUS = "JsonTree"

    def __init__(self, title: str, text: str, copy: Callable[[str, str], object], *, revealed: bool) -> None:
        super().__init__(visible(title), classes="large")
        self._path = visible(title)
        self._body = text.encode("utf-8", "surrogatepass")
        self._copy = copy
        self._view = JsonViewer()
        self._revealed = revealed
        self.document: JsonDocument | None = None

    def inside(self) -> Iterable[Widget]:
        yield self._view

    def on_mount(self) -> None:
        if len(self._body) <= AT_ONCE:
            self._take(parse(self._body))
        else:
            self.show_title(self._path, f"reading {size_text(len(self._body))} …")
            self.run_worker(self._read(), group="reading")

    async def _read(self) -> None:
        self._take(await run_cooperatively(parsing(self._body)))

    def _take(self, parsed: Parsed) -> None:
        mask = Mask(parsed.value, frozenset({()}) if self._revealed else frozenset())
        self.document = JsonDocument(parsed, mask, body=self._body)
        words = "JSON in a text" if parsed.is_json else "not JSON after all"
        self.show_title(self._path, words, *(remark.text for remark in parsed.remarks[:1]))
        self._view.update(self)

    @on(RevealRequested)
    def _reveal(self, event: RevealRequested) -> None:
        event.stop()
        if self.document is not None:
            self.document = self.document._replace(mask=self.document.mask.toggled(event.path))
            self._view.update(self)

    @on(Reported)
    def _say(self, event: Reported) -> None:
        event.stop()
        self.show_title(self._path, event.text)

    @on(CopyRequested)
    def _send_to_clipboard(self, event: CopyRequested) -> None:
        event.stop()
        self._copy(event.text, event.what)
        self.show_title(self._path, f"{visible(event.what)} sent to the terminal's clipboard")

    @on(ViewRequested)
    def _show_value(self, event: ViewRequested) -> None:
        event.stop()
        self.ask(value_dialog(event.title, event.text))

    @on(NestedJsonRequested)
    def _show_nested(self, event: NestedJsonRequested) -> None:
        event.stop()
        self.ask(NestedJsonDialog(event.title, event.text, self._copy, revealed=event.revealed))
