"""An error in words, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.explain import explain, explain_message
from tcexplorer.protocol.codes import Retry
from tcexplorer.safety.inert import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.catalog.model import ErrorCode
    from tcexplorer.cli.terminal import Terminal
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.protocol.envelope import ApiError, Malformed, TransportError


def tell_error(error: ApiError, lookup: Callable[[str], ErrorCode | None], terminal: Terminal) -> None:
    """The code, the API's own message, what it means, causes, remedies and the RequestId."""
    terminal.tell(f"✗ {visible(error.code) or 'an error without a code'}")
    if error.message:
        terminal.tell(f"  {visible(error.message)}")
    for line in explain_message(error.code, error.message):
        terminal.tell(f"  {visible(line)}")
    for line in explained_lines(explain(error.code, lookup=lookup)):
        terminal.tell(f"  {line}" if line else "")
    terminal.tell(f"  RequestId {visible(error.envelope.request_id or 'none: the request never reached the service')}")


def tell_failure(outcome: TransportError | Malformed, host: str, proxy: str | None, terminal: Terminal) -> None:
    """What can be done about a call that got no answer of the API."""
    from tcexplorer.diagnosis.on_the_way import explain_failure

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


def explained_lines(explanation: Explanation, *, provoke: bool = False) -> list[str]:
    """Meaning, causes, remedies and whether to try again as lines; `provoke` adds how the sandbox brings it about."""
    lines = ["", *visible_lines(explanation.meaning).splitlines()]
    if explanation.causes:
        lines += ["", "usual causes", *(f"  - {visible(cause)}" for cause in explanation.causes)]
    if explanation.remedies:
        lines += ["", "what to do", *(f"  → {visible(remedy)}" for remedy in explanation.remedies)]
    lines += ["", "trying again", f"  {_RETRY[explanation.retry]}"]
    if provoke and explanation.provoke:
        lines += ["", "to see it on the sandbox", f"  {visible(explanation.provoke)}"]
    return [*lines, ""]
