"""Search in the tree, and long work in it: it goes on while keys are answered, and Esc stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.answer.rows import Rows
from tcexplorer.answer.search import Search
from tcexplorer.tui.widgets.json_tree import JsonTree
from tests.tui.answers import SHELF, listing, on, sent, where
from tests.tui.stage import staged, success

if TYPE_CHECKING:
    from collections.abc import Generator

    import pytest


async def test_a_search_goes_from_match_to_match() -> None:
    async with staged(listing(30), shelf=SHELF) as stage:
        await sent(stage)
        tree = stage.app.main.query_one(JsonTree)
        await stage.keys("slash", "=WORKER-2")
        await stage.until("1 of 11")
        assert tree.path == ("Response", "Nodes", 2, "NodeName")
        await stage.keys("enter", "n")
        await stage.until("2 of 11")
        assert tree.path == ("Response", "Nodes", 20, "NodeName")
        await stage.keys("N", "N")
        await stage.until("11 of 11")
        assert tree.path == ("Response", "Nodes", 29, "NodeName")
        await stage.keys("escape")
        assert "of 11" not in stage.screen_text
        assert tree.path == ("Response", "Nodes", 29, "NodeName")


async def test_names_are_found_too_and_matches_are_marked() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await stage.keys("slash", "=totalc", "enter")
        await stage.until("1 of 1")
        tree = stage.app.main.query_one(JsonTree)
        assert tree.path == ("Response", "TotalCount")
        tree.cursor = 0
        strip = tree.render_line(1)
        marked = tree.get_component_rich_style("page--found")
        assert [segment.text for segment in strip if segment.style and segment.style.bgcolor == marked.bgcolor] == [
            "TotalC"
        ]


async def test_nothing_is_found_is_said() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await stage.keys("slash", "=zzzz")
        await stage.until("no match")


async def test_the_search_by_the_mouse() -> None:
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        tree = stage.app.main.query_one(JsonTree)
        await stage.pilot.click(offset=where(stage, "/ find", "#response .tabs"))
        await stage.pilot.pause()
        await stage.keys("=worker")
        await stage.until("1 of 3")
        await stage.pilot.click(offset=where(stage, "next", "FindBar"))
        await stage.until("2 of 3")
        assert tree.path == ("Response", "Nodes", 1, "NodeName")
        await stage.pilot.click(offset=where(stage, "✗", "FindBar"))
        await stage.pilot.pause()
        assert not stage.app.main.query("FindBar")


def endless(self: object, *_: object) -> Generator[int]:
    """Work that never ends, and does nothing."""
    del self
    while True:
        yield 7


async def test_escape_stops_a_search_and_keys_are_taken_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "running", endless)
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        tree = stage.app.main.query_one(JsonTree)
        await stage.keys("slash", "=worker", "enter")
        before = tree.cursor
        await stage.keys("down", "down")
        assert tree.cursor == before + 2
        await stage.keys("escape")
        await stage.until("stopped")
        await stage.keys("escape")
        assert not stage.app.main.query("FindBar")


async def test_escape_stops_the_opening_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rows, "opening", endless)
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        tree = stage.app.main.query_one(JsonTree)
        before = tree.row_count()
        await stage.keys("x")
        await stage.until("opening … 7 rows")
        await stage.keys("down")
        assert tree.cursor == 1
        await stage.keys("escape")
        await stage.until("stopped; nothing was opened")
        assert tree.row_count() == before


async def test_a_row_that_is_closed_meanwhile_ends_the_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rows, "opening", endless)
    async with staged(listing(), shelf=SHELF) as stage:
        await sent(stage)
        await stage.keys("x")
        await on(stage, "▾ Nodes")
        await stage.keys("left")
        await stage.until("▸ Nodes")
        assert not [one for one in stage.app.workers if one.group == "opening" and not one.is_finished]


async def test_matches_beyond_those_kept_are_walked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcexplorer.answer.search.KEPT", 3)
    async with staged(success(Data=["same"] * 8)) as stage:
        await sent(stage)
        tree = stage.app.main.query_one(JsonTree)
        await stage.keys("slash", "=same", "enter")
        await stage.until("1 of 8")
        for place in range(1, 8):
            await stage.keys("n")
            await stage.until(f"Response.Data[{place}]")
        assert tree.path == ("Response", "Data", 7)
        await stage.keys("n")
        await stage.until("Response.Data[0]")
