"""The official wheels the catalogue is made of, and a tiny catalogue made of our own texts."""

from __future__ import annotations

import os
import sqlite3
import tomllib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.catalog.build.compile import compiled
from tcexplorer.catalog.build.sources import Pin, SourceError, Wheel, pinned, pins
from tcexplorer.catalog.store import Catalogue
from tests.catalog.wheelhouse import wheelhouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.catalog.model import ActionRow

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def rows(catalogue: Catalogue) -> list[ActionRow]:
    return catalogue.rows()


@pytest.fixture(scope="session")
def official_pins() -> tuple[Pin, ...]:
    return pins(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def official_wheels(official_pins: tuple[Pin, ...], tmp_path_factory: pytest.TempPathFactory) -> tuple[Wheel, ...]:
    """The pinned official wheels, fetched once for all test processes."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    into = shared / "official-wheels"
    into.mkdir(exist_ok=True)
    # SQLite's own file lock: the second process waits, and then finds the wheels
    with closing(sqlite3.connect(shared / "official-wheels.lock", timeout=600)) as lock:
        lock.execute("begin exclusive")
        try:
            ready = len(list(into.glob("*.whl"))) == len(official_pins)
            held = {"TCEXPLORER_CATALOG_WHEELS": str(into)} if ready else {}
            return pinned(official_pins, into, {**os.environ, **held})
        except SourceError as error:
            pytest.skip(str(error))


@pytest.fixture(scope="session")
def tiny_wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Wheel, ...]:
    return wheelhouse(tmp_path_factory.mktemp("wheelhouse"))


@pytest.fixture(scope="session")
def tiny_path(tiny_wheels: tuple[Wheel, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiny") / "catalogue.sqlite"
    compiled(tiny_wheels, path, NOW)
    return path


@pytest.fixture(scope="session")
def tiny(tiny_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tiny_path) as opened:
        yield opened
