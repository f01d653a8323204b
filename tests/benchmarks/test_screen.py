"""Start-up against the smallest Textual app, and a key in the search against interactive fzf, in the same pty."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue

FLOOR = Path(__file__).with_name("floor_app.py")
QUERIES = ("describeinstances", "desinst", "mqtt topic", "cvm run inst")
BACKSPACE = b"\x7f"
# what the installed `tcexplorer` script does
OURS = [sys.executable, "-c", "from tcexplorer.cli.main import entry; entry()", "--sandbox"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    # A checkout's modules are compiled once and kept, as in an installation.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "HOME": str(tmp_path), "TCEXPLORER_HOME": str(tmp_path / "tcexplorer")}


def seconds_to(command: list[str], environment: dict[str, str], *markers: str) -> list[float]:
    with Terminal(command, environment) as terminal:
        return [terminal.wait_for(marker) for marker in markers]


def seconds_to_answer(environment: dict[str, str]) -> tuple[float, float]:
    """To the first paint, and to the hits of what is typed at once then."""
    with Terminal(OURS, environment) as terminal:
        painted = terminal.wait_for("SANDBOX")
        terminal.type(b"mqtt topic")
        return painted, terminal.wait_for(" of 17,064")


@pytest.mark.benchmark
@pytest.mark.screen
def test_start_up(environment: dict[str, str]) -> None:
    """First paint shows the frame and the search box; usable is when a query typed at once is answered."""
    floor = [sys.executable, str(FLOOR)]
    lines: list[tuple[float, float, float]] = []
    for index in range(12):
        (minimal,) = seconds_to(floor, environment, "READYMARK")
        painted, answered = seconds_to_answer(environment)
        if index:
            lines.append((minimal, painted, answered))
    first = statistics.median(painted / minimal for minimal, painted, _ in lines)
    usable = statistics.median(answered / minimal for minimal, _, answered in lines)
    minimal, painted, answered = (statistics.median(column) * 1e3 for column in zip(*lines, strict=True))
    print(
        f"\nstart: floor {minimal:.0f} ms, first paint {painted:.0f} ms ({first:.2f}x),"
        f" a query typed then is answered at {answered:.0f} ms ({usable:.2f}x)"
    )
    assert first <= 1.15
    assert usable <= 1.5


def key_times(terminal: Terminal) -> list[float]:
    times: list[float] = []
    for query in QUERIES:
        times += [terminal.press(letter.encode()) for letter in query]
        for _ in query:
            terminal.press(BACKSPACE)
    return times


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


@pytest.mark.benchmark
@pytest.mark.screen
@pytest.mark.skipif(shutil.which("fzf") is None, reason="fzf is not installed")
def test_a_key_in_the_search(environment: dict[str, str], catalogue: Catalogue, tmp_path: Path) -> None:
    listing = tmp_path / "actions.txt"
    listing.write_text("".join(f"{row.service} {row.action} {row.title}\n" for row in catalogue.rows()), "utf-8")
    with Terminal(["sh", "-c", f"fzf < {listing}"], environment) as peer:
        peer.wait_for("17064")
        peer.settle()
        theirs = key_times(peer)
    with Terminal(OURS, environment) as terminal:
        terminal.wait_for("17,064")
        terminal.settle()
        ours = key_times(terminal)
    print(
        f"\nkey to painted: p50 {statistics.median(ours) * 1e3:.1f} ms, p95 {p95(ours) * 1e3:.1f} ms;"
        f" fzf p50 {statistics.median(theirs) * 1e3:.1f} ms, p95 {p95(theirs) * 1e3:.1f} ms;"
        f" {p95(ours) / p95(theirs):.2f}x"
    )
    assert p95(ours) <= p95(theirs)
