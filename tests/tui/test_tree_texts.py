"""Copies, windows and secrets of the tree: by key and by mouse, masked until shown."""

from __future__ import annotations

import json

import pytest

from tcexplorer.tui.widgets.json_tree import JsonTree
from tests.tui.answers import SECRET, SHELF, listing, on, sent, where
from tests.tui.stage import staged, success

MASK = "••••••••"


@pytest.mark.parametrize(
    ("row", "key", "copied"),
    [
        ("NodeId node-0", "y", "node-0"),
        ("NodeId node-0", "i", '"node-0"'),
        ("NodeId node-0", "Y", "Response.Nodes[0].NodeId"),
        ("NodeId node-0", "p", "$.Response.Nodes[0].NodeId"),
        ("NodeId node-0", "w", "NodeId node-0"),
        ("CreatedTime", "w", "CreatedTime 1700000000 2023-11-14 22:13:20 UTC"),
        ("▸ 1 node-1", "w", "1 {7} node-1 worker-1 RUNNING"),
        ("Nothing null", "y", "null"),
        ("Numeric", "y", "123"),
        ("DbPassword", "y", MASK),
        ("DbPassword", "w", f"DbPassword {MASK}"),
    ],
)
async def test_copies(row: str, key: str, copied: str) -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, row)
        await stage.keys(key)
        assert stage.app.clipboard == copied


async def test_a_subtree_is_copied_as_json_with_its_secrets_masked() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "▾ Response")
        await stage.keys("i")
        copied = json.loads(stage.app.clipboard)
        assert copied["Nodes"][2]["NodeId"] == "node-2"
        assert copied["DbPassword"] == MASK
        assert json.loads(copied["Config"])["Token"] == MASK
        assert SECRET not in stage.app.clipboard


async def test_a_large_part_is_written_in_a_thread() -> None:
    async with staged(success(Data=[{"A": at, "B": "b" * 50} for at in range(5000)])) as stage:
        await sent(stage)
        await on(stage, "Data 5,000 items")
        await stage.keys("y")
        await stage.until("to the terminal's clipboard")
        assert len(json.loads(stage.app.clipboard)) == 5000


async def test_a_part_of_which_a_file_is_wanted_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcexplorer.tui.widgets.json_tree.MOST", 200_000)
    async with staged(success(Data=["x" * 100] * 5000)) as stage:
        await sent(stage)
        await on(stage, "Data 5,000 items")
        await stage.keys("y")
        await stage.until("save the answer to a file")
        assert stage.app.clipboard == ""


async def test_a_secret_is_shown_by_a_key_for_that_value_alone() -> None:
    async with staged(listing(Other={"ApiToken": SECRET}), shelf=SHELF) as stage:
        await sent(stage)
        assert SECRET not in stage.screen_text
        await on(stage, "DbPassword")
        await stage.keys("R")
        await stage.until(f"DbPassword {SECRET}")
        assert stage.screen_text.count(SECRET) == 1
        await stage.keys("y")
        assert stage.app.clipboard == SECRET
        await stage.keys("R")
        assert SECRET not in stage.screen_text
        await stage.keys("y")
        assert stage.app.clipboard == MASK


async def test_what_is_shown_in_the_tree_is_shown_in_the_text() -> None:
    async with staged(listing(Other={"ApiToken": SECRET + "2"}), shelf=SHELF) as stage:
        await sent(stage)
        stage.app.main.action_response_tab("Raw")
        await stage.until('"TotalCount"')
        await stage.keys("end")
        await stage.until('"DbPassword"')
        assert SECRET not in stage.screen_text
        stage.app.main.action_response_tab("Tree")
        await stage.pilot.pause()
        await on(stage, "DbPassword")
        await stage.keys("R")
        stage.app.main.action_response_tab("Raw")
        await stage.pilot.pause()
        await stage.keys("end")
        await stage.until(f'"DbPassword": "{SECRET}"')
        assert SECRET + "2" not in stage.screen_text


async def test_a_row_without_a_secret_says_so() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "NodeId node-0")
        await stage.keys("R")
        await stage.until("nothing in this row is covered")


async def test_the_preview_of_a_pair_tells_no_secret() -> None:
    pair = {"key": "DB_PASSWORD", "value": SECRET}
    async with staged(success(Env=[pair, pair])) as stage:
        await sent(stage)
        await stage.until("▸ 1")
        assert SECRET not in stage.screen_text


async def test_a_long_text_opens_in_a_window_by_key_and_by_mouse() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "Text begin")
        await stage.keys("enter")
        await stage.until("the-end")
        await stage.keys("escape")
        assert "the-end" not in stage.screen_text
        x, y = where(stage, "⏎")
        await stage.pilot.click(offset=(x, y))
        await stage.until("the-end")


async def test_json_in_a_text_opens_as_a_tree_of_its_own() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await on(stage, "Config {")
        await stage.keys("o")
        await stage.until("JSON in a text")
        assert "▾ Depth 2 items" in stage.screen_text
        assert f"Token {MASK}" in stage.screen_text
        await stage.keys("x")
        await stage.until("Inner found-inside")
        await stage.keys("end", "y")
        assert stage.app.clipboard == MASK
        await stage.keys("R")
        await stage.until(f"Token {SECRET}")
        await stage.keys("slash", "=found", "enter")
        await stage.until("1 of 1")
        await stage.keys("escape", "escape")
        await stage.until("▾ Response")
        assert "JSON in a text" not in stage.screen_text


async def test_json_in_a_text_opens_by_the_mouse_and_by_enter() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await stage.pilot.click(offset=where(stage, "⏎ JSON"))
        await stage.until("JSON in a text")
        await stage.keys("escape")
        await on(stage, "Config {")
        await stage.keys("enter")
        await stage.until("JSON in a text")


async def test_a_covered_text_does_not_open() -> None:
    async with staged(success(SecretConfig=json.dumps({"A": SECRET}))) as stage:
        await sent(stage)
        await stage.keys("down", "o")
        await stage.until("the value is covered")
        await stage.keys("R", "o")
        await stage.until("JSON in a text")
        assert SECRET in stage.screen_text
        assert isinstance(stage.app.screen.query_one(JsonTree), JsonTree)
