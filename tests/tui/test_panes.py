"""Panes are resized by keys and by dragging an edge, within what each needs, and stay so in the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.tui.main.bars import breakpoint_class
from tcexplorer.tui.main.layout import LEAST_COLUMNS, LEAST_LIST, LEAST_ROWS, PaneLayout
from tcexplorer.workbench.settings import Panes, Settings
from tests.tui.stage import staged, success

if TYPE_CHECKING:
    from pathlib import Path

    from textual.geometry import Size

    from tests.tui.stage import Stage

SIZES = [(80, 24), (120, 35), (160, 45)]


def room(columns: int, rows: int) -> PaneLayout:
    return PaneLayout(breakpoint_class(columns).removeprefix("-"), columns, max(0, rows - 2))


@given(
    st.integers(1, 300),
    st.integers(1, 100),
    st.lists(st.tuples(st.sampled_from(["actions", "request", "response"]), st.integers(-9, 9)), max_size=20),
)
def test_no_pane_gets_less_than_it_needs(columns: int, rows: int, steps: list[tuple[str, int]]) -> None:
    of, here = Panes(), room(columns, rows)
    for pane, by in steps:
        of = here.grown(of, pane, by)
    shared, share = here.shared(of), here.request_percent(of)
    least = LEAST_ROWS if here.stacked else LEAST_COLUMNS
    if shared >= 2 * least:
        assert shared * share / 100 >= least - 1
        assert shared * (100 - share) / 100 >= least - 1
    else:
        assert share == 50
    assert min(LEAST_LIST, columns) <= here.list_columns(of) <= columns


def measures(stage: Stage) -> dict[str, Size]:
    main = stage.app.main
    return {name: main.query_one(f"#{name}").outer_size for name in ("actions", "request", "response")}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pane", ["request", "response"])
async def test_keys_grow_and_shrink_the_pane_in_focus(size: tuple[int, int], pane: str) -> None:
    async with staged(success(), size=size) as stage:
        await stage.open("describezones")
        axis = 1 if size[0] < 100 else 0
        if pane == "response":
            await stage.keys("f6")
        before = measures(stage)[pane][axis]
        await stage.keys("shift+f12")
        larger = measures(stage)[pane][axis]
        assert larger > before
        await stage.keys("f23", "f23")
        assert measures(stage)[pane][axis] < before
        for _ in range(30):
            await stage.keys("shift+f11")
        assert measures(stage)[pane][axis] >= (LEAST_ROWS if axis else LEAST_COLUMNS) - 1


async def test_the_action_list_is_resized_where_it_is_a_pane_and_where_it_is_a_drawer() -> None:
    for size in SIZES:
        async with staged(size=size) as stage:
            await stage.open("describezones")
            await stage.keys("ctrl+o")
            before = measures(stage)["actions"][0]
            await stage.keys("shift+f12", "f24")
            assert measures(stage)["actions"][0] == before + 8


async def test_printable_keys_do_it_where_nothing_is_typed() -> None:
    async with staged(success()) as stage:
        await stage.open("describezones")
        await stage.keys("f6")
        before = measures(stage)["response"][0]
        await stage.keys("greater_than_sign")
        assert measures(stage)["response"][0] > before
        await stage.keys("less_than_sign")
        assert abs(measures(stage)["response"][0] - before) <= 1


async def test_the_edge_between_panes_can_be_dragged() -> None:
    async with staged(success(Name="x" * 30)) as stage:
        await stage.open("describezones")
        main, pilot = stage.app.main, stage.pilot
        for name in ("response", "request"):
            edge = main.query_one(f"#{name}").region
            await pilot.mouse_down(offset=(edge.x, edge.y + 5))
            await pilot.hover(offset=(edge.x - 5, edge.y + 5))
            await pilot.hover(offset=(edge.x - 9, edge.y + 5))
            await pilot.mouse_up(offset=(edge.x - 9, edge.y + 5))
            await pilot.pause()
            assert abs(main.query_one(f"#{name}").region.x - (edge.x - 9)) <= 1
            assert not main.selections


async def resize(stage: Stage, columns: int, rows: int) -> None:
    await stage.pilot.resize_terminal(columns, rows)
    for _ in range(100):
        await stage.pilot.pause(0.005)
        if stage.app.main.has_class(breakpoint_class(columns)) and stage.app.main.size == (columns, rows):
            break
    await stage.pilot.pause()


async def kept(stage: Stage) -> None:
    await stage.app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] Textual's Worker is generic


async def test_sizes_are_kept_for_each_width(tmp_path: Path) -> None:
    path = tmp_path / "ui.toml"
    async with staged(success(), size=(160, 45), settings=Settings(path)) as stage:
        await stage.open("describezones")
        await stage.keys("f24", "ctrl+o", "f24")
        wide = measures(stage)
        await resize(stage, 80, 24)
        designed = measures(stage)
        assert (designed["request"], designed["response"]) == ((80, 11), (80, 11))
        main = stage.app.main
        main.request.focus_inside()
        await stage.keys("f6", "z")
        narrow = measures(stage)
        assert narrow["response"][1] == 15
        await resize(stage, 160, 45)
        assert measures(stage) == wide
        await kept(stage)
    async with staged(success(), size=(160, 45), settings=Settings(path)) as stage:
        await stage.open("describezones")
        assert measures(stage) == wide
        await resize(stage, 80, 24)
        assert measures(stage)["response"] == narrow["response"]
        await stage.keys("f6", "z")
        assert measures(stage)["response"][1] == 11
        await kept(stage)
    assert Settings(path).panes["narrow"] == Panes()
    assert Settings(path).panes["wide"].actions == 40


async def test_a_pane_that_is_resized_is_not_larger_by_z_any_more() -> None:
    async with staged(success(), size=(80, 24)) as stage:
        await stage.open("describezones")
        await stage.keys("f6", "z", "greater_than_sign")
        assert measures(stage)["response"][1] > 15
        await stage.keys("z")
        assert measures(stage)["response"][1] == 15
        await stage.keys("z")
        assert measures(stage)["response"][1] > 15


async def test_the_list_fills_a_narrow_screen_until_an_action_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "ui.toml"
    Settings(path).keep_panes("narrow", Panes(actions=30))
    async with staged(size=(80, 24), settings=Settings(path)) as stage:
        assert measures(stage)["actions"][0] == 80
        await stage.open("describezones")
        await stage.keys("ctrl+o")
        assert measures(stage)["actions"][0] == 30


async def test_sizes_that_cannot_be_kept_are_said(tmp_path: Path) -> None:
    path = tmp_path / "in the way"
    path.write_text("")
    async with staged(success(), settings=Settings(path / "ui.toml")) as stage:
        await stage.open("describezones")
        await stage.keys("f24")
        await stage.until("for this session only")
