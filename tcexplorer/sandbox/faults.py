"""Faults on demand.

Headers ask for them, unsigned ones, whether the request is signed well or not: `X-Sandbox-Error:
ResourceNotFound.Instance` answers with that code, `X-Sandbox-Delay: 2.5` waits that many seconds before any answer.
The program that runs the sandbox asks for them with `Faults.add`: they meet requests that would succeed.
"""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.sandbox.errors import RefusalError, shown

if TYPE_CHECKING:
    from tcexplorer.protocol.http_text import Received

ERROR_HEADER = "X-Sandbox-Error"
DELAY_HEADER = "X-Sandbox-Delay"
MAX_DELAY = 120.0
"""Seconds."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)


def asked_for(received: Received) -> str | None:
    """The code that the request asks for, if it asks for one. Raises RefusalError for what can be none."""
    code = received.header(ERROR_HEADER)
    if code is not None and not _CODE.fullmatch(code):
        raise RefusalError("InvalidParameterValue", f"{ERROR_HEADER} is {shown(code)}, which cannot be an error code.")
    return code


def delay_of(received: Received) -> float:
    """Seconds to wait before the answer: what the request asks for, 120 at most, and 0 when that is no number."""
    text = received.header(DELAY_HEADER) or ""
    return min(float(text), MAX_DELAY) if _SECONDS.fullmatch(text) else 0.0


class Fault(NamedTuple):
    """A code for the next request of an action, None for that of any."""

    code: str
    message: str
    action: str | None


class Faults:
    """Faults for requests to come, each for one request, in their order. Any thread may add one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._coming: list[Fault] = []

    def add(self, code: str, *, message: str = "", times: int = 1, action: str | None = None) -> None:
        """Refuse the next `times` good requests, or those of an action alone, with this code.

        Raises ValueError for what cannot be an error code, and for `times` below 1.
        """
        if not _CODE.fullmatch(code):
            raise ValueError(f"{shown(code)} cannot be an error code")
        if times < 1:
            raise ValueError(f"times is {times}; a fault happens once or more often")
        with self._lock:
            self._coming += [Fault(code, message or "Asked for by the program that runs the sandbox.", action)] * times

    def take(self, action: str) -> Fault | None:
        """The fault that waits for a request of the action, which is then over."""
        with self._lock:
            index = next((at for at, one in enumerate(self._coming) if one.action in (None, action)), None)
            return self._coming.pop(index) if index is not None else None
