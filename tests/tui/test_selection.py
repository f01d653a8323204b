"""Text is selected with the mouse in our line widgets, and copied without a control character or a masked secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tcexplorer.tui.clipboard import TAKEN, harmless, words_for
from tests.tui.stage import REQUEST_ID, reply, staged, success

if TYPE_CHECKING:
    from textual.widget import Widget

    from tests.tui.stage import Stage

NASTY = "\x1b]52;c;SEVMTE8=\x07\x9b31m\u202e\x7f"
CLIP = "sent to the terminal's clipboard"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def place_of(stage: Stage, text: str, within: str) -> tuple[int, int]:
    """Column and row of a text within a widget's area, as offset on the screen."""
    region = stage.app.screen.query_one(within).content_region
    for y, row in enumerate(stage.screen_text.split("\n")[region.y : region.bottom], region.y):
        if (x := row.find(text, region.x)) >= 0:
            return x, y
    raise AssertionError(f"{text!r} is not in {within}:\n{stage.screen_text}")


async def drag(stage: Stage, begin: tuple[int, int], end: tuple[int, int], on: Widget | None = None) -> None:
    pilot = stage.pilot
    await pilot.mouse_down(on, offset=begin)
    await pilot.hover(on, offset=end)
    await pilot.mouse_up(on, offset=end)
    await pilot.pause()


async def drag_over(stage: Stage, text: str, within: str) -> None:
    x, y = place_of(stage, text, within)
    await drag(stage, (x, y), (x + cell_len(text) - 1, y))


async def answered(stage: Stage) -> None:
    await stage.open("describezones")
    await stage.keys("ctrl+r")
    await stage.until("✓ success")


async def test_dragging_over_the_tree_selects_and_ctrl_c_copies() -> None:
    async with staged(success(Name="one two 测试 three", Other=1)) as stage:
        await answered(stage)
        await drag_over(stage, "two 测试 th", "#tree")
        await stage.keys("ctrl+c")
        assert stage.app.clipboard == "two 测试 th"
        await stage.until("selection sent to the terminal's clipboard")


async def test_a_drag_is_no_click() -> None:
    async with staged(success(List=[1, 2, 3])) as stage:
        await answered(stage)
        await drag_over(stage, "▾ List", "#tree")
        assert "▾ List" in stage.screen_text  # nothing was closed
        await stage.pilot.click(offset=place_of(stage, "▾ List", "#tree"))
        await stage.until("▸ List")


async def test_several_lines_of_the_tree() -> None:
    async with staged(success(First="aaa", Second="bbb", Third="ccc")) as stage:
        await answered(stage)
        begin, end = place_of(stage, "aaa", "#tree"), place_of(stage, "ccc", "#tree")
        await drag(stage, end, begin)  # upwards
        await stage.keys("ctrl+c")
        first, middle, last = stage.app.clipboard.split("\n")
        assert first == "aaa"
        assert middle.endswith("Second bbb")
        assert last.endswith("Third c")


async def test_what_is_selected_is_seen_and_escape_forgets_it() -> None:
    async with staged(success(Name="one two three")) as stage:
        await answered(stage)
        main = stage.app.main
        await drag_over(stage, "two", "#tree")
        style = main.get_component_rich_style("screen--selection")
        tree = main.query_one("#tree")
        drawn = [
            segment.text for y in range(tree.size.height) for segment in tree.render_line(y) if segment.style == style
        ]
        assert drawn == ["two"]
        await stage.keys("escape")
        assert not main.selections
        await stage.keys("ctrl+c")
        await stage.until("nothing is selected")
        assert stage.app.clipboard == ""


async def test_a_double_click_takes_a_word_and_a_triple_click_the_line() -> None:
    async with staged(success(Id="ins-1a2b/part", Text="some words here")) as stage:
        await answered(stage)
        at = place_of(stage, "1a2b", "#tree")
        await stage.pilot.click(offset=at, times=2)
        await stage.keys("ctrl+c")
        assert stage.app.clipboard == "ins-1a2b/part"
        await stage.pilot.click(offset=at, times=3)
        await stage.keys("ctrl+c")
        assert stage.app.clipboard.strip().startswith("Id ")
        assert stage.app.clipboard.endswith("ins-1a2b/part")


async def test_the_pages_of_the_request_pane() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        main = stage.app.main
        main.action_request_tab("Request")
        await stage.until("X-TC-Action")
        await drag_over(stage, "X-TC-Action", "#page")
        await stage.keys("C")
        assert stage.app.clipboard == "X-TC-Action"
        await stage.pilot.click(offset=place_of(stage, "DescribeZones", "#page"), times=3)
        await stage.keys("ctrl+p", "=copy selection", "enter")
        assert stage.app.clipboard == "X-TC-Action: DescribeZones"
        main.action_request_tab("Docs")
        await stage.until("Lists things.")
        await drag_over(stage, "Lists", "#page")
        await stage.keys("ctrl+c")
        assert stage.app.clipboard == "Lists"


async def test_a_masked_secret_is_copied_masked() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        stage.app.main.action_request_tab("Request")
        await stage.until("Authorization")
        plan = stage.session.plan(stage.app.main.open_request.action, {})  # pyright: ignore[reportOptionalMemberAccess]
        region = stage.app.main.query_one("#page").content_region
        await drag(stage, (region.x, region.y), (region.right - 2, region.bottom - 1))
        await stage.keys("ctrl+c")
        copied = stage.app.clipboard
        assert "Authorization" in copied
        signature = re.search(r"Signature=([0-9a-f]{64})", str(plan))
        assert not re.search(r"Signature=[0-9a-f]{20}", copied)
        assert signature is None or signature[1] not in copied


async def test_a_selection_in_the_action_list_and_its_click() -> None:
    async with staged() as stage:
        await stage.keys("=zones")
        await stage.until("DescribeZones")
        await drag_over(stage, "DescribeZones", "#list")
        assert stage.app.main.open_request is None  # it was no click
        await stage.keys("ctrl+c")
        assert stage.app.clipboard == "DescribeZones"
        await stage.pilot.click(offset=place_of(stage, "DescribeZones", "#list"))
        await stage.pilot.pause()
        assert stage.app.main.open_request is not None


async def test_a_selection_ends_with_its_text() -> None:
    async with staged(success(Name="one"), success(Name="two")) as stage:
        await answered(stage)
        await drag_over(stage, "one", "#tree")
        stage.app.main.request.focus_inside()
        await stage.keys("ctrl+r")
        await stage.until("two")
        assert not stage.app.main.selections


async def test_a_selection_in_a_dialog() -> None:
    async with staged(success(Text="word " * 60)) as stage:
        await answered(stage)
        await stage.keys("f6", "down", "v")
        await stage.until("Response.")
        await drag_over(stage, "ord wor", ".reader")
        await stage.keys("ctrl+c")
        assert stage.app.clipboard == "ord wor"


async def test_dragging_the_scrollbar_selects_nothing() -> None:
    async with staged(success(List=list(range(200)))) as stage:
        await answered(stage)
        tree = stage.app.main.query_one("#tree")
        await stage.keys("f6", "x")
        x = tree.content_region.right - 1
        await drag(stage, (x, tree.content_region.y), (x, tree.content_region.bottom - 1))
        assert not stage.app.main.selections
        assert getattr(tree, "first_line") > 0  # noqa: B009 a line list's own


async def test_no_copy_holds_a_control_character() -> None:
    async with staged(reply({"Response": {"Text": f"a{NASTY}b", "RequestId": REQUEST_ID}})) as stage:
        await answered(stage)
        region = stage.app.main.query_one("#tree").content_region
        await drag(stage, (region.x, region.y), (region.right - 3, region.bottom - 1))
        await stage.keys("ctrl+c")
        assert r"a\e]52" in stage.app.clipboard
        assert not UNSAFE.search(stage.app.clipboard)
        await stage.keys("down", "y")
        await stage.until("control characters spelled out")
        assert not UNSAFE.search(stage.app.clipboard)


def test_tabs_and_line_ends_are_copied_as_they_are() -> None:
    assert harmless("a\tb\r\nc\n\x1bd") == "a\tb\nc\n\\ed"


@pytest.mark.parametrize(
    ("text", "tool", "taken", "said"),
    [
        ("x", "", True, "id sent to the terminal's clipboard"),
        ("x", "xclip", True, "id sent to the terminal's clipboard and to xclip"),
        ("\x1b", "pbcopy", False, f"id {CLIP}; pbcopy did not take it, control characters spelled out"),
        ("x" * (TAKEN + 1), "", True, "id sent to the terminal's clipboard; 75 KB is more than some terminals take"),
    ],
)  # fmt: skip
def test_words_claim_what_was_done(text: str, tool: str, taken: bool, said: str) -> None:
    assert words_for("id", text, harmless(text), tool, taken=taken) == said
