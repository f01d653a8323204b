"""Write a call as a command of another program. Nothing is sent, and no key is in the text.

What is written takes its key from the environment (curl) or from the program's own configuration (tccli).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.calls.context import endpoint_for
from tcexplorer.calls.plan import call_for
from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.common import call_options, context_of, extras_of, find_action, parameters
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.interchange.exporters import EXPORTERS
from tcexplorer.protocol.endpoints import EndpointError
from tcexplorer.safety.inert import visible_lines

if TYPE_CHECKING:
    import argparse

    from tcexplorer.compose import Machine

EXAMPLES = """examples:
  tcexplorer export cvm DescribeZones --as curl --region ap-guangzhou
  tcexplorer export mqtt DescribeInstanceList --as tccli --region ap-guangzhou --params '{"Limit": 10}'"""


def arguments(parser: argparse.ArgumentParser) -> None:
    call_options(parser)
    parser.add_argument("--as", dest="language_to", choices=[*EXPORTERS], required=True, help="what to write")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    params, extras = parameters(options.params, terminal), extras_of(options, terminal)
    try:
        with machine.catalogue() as catalogue:
            action = find_action(options, catalogue)
    except CatalogueError as error:
        raise Stop(str(error)) from error
    context = context_of(options, machine, signs=False)
    try:
        endpoint = endpoint_for(action.row.service, context)
        text = EXPORTERS[options.language_to](call_for(action, params, context, extras), action, endpoint)
    except (EndpointError, ValueError) as error:
        raise Stop(str(error)) from error
    terminal.print(visible_lines(text))
    return Exit.SUCCESS
