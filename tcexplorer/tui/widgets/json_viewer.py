"""A tree with what belongs to it: the path of the row, and what the schema says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Line, Role, Span, StyledWidget, bold, line, muted, segments, strip, wrapped
from tcexplorer.tui.widgets.bars import Bar, Piece
from tcexplorer.tui.widgets.json_tree import JsonTree

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tcexplorer.answer.described import Description, ResponseSchema
    from tcexplorer.answer.values import Path
    from tcexplorer.tui.widgets.json_document import HasDocument

LOW = 14
"""Rows of the view from which the documentation has three of them; below it has one."""
NEWS = "not in the schema"


class Crumbs(Bar):
    """The steps of a path, close together."""

    GAP = 0


class JsonViewer(Vertical):
    """Shows one document."""

    def __init__(self) -> None:
        super().__init__(classes="inside")
        self._tree = JsonTree(id="tree")
        self._crumbs = Crumbs(classes="id")
        self._help = HelpText()
        self._schema: ResponseSchema | None = None

    def compose(self) -> ComposeResult:
        yield self._tree
        yield self._crumbs
        yield self._help

    def update(self, source: HasDocument) -> None:
        """Show a document; the same one again keeps its place."""
        if (document := source.document) is not None:
            self._schema = document.schema
            self._tree.set_document(document)

    @on(JsonTree.Moved)
    def _say_row(self, event: JsonTree.Moved) -> None:
        event.stop()
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        self._help.styles.height = 1 if event.size.height < LOW else 3
        self._say()

    def _say(self) -> None:
        path, schema = self._tree.path, self._schema
        found = schema.describe(path) if schema is not None else None
        words = found.type if found is not None else NEWS if schema is not None else ""
        kind = Piece((muted("  ".join(one for one in (self._tree.meaning, words) if one)),))
        room = (self.size.width or 80) - 3 - kind.cells
        self._crumbs.show(crumbs(path, room), [kind] if kind.cells else ())
        self._help.display = schema is not None
        self._help.show(help_line(found, path) if schema is not None else Line())

    @on(Bar.Clicked)
    def _go_up(self, event: Bar.Clicked) -> None:
        """A step of the path."""
        if event.command.startswith("to:"):
            event.stop()
            self._tree.go_to(self._tree.path[: int(event.command[3:])])


def crumbs(path: Path, room: int) -> list[Piece]:
    """A path as steps that can be clicked, cut at the left."""
    kept: list[Piece] = []
    left = room
    for at in range(len(path), 0, -1):
        key = path[at - 1]
        text = f"[{key}]" if isinstance(key, int) else visible(key[:60]) + ("…" if len(key) > 60 else "")
        before = "" if isinstance(key, int) or at == 1 else "."
        one = Piece((muted(before), Span(text, Role.TEXT if at == len(path) else Role.MUTED)), f"to:{at}")
        if one.cells > left - 1 and kept:
            return [Piece((muted("…"),)), *kept]
        kept.insert(0, one)
        left -= one.cells
    return kept or [Piece((muted("the whole answer"),))]


def help_line(found: Description | None, path: Path) -> Line:
    """What the schema says of a member, or that it does not have it."""
    if found is None:
        return line(bold(NEWS, Role.WARN), muted("  the API sent it; the catalogue does not describe it"))
    name = f"element of {found.name}" if found.is_element and path and isinstance(path[-1], int) else found.name
    words = " ".join(found.doc.split())[:2000]
    null = muted("  may be null") if found.nullable else muted("")
    return line(bold(f"{name}  ", Role.KEY), words, null) if words or found.nullable else Line()


class HelpText(StyledWidget, Widget):
    """A line of text wrapped into the rows there are; the last one is cut with `…`."""

    def __init__(self) -> None:
        super().__init__(classes="id")
        self._line = Line()

    def show(self, line: Line) -> None:
        """Another text."""
        if line != self._line:
            self._line = line
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height, inks = self.size.width, self.size.height, self.inks
        rows = wrapped(self._line, width)
        if y >= len(rows):
            return Strip.blank(width, inks.base)
        spans = list(rows[y].spans)
        if y == height - 1 and len(rows) > height:
            spans.append(muted(" …" + " " * width))
        return strip(segments(spans, inks), width, inks.base)
