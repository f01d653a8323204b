"""The flat list of visible rows against a plain recursive model of the same tree."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.rows import DEEPEST, Rows

if TYPE_CHECKING:
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
    rows.expand_all()
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
    rows.expand_all()
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
    steps = rows.expanding()
    next(steps)
    next(steps)
    assert shown(rows) == before
    list(steps)
    assert len(rows) == 60_003


def test_what_is_nested_without_end_is_cut_and_nothing_breaks() -> None:
    document: Json = json.loads("[" * (DEEPEST + 300) + "]" * (DEEPEST + 300))
    rows = Rows(document)
    rows.expand_all()
    assert len(rows) == DEEPEST + 1
    assert not rows[DEEPEST].can_open


def test_a_row_costs_less_than_a_hundred_bytes() -> None:
    document: Json = [{"Id": number, "Name": "n", "Zone": "z"} for number in range(20_000)]
    rows = Rows(document)
    rows.expand_all()
    columns = (rows._depths, rows._keys, rows._values, rows._open)  # pyright: ignore[reportPrivateUsage] it is their size
    indexes = sum(sys.getsizeof(number) for number in range(257, 20_000))
    assert (sum(sys.getsizeof(column) for column in columns) + indexes) / len(rows) < 60
