"""The compiled catalogue, read."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from tcexplorer.catalog.files import CatalogueError, connected, index_of, unreadable
from tcexplorer.catalog.files import locate as locate
from tcexplorer.catalog.index import best_of
from tcexplorer.catalog.layout import (
    ALWAYS,
    AT_BOTH,
    AT_DOMESTIC,
    AT_INTERNATIONAL,
    DISABLED,
    NULLABLE,
    REQUIRED_DOMESTIC,
    REQUIRED_INTERNATIONAL,
    reach,
)
from tcexplorer.catalog.layout import FILE_NAME as FILE_NAME
from tcexplorer.catalog.model import (
    Action,
    ActionRow,
    Doc,
    ErrorCode,
    Example,
    Member,
    Service,
    Status,
    TypeDef,
    Verb,
)
from tcexplorer.protocol.model import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcexplorer.catalog.index import ActionIndex


Record: TypeAlias = "list[Any]"

_BOTH = frozenset(Site)
_SITES = {
    AT_BOTH: _BOTH,
    AT_DOMESTIC: frozenset({Site.DOMESTIC}),
    AT_INTERNATIONAL: frozenset({Site.INTERNATIONAL}),
}
_REQUIRED_AT = {
    0: frozenset[Site](),
    REQUIRED_DOMESTIC: frozenset({Site.DOMESTIC}),
    REQUIRED_INTERNATIONAL: frozenset({Site.INTERNATIONAL}),
    REQUIRED_DOMESTIC | REQUIRED_INTERNATIONAL: _BOTH,
}
_REQUIRED = REQUIRED_DOMESTIC | REQUIRED_INTERNATIONAL


class Catalogue:
    """One catalogue file, open for reading. May be used from any thread; a context manager.

    Services are found by their short name (`as`) and by their directory name (`autoscaling`). Every
    method raises CatalogueError when the file turns out to be damaged.
    """

    def __init__(self, path: Path, database: sqlite3.Connection, meta: Mapping[str, str]) -> None:
        self.path = path
        self.meta = meta
        """format, compiled (ISO 8601), `source.<package>` (version and hash), `count.actions` and so on."""
        self._database = database
        self._lock = Lock()
        self._services: dict[int, Service] = {}
        for number, directory, version, endpoint, title_zh in self._all(
            "select id, name, version, endpoint, title_zh from service order by id"
        ):
            self._services[number] = Service(endpoint, directory, version, title_zh)
        self._numbers: dict[str, dict[str, int]] = {}
        for number, service in reversed(self._services.items()):  # newest version first
            for name in {service.directory, service.name}:
                self._numbers.setdefault(name, {})[service.version] = number

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Raises CatalogueError when the file is missing, damaged or of another format."""
        database, meta = connected(path)
        try:
            return cls(path, database, meta)
        except CatalogueError:
            database.close()
            raise

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._database.close()

    @property
    def sources(self) -> dict[str, str]:
        """Version of each source package."""
        return {
            key.removeprefix("source."): value.split()[0]
            for key, value in self.meta.items()
            if key.startswith("source.")
        }

    def services(self) -> list[Service]:
        """Every service-version, by name and version."""
        return list(self._services.values())

    def versions(self, service: str) -> list[str]:
        """The service's versions, newest first; empty when there is no such service."""
        return list(self._numbers.get(service, ()))

    def rows(self) -> list[ActionRow]:
        """Every action there is, sorted by service, version and action."""
        return list(self.index())

    def index(self) -> ActionIndex:
        """The same rows, each made when it is looked at."""
        try:
            with self._lock:
                return index_of(self._database)
        except (sqlite3.Error, zlib.error) as error:
            raise unreadable(self.path, error) from error

    def find(self, service: str, action: str, version: str | None = None) -> ActionRow | None:
        """The action's row, by the rule of `index.best_of`."""
        return best_of(self.named(action, service), action, version)

    def named(self, action: str, service: str | None = None, version: str | None = None) -> list[ActionRow]:
        """The rows whose action is called so, by service; those that differ in case where none is spelt so."""
        numbers = [
            number
            for number, known in self._services.items()
            if service in (None, known.name, known.directory) and version in (None, known.version)
        ]
        for condition in ("name = ?", "name = ? collate nocase"):
            query = f"select name, title_en, title_zh, status, verb from action where service = ? and {condition}"  # noqa: S608
            if found := [self._row(number, *one) for number in numbers for one in self._all(query, number, action)]:
                return found
        return []

    def _row(
        self, number: int, name: str, title_en: str | None, title_zh: str | None, status: str, verb: str
    ) -> ActionRow:
        known = self._services[number]
        return ActionRow(known.name, known.version, name, title_en, title_zh, Status(status), Verb(verb))

    def action(self, service: str, version: str, action: str) -> Action | None:
        """The action with its whole schema and its examples."""
        number = self._numbers.get(service, {}).get(version)
        if number is None:
            return None
        found = self._all(
            "select action.name, title_en, title_zh, status, verb, body from action join pack on pack = id"
            " where service = ? and action.name = ?",
            number,
            action,
        )
        if not found:
            return None
        name, title_en, title_zh, status, verb, packed = found[0]
        pack = json.loads(self._unpacked(packed))
        row = self._row(number, name, title_en, title_zh, status, verb)
        types: dict[str, Record] = pack["types"]  # of the pack's other actions, too
        source, target, skip_sign, doc_en, doc_zh, examples_en, examples_zh = pack["actions"][name]
        return Action(
            row=row,
            input=source,
            output=target,
            skip_sign=bool(skip_sign),
            doc=Doc(doc_en, doc_zh),
            types=_Types({one: types[one] for one in reach((source, target), types)}),
            examples_en=tuple(Example(*example) for example in examples_en),
            examples_zh=tuple(Example(*example) for example in examples_zh),
        )

    def codes(self, service: str, version: str) -> tuple[ErrorCode, ...]:
        """The service's own error codes, sorted; empty when there are none or no such service."""
        number = self._numbers.get(service, {}).get(version)
        if number is None:
            return ()
        ((packed,),) = self._all("select codes from service where id = ?", number)
        return tuple(ErrorCode(code, Doc(en, zh)) for code, en, zh in json.loads(self._unpacked(packed)))

    def code(self, service: str, code: str) -> ErrorCode | None:
        """That error code as the newest version of the service that has it describes it."""
        for version in self.versions(service):
            for found in self.codes(service, version):
                if found.code == code:
                    return found
        return None

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise unreadable(self.path, error) from error

    def _unpacked(self, packed: bytes) -> bytes:
        try:
            return zlib.decompress(packed)
        except zlib.error as error:
            raise unreadable(self.path, error) from error


class _Types(Mapping[str, TypeDef]):
    """Types by name, made of their records when asked for: most of a large schema is never looked at."""

    def __init__(self, records: dict[str, Record]) -> None:
        self._records = records
        self._made: dict[str, TypeDef] = {}

    def __getitem__(self, name: str) -> TypeDef:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = _type(name, self._records[name])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _type(name: str, record: Record) -> TypeDef:
    doc_en, doc_zh, members = record
    return TypeDef(name, Doc(doc_en, doc_zh), tuple(_member(member) for member in members))


def _member(record: Record) -> Member:
    name, kind, of, flags, example, doc_en, doc_zh, site = record
    return Member(
        name=name,
        type=kind,
        of=of,
        required_at=_REQUIRED_AT[flags & _REQUIRED],
        sites=_SITES[site],
        disabled=bool(flags & DISABLED),
        nullable=bool(flags & NULLABLE),
        always=bool(flags & ALWAYS),
        example=example,
        doc=Doc(doc_en, doc_zh),
    )
