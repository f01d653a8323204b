"""The theme outlives the session; without colours the states are still words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.workbench.settings import Settings
from tests.tui.stage import failure, staged

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CHOOSE_NORD = ("ctrl+p", "=theme", "enter", "=nord", "enter")


async def test_a_chosen_theme_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "ui.toml"
    async with staged(settings=Settings(path)) as stage:
        await stage.keys(*CHOOSE_NORD)
        await stage.app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] Textual's Worker is generic
    async with staged(settings=Settings(path)) as stage:
        assert stage.app.theme == "nord"


async def test_a_damaged_file_is_said_in_the_footer(tmp_path: Path) -> None:
    path = tmp_path / "ui.toml"
    path.write_text("theme = ")
    async with staged(settings=Settings(path)) as stage:
        await stage.until("ui.toml is not used")
        await stage.keys(*CHOOSE_NORD)
        await stage.until("for this session only")
        assert stage.app.theme == "nord"


async def test_a_theme_there_is_not_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ui.toml"
    path.write_text('theme = "lost"\n')
    async with staged(settings=Settings(path)) as stage:
        await stage.until("there is no theme 'lost'")


async def test_without_colours_every_state_is_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged(failure("AuthFailure.SignatureFailure")) as stage:
        assert stage.app.no_color
        await stage.open("describeinstancelist")
        await stage.keys("ctrl+r")
        await stage.until("✗ AuthFailure.SignatureFailure")
        await stage.until("SANDBOX")
        await stage.open("deleteinstance")
        await stage.until("✖ deletes")
        await stage.until("send, deletes")
