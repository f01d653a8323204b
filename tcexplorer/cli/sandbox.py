"""A server on this machine that checks signatures and parameters as the cloud does.

The first line says where it listens and which key it knows; then one line a request. Any SDK can call it:
set the protocol to http and the endpoint to the address shown. It never reaches the network.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.credentials.errors import CredentialError
from tcexplorer.credentials.profiles import ConfigError
from tcexplorer.credentials.resolve import Choice
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    import argparse

    from tcexplorer.compose import Machine
    from tcexplorer.protocol.model import Credential
    from tcexplorer.sandbox.sandbox import Handled, Sandbox

EXAMPLES = """examples:
  tcexplorer sandbox --port 8000
  tcexplorer sandbox --profile dev       also accept the key of profile dev
  tccli mqtt DescribeInstanceList --endpoint http://127.0.0.1:8000 --region ap-guangzhou"""
DEFAULT_PORT = 0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="N", help="0, the default, takes a free one")
    parser.add_argument("--profile", metavar="NAME", help="accept this profile's key as well")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    from tcexplorer.compose import new_sandbox

    if not 0 <= options.port <= 65535:
        raise Stop("--port is a number from 0 to 65535")
    also = [_profile_key(options.profile, machine)] if options.profile else []
    try:
        catalogue = machine.catalogue()
    except CatalogueError as error:
        raise Stop(str(error)) from error
    with catalogue:
        sandbox, credential = new_sandbox(
            machine, catalogue, also=also, on_handled=lambda handled: terminal.print(line_of(handled))
        )
        return asyncio.run(_serve(sandbox, credential, options.port, terminal))


async def _serve(sandbox: Sandbox, credential: Credential, port: int, terminal: Terminal) -> int:
    from tcexplorer.sandbox.server import serve

    try:
        running = await serve(sandbox, port=port)
    except OSError as error:
        raise Stop(f"port {port} cannot be used: {error.strerror or error}; choose another with --port") from error
    # The key is made for this run and opens nothing but this sandbox: showing it is the point.
    terminal.print(
        json.dumps({"url": running.url, "secretId": credential.secret_id, "secretKey": credential.secret_key.reveal()})
    )
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await running.stop()
    return Exit.SUCCESS


def line_of(handled: Handled) -> str:
    """A request on one line: when, what, what came of it, RequestId."""
    return visible(handled.line)


def _profile_key(name: str, machine: Machine) -> Credential:
    try:
        profile = machine.profile(Choice(name))
        if profile is None:
            raise CredentialError(f"there is no profile {name!r}")
        return machine.credential(profile)
    except ConfigError as error:
        raise Stop(str(error)) from error
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error
