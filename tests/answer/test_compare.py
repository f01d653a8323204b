"""What differs between two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.answer.compare import Change, compare
from tcexplorer.answer.rows import Rows
from tcexplorer.answer.values import Exact, value_at

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json

BEFORE: Json = {
    "Response": {
        "Count": 1,
        "Gone": "x",
        "Set": [{"Id": "a", "State": "UP"}, {"Id": "b", "State": "UP"}, {"Id": "c", "Tags": [1, 2]}],
        "RequestId": "first",
    }
}
AFTER: Json = {
    "Response": {
        "Count": 1.0,
        "Set": [{"Id": "c", "Tags": [1, 2, 3]}, {"Id": "a", "State": "DOWN"}, {"Id": "d"}],
        "RequestId": "second",
        "New": None,
    }
}


def test_what_was_added_removed_and_changed_with_its_path_in_one_tree() -> None:
    comparison = compare(BEFORE, AFTER)
    assert {path: comparison.at[path].change for path in comparison.paths()} == {
        ("Response", "Gone"): Change.REMOVED,
        ("Response", "Set", 0, "Tags", 2): Change.ADDED,
        ("Response", "Set", 1, "State"): Change.CHANGED,
        ("Response", "Set", 2): Change.REMOVED,
        ("Response", "Set", 3): Change.ADDED,
        ("Response", "New"): Change.ADDED,
    }
    assert comparison.at["Response", "Set"].change is Change.INSIDE
    assert comparison.at["Response", "Set", 1, "State"].before == "UP"
    assert value_at(comparison.merged, ("Response", "Set", 2, "Id")) == "b"
    assert (comparison.added, comparison.removed, comparison.changed) == (3, 2, 1)
    assert comparison.text == "3 added, 2 removed, 1 changed"
    rows = Rows(comparison.merged)
    places = comparison.places()
    assert places == sorted(places)
    assert [rows.path(cast("int", rows.reveal_places(one))) for one in places] == comparison.paths()


def test_the_same_is_said_and_the_request_id_never_differs() -> None:
    comparison = compare(BEFORE, {"Response": {**cast("dict[str, Json]", BEFORE)["Response"], "RequestId": "other"}})  # pyright: ignore[reportGeneralTypeIssues]
    assert comparison.same
    assert comparison.text == "no difference"
    assert not compare({"RequestId": 1}, {"RequestId": 2}, frozenset()).same


def test_lists_without_ids_are_aligned_at_both_ends() -> None:
    comparison = compare([1, 2, 3, 4], [1, 9, 3, 4])
    assert comparison.paths() == [(1,)]
    comparison = compare([1, 2, 3], [1, 5, 2, 3])
    assert {path: one.change for path, one in comparison.at.items() if path} == {(1,): Change.ADDED}
    assert compare([1, 2, 3], [2, 3]).merged == [1, 2, 3]


def test_kinds_differ_and_numbers_are_what_they_are_worth() -> None:
    assert not compare({"a": 1}, {"a": True}).same
    assert not compare({"a": "1"}, {"a": 1}).same
    assert not compare({"a": []}, {"a": {}}).same
    assert not compare({"a": None}, {"a": False}).same
    assert compare({"a": float("nan")}, {"a": float("nan")}).same
    assert not compare([Exact.read("1.00000000000000000001")], [Exact.read("1.00000000000000000002")]).same


def test_long_lists_are_compared_element_by_element() -> None:
    before: Json = [{"Id": at, "V": 0} for at in range(100)]
    after: Json = [{"Id": at, "V": int(at == 50)} for at in range(100)]
    assert compare(before, after).paths() == [(50, "V")]


def test_depth_is_no_danger() -> None:
    deep: list[Json] = [1, 2]
    for last in (1, 2):
        value: Json = last
        for _ in range(10_000):
            value = [value]
        deep[last - 1] = value
    assert compare(deep[0], deep[1]).changed == 1
    assert compare(deep[0], deep[0]).same


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.text("ab", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["Id", "Name", "a", "b"]), inner, max_size=4)
        | st.lists(st.fixed_dictionaries({"Id": st.integers(0, 5), "v": inner}), max_size=4)
    ),
    max_leaves=25,
)


@given(DOCUMENTS, DOCUMENTS)
def test_the_merged_tree_without_what_is_gone_is_the_later_answer(before: Json, after: Json) -> None:
    comparison = compare(before, after)

    def later(value: Json, path: tuple[str | int, ...]) -> Json:
        def stays(key: str | int) -> bool:
            one = comparison.at.get((*path, key))
            return one is None or one.change is not Change.REMOVED

        if isinstance(value, dict):
            return {key: later(child, (*path, key)) for key, child in value.items() if stays(key)}
        if isinstance(value, list):
            return [later(child, (*path, at)) for at, child in enumerate(value) if stays(at)]
        return value

    assert later(comparison.merged, ()) == after
    assert compare(after, after).same
    assert comparison.same == (repr(_plain(before)) == repr(_plain(after)))


def _plain(value: Json) -> Json:
    """Without the order of members."""
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def test_objects_are_told_apart_by_what_every_one_has_and_none_has_twice() -> None:
    found = compare([{"Id": 1, "Name": "a"}, {"Id": 1, "Name": "b"}], [{"Id": 1, "Name": "b"}])
    assert (found.added, found.removed, found.changed) == (0, 1, 0)
    found = compare([{"Id": 1, "Name": "n"}, {"Id": 2, "Name": "n"}], [{"Id": 2, "Name": "n"}])
    assert (found.added, found.removed, found.changed) == (0, 1, 0)
