"""Real schemas: whatever fits them goes through outline, edits and JSON and comes back the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.catalog.examples import example_params, typed
from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import put
from tcexplorer.form.edits import typed as typed_text
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.outline import Outline, everything
from tcexplorer.form.schema import Schema
from tcexplorer.form.text import fits, value_of
from tcexplorer.protocol.model import Language, Site
from tests.form.worlds import ALL, leaves, same, typed_in, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import JsonObject

SEED = 20261124
RECURSIVE = [("teo", "CreateL7AccRules"), ("cls", "CreateConfig"), ("dnspod", "DescribeRecordList")]
LARGE = [("mps", "ProcessMedia"), ("cdn", "UpdateDomainConfig"), ("cvm", "RunInstances"), ("mqtt", "CreateInstance")]


def schema_of(catalogue: Catalogue, row: ActionRow, language: Language = Language.ENGLISH) -> Schema:
    found = catalogue.action(row.service, row.version, row.action)
    assert found is not None
    site = Site.DOMESTIC if Site.DOMESTIC in row.sites else Site.INTERNATIONAL
    return Schema(found, site, language)


@pytest.fixture(scope="module")
def schemas(catalogue: Catalogue) -> list[Schema]:
    """Some drawn from all, and those that are known to be large or recursive."""
    rows = random.Random(SEED).sample(catalogue.rows(), 60)
    for service, name in (*RECURSIVE, *LARGE):
        row = catalogue.find(service, name)
        if row is not None:
            rows.append(row)
    return [schema for schema in (schema_of(catalogue, row) for row in rows) if schema.top]


@given(st.data())
def test_what_fits_a_schema_goes_through_the_form_and_back(schemas: list[Schema], data: st.DataObject) -> None:
    schema = data.draw(st.sampled_from(schemas), label="schema")
    params = data.draw(values_of(schema), label="params")
    draft = typed_in(schema, params)
    assert not draft.pending
    assert same(draft.params, params)
    again = Draft().with_json(draft.json_text())
    assert isinstance(again, Draft)
    assert same(again.params, params)


def typed_row_by_row(schema: Schema, params: JsonObject) -> Draft:
    """The draft of somebody who copies every text of an open form into an empty one."""
    given = Draft(params)
    rows = {row.path: row for row in Outline.of(schema, given, everything(schema, given), ALL).rows}
    draft = Draft()
    for path, value in leaves(params):
        if not path:
            continue
        row = rows.get(path)
        assert row is None or row.is_set, path
        if row is None or row.kind is FieldKind.JSON or not fits(row.field, value):
            draft = put(draft, path, value)  # within a value that is edited as JSON
        else:
            assert value_of(row.field, row.text) == value, path
            draft = typed_text(draft, row.field, path, row.text)
    return draft


def through(catalogue: Catalogue, rows: Iterable[ActionRow]) -> tuple[int, int]:
    """All readable examples of these actions; how many, and how many of their values a row could show as a line."""
    examples = shown = 0
    for row in rows:
        schema = schema_of(catalogue, row)
        for example in schema.action.examples():
            params = example_params(example)
            if params is None:
                continue
            params = typed(params, schema.action)
            draft = typed_row_by_row(schema, params)
            assert not draft.pending, row
            assert same(draft.params, params), row
            again = Draft().with_json(draft.json_text())
            assert isinstance(again, Draft)
            assert same(again.params, params), row
            examples += 1
            shown += len(list(leaves(params)))
    return examples, shown


def test_examples_of_five_hundred_actions(catalogue: Catalogue) -> None:
    examples, shown = through(catalogue, random.Random(SEED).sample(catalogue.rows(), 500))
    assert examples >= 700
    assert shown >= 2000


@pytest.mark.nightly
def test_examples_of_every_action(catalogue: Catalogue) -> None:
    examples, _ = through(catalogue, catalogue.rows())
    assert examples >= 27_000


def test_string_typed_paging_stays_text(catalogue: Catalogue) -> None:
    row = catalogue.find("mqtt", "DescribeClientList")
    assert row is not None
    schema = schema_of(catalogue, row)
    shown = Outline.of(schema, Draft())
    index = shown.index(("Number",))
    assert index is not None
    draft = typed_text(Draft(), shown.rows[index].field, ("Number",), "20")
    assert draft.params == {"Number": "20"}


def test_both_languages_have_texts(catalogue: Catalogue) -> None:
    row = catalogue.find("mqtt", "DescribeInstanceList")
    assert row is not None
    english = Outline.of(schema_of(catalogue, row), Draft()).rows
    chinese = Outline.of(schema_of(catalogue, row, Language.CHINESE), Draft()).rows
    assert [one.path for one in english] == [one.path for one in chinese]
    assert all(one.doc.isascii() for one in english)
    assert not any(one.doc.isascii() for one in chinese)


def test_the_largest_form_opens_leaf_by_leaf(catalogue: Catalogue) -> None:
    row = catalogue.find("mps", "ProcessMedia")
    assert row is not None
    schema = schema_of(catalogue, row)
    closed = Outline.of(schema, Draft())
    assert len(closed.rows) < 30
    opened = Outline.of(schema, Draft(), everything(schema, Draft()), ALL)
    assert sum(not one.expandable for one in opened.rows) >= 1900
    assert max(one.depth for one in opened.rows) >= 8
