"""A tree with what belongs to it: the path of the row, what the schema says of it, and the line one searches in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from tcexplorer.answer.values import is_container
from tcexplorer.safety.inert import visible
from tcexplorer.tui.commands import Scope, of_place
from tcexplorer.tui.text.styled_text import Line, Role, Span, StyledWidget, bold, muted, segments, strip, wrapped
from tcexplorer.tui.widgets.bars import Bar, Piece
from tcexplorer.tui.widgets.json_tree import JsonTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from tcexplorer.answer.described import Description, ResponseSchema
    from tcexplorer.answer.reader import Parsed
    from tcexplorer.answer.values import Path
    from tcexplorer.answer.veil import Veil
    from tcexplorer.tui.response.tabs import ResponseState
    from tcexplorer.tui.widgets.find_bar import FindBar

LOW = 14
"""Rows of the view from which the documentation has three of them; below it has one."""
NEWS = "not in the schema"


class Crumbs(Bar):
    """The steps of a path, close together."""

    GAP = 0


class JsonViewer(Vertical):
    """Shows one document. `JsonTree` says what the user wants of it."""

    def __init__(self) -> None:
        super().__init__(classes="inside")
        self._tree = JsonTree(id="tree")
        self._crumbs = Crumbs(classes="id")
        self._doc = HelpText()
        self._find_line: FindBar | None = None
        self._schema: ResponseSchema | None = None
        self._parsed: Parsed | None = None

    def compose(self) -> ComposeResult:
        yield self._tree
        yield self._crumbs
        yield self._doc

    @property
    def path(self) -> Path:
        """The path of the row that the cursor is on."""
        return self._tree.path

    def go_to(self, path: Path) -> None:
        """Put the cursor on a path."""
        self._tree.go_to(path)

    def tools(self) -> Sequence[Piece]:
        """What can be clicked beside the tabs."""
        named = (("find", "find"), ("expand_all", "open all"), ("copy_value", "copy"))
        return [
            Piece((Span(of_place(Scope.TREE, name).key_text, Role.KEY, "bold"), muted(f" {short}")), name)
            for name, short in named
        ]

    def show_answer(self, shown: ResponseState) -> None:
        """Show the JSON of an answer."""
        answer = shown.answer
        if answer is not None and answer.parsed is not None and shown.veil is not None:
            self.show(answer.parsed, shown.veil, shown.schema, answer.data)

    def show(self, parsed: Parsed, veil: Veil, schema: ResponseSchema | None = None, body: bytes = b"") -> None:
        """Show what was read; the same document again keeps its place."""
        self._schema = schema
        before = self._parsed
        if parsed is before or (before is not None and is_container(parsed.value) and parsed.value is before.value):
            self._tree.look(veil, schema)
            return
        self._parsed = parsed
        self._tree.show(parsed.value, veil=veil, schema=schema, body=body, landmarks=parsed.landmarks)
        self._say()

    # the foot

    def on_virtual_list_moved(self, event: JsonTree.Moved) -> None:
        event.stop()
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        self._doc.styles.height = 1 if event.size.height < LOW else 3
        self._say()

    def _say(self) -> None:
        path = self._tree.path
        found = self._schema.describe(path) if self._schema is not None else None
        news = self._schema is not None and found is None
        words = NEWS if news else found.type if found is not None else ""
        kind = [Piece((muted("  ".join(one for one in (self._tree.meaning, words) if one)),))]
        room = (self.size.width or 80) - 3 - kind[0].cells
        self._crumbs.show(crumbs(path, room), kind if kind[0].cells else ())
        self._doc.display = self._schema is not None
        self._doc.show(_documented(found, path) if found is not None else line_of_news() if news else Line())

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """A step of the path."""
        if event.command.startswith("to:"):
            event.stop()
            self._tree.go_to(self._tree.path[: int(event.command[3:])])

    # searching

    def on_json_tree_find_wanted(self, event: JsonTree.FindWanted) -> None:
        event.stop()
        if self._find_line is not None:
            self._find_line.begin()
            return
        from tcexplorer.tui.widgets.find_bar import FindBar

        self._find_line = FindBar(self._tree, "find in names and values")
        self.mount(self._find_line, after=self._tree)

    def on_json_tree_found(self, event: JsonTree.Found) -> None:
        event.stop()
        self._say_found()

    def _say_found(self) -> None:
        if self._find_line is not None and self._find_line.is_mounted:
            self._find_line.say()

    def on_json_tree_find_done(self, event: JsonTree.FindDone) -> None:
        event.stop()
        line, self._find_line = self._find_line, None
        if line is not None:
            inside = line.has_focus_within
            line.remove()
            if inside:
                self._tree.focus()


def crumbs(path: Path, room: int) -> list[Piece]:
    """A path as steps that can be clicked, cut at the left."""
    pieces: list[Piece] = []
    for at, key in enumerate(path, 1):
        text = f"[{key}]" if isinstance(key, int) else visible(key[:60]) + ("…" if len(key) > 60 else "")
        before = "" if isinstance(key, int) or not pieces else "."
        pieces.append(Piece((muted(before), Span(text, Role.TEXT if at == len(path) else Role.MUTED)), f"to:{at}"))
    left = room
    kept: list[Piece] = []
    for one in reversed(pieces):
        cells = sum(cell_len(span.text) for span in one.spans)
        if cells > left - 1 and kept:
            return [Piece((muted("…"),)), *reversed(kept)]
        kept.append(one)
        left -= cells
    return list(reversed(kept)) or [Piece((muted("the whole answer"),))]


def _documented(found: Description, path: Path) -> Line:
    name = f"element of {found.name}" if found.is_element and path and isinstance(path[-1], int) else found.name
    words = " ".join(found.doc.split())[:2000]
    null = muted("  may be null") if found.nullable else muted("")
    return Line((bold(f"{name}  ", Role.KEY), Span(words), null)) if words or found.nullable else Line()


def line_of_news() -> Line:
    """What is said of a member that the schema does not have."""
    return Line((Span(NEWS, Role.WARN, "bold"), muted("  the API sent it; the catalogue does not describe it")))


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
