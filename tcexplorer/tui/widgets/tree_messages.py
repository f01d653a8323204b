"""What a tree says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path, Places
    from tcexplorer.tui.widgets.tree_search import TreeSearch


class TreeMessages:
    """The messages of `JsonTree`; their handlers are called `on_tree_NAME`."""

    class ValueWanted(Message, namespace="json_tree"):
        """The user wants to see a value whole."""

        def __init__(self, title: str, text: str) -> None:
            super().__init__()
            self.title = title
            self.text = text

    class InnerWanted(Message, namespace="json_tree"):
        """The user wants to see a text that is JSON as a tree; `revealed` when nothing in it is to be covered."""

        def __init__(self, title: str, text: str, *, revealed: bool) -> None:
            super().__init__()
            self.title = title
            self.text = text
            self.revealed = revealed

    class CopyWanted(Message, namespace="json_tree"):
        """The user wants a text in the clipboard; `what` names it."""

        def __init__(self, what: str, text: str) -> None:
            super().__init__()
            self.what = what
            self.text = text

    class RevealWanted(Message, namespace="json_tree"):
        """The user wants to see a covered value, or to have it covered again."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Said(Message, namespace="json_tree"):
        """Why a command did nothing, in one line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Opening(Message, namespace="json_tree"):
        """Much is being opened; `rows` so far, `done` at the end."""

        def __init__(self, rows: int, *, done: bool) -> None:
            super().__init__()
            self.rows = rows
            self.done = done

    class Opened(Message, namespace="json_tree"):
        """It is open; the cursor was on `path`."""

        def __init__(self, path: Path, *, slow: bool) -> None:
            super().__init__()
            self.path = path
            self.slow = slow

    class Searched(Message, namespace="json_tree"):
        """A search found more, or came to its end."""

        def __init__(self, search: TreeSearch) -> None:
            super().__init__()
            self.search = search

    class Sought(Message, namespace="json_tree"):
        """A further match was walked to; None when there is none."""

        def __init__(self, search: TreeSearch, places: Places | None) -> None:
            super().__init__()
            self.search = search
            self.places = places

    class FindWanted(Message, namespace="json_tree"):
        """The user wants to type what to look for."""

    class Found(Message, namespace="json_tree"):
        """The number of matches, or which one is shown, is another."""

    class FindDone(Message, namespace="json_tree"):
        """The search is over."""
