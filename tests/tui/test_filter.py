"""The filter line: applied as typed, completed, wrong, left; what it finds as tree and table, secrets covered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.tui.response.filter_bar import FilterBar
from tests.tui.stage import Stage, failure, reply, staged, success

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Response

ANSWER = success(
    TotalCount=2,
    InstanceSet=[
        {"InstanceId": "ins-1", "State": "RUNNING", "LoginPassword": "hunter-22"},
        {"InstanceId": "ins-2", "State": "STOPPED"},
    ],
)


async def answered(stage: Stage) -> None:
    await stage.open("describezones")
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    await stage.keys("f6")


async def typed(stage: Stage, text: str) -> None:
    """Open the line and type; keys that Textual has names for are given by them."""
    names = {"[": "left_square_bracket", "]": "right_square_bracket", ".": "full_stop"}
    await stage.keys("F")
    await stage.until("JMESPath")
    await stage.keys(*(names.get(letter, letter) for letter in text))


async def test_an_expression_is_applied_as_it_is_typed_and_escape_gives_the_answer_back() -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        await typed(stage, "Response.InstanceSet[].InstanceId")
        await stage.until("2 items")
        await stage.until("0 ins-1")
        assert "TotalCount" not in stage.screen_text
        await stage.keys("escape")
        await stage.until("TotalCount")
        assert not stage.app.main.query_one(FilterBar).display


async def test_an_expression_of_tccli_is_told_where_it_belongs() -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        await typed(stage, "InstanceSet[].InstanceId")
        await stage.until("put Response. before it")
        await stage.keys("home", *"Response", "full_stop")
        await stage.until("0 ins-1")
        assert "put Response" not in stage.screen_text


async def test_what_was_found_can_be_walked_copied_and_shown_as_a_table() -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        await typed(stage, "Response.InstanceSet")
        await stage.until("▌ 2 items")
        await stage.keys("enter", "down", "y")
        assert stage.app.clipboard == "ins-1"
        stage.app.main.action_response_tab("Table")
        await stage.until("2 rows")
        await stage.keys("escape")
        await stage.until("Table")
        assert stage.app.main.response is not None
        assert stage.app.main.response.state is not None
        assert stage.app.main.response.state.part is None


async def test_an_error_is_said_in_one_line_with_its_place_and_the_last_value_stays() -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        await typed(stage, "Response.TotalCount")
        await stage.until("1 value")
        await typed_more(stage, "]")
        await stage.until("✗ at character 20")
        assert "TotalCount 2" not in stage.screen_text


async def typed_more(stage: Stage, key: str) -> None:
    await stage.keys({"]": "right_square_bracket", ".": "full_stop"}.get(key, key))


async def test_names_are_offered_and_taken_by_tab_and_by_click() -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        await typed(stage, "Resp")
        await stage.keys("tab", "full_stop")
        await stage.until("InstanceSet")
        line = stage.app.main.query_one(FilterBar)
        assert line.text == "Response."
        await stage.until("unfinished")
        rows = stage.screen_text.split("\n")
        row = next(at for at, text in enumerate(rows) if "InstanceSet" in text and "RequestId" in text)
        await stage.pilot.click(offset=(rows[row].index("InstanceSet") + 2, row))
        await stage.pilot.pause()
        assert line.text == "Response.InstanceSet"
        await stage.keys("left_square_bracket", "right_square_bracket", "full_stop", "down", "tab")
        assert line.text == "Response.InstanceSet[].State"
        await stage.until("1 STOPPED")


async def test_secrets_stay_covered_under_other_names() -> None:
    async with staged(ANSWER) as stage:
        await answered(stage)
        await typed(stage, "Response.InstanceSet[].LoginPassword")
        await stage.until("1 item")
        await stage.until("••••")
        assert "hunter" not in stage.screen_text
        await stage.keys("enter", "y")
        assert "hunter" not in stage.app.clipboard


async def test_another_answer_takes_the_filter_away() -> None:
    async with staged(ANSWER, success(Other=1)) as stage:
        await answered(stage)
        await typed(stage, "Response.TotalCount")
        await stage.until("1 value")
        await stage.keys("ctrl+r")
        await stage.until("Other 1")
        assert not stage.app.main.query_one(FilterBar).display


async def test_a_long_projection_does_not_hold_the_keys_and_the_newest_wins() -> None:
    records = [{"Id": f"ins-{number}"} for number in range(30_000)]
    async with staged(success(Set=records)) as stage:
        await answered(stage)
        await typed(stage, "Response.Set[].Id")
        await stage.until("30,000 items")
        await stage.keys(*["backspace"] * 5)
        await stage.until("0 {1}")


async def test_it_says_when_there_is_nothing_to_filter() -> None:
    page: Response = reply(b"<html>no</html>", status=502, content_type="text/html")
    async with staged(page) as stage:
        await stage.keys("escape")
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("≠")
        await stage.keys("f6", "F")
        await stage.until("there is no JSON answer")


async def test_a_failure_can_be_filtered_too() -> None:
    async with staged(failure("LimitExceeded", "no more")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ LimitExceeded")
        await stage.keys("f6")
        await typed(stage, "Response.Error")
        await stage.until("Message no more")
        await stage.keys("enter", "y")
        assert json.loads(stage.app.clipboard) if stage.app.clipboard.startswith("{") else stage.app.clipboard
