"""The answer's list as a table: sorted, found in, with columns hidden, copied, and back to the tree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.tui.response.table import ResponseTable
from tcexplorer.tui.widgets.data_grid import GridHeading
from tests.tui.stage import Stage, staged, success
from tests.tui.test_saving import only_file

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RECORDS = [
    {"Id": "ins-3", "Cores": 10, "Spec": {"Zone": "z1"}, "LoginPassword": "hunter-22"},
    {"Id": "ins-1", "Cores": 9, "Spec": {"Zone": "z2"}},
    {"Id": "ins-2", "Cores": 64, "Spec": {"Zone": "z1"}},
]
ANSWER = success(TotalCount=3, Set=RECORDS)


async def tabled(stage: Stage) -> ResponseTable:
    await stage.open("describezones")
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    stage.app.main.action_response_tab("Table")
    await stage.until("Spec.Zone")
    return stage.app.main.query_one(ResponseTable)


def ids(stage: Stage) -> list[str]:
    """The ids on the screen, from the top."""
    return [word for row in stage.screen_text.split("\n") for word in row.split() if word.startswith("ins-")]


async def test_columns_come_from_the_data_and_secrets_are_masked() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        assert "3 rows" in stage.screen_text
        assert ids(stage) == ["ins-3", "ins-1", "ins-2"]
        assert "••••" in stage.screen_text
        assert "hunter" not in stage.screen_text


async def test_sorting_by_key_goes_up_down_and_back_with_numbers_as_numbers() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("right", "s")
        assert ids(stage) == ["ins-1", "ins-3", "ins-2"]
        assert "Cores ↑" in stage.screen_text or "↑" in stage.screen_text
        await stage.keys("s")
        assert ids(stage) == ["ins-2", "ins-3", "ins-1"]
        await stage.keys("s")
        assert ids(stage) == ["ins-3", "ins-1", "ins-2"]


async def test_a_click_on_the_heading_sorts() -> None:
    async with staged(ANSWER) as stage:
        table = await tabled(stage)
        await stage.pilot.click(table.query_one(GridHeading), offset=(2, 0))
        await stage.pilot.pause()
        assert ids(stage) == ["ins-1", "ins-2", "ins-3"]


async def test_a_column_can_be_hidden_and_shown_again() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("right", "minus")
        assert "Cores" not in stage.screen_text
        assert "1 hidden" in stage.screen_text
        await stage.keys("x")
        assert "Cores" in stage.screen_text


async def test_rows_are_found_as_typed_and_escape_shows_all_again() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("slash", "=z1")
        await stage.until("2 of 3 rows")
        await stage.keys("enter", "down", "y")
        assert stage.app.clipboard == "ins-2"
        await stage.keys("escape")
        await stage.until("3 rows")
        assert ids(stage) == ["ins-3", "ins-1", "ins-2"]


async def test_enter_goes_to_the_record_in_the_tree() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("down", "enter")
        assert stage.app.main.response is not None
        assert stage.app.main.response.tab == "Tree"
        await stage.keys("Y")
        assert "Set[1]" in stage.app.clipboard


async def test_a_row_is_copied_as_json_with_its_secrets_masked() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("Y")
        copied = json.loads(stage.app.clipboard)
        assert copied["Id"] == "ins-3"
        assert copied["LoginPassword"] != "hunter-22"


async def test_a_click_moves_to_a_cell_and_the_words_below_are_clickable() -> None:
    async with staged(ANSWER) as stage:
        table = await tabled(stage)
        grid = table.query_one("DataGrid")
        await stage.pilot.click(grid, offset=(3, 2))
        await stage.keys("y")
        assert stage.app.clipboard == "ins-2"
        row = next(at for at, text in enumerate(stage.screen_text.split("\n")) if "3 rows" in text)
        column = stage.screen_text.split("\n")[row].index("s sort")
        await stage.pilot.click(offset=(column, row))
        await stage.pilot.pause()
        assert ids(stage) == ["ins-1", "ins-2", "ins-3"]


async def test_the_table_is_of_the_list_the_tree_is_in() -> None:
    async with staged(success(Set=RECORDS, Small=[{"Other": 1}])) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.keys("f6", "G", "up", "up", "Y")
        assert stage.app.clipboard.startswith("Response.Small")
        stage.app.main.action_response_tab("Table")
        await stage.until("1 rows")
        assert "Other" in stage.screen_text


async def test_many_columns_scroll_sideways() -> None:
    wide = [{f"Column{number}": f"value-{number}" for number in range(40)}]
    async with staged(success(Set=wide), size=(80, 24)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        stage.app.main.action_response_tab("Table")
        await stage.until("Column0")
        await stage.keys(*["right"] * 39)
        assert "value-39" in stage.screen_text
        assert "Column39" in stage.screen_text
        assert "value-0 " not in stage.screen_text


async def test_a_long_list_is_sorted_and_searched_behind_the_screen() -> None:
    records = [{"Id": f"ins-{number}", "Left": 20_000 - number} for number in range(20_000)]
    async with staged(success(Set=records)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        stage.app.main.action_response_tab("Table")
        await stage.until("20,000 rows")
        await stage.keys("right", "s")
        await stage.until("ins-19999")
        await stage.keys("slash", "=ins-1234")
        await stage.until("11 of 20,000 rows")


async def test_the_table_is_exported_as_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("right", "s", "e")
        await stage.until("Save table as")
        await stage.keys("enter")
        await stage.until("saved ")
        file = only_file(tmp_path)
        assert file.name.startswith("cvm-DescribeZones-")
        assert file.read_text().splitlines()[1].startswith("ins-1,9,z2")
        assert "hunter" not in file.read_text()


async def test_a_secret_is_shown_and_covered_again_by_a_key() -> None:
    async with staged(ANSWER) as stage:
        await tabled(stage)
        await stage.keys("right", "right", "right", "R")
        await stage.until("hunter-22")
        await stage.keys("R")
        await stage.until("••••")
