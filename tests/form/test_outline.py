"""A nested form as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcexplorer.form.draft import Draft
from tcexplorer.form.edits import moved, put, typed
from tcexplorer.form.fields import FieldKind
from tcexplorer.form.outline import FormRow, Hidden, Outline, OutlineOptions, everything
from tcexplorer.form.schema import Schema
from tcexplorer.form.text import text_of
from tcexplorer.protocol.model import Site
from tcexplorer.safety.secret import MASK
from tests.form.worlds import ACTION, ALL, SCHEMA, field, outline

if TYPE_CHECKING:
    from tcexplorer.protocol.model import JsonObject
    from tcexplorer.protocol.paths import Path


def shown(of: Outline) -> list[str]:
    """The rows as a reader sees them: indented names."""
    return ["  " * row.depth + row.name for row in of.rows]


def row(of: Outline, *path: str | int) -> FormRow:
    index = of.index(path)
    assert index is not None, path
    return of.rows[index]


def test_the_closed_form_is_its_parameters() -> None:
    closed = outline()
    assert shown(closed) == ["Zone", "Limit", "Count", "Ids", "Sizes", "Filters", "Disk", "Rule", "Here", "Upload"]
    assert closed.hidden == Hidden(optional=0, deprecated=1)
    assert [one.name for one in closed.rows if one.expandable] == ["Ids", "Sizes", "Filters", "Disk", "Rule"]
    assert row(closed, "Upload").kind is FieldKind.BINARY
    assert row(closed, "Filters").label == "Filter[]"
    assert row(closed, "Zone").required


def test_an_open_list_has_its_elements_and_the_one_that_is_not_there_yet() -> None:
    of = outline({"Filters": [{"Name": "zone", "Values": ["a", "b"]}]}, ("Filters",), ("Filters", 0))
    assert shown(of)[5:10] == ["Filters", "  [0]", "    Name", "    Values", "  +"]
    assert row(of, "Filters", 0).label == "Filter"
    assert row(of, "Filters", 1).is_next
    assert not row(of, "Filters", 1).is_set
    assert row(of, "Filters", 0, "Name").text == "zone"
    assert row(of, "Filters", 0, "Values").shown == "2: a, b"
    assert row(of, "Filters").shown == "1: zone = a, b"


def test_typing_into_the_next_element_makes_it_and_another_follows() -> None:
    of = outline({}, ("Ids",))
    assert row(of, "Ids", 0).is_next
    of = of.with_draft(typed(of.draft, row(of, "Ids", 0).field, ("Ids", 0), "a"))
    assert of.draft.params == {"Ids": ["a"]}
    assert [one.name for one in of.rows if one.path[0] == "Ids"] == ["Ids", "[0]", "+"]
    assert row(of, "Ids", 1).label == "string"


def test_an_object_that_is_not_set_can_be_opened() -> None:
    of = outline({}, ("Filters",), ("Filters", 0), ("Disk",))
    assert not row(of, "Disk").is_set
    assert row(of, "Disk", "Size").kind is FieldKind.INTEGER
    assert not row(of, "Disk", "Size").is_set
    of = of.with_draft(put(of.draft, ("Filters", 0, "Name"), "x"))
    assert row(of, "Filters", 0).open
    assert not row(of, "Filters", 1).open


def test_a_recursive_type_is_as_deep_as_it_is_opened() -> None:
    path: Path = ("Rule",)
    of = outline()
    for depth in range(1, 30):
        index = of.index(path)
        assert index is not None
        of = of.toggled(index)
        path = (*path, "Not")
        assert max(one.depth for one in of.rows) == depth


def test_everything_is_finite() -> None:
    opened = everything(SCHEMA, Draft())
    assert ("Rule", "Rules") in opened
    assert ("Rule", "Not") not in opened
    deep = Draft({"Rule": {"Not": {"Not": {"Op": "x"}}}})
    assert ("Rule", "Not", "Not") in everything(SCHEMA, deep)
    assert len(everything(SCHEMA, Draft(), most=14)) < len(opened)


def test_toggling_changes_the_slice_only() -> None:
    of = outline({"Filters": [{"Name": "a"}, {"Name": "b"}]}, ("Filters",), ("Filters", 1))
    index = of.index(("Filters",))
    assert index is not None
    closed = of.toggled(index)
    assert ("Filters",) not in closed.opened
    assert ("Filters", 1) in closed.opened
    assert closed.rows[:index] == of.rows[:index]
    again = closed.toggled(index)
    assert list(again.rows) == list(of.rows)
    assert again.opened == of.opened
    assert of.toggled(0) is of


@pytest.mark.parametrize("seed", range(40))
def test_toggling_is_the_same_as_making_it_anew(seed: int) -> None:
    of = outline({"Rule": {"Op": "x", "Rules": [{"Op": "y"}, {"Zzz": [1]}]}, "Filters": [{}]}, options=ALL)
    for step in range(12):
        of = of.toggled((seed * 7 + step * step * 5 + 3) % len(of.rows))
        assert list(of.rows) == list(Outline.of(of.schema, of.draft, of.opened, of.options).rows)


def test_deprecated_parameters_are_hidden_unless_set() -> None:
    assert outline().index(("Old",)) is None
    assert outline({}, options=ALL).index(("Old",)) is not None
    assert row(outline({"Old": "x"}), "Old").deprecated
    assert outline({"Disk": {}}, ("Disk",)).index(("Disk", "Old")) is None


def test_required_only_hides_the_rest_unless_set() -> None:
    of = outline(
        {"Count": 1, "Filters": [{}]}, ("Filters",), ("Filters", 0), options=OutlineOptions(required_only=True)
    )
    assert shown(of) == ["Zone", "Count", "Filters", "  [0]", "    Name", "  +"]
    assert of.hidden == Hidden(optional=7, deprecated=1)
    assert of.with_options(OutlineOptions()).hidden == Hidden(0, 1)


def test_what_only_another_site_knows_is_not_offered() -> None:
    assert outline().index(("There",)) is None
    assert row(outline(), "Here").only_on is Site.DOMESTIC
    other = Outline.of(Schema(ACTION, Site.INTERNATIONAL), Draft({"Here": "x"}))
    assert row(other, "There").only_on is Site.INTERNATIONAL
    finding = row(other, "Here").finding
    assert finding is not None
    assert finding.reason == "only on the domestic site"


def test_unknown_members_are_kept_and_flagged() -> None:
    of = outline({"New": {"A": [1, {"B": 2}]}, "Disk": {"Colour": "red"}}, ("New",), ("New", "A"), ("Disk",))
    new = row(of, "New")
    assert new.unknown
    assert new.finding is not None
    assert new.finding.reason == "not in the schema"
    assert shown(of)[-5:] == ["Upload", "New", "  A", "    [0]", "    [1]"]
    assert row(of, "New", "A", 1).expandable
    assert row(of, "New", "A", 0).text == "1"
    assert row(of, "Disk", "Colour").unknown
    assert row(of, "Disk", "Colour").text == '"red"'


def test_a_value_of_another_type_is_edited_as_json() -> None:
    of = outline({"Count": "ten", "Zone": 5, "Disk": "x", "Filters": {}, "Ids": None}, ("Disk",), ("Filters",))
    assert row(of, "Count").kind is FieldKind.INTEGER  # a quoted text stands for it
    assert row(of, "Zone").kind is FieldKind.JSON
    assert row(of, "Zone").text == "5"
    assert not row(of, "Disk").expandable
    assert row(of, "Disk").text == '"x"'
    assert not row(of, "Filters").expandable
    assert row(of, "Ids").expandable
    assert row(of, "Ids").text == "null"


def test_not_set_and_empty_look_different() -> None:
    of = outline({"Zone": "", "Ids": [], "Disk": {}})
    assert (row(of, "Zone").text, row(of, "Ids").shown, row(of, "Disk").shown) == ('""', "[]", "{}")
    assert (row(of, "Limit").text, row(of, "Sizes").shown, row(of, "Rule").shown) == ("", "", "")


def test_a_text_that_is_no_value_stays_in_its_row() -> None:
    of = outline({}, ("Disk",))
    of = of.with_draft(typed(of.draft, field("Disk", "Size"), ("Disk", "Size"), "ten"))
    found = row(of, "Disk", "Size")
    assert (found.text, found.is_set) == ("ten", False)
    assert found.finding is not None
    assert found.finding.reason == "a whole number"


def test_a_closed_row_counts_what_is_wrong_inside() -> None:
    params: JsonObject = {"Zone": "z", "Filters": [{"Values": ["a"]}, {"Name": 5}]}
    closed = outline(params)
    assert row(closed, "Filters").inner == 2
    assert row(closed, "Filters").finding is None
    index = closed.index(("Filters",))
    assert index is not None
    opened = closed.toggled(index)
    assert row(opened, "Filters").inner == 0
    assert (row(opened, "Filters", 0).inner, row(opened, "Filters", 1).inner) == (1, 1)


def test_secrets_are_not_shown_but_can_be_edited() -> None:
    of = outline({"Disk": {"Key": {"Id": "k", "Password": "hunter2"}}}, ("Disk",), ("Disk", "Key"))
    found = row(of, "Disk", "Key", "Password")
    assert found.secret
    assert found.shown == MASK
    assert found.text == "hunter2"
    assert "hunter2" not in row(of, "Disk").shown
    assert "hunter2" not in row(of, "Disk", "Key").shown


def test_what_leads_to_a_path_is_opened() -> None:
    of = outline().revealed(("Disk", "Key", "Id"))
    assert row(of, "Disk", "Key", "Id").depth == 2
    assert of.revealed(("Disk", "Key", "Password")) is of


def test_what_is_open_follows_a_moved_element() -> None:
    of = outline({"Filters": [{"Name": "a"}, {"Name": "b"}]}, ("Filters",), ("Filters", 1))
    edit = moved(of.draft, ("Filters", 1), -1)
    after = Outline.of(of.schema, edit.draft, edit.followed(of.opened), of.options)
    assert row(after, *edit.path).open
    assert not row(after, "Filters", 1).open
    assert row(after, "Filters", 0, "Name").text == "b"


def test_the_text_of_every_row_is_that_of_its_value() -> None:
    of = outline({"Zone": "z", "Sizes": [2**64 - 1]}, ("Sizes",))
    for one in of.rows:
        assert one.text == text_of(one.field, one.value)
    assert row(of, "Sizes", 0).text == "18446744073709551615"
