"""Official examples: all of them with their titles, one of them in the form; region and profile stay."""

from __future__ import annotations

from tests.tui.stage import Stage, staged, success


async def sent(stage: Stage) -> object:
    stage.postman.answers.append(success())
    await stage.keys("ctrl+r")
    await stage.until("✓ success")
    return stage.postman.params()


async def test_by_keys_alone() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("shift+f7")
        await stage.until("Examples  2")
        await stage.until('{"Limit": 100}')
        await stage.keys("=many", "enter")
        await stage.until("example 2 of 2: Many")
        assert await sent(stage) == {"Limit": 100}
        assert (stage.session.context.region, stage.session.context.profile.name) == ("ap-guangzhou", "dev")


async def test_by_the_mouse_alone() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+p", "=examples", "enter")
        choices = stage.app.screen.query_one(".choices")
        await stage.pilot.click(choices, offset=(4, 0))
        await stage.until("example 1 of 2: Few")
        assert await sent(stage) == {"Limit": 1}


async def test_what_was_typed_comes_back_behind_the_last_one() -> None:
    async with staged() as stage:
        await stage.open("describeinstancelist")
        await stage.keys("down", "=3", "shift+f7", "=many", "enter", "ctrl+l")
        await stage.until("what you had typed")
        assert await sent(stage) == {"Offset": 3}


async def test_without_an_action_or_an_example_one_line_says_so() -> None:
    async with staged() as stage:
        await stage.keys("shift+f7")
        await stage.until("choose an action first")
        await stage.open("describezones")
        await stage.keys("shift+f7")
        await stage.until("this action has no example")
