"""What the screen brings back from an earlier run: drafts and regions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tcexplorer.protocol.envelope import TransportError
from tcexplorer.workbench.drafts import Drafts
from tcexplorer.workbench.regions import RegionBook
from tests.builders import action, member, row
from tests.tui.stage import Clock, Shelf, Stage, staged, success

if TYPE_CHECKING:
    from pathlib import Path

SHELF = Shelf((action(member("Name"), member("Password"), of=row("Make", service="mqtt")),))
OFFERED = success(RegionSet=[{"Region": code, "RegionState": "AVAILABLE"} for code in ("ap-tokyo", "ap-mars")])


def remembering(stage: Stage, home: Path) -> None:
    """As the app starts with files of its own."""
    stage.session.drafts = Drafts(home / "drafts.json", Clock())
    stage.session.drafts.read()
    stage.session.regions = RegionBook(home / "regions.json", Clock())
    stage.session.regions.read()


async def test_a_draft_is_back_after_a_restart_without_what_is_sensitive(tmp_path: Path) -> None:
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.keys("=aaa", "down", "=planted")
        assert stage.session.drafts is not None
        stage.session.closers.append(stage.session.drafts.flush)
    assert "planted" not in (tmp_path / "drafts.json").read_text()
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.until("is back; what is sensitive or too long was not kept")
        await stage.until("aaa")
        stage.postman.answers.append(success())
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        assert stage.postman.params() == {"Name": "aaa"}


async def test_what_is_no_value_yet_is_back_after_another_action_and_after_a_restart(tmp_path: Path) -> None:
    of = action(member("Limit", "int"), member("Password", "int"), of=row("Make", service="mqtt"))
    shelf = Shelf((of, action(of=row("Other", service="mqtt"))))
    async with staged(shelf=shelf) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.keys("=12x", "down", "=34planted")
        await stage.open("other")
        assert "12x" not in stage.screen_text
        await stage.open("make")
        await stage.until("12x")
        assert stage.app.main.open_request is not None
        assert sorted(stage.app.main.open_request.draft.pending) == ["Limit", "Password"]
        assert stage.session.drafts is not None
        stage.session.closers.append(stage.session.drafts.flush)
    assert "planted" not in (tmp_path / "drafts.json").read_text()
    async with staged(shelf=shelf) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.until("is back; what is sensitive or too long was not kept")
        await stage.until("12x")
        await stage.keys("ctrl+r")
        await stage.until("not sent: Limit: a whole number")
        await stage.keys("backspace")
        stage.postman.answers.append(success())
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        assert stage.postman.params() == {"Limit": 12}


async def test_it_is_written_without_waiting_for_the_end(tmp_path: Path) -> None:
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.keys("=aaa")
        stage.app.main.autosave.write()  # what the timer does
        await stage.app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType]
        (kept,) = json.loads((tmp_path / "drafts.json").read_text()).values()
        assert kept["params"] == {"Name": "aaa"}


async def test_a_json_text_that_is_not_kept_is_said(tmp_path: Path) -> None:
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.keys("f4", "ctrl+a", "={'Password': 'planted")
        assert stage.session.drafts is not None
        stage.session.closers.append(stage.session.drafts.flush)
    assert "planted" not in (tmp_path / "drafts.json").read_text()
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.until("was not kept: it may be sensitive, or is too long")
        assert stage.session.drafts is not None
        await stage.session.drafts.flush()
        assert json.loads((tmp_path / "drafts.json").read_text()) == {}  # it is said once


async def test_a_draft_without_a_time_is_back_all_the_same(tmp_path: Path) -> None:
    one = SHELF.rows()[0]
    kept = '{"params": {"Name": "aaa"}, "lacking": false, "at": 1e999}'
    (tmp_path / "drafts.json").write_text(f'{{"{one.service} {one.version} {one.action}": {kept}}}')
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.until("what you had filled in is back")
        await stage.until("aaa")


async def test_a_file_that_cannot_be_written_is_said_at_once_and_tried_again(tmp_path: Path) -> None:
    home = tmp_path / "data"
    home.write_text("a file where the directory should be")
    async with staged(shelf=SHELF) as stage:
        remembering(stage, home)
        await stage.open("make")
        await stage.keys("=aaa")
        stage.app.main.autosave.write()  # what the timer does
        await stage.until("drafts are not kept: ")
        home.unlink()
        assert stage.session.drafts is not None
        await stage.session.drafts.flush()
        assert "aaa" in (home / "drafts.json").read_text()


async def test_a_draft_file_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "drafts.json").write_text("{{{")
    async with staged(shelf=SHELF) as stage:
        remembering(stage, tmp_path)
        await stage.open("make")
        await stage.keys("=aaa")
        assert stage.session.drafts is not None
        assert stage.session.drafts.problem == "drafts.json is not used: it is not JSON"


async def test_the_regions_a_service_offers_are_asked_once_and_said(tmp_path: Path) -> None:
    async with staged(OFFERED, sandbox=False) as stage:
        remembering(stage, tmp_path)
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+g")
        await stage.until("mqtt offers 2, asked")
        assert stage.postman.sent[0].url == "https://region.tencentcloudapi.com/"
        assert stage.postman.params() == {"Product": "mqtt"}
        await stage.until("✓ offered")
        await stage.until("– not offered")  # and yet there
        await stage.keys("=mars")
        await stage.until("ap-mars")
        await stage.keys("enter")
        assert stage.session.context.region == "ap-mars"
        await stage.keys("ctrl+g")
        await stage.until("mqtt offers 2, asked")
        assert len(stage.postman.sent) == 1
        await stage.keys("escape")
    book = RegionBook(tmp_path / "regions.json", Clock())
    book.read()
    assert book.recent(stage.session.context.site) == ("ap-mars", "ap-guangzhou")
    assert book.offered("mqtt", stage.session.context) is not None


async def test_recent_regions_of_an_earlier_run_come_first(tmp_path: Path) -> None:
    async with staged() as stage:
        remembering(stage, tmp_path)
        stage.session.regions.used(stage.session.context.site, ["ap-seoul", "ap-bangkok"])
        await stage.keys("ctrl+g")
        await stage.until("recent")
        text = stage.screen_text
        assert text.index("ap-seoul") < text.index("ap-bangkok") < text.index("no region")


async def test_a_question_that_fails_is_said_and_not_asked_again() -> None:
    async with staged(TransportError("dns", "there is no way", may_have_arrived=False)) as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+g")
        await stage.until("there is no way")
        await stage.keys("escape", "ctrl+g")
        await stage.until("which ones mqtt offers is not known")
        assert len(stage.postman.sent) == 1
        await stage.keys("=tokyo", "enter")
        assert stage.session.context.region == "ap-tokyo"


async def test_a_region_can_be_chosen_while_it_is_asked_and_by_the_mouse() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        column = stage.screen_text.split("\n")[0].index("ap-guangzhou")
        await stage.pilot.click("#header", offset=(column, 0))
        await stage.until("asking …")
        choices = stage.app.screen.query_one(".choices")
        line = stage.screen_text.split("\n")[choices.region.y + 3]
        await stage.pilot.click(choices, offset=(4, 3))
        region = stage.session.context.region
        assert region is not None
        assert region in line
