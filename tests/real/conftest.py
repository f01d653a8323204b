"""The sandbox with the real catalogue, served from a thread to clients that know nothing of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.store import Catalogue, locate
from tcexplorer.sandbox.inspector import Inspector
from tcexplorer.sandbox.sandbox import Handled, Sandbox, new_credential
from tcexplorer.sandbox.threaded import ThreadedServer, served_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.model import Credential


@dataclass
class Served:
    """A sandbox that runs. `shift` seconds are added to its clock; `handled` is what it was sent."""

    credential: Credential
    shift: float = 0.0
    handled: list[Handled] = field(default_factory=list[Handled])
    server: ThreadedServer | None = None
    inspector: Inspector | None = None

    @property
    def found(self) -> list[list[str]]:
        """The ids of what the doctor found in each request; empty where it was not asked."""
        assert self.server
        assert self.inspector
        self.server.run(self.inspector.settled())
        return [[cause.id for cause in one.findings] for one in self.inspector.seen]

    @property
    def endpoint(self) -> str:
        assert self.server
        return self.server.endpoint

    @property
    def port(self) -> int:
        assert self.server
        return self.server.port

    @property
    def secret_key(self) -> str:
        return self.credential.secret_key.reveal()

    def clock(self) -> float:
        return time.time() + self.shift


@pytest.fixture(scope="session")
def serving() -> Iterator[Served]:
    random = Random(5)
    served = Served(new_credential(random))
    with Catalogue.open(locate(None)) as catalogue:
        sandbox = Sandbox(
            catalogue,
            credentials=[served.credential],
            clock=served.clock,
            random=random,
            on_handled=served.handled.append,
            calls_per_second=0,
        )
        served.inspector = Inspector(sandbox)
        with served_in_thread(sandbox, served.inspector) as served.server:
            yield served


@pytest.fixture
def served(serving: Served) -> Iterator[Served]:
    assert serving.found is not None  # nothing of an earlier test is examined any more
    serving.handled.clear()
    assert serving.inspector
    serving.inspector.clear()
    yield serving
    serving.shift = 0.0
