"""A mouse: clicks on what is read on the screen, and the wheel over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from tests.tui.stage import Stage

NOTCHES = 60
"""Notches of the wheel after which a list is taken to be at its end."""


def place_of(stage: Stage, text: str, within: str) -> tuple[int, int] | None:
    """Column and row of the first place where that text is within a widget."""
    region = stage.app.screen.query_one(within).region
    lines = stage.screen_text.split("\n")
    for y in range(region.y, region.bottom):
        x = lines[y].find(text, region.x)
        if 0 <= x <= region.right - len(text):
            return x, y
    return None


async def click(stage: Stage, text: str, within: str = "#form") -> None:
    """Click on that text."""
    place = place_of(stage, text, within)
    assert place is not None, f"{text!r} is not in {within}:\n{stage.screen_text}"
    await stage.pilot.click(offset=place)
    await stage.pilot.pause()


async def wheel(stage: Stage, within: str, *, down: bool = True) -> None:
    """One notch of the wheel over the middle of a widget."""
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    at = stage.app.screen.query_one(within).region
    middle = (at.x + at.width // 2, at.y + at.height // 2)
    await stage.pilot._post_mouse_events([kind], offset=middle)  # pyright: ignore[reportPrivateUsage] Pilot has no wheel
    await stage.pilot.pause()


async def scroll_to(stage: Stage, text: str, within: str) -> int:
    """Turn the wheel until that text is seen; how many notches it took."""
    for notches in range(NOTCHES):
        if place_of(stage, text, within) is not None:
            return notches
        await wheel(stage, within)
    raise AssertionError(f"{text!r} does not come into sight in {within}:\n{stage.screen_text}")


async def command(stage: Stage, title: str) -> None:
    """Open the palette by the footer, turn the wheel until the command is seen, and click on it."""
    await click(stage, "commands", "#footer")
    await stage.until("Commands")
    await scroll_to(stage, f" {title}  ", ".choices")
    await click(stage, f" {title}  ", ".choices")
