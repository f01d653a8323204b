"""A saved answer as an exchange, so that it can be read like one that has just come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.answer.body import split_http
from tcexplorer.calls.perform import answered
from tcexplorer.protocol.model import Call, Response, Timings

if TYPE_CHECKING:
    from tcexplorer.answer.body import Loaded
    from tcexplorer.calls.exchange import Exchange


async def saved_exchange(loaded: Loaded, service: str, action: str, version: str, at: float) -> Exchange:
    """What a file holds, read in slices. It says nothing of who called, when, or how long it took.

    A file that begins with a status line (`curl -i`) has its status and headers. `at` is when it was written.
    """
    status, headers, body = split_http(loaded.data)
    size = len(body) if not loaded.cut else (loaded.size or len(loaded.data) + 1) - len(loaded.data) + len(body)
    response = Response(status or 200, headers, body, size, Timings(0.0))
    return await answered(Call(service, version, action), response, at, 0.0)
