"""Send one call, signed, and print the envelope that comes back as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.answer.events import events_in
from tcexplorer.calls.consent import needs_consent, question
from tcexplorer.calls.observer import ResponseObserver
from tcexplorer.calls.stream import counted
from tcexplorer.catalog.store import CatalogueError
from tcexplorer.cli.arriving import keep, new_file, print_binary, print_events
from tcexplorer.cli.common import call_options, context_of, extras_of, find_action, parameters, plan_of, sending
from tcexplorer.cli.terminal import Exit, Stop, Terminal
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Success, TransportError
from tcexplorer.protocol.regions import known_instead
from tcexplorer.safety.inert import visible
from tcexplorer.waiting import driven

if TYPE_CHECKING:
    import argparse

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.calls.plan import Plan
    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.compose import Machine
    from tcexplorer.protocol.envelope import Envelope
    from tcexplorer.protocol.model import Json

EXAMPLES = """examples:
  tcexplorer call cvm DescribeZones --region ap-guangzhou
  tcexplorer call mqtt DescribeInstanceList --from-env --region ap-guangzhou --params '{"Limit": 10}'
  tcexplorer call sts GetCallerIdentity --profile dev | jq .Response.Arn
  tcexplorer call lkeap ChatCompletions --region ap-guangzhou --params @chat.json | jq -r '.Choices[0].Delta.Content'"""


def arguments(parser: argparse.ArgumentParser) -> None:
    call_options(parser)
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after this long without an answer")
    parser.add_argument("--save", metavar="FILE", help="also keep the body as it came, of any size, in a new file")
    parser.add_argument("--yes", action="store_true", help="do not ask before changing a production account")


def run(options: argparse.Namespace, machine: Machine, terminal: Terminal) -> int:
    if options.timeout is not None and not 0 < options.timeout < 86400:
        raise Stop("--timeout is a number of seconds over 0")
    save = new_file(options.save)
    params, extras = parameters(options.params, terminal), extras_of(options, terminal)
    try:
        catalogue = machine.catalogue()
    except CatalogueError as error:
        raise Stop(str(error)) from error
    with catalogue, sending(machine, timeout=options.timeout) as (calls, sender):
        context = context_of(options, machine)
        planned = plan_of(find_action(options, catalogue), params, context, extras, now=machine.clock())
        if needs_consent(planned, typed=True) and not options.yes:
            _ask(planned, terminal)
        if planned.call.region and (near := known_instead(planned.call.region)):
            terminal.tell(f"note: {visible(planned.call.region)} is no region we know; did you mean {near}?")
        observer = ResponseObserver(lambda arrival: print_events(arrival.events, terminal), overflow=save)
        try:
            exchange = driven(calls.perform(planned, observer))
        except KeyboardInterrupt:
            terminal.tell(f"cancelled after {counted(observer.summary.count)}" if observer.is_stream else "cancelled")
            keep(observer.partial, observer.overflow, save, terminal)
            return Exit.CANCELLED
        keep(exchange.response, exchange.overflow, save, terminal)
        if exchange.events and not observer.is_stream and exchange.response is not None:
            print_events(events_in(exchange.response.body), terminal)
        proxy = sender.proxy_for(planned.request)
        return report(exchange, context, catalogue, terminal, compact=options.json, proxy=proxy)


def report(
    exchange: Exchange,
    context: Context,
    catalogue: Catalogue,
    terminal: Terminal,
    *,
    compact: bool,
    proxy: str | None = None,
) -> Exit:
    """Print the envelope, tell the person what a failure means, give the exit code.

    The events of a stream have been printed when they came.
    """
    response = exchange.response
    match exchange.outcome:
        case Success(envelope, dry_run):
            if exchange.events is None:
                terminal.print_answer(_as_sent(exchange, envelope), compact=compact)
            if dry_run:
                terminal.tell("dry run passed: the call would have succeeded")
            if envelope.deprecated_warning:
                terminal.tell(f"deprecated: {visible(envelope.deprecated_warning)}")
            return Exit.SUCCESS
        case ApiError(envelope) as error:
            if exchange.events is None:
                terminal.print_answer(_as_sent(exchange, envelope), compact=compact)
            from tcexplorer.cli.explained import found_out, tell_error

            service = exchange.call.service
            tell_error(error, lambda wanted: catalogue.code(service, wanted), terminal, found_out(exchange, context))
            return Exit.API_ERROR
        case Malformed(status, content_type, reason) as outcome:
            if response is None or not print_binary(response, terminal):
                terminal.tell(f"not an API answer: HTTP {status} {visible(content_type)}: {visible(reason)}")
                _tell_failure(outcome, exchange, proxy, terminal)
                if response is not None and response.truncated and exchange.overflow is None:
                    terminal.tell("  → Or keep all of it in a file, with `--save FILE`.")
            return Exit.TRANSPORT
        case TransportError(_, sentence, may_have_arrived) as outcome:
            arrived = "it may have reached the API" if may_have_arrived else "the request never reached the API"
            number = f"RequestId {visible(exchange.request_id)}" if exchange.request_id else f"no RequestId: {arrived}"
            began = "no answer" if response is None else "no whole answer"
            terminal.tell(f"{began}: {visible(sentence)}; {number}")
            _tell_failure(outcome, exchange, proxy, terminal)
            return Exit.TRANSPORT
        case Cancelled():
            return Exit.CANCELLED


def _as_sent(exchange: Exchange, envelope: Envelope) -> Json:
    """The document with its numbers as they were sent: those of the envelope are floats, which hold 17 digits."""
    if exchange.response is None:
        return envelope.document
    from tcexplorer.answer.body import answer_of

    value = answer_of(exchange.response.body, exchange.response.header("Content-Type") or "").value
    return value if isinstance(value, dict) else envelope.document


def _tell_failure(
    outcome: Malformed | TransportError, exchange: Exchange, proxy: str | None, terminal: Terminal
) -> None:
    from tcexplorer.cli.explained import tell_failure

    tell_failure(outcome, exchange.host, proxy, terminal)


def _ask(planned: Plan, terminal: Terminal) -> None:
    what = question(planned)
    if not terminal.interactive:
        raise Stop(f"{what} may change something; give --yes to send it")
    terminal.err.write(f"Send {what}? It may change something. [y/N] ")
    terminal.err.flush()
    if terminal.inp.readline().strip().lower() not in ("y", "yes"):
        raise Stop("not sent", Exit.CANCELLED)
