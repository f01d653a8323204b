"""What the action catalogue holds, and newer versions of it.

A catalogue comes with the package. `update` downloads the newest official packages with pip, compiles
them the same way into your data directory, and leaves the old one in place if anything fails.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tcexplorer.catalog.store import FILE_NAME, Catalogue, CatalogueError, locate
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    import argparse

    from tcexplorer.catalog.build.sources import Progress
    from tcexplorer.compose import Machine

EXAMPLES = """examples:
  tcexplorer catalog info
  tcexplorer catalog info --json
  tcexplorer catalog update
  TCEXPLORER_CATALOG_WHEELS=DIR tcexplorer catalog update     from wheels in DIR, without network"""


def arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="command", required=True, metavar="info|update")
    info = commands.add_parser("info", help="sources, versions, dates and counts")
    info.add_argument("--json", action="store_true", help="JSON instead of text")
    commands.add_parser("update", help="download and compile the newest official metadata (a quarter of a minute)")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if options.command == "update":
        return _update(machine, terminal)
    try:
        path = locate(machine.paths.data)
        with Catalogue.open(path) as catalogue:
            said = info_of(catalogue, path)
    except CatalogueError as error:
        raise Stop(str(error)) from error
    if options.json:
        terminal.print_json(said)
    else:
        for key, value in said.items():
            terminal.print(f"{key:<36} {visible(f'{value:,}' if isinstance(value, int) else str(value))}")
    return Exit.SUCCESS


def info_of(catalogue: Catalogue, path: Path) -> dict[str, object]:
    """Where the catalogue is, what it was made of and how much it holds."""
    rows = catalogue.rows()
    return {
        "path": str(path),
        "services": len({row.service for row in rows}),
        "actions": len(rows),
        **dict(catalogue.meta),
    }


def _update(machine: Machine, terminal: Terminal) -> Exit:
    from tcexplorer.catalog.build.compile import compiled
    from tcexplorer.catalog.build.sources import SourceError, newest

    last = ""

    def report(progress: Progress) -> None:
        nonlocal last
        step = f"{progress.done * 100 // max(1, progress.total):3d} %"
        if terminal.err.isatty() and step != last:
            last = step
            terminal.err.write(f"\r\x1b[K{step}  {visible(progress.what)}")
            terminal.err.flush()

    target = machine.paths.data / FILE_NAME
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix="tcexplorer-") as folder:
            terminal.tell("downloading the official packages (52 MB) …")
            wheels = newest(Path(folder), machine.environment, report)
            terminal.tell("compiling …")
            compiled(wheels, target, datetime.fromtimestamp(machine.clock(), UTC), report)
    except SourceError as error:
        raise Stop(f"{error} The catalogue in use stays as it was.", Exit.TRANSPORT) from error
    except OSError as error:
        raise Stop(f"{target} cannot be written: {error}; the catalogue in use stays as it was") from error
    if terminal.err.isatty():
        terminal.err.write("\r\x1b[K")
    for wheel in wheels:
        terminal.tell(f"  {wheel.name} {wheel.version}")
    terminal.tell(f"the catalogue is up to date: {target}")
    return Exit.SUCCESS
