"""Saying no as the cloud does: one of its codes, and a sentence of ours."""

from __future__ import annotations

from tcexplorer.safety.inert import visible


class RefusalError(Exception):
    """A request is refused. `code` is the cloud's; `message` names what was wrong, with its value.

    `on_demand` says that the code was asked for, so that nothing need be wrong with the request.
    """

    def __init__(self, code: str, message: str, *, status: int = 200, on_demand: bool = False) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.on_demand = on_demand


def shown(value: str, limit: int = 80) -> str:
    """A value from the request as it may stand in a message: inert, on one line, not too long."""
    text = visible(value)
    return f"`{text if len(text) <= limit else text[: limit - 1] + '…'}`"
