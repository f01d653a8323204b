"""An answer larger than memory is given, through a real server: what is shown says so, and the file has all of it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.model import Verb
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.model import Call
from tcexplorer.transport import HttpxSender
from tcexplorer.workbench.call import Exchange, Planned, perform, perform_blocking, plan
from tcexplorer.workbench.context import Context
from tcexplorer.workbench.save import NotSaved, Saved
from tcexplorer.workbench.spill import Spill, copied
from tcexplorer.workbench.watch import Watch
from tests.builders import credential
from tests.odd_bodies import ID, http, serving
from tests.tui.stage import staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CAP = 10_000
WHOLE = json.dumps(
    {"Response": {"Set": [{"Id": at, "Text": f"节点-{at}"} for at in range(20_000)], "RequestId": ID}},
    ensure_ascii=False,
).encode()


def pieces(size: int) -> Sequence[bytes]:
    """The answer in chunks, with the empty one that ends it."""
    return [*(WHOLE[start : start + size] for start in range(0, len(WHOLE), size)), b""]


WIRES = {
    "at once": http(WHOLE),
    "until it closes": http(WHOLE, length=-1),
    "in chunks": http(WHOLE, chunked=pieces(7_001)),
    "the cap between two chunks": http(WHOLE, chunked=pieces(CAP)),
}


def planned(port: int) -> Planned:
    context = Context(Profile("dev"), credential(), "ap-guangzhou", endpoint=f"http://127.0.0.1:{port}")
    made = plan(Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou"), Verb.READ, context, now=1551113065)
    assert isinstance(made, Planned)
    return made


def told(exchange: Exchange, target: Path) -> None:
    """The beginning is kept and said to be one; the file, and its copy, have all of it."""
    response = exchange.response
    assert response is not None
    assert response.truncated
    assert response.broken is None
    assert WHOLE.startswith(response.body)
    assert len(response.body) == CAP
    assert isinstance(exchange.whole, Saved)
    assert exchange.whole.size == len(WHOLE)
    assert exchange.whole.path.read_bytes() == WHOLE
    assert copied(exchange.whole.path, target) == Saved(target, len(WHOLE))
    assert target.read_bytes() == WHOLE
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", WIRES)
async def test_the_file_has_all_of_it(tmp_path: Path, how: str) -> None:
    spill, sender = Spill(), HttpxSender(cap=CAP, timeout=5)
    async with serving(WIRES[how]) as port:
        exchange = await perform(planned(port), sender, clock=lambda: 0.0, watch=Watch(whole=spill.path()))
        await sender.close()
    told(exchange, tmp_path / "all.json")
    assert isinstance(exchange.whole, Saved)
    await spill.close()
    assert not exchange.whole.path.exists()  # nothing stays behind when the program ends


async def test_blocking_too(tmp_path: Path) -> None:
    watch = Watch(whole=tmp_path / "spilled")
    async with serving(WIRES["in chunks"]) as port:
        wanted, sender = planned(port), HttpxSender(cap=CAP, timeout=5)
        exchange = await asyncio.to_thread(perform_blocking, wanted, sender, clock=lambda: 0.0, watch=watch)
    told(exchange, tmp_path / "all.json")


async def test_a_disk_that_gives_no_more_room_is_said_and_leaves_no_half_a_file(tmp_path: Path) -> None:
    sender = HttpxSender(cap=CAP, timeout=5)
    watch = Watch(whole=tmp_path / "spilled", disk_cap=50_000)
    async with serving(WIRES["in chunks"]) as port:
        exchange = await perform(planned(port), sender, clock=lambda: 0.0, watch=watch)
        await sender.close()
    match exchange.whole:
        case NotSaved(sentence):
            assert "\n" not in sentence
            assert not (tmp_path / "spilled").exists()
        case Saved(path, size):
            assert size == path.stat().st_size
            assert WHOLE.startswith(path.read_bytes())
        case None:
            raise AssertionError("nothing is said")


async def test_the_screen_offers_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with serving(WIRES["in chunks"]) as port, staged(sandbox=False) as stage:
        sender = stage.session.sender = HttpxSender(cap=CAP, timeout=5)
        stage.session.change(endpoint=f"http://127.0.0.1:{port}")
        await stage.open("describezones")
        await stage.keys("ctrl+r")
        await stage.until("≠ not an API answer")
        await stage.until("saves all of it")
        await stage.keys("f6", "W")
        await stage.until(f"all {len(WHOLE) / 1000:.1f} KB of it")
        await stage.until("only the first 10.0 KB")
        await stage.keys("enter")
        await stage.until("Save whole body as")
        await stage.keys("home", "ctrl+k", "=all", "enter")
        await stage.until(f"saved {len(WHOLE):,} bytes")
        await sender.close()
    assert (tmp_path / "all").read_bytes() == WHOLE
