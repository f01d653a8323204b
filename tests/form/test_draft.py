"""The draft behind form and JSON editor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.form.draft import Draft
from tcexplorer.form.text import Unreadable

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json


def test_the_json_editor_shows_text_as_it_is() -> None:
    draft = Draft({"Filters": [{"Name": "测试"}]})
    assert "测试" in draft.json_text()
    assert Draft().with_json(draft.json_text()) == draft


def test_json_that_is_no_object_says_so() -> None:
    assert Draft().with_json("[]") == Unreadable("parameters are one JSON object: { … }")
    assert Draft().with_json('{"a": 1,}') != Draft({"a": 1})
    assert Draft({"a": 1}).with_json("  ") == Draft()


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
