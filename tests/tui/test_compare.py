"""Two answers compared: with the one before, with any; from one difference to the next; masked."""

from __future__ import annotations

from tests.tui.stage import Stage, reply, staged, success

BEFORE = success(Set=[{"Id": "a", "State": "STOPPED"}, {"Id": "b"}], LoginPassword="hunter-1", Same=1)
AFTER = success(Set=[{"Id": "a", "State": "RUNNING"}, {"Id": "c"}], LoginPassword="hunter-2", Same=1)


async def sent_twice(stage: Stage) -> None:
    await stage.open("describezones")
    for _ in range(2):
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        stage.clock.now += 60
        await stage.pilot.pause()
    await stage.keys("f6")


async def test_what_differs_has_a_sign_and_a_word_and_is_counted() -> None:
    async with staged(BEFORE, AFTER) as stage:
        await sent_twice(stage)
        await stage.keys("I")
        await stage.until("1 added, 1 removed, 2 changed")
        rows = stage.screen_text.split("\n")
        changed = next(row for row in rows if "State" in row)
        assert "~ " in changed
        assert "STOPPED → RUNNING" in changed
        assert "changed" in changed
        assert any("+ " in row and "added" in row for row in rows)
        assert any("- " in row and "removed" in row for row in rows)
        assert "hunter" not in stage.screen_text
        await stage.keys("escape")
        assert "1 added" not in stage.screen_text


async def test_n_goes_from_difference_to_difference_and_around() -> None:
    async with staged(BEFORE, AFTER) as stage:
        await sent_twice(stage)
        await stage.keys("I")
        await stage.until("1 of 4")
        await stage.keys("n")
        await stage.until("2 of 4")
        await stage.keys("N", "N")
        await stage.until("4 of 4")
        await stage.keys("n")
        await stage.until("1 of 4")
        rows = stage.screen_text.split("\n")
        row = next(at for at, text in enumerate(rows) if "n next" in text)
        await stage.pilot.click(offset=(rows[row].index("n next"), row))
        await stage.until("2 of 4")


async def test_rows_open_and_close() -> None:
    async with staged(BEFORE, AFTER) as stage:
        await sent_twice(stage)
        await stage.keys("I")
        await stage.until("1 of 4")
        await stage.keys("g")
        await stage.until("▾ Response")
        await stage.keys("enter")
        await stage.until("▸ Response")
        assert "State" not in stage.screen_text.split("Compare")[1].split("Esc")[1]
        await stage.keys("right")
        await stage.until("▾ Response")


async def test_the_same_answer_has_no_difference() -> None:
    async with staged(BEFORE, BEFORE) as stage:
        await sent_twice(stage)
        await stage.keys("I")
        await stage.until("no difference")


async def test_without_an_answer_before_it_says_so() -> None:
    async with staged(BEFORE) as stage:
        await stage.open("describezones")
        await stage.app.main.run_action("compare")
        await stage.until("there is no answer to compare")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.app.main.run_action("compare")
        await stage.until("there is no answer of cvm DescribeZones before")


async def test_any_answer_of_the_session_can_be_chosen() -> None:
    other = success(Name="web")
    async with staged(other, BEFORE) as stage:
        await stage.open("mqtt list")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("Same 1")
        await stage.keys("f6", "H")
        await stage.until("Compare with")
        await stage.until("mqtt DescribeInstanceList")
        await stage.keys("enter")
        await stage.until("removed")


async def test_an_answer_that_is_no_json_cannot_be_compared() -> None:
    async with staged(reply(b"<html>", status=502, content_type="text/html")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("≠")
        await stage.app.main.run_action("compare_with")
        await stage.until("this answer is no JSON")
