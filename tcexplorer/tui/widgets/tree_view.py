"""stand-in"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tcexplorer.tui.widgets.tree import Tree

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcexplorer.tui.widgets.response_tabs import Shown


class TreeView(Vertical):
    def __init__(self) -> None:
        super().__init__(classes="inside")
        self._tree = Tree(id="tree")
        self._answer: object = None

    def compose(self) -> ComposeResult:
        yield self._tree

    def show_answer(self, shown: Shown) -> None:
        if shown.answer is not None and shown.answer is not self._answer:
            self._answer = shown.answer
            self._tree.show(shown.answer.value)
