"""The answer as tree, text and timing; large ones; windows for long values."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from tcexplorer.calls.outcome import read_in_slices
from tcexplorer.tui.widgets.json_tree import JsonTree
from tests.tui.stage import REQUEST_ID, Stage, failure, reply, staged, success

if TYPE_CHECKING:
    import pytest

    from tcexplorer.calls.outcome import ReadOutcome
    from tcexplorer.calls.stream import StreamSummary
    from tcexplorer.protocol.model import Response


async def answered(stage: Stage) -> None:
    await stage.open("describezones")
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    await stage.keys("f6")


async def test_the_tree_opens_closes_and_walks() -> None:
    async with staged(success(TotalCount=2, Data=[{"Id": "a"}, {"Id": "b"}])) as stage:
        await answered(stage)
        text = stage.screen_text
        assert "▾ Response" in text
        assert "Data 2 items" in text
        assert "▸ 1 b" in text  # a closed item is known by its id
        await stage.keys("left")
        assert "TotalCount" not in stage.screen_text
        await stage.keys("enter")
        await stage.until("TotalCount")
        await stage.keys("x")
        await stage.until("▾ 1")
        await stage.keys("X")
        assert "▸ Data" in stage.screen_text or "Data 2 items" in stage.screen_text


async def test_hjkl_walk_too() -> None:
    async with staged(success(A=1, B={"C": 2})) as stage:
        await answered(stage)
        await stage.keys("j", "j")
        await stage.keys("y")
        assert json.loads(stage.app.clipboard) == {"C": 2}
        await stage.keys("h")
        await stage.until("▸ B")
        await stage.keys("k", "y")
        assert stage.app.clipboard == "1"


async def test_a_path_can_be_copied() -> None:
    async with staged(success(Data=[{"Id": "a"}])) as stage:
        await answered(stage)
        await stage.keys("down", "down", "down", "Y")
        assert stage.app.clipboard == "Response.Data[0].Id"


async def test_a_long_value_is_cut_on_its_row_and_whole_in_a_window() -> None:
    long = "begin " + "x" * 300 + " the-end"
    async with staged(success(Text=long)) as stage:
        await answered(stage)
        await stage.until("…")
        assert "the-end" not in stage.screen_text
        await stage.keys("down", "enter")
        await stage.until("the-end")
        await stage.keys("escape")
        assert "the-end" not in stage.screen_text


async def test_the_error_member_is_in_the_tree_of_a_failure() -> None:
    async with staged(failure("LimitExceeded", "no more")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ LimitExceeded")
        await stage.keys("f6", "f4")  # from Why around to Tree
        await stage.until("Code LimitExceeded")


async def test_raw_text_is_the_body_indented_and_its_numbers_untouched() -> None:
    async with staged(reply(b'{"Response":{"N":1.10,"RequestId":"r"}}')) as stage:
        await answered(stage)
        await stage.keys("f4")
        await stage.until('"N": 1.10,')


async def test_a_page_of_a_proxy_is_shown_as_it_came() -> None:
    async with staged(reply(b"<html>\n<b>denied</b>", status=403, content_type="text/html")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("≠ not an API answer")
        await stage.keys("f6", "f4")
        await stage.until("<b>denied</b>")


async def test_timing_says_where_the_time_went_and_what_the_headers_were() -> None:
    async with staged(success()) as stage:
        await answered(stage)
        await stage.keys("f4", "f4")
        for said in ("connect", "29.0 ms", "HTTP 200", "Tue, 24 Nov 2026 03:13:20 GMT"):
            await stage.until(said)


async def test_a_large_answer_is_seen_at_its_top_and_can_be_opened_whole() -> None:
    records = [{"Id": f"ins-{number}", "Tags": [number, number]} for number in range(3000)]
    async with staged(success(Data=records)) as stage:
        await answered(stage)
        await stage.until("Data 3,000 items")
        await stage.keys("x")
        await stage.keys("end")
        await stage.until(REQUEST_ID)
        await stage.keys("up", "y")
        assert stage.app.clipboard == "2999"
        await stage.keys("home")
        await stage.until("▾ Response")


async def test_a_large_body_is_made_readable_behind_the_screen() -> None:
    async with staged(success(Text="x" * 300_000)) as stage:
        await answered(stage)
        await stage.keys("f4")
        await stage.until('"RequestId"')


async def test_the_request_id_is_whole_in_the_narrowest_pane_beside_another() -> None:
    async with staged(success(), size=(100, 30)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        row = next(row for row in stage.screen_text.split("\n") if REQUEST_ID in row)
        assert "…" not in row


async def test_the_answer_gets_more_room_on_demand_and_keeps_it() -> None:
    async with staged(success(), size=(80, 24)) as stage:
        response = stage.app.main.query_one("#response")
        await stage.open("mqtt list")
        assert response.outer_size.height == 11
        await stage.keys("f12")
        assert response.outer_size.height == 15
        await answered(stage)
        assert response.outer_size.height == 15
        await stage.keys("z")
        assert response.outer_size.height == 11


def twice(records: int = 30_000) -> bytes:
    """More than 2 MB, with a key twice in one record."""
    body = json.dumps({"Response": {"Data": [{"Id": at, "Text": "x" * 90} for at in range(records)], "RequestId": "r"}})
    return body.replace('{"Id": 1500,', '{"Id": 0, "Id": 1500,').encode()


async def test_duplicate_keys_of_a_large_body_are_found_behind_the_screen() -> None:
    async with staged(reply(twice())) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("Data 30,000 items")
        await stage.keys("f6", "down", "down")
        await stage.until('duplicate key "Id" at Response.Data[1500]')
        tree = stage.app.main.query_one(JsonTree)
        assert tree.path == ("Response", "Data", 0)  # the cursor has stayed
        stage.app.main.action_response_tab("Why")
        await stage.until("About the body")
        assert "looked for" not in stage.screen_text


async def test_duplicate_keys_are_said_of_the_whole_answer_when_a_filter_is_taken_away() -> None:
    async with staged(reply(twice())) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("Data 30,000 items")
        await stage.keys("f6", "F", "=Response.RequestId", "enter")
        await stage.until("duplicate key")
        await stage.keys("escape")
        await stage.until("Data 30,000 items")
        shown = stage.app.main.response.state
        assert shown is not None
        assert shown.answer is not None
        assert shown.answer.parsed is not None
        assert shown.answer.parsed.checked
        assert len(shown.answer.parsed.remarks) == 1


def checking(stage: Stage) -> bool:
    """Whether somebody looks for duplicate keys."""
    return any(one.group == "checking" and not one.is_finished for one in stage.app.workers)


async def test_nobody_looks_for_the_keys_of_an_answer_that_is_not_shown_any_more() -> None:
    async with staged(reply(twice()), success(Total=1)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("Data 30,000 items")
        while not checking(stage):
            await stage.pilot.pause(0.001)
        await stage.keys("ctrl+r")
        await stage.until("Total 1")
        assert not checking(stage)
        assert "duplicate" not in stage.screen_text


async def test_the_strip_says_that_a_large_answer_is_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    held, go_on = asyncio.Event(), asyncio.Event()

    async def reading(response: Response, tally: StreamSummary | None = None) -> ReadOutcome:
        held.set()
        await go_on.wait()
        return await read_in_slices(response, tally)

    monkeypatch.setattr("tcexplorer.calls.perform.read_in_slices", reading)
    async with staged(reply(twice())) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await held.wait()
        await stage.until("… reading  3.")
        assert "waiting" not in stage.screen_text
        go_on.set()
        await stage.until("✓ success")
