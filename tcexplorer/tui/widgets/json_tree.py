"""A document as a tree, drawn line by line: what is on the screen costs, whatever the document's size."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tcexplorer.answer.present import inner_json, json_path, path_text
from tcexplorer.answer.values import is_container
from tcexplorer.safety.secret import MASK
from tcexplorer.tui.commands import Scope, bindings, of_place
from tcexplorer.tui.widgets.searched_tree import SearchedTree
from tcexplorer.tui.widgets.tree_rows import hint_start, opens_by_itself, row_text
from tcexplorer.tui.widgets.tree_texts import MOST, QUICK, Form, heft_at, text_of, too_large

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.message import Message


class JsonTree(SearchedTree):
    """A document whose lists and objects open and close, in which texts are found and copied. Esc stops long work."""

    PLACE = Scope.TREE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.TREE),
        Binding("escape", "stop", "Stop, or close the search", show=False),
    ]

    # what enter and a click do

    def action_open_close(self) -> None:
        row = self.row
        if row.can_open:
            self._stop_opening()
            self._rows.toggle(self._at)
            self._changed()
        elif opens_by_itself(row.value, "", 10**9) == "tree" and self.shown_value != MASK:
            self.action_open_inner()
        else:
            self.action_view()

    def clicked(self, x: int) -> None:
        row = self.row
        spans = self.row_spans(self.cursor, self.row_width, marked=False)
        if row.can_open and x <= sum(len(span.text) for span in spans[:3]):
            self._stop_opening()
            self._rows.toggle(self._at)
            self._changed()
        elif (start := hint_start(spans)) is not None and x >= start:
            self.action_open_close()

    # texts of the row

    def action_view(self) -> None:
        title = path_text(self.path) or "answer"
        self._with_text(Form.VALUE, lambda text: self.ValueWanted(title, text))

    def action_open_inner(self) -> None:
        value = self.row.value
        if not isinstance(value, str) or not inner_json(value):
            self.post_message(self.Said("this row holds no text that is JSON"))
        elif self.shown_value == MASK:
            key = of_place(Scope.TREE, "uncover").key_text
            self.post_message(self.Said(f"the value is covered; {key} shows it"))
        else:
            path = self.path
            revealed = self._look.veil.is_revealed(path)
            self.post_message(self.InnerWanted(path_text(path) or "text", value, revealed=revealed))

    def action_uncover(self) -> None:
        value, path = self.row.value, self.path
        veil = self._look.veil
        if is_container(value):
            covers = heft_at(veil, path, QUICK) < QUICK and (veil.is_revealed(path) or veil.copied(path) != value)
        else:
            covers = veil.is_secret(path, value)
        if covers:
            self.post_message(self.RevealWanted(path))
        else:
            self.post_message(self.Said("nothing in this row is covered"))

    def action_copy_value(self) -> None:
        self._with_text(Form.VALUE, lambda text: self.CopyWanted("value", text))

    def action_copy_json(self) -> None:
        self._with_text(Form.JSON, lambda text: self.CopyWanted("JSON", text))

    def action_copy_path(self) -> None:
        path = path_text(self.path) or "@"
        self.post_message(self.CopyWanted(f"path {path}", path))

    def action_copy_json_path(self) -> None:
        path = json_path(self.path)
        self.post_message(self.CopyWanted(f"path {path}", path))

    def action_copy_row(self) -> None:
        self.post_message(self.CopyWanted("row", row_text(self.row, self.path, self._look)))

    def _with_text(self, form: Form, message: Callable[[str], Message]) -> None:
        """Write what is in the row, in a thread when it is much, and say the message with it."""
        veil, path = self._look.veil, self.path
        if heft_at(veil, path, QUICK) < QUICK:
            self.post_message(message(text_of(veil, path, form)))
            return

        def write() -> None:
            if problem := too_large(heft_at(veil, path, MOST)):
                self.post_message(self.Said(problem))
            else:
                self.post_message(message(text_of(veil, path, form)))

        self.run_worker(write, thread=True, group="texts", exclusive=True)
