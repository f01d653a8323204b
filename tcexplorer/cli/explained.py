"""An error in words, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.explain import explain, explain_message
from tcexplorer.protocol.codes import Retry
from tcexplorer.protocol.envelope import ApiError
from tcexplorer.safety.inert import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.catalog.model import ErrorCode
    from tcexplorer.cli.terminal import Terminal
    from tcexplorer.diagnosis.exchange import RefusalCause
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.protocol.envelope import Malformed, TransportError


def tell_error(
    error: ApiError,
    lookup: Callable[[str], ErrorCode | None],
    terminal: Terminal,
    found: Sequence[RefusalCause] = (),
) -> None:
    """The code, the API's own message, what was `found` out about the exchange, what else it means, the RequestId.

    Where something was found for certain, the usual causes and remedies are left out.
    """
    terminal.tell(f"✗ {visible(error.code) or 'an error without a code'}")
    if error.message:
        terminal.tell(f"  {visible(error.message)}")
    for line in explain_message(error.code, error.message):
        terminal.tell(f"  {visible(line)}")
    for one in found:
        terminal.tell("")
        terminal.tell(f"  {visible(one.title)}  [{one.certainty}]")
        for text in one.evidence:
            terminal.tell(f"    {visible(text)}")
        for step in one.steps[one.command is not None :]:  # the screen's command is not for the shell
            terminal.tell(f"    → {visible(step)}")
    certain = any(one.certainty in ("proven", "observed") for one in found)
    for line in explained_lines(explain(error.code, lookup=lookup), briefly=certain):
        terminal.tell(f"  {line}" if line else "")
    terminal.tell(f"  RequestId {visible(error.envelope.request_id or 'none: the request never reached the service')}")


def found_out(exchange: Exchange, context: Context) -> Sequence[RefusalCause]:
    """What explains an AuthFailure."""
    outcome = exchange.outcome
    if not isinstance(outcome, ApiError) or not outcome.code.startswith("AuthFailure"):
        return ()
    # the doctor takes 60 ms to load, and nothing else here needs it
    from tcexplorer.calls.diagnose import findings_of
    from tcexplorer.diagnosis.exchange import worth_telling

    return worth_telling(findings_of(exchange, context))


def tell_failure(outcome: TransportError | Malformed, host: str, proxy: str | None, terminal: Terminal) -> None:
    """What can be done about a call that got no answer of the API."""
    from tcexplorer.diagnosis.transport_failures import explain_failure

    failure = explain_failure(outcome, host, proxy)
    for line in failure.evidence:
        terminal.tell(f"  {line}")
    for step in failure.steps:
        terminal.tell(f"  → {step}")
    terminal.tell(f"  {_RETRY[failure.retry]}")


_RETRY = {
    Retry.NEVER: "Sending it again ends the same way.",
    Retry.AFTER_FIX: "Sending it again helps only after something was changed.",
    Retry.LATER: "Wait a little, then send it again.",
    Retry.READS_ONLY: "A reading action may be sent again; after a writing one look first whether it was done.",
}


def explained_lines(explanation: Explanation, *, provoke: bool = False, briefly: bool = False) -> list[str]:
    """Meaning, causes, remedies and whether to try again as lines; `provoke` adds how the sandbox brings it about.

    `briefly` leaves causes and remedies out.
    """
    lines = ["", *visible_lines(explanation.meaning).splitlines()]
    if briefly:
        return [*lines, _RETRY[explanation.retry], ""]
    if explanation.causes:
        lines += ["", "usual causes", *(f"  - {visible(cause)}" for cause in explanation.causes)]
    if explanation.remedies:
        lines += ["", "what to do", *(f"  → {visible(remedy)}" for remedy in explanation.remedies)]
    lines += ["", "trying again", f"  {_RETRY[explanation.retry]}"]
    if provoke and explanation.provoke:
        lines += ["", "to see it on the sandbox", f"  {visible(explanation.provoke)}"]
    return [*lines, ""]
