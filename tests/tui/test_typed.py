"""Keys that come all at once are taken in the order they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.keys import key_to_character

from tcexplorer.tui.actions.search_box import SearchBox
from tcexplorer.tui.keymap import checked
from tcexplorer.tui.request.json_editor import JsonEditor
from tcexplorer.tui.widgets.paste_area import PasteArea
from tests.builders import action, member, row
from tests.tui.stage import Shelf, staged

if TYPE_CHECKING:
    from tcexplorer.protocol.model import JsonObject
    from tests.tui.stage import Stage


async def at_once(stage: Stage, *keys: str) -> None:
    """Press them as a terminal sends them that has them all in one piece."""
    for key in keys:
        stage.app.post_message(events.Key(key, key_to_character(key)))
    await stage.pilot.pause()


def params(stage: Stage) -> JsonObject:
    """What is filled in."""
    assert stage.app.main.open_request is not None
    return stage.app.main.open_request.draft.params


async def test_in_the_search_box() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await at_once(stage, "ctrl+o", "ctrl+u", *"mqttx", "backspace", "space", *"lisp", "backspace", "t", "home", "a")
        assert stage.app.main.query_one(SearchBox).value == "amqtt list"


async def test_and_enter_chooses_what_was_typed() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await at_once(stage, "ctrl+o", "ctrl+u", *"mqtt", "space", *"list", "enter")
        await stage.until("DescribeInstanceList")
        assert stage.app.main.open_request is not None
        assert stage.app.main.open_request.action.row.action == "DescribeInstanceList"


async def test_in_the_json_editor() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("f4")
        await stage.until("JSON")
        editor = stage.app.main.query_one(JsonEditor)
        editor.focus()
        editor.load("")
        await at_once(stage, *"abx", "backspace", "c", "left", "left", "z", "ctrl+z", "y")
        assert editor.text == "aybc"


async def test_in_a_text_that_is_pasted() -> None:
    async with staged() as stage:
        await stage.keys("f6", "D")
        await stage.until("Signature doctor")
        await at_once(stage, *"abx", "backspace", "c", "home", "z")
        assert stage.app.screen.query_one(PasteArea).text == "zabc"


FIELDS = Shelf((action(member("Name"), member("Password"), member("Limit", "int"), of=row("Make", service="mqtt")),))


@pytest.mark.parametrize("key", ["tab", "down", "enter"])
async def test_in_the_form_each_text_goes_into_its_own_row(key: str) -> None:
    async with staged(shelf=FIELDS) as stage:
        await stage.open("make")
        await at_once(stage, *"prod", key, *"planted", key, "5")
        assert params(stage) == {"Name": "prod", "Password": "planted", "Limit": 5}
        assert "planted" not in stage.screen_text


@pytest.mark.parametrize("key", ["shift+tab", "up"])
async def test_and_back_again(key: str) -> None:
    async with staged(shelf=FIELDS) as stage:
        await stage.open("make")
        await at_once(stage, "tab", *"planted", key, *"prod", "backspace", "tab", "end", "x")
        assert params(stage) == {"Name": "pro", "Password": "plantedx"}


async def test_the_user_s_keys_move_at_once_too_and_the_others_do_not() -> None:
    keys = checked({"form.next_field": ["f13"], "form.previous_field": ["ctrl+j"]})
    async with staged(shelf=FIELDS, keys=keys) as stage:
        await stage.open("make")
        await at_once(stage, *"prod", "f13", *"planted", "ctrl+j", "x", "down", "y")
        assert params(stage) == {"Name": "prodxy", "Password": "planted"}


async def test_an_item_that_is_added_takes_what_is_typed_behind_the_key() -> None:
    nested = Shelf((action(member("Ids", "list", "string"), member("Name"), of=row("Make", service="mqtt")),))
    async with staged(shelf=nested) as stage:
        await stage.open("make")
        await at_once(stage, "insert", "a", "insert", "b", "enter", "c")
        assert params(stage) == {"Ids": ["a", "b", "c"]}


async def test_a_switch_and_an_opened_row_are_in_order_too() -> None:
    flags = Shelf((action(member("On", "bool"), member("Name"), of=row("Make", service="mqtt")),))
    async with staged(shelf=flags) as stage:
        await stage.open("make")
        await at_once(stage, "space", "tab", "x", "up", "space", "down", "y")
        assert params(stage) == {"On": False, "Name": "xy"}
