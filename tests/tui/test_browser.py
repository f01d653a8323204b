"""The actions pane as a browser: areas and services that open, favourites, recents; by keys and by mouse."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tcexplorer.calls.context import Context
from tcexplorer.calls.perform import CallFlow
from tcexplorer.catalog.curated.areas import AREAS
from tcexplorer.catalog.model import Status, Verb
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.model import Language, Site
from tcexplorer.tui.actions.list import ActionList
from tcexplorer.tui.actions.rows import Look, sign_of, words_of
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.startup import StartupContext
from tcexplorer.workbench.favourites import FavouritesFile
from tcexplorer.workbench.session import Session
from tests.builders import action, credential, row
from tests.tui.stage import DEV, Clock, Postman, Shelf, Stage, staged

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.catalog.store import Catalogue

WIDE = (160, 45)


def listed(stage: Stage) -> list[str]:
    """The rows of the list, without its edge and scrollbar."""
    width = stage.app.main.actions.region.width
    lines = [line[:width].strip("▌│▐ ") for line in stage.screen_text.split("\n")[3:-1]]
    return [" ".join(line.split()) for line in lines if line]


ACTIONS = (
    row("DescribeTopic", service="mqtt"),
    row("DeleteTopic", service="mqtt", verb=Verb.DESTRUCTIVE),
    row("DescribeInstance", service="mqtt"),
    row("DescribeZones", service="cvm"),
    row("DescribeImages", service="cvm"),
    row("RunInstances", service="cvm", verb=Verb.WRITE),
    row("StopThings", service="cvm", verb=Verb.WRITE)._replace(status=Status.OFFLINE),
)


@asynccontextmanager
async def browsing(
    kept: Path | None = None, size: tuple[int, int] = WIDE, profile: Profile = DEV, *, sandbox: bool = True
) -> AsyncGenerator[Stage]:
    postman, clock = Postman(), Clock()
    context = Context(profile, credential(), profile.region, sandbox=("127.0.0.1", 9) if sandbox else None)
    session = Session(Shelf(tuple(action(of=one) for one in ACTIONS)), CallFlow(postman, clock), context, clock=clock)

    async def load() -> Session:
        return session

    app = TcExplorer(StartupContext("dev", "ap-guangzhou"), load, kept=FavouritesFile(kept) if kept else None)
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot, session, postman, clock)
        for _ in range(400):
            if app.main.start.is_ready:
                break
            await pilot.pause(0.005)
        await pilot.pause()
        yield stage


async def written(stage: Stage) -> None:
    """Wait until what is kept is written down."""
    await stage.app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] a generic Worker
    await stage.pilot.pause()


async def click(stage: Stage, text: str) -> None:
    """Click on a row of the list that says this."""
    actions = stage.app.main.actions
    lines = stage.screen_text.split("\n")
    y = next(at for at, line in enumerate(lines) if at > 2 and text in line[: actions.region.width])
    await stage.pilot.click(actions, offset=(lines[y].index(text) - actions.region.x, y - actions.region.y))
    await stage.pilot.pause()


async def test_an_empty_box_shows_areas_and_their_services() -> None:
    async with browsing() as stage:
        assert listed(stage) == ["▸ Compute and edge 1", "cvm", "▸ Messaging and middleware 1"]
        await stage.keys("right", "down")
        assert listed(stage) == [
            "▾ Compute and edge 1",
            "▸ cvm Cloud Virtual M… 4",
            "Cloud Virtual Machine",
            "▸ Messaging and middleware 1",
        ]


async def test_areas_and_services_open_and_close_by_keys_and_an_action_is_chosen() -> None:
    async with browsing() as stage:
        await stage.keys("down", "right", "right", "right")
        assert listed(stage)[1:] == [
            "▾ Messaging and middleware 1",
            "▾ mqtt MQTT Message Qu… 3",
            "MQTT Message Queue",
            "▸ Cluster 1",
            "▸ Topic 2",
        ]
        await stage.keys("down", "down", "enter")
        assert listed(stage)[3:] == ["▸ Cluster 1", "▾ Topic 2", "✖ DeleteTopic", "DescribeTopic"]
        await stage.keys("down", "left")
        await stage.keys("left")
        assert listed(stage)[3:] == ["▸ Cluster 1", "▸ Topic 2"]
        await stage.keys("left", "left", "left", "left")  # to the service, closes it, to the area, closes it
        assert listed(stage) == ["▸ Compute and edge 1", "▸ Messaging and middleware 1", "mqtt"]
        await stage.keys("enter", "down", "enter", "down", "down", "enter", "down", "down", "enter")
        assert stage.app.main.open_request is not None
        assert stage.app.main.open_request.action.row.action == "DescribeTopic"


async def test_arrows_move_in_a_text_that_was_typed() -> None:
    async with browsing() as stage:
        await stage.keys("=zone", "left", "=x", "right", "=s")
        await stage.until("zonxes")
        assert stage.app.main.open_request is None


async def test_services_open_and_an_action_is_chosen_by_mouse() -> None:
    async with browsing() as stage:
        await click(stage, "Messaging")
        await click(stage, "mqtt")
        await click(stage, "Topic")
        await click(stage, "DeleteTopic")
        assert stage.app.main.open_request is not None
        assert stage.app.main.open_request.action.row.action == "DeleteTopic"
        await click(stage, "▾ Topic")
        assert "✖ DeleteTopic" not in listed(stage)


async def test_groups_say_what_their_actions_do() -> None:
    async with browsing() as stage:
        await stage.keys("right", "right", "right", "down", "down", "right")
        assert "▸ Describe 2" in listed(stage)
        assert "▾ Other ✎ 2" in listed(stage)
        assert "✎ RunInstances" in listed(stage)
        assert listed(stage)[-2:] == ["– StopThings", "▸ Messaging and middleware 1"]


async def test_the_list_of_all_and_back_by_keys_and_by_mouse() -> None:
    async with browsing() as stage:
        await stage.keys("shift+f3")
        assert listed(stage)[0] == "mqtt DescribeTopic"
        await stage.keys("f15")
        assert listed(stage)[0].startswith("▸ Compute")
        await click_title(stage, "list")
        assert listed(stage)[0] == "mqtt DescribeTopic"
        await click_title(stage, "groups")
        assert listed(stage)[0].startswith("▸ Compute")


async def click_title(stage: Stage, text: str) -> None:
    actions = stage.app.main.actions
    column = stage.screen_text.split("\n")[actions.region.y][: actions.region.width].rindex(text)
    await stage.pilot.click(actions, offset=(column - actions.region.x, 0))
    await stage.pilot.pause()


async def test_all_services_closes_everything() -> None:
    async with browsing() as stage:
        await stage.keys("right", "right", "right", "down", "=zones")
        await stage.keys("ctrl+p", "=all services", "enter")
        assert listed(stage) == ["▸ Compute and edge 1", "cvm", "▸ Messaging and middleware 1"]


async def test_the_cursor_stays_on_the_area_whose_inside_is_closed() -> None:
    async with browsing() as stage:
        await stage.keys("down", *["right"] * 5)
        stage.app.main.set_focus(stage.app.main.query_one("#list"))
        await stage.keys("minus")
        assert listed(stage) == ["▸ Compute and edge 1", "▸ Messaging and middleware 1", "mqtt"]


async def test_the_cursor_stays_where_it_was_in_the_other_language_and_with_a_favourite() -> None:
    async with browsing() as stage:
        await stage.keys("right", "right", "right", "down", "right", "down", "ctrl+d")
        assert listed(stage)[:2] == ["▾ Favourites 1", "cvm DescribeZones"]
        assert stage.app.main.query_one(ActionList).current == ACTIONS[3]
        await stage.keys("f11")
        assert "▾ 计算与边缘 1" in listed(stage)
        assert stage.app.main.query_one(ActionList).current == ACTIONS[3]


async def test_all_areas_are_seen_at_once_in_80_columns(catalogue: Catalogue) -> None:
    async with staged(size=(80, 24), shelf=Shelf(tuple(action(of=one) for one in catalogue.rows()))) as stage:
        for area in AREAS:
            assert f"▸ {area.en}" in stage.screen_text


async def test_the_list_itself_has_keys_without_modifiers() -> None:
    async with browsing() as stage:
        stage.app.main.set_focus(stage.app.main.query_one("#list"))
        await stage.keys("l", "j", "l", "j", "l", "j", "f")
        await stage.until("is a favourite now")
        assert listed(stage)[0] == "▾ Favourites 1"
        await stage.keys("X", "g")
        assert listed(stage)[2].startswith("▸ Compute")
        await stage.keys("t")
        assert "mqtt DescribeTopic" in listed(stage)[0]


async def test_favourites_and_recents_are_kept_by_keys(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    async with browsing(path) as stage:
        await stage.keys("=zones", "ctrl+d", "enter")
        await stage.until("cvm  DescribeZones")
        await stage.keys("ctrl+o", "=deletetopic", "enter")
        await written(stage)
    kept, problem = FavouritesFile(path).read()
    assert problem is None
    assert [key[2] for key in kept.favourites] == ["DescribeZones"]
    assert [key[2] for key in kept.recent] == ["DeleteTopic", "DescribeZones"]
    async with browsing(path) as stage:
        assert [line for line in listed(stage) if "Topic" in line or "Zones" in line or "▾" in line] == [
            "▾ Favourites 1",
            "cvm DescribeZones",
            "▾ Recent 2",
            "✖ mqtt DeleteTopic",
            "cvm DescribeZones *",
        ]
        await stage.keys("down", "ctrl+d")
        await stage.until("no favourite any more")
        assert listed(stage)[0] == "▾ Recent 2"
        await written(stage)
    assert FavouritesFile(path).read()[0].favourites == ()


async def test_a_favourite_is_made_by_mouse() -> None:
    async with browsing() as stage:
        await click(stage, "Compute")
        await click(stage, "cvm")
        await click(stage, "▸ Describe")
        await click(stage, "DescribeImages")
        await click_title(stage, "favourite")
        assert listed(stage)[:2] == ["▾ Favourites 1", "cvm DescribeImages"]
        await stage.keys("=images")
        assert listed(stage)[0] == "cvm DescribeImages *"


async def test_what_is_chosen_moves_nothing_under_the_cursor() -> None:
    async with browsing() as stage:
        await stage.keys("down", *["right", "down"] * 3, "enter")
        assert stage.app.main.open_request is not None
        await stage.keys("ctrl+o")
        assert stage.app.main.query_one(ActionList).current == stage.app.main.open_request.action.row


async def test_a_broken_file_is_one_line_and_the_list_is_there(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_text("{", "utf-8")
    async with browsing(path) as stage:
        await stage.until("kept.json is not used")
        assert listed(stage)[0].startswith("▸ Compute")
        await stage.keys("=zones", "ctrl+d")
        await written(stage)
    assert (tmp_path / "kept.json.broken-1").read_text("utf-8") == "{"


async def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    async with browsing(tmp_path / "data" / "kept.json") as stage:
        await stage.keys("=zones", "ctrl+d")
        await stage.until("for this session only")
        await stage.keys("escape")
        assert listed(stage)[0] == "▾ Favourites 1"


async def test_titles_of_services_are_in_the_language() -> None:
    async with staged(size=WIDE, language=Language.CHINESE) as stage:
        await stage.keys("=zones", "ctrl+d", "escape")
        assert listed(stage)[0] == "▾ 收藏 1"


async def test_what_only_the_other_site_knows_is_hidden_in_the_tree_and_marked_in_hits() -> None:
    domestic = row("DescribeHere", service="cvm")._replace(title_en=None, title_zh="这里")
    both = row("DescribeBoth", service="cvm")._replace(title_en="Both", title_zh="都")
    shelf = Shelf((action(of=domestic), action(of=both)))
    async with staged(size=WIDE, shelf=shelf, sandbox=False, profile=Profile("intl", site=Site.INTERNATIONAL)) as stage:
        await stage.keys("right")
        assert listed(stage) == ["▾ Compute and edge 1", "▸ cvm Cloud Virtual M… 1"]
        await stage.keys("=here")
        await stage.until("domestic site only")
    async with staged(size=WIDE, shelf=shelf) as stage:
        await stage.keys("right")
        assert listed(stage) == ["▾ Compute and edge 1", "▸ cvm Cloud Virtual M… 2"]
        await stage.keys("=here")
        assert "domestic site only" not in stage.screen_text


def test_signs_and_words_of_an_action() -> None:
    cases = (
        (row("A"), "", "Does it"),
        (row("A", verb=Verb.WRITE), "✎", "writes · Does it"),
        (row("A", verb=Verb.DESTRUCTIVE), "✖", "deletes · Does it"),
        (row("A", verb=Verb.WRITE)._replace(status=Status.DEPRECATED), "†", "deprecated · Does it"),
        (row("A")._replace(status=Status.OFFLINE), "–", "offline · Does it"),
    )
    for one, sign, said in cases:
        titled: ActionRow = one._replace(title_en="Does it", title_zh="做")
        assert sign_of(titled).text.strip() == sign
        assert words_of(titled, Look()) == said
    assert words_of(row("A")._replace(title_en="Does it", title_zh="做"), Look(Language.CHINESE)) == "做"
