"""The strip below form and editor: what the parameter at the cursor is for, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.form.check import Weight
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.hints.limits import limits_of
from tcexplorer.form.jsontext import path_at
from tcexplorer.protocol.paths import path_text
from tcexplorer.tui.content.common import prose
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.form.check import FormFinding
    from tcexplorer.form.fields import FormField
    from tcexplorer.form.hints.limits import Limits
    from tcexplorer.form.outline import FormRow
    from tcexplorer.form.schema import Schema
    from tcexplorer.protocol.paths import Path

_SHORT = 32
"""Characters of an example that stands on the first line; a longer one follows the text."""
_EMPTY = frozenset({"", "null", "none", "-", "n/a", "无"})
"""Examples that say nothing."""
UPLOAD = "its bytes are sent as a part of their own (multipart); here they stand as base64 text"


def row_strip(schema: Schema, row: FormRow) -> list[Line]:
    """Name, type, limits and example on the first line; then what is wrong, the documentation, the known values."""
    limits = limits_of(row.field)
    lines = [_head(schema, row.path, row.field, limits, unknown=row.unknown)]
    if row.held is not None and row.finding is not None:
        lines.append(wrong(row.finding.reason))
    elif row.finding is not None and row.finding.weight in (Weight.UNKNOWN, Weight.ADVICE, Weight.TYPE):
        lines.append(wrong(row.finding.reason, Role.WARN if row.finding.weight is Weight.ADVICE else Role.BAD))
    if row.kind is FieldKind.BINARY:
        lines.append(line(muted(UPLOAD)))
    return [*lines, *_said(row.field, limits)]


def fold_strip(count: int, what: str) -> list[Line]:
    """What a row says that stands for parameters which are not shown."""
    return [
        line(bold(f"{count} {what} parameter{'' if count == 1 else 's'}"), muted("  not shown")),
        line(muted("Enter or a click shows them")),
    ]


def editor_strip(schema: Schema, text: str, offset: int, findings: Sequence[FormFinding]) -> list[Line]:
    """What the member at the editor's cursor is for; outside of all members, what is wrong anywhere."""
    path = path_at(text, offset)
    here = [one for one in findings if one.path == path and one.weight is not Weight.MISSING]
    lines = [wrong(one.reason) for one in here]
    field = schema.at(path) if path else None
    if field is not None:
        limits = limits_of(field)
        return [_head(schema, path, field, limits), *lines, *_said(field, limits)]
    if here:
        return [line(bold(path_text(path)), muted(f"  {here[0].reason}, sent all the same"))]
    others = [one for one in findings if one.weight is not Weight.MISSING]
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return [
        *([wrong(f"{others[0]}{more}", Role.WARN)] if others else []),
        line(muted("parameters as JSON; what you type here is in the form, too")),
    ]


def wrong(reason: str, ink: Role = Role.BAD) -> Line:
    """A line that says what is wrong."""
    return line(Span("! ", ink, "bold"), Span(reason, ink))


def _head(schema: Schema, path: Path, field: FormField, limits: Limits, *, unknown: bool = False) -> Line:
    notes = f"{field.label}, {'required' if field.required else 'optional'}"
    if field.deprecated:
        notes += ", deprecated"
    if len(field.member.sites) < len(schema.action.row.sites):
        notes += f", only on the {next(iter(field.member.sites))} site"
    if unknown:
        notes = field.label
    spans = [bold(path_text(path)), muted(f"  {notes}")]
    hints = [limits.hint, f"{limits.default} by default" if limits.default else ""]
    if field.example.strip().casefold() not in _EMPTY and len(field.example) <= _SHORT:
        hints.append(f"e.g. {field.example}")
    spans += [muted(f"  {hint}") for hint in hints if hint]
    return line(*spans)


def _said(field: FormField, limits: Limits) -> Iterator[Line]:
    yield from (one for one in prose(field.doc, Role.MUTED) if one.spans)
    if limits.known:
        yield line(muted(f"known values: {', '.join(limits.known)}"))
    if len(field.example) > _SHORT:
        yield line(muted(f"e.g. {field.example}"))
