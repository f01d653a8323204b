"""Actions of our own for tests of nested forms, and values of any schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tcexplorer.catalog.model import TypeDef
from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import put, typed
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.outline import Outline, OutlineOptions
from tcexplorer.form.schema import Schema
from tcexplorer.form.text import fits, text_of
from tcexplorer.protocol.model import Site
from tests.builders import BOTH, NO_DOC, action, member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.form.fields import FormField
    from tcexplorer.protocol.model import Json, JsonObject
    from tcexplorer.protocol.paths import Path

FILTER = TypeDef("Filter", NO_DOC, (member("Name", required=BOTH), member("Values", "list", "string")))
RULE = TypeDef(
    "Rule",
    NO_DOC,
    (
        member("Op", required=BOTH),
        member("Weight", "int"),
        member("Rules", "list", "Rule"),
        member("Not", "object", "Rule"),
    ),
)
DISK = TypeDef(
    "Disk",
    NO_DOC,
    (member("Size", "int"), member("Type"), member("Old", disabled=True), member("Key", "object", "Key")),
)
KEY = TypeDef("Key", NO_DOC, (member("Id"), member("Password")))

ACTION = action(
    member("Old", disabled=True),
    member("Zone", required=BOTH),
    member("Limit"),
    member("Count", "int"),
    member("Ids", "list", "string"),
    member("Sizes", "list", "int64"),
    member("Filters", "list", "Filter"),
    member("Disk", "object", "Disk"),
    member("Rule", "object", "Rule"),
    member("Here", sites=[Site.DOMESTIC]),
    member("There", sites=[Site.INTERNATIONAL]),
    member("Upload", "binary", "binary"),
    types=(FILTER, RULE, DISK, KEY),
)
SCHEMA = Schema(ACTION, Site.DOMESTIC)
ALL = OutlineOptions(deprecated=True)


def field(*path: str | int) -> FormField:
    """The field of our own action at a path."""
    found = SCHEMA.at(path)
    assert found is not None, path
    return found


def outline(params: JsonObject | None = None, *opened: Path, options: OutlineOptions | None = None) -> Outline:
    """The outline of our own action with those parameters."""
    return Outline.of(SCHEMA, Draft(params or {}), frozenset(opened), options)


def same(one: Json, other: Json) -> bool:
    """Whether two documents are the same, members' order and numbers' types included."""
    return json.dumps(one) == json.dumps(other)


def leaves(value: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every scalar and every empty container with its path, in the order of the document."""
    match value:
        case dict() if value:
            for name, inner in value.items():
                yield from leaves(inner, (*path, name))
        case list() if value:
            for index, inner in enumerate(value):
                yield from leaves(inner, (*path, index))
        case _:
            yield path, value


def typed_in(schema: Schema, params: JsonObject) -> Draft:
    """The draft of somebody who opens what is closed and types every value into its row.

    What no row can take (an empty container, an unknown member, a value of another type) is set as JSON.
    """
    draft = Draft()
    for path, value in leaves(params):
        if not path:
            continue
        shown = Outline.of(schema, draft, options=ALL).revealed(path)
        index = shown.index(path)
        row = shown.rows[index] if index is not None else None
        if row is None or row.kind is FieldKind.JSON or not fits(row.field, value):
            draft = put(draft, path, value)
        else:
            draft = typed(draft, row.field, path, text_of(row.field, value))
    return draft


def values_of(schema: Schema, depth: int = 4) -> st.SearchStrategy[JsonObject]:
    """Parameters as the schema wants them, with anything optional left out at times."""
    return _object(schema, schema.top, depth)


def _object(schema: Schema, fields: tuple[FormField, ...], depth: int) -> st.SearchStrategy[JsonObject]:
    if not fields:
        return st.just({})
    # a draw picks a few members: hundreds in every object would only be slow
    some = st.lists(st.sampled_from(fields), max_size=4, unique_by=lambda field: field.name)
    return some.flatmap(
        lambda chosen: st.fixed_dictionaries({field.name: _value(schema, field, depth) for field in chosen})
    )


def _value(schema: Schema, of: FormField, depth: int) -> st.SearchStrategy[Json]:
    item = schema.item(of)
    if item is not None:
        return st.lists(st.deferred(lambda: _value(schema, item, depth - 1)), max_size=3) if depth > 0 else st.just([])
    if of.member.type == "object":
        return _object(schema, schema.members(of), depth - 1) if depth > 0 else st.just({})
    match of.kind:
        case FieldKind.INTEGER:
            return st.integers(-(2**63), 2**64 - 1)
        case FieldKind.FLOAT:
            return st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70)
        case FieldKind.BOOLEAN:
            return st.booleans()
        case _:
            return st.text(max_size=8)
