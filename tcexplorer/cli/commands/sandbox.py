"""A server on this machine that checks signatures and parameters as the cloud does.

The first line says where it listens and which key it knows; then one line a request, and below it, when the
signature is wrong, which mistake made it so. Any SDK can call it: set the protocol to http and the endpoint to the
address shown. It never reaches the network.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.terminal import Exit, Stop, Terminal, let_go_of_output
from tcexplorer.credentials.config import ConfigError
from tcexplorer.credentials.credential import CredentialError
from tcexplorer.credentials.resolve import ProfileChoice
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    import argparse

    from tcexplorer.compose import Machine
    from tcexplorer.protocol.model import Credential
    from tcexplorer.sandbox.inspector import Inspected
    from tcexplorer.sandbox.sandbox import Sandbox

EXAMPLES = """examples:
  tcexplorer sandbox --port 8000
  tcexplorer sandbox --profile dev       also accept the key of profile dev
  tcexplorer explain ResourceInUse       says how to get that error from it, as for every common code
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
        sandbox, credential = new_sandbox(machine, catalogue, also=also)
        return asyncio.run(_serve(sandbox, credential, options.port, terminal))


async def _serve(sandbox: Sandbox, credential: Credential, port: int, terminal: Terminal) -> int:
    from tcexplorer.sandbox.inspector import Inspector
    from tcexplorer.sandbox.server import serve

    inspector = Inspector(sandbox)
    inspector.observers.append(Log(sandbox, terminal).show)
    try:
        running = await serve(sandbox, port=port)
    except OSError as error:
        raise Stop(f"{error.strerror or error}; choose another with --port") from error
    # The key is made for this run and opens nothing but this sandbox: showing it is the point.
    terminal.print(
        json.dumps({"url": running.url, "secretId": credential.secret_id, "secretKey": credential.secret_key.reveal()})
    )
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        inspector.close()
        await running.stop()
    return Exit.SUCCESS


class Log:
    """One line a request (when, what, the code, RequestId), and below it the doctor's findings, or else the message.

    What a remark's id means is said below the first request that has it.
    """

    def __init__(self, sandbox: Sandbox, terminal: Terminal) -> None:
        self._sandbox = sandbox
        self._terminal = terminal
        self._last = self._below = 0
        self._remarked: set[str] = set()
        self._gone = False

    def show(self, inspected: Inspected) -> None:
        """Print a request, or what has been found out of it since."""
        from tcexplorer.sandbox.inspector import finding_lines

        if inspected.verdict is None:
            if inspected.number > self._last:  # not the end of an examination that broke off
                self._request(inspected)
                self._last = self._below = inspected.number
            elif not inspected.examining:
                self._go_back_to(inspected)
                self._message(inspected)
            return
        self._go_back_to(inspected)
        for line in finding_lines(inspected, self._sandbox):
            self._line(f"         {line}")

    def _go_back_to(self, inspected: Inspected) -> None:
        """Say which request the lines that follow are about, when the last ones were about another."""
        if inspected.number != self._below:
            self._line(f"         on {inspected.handled.request_id}:")
            self._below = inspected.number

    def _request(self, inspected: Inspected) -> None:
        remarks = inspected.handled.remarks
        ids = f"  [{', '.join(remark.id for remark in remarks)}]" if remarks else ""
        self._line(inspected.brief + visible(ids))
        if not inspected.examining:  # else the finding follows, which says more
            self._message(inspected)
        for remark in remarks:
            if remark.id not in self._remarked and remark.text not in inspected.handled.message:
                self._line(f"         {remark.id}: {visible(remark.text)}")
            self._remarked.add(remark.id)

    def _message(self, inspected: Inspected) -> None:
        if inspected.handled.message:
            self._line(f"         {visible(inspected.handled.message)}")

    def _line(self, text: str) -> None:
        """Print one; when nobody reads them any more, the server goes on without."""
        if self._gone:
            return
        try:
            self._terminal.print(text)
        except (BrokenPipeError, Stop):
            self._gone = True
            let_go_of_output()
            self._terminal.tell("standard output is gone: requests are answered, and no longer listed")


def _profile_key(name: str, machine: Machine) -> Credential:
    try:
        profile = machine.profile(ProfileChoice(name))
        if profile is None:
            raise CredentialError(f"there is no profile {name!r}")
        return machine.credential(profile)
    except ConfigError as error:
        raise Stop(str(error)) from error
    except CredentialError as error:
        raise Stop(str(error), Exit.CREDENTIALS) from error
