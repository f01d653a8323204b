"""Print the request that would be sent and every step of its signature. Nothing is sent.

Authorization is printed in full; SecretKey, token and derived keys are masked.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.common import call_options, context_of, extras_of, find_action, parameters, plan_of
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.compose import Machine
from tcexplorer.protocol.signing import ALGORITHM
from tcexplorer.safety.secret import MASK

if TYPE_CHECKING:
    import argparse

    from tcexplorer.protocol.request import SignedRequest

EXAMPLES = """examples:
  tcexplorer sign cvm DescribeZones --region ap-guangzhou --from-env
  tcexplorer sign cvm DescribeInstances --from-env --params '{"Limit": 1}' --timestamp 1551113065
  tcexplorer sign mqtt DescribeInstanceList --profile dev | jq -r .trace.canonical_request"""


def arguments(parser: argparse.ArgumentParser) -> None:
    call_options(parser)
    parser.add_argument("--timestamp", type=int, metavar="SECONDS", help="sign for this time instead of now")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    params, extras = parameters(options.params, terminal), extras_of(options, terminal)
    if options.timestamp is not None:
        at = options.timestamp
        machine = Machine(machine.environment, lambda: at)
    try:
        with machine.catalogue() as catalogue:
            action = find_action(options, catalogue)
    except CatalogueError as error:
        raise Stop(str(error)) from error
    context = context_of(options, machine)
    planned = plan_of(action, params, context, extras, now=machine.clock())
    if context.credential is not None:
        terminal = terminal.hiding(context.credential.secret_key, context.credential.token)
    terminal.print_json(as_json(planned.request), compact=options.json)
    return Exit.SUCCESS


def as_json(request: SignedRequest) -> dict[str, object]:
    """The request and its trace, without a key in it."""
    headers = {name: MASK if name.lower() == "x-tc-token" else value for name, value in request.headers}
    trace = request.trace
    return {
        "method": request.method,
        "url": request.url,
        "headers": headers,
        **_body(request.body),
        "trace": None
        if trace is None
        else {
            "algorithm": ALGORITHM,
            "timestamp": trace.timestamp,
            "date": trace.date,
            "service": trace.service,
            "canonical_headers": trace.canonical_headers,
            "signed_headers": trace.signed_headers,
            "payload_hash": trace.payload_hash,
            "canonical_request": trace.canonical_request,
            "canonical_request_hash": trace.canonical_request_hash,
            "credential_scope": trace.credential_scope,
            "string_to_sign": trace.string_to_sign,
            "secret_key": MASK,
            "keys": {"date": MASK, "service": MASK, "signing": MASK},
            "signature": trace.signature,
            "authorization": trace.authorization,
        },
    }


def _body(body: bytes) -> dict[str, str | None]:
    """The body as text; bytes that are none as base64."""
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body": None, "body_base64": b64encode(body).decode()}
