"""The nested form by keyboard, and what becomes of it when it is sent."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.widgets import Input

from tcexplorer.protocol.paths import value_at
from tcexplorer.tui.request.form import Form
from tests.builders import action, member
from tests.form.worlds import ACTION as NESTED
from tests.tui.stage import Shelf, Stage, failure, staged
from tests.tui.test_request import sent

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tcexplorer.catalog.model import Action
    from tcexplorer.form.outline import FormRow
    from tcexplorer.protocol.model import JsonObject

ZONE, COUNT, IDS, FILTERS, DISK, RULE, UPLOAD = 0, 2, 3, 5, 6, 7, 9
"""Rows of the closed form."""


@asynccontextmanager
async def opened(of: Action = NESTED, size: tuple[int, int] = (160, 45)) -> AsyncGenerator[Stage]:
    async with staged(shelf=Shelf((of,)), size=size) as stage:
        await stage.open(of.row.action.lower())
        yield stage


async def down(stage: Stage, rows: int) -> None:
    await stage.keys(*["down"] * rows)


def params(stage: Stage) -> JsonObject:
    """What is filled in."""
    work = stage.app.main.open_request
    assert work is not None
    return work.draft.params


def row(stage: Stage) -> FormRow:
    """The open row."""
    request = stage.app.main.request
    assert request is not None
    found = request.query_one(Form).row
    assert found is not None
    return found


async def test_an_object_in_a_list_is_filled_in_by_keys() -> None:
    async with opened() as stage:
        await down(stage, FILTERS)
        await stage.keys("enter")  # opens the list
        assert row(stage).open
        await stage.keys("down", "right")  # to the item that is not there yet, and opens it
        await stage.until("Values")
        await stage.keys("down", "=zone", "down", "enter", "down", "=a", "enter", "=b", "enter")
        assert params(stage) == {"Filters": [{"Name": "zone", "Values": ["a", "b"]}]}
        await stage.keys("left", "left", "left", "left")  # to Values, closes it, to the item, closes it
        assert row(stage).path == ("Filters", 0)
        await stage.until("zone = a, b")


async def test_right_and_left_open_and_close_where_nothing_is_typed() -> None:
    async with opened() as stage:
        await down(stage, DISK)
        await stage.keys("right", "right")
        assert row(stage).path == ("Disk", "Size")
        await stage.keys("=50", "left", "left")
        assert row(stage).path == ("Disk", "Size")  # the arrows move in the text
        await stage.keys("ctrl+a", "delete", "delete", "left", "left")
        assert (row(stage).path, row(stage).open) == (("Disk",), False)
        assert params(stage) == {}


async def test_items_are_added_copied_moved_and_removed_by_keys() -> None:
    async with opened() as stage:
        await down(stage, IDS)
        await stage.keys("insert", "=a", "ctrl+f", "=b")
        assert (params(stage), row(stage).path) == ({"Ids": ["a", "b"]}, ("Ids", 1))
        await stage.keys("shift+up")
        assert (params(stage), row(stage).path) == ({"Ids": ["b", "a"]}, ("Ids", 0))
        await stage.keys("ctrl+down", "ctrl+d")
        assert (params(stage), row(stage).path) == ({"Ids": ["a", "b", "b"]}, ("Ids", 2))
        await stage.keys("shift+delete", "up", "ctrl+x")
        assert params(stage) == {"Ids": ["a"]}


async def test_a_copy_of_an_object_is_open_as_it_was() -> None:
    async with opened() as stage:
        await down(stage, FILTERS)
        await stage.keys("insert", "down", "=zone", "ctrl+d")  # from inside of the item
        assert params(stage) == {"Filters": [{"Name": "zone"}, {"Name": "zone"}]}
        assert (row(stage).path, row(stage).open) == (("Filters", 1), True)
        await stage.keys("down", "=s", "shift+up")
        assert params(stage) == {"Filters": [{"Name": "zones"}, {"Name": "zone"}]}
        assert row(stage).path == ("Filters", 0, "Name")
        await stage.keys("=2")
        assert params(stage) == {"Filters": [{"Name": "zones2"}, {"Name": "zone"}]}


async def test_what_is_no_item_says_so() -> None:
    async with opened() as stage:
        for key in ("ctrl+d", "shift+down"):
            await stage.keys(key)
            await stage.until("only items of a list")
        await stage.keys("insert")
        await stage.until("only a list takes items")
        await stage.keys("down")
        assert "only a list" not in stage.screen_text
        assert params(stage) == {}


async def test_a_recursive_type_is_as_deep_as_it_is_opened_and_readable_in_80_columns() -> None:
    async with opened(size=(80, 30)) as stage:
        await down(stage, RULE)
        for _ in range(8):
            await stage.keys("enter", *["down"] * 4)  # Op, Weight, Rules, Not
        assert row(stage).path == ("Rule", *["Not"] * 8)
        await stage.keys("enter", "down", "=deep")
        assert value_at(params(stage), ("Rule", *["Not"] * 8)) == {"Op": "deep"}
        line = next(one for one in stage.screen_text.split("\n") if "deep" in one)
        assert "*Op" in line


async def test_a_bool_is_true_false_or_not_set() -> None:
    async with staged() as stage:
        await stage.open("createinstance")
        await stage.keys("down", "down", "space")
        assert params(stage) == {"Public": True}
        await stage.keys("space")
        assert params(stage) == {"Public": False}
        await stage.keys("space")
        assert params(stage) == {}
        await stage.keys("=true")
        assert params(stage) == {"Public": True}
        await stage.keys("up", "=a b")  # a blank is a blank elsewhere
        assert params(stage) == {"Public": True, "Remark": "a b"}


async def test_not_set_and_empty_differ() -> None:
    async with opened() as stage:
        await stage.keys("ctrl+p", "=set empty", "enter")
        assert params(stage) == {"Zone": ""}
        await down(stage, DISK)
        await stage.keys("ctrl+p", "=set empty", "enter")
        assert params(stage) == {"Zone": "", "Disk": {}}
        await stage.keys("shift+delete")
        await stage.keys(*["up"] * (DISK - COUNT), "ctrl+p", "=set empty", "enter")
        await stage.until("there is no empty int")
        assert params(stage) == {"Zone": ""}
        await stage.keys("up", "up", "shift+delete")
        assert params(stage) == {}


async def test_numbers_are_exact_and_texts_of_digits_stay_texts() -> None:
    async with opened() as stage:
        await stage.keys("down", "=9007199254740993", "down", "=9007199254740993")
        await stage.keys("up", "up", "=z")
        assert await sent(stage) == {"Limit": "9007199254740993", "Count": 9007199254740993, "Zone": "z"}


async def test_required_only_and_what_is_set() -> None:
    async with opened() as stage:
        await down(stage, COUNT)
        await stage.keys("=5", "shift+f2")
        await stage.until("8 optional")
        assert "Filters" not in stage.screen_text
        assert row(stage).path == ("Count",)
        await stage.keys("backspace", "=6")  # the row stays while it is edited
        assert params(stage) == {"Count": 6}
        await stage.keys("down", "enter")
        await stage.until("Filters")


async def test_what_is_typed_over_a_list_is_json_and_replaces_it() -> None:
    async with opened() as stage:
        await down(stage, IDS)
        await stage.keys('=["a"')
        await stage.until("! a comma is missing")
        await stage.keys("=]")
        assert params(stage) == {"Ids": ["a"]}
        await stage.keys("down", "up")
        await stage.until("1: a")
        assert stage.app.main.query_one("#cell", Input).value == ""


async def test_open_all_and_close_all() -> None:
    async with opened() as stage:
        await stage.keys("ctrl+p", "=open all", "enter")
        await stage.until("Password")
        await stage.keys("ctrl+p", "=close all", "enter")
        assert "Password" not in stage.screen_text


async def test_what_is_open_is_remembered_with_the_action() -> None:
    shelf = Shelf((NESTED, action(member("A"), of=NESTED.row._replace(action="CreateOther"))))
    async with staged(shelf=shelf) as stage:
        await stage.open("describethings")
        await down(stage, DISK)
        await stage.keys("enter")
        await stage.open("createother")
        assert "Disk" not in stage.screen_text
        await stage.open("describethings")
        await stage.until("Size")


async def test_a_secret_is_seen_only_while_it_is_typed() -> None:
    async with opened() as stage:
        await down(stage, DISK)
        await stage.keys("right", *["down"] * 3, "right", "down", "down")
        assert row(stage).path == ("Disk", "Key", "Password")
        await stage.keys("=hunter2")
        await stage.until("hunter2")
        await stage.keys("f6")
        assert "hunter2" not in stage.screen_text
        await stage.keys("shift+f6", "up", "up")
        assert row(stage).path == ("Disk", "Key")
        assert "hunter2" not in stage.screen_text
        assert params(stage) == {"Disk": {"Key": {"Password": "hunter2"}}}


async def test_going_to_the_json_finds_the_place() -> None:
    async with opened() as stage:
        await down(stage, DISK)
        await stage.keys("right", "down", "=5", "f4")
        editor = stage.app.focused
        assert type(editor).__name__ == "JsonEditor"
        await stage.keys("=1")
        assert params(stage) == {"Disk": {"Size": 15}}


async def test_unknown_members_of_any_depth_are_kept_and_said() -> None:
    async with opened() as stage:
        await stage.keys("f4", "ctrl+a", "delete", '={"Zone":"z","Disk":{"Colour":"red"}')
        await stage.until("Colour")
        await stage.keys("home")
        await stage.until("! Disk.Colour: not in the schema")
        await stage.keys("escape")
        await down(stage, DISK)
        await stage.keys("enter")
        await stage.until("! not in the schema")
        assert await sent(stage) == {"Zone": "z", "Disk": {"Colour": "red"}}


# sending


async def test_what_is_missing_deep_inside_is_gone_to_and_sent_all_the_same() -> None:
    async with opened() as stage:
        await stage.keys("=z")
        await down(stage, FILTERS)
        await stage.keys("=[{}]", "up", "ctrl+r")
        await stage.until("Filters[0].Name: required; ^R again sends it all the same")
        assert row(stage).path == ("Filters", 0, "Name")
        await stage.until("! required")
        assert await sent(stage) == {"Zone": "z", "Filters": [{}]}


async def test_what_is_no_value_goes_as_text_for_somebody_who_insists() -> None:
    async with opened() as stage:
        await stage.keys("=z", "down", "down", "=ten", "ctrl+r")
        await stage.until("not sent: Count: a whole number; ^R again")
        assert not stage.postman.sent
        assert await sent(stage) == {"Zone": "z", "Count": "ten"}
        await stage.until("ten")


async def test_what_the_error_names_is_marked_and_gone_to() -> None:
    async with opened() as stage:
        stage.postman.answers.append(failure("InvalidParameterValue", "The parameter `Disk.Size` must be positive."))
        await stage.keys("=z", "ctrl+r")
        await stage.until("✗ InvalidParameterValue")
        await stage.until("! in the error")
        assert row(stage).path == ("Disk", "Size")
        await stage.keys("=1")
        assert "! in the error" not in stage.screen_text
