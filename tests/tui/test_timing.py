"""The page Timing: a waterfall of the phases, and the other runs of the action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.protocol.model import Timings
from tcexplorer.tui.content.timing import BAR, history, timing_lines, waterfall
from tests.tui.stage import failure, staged, success

if TYPE_CHECKING:
    from tcexplorer.calls.exchange import Exchange


def bars(timings: Timings) -> dict[str, tuple[int, int]]:
    """Where each bar begins and how long it is."""
    found: dict[str, tuple[int, int]] = {}
    for line in waterfall(timings)[:-1]:
        text = line.text[20:]
        found[line.text.split()[0]] = (len(text) - len(text.lstrip()), text.count("━"))
    return found


def test_each_bar_begins_where_the_one_before_ends() -> None:
    found = bars(Timings(100.0, connect=25.0, tls=25.0, send=0.0, wait=40.0, receive=10.0))
    assert found["connect"] == (0, BAR // 4)
    assert found["TLS"] == (BAR // 4, BAR // 4)
    assert found["wait"][0] == BAR // 2
    assert sum(found["body"]) <= BAR
    assert min(length for _, length in found.values()) == 1


def test_what_no_phase_accounts_for_is_this_programs_own() -> None:
    assert "other" in bars(Timings(100.0, wait=50.0))
    assert "connect" not in bars(Timings(100.0, wait=50.0))
    assert waterfall(Timings(0.0))[-1].text.startswith("total")


async def exchanges() -> tuple[Exchange, Exchange]:
    async with staged(success(), failure("LimitExceeded")) as stage:
        await stage.open("describezones")
        for said in ("✓ success", "✗ LimitExceeded"):
            await stage.keys("ctrl+r")
            await stage.until(said)
            stage.clock.now += 60
        assert stage.app.main.state is not None
        newer, older = stage.app.main.state.past
        await stage.keys("f6")
        stage.app.main.action_response_tab("Timing")
        await stage.until("DescribeZones in this session: 2 runs")
        await stage.until("✗ LimitExceeded")
        return replace(newer, elapsed=2.0), replace(older, elapsed=1.0)


async def test_the_other_runs_of_the_action_stand_beside_it() -> None:
    newer, older = await exchanges()
    lines = [line.text for line in history(newer, [newer, older])]
    assert "2 runs" in lines[1]
    assert lines[2].startswith("▸ ")
    assert lines[2].count("━") == 2 * lines[3].count("━") == BAR
    assert "✓ success" in lines[3]
    assert lines[-1].endswith("quickest 1.0 s, slowest 2.0 s")
    assert history(newer, [newer]) == []
    assert not any("runs" in line.text for line in timing_lines(newer))
