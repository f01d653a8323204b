"""The source wheels compiled into one catalogue file."""

from __future__ import annotations

import gc
import os
import sqlite3
import tempfile
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tcexplorer.catalog.layout import FORMAT, TABLES
from tcexplorer.catalog.listing import ActionRows
from tcexplorer.catalog.build.packs import encoded, packs
from tcexplorer.catalog.ranking import ranked
from tcexplorer.catalog.build.wheels import ServiceRecord, Sources
from tcexplorer.catalog.row import ActionRow, Status, Verb
from tcexplorer.catalog.build.sources import Progress, Report, stated, unreported
from tcexplorer.catalog.verbs import verb_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tcexplorer.catalog.build.sources import Wheel

_AHEAD = 32  # packs being compressed while the next ones are read


def compiled(wheels: Sequence[Wheel], into: Path, now: datetime, report: Report = unreported) -> None:
    """Write the catalogue of those four wheels to `into`, replacing it in one step when all is done.

    `now` is noted in the file. Raises SourceError when a wheel cannot be read, OSError when the
    file cannot be written; an older file at `into` is untouched then.
    """
    handle, name = tempfile.mkstemp(prefix=".catalogue-", suffix=".sqlite", dir=into.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with Sources(wheels) as sources, closing(sqlite3.connect(temporary)) as database:
            _write(database, sources, wheels, now, report)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(into)
    finally:
        temporary.unlink(missing_ok=True)


def _write(
    database: sqlite3.Connection, sources: Sources, wheels: Sequence[Wheel], now: datetime, report: Report
) -> None:
    # half a file is never kept, so there is nothing to roll back to
    database.executescript("pragma journal_mode=off; pragma synchronous=off;" + TABLES)
    writer = _Writer(database)
    collecting = gc.isenabled()
    gc.disable()  # millions of containers, no cycles: collecting costs a fifth of the time
    try:
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for done, service in enumerate(sources.read()):
                report(Progress(f"compiling {service.endpoint}", done, len(sources.services)))
                writer.add(service, pool)
            writer.drain(0)
    finally:
        if collecting:
            gc.enable()
    writer.finish(
        {
            "format": FORMAT,
            "licence": "Apache-2.0",
            "compiled": now.isoformat(timespec="seconds"),
            **{f"source.{wheel.name}": stated(wheel) for wheel in wheels},
        }
    )
    report(Progress("compiled", len(sources.services), len(sources.services)))


class _Writer:
    """Packs are written as they come; services and actions at the end, in the order of their keys."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._waiting: deque[tuple[int, Future[bytes]]] = deque()
        self._packs = 0
        self._services: list[tuple[ServiceKey, bytes, list[ActionKey]]] = []
        self._types = 0
        self._codes = 0

    def add(self, service: ServiceRecord, pool: ThreadPoolExecutor) -> None:
        pack_of: dict[str, int] = {}
        for pack in packs(service):
            self._packs += 1
            pack_of.update(dict.fromkeys(pack.actions, self._packs))
            self._waiting.append((self._packs, pool.submit(zlib.compress, pack.body, 9)))
            self.drain(_AHEAD)
        actions = [
            (one.name, one.title_en, one.title_zh, one.status.value, verb_of(one.name).value, pack_of[one.name])
            for one in sorted(service.actions)
        ]
        key = (service.endpoint, service.version, service.directory, service.title_zh)
        self._services.append((key, zlib.compress(encoded(service.codes), 9), actions))
        self._types += len(service.types)
        self._codes += len(service.codes)

    def drain(self, leave: int) -> None:
        while len(self._waiting) > leave:
            number, body = self._waiting.popleft()
            self._database.execute("insert into pack values(?, ?)", (number, body.result()))

    def finish(self, meta: dict[str, str]) -> None:
        self._services.sort(key=lambda service: service[0])
        for number, ((endpoint, version, directory, title_zh), codes, actions) in enumerate(self._services, 1):
            self._database.execute(
                "insert into service values(?, ?, ?, ?, ?, ?)",
                (number, directory, version, endpoint, title_zh, codes),
            )
            self._database.executemany(
                "insert into action values(?, ?, ?, ?, ?, ?, ?)", ((number, *action) for action in actions)
            )
        rows = self._rows()
        counts = " ".join(str(len(actions)) for _, _, actions in self._services).encode()
        columns = [one.encode("utf-8", "replace") if isinstance(one, str) else one for one in ActionRows.of(rows).columns]
        listing = zlib.compress(b"\0".join([counts, *columns]), 9)
        ranking = zlib.compress(b"".join(index.to_bytes(4, "little") for index in ranked(rows)), 9)
        self._database.execute("insert into listing values(?)", (listing,))
        self._database.execute("insert into ranking values(?)", (ranking,))
        counts = {
            "services": len({key[0] for key, _, _ in self._services}),
            "versions": len(self._services),
            "actions": sum(len(actions) for _, _, actions in self._services),
            "types": self._types,
            "codes": self._codes,
        }
        meta |= {f"count.{name}": str(count) for name, count in counts.items()}
        self._database.executemany("insert into meta values(?, ?)", sorted(meta.items()))
        self._database.commit()

    def _rows(self) -> list[ActionRow]:
        return [
            ActionRow(key[0], key[1], name, title_en, title_zh, Status(status), Verb(verb))
            for key, _, actions in self._services
            for name, title_en, title_zh, status, verb, _ in actions
        ]


ServiceKey = tuple[str, str, str, str]
"""Endpoint, version, directory, Chinese title."""
ActionKey = tuple[str, str | None, str | None, str, str, int]
"""Name, both titles, status, verb, pack."""
