"""What a plain user of Textual's own Tree writes to look at a JSON file: its first frame, then the file in the tree.

`tree_app.py FILE` puts all of it into the tree at once, as `Tree.add_json` does; `tree_app.py FILE opened` only what is
open, a level at a time: the members of the answer, and a row for each record of its list.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.widgets import Static, Tree

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets.tree import TreeNode


class TreeApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self._tree = Tree[Any]("answer")

    def compose(self) -> ComposeResult:
        yield Static("READYMARK")
        yield self._tree

    def on_mount(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        document: Any = json.loads(Path(sys.argv[1]).read_bytes())
        if sys.argv[2:] == ["opened"]:
            node = self._tree.root
            for name, value in (("", document), ("Response", document["Response"])):
                node = _opened(node if not name else _child(node, name), value)
            records = cast("list[Any]", document["Response"]["NodeSet"])
            _opened(_child(node, "NodeSet"), dict(enumerate(records)))
            return
        cast("Any", self._tree).add_json(document)
        self._tree.root.expand()
        self._tree.root.children[0].expand()


def _opened(node: TreeNode[Any], value: dict[Any, Any]) -> TreeNode[Any]:
    """Put the members of a value under its node, and open it."""
    for key, one in value.items():
        if isinstance(one, dict | list):
            node.add(f"{key} {len(cast('list[Any]', one))} items", key)
        else:
            node.add_leaf(f"{key} {one}", key)
    node.expand()
    return node


def _child(node: TreeNode[Any], name: str) -> TreeNode[Any]:
    return next(one for one in node.children if one.data == name)


if __name__ == "__main__":
    TreeApp().run()
