"""Catalogue files: opened, their list of actions, which of several to use.

What the action list needs, and no more: the rest of a catalogue is read by `catalog.store`.
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from importlib.util import find_spec
from pathlib import Path

from tcexplorer.catalog.index import ActionIndex
from tcexplorer.catalog.layout import FILE_NAME, FORMAT, version_key
from tcexplorer.catalog.listing import Block, RowColumns

REBUILD = "`tcexplorer catalog update` makes a new one"


class CatalogueError(Exception):
    """There is no catalogue to read. The message is one line for the user."""


def connected(path: Path) -> tuple[sqlite3.Connection, dict[str, str]]:
    """The database, which any thread may use, and its `meta`.

    Raises CatalogueError when the file is missing, damaged or of another format.
    """
    database = None
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        meta: dict[str, str] = dict(database.execute("select key, value from meta"))
        if meta.get("format") == FORMAT:
            return database, meta
        problem = f"has format {meta.get('format', 'none')}, this version reads {FORMAT}"
    except sqlite3.Error as error:
        problem = "is missing" if not path.exists() else f"cannot be read ({error})"
    if database is not None:
        database.close()
    raise CatalogueError(f"The catalogue {path} {problem}; {REBUILD}.")


def unreadable(path: Path, error: Exception) -> CatalogueError:
    """What to raise when a file that could be opened turns out to be damaged."""
    return CatalogueError(f"The catalogue {path} cannot be read ({error}); {REBUILD}.")


def read_index(path: Path) -> ActionIndex:
    """Every action of that file. Raises CatalogueError."""
    database, _ = connected(path)
    try:
        return index_of(database)
    except (sqlite3.Error, zlib.error) as error:
        raise unreadable(path, error) from error
    finally:
        database.close()


def index_of(database: sqlite3.Connection) -> ActionIndex:
    """Every action, sorted by service, version and action. Raises sqlite3.Error and zlib.error."""
    ((packed,),) = database.execute("select body from listing").fetchall()
    counts, names, titles_en, titles_zh, statuses, verbs = zlib.decompress(packed).split(b"\0")
    services: list[tuple[str, str, str]] = database.execute(
        "select endpoint, version, title_zh from service order by id"
    ).fetchall()
    blocks = [Block(*about, int(count)) for about, count in zip(services, counts.split(), strict=True)]
    columns = RowColumns(names.decode(), titles_en, titles_zh, statuses.decode(), verbs.decode())
    return ActionIndex(blocks, columns, _ranking(database))


def _ranking(database: sqlite3.Connection) -> array[int]:
    ((packed,),) = database.execute("select body from ranking").fetchall()
    order = array("I", zlib.decompress(packed))
    if sys.byteorder == "big":
        order.byteswap()
    return order


def locate(data_dir: Path | None) -> Path:
    """The catalogue to use: the one installed with the package or an update in `data_dir`, the newer.

    Raises CatalogueError when there is neither.
    """
    candidates = [path for path in (_packaged(), data_dir and data_dir / FILE_NAME) if path and path.exists()]
    if len(candidates) < 2:
        if candidates:
            return candidates[0]
        raise CatalogueError("No catalogue is installed; `tcexplorer catalog update` makes one.")
    return max(candidates, key=_age)


def _packaged() -> Path | None:
    spec = find_spec("tcexplorer_data")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).with_name(FILE_NAME)


def _age(path: Path) -> tuple[object, ...]:
    """Orders catalogues: readable ones first, then by the versions of their sources, then by when they were made."""
    try:
        database, meta = connected(path)
    except CatalogueError:
        return False, (), ""
    database.close()
    sources = sorted((key, value.split()[0]) for key, value in meta.items() if key.startswith("source."))
    return True, tuple(version_key(version) for _, version in sources), meta.get("compiled", "")
