"""Colours: tokens only, and enough contrast in every built-in theme."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.theme import BUILTIN_THEMES

import tcexplorer.tui
from tcexplorer.tui.text.styled_text import Role
from tcexplorer.tui.widgets.bars import Title
from tests.tui.stage import NEVER_SENT, failure, staged, success

if TYPE_CHECKING:
    from rich.color import Color
    from rich.style import Style

HERE = Path(tcexplorer.tui.__file__).parent
THEMES = sorted(name for name in BUILTIN_THEMES if "ansi" not in name)
ON_THE_PAGE = {
    Role.TEXT: 7.6, Role.MUTED: 5.3, Role.KEY: 6.1, Role.GOOD: 3.2, Role.WARN: 3.3, Role.BAD: 5.1, Role.RULE: 1.7,
    Role.BADGE_BAD: 6.3, Role.BADGE_WARN: 4.3, Role.BADGE_GOOD: 3.4,
}  # fmt: skip
"""Least WCAG contrast an ink may have, from the guide of the look."""


def luminance(color: Color) -> float:
    channels = [value / 255 for value in color.get_truecolor()]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    lighter, darker = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
async def test_every_ink_can_be_read(theme: str) -> None:
    async with staged(theme=theme) as stage:
        poor = {
            ink: round(found, 2)
            for ink, least in ON_THE_PAGE.items()
            if (found := contrast(stage.app.screen.get_component_rich_style(f"ink--{ink}"))) < least - 0.05
        }
        assert not poor


STRIPS = [(success(), 6.2, 3.4), (failure("LimitExceeded"), 6.2, 6.3), (NEVER_SENT, 6.2, 4.3)]


@pytest.mark.parametrize(
    "theme", ["textual-dark", "textual-light", "solarized-dark", "solarized-light", "atom-one-light"]
)
async def test_the_verdict_can_be_read_focused_or_not(theme: str) -> None:
    async with staged(*(answer for answer, _, _ in STRIPS), theme=theme) as stage:
        await stage.open("describezones")
        for number, (_, unfocused, focused) in enumerate(STRIPS):
            stage.app.main.request.focus_inside()
            await stage.keys("ctrl+r")
            await stage.until(("✓", "✗", "↯")[number])
            strip = stage.app.main.query_one(".verdict", Title)
            assert contrast(strip.rich_style) >= unfocused - 0.05
            await stage.keys("f6")
            assert contrast(strip.rich_style) >= focused - 0.05


async def test_focus_is_seen_by_an_inverted_title() -> None:
    async with staged() as stage:
        await stage.open("describezones")
        titles = list(stage.app.main.query(Title))
        before = [title.rich_style.bgcolor for title in titles]
        await stage.keys("f6")
        after = [title.rich_style.bgcolor for title in titles]
        assert before != after


COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla)\(|\bansi_(?!color\b)\w+")
VALUE = re.compile(r"(?:[\w-]*color|background|background-tint|tint|border[\w-]*)\s*:\s*([^;]+);")
ALLOWED = re.compile(r"\$(?:background|surface|foreground|text|text-\w+|\w+-muted)|auto|\d+%|solid|outer|round|none")
FORBIDDEN = ("$text-disabled", "$foreground-disabled", "$foreground-muted", "$border-blurred", "dim")


@pytest.mark.parametrize("sheet", sorted(HERE.glob("*.tcss")), ids=lambda path: path.name)
def test_style_sheets_use_tokens_only(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    for value in VALUE.findall(text):
        for word in value.split():
            assert ALLOWED.fullmatch(word), f"{word} in {sheet.name}"
    assert not any(word in text for word in FORBIDDEN)


@pytest.mark.parametrize("source", sorted(HERE.rglob("*.py")), ids=lambda path: path.name)
def test_code_has_no_colour(source: Path) -> None:
    text = source.read_text()
    assert not COLOUR.search(text)
    assert "Color(" not in text
    assert not re.search(r"\bdim\b", text)


def test_there_are_few_rules() -> None:
    rules = sum(path.read_text().count("{") for path in HERE.glob("*.tcss"))
    assert rules < 120


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 35), (160, 45), (200, 50)])
async def test_the_frame_fits_and_no_pane_is_empty(size: tuple[int, int]) -> None:
    async with staged(success(), size=size) as stage:
        await stage.open("describezones")
        rows = stage.screen_text.split("\n")
        assert len(rows) == size[1]
        assert "SANDBOX" in rows[0]
        assert "^R" in rows[-1]
        main = stage.app.main
        for pane in ("#request", "#response"):
            region = main.query_one(pane).region
            inside = [row[region.x : region.right].strip(" │▌") for row in rows[region.y : region.bottom]]
            assert sum(bool(row) for row in inside) >= 3
        if size == (80, 24):
            assert (main.query_one("#request").outer_size.height, main.query_one("#response").outer_size.height) == (
                11,
                11,
            )
        assert main.actions.display == (size[0] >= 150)


@pytest.mark.parametrize("size", [(80, 24), (80, 16), (160, 45)])
@pytest.mark.parametrize(("key", "inside"), [("ctrl+p", ".choices"), ("f1", ".reader")])
async def test_no_dialog_is_larger_than_its_box(size: tuple[int, int], key: str, inside: str) -> None:
    async with staged(size=size) as stage:
        await stage.open("describezones")
        await stage.keys(key)
        screen = stage.app.screen
        box, inner = screen.query_one(".dialog"), screen.query_one(inside)
        assert box.content_region.contains_region(inner.region)
        assert screen.region.contains_region(box.region)
