"""The flat list of visible rows against a plain recursive model of the same tree."""

from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer import nodes
from tcexplorer.answer.rows import DEEPEST, Rows
from tcexplorer.answer.slices import finished
from tcexplorer.answer.values import pairs
from tests.answer.hostile import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.model import Json

DOCUMENT: Json = {
    "Response": {"TotalCount": 2, "Data": [{"Id": "a", "Tags": []}, {"Id": "b", "Tags": [1, 2]}], "RequestId": "r"}
}
LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
DOCUMENTS = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=25,
)


@pytest.fixture(scope="module", params=[512, 3], autouse=True)
def few(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everything also with the means for large documents."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "_FEW", request.param)
        yield


def shown(rows: Rows) -> list[tuple[int, str | int | None]]:
    return [(rows[at].depth, rows[at].key) for at in range(len(rows))]


def modelled(
    key: str | int | None, value: Json, opened: set[int], depth: int = 0
) -> list[tuple[int, str | int | None]]:
    """What is visible, by walking the document; `opened` holds the identities of open containers."""
    found: list[tuple[int, str | int | None]] = [(depth, key)]
    if isinstance(value, dict | list) and id(value) in opened:
        children = value.items() if isinstance(value, dict) else enumerate(value)
        for name, child in children:
            found += modelled(name, child, opened, depth + 1)
    return found


def test_at_first_the_top_is_open() -> None:
    assert shown(Rows(DOCUMENT)) == [(0, None), (1, "Response")]


def test_opening_and_closing_say_how_many_rows_came_and_went() -> None:
    rows = Rows(DOCUMENT)
    assert rows.open(1) == 3
    assert rows.open(3) == 2
    assert shown(rows)[3:6] == [(2, "Data"), (3, 0), (3, 1)]
    assert rows.close(1) == 5
    assert shown(rows) == [(0, None), (1, "Response")]


def test_empty_containers_and_scalars_do_not_open() -> None:
    rows = Rows({"a": [], "b": {}, "c": 1})
    assert [rows[at].can_open for at in range(1, 4)] == [False, False, False]
    assert rows.toggle(1) == 0
    assert len(Rows("text")) == 1


@given(DOCUMENTS, st.lists(st.integers(0, 200), max_size=30))
def test_any_toggling_agrees_with_the_model(document: Json, clicks: list[int]) -> None:
    rows = Rows(document)
    opened = {id(document)}
    for click in clicks:
        at = click % len(rows)
        row = rows[at]
        if not row.can_open:
            assert rows.toggle(at) == 0
            continue
        before = len(rows)
        grown = rows.toggle(at)
        assert len(rows) - before == grown
        if row.is_open:
            opened.difference_update(containers(row.value))
        else:
            opened.add(id(row.value))
        assert shown(rows) == modelled(None, document, opened)


def containers(value: Json) -> set[int]:
    """A container and all in it: closing forgets what was open inside."""
    if not isinstance(value, dict | list):
        return set()
    inside = value.values() if isinstance(value, dict) else value
    return {id(value)}.union(*(containers(child) for child in inside))


@given(DOCUMENTS)
def test_expanding_shows_every_value_and_every_path_leads_back(document: Json) -> None:
    rows = Rows(document)
    finished(rows.opening())
    assert shown(rows) == modelled(None, document, containers(document))
    for at in range(len(rows)):
        value: Json = document
        for key in rows.path(at):
            value = value[key]  # pyright: ignore[reportIndexIssue, reportOptionalSubscript, reportArgumentType, reportUnknownVariableType, reportCallIssue]
        assert value is rows[at].value
        assert rows.reveal(rows.path(at)) == at


@given(DOCUMENTS)
def test_ends_and_parents_are_those_of_the_tree(document: Json) -> None:
    rows = Rows(document)
    finished(rows.opening())
    for at in range(len(rows)):
        depth = rows[at].depth
        end = next((next_ for next_ in range(at + 1, len(rows)) if rows[next_].depth <= depth), len(rows))
        assert rows.end(at) == end
        parent = next((before for before in range(at - 1, -1, -1) if rows[before].depth == depth - 1), None)
        assert rows.parent(at) == parent


def test_reveal_opens_the_way_and_says_no_to_what_is_not_there() -> None:
    rows = Rows(DOCUMENT)
    at = rows.reveal(("Response", "Data", 1, "Tags", 0))
    assert at is not None
    assert rows[at].value == 1
    assert Rows(DOCUMENT).reveal(("Response", "Nothing")) is None


def test_expanding_step_by_step_changes_nothing_until_the_end() -> None:
    rows = Rows([list(range(30_000)), list(range(30_000))])
    before = shown(rows)
    steps = rows.opening()
    next(steps)
    next(steps)
    assert shown(rows) == before
    list(steps)
    assert len(rows) == 60_003


def test_what_is_nested_without_end_is_cut_and_nothing_breaks() -> None:
    document: Json = json.loads("[" * (DEEPEST + 300) + "]" * (DEEPEST + 300))
    rows = Rows(document)
    finished(rows.opening())
    assert len(rows) == DEEPEST + 1
    assert not rows[DEEPEST].can_open


def test_a_row_costs_less_than_a_hundred_bytes() -> None:
    document: Json = [{"Id": number, "Name": "n", "Zone": "z"} for number in range(20_000)]
    rows = Rows(document)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        finished(rows.opening())
        assert (tracemalloc.get_traced_memory()[0] - before) / len(rows) < 100
    finally:
        tracemalloc.stop()


def full(
    document: Json, levels: int, depth: int = 0, key: str | int | None = None
) -> list[tuple[int, str | int | None]]:
    """The rows with so many levels open."""
    found: list[tuple[int, str | int | None]] = [(depth, key)]
    if levels > 0:
        for name, child in pairs(document):
            found += full(child, levels - 1, depth + 1, name)
    return found


@given(DOCUMENTS, st.integers(0, 200), st.integers(0, 4))
def test_levels_under_a_row_are_opened_and_the_rest_of_the_tree_stays(document: Json, at: int, levels: int) -> None:
    rows = Rows(document)
    finished(rows.opening())
    at %= len(rows)
    before, end, row = shown(rows), rows.end(at), rows[at]
    list(rows.opening(at, levels))
    assert shown(rows) == before[:at] + full(row.value, levels, row.depth, row.key) + before[end:]


@given(DOCUMENTS, st.lists(st.integers(0, 200), max_size=12))
def test_places_and_paths_lead_to_the_same_row(document: Json, clicks: list[int]) -> None:
    rows = Rows(document)
    finished(rows.opening())
    for click in clicks:
        rows.toggle(click % len(rows))
    places = [rows.places(at) for at in range(len(rows))]
    assert places == sorted(places)
    count = len(rows)
    for at in range(count):
        assert rows.reveal(rows.path(at)) == at
        assert rows.reveal_places(rows.places(at)) == at
        assert path_of(document, rows.places(at)) == rows.path(at)
        parent = rows.parent(at)
        assert parent is None or rows[parent].depth == rows[at].depth - 1
    assert len(rows) == count


def test_what_is_not_visible_has_no_row_until_it_is_revealed() -> None:
    rows = Rows(DOCUMENT)
    path = ("Response", "Data", 1, "Id")
    visible = len(rows)
    found = rows.reveal(path)
    assert found is not None
    assert rows.path(found) == path
    assert len(rows) > visible
    assert rows.reveal(("Response", "Data", 9)) is None


def test_rows_beyond_the_end_are_no_rows() -> None:
    rows = Rows([1, 2])
    assert [rows[at].key for at in (1, 2)] == [0, 1]
    assert rows[-1].value == 2
    with pytest.raises(IndexError):
        rows[3]


def test_a_large_object_and_many_opened_siblings() -> None:
    document: Json = {f"k{at}": [at, at] for at in range(2000)}
    rows = Rows(document)
    for at in range(1000):
        rows.open(1 + at * 3)
    assert len(rows) == 1 + 2000 + 2000
    assert rows.path(2998) == ("k999",)
    assert rows.path(3000) == ("k999", 1)
    assert rows.path(3001) == ("k1000",)
    assert rows.reveal(("k1999", 1)) == 4002
    rows.close(1)
    assert rows.path(1 + 3 * 999 - 2) == ("k999",)
