"""Edits at any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.form.draft import Draft, Pending
from tcexplorer.form.edits import (
    EMPTY_ITEM,
    Edit,
    added,
    duplicated,
    insisted,
    moved,
    put,
    removed,
    still_pending,
    typed,
    unset,
)
from tcexplorer.protocol.paths import Path, value_at
from tests.form.worlds import field

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Json, JsonObject


def at(path: Path, text: str, draft: Draft | None = None) -> Draft:
    return typed(draft or Draft(), field(*path), path, text)


def test_typing_into_what_is_not_there_makes_it() -> None:
    draft = at(("Filters", 0, "Name"), "zone")
    draft = at(("Filters", 0, "Values", 0), "a", draft)
    draft = at(("Filters", 0, "Values", 1), "b", draft)
    draft = at(("Disk", "Key", "Id"), "k", draft)
    assert draft.params == {"Filters": [{"Name": "zone", "Values": ["a", "b"]}], "Disk": {"Key": {"Id": "k"}}}


def test_clearing_it_again_leaves_nothing() -> None:
    draft = at(("Filters", 0, "Name"), "", at(("Filters", 0, "Name"), "zone"))
    assert draft == Draft()
    assert at(("Disk", "Key", "Id"), "", at(("Disk", "Key", "Id"), "k")) == Draft()
    assert at(("Ids", 0), "", at(("Ids", 0), "a")) == Draft()


def test_what_is_empty_on_purpose_stays() -> None:
    draft = put(put(put(Draft(), ("Ids",), []), ("Disk",), {}), ("Zone",), "")
    assert draft.params == {"Ids": [], "Disk": {}, "Zone": ""}
    assert unset(draft, ("Zone",)).params == {"Ids": [], "Disk": {}}
    assert removed(Draft({"Ids": ["a"]}), ("Ids", 0)).draft.params == {"Ids": []}


def test_unset_takes_only_what_it_empties() -> None:
    draft = Draft({"Disk": {"Size": 1, "Key": {"Id": "k"}}, "Rule": {}})
    assert unset(draft, ("Disk", "Key", "Id")).params == {"Disk": {"Size": 1}, "Rule": {}}
    draft = Draft({"Filters": [{"Name": "a"}, {"Name": "b"}]})
    assert unset(draft, ("Filters", 0, "Name")).params == {"Filters": [{}, {"Name": "b"}]}
    assert unset(draft, ("Filters", 1, "Name")).params == {"Filters": [{"Name": "a"}]}
    assert unset(draft, ("Filters", 0)).params == {"Filters": [{"Name": "b"}]}
    assert unset(draft, ("Nothing", 3, "Here")).params is draft.params


def test_an_element_keeps_its_place_while_it_is_typed_anew() -> None:
    draft = at(("Ids", 0), "", Draft({"Ids": ["a", "b"]}))
    assert draft.params == {"Ids": [None, "b"]}
    assert draft.pending == {"Ids[0]": Pending("", EMPTY_ITEM)}
    draft = at(("Ids", 0), "c", draft)
    assert draft == Draft({"Ids": ["c", "b"]})


def test_a_text_that_is_no_value_is_kept_where_it_was_typed() -> None:
    draft = at(("Disk", "Size"), "ten", Draft({"Disk": {"Size": 1, "Type": "ssd"}}))
    assert draft.params == {"Disk": {"Type": "ssd"}}
    assert draft.pending == {"Disk.Size": Pending("ten", "a whole number")}
    draft = at(("Sizes", 0), "ten", draft)
    assert draft.params["Sizes"] == [None]
    draft = at(("Sizes", 0), "10", draft)
    assert draft.params["Sizes"] == [10]
    assert list(draft.pending) == ["Disk.Size"]
    assert not put(draft, ("Disk",), {"Size": 5}).pending


def test_numbers_are_exact_and_text_stays_text() -> None:
    draft = at(("Disk", "Size"), "18446744073709551615")
    assert draft.params == {"Disk": {"Size": 2**64 - 1}}
    assert at(("Limit",), "20").params == {"Limit": "20"}


def test_a_new_element() -> None:
    edit = added(Draft(), ("Filters",), field("Filters", 0))
    assert (edit.draft.params, edit.path) == ({"Filters": [{}]}, ("Filters", 0))
    edit = added(Draft({"Ids": ["a", "b"]}), ("Ids",), field("Ids", 0), 1)
    assert (edit.draft.params, edit.path) == ({"Ids": ["a", None, "b"]}, ("Ids", 1))
    assert edit.draft.pending == {"Ids[1]": Pending("", EMPTY_ITEM)}


def test_what_is_typed_and_open_follows_the_elements() -> None:
    draft = Draft({"Filters": [{"Name": "a"}, {"Name": "b"}, {"Name": "c"}]}, {"Filters[1].Values": Pending("x", "y")})
    opened = frozenset({("Filters",), ("Filters", 1), ("Filters", 1, "Values"), ("Disk",)})
    edit = moved(draft, ("Filters", 1), -1)
    assert edit.path == ("Filters", 0)
    assert list(edit.draft.pending) == ["Filters[0].Values"]
    assert edit.followed(opened) == {("Filters",), ("Filters", 0), ("Filters", 0, "Values"), ("Disk",)}
    edit = removed(draft, ("Filters", 1))
    assert not edit.draft.pending
    assert edit.followed(opened) == {("Filters",), ("Disk",)}
    edit = duplicated(draft, ("Filters", 1))
    assert sorted(edit.draft.pending) == ["Filters[1].Values", "Filters[2].Values"]
    assert ("Filters", 2, "Values") in edit.followed(opened)


def test_nothing_moves_past_the_ends() -> None:
    draft = Draft({"Ids": ["a", "b"]})
    assert moved(draft, ("Ids", 0), -1).draft == draft
    assert moved(draft, ("Ids", 1), 5) == moved(draft, ("Ids", 1), 0)


@pytest.mark.parametrize("path", [("Ids", 2), ("Zone",), ("Ids",), ("Disk", "Size")])
def test_what_is_no_element_cannot_be_moved(path: Path) -> None:
    with pytest.raises(ValueError, match="no element"):
        moved(Draft({"Ids": ["a", "b"], "Zone": "z"}), path, 1)


@given(st.data())
def test_lists_behave_like_lists(data: st.DataObject) -> None:
    """Whatever is done, values, their open paths and their unfinished texts stay together."""
    start: list[Json] = [{"Name": str(number)} for number in range(data.draw(st.integers(0, 5)))]
    draft = Draft({"Filters": list(start)} if start else {})
    opened = frozenset[Path](("Filters", index) for index in range(len(start)))
    plain = list(start)
    for _ in range(data.draw(st.integers(1, 8))):
        operation = data.draw(st.sampled_from(["add", "remove", "copy", "move"]))
        if operation == "add" or not plain:
            index = data.draw(st.integers(0, len(plain)))
            edit = added(draft, ("Filters",), field("Filters", 0), index)
            plain.insert(index, {})
        else:
            index = data.draw(st.integers(0, len(plain) - 1))
            edit, plain = _done(operation, draft, index, plain, data)
        draft, opened = edit.draft, edit.followed(opened)
        assert draft.params["Filters"] == plain
        assert all(isinstance(value_at(draft.params, path), dict) for path in opened)
    # every element that was open at first, and only those, has a name
    assert opened == {("Filters", index) for index, one in enumerate(plain) if one != {}}


def _done(operation: str, draft: Draft, index: int, plain: list[Json], data: st.DataObject) -> tuple[Edit, list[Json]]:
    path: Path = ("Filters", index)
    rest = [*plain[:index], *plain[index + 1 :]]
    match operation:
        case "remove":
            return removed(draft, path), rest
        case "copy":
            return duplicated(draft, path), [*plain[: index + 1], *plain[index:]]
        case _:
            by = data.draw(st.integers(-3, 3))
            target = max(0, min(len(plain) - 1, index + by))
            rest.insert(target, plain[index])
            return moved(draft, path, by), rest


def test_a_draft_is_never_changed() -> None:
    params: JsonObject = {"Filters": [{"Name": "a"}, {"Name": "b"}]}
    draft = Draft(params)
    for change in (
        lambda: put(draft, ("Filters", 0, "Name"), "x"),
        lambda: unset(draft, ("Filters", 0, "Name")),
        lambda: removed(draft, ("Filters", 0)),
        lambda: moved(draft, ("Filters", 0), 1),
        lambda: duplicated(draft, ("Filters", 0)),
        lambda: added(draft, ("Filters",), field("Filters", 0), 0),
    ):
        change()
        assert params == {"Filters": [{"Name": "a"}, {"Name": "b"}]}


def test_somebody_who_insists_sends_texts_as_they_are() -> None:
    draft = at(("Disk", "Size"), "ten", at(("Sizes", 0), "two", Draft({"Zone": "z"})))
    assert insisted(draft) == {"Zone": "z", "Sizes": ["two"], "Disk": {"Size": "ten"}}
    assert insisted(added(Draft(), ("Ids",), field("Ids", 0)).draft) == {"Ids": [None]}
    assert draft.params == {"Zone": "z", "Sizes": [None]}


def test_what_is_no_value_stays_until_something_takes_its_place() -> None:
    draft = at(("Disk", "Size"), "ten", at(("Sizes", 0), "two"))
    assert set(still_pending(draft, Draft(draft.params))) == {"Disk.Size", "Sizes[0]"}
    assert set(still_pending(draft, Draft({"Disk": {"Size": 1}, "Sizes": [None]}))) == {"Sizes[0]"}
    assert still_pending(draft, Draft({"Disk": {"Size": 1}})) == {}
