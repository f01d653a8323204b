"""A text that is JSON itself, as a tree in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tcexplorer.answer.present import size_text
from tcexplorer.answer.reader import parse, parsing
from tcexplorer.answer.slices import run_cooperatively
from tcexplorer.answer.veil import Veil
from tcexplorer.safety.inert import visible
from tcexplorer.tui.dialogs.base import Dialog
from tcexplorer.tui.widgets.json_viewer import JsonViewer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.widget import Widget

    from tcexplorer.answer.reader import Parsed
    from tcexplorer.tui.widgets.json_tree import JsonTree
    from tcexplorer.tui.widgets.text_view import TextView

AT_ONCE = 200_000
"""Bytes that are read before the window is painted."""


class NestedJsonDialog(Dialog[None]):
    """Escape goes back to where the text is. A text in it that is JSON opens another window."""

    AUTO_FOCUS = "JsonTree"

    class Read(Message):
        """A long text was read, in slices."""

        def __init__(self, parsed: Parsed) -> None:
            super().__init__()
            self.parsed = parsed

    def __init__(self, title: str, text: str, copy: Callable[[str, str], object], *, revealed: bool) -> None:
        super().__init__(visible(title), classes="large")
        self._path = visible(title)
        self._body = text.encode("utf-8", "surrogatepass")
        self._copy = copy
        self._view = JsonViewer()
        self._parsed: Parsed | None = None
        self._veil = Veil(None)
        self._revealed = revealed

    @property
    def _whole(self) -> App[object]:
        """The app, with a type."""
        return self.app  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]

    def inside(self) -> Iterable[Widget]:
        yield self._view

    def on_mount(self) -> None:
        if len(self._body) <= AT_ONCE:
            self._take(parse(self._body))
        else:
            self.entitle(self._path, f"reading {size_text(len(self._body))} …")
            self.run_worker(self._read(), group="reading")

    async def _read(self) -> None:
        self.post_message(self.Read(await run_cooperatively(parsing(self._body))))

    def on_nested_json_dialog_read(self, event: Read) -> None:
        self._take(event.parsed)

    def _take(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._veil = Veil(parsed.value, frozenset({()}) if self._revealed else frozenset())
        words = "JSON in a text" if parsed.is_json else "not JSON after all"
        self.entitle(self._path, words, *(remark.text for remark in parsed.remarks[:1]))
        self._view.show(parsed, self._veil, None, self._body)

    def on_json_tree_reveal_wanted(self, event: JsonTree.RevealWanted) -> None:
        event.stop()
        if self._parsed is not None:
            self._veil = self._veil.toggled(event.path)
            self._view.show(self._parsed, self._veil, None, self._body)

    def on_json_tree_said(self, event: JsonTree.Said) -> None:
        event.stop()
        self.entitle(self._path, event.text)

    def on_json_tree_opening(self, event: JsonTree.Opening) -> None:
        event.stop()
        self.entitle(self._path, f"{event.rows:,} rows" if event.done else f"opening … {event.rows:,} rows")

    def on_json_tree_copy_wanted(self, event: JsonTree.CopyWanted) -> None:
        event.stop()
        self._copy(event.text, event.what)
        self.entitle(self._path, f"{visible(event.what)} sent to the terminal's clipboard")

    def on_text_view_copy_wanted(self, event: TextView.CopyWanted) -> None:
        event.stop()
        self._copy(event.text, "text")

    def on_json_tree_value_wanted(self, event: JsonTree.ValueWanted) -> None:
        event.stop()
        from tcexplorer.tui.dialogs.text import value_reader

        self._whole.push_screen(value_reader(event.title, event.text))

    def on_json_tree_inner_wanted(self, event: JsonTree.InnerWanted) -> None:
        event.stop()
        self._whole.push_screen(NestedJsonDialog(event.title, event.text, self._copy, revealed=event.revealed))
