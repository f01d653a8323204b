"""What the session remembers of large answers: all bytes, but few of them read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.protocol.envelope import ApiError, Success
from tests.tui.stage import REQUEST_ID, failure, staged, success

if TYPE_CHECKING:
    import pytest


async def test_of_an_old_large_answer_the_bytes_are_kept_and_read_again_when_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tcexplorer.tui.state.READ_KEPT", 1_500_000)
    first, second = success(First="x" * 1_200_000), success(Second="y" * 1_200_000)
    async with staged(first, failure("LimitExceeded", "too much"), second) as stage:
        await stage.open("describezones")
        for seen in ("First", "✗ LimitExceeded", "Second"):
            await stage.keys("ctrl+r")
            await stage.until(seen)
        desk = stage.app.main.state
        assert desk is not None
        newest, refused, oldest = desk.past
        assert isinstance(newest.outcome, Success)
        assert isinstance(refused.outcome, ApiError)
        assert isinstance(oldest.outcome, Success)
        assert newest.answer is not None
        assert "Second" in newest.outcome.envelope.response
        assert (refused.outcome.code, refused.outcome.message) == ("LimitExceeded", "too much")
        assert oldest.answer is None
        assert oldest.outcome.envelope.response == oldest.outcome.envelope.document == {}
        assert oldest.request_id == oldest.outcome.envelope.request_id == REQUEST_ID
        assert oldest.response is first
        await stage.keys("ctrl+t", "down", "down", "enter")
        await stage.until("First xxx")


async def test_the_newest_answer_is_kept_as_it_was_read_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcexplorer.tui.state.READ_KEPT", 10)
    async with staged(success(First="x")) as stage:
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("✓ success")
        assert stage.app.main.state is not None
        outcome = stage.app.main.state.past[0].outcome
        assert isinstance(outcome, Success)
        assert outcome.envelope.response["First"] == "x"
