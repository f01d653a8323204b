"""Send one call, signed, and print the envelope that comes back as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.common import Wanted, call_of, call_options, context_of, find_action, parameters
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Success, TransportError
from tcexplorer.safety.inert import visible
from tcexplorer.workbench.call import Exchange, Planned, Refusal, Refused, perform_blocking, plan

if TYPE_CHECKING:
    import argparse

    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.compose import Machine

EXAMPLES = """examples:
  tcexplorer call cvm DescribeZones --region ap-guangzhou
  tcexplorer call mqtt DescribeInstanceList --from-env --region ap-guangzhou --params '{"Limit": 10}'
  tcexplorer call sts GetCallerIdentity --profile dev | jq .Response.Arn"""


def arguments(parser: argparse.ArgumentParser) -> None:
    call_options(parser)
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after this long without an answer")
    parser.add_argument("--yes", action="store_true", help="do not ask before changing a production account")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if options.timeout is not None and not 0 < options.timeout < 86400:
        raise Stop("--timeout is a number of seconds over 0")
    params = parameters(options.params, terminal)
    try:
        catalogue = machine.catalogue()
    except CatalogueError as error:
        raise Stop(str(error)) from error
    with catalogue:
        wanted = find_action(options, catalogue)
        planned = planned_call(wanted, params, options, machine)
        if planned.needs_consent and planned.profile.production and not options.yes:
            _ask(planned, terminal)
        exchange = perform_blocking(planned, machine.sender(timeout=options.timeout), clock=machine.clock)
        return report(exchange, catalogue, terminal, compact=options.json)


def planned_call(wanted: Wanted, params: object, options: argparse.Namespace, machine: Machine) -> Planned:
    """The signed call. Raises Stop for what must not be sent."""
    context = context_of(options, machine)
    match plan(call_of(wanted, params, context), wanted.verb, context, now=machine.clock()):  # pyright: ignore[reportArgumentType]
        case Refused(Refusal.NO_CREDENTIAL, sentence):
            raise Stop(sentence, Exit.CREDENTIALS)
        case Refused(_, sentence):
            raise Stop(sentence)
        case Planned() as planned:
            return planned


def report(exchange: Exchange, catalogue: Catalogue, terminal: Terminal, *, compact: bool) -> Exit:
    """Print the envelope, tell the person what a failure means, give the exit code."""
    match exchange.outcome:
        case Success(envelope, dry_run):
            terminal.print_json(envelope.document, compact=compact)
            if dry_run:
                terminal.tell("dry run passed: the call would have succeeded")
            if envelope.deprecated_warning:
                terminal.tell(f"deprecated: {visible(envelope.deprecated_warning)}")
            return Exit.SUCCESS
        case ApiError(envelope) as error:
            terminal.print_json(envelope.document, compact=compact)
            from tcexplorer.cli.explained import tell_error

            tell_error(error, lambda wanted: catalogue.code(exchange.planned.call.service, wanted), terminal)
            return Exit.API_ERROR
        case Malformed(status, content_type, reason):
            terminal.tell(f"not an API answer: HTTP {status} {visible(content_type)}: {visible(reason)}")
            return Exit.TRANSPORT
        case TransportError(_, sentence, may_have_arrived):
            arrived = "it may have reached the API" if may_have_arrived else "the request never reached the API"
            terminal.tell(f"no answer: {visible(sentence)}; no RequestId: {arrived}")
            return Exit.TRANSPORT
        case Cancelled():
            return Exit.CANCELLED


def _ask(planned: Planned, terminal: Terminal) -> None:
    call = planned.call
    what = f"{call.service} {call.action} in {call.region or 'no region'} as {planned.profile.name} (PRODUCTION)"
    if not terminal.interactive:
        raise Stop(f"{what} may change something; give --yes to send it")
    terminal.err.write(f"Send {what}? It may change something. [y/N] ")
    terminal.err.flush()
    if terminal.inp.readline().strip().lower() not in ("y", "yes"):
        raise Stop("not sent", Exit.CANCELLED)
