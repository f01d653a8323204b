"""The nested form by mouse."""

from __future__ import annotations

from tests.builders import BOTH, action, member
from tests.form.worlds import ACTION as NESTED
from tests.tui.mouse import click
from tests.tui.test_form import IDS, down, opened, params, row


async def test_rows_open_and_close_by_clicks() -> None:
    async with opened() as stage:
        await click(stage, "Filters")
        assert (row(stage).path, row(stage).open) == (("Filters",), True)
        await click(stage, " + ")
        await click(stage, "Name")
        assert row(stage).path == ("Filters", 0, "Name")
        await click(stage, "Filters")
        assert not row(stage).open
        await click(stage, "▸")  # the first arrow is that of Ids
        assert (row(stage).path, row(stage).open) == (("Ids",), True)


async def test_items_are_added_moved_copied_and_removed_by_clicks() -> None:
    async with opened() as stage:
        await click(stage, "Ids")
        await click(stage, "+ add", within=".tabs")
        await stage.keys("=a")
        await click(stage, "+ add", within=".tabs")
        await stage.keys("=b")
        await click(stage, "↑", within=".tabs")
        assert params(stage) == {"Ids": ["b", "a"]}
        await click(stage, "↓", within=".tabs")
        await click(stage, "= copy", within=".tabs")
        assert params(stage) == {"Ids": ["a", "b", "b"]}
        await click(stage, "✗", within=".tabs")
        assert params(stage) == {"Ids": ["a", "b"]}
        await click(stage, "Ids")
        await click(stage, "✗ unset", within=".tabs")
        assert params(stage) == {}


async def test_commands_of_the_form_work_by_a_click_while_the_focus_is_elsewhere() -> None:
    async with opened() as stage:
        await down(stage, IDS)
        await stage.keys("f6")
        await click(stage, "+ add", within=".tabs")
        await stage.keys("=a")
        assert params(stage) == {"Ids": ["a"]}


async def test_a_bool_and_hidden_rows_by_clicks() -> None:
    of = action(member("Flag", "bool", required=BOTH), member("Old", disabled=True), of=NESTED.row)
    async with opened(of) as stage:
        column = stage.screen_text.split("\n")[3].index("bool") - 8
        region = stage.app.main.query_one("#rows").region
        for wanted in ({"Flag": True}, {"Flag": False}, {}):
            await stage.pilot.click(offset=(column, region.y))
            await stage.pilot.pause()
            assert params(stage) == wanted
        await click(stage, "1 deprecated")
        await stage.until("Old")
