"""Pieces that several pages are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.text.styled_text import Line, Role, Span, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`|!?\[(?P<label>[^\]\n]*)\]\((?P<link>[^)\s]+)\)")
_BULLET = re.compile(r"(\s*)([-*+]|\d+[.)])\s+")


def heading(text: str) -> Line:
    return line(Span(text, style="bold"))


def text_lines(text: str, ink: Role = Role.TEXT) -> list[Line]:
    """A text of several lines, as it is."""
    return [Line((Span(one, ink),)) if one else Line() for one in visible_lines(text).split("\n")]


def prose(text: str, ink: Role = Role.TEXT) -> Iterator[Line]:
    """A catalogue text, which is Markdown of the simple kind, as lines."""
    for one in visible_lines(text).split("\n"):
        if not one.strip():
            yield Line()
            continue
        bullet = _BULLET.match(one)
        indent = bullet.end() if bullet else len(one) - len(one.lstrip())
        if one.startswith("#"):
            yield Line((Span(one.lstrip("# "), Role.TEXT, "bold"),))
        else:
            yield Line(tuple(inline(one, ink)), indent=min(indent, 12))


def inline(text: str, ink: Role = Role.TEXT, style: str = "") -> Iterator[Span]:
    """The spans of one line of Markdown: bold, code and links."""
    at = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > at:
            yield Span(text[at : mark.start()], ink, style)
        if mark["bold"]:
            yield Span(mark["bold"], ink, "bold")
        elif mark["code"]:
            yield Span(mark["code"], Role.KEY, style)
        else:
            label, link = mark["label"], mark["link"]
            yield Span(label or link, ink, style)
            if label and label != link:
                yield Span(f" ({link})", Role.MUTED, style)
        at = mark.end()
    if at < len(text):
        yield Span(text[at:], ink, style)


def block(edge: Role, title: str, body: Iterable[Line]) -> Iterator[Line]:
    """A title and lines behind one edge."""
    yield Line(tuple(inline(title, style="bold")), edge)
    for one in body:
        yield one._replace(edge=edge)


def pairs(rows: Iterable[tuple[str, str]], *, ink: Role = Role.TEXT) -> list[Line]:
    """Names and values in two columns."""
    rows = list(rows)
    width = max((len(name) for name, _ in rows), default=0)
    return [line(Span(f"{name:<{width}}  ", Role.MUTED), Span(value, ink), indent=width + 2) for name, value in rows]
