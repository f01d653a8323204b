"""The tree of an answer: what its rows say, walking, opening, the path and documentation at its foot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.answer.values import value_at
from tcexplorer.catalog.model import Doc, TypeDef
from tcexplorer.tui.widgets.json_tree import JsonTree
from tests.builders import action, member
from tests.tui.answers import SECRET, SHELF, listing, on, sent, where
from tests.tui.stage import LIST, REQUEST_ID, Shelf, failure, reply, staged, success

if TYPE_CHECKING:
    from tests.tui.stage import Stage


def tree_of(stage: Stage) -> JsonTree:
    return stage.app.screen.query_one(JsonTree)


async def test_rows_say_what_their_values_are() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        text = stage.screen_text
        for said in (
            "▾ Response {9}",
            "▾ Nodes 3 items",
            "▸ 1 node-1 worker-1 RUNNING {7}",  # a closed object by its id, name and state
            "CreatedTime 1700000000  2023-11-14 22:13:20",
            "MessageSize 1048576  1.0 MB",
            "Nothing null",
            "Empty []",
            'Numeric? "123"',  # a text that looks like a number; and the schema does not have it
            "Surprise? true",
        ):
            assert said in text, said
        assert "NodeId?" not in text


async def test_without_a_schema_nothing_is_called_unknown() -> None:
    async with staged(listing()) as stage:
        await sent(stage)
        assert "Surprise true" in stage.screen_text
        assert "not in the schema" not in stage.screen_text


async def test_the_foot_says_where_one_is_and_what_the_schema_says_of_it() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "NodeId node-0")
        foot = stage.screen_text.split("\n")
        assert any("Response.Nodes[0].NodeId" in row and row.endswith("string") for row in foot)
        assert "Id of the machine, as other actions want it." in stage.screen_text
        await on(stage, "Surprise?")
        assert stage.screen_text.count("not in the schema") == 2


async def test_a_step_of_the_path_leads_there_by_a_click() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "NodeId node-0")
        await stage.pilot.click(offset=where(stage, "Nodes[0]", "JsonViewer"))
        await stage.pilot.pause()
        assert tree_of(stage).path == ("Response", "Nodes")


async def test_a_long_path_is_cut_at_its_left() -> None:
    document: object = 1
    for at in reversed(range(30)):
        document = {f"Level{at}": document}
    async with staged(success(Top=document), size=(80, 24)) as stage:
        await sent(stage)
        await stage.keys("x", "end", "up")
        await stage.until("….")
        row = next(row for row in stage.screen_text.split("\n") if "….Level" in row)
        assert row.rstrip().endswith("Level29")


async def test_siblings_and_parent() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        tree = tree_of(stage)
        await on(stage, "NodeId node-0")
        await stage.keys("u")
        assert tree.path == ("Response", "Nodes", 0)
        await stage.keys(".", ".")
        assert tree.path == ("Response", "Nodes", 2)
        await stage.keys(".")  # there is no further one
        assert tree.path == ("Response", "Nodes", 2)
        await stage.keys(",")
        assert tree.path == ("Response", "Nodes", 1)
        await stage.keys("backspace")
        assert tree.path == ("Response", "Nodes")


async def test_a_level_opens_and_closes() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "▸ 1 node-1")
        assert "node-2 worker-2 RUNNING" in stage.screen_text
        await stage.keys("e")
        await stage.until("NodeId node-2")
        assert tree_of(stage).path == ("Response", "Nodes", 1)
        await stage.keys("c")
        await stage.until("▸ 2 node-2")
        assert "NodeId" not in stage.screen_text
        assert tree_of(stage).path == ("Response", "Nodes", 1)


async def test_everything_inside_a_row_opens() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "▸ 1 node-1")
        await stage.keys("b")
        await stage.until("Value live-1")
        assert "▸ 2 node-2" in stage.screen_text


async def test_a_click_on_the_sign_opens_and_on_the_value_does_not() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        x, y = where(stage, "▸ 1 node-1")
        await stage.pilot.click(offset=(x + 14, y))
        await stage.pilot.pause()
        assert "▸ 1 node-1" in stage.screen_text
        await stage.pilot.click(offset=(x, y), times=1)
        await stage.pilot.pause()
        await stage.until("▾ 1")


async def test_tools_beside_the_tabs_are_clicked() -> None:
    async with staged(listing(40), shelf=SHELF, size=(200, 45)) as stage:
        await sent(stage)
        await stage.pilot.click(offset=where(stage, "open all", "#response .tabs"))
        await stage.until("Value live-0")


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (160, 45)])
async def test_there_is_room_for_rows(size: tuple[int, int]) -> None:
    async with staged(listing(), shelf=SHELF, size=size) as stage:
        await sent(stage)
        assert tree_of(stage).size.height >= 6
        assert "Response" in stage.screen_text


async def test_the_errors_member_is_in_the_colour_of_errors() -> None:
    async with staged(failure("LimitExceeded", "no more")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ LimitExceeded")
        stage.app.main.action_response_tab("Tree")
        await stage.until("Code LimitExceeded")


async def test_a_document_that_is_a_scalar() -> None:
    async with staged(reply(b"18446744073709551616")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("≠ not an API answer")
        stage.app.main.action_response_tab("Tree")
        await stage.until("18446744073709551616")
        assert "a single JSON value" in stage.screen_text


async def test_the_language_of_the_documentation_follows_the_session() -> None:
    name = replace(member("Name"), doc=Doc("In English.", "中文的说明"))
    of = action(of=LIST, types=(TypeDef("Thing", Doc("", ""), (name,)),), returns=(member("Thing", "object", "Thing"),))
    async with staged(success(Thing={"Name": "a"}), shelf=Shelf((of,))) as stage:
        await sent(stage)
        await on(stage, "Name a")
        await stage.until("In English.")
        await stage.keys("L")
        await stage.until("中文的说明")


async def test_the_cursor_survives_a_visit_to_another_tab() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "NodeName worker-0")
        stage.app.main.action_response_tab("Raw")
        await stage.until('"NodeName"')
        stage.app.main.action_response_tab("Tree")
        await stage.pilot.pause()
        path = tree_of(stage).path
        assert path == ("Response", "Nodes", 0, "NodeName")
        shown = stage.app.main.response
        assert shown is not None
        assert shown.state is not None
        assert shown.state.answer is not None
        assert value_at(shown.state.answer.value, path) == "worker-0"
        assert REQUEST_ID in stage.screen_text
        assert SECRET not in stage.screen_text
