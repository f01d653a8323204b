"""How often an action may be called."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tcexplorer.sandbox.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Hashable


class RateLimit:
    """At most so many calls of one thing within any second; 0 means no limit."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._calls: dict[Hashable, deque[float]] = {}

    def count(self, key: Hashable, name: str, now: float) -> None:
        """Count a call made now (seconds); refuse it when it is one too many. Refused calls count too."""
        if not self._per_second:
            return
        calls = self._calls.setdefault(key, deque())
        calls.append(now)
        while calls[0] <= now - 1 or calls[0] > now:  # the latter: the clock was set back
            calls.popleft()
        if len(calls) > self._per_second:
            raise RefusalError(
                "RequestLimitExceeded",
                f"{len(calls)} calls of {name} within a second; {self._per_second} are allowed.",
            )
