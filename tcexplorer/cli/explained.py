"""An error in words, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.explain import explain, explain_message
from tcexplorer.safety.inert import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.catalog.model import ErrorCode
    from tcexplorer.cli.terminal import Terminal
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.protocol.envelope import ApiError


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


def explained_lines(explanation: Explanation) -> list[str]:
    """Meaning, causes and remedies as lines."""
    lines = ["", *visible_lines(explanation.meaning).splitlines()]
    if explanation.causes:
        lines += ["", "usual causes", *(f"  - {visible(cause)}" for cause in explanation.causes)]
    if explanation.remedies:
        lines += ["", "what to do", *(f"  → {visible(remedy)}" for remedy in explanation.remedies)]
    return [*lines, ""]
