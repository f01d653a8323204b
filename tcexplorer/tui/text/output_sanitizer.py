"""The last line: no control character of any text gets out through Textual's painting.

Textual writes the text of segments to the terminal as it is. Our own widgets make theirs inert, and
this guard holds for everything else, its own widgets included.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.console import Console

_UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
"""Compiled when the first text is not printable, which is seldom before anything was answered."""
_unguarded = Strip.render


def install() -> None:
    """Put the guard in front of `Strip.render`; a second time changes nothing."""
    Strip.render = _render


def _render(self: Strip, console: Console) -> str:
    for text, style, control in self:
        if not control and ((not text.isprintable() and re.search(_UNSAFE, text)) or _bad_link(style)):
            return _unguarded(inert(self), console)
    return _unguarded(self, console)


def clean(text: str) -> str:
    """The text with every unsafe character replaced by U+FFFD."""
    return re.sub(_UNSAFE, "\ufffd", text)


def inert(strip: Strip) -> Strip:
    """The strip with every unsafe character replaced by U+FFFD, and without links that hold one."""
    return Strip(
        [
            segment
            if segment.control
            else Segment(
                clean(segment.text),
                segment.style.update_link(None) if segment.style and _bad_link(segment.style) else segment.style,
            )
            for segment in strip
        ]
    )


def _bad_link(style: object) -> bool:
    link = getattr(style, "link", None)
    return bool(link) and not str(link).isprintable()
