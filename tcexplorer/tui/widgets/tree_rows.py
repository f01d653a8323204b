"""How a row of the tree is drawn: sign, name, value, what it means, and what else there is to know about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from tcexplorer.answer.present import LONGEST, Sort, aside, brief, inner_json, preview
from tcexplorer.answer.values import is_container, pairs
from tcexplorer.safety.inert import visible
from tcexplorer.tui.text.styled_text import Role, Span, cut, muted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.answer.described import ResponseSchema
    from tcexplorer.answer.mask import Mask
    from tcexplorer.answer.rows import Row
    from tcexplorer.answer.values import Path
    from tcexplorer.protocol.model import Json

ROLES: Final = {
    Sort.TEXT: Role.GOOD,
    Sort.NUMBER: Role.WARN,
    Sort.WORD: Role.MUTED,
    Sort.SIZE: Role.MUTED,
}
UNKNOWN: Final = "?"
"""The sign of a member that the schema does not have."""
OPENS: Final = "⏎"
"""The sign of a text that opens in a window or as a tree; a click on it does, too."""
_KEPT = 400
"""Long texts whose masked forms are kept: finding secrets in one takes a while, and it is drawn at every key."""


class RowContext(NamedTuple):
    """What rows are drawn with."""

    mask: Mask
    schema: ResponseSchema | None
    known: dict[Path, str]
    """Long texts as they may be seen."""

    def seen(self, value: Json, path: Path) -> Json:
        """A scalar as it may be seen now: no longer than a row needs, its secrets masked."""
        if not isinstance(value, str) or len(value) <= 200:
            return self.mask.shown(path, value)
        known = self.known.get(path)
        if known is None:
            if len(self.known) >= _KEPT:
                self.known.clear()
            shown = self.mask.shown(path, value)
            known = self.known[path] = (shown if isinstance(shown, str) else str(shown))[:LONGEST]
        return known


def head_spans(row: Row, width: int, *, top: int, role: Role | None = None, bold: bool = False) -> list[Span]:
    """Indentation, sign and name of a row; `top` levels are not indented."""
    indent = "  " * min(row.depth - top, max(1, width // 4))
    mark = ("▾ " if row.is_open else "▸ ") if row.can_open else "  "
    name = "" if row.key is None else cut(visible(str(row.key)[: 2 * width]), max(8, width // 2))
    own = role or (Role.MUTED if isinstance(row.key, int) else Role.KEY)
    return [Span(indent), Span(mark), Span(name, own, "bold" if bold else "")]


def row_spans(row: Row, path: Path, context: RowContext, width: int, *, top: int, marked: bool) -> list[Span]:
    """A row in about so many cells."""
    bad = path[:2] == ("Response", "Error") and row.depth <= 3
    spans = head_spans(row, width, top=top, role=Role.BAD if bad and isinstance(row.key, str) else None, bold=marked)
    room = max(12, width - len(spans[0].text) - 4 - cell_len(spans[2].text))
    if context.schema is not None and is_news(context.schema, path):
        spans.append(Span(UNKNOWN, Role.WARN, "bold"))
    if is_container(row.value):
        spans += _container(row, path, context, room)
        return spans
    text, sort = brief(context.seen(row.value, path))
    text = _told_apart(text, row.value)
    opens = opens_by_itself(row.value, text, room)
    meaning = _fitted(meaning_of(row, path, context), room - len(text) - 2)
    tail = [muted(f"  {meaning}")] if meaning else []
    tail += [Span(f" {OPENS}{' JSON' if opens == 'tree' else ''}", Role.KEY)] if opens else []
    room = max(6, room - sum(cell_len(span.text) for span in tail))
    role = Role.BAD if bad else ROLES[sort]
    return [*spans, Span(f" {cut(visible(text[: 4 * room]), room)}", role, "bold" if bad else ""), *tail]


def _container(row: Row, path: Path, context: RowContext, room: int) -> Iterator[Span]:
    value = row.value
    count = len(value) if isinstance(value, dict | list) else 0
    if not count:
        yield muted(" []" if isinstance(value, list) else " {}")
        return
    size = brief(value)[0] if isinstance(value, list) else f"{{{count:,}}}"
    hint = "" if row.is_open else preview_of(value, path, context)
    if isinstance(value, list):
        yield muted(f" {size}")
        if hint:
            yield muted(f"  {cut(visible(hint), max(4, room - len(size) - 2))}")
        return
    if hint:
        yield Span(f" {cut(visible(hint), max(8, room - len(size) - 2))}")
    yield muted(f" {size}" if row.can_open else f" {size}  too deep to open here: {OPENS}")


def preview_of(value: Json, path: Path, context: RowContext) -> str:
    """What a closed object or list is recognised by, without what is covered."""
    if isinstance(value, list):
        first: list[str] = []
        for place, one in enumerate(value[:6]):
            if is_container(one):
                break
            first.append(brief(context.seen(one, (*path, place)))[0][:60])
        more = " …" if first and len(value) > len(first) else ""
        return ", ".join(first) + more
    if not isinstance(value, dict):
        return ""
    return preview(value, secret=lambda name: context.mask.hides((*path, name), value[name]))


def _told_apart(text: str, value: Json) -> str:
    """A text that would look like a number, a word or nothing, in quotes."""
    if not isinstance(value, str) or len(text) > 40 or text == '""':
        return text
    bare = text.strip()
    looks = bare in ("true", "false", "null") or bare != text or bare.replace(".", "", 1).lstrip("-").isdigit()
    return f'"{text}"' if looks else text


def meaning_of(row: Row, path: Path, context: RowContext) -> str:
    """A moment or a size, to be read beside a number; nothing beside what is covered."""
    meaning = aside(row.key, row.value)
    return meaning if meaning and not context.mask.hides(path, row.value) else ""


def _fitted(meaning: str, room: int) -> str:
    """A meaning in so many cells: a moment without its zone, or its seconds; nothing when that is not enough."""
    shorter = (meaning, meaning.removesuffix(" UTC"), meaning[:16] if meaning.endswith(" UTC") else meaning)
    return next((one for one in shorter if len(one) <= room), "")


def opens_by_itself(value: Json, text: str, room: int) -> str:
    """Whether a text opens as a `tree` or in a `window`, because it is JSON or longer than its row."""
    if not isinstance(value, str):
        return ""
    if inner_json(value):
        return "tree"
    return "window" if len(value) > room or "\n" in value[:room] or cell_len(text[: room + 1]) > room else ""


def is_news(schema: ResponseSchema, path: Path) -> bool:
    """Whether the schema has no such member, but has the object that it is in."""
    return bool(path) and isinstance(path[-1], str) and not schema.knows(path) and schema.knows(path[:-1])


def row_text(row: Row, path: Path, context: RowContext) -> str:
    """A row for the clipboard: the name and the value, or what a list or an object is recognised by."""
    name = "" if row.key is None else str(row.key)
    if is_container(row.value):
        size = brief(row.value)[0] or f"{{{len(list(pairs(row.value)))}}}"
        words = (name, size, preview_of(row.value, path, context))
    else:
        words = (name, brief(context.seen(row.value, path))[0], meaning_of(row, path, context))
    return " ".join(word for word in words if word)


def hint_start(spans: Sequence[Span]) -> int | None:
    """The column at which the sign of a text that opens is drawn."""
    if not spans or not spans[-1].text.lstrip().startswith(OPENS):
        return None
    return sum(cell_len(visible(span.text)) for span in spans[:-1])
