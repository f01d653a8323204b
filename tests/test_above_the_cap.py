"""An answer larger than memory is given, through a real server: what is shown says so, and the file has all of it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcexplorer.calls.context import Context
from tcexplorer.calls.observer import ResponseObserver
from tcexplorer.calls.overflow import OverflowStore, copied
from tcexplorer.calls.perform import CallFlow
from tcexplorer.calls.plan import Plan, plan
from tcexplorer.calls.save import NotSaved, Saved
from tcexplorer.catalog.model import Verb
from tcexplorer.credentials.profile import Profile
from tcexplorer.protocol.model import Call
from tcexplorer.transport import HttpxSender
from tcexplorer.waiting import driven
from tests.builders import credential
from tests.odd_bodies import ID, http, serving
from tests.tui.stage import staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tcexplorer.calls.exchange import Exchange

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


def planned(port: int) -> Plan:
    context = Context(Profile("dev"), credential(), "ap-guangzhou", endpoint=f"http://127.0.0.1:{port}")
    made = plan(Call("cvm", "2017-03-12", "DescribeZones", "ap-guangzhou"), Verb.READ, context, now=1551113065)
    assert isinstance(made, Plan)
    return made


def told(exchange: Exchange, target: Path) -> None:
    """The beginning is kept and said to be one; the file, and its copy, have all of it."""
    response = exchange.response
    assert response is not None
    assert response.truncated
    assert response.broken is None
    assert WHOLE.startswith(response.body)
    assert len(response.body) == CAP
    assert isinstance(exchange.overflow, Saved)
    assert exchange.overflow.size == len(WHOLE)
    assert exchange.overflow.path.read_bytes() == WHOLE
    assert copied(exchange.overflow.path, target) == Saved(target, len(WHOLE))
    assert target.read_bytes() == WHOLE
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", WIRES)
async def test_the_file_has_all_of_it(tmp_path: Path, how: str) -> None:
    spill, sender = OverflowStore(), HttpxSender(cap=CAP, timeout=5)
    async with serving(WIRES[how]) as port:
        exchange = await CallFlow(sender, lambda: 0.0).perform(planned(port), ResponseObserver(overflow=spill.path()))
        await sender.close()
    told(exchange, tmp_path / "all.json")
    assert isinstance(exchange.overflow, Saved)
    await spill.close()
    assert not exchange.overflow.path.exists()  # nothing stays behind when the program ends


def blocking(wanted: Plan, observer: ResponseObserver) -> Exchange:
    """As a command without a loop sends it."""
    sender = HttpxSender(cap=CAP, timeout=5, blocking=True)
    try:
        return driven(CallFlow(sender, lambda: 0.0).perform(wanted, observer))
    finally:
        driven(sender.close())


async def test_blocking_too(tmp_path: Path) -> None:
    watch = ResponseObserver(overflow=tmp_path / "spilled")
    async with serving(WIRES["in chunks"]) as port:
        exchange = await asyncio.to_thread(blocking, planned(port), watch)
    told(exchange, tmp_path / "all.json")


async def test_a_disk_that_gives_no_more_room_is_said_and_leaves_no_half_a_file(tmp_path: Path) -> None:
    sender = HttpxSender(cap=CAP, timeout=5)
    watch = ResponseObserver(overflow=tmp_path / "spilled", disk_cap=50_000)
    async with serving(WIRES["in chunks"]) as port:
        exchange = await CallFlow(sender, lambda: 0.0).perform(planned(port), watch)
        await sender.close()
    match exchange.overflow:
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
        sender = HttpxSender(cap=CAP, timeout=5)
        stage.session.calls = replace(stage.session.calls, sender=sender)
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
