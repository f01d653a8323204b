"""Keys that come all at once are taken in the order they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.keys import key_to_character

from tcexplorer.tui.widgets.editor import Editor
from tcexplorer.tui.widgets.paste_area import PasteArea
from tcexplorer.tui.widgets.search_box import SearchBox
from tests.tui.stage import staged

if TYPE_CHECKING:
    from tests.tui.stage import Stage


async def at_once(stage: Stage, *keys: str) -> None:
    """Press them as a terminal sends them that has them all in one piece."""
    for key in keys:
        stage.app.post_message(events.Key(key, key_to_character(key)))
    await stage.pilot.pause()


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
        assert stage.app.main.work is not None
        assert stage.app.main.work.action.row.action == "DescribeInstanceList"


async def test_in_the_json_editor() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys("f4")
        await stage.until("JSON")
        editor = stage.app.main.query_one(Editor)
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
