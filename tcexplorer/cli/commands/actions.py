"""Search every action that Tencent Cloud publishes; without a query, list all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.catalog.model import Status, Verb
from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.terminal import Exit, Stop, Terminal, as_utf8
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tcexplorer.catalog.model import ActionRow
    from tcexplorer.compose import Machine

EXAMPLES = """examples:
  tcexplorer actions mqtt topic
  tcexplorer actions desinst                            abbreviations work
  tcexplorer actions 实例 --limit 20
  tcexplorer actions --json | jq -r '.[].service' | sort -u"""
SIGNS = {Verb.READ: " ", Verb.WRITE: "✎", Verb.DESTRUCTIVE: "✖"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words of service, action or title; all must match")
    parser.add_argument("--limit", type=int, metavar="N", help="no more than N rows")
    parser.add_argument("--json", action="store_true", help="a JSON list instead of a table")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if options.limit is not None and options.limit < 1:
        raise Stop("--limit is a whole number over 0")
    try:
        with machine.catalogue() as catalogue:
            rows = catalogue.index()
    except CatalogueError as error:
        raise Stop(str(error)) from error
    query = as_utf8(" ".join(options.query))
    found: Sequence[ActionRow] = rows
    if query.strip():
        found = [rows[hit.index] for hit in rows.search(query, limit=len(rows))]
    found = found[: options.limit]
    if options.json:
        terminal.print_json([as_json(row) for row in found], compact=True)
    else:
        _table(found, terminal)
        if not found:
            terminal.tell(f"nothing matches {visible(query)!r}; fewer letters find more")
    return Exit.SUCCESS


def as_json(row: ActionRow) -> dict[str, object]:
    """A row of the contract."""
    return {
        "service": row.service,
        "version": row.version,
        "action": row.action,
        "title": row.title,
        "status": row.status,
        "sites": list(row.sites),
    }


def _table(rows: Sequence[ActionRow], terminal: Terminal) -> None:
    lines: list[str] = []
    for row in rows:
        sign = "†" if row.status in (Status.DEPRECATED, Status.OFFLINE) else SIGNS[row.verb]
        lines.append(f"{sign} {row.service:<8} {row.version}  {row.action:<36} {visible(row.title)[:100]}".rstrip())
    if lines:
        terminal.print("\n".join(lines))
