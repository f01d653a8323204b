"""What widgets hand on to Textual: names for the style sheet."""

from __future__ import annotations

from typing import TypedDict


class Names(TypedDict, total=False):
    """The id and the classes of a widget."""

    id: str
    classes: str
