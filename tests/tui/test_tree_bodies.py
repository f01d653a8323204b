"""Bodies of every kind through the response pane: each is said for what it is, and none does any harm."""

from __future__ import annotations

import re

import pytest

from tcexplorer.answer.body import answer_of
from tcexplorer.answer.reader import parse
from tcexplorer.protocol.envelope import ApiError, Success
from tcexplorer.tui.widgets.json_tree import JsonTree
from tests.answer.hostile import BODIES, Body
from tests.tui.answers import on
from tests.tui.stage import REQUEST_ID, Stage, failure, reply, staged, success

NAMES = sorted(BODIES)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]")


async def looked_at(stage: Stage, body: Body) -> None:
    """Send a call that is answered by the body, and look at every tab and at much of the tree."""
    stage.postman.answers.append(reply(body.data, content_type=body.content_type))
    main = stage.app.main
    main.request.focus_inside()
    await stage.keys("ctrl+r")
    await stage.pilot.pause()
    pane, exchange = main.response, main.shown
    assert pane is not None
    assert exchange is not None
    assert exchange.response is not None
    assert exchange.response.body == body.data
    seen = [stage.screen_text]
    for name in pane._tabs.names:  # pyright: ignore[reportPrivateUsage] which tabs there are is seen on the screen
        pane.show_tab(name)
        pane.focus_inside()
        await stage.pilot.pause()
        if name == "Tree":
            await stage.keys(
                "x", "end", "enter", "escape", "y", "w", "i", "v", "escape", "X", "home", "down", "R", "o", "escape"
            )
        elif name == "Raw":
            await stage.keys("p", "p", "end")
        seen.append(stage.screen_text)
    for text in seen:
        found = CONTROL.search(text)
        assert not found, repr(text[max(0, found.start() - 40) : found.end() + 40])
    assert not CONTROL.search(stage.app.clipboard.replace("\t", ""))
    said = pane.state
    assert said is not None
    assert said.answer is not None
    if not isinstance(exchange.outcome, Success | ApiError):
        pane.show_tab("Why")
        await stage.pilot.pause()
        words = answer_of(body.data, body.content_type).text.split(":")[0].split(",")[0]
        assert words[:30] in stage.screen_text, words


@pytest.mark.parametrize("part", range(6))
async def test_no_body_does_any_harm(part: int) -> None:
    async with staged(size=(120, 40)) as stage:
        await stage.open("describezones")
        for name in NAMES[part::6]:
            await looked_at(stage, BODIES[name])
            assert stage.app.crash is None, name


WHOLE = b'{"Response":{"A":"b\\u00e9\xe6\xb5\x8b","C":[1,2.50,null],"RequestId":"r"}}'


async def test_a_body_that_is_cut_anywhere() -> None:
    async with staged(size=(100, 30)) as stage:
        await stage.open("describezones")
        for end in range(0, len(WHOLE), 3):
            stage.postman.answers.append(reply(WHOLE[:end]))
            stage.app.main.request.focus_inside()
            await stage.keys("ctrl+r")
            await stage.until("≠ not an API answer")
            stage.app.main.action_response_tab("Tree")
            await stage.pilot.pause()


async def test_what_is_odd_is_one_quiet_row_and_all_of_it_in_why() -> None:
    body = b'{"Response":{"A":1,"A":2,"B":NaN,"RequestId":"r"}}'
    words = [remark.text for remark in parse(body).remarks]
    assert len(words) == 2
    async with staged(reply(body)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.until("+1 more: Why")
        assert "A 2" in stage.screen_text
        row = next(row for row in stage.screen_text.split("\n") if "+1 more: Why" in row)
        await stage.pilot.click(offset=(row.index("+1 more"), stage.screen_text.split("\n").index(row)))
        await stage.until("About the body")
        for one in words:
            assert one[:40] in stage.screen_text


async def test_a_body_that_is_all_right_is_not_spoken_of() -> None:
    async with staged(success(A=1)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        assert "an answer of the API" not in stage.screen_text
        pane = stage.app.main.response
        assert pane is not None
        assert pane.query_one(JsonTree).region.y == pane.region.y + 3


async def test_bytes_are_shown_as_bytes() -> None:
    async with staged(reply(BODIES["PNG"].data, content_type="image/png")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("PNG image")
        stage.app.main.action_response_tab("Raw")
        await stage.until("89504e470d0a1a0a")


async def test_as_received_by_key_and_by_click() -> None:
    async with staged(reply(b'{"Response":{"N":1.10,"RequestId":"r"}}')) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        stage.app.main.action_response_tab("Raw")
        await stage.until('"N": 1.10,')
        await stage.keys("p")
        await stage.until('{"Response":{"N":1.10,"RequestId":"r"}}')
        row = next(row for row in stage.screen_text.split("\n") if "p indented" in row)
        await stage.pilot.click(offset=(row.index("p indented") + 3, stage.screen_text.split("\n").index(row)))
        await stage.until('"N": 1.10,')


async def test_a_text_above_the_cap_says_how_much_of_it_is_shown() -> None:
    async with staged(success(Text="x" * 2_500_000)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        stage.app.main.action_response_tab("Raw")
        await stage.until("the first 2.0 MB of 2.5 MB")


async def test_a_deprecated_action_is_a_row_of_its_own_and_whole_in_why() -> None:
    warning = "use DescribeZonesOfAnotherKind instead of this one, since it will be switched off before long " * 2
    async with staged(success(A=1, DeprecatedWarning=warning)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("† deprecated: use DescribeZones")
        stage.app.main.action_response_tab("Why")
        await stage.until("The API warns that this is deprecated")


INNER = "0a1b2c3d-1111-4222-8333-444455556666"


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (200, 50)])
async def test_an_inner_request_id_stands_beside_the_outer_one(size: tuple[int, int]) -> None:
    async with staged(failure("InternalError", f"backend said no, request id {INNER}"), size=size) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ InternalError")
        row = next(row for row in stage.screen_text.split("\n") if REQUEST_ID in row)
        assert f"inner {INNER}" in row or "+inner id" in row
        await stage.keys("f6", "end")
        await stage.until("inner id  " + INNER)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("LimitExceeded", "in the table of codes that every service has"),
        ("Wobble.Strange", "unknown: in neither the common table"),
        ("InvalidParameterValue.Wobble", "nor the service's list; by"),
    ],
)
async def test_where_a_code_stands(code: str, said: str) -> None:
    async with staged(failure(code), size=(200, 50)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until(f"✗ {code}")
        await stage.until(said)


async def test_a_row_of_a_copied_control_sequence_is_spelled_out() -> None:
    async with staged(success(Evil="\x1b]52;c;SEVMTE8=\x07")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.keys("f6")
        await on(stage, "Evil")
        await stage.keys("y")
        assert stage.app.clipboard == "\\e]52;c;SEVMTE8=\\x07"


async def test_a_verdict_that_fits_its_strip_is_not_repeated_below() -> None:
    async with staged(failure("LimitExceeded")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ LimitExceeded")
        assert stage.screen_text.count("✗ LimitExceeded") == 1


async def test_a_verdict_that_does_not_fit_is_whole_below() -> None:
    code = "FailedOperation." + "Long" * 12 + "End"
    async with staged(failure(code)) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✗ FailedOperation")
        await stage.until("End")
