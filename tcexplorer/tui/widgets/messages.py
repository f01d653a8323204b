"""What views of an answer say, whichever of them it is; the screen they are on does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tcexplorer.answer.values import Path


class CopyRequested(Message):
    """The user wants a text in the clipboard; `what` names it."""

    def __init__(self, what: str, text: str) -> None:
        super().__init__()
        self.what = what
        self.text = text


class ViewRequested(Message):
    """The user wants to see a value whole."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title = title
        self.text = text


class NestedJsonRequested(Message):
    """The user wants to see a text that is JSON as a tree; `revealed` when nothing in it is to be masked."""

    def __init__(self, title: str, text: str, *, revealed: bool) -> None:
        super().__init__()
        self.title = title
        self.text = text
        self.revealed = revealed


class RevealRequested(Message):
    """The user wants to see a masked value, or to have it masked again."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Reported(Message):
    """One line for the user: how far long work is, or why a command did nothing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class PlaceRequested(Message):
    """The user wants to see a value in the tree."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class ExportRequested(Message):
    """The user wants the rows and columns of a table in a file."""
