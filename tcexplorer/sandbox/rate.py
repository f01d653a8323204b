"""How often an action may be called."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable


class RateLimit:
    """At most so many calls of one thing within any second; 0 means no limit."""

    def __init__(self, per_second: int) -> None:
        self.per_second = per_second
        self._calls: dict[Hashable, deque[float]] = {}

    def count(self, key: Hashable, now: float) -> int | None:
        """Count a call made now (seconds); how many there were within a second, when that is one too many.

        Refused calls count too.
        """
        if not self.per_second:
            return None
        calls = self._calls.setdefault(key, deque())
        calls.append(now)
        while calls[0] <= now - 1 or calls[0] > now:  # the latter: the clock was set back
            calls.popleft()
        return len(calls) if len(calls) > self.per_second else None
