"""Everything that the request side can do, by mouse alone: only what belongs into a field is typed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tcexplorer.protocol.model import Language
from tcexplorer.tui.app import TcExplorer
from tcexplorer.tui.main import external_editing
from tests.builders import BOTH, action, member
from tests.form.worlds import ACTION as NESTED
from tests.tui.mouse import click, command, place_of, scroll_to, wheel
from tests.tui.stage import EXAMPLES, LIST, OLD, Shelf, Stage, staged, success
from tests.tui.test_context import OTHERS, Rack

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tcexplorer.protocol.model import JsonObject

LIST_OF = "#list"
TOOLS = "#request .tabs"


def params(stage: Stage) -> JsonObject:
    """What is filled in."""
    assert stage.app.main.open_request is not None
    return stage.app.main.open_request.draft.params


async def opened(stage: Stage, action: str) -> None:
    """Find an action in the list of all, and click on it."""
    await stage.keys(f"={action.lower()}")
    await click(stage, action, LIST_OF)
    assert stage.app.main.open_request is not None


# choosing an action


async def test_an_action_is_chosen_through_area_service_and_group() -> None:
    async with staged() as stage:
        for text in ("Messaging and middleware", "mqtt", "Cluster", "DeleteInstance"):
            await click(stage, text, LIST_OF)
        await stage.until("mqtt  DeleteInstance")
        for text in ("Cluster", "mqtt", "Messaging and middleware"):
            await click(stage, f"▾ {text}", LIST_OF)
        assert "DeleteInstance" not in stage.screen_text.split("│")[0]


async def test_everything_is_closed_at_once() -> None:
    async with staged() as stage:
        await click(stage, "Messaging and middleware", LIST_OF)
        await click(stage, "▸ mqtt", LIST_OF)
        await command(stage, "All services")
        await stage.until("▸ Messaging and middleware")
        assert "▸ Cluster" not in stage.screen_text


async def test_tree_and_list() -> None:
    async with staged() as stage:
        await click(stage, "list", "#actions .title")
        await stage.until("mqtt   DescribeInstanceList")
        await click(stage, "groups", "#actions .title")
        await stage.until("▸ Messaging and middleware")


async def test_a_favourite() -> None:
    async with staged() as stage:
        await opened(stage, "CreateInstance")
        await click(stage, "favourite", "#actions .title")
        await stage.until("is a favourite now")
        await click(stage, "favourite", "#actions .title")
        await stage.until("no favourite any more")


# filling in


async def test_an_object_in_a_list_is_filled_in() -> None:
    async with staged(shelf=Shelf((NESTED,))) as stage:
        await opened(stage, NESTED.row.action)
        await click(stage, "Filters")
        await click(stage, "+ add", TOOLS)
        await click(stage, "Name")
        await stage.keys("=zone")
        assert params(stage) == {"Filters": [{"Name": "zone"}]}
        await click(stage, "Filters")
        await stage.until("1: Name zone")


async def test_items_are_added_copied_moved_and_removed() -> None:
    async with staged(shelf=Shelf((NESTED,))) as stage:
        await opened(stage, NESTED.row.action)
        await click(stage, "Ids")
        for text in ("a", "b"):
            await click(stage, "+ add", TOOLS)
            await stage.keys(f"={text}")
        await click(stage, "↑", TOOLS)
        assert params(stage) == {"Ids": ["b", "a"]}
        await click(stage, "= copy", TOOLS)
        assert params(stage) == {"Ids": ["b", "b", "a"]}
        await click(stage, "↓", TOOLS)
        await click(stage, "✗", TOOLS)
        assert params(stage) == {"Ids": ["b", "a"]}


async def test_a_bool() -> None:
    flag = action(member("Flag", "bool", required=BOTH), of=LIST)
    async with staged(shelf=Shelf((flag,))) as stage:
        await opened(stage, LIST.action)
        for wanted in ({"Flag": True}, {"Flag": False}, {}):
            region = stage.app.main.query_one("#cell").region
            await stage.pilot.click(offset=(region.x + 3, region.y))
            await stage.pilot.pause()
            assert params(stage) == wanted


async def test_deprecated_parameters() -> None:
    async with staged() as stage:
        await opened(stage, OLD.action)
        assert "Old0" not in stage.screen_text
        await click(stage, "5 deprecated")
        await stage.until("Old4")
        await command(stage, "Show deprecated")
        assert "Old0" not in stage.screen_text


async def test_required_only_and_all_again() -> None:
    async with staged() as stage:
        await opened(stage, "CreateInstance")
        await command(stage, "Required only")
        await stage.until("2 optional")
        await click(stage, "all fields", TOOLS)
        await stage.until("Remark")


async def test_empty_and_not_set() -> None:
    async with staged() as stage:
        await opened(stage, "CreateInstance")
        await click(stage, "Remark")
        await command(stage, "Set empty")
        assert params(stage) == {"Remark": ""}
        await click(stage, "✗ unset", TOOLS)
        assert params(stage) == {}


async def test_a_suggestion() -> None:
    use = action(member("Remark"), member("Mode", doc="How. Valid values: `FAST`, `SLOW`."), of=LIST)
    async with staged(shelf=Shelf((use,))) as stage:
        await opened(stage, LIST.action)
        await click(stage, "2 known")
        await click(stage, "SLOW", "#offers")
        assert params(stage) == {"Mode": "SLOW"}


async def test_an_id_of_an_earlier_answer() -> None:
    async with staged(success(Instances=[{"InstanceId": "mqtt-1"}, {"InstanceId": "mqtt-2"}])) as stage:
        await opened(stage, LIST.action)
        await click(stage, "send", "#footer")
        await stage.until("✓ success")
        await click(stage, "actions", "#footer")
        await opened(stage, "DeleteInstance")
        await click(stage, "mqtt-2", "#offers")
        assert params(stage) == {"InstanceId": "mqtt-2"}


async def test_an_example() -> None:
    async with staged() as stage:
        await opened(stage, LIST.action)
        await click(stage, "example", "#footer")
        assert params(stage) == {"Limit": 1}
        await click(stage, "example 1 of 2", "#footer")  # what is said there makes room for the keys
        await command(stage, "Examples")
        await click(stage, EXAMPLES[1].title, ".choices")
        assert params(stage) == {"Limit": 100}


async def test_a_call_is_pasted() -> None:
    async with staged() as stage:
        await command(stage, "Paste a call")
        await stage.keys("=tccli mqtt DescribeInstanceList --Limit 7")
        await click(stage, "Fill the form", ".answers")
        await stage.until("filled in from")
        assert params(stage) == {"Limit": 7}


async def test_a_call_is_taken_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("tccli mqtt DescribeInstanceList --Limit 7")
    async with staged() as stage:
        await command(stage, "Paste a call")
        await click(stage, "or the path of a file", ".dialog")
        await stage.keys(f"={tmp_path / 'a'}")
        await click(stage, "Open the file", ".answers")
        await stage.until("Fill the form")
        await click(stage, "Fill the form", ".answers")
        assert params(stage) == {"Limit": 7}


async def test_the_bytes_of_a_file_become_a_value(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    async with staged(shelf=Shelf((NESTED,))) as stage:
        await opened(stage, NESTED.row.action)
        await click(stage, "Upload")
        await click(stage, "choose file", TOOLS)
        await stage.until("File for Upload")
        await click(stage, "Take it", ".answers")
        await stage.until("! ")
        await stage.keys(f"={tmp_path / 'a'}")
        await click(stage, "Take it", ".answers")
        assert params(stage) == {"Upload": "aGVsbG8="}


async def test_the_json() -> None:
    async with staged() as stage:
        await opened(stage, LIST.action)
        await click(stage, "JSON", TOOLS)
        await click(stage, "}", "#editor")
        await stage.keys('="Limit":5')
        await click(stage, "Form", TOOLS)
        assert params(stage) == {"Limit": 5}


class JsonEditor:
    """Stands in for the user's editor."""

    def __call__(self, text: str, command: object, *, name: str) -> str:
        assert (text, command, name) == ("small", ["my-editor"], "Remark.txt")
        return "large"


async def test_a_text_in_the_users_own_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def suspend(_app: TcExplorer) -> Generator[None]:
        yield

    monkeypatch.setattr(TcExplorer, "suspend", suspend)
    monkeypatch.setattr(external_editing, "edited", JsonEditor())
    monkeypatch.setenv("VISUAL", "my-editor")
    async with staged() as stage:
        await opened(stage, "CreateInstance")
        await click(stage, "Remark")
        await stage.keys("=small")
        await command(stage, "Edit in $EDITOR")
        await stage.until("large")
        assert params(stage) == {"Remark": "large"}


# reading


async def test_the_docs_are_read_and_searched() -> None:
    async with staged(size=(80, 24)) as stage:
        await opened(stage, LIST.action)
        await click(stage, "Docs", TOOLS)
        await stage.until("Lists things.")
        assert await scroll_to(stage, "FailedOperation.Busy", "#page") > 0
        for _ in range(20):
            await wheel(stage, "#page", down=False)
        await stage.until("Lists things.")
        await click(stage, "find", TOOLS)
        await stage.keys("=no such instance")
        await stage.until("There is no such instance.")


async def test_the_request_and_its_signature() -> None:
    async with staged() as stage:
        await opened(stage, LIST.action)
        await click(stage, "Request", TOOLS)
        await stage.until("POST https://mqtt.tencentcloudapi.com/")
        assert "••••••••" in stage.screen_text
        await command(stage, "Show Authorization")
        assert "••••••••" not in stage.screen_text
        await click(stage, "Signature", TOOLS)
        await stage.until("String to sign")


# surroundings


async def test_the_language() -> None:
    async with staged() as stage:
        await command(stage, "English or Chinese")
        await stage.until("消息与中间件")
        assert stage.session.context.language is Language.CHINESE


async def test_the_region_is_chosen_far_down() -> None:
    async with staged(size=(80, 24)) as stage:
        await click(stage, "ap-guangzhou", "#header")
        assert await scroll_to(stage, "sa-saopaulo", ".choices") > 0
        await click(stage, "sa-saopaulo", ".choices")
        assert stage.session.context.region == "sa-saopaulo"


async def test_no_region() -> None:
    async with staged() as stage:
        await click(stage, "ap-guangzhou", "#header")
        await click(stage, "no region", ".choices")
        assert stage.session.context.region is None


async def test_the_endpoint() -> None:
    async with staged() as stage:
        await opened(stage, LIST.action)
        await click(stage, "mqtt.tencentcloudapi.com", "#header")
        await click(stage, "inside the cloud", ".choices")
        await stage.until("mqtt.internal.tencentcloudapi.com")


async def test_the_profile() -> None:
    async with staged(sandbox=False) as stage:
        rack = Rack(OTHERS)
        rack.ready.set()
        stage.session.profiles = rack
        await click(stage, "dev", "#header")
        await stage.until("read-only, PRODUCTION")
        await click(stage, "prod", ".choices")
        await stage.until("calls are made as prod from now on")
        assert stage.session.context.profile.name == "prod"


async def test_a_call_is_sent() -> None:
    async with staged(success(TotalCount=3)) as stage:
        await opened(stage, LIST.action)
        await click(stage, "send", "#footer")
        await stage.until("✓ success")
        assert stage.postman.params() == {}


async def test_what_is_beside_the_answers_tabs() -> None:
    async with staged(success(TotalCount=3)) as stage:
        await opened(stage, LIST.action)
        await click(stage, "send", "#footer")
        await stage.until("✓ success")
        await click(stage, "copy", "#response .tabs")
        await stage.until("value sent to the terminal's clipboard")


# the palette


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_palette_scrolls_and_chooses(size: tuple[int, int]) -> None:
    async with staged(size=size) as stage:
        await click(stage, "commands", "#footer")
        assert await scroll_to(stage, " Send  ", ".choices") == 0
        assert await scroll_to(stage, " Change theme  ", ".choices") > 0
        assert place_of(stage, " Send  ", ".choices") is None
        await click(stage, " Change theme  ", ".choices")
        await scroll_to(stage, "tokyo-night", ".choices")
        await click(stage, "tokyo-night", ".choices")
        assert stage.app.theme == "tokyo-night"


async def test_the_palettes_bar_is_dragged() -> None:
    async with staged(size=(80, 24)) as stage:
        await click(stage, "commands", "#footer")
        region = stage.app.screen.query_one(".choices").region
        assert place_of(stage, " Bottom  ", ".choices") is None
        await stage.pilot.mouse_down(offset=(region.right - 1, region.y))
        await stage.pilot.hover(offset=(region.right - 1, region.bottom - 1))
        await stage.pilot.mouse_up(offset=(region.right - 1, region.bottom - 1))
        await click(stage, " Bottom  ", ".choices")
        assert stage.app.screen is stage.app.main
