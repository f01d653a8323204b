"""A nested form as a flat list of rows: what the screen draws line by line.

Only what is open has rows, so the closed top level costs what its parameters cost, however deep they
go, and a recursive type is as deep as somebody opens it. Rows are in the order of the schema (required
first), the parameters keep their own order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.form.check import FormFinding, check
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.preview import preview
from tcexplorer.form.schema import Schema, unknown_field
from tcexplorer.form.text import fits, text_of
from tcexplorer.protocol.paths import UNSET, Unset, path_text, value_at
from tcexplorer.safety.redact import is_secret_name
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tcexplorer.form.draft import Draft
    from tcexplorer.form.fields import FormField
    from tcexplorer.protocol.model import Json, JsonObject, Site
    from tcexplorer.protocol.paths import Path

MOST_ROWS = 20_000
"""Rows that `everything` opens at most."""


@dataclass(frozen=True, slots=True)
class OutlineOptions:
    """What is shown of what is not set; what is set is always shown."""

    required_only: bool = False
    deprecated: bool = False
    keep: Path = ()
    """Shown whatever the others say, with what it is in: the row that is being edited."""


class Hidden(NamedTuple):
    """How many top-level parameters the options hide."""

    optional: int
    deprecated: int


class FormRow(NamedTuple):
    """One row: a parameter, a member, an element of a list, or the element that a list does not have yet."""

    path: Path
    field: FormField
    """What the schema says; with kind JSON where the value is not one that a line of its type can hold."""
    value: Json | Unset
    held: str | None
    """The text that is no value yet."""
    expandable: bool
    open: bool
    is_next: bool
    """The place behind a list's last element: setting something there makes the element."""
    unknown: bool
    finding: FormFinding | None
    inner: int
    """Findings in rows that are not shown, because this one is closed."""

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    @property
    def name(self) -> str:
        """`Name`, `[0]`, or `+` for the element that is not there yet."""
        last = self.path[-1]
        return last if isinstance(last, str) else "+" if self.is_next else f"[{last}]"

    @property
    def kind(self) -> FieldKind:
        return self.field.kind

    @property
    def label(self) -> str:
        """The type, short."""
        return self.field.label

    @property
    def required(self) -> bool:
        return self.field.required

    @property
    def deprecated(self) -> bool:
        return self.field.deprecated

    @property
    def doc(self) -> str:
        return self.field.doc

    @property
    def example(self) -> str:
        return self.field.example

    @property
    def is_set(self) -> bool:
        return not isinstance(self.value, Unset)

    @property
    def secret(self) -> bool:
        """Whether the name of this, or of what it is in, says that its value is a secret."""
        return any(isinstance(part, str) and is_secret_name(part) for part in self.path)

    @property
    def only_on(self) -> Site | None:
        """The one site that knows this parameter, where the other does not."""
        sites = self.field.member.sites
        return next(iter(sites)) if len(sites) == 1 else None

    @property
    def text(self) -> str:
        """What is edited: a scalar's line or JSON text; empty when not set."""
        return self.held if self.held is not None else text_of(self.field, self.value)

    @property
    def shown(self) -> str:
        """What is shown while the row is not edited: containers as a preview, secrets masked."""
        if self.secret and self.is_set and self.value not in ("", None, True, False):
            return MASK
        if self.held is None and isinstance(self.value, dict | list):
            return preview(self.value)
        return self.text


@dataclass(frozen=True, slots=True)
class Outline:
    """The rows of a form, and what they are made of. A value: opening, editing and filtering give new ones."""

    schema: Schema
    draft: Draft
    opened: frozenset[Path]
    options: OutlineOptions
    rows: Sequence[FormRow]
    findings: tuple[FormFinding, ...]
    hidden: Hidden

    @classmethod
    def of(
        cls, schema: Schema, draft: Draft, opened: frozenset[Path] = frozenset(), options: OutlineOptions | None = None
    ) -> Outline:
        """The outline of a draft with those containers open."""
        options = options or OutlineOptions()
        findings = check(schema, draft)
        rows = list(_Rows(schema, draft, opened, options, findings).members(schema.top, draft.params, ()))
        return cls(schema, draft, opened, options, rows, findings, _hidden(schema, draft, options))

    def index(self, path: Path) -> int | None:
        """The row of that path, if it is shown."""
        return next((index for index, row in enumerate(self.rows) if row.path == path), None)

    def toggled(self, index: int) -> Outline:
        """The outline with that row opened, or closed; the same when it holds nothing."""
        row = self.rows[index]
        if not row.expandable:
            return self
        opened = self.opened - {row.path} if row.open else self.opened | {row.path}
        end = index + 1
        while end < len(self.rows) and len(self.rows[end].path) > len(row.path):
            end += 1
        slice_ = _Rows(self.schema, self.draft, opened, self.options, self.findings).again(row)
        rows = [*self.rows[:index], *slice_, *self.rows[end:]]
        return replace(self, opened=opened, rows=rows)

    def revealed(self, path: Path) -> Outline:
        """The outline with everything open that leads to a path."""
        opened = self.opened | {path[:depth] for depth in range(1, len(path))}
        return self if opened == self.opened else Outline.of(self.schema, self.draft, opened, self.options)

    def with_draft(self, draft: Draft) -> Outline:
        """The outline of another draft with the same containers open."""
        return Outline.of(self.schema, draft, self.opened, self.options)

    def with_options(self, options: OutlineOptions) -> Outline:
        """The outline with other rows hidden."""
        return Outline.of(self.schema, self.draft, self.opened, options)


def everything(schema: Schema, draft: Draft, most: int = MOST_ROWS) -> frozenset[Path]:
    """What to open to see all: every container, but a type within itself only where it is set."""
    opened: set[Path] = set()
    waiting: list[tuple[Path, FormField, tuple[str, ...]]] = [
        ((field.name,), field, ()) for field in reversed(schema.top)
    ]
    rows = len(waiting)
    while waiting and rows < most:
        path, field, above = waiting.pop()
        value = value_at(draft.params, path)
        kind = field.member.of
        if isinstance(value, Unset) and field.member.type == "object" and kind in above:
            continue
        item = schema.item(field)
        if item is not None:
            opened.add(path)
            count = len(value) if isinstance(value, list) else 0
            inner = [((*path, index), item, above) for index in range(max(1, count))]
        else:
            members = schema.members(field)
            if not members:
                continue
            opened.add(path)
            inner = [((*path, one.name), one, (*above, kind)) for one in members]
        rows += len(inner)
        waiting += reversed(inner)
    return frozenset(opened)


def _hidden(schema: Schema, draft: Draft, options: OutlineOptions) -> Hidden:
    unset = [one for one in schema.top if one.name not in draft.params and path_text((one.name,)) not in draft.pending]
    deprecated = sum(one.deprecated for one in unset) if not options.deprecated else 0
    optional = sum(not one.required and not one.deprecated for one in unset) if options.required_only else 0
    return Hidden(optional, deprecated)


class _Rows:
    """Makes rows of a draft, given what is open."""

    def __init__(
        self,
        schema: Schema,
        draft: Draft,
        opened: frozenset[Path],
        options: OutlineOptions,
        findings: Sequence[FormFinding],
    ) -> None:
        self._schema = schema
        self._draft = draft
        self._opened = opened
        self._options = options
        self._finding: Mapping[Path, FormFinding] = {finding.path: finding for finding in reversed(findings)}
        self._inner = Counter(finding.path[:depth] for finding in findings for depth in range(1, len(finding.path)))

    def again(self, row: FormRow) -> Iterator[FormRow]:
        """A row and what is open below it."""
        return self._row(row.path, row.field, row.value, is_next=row.is_next, unknown=row.unknown)

    def members(self, fields: Sequence[FormField], held: JsonObject, path: Path) -> Iterator[FormRow]:
        for field in fields:
            place = (*path, field.name)
            value = held.get(field.name, UNSET)
            if value is not UNSET or self._wanted(field) or self._held(place) is not None or self._kept(place):
                yield from self._row(place, field, value)
        known = {field.name for field in fields}
        for name, value in held.items():
            if name not in known:
                yield from self._row((*path, name), unknown_field(name, value), value, unknown=True)

    def _wanted(self, field: FormField) -> bool:
        if field.deprecated and not self._options.deprecated:
            return False
        return field.required or not self._options.required_only

    def _kept(self, path: Path) -> bool:
        keep = self._options.keep
        return keep[: len(path)] == path

    def _held(self, path: Path) -> str | None:
        pending = self._draft.pending
        held = pending.get(path_text(path)) if pending else None
        return held.text if held else None

    def _row(
        self, path: Path, field: FormField, value: Json | Unset, *, is_next: bool = False, unknown: bool = False
    ) -> Iterator[FormRow]:
        held = self._held(path)
        expandable = held is None and self._expandable(field, value)
        opened = expandable and path in self._opened
        if (
            field.kind is not FieldKind.JSON
            and held is None
            and not isinstance(value, Unset)
            and not fits(field, value)
        ):
            field = replace(field, kind=FieldKind.JSON)
        inner = 0 if opened else self._inner[path]
        yield FormRow(path, field, value, held, expandable, opened, is_next, unknown, self._finding.get(path), inner)
        if opened:
            yield from self._below(path, field, value, unknown=unknown)

    def _expandable(self, field: FormField, value: Json | Unset) -> bool:
        match field.member.type:
            case "list":
                return value is UNSET or value is None or isinstance(value, list)
            case "object":
                return isinstance(value, dict) or (
                    (value is UNSET or value is None) and self._schema.has_members(field)
                )
            case _:
                return False

    def _below(self, path: Path, field: FormField, value: Json | Unset, *, unknown: bool) -> Iterator[FormRow]:
        if field.member.type == "object":
            yield from self.members(self._schema.members(field), value if isinstance(value, dict) else {}, path)
            return
        items = value if isinstance(value, list) else []
        item = None if unknown else self._schema.item(field)
        for index, one in enumerate(items):
            yield from self._row((*path, index), item or unknown_field("", one), one, unknown=unknown)
        if item is not None:
            yield from self._row((*path, len(items)), item, UNSET, is_next=True)
