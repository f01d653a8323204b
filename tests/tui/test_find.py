"""Searching within a text: by keys and by clicks, over wrapped rows, in every page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.tui.text.styled_text import Line, line, wrapped
from tcexplorer.tui.widgets.find_bar import LONG, FindBar, FindResults, offsets
from tcexplorer.tui.widgets.text_view import TextView
from tests.tui.stage import Stage, staged


def page(stage: Stage) -> TextView:
    return stage.app.main.query_one("#page", TextView)


async def docs(stage: Stage) -> None:
    await stage.open("describeinstancelist")
    await stage.keys("shift+f4")
    await stage.until("Lists things.")


@given(
    st.lists(st.sampled_from(["word", "a", "longer-than-a-row-of-this", "测试", "x y"]), max_size=12),
    st.integers(9, 30),
)
def test_a_row_begins_where_it_was_broken_off(words: list[str], width: int) -> None:
    whole = line(" ".join(words), indent=2)
    rows = [row.text for row in wrapped(whole, width)]
    places = list(offsets(whole.text, rows))
    assert len(places) == len(rows)
    for row, (begin, indent) in zip(rows, places, strict=True):
        bare = row[indent:]
        assert whole.text[begin : begin + len(bare)] == bare


@given(st.text("ab ", min_size=1, max_size=60), st.text("ab", min_size=1, max_size=3))
def test_every_character_of_a_match_is_marked_once(text: str, query: str) -> None:
    source: list[Line | str] = [line(text)]
    rows = [row.text for row in wrapped(line(text), 10)]
    finding = FindResults()
    finding.search(source, query)
    marked = [
        row[mark.start : mark.end]
        for number, row in enumerate(rows)
        for mark in (finding.marks(0, text, rows, number) if finding.is_in(0) else ())
    ]
    assert "".join(marked) == query * (len("".join(marked)) // len(query))
    assert len("".join(marked)) == text.count(query) * len(query)


def test_the_first_match_is_the_one_from_here_on_and_they_go_round() -> None:
    finding = FindResults()
    finding.search(["one", "two", "ONE", "x"], "one", begin=1)
    assert finding.said == "2 of 2"
    assert finding.current is not None
    assert finding.current.source == 2
    finding.move(1)
    assert finding.said == "1 of 2"
    finding.move(-1)
    assert finding.said == "2 of 2"
    finding.search(["one"], "nothing")
    assert (finding.said, finding.current) == ("no match", None)


def test_what_is_looked_for_is_no_pattern() -> None:
    finding = FindResults()
    finding.search(["a.b", "axb"], "a.b")
    assert finding.said == "1 of 1"


async def test_by_keys_alone() -> None:
    async with staged() as stage:
        await docs(stage)
        await stage.keys("slash", "=fil")
        await stage.until("1 of ")
        assert stage.screen_text.count("Filters") >= 1
        before = page(stage).found_text
        await stage.keys("enter")
        assert stage.app.focused is page(stage)
        await stage.keys("n")
        assert page(stage).found_text != before
        await stage.keys("N")
        assert page(stage).found_text == before
        await stage.keys("escape")
        assert not stage.app.screen.query(FindBar)
        assert stage.app.main.request is not None
        assert stage.app.main.request.tab == "Docs"  # the next escape is the pane's
        await stage.keys("escape")
        assert stage.app.main.request.tab == "Form"


async def test_by_the_mouse_and_the_palette() -> None:
    async with staged() as stage:
        await docs(stage)
        column = stage.screen_text.split("\n")[-1].index("commands")
        await stage.pilot.click("#footer", offset=(column, 0))
        await stage.until("what do you want to do?")
        await stage.keys("=find in this", "enter", "=fil")
        bar = stage.app.screen.query_one(".found")
        await stage.until("1 of")
        for word, said in (("next", "2 of"), ("before", "1 of")):
            row = stage.screen_text.split("\n")[bar.region.y]
            await stage.pilot.click(bar, offset=(row.index(word, bar.region.x) - bar.region.x, 0))
            await stage.until(said)
        row = stage.screen_text.split("\n")[bar.region.y]
        await stage.pilot.click(bar, offset=(row.index("✗", bar.region.x) - bar.region.x, 0))
        assert not stage.app.screen.query(FindBar)


async def test_by_the_mouse_alone() -> None:
    async with staged(size=(80, 24)) as stage:
        await docs(stage)
        tabs = stage.app.main.query(".tabs").first()
        row = stage.screen_text.split("\n")[tabs.region.y]
        await stage.pilot.click(tabs, offset=(row.index("/ find") - tabs.region.x, 0))
        assert stage.app.screen.query_one(FindBar).has_focus_within


def test_a_long_text_is_searched_in_one_go() -> None:
    lines: list[Line | str] = [f"row {number}" for number in range(LONG + 10)]
    finding = FindResults()
    finding.search(lines, "ROW 5000")
    assert finding.said == "1 of 11"
    assert finding.current is not None
    assert finding.current[:] == (5000, 0, 8)


async def test_in_a_long_text_enter_searches() -> None:
    async with staged() as stage:
        await docs(stage)
        page(stage).show([f"row {number}" for number in range(LONG)], wrap=False)
        await stage.keys("slash", "=row 49999")
        assert not page(stage).found_text
        await stage.keys("enter")
        await stage.until("1 of 1")
        assert stage.app.focused is page(stage)
        await stage.until("row 49999")


async def test_matches_are_seen_and_the_current_one_is_another_colour() -> None:
    async with staged() as stage:
        await docs(stage)
        await stage.keys("slash", "=filter")
        shown = page(stage)
        found = shown.get_component_rich_style("page--found").bgcolor
        here = shown.get_component_rich_style("page--found-here").bgcolor
        colours = [
            segment.style.bgcolor
            for y in range(shown.size.height)
            for segment in shown.render_line(y)
            if segment.text.lower() == "filter" and segment.style is not None
        ]
        assert colours.count(here) == 1
        assert found in colours


async def test_a_match_out_of_sight_is_scrolled_to() -> None:
    async with staged(size=(80, 24)) as stage:
        await docs(stage)
        assert "Many" not in stage.screen_text
        await stage.keys("slash", "=many", "down")
        await stage.until("· Many")


async def test_the_search_ends_with_its_tab_and_goes_on_in_another_width() -> None:
    async with staged() as stage:
        await docs(stage)
        await stage.keys("slash", "=filter")
        await stage.pilot.resize_terminal(90, 30)
        await stage.until("of ")
        await stage.keys("enter", "f4")
        assert not stage.app.screen.query(FindBar)


@pytest.mark.parametrize("keys", [("f1",), ("f6",)])
async def test_every_text_can_be_searched(keys: tuple[str, ...]) -> None:
    async with staged() as stage:
        await stage.open("describezones")
        await stage.keys(*keys, "slash", "=e")
        await stage.until("1 of ")
        await stage.keys("escape")
        assert not stage.app.screen.query(FindBar)
