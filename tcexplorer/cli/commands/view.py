"""A saved answer in the workbench for answers; or printed, in part or as CSV, when the output is not a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tcexplorer.answer.body import CAP, Answer, BodyKind, Loaded, Unloadable, answer_of, load
from tcexplorer.answer.export import csv_chunks
from tcexplorer.answer.mask import Mask, secrets_in
from tcexplorer.answer.present import json_text, path_text, size_text
from tcexplorer.answer.slices import finished
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.safety.inert import visible, visible_json, visible_lines

if TYPE_CHECKING:
    import argparse

    from tcexplorer.answer.values import Path as ValuePath
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.catalog.model import Action
    from tcexplorer.compose import Machine
    from tcexplorer.protocol.model import Json

EXAMPLES = """examples:
  tcexplorer view answer.json
  tcexplorer call cvm DescribeInstances --region ap-guangzhou | tcexplorer view - --csv
  tcexplorer view answer.json --filter 'Response.InstanceSet[].InstanceId'
  tcexplorer view answer.json --service cvm --action DescribeInstances"""
_MOST_UNKNOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a saved answer, or - for standard input")
    parser.add_argument("--service", metavar="S", help="with --action: say which members the schema does not know")
    parser.add_argument("--action", metavar="A", help="the action that was called")
    parser.add_argument("--filter", metavar="JMESPATH", help="only what the expression finds, as in tccli --filter")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--csv", action="store_true", help="the answer's list of records as CSV")
    shape.add_argument("--raw", action="store_true", help="the text as received, secrets masked")
    parser.add_argument("--reveal", action="store_true", help="do not mask passwords, keys and tokens")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if bool(options.service) != bool(options.action):
        raise Stop("--service and --action belong together: give both or neither")
    printed = options.filter is not None or options.csv or options.raw or options.reveal
    loaded = _load(options.file, terminal)
    if terminal.out.isatty() and not printed:
        return _open_screen(loaded, options, machine, terminal)
    answer = answer_of(loaded.data, size=loaded.size)
    terminal.tell(visible(answer.text))
    if loaded.size is None:
        terminal.tell(f"only the first {size_text(len(loaded.data))} were read")
    for remark in answer.parsed.remarks if answer.parsed is not None else ():
        if remark.text not in answer.text:
            terminal.tell(f"note: {visible(remark.text)}")
    if options.service:
        _tell_unknown(answer, options.service, options.action, machine, terminal)
    if answer.parsed is None:
        _print_text(answer, options, terminal)
    elif options.raw:
        _print_raw(answer, terminal, reveal=options.reveal)
    else:
        _print_value(answer.value, options, terminal)
    return Exit.TRANSPORT if answer.kind is BodyKind.BROKEN else Exit.SUCCESS


def _open_screen(loaded: Loaded, options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if options.file == "-":
        _take_keyboard()
    elif not terminal.inp.isatty():
        raise Stop("the screen needs a keyboard; to print: --raw or --filter @")
    from tcexplorer.calls.saved import saved_exchange
    from tcexplorer.cli.screen import users_keys
    from tcexplorer.tui.viewer_app import ViewApp
    from tcexplorer.workbench.settings import Settings

    name = "standard input" if options.file == "-" else options.file
    found, schema = None, None
    if options.service:
        from tcexplorer.answer.described import ResponseSchema
        from tcexplorer.catalog.store import CatalogueError

        try:
            found = _action(options.service, options.action, machine)
            schema = ResponseSchema(found)
        except CatalogueError as error:
            terminal.tell(f"the schema is not at hand: {error}")
    service, action = options.service or "saved", options.action or "answer"
    version = found.row.version if found is not None else ""
    at = machine.clock()

    async def read() -> Exchange:
        return await saved_exchange(loaded, service, action, version, at)

    app = ViewApp(name, read, schema, Settings(machine.paths.settings_file), users_keys(machine), loaded.size)
    app.run()
    if app.crash is not None:
        from tcexplorer.cli.crash import tell_crash

        return tell_crash(app.crash, terminal)
    return Exit.SUCCESS


def _take_keyboard() -> None:
    """Standard input was a pipe that has been read to its end: keys come from the terminal itself."""
    try:
        handle = os.open("CONIN$" if sys.platform == "win32" else "/dev/tty", os.O_RDWR)
        os.dup2(handle, 0)
        os.close(handle)
    except OSError as error:
        raise Stop("there is no keyboard to open the screen with; to print: --raw or --filter @") from error


def _load(name: str, terminal: Terminal) -> Loaded:
    if name == "-":
        data = terminal.read_bytes(CAP + 1)
        return Loaded(data[:CAP], len(data) if len(data) <= CAP else None)
    match load(Path(name)):
        case Unloadable(text):
            raise Stop(text)
        case Loaded() as loaded:
            return loaded


def _print_text(answer: Answer, options: argparse.Namespace, terminal: Terminal) -> None:
    if options.filter is not None or options.csv:
        raise Stop("there is no JSON to take something from")
    if answer.kind not in (BodyKind.BINARY, BodyKind.EMPTY):
        from tcexplorer.answer.raw import masked_events

        text = answer.data.decode("utf-8", "replace")
        masked = masked_events(text) if answer.kind is BodyKind.EVENTS and not options.reveal else text
        terminal.print(visible_lines(masked).rstrip("\n"))


def _print_raw(answer: Answer, terminal: Terminal, *, reveal: bool) -> None:
    from tcexplorer.answer.raw import masked_text

    text = answer.data.decode("utf-8", "replace")
    terminal.print(visible_json(text if reveal else masked_text(text, finished(secrets_in(answer.value)))).rstrip("\n"))


def _print_value(document: Json, options: argparse.Namespace, terminal: Terminal) -> None:
    value = document
    if options.filter is not None:
        from tcexplorer.answer.filter import FilterError, compiled, is_below_response

        found = compiled(options.filter)
        value = found if isinstance(found, FilterError) else found.apply(document)
        if isinstance(value, FilterError):
            where = "" if value.position is None else f" at character {value.position + 1}"
            raise Stop(f"--filter: {value.text}{where}")
        if value is None and is_below_response(options.filter, document):
            terminal.tell("note: nothing found; with Response. before it, the expression finds something")
    mask = None
    if not options.reveal:
        mask = Mask(value, values=finished(secrets_in(document)) if options.filter is not None else frozenset())
    if not options.csv:
        terminal.print(visible_json(json_text(value if mask is None else mask.copied(()))))
        return
    from tcexplorer.answer.table import Table, table_path

    path: ValuePath | None = () if isinstance(value, list) else table_path(value)
    table = Table.of(value, path) if path is not None else None
    if table is None:
        raise Stop("the answer has no list of records; choose one with --filter")
    for chunk in csv_chunks(table, mask):
        terminal.print_part(visible_lines(chunk))
    terminal.print_part("")


def _tell_unknown(answer: Answer, service: str, action: str, machine: Machine, terminal: Terminal) -> None:
    from tcexplorer.answer.described import ResponseSchema, unknown_paths
    from tcexplorer.catalog.store import CatalogueError

    try:
        schema = ResponseSchema(_action(service, action, machine))
        for at, path in enumerate(unknown_paths(schema, answer.value)):
            if at == _MOST_UNKNOWN:
                terminal.tell("and more that the schema does not know")
                break
            terminal.tell(f"not in the schema: {visible(path_text(path))}")
    except CatalogueError as error:
        terminal.tell(f"the schema is not at hand: {error}")


def _action(service: str, action: str, machine: Machine) -> Action:
    """The action as the catalogue has it. Raises CatalogueError, and Stop when it has none of that name."""
    with machine.catalogue() as catalogue:
        row = catalogue.find(service, action)
        found = catalogue.action(row.service, row.version, row.action) if row is not None else None
        if found is None:
            raise Stop(f"the catalogue has no action {action} in {service}")
        return found
