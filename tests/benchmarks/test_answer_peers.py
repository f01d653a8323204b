"""The same large answer opened by `tcexplorer view`, by Textual's own Tree, by posting and by fx, on the same pty.

Seconds from the start of a program until rows of the answer are on the screen. posting has no file to open: it asks a
server of ours on loopback, and what is counted is its start and, from the key that sends, until the body is there; not
the time in which the address is typed.

posting and fx are no dependencies: POSTING and FX name their programs, else they are looked for in PATH, and left out
where there are none. Of fx a version with an interactive viewer is wanted: npm has one in 20.0.2. posting 2.11
wants tree-sitter 0.25; it crashes with 0.26.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.benchmarks.documents import listing
from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

pytestmark = [pytest.mark.benchmark, pytest.mark.screen]

TREE_APP = Path(__file__).with_name("tree_app.py")
# what the installed `tcexplorer` script does
OURS = [sys.executable, "-c", "from tcexplorer.cli.main import entry; entry()", "view"]
SMALL, LARGE = 2_500, 60_000
"""Records: 1.6 MB, which every peer manages, and 39 MB."""
PATIENCE = 60.0
"""Seconds that a peer is given."""
RUNS = 5


class Opened(NamedTuple):
    """Seconds since the start of the program: to its first frame, and to the rows of the answer."""

    started: float
    shown: float

    @property
    def opening(self) -> float:
        return self.shown - self.started


class Stand:
    """A document in a file and behind a loopback server, and the programs that can show it."""

    def __init__(self, folder: Path, records: int, url: str) -> None:
        self.records = records
        self.url = url
        self.file = folder / "answer.json"
        self.environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
            "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder),
            "TCEXPLORER_HOME": str(folder / "tcexplorer"),
        }  # fmt: skip

    def _two_marks(self, command: list[str], first: str, shown: str) -> Opened:
        with Terminal(command, self.environment) as terminal:
            return Opened(terminal.wait_for(first), terminal.wait_for(shown, PATIENCE))

    def ours(self) -> Opened:
        return self._two_marks([*OURS, str(self.file)], "tcexplorer view", f"NodeSet {self.records:,} items")

    def tree(self) -> Opened:
        return self._two_marks([sys.executable, str(TREE_APP), str(self.file)], "READYMARK", "NodeSet")

    def opened_tree(self) -> Opened:
        """As little of a Tree as shows the same rows: what our own tree is measured against at its hardest."""
        command = [sys.executable, str(TREE_APP), str(self.file), "opened"]
        return self._two_marks(command, "READYMARK", "0 14 items")

    def fx(self) -> Opened:
        """Its first frame is the answer, folded."""
        program = program_of("FX", "fx")
        assert program is not None
        with Terminal([program, str(self.file)], self.environment) as terminal:
            shown = terminal.wait_for("Response", PATIENCE)
        return Opened(shown, shown)

    def posting(self) -> Opened:
        program = program_of("POSTING", "posting")
        assert program is not None
        with Terminal([program], self.environment) as terminal:
            started = terminal.wait_for("Response")
            terminal.settle()
            terminal.type(self.url.encode())  # the focus is on the address
            terminal.settle()
            before = len(terminal.raw)
            sent = terminal.elapsed()
            terminal.type(b"\r")
            return Opened(started, started + terminal.wait_for("NodeSet", PATIENCE, before) - sent)


def program_of(variable: str, name: str) -> str | None:
    return os.environ.get(variable) or shutil.which(name)


def peers(stand: Stand) -> dict[str, Callable[[], Opened]]:
    found = {"Textual's Tree.add_json": stand.tree, "a Tree of what is open": stand.opened_tree}
    if program_of("POSTING", "posting") is not None:
        found["posting"] = stand.posting
    if program_of("FX", "fx") is not None:
        found["fx"] = stand.fx
    return found


@contextmanager
def standing(folder: Path, records: int) -> Generator[Stand]:
    body = listing(records)

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name in the library
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        stand = Stand(folder, records, f"http://127.0.0.1:{server.server_port}/answer")
        stand.file.write_bytes(body)
        try:
            yield stand
        finally:
            server.shutdown()


def middle(runs: list[Opened]) -> Opened:
    return Opened(*(statistics.median(column) for column in zip(*runs, strict=True)))


def row(name: str, found: Opened, ours: Opened) -> str:
    opening = f"{found.opening:8.2f} s" if found.opening else " " * 10
    return f"{name:<26} {found.shown:8.2f} s {found.shown / ours.shown:7.1f}x   after its first frame {opening}"


def test_opening_a_small_answer_against_every_peer(tmp_path: Path) -> None:
    with standing(tmp_path, SMALL) as stand:
        stand.ours()  # its modules are compiled
        runs: dict[str, list[Opened]] = {}
        for _ in range(RUNS):
            for name, work in {"tcexplorer view": stand.ours, **peers(stand)}.items():
                runs.setdefault(name, []).append(work())
        size = stand.file.stat().st_size
    found = {name: middle(times) for name, times in runs.items()}
    ours = found.pop("tcexplorer view")
    print(f"\nstart to rows of an answer of {size / 1e6:.1f} MB on the screen, medians of {RUNS} runs by turns")
    print(row("tcexplorer view", ours, ours))
    for name, peer in found.items():
        print(row(name, peer, ours))
    assert ours.opening < found["a Tree of what is open"].opening
    for name in {"Textual's Tree.add_json", "posting"} & found.keys():
        assert ours.shown < found[name].shown, name
        assert ours.opening < found[name].opening, name


def test_opening_a_large_answer_against_those_that_manage(tmp_path: Path) -> None:
    with standing(tmp_path, LARGE) as stand:
        runs: dict[str, list[Opened]] = {"tcexplorer view": []}
        late: list[str] = []
        for _ in range(3):
            runs["tcexplorer view"].append(stand.ours())
            for name, work in peers(stand).items():
                if name in late:
                    continue
                try:
                    runs.setdefault(name, []).append(work())
                except (TimeoutError, EOFError):
                    late.append(name)
        size = stand.file.stat().st_size
    found = {name: middle(times) for name, times in runs.items() if times and name not in late}
    ours = found.pop("tcexplorer view")
    print(f"\nthe same of {size / 1e6:.1f} MB, medians of 3 runs by turns")
    print(row("tcexplorer view", ours, ours))
    for name, peer in found.items():
        print(row(name, peer, ours))
    for name in late:
        print(f"{name:<26}  not within {PATIENCE:.0f} s, {PATIENCE / ours.shown:.0f}x")
    for name in found.keys() - {"fx"}:
        assert ours.shown < found[name].shown, name
    listing.cache_clear()
