"""The draft behind form and JSON editor."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.form.draft import Draft, Problem, problems
from tcexplorer.form.fields import Field, fields_of
from tcexplorer.form.text import Unreadable
from tcexplorer.protocol.model import Json, Site
from tests.builders import BOTH, action, member

FIELDS = fields_of(
    action(
        member("Old", disabled=True),
        member("Limit", "int"),
        member("Name", required=BOTH),
        member("Filters", "list", "Filter"),
        member("Only", sites=[Site.DOMESTIC], required=[Site.DOMESTIC]),
    ),
    Site.DOMESTIC,
)
BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}


def test_required_come_first_and_deprecated_last() -> None:
    assert [field.name for field in FIELDS] == ["Name", "Only", "Limit", "Filters", "Old"]


def test_a_form_offers_what_its_site_knows() -> None:
    of = action(member("Here", sites=[Site.DOMESTIC]), member("There", sites=[Site.INTERNATIONAL], required=BOTH))
    assert [field.name for field in fields_of(of, Site.DOMESTIC)] == ["Here"]
    assert [field.name for field in fields_of(of, Site.INTERNATIONAL)] == ["There"]


def test_edits_give_new_drafts_and_keep_the_order() -> None:
    empty = Draft()
    draft = empty.with_text(BY_NAME["Limit"], "10").with_text(BY_NAME["Name"], "a").with_text(BY_NAME["Limit"], "20")
    assert list(draft.params.items()) == [("Limit", 20), ("Name", "a")]
    assert empty.params == {}
    assert draft.with_text(BY_NAME["Limit"], "").params == {"Name": "a"}


def test_a_text_that_is_no_value_is_kept_and_named() -> None:
    draft = Draft({"Name": "a", "Limit": 5}).with_text(BY_NAME["Limit"], "ten")
    assert draft.text(BY_NAME["Limit"]) == "ten"
    assert draft.params == {"Name": "a"}
    assert Problem("Limit", "a whole number") in problems(draft, FIELDS)
    mended = draft.with_text(BY_NAME["Limit"], "10")
    assert mended.params["Limit"] == 10
    assert not mended.pending


def test_the_json_editor_and_the_form_show_one_value() -> None:
    draft = Draft().with_text(BY_NAME["Filters"], '[{"Name": "测试"}]')
    assert "测试" in draft.json_text()
    again = Draft().with_json(draft.json_text())
    assert isinstance(again, Draft)
    assert again.text(BY_NAME["Filters"]) == '[{"Name": "测试"}]'


def test_json_that_is_no_object_says_so() -> None:
    assert Draft().with_json("[]") == Unreadable("parameters are one JSON object: { … }")
    assert Draft().with_json('{"a": 1,}') != Draft({"a": 1})
    assert Draft({"a": 1}).with_json("  ") == Draft()


def test_problems_are_found_in_the_order_of_the_fields() -> None:
    draft = Draft({"Limit": "10", "Filters": {}, "Extra": 1})
    assert problems(draft, FIELDS) == (
        Problem("Name", "required"),
        Problem("Only", "required"),
        Problem("Limit", "expects int"),
        Problem("Filters", "expects Filter[]"),
        Problem("Extra", "not in the schema"),
    )
    assert problems(Draft({"Name": "a", "Only": "b", "Limit": 1, "Filters": []}), FIELDS) == ()


JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_json_comes_back_in_order(params: dict[str, Json]) -> None:
    draft = Draft().with_json(json.dumps(params))
    assert isinstance(draft, Draft)
    assert list(draft.params.items()) == list(params.items())
    again = Draft().with_json(draft.json_text())
    assert isinstance(again, Draft)
    assert again.params == params
