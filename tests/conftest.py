"""Fixtures of the whole suite: the real catalogue, and a machine of the test's own."""

from __future__ import annotations

import contextlib
import os
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tcexplorer.catalog.store import Catalogue, locate
from tcexplorer.compose import Machine
from tcexplorer.sandbox.sandbox import Handled, Sandbox, new_credential
from tcexplorer.sandbox.threaded import served_in_thread
from tests.builders import SECRET_ID, SECRET_KEY
from tests.slow import SLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path

    from tcexplorer.protocol.model import Credential


settings.register_profile("here", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), max_examples=100)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the slow tier."""
    for item in items:
        if item.nodeid.startswith(SLOW) and not item.get_closest_marker("nightly"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def catalogue() -> Iterator[Catalogue]:
    """The catalogue that was installed with the package."""
    with Catalogue.open(locate(None)) as opened:
        yield opened


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with an empty home and a key in the environment."""
    return machine_at(tmp_path)


def machine_at(
    home: Path, environment: Mapping[str, str] | None = None, clock: Callable[[], float] = time.time
) -> Machine:
    """A machine whose files are all under `home`."""
    key = {"TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY}
    return Machine({"TCEXPLORER_HOME": str(home), **(key if environment is None else environment)}, clock)


@dataclass(frozen=True)
class Served:
    """A sandbox that listens, on a thread of its own."""

    url: str
    credential: Credential
    handled: list[Handled]
    sandbox: Sandbox

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TENCENTCLOUD_SECRET_ID": self.credential.secret_id,
            "TENCENTCLOUD_SECRET_KEY": self.credential.secret_key.reveal(),
        }


@contextlib.contextmanager
def serving(
    catalogue: Catalogue,
    clock: Callable[[], float] = time.time,
    on_handled: Callable[[], None] = lambda: None,
    calls_per_second: int = 1000,
) -> Generator[Served]:
    """Serve a fresh sandbox until the block ends; `on_handled` is called at each request, before it is answered."""
    credential = new_credential(random.Random())
    handled: list[Handled] = []

    def note(one: Handled) -> None:
        handled.append(one)
        on_handled()

    sandbox = Sandbox(
        catalogue,
        credentials=[credential],
        clock=clock,
        random=random.Random(),
        on_handled=note,
        calls_per_second=calls_per_second,
    )
    with served_in_thread(sandbox) as server:
        yield Served(server.url, credential, handled, sandbox)


@pytest.fixture
def served(catalogue: Catalogue) -> Iterator[Served]:
    """A sandbox that listens."""
    with serving(catalogue) as running:
        yield running
