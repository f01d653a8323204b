"""A saved answer as an exchange, so that it can be read like one that has just come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.body import split_http
from tcexplorer.catalog.model import Verb
from tcexplorer.credentials.profile import ENVIRONMENT, Profile
from tcexplorer.protocol.envelope import ApiError, Success
from tcexplorer.protocol.model import Call, Endpoint, Response, Timings
from tcexplorer.protocol.request import SignedRequest
from tcexplorer.workbench.call import Exchange, Planned
from tcexplorer.workbench.outcome import read_in_slices, tally_of
from tcexplorer.workbench.streamed import header_request_id

if TYPE_CHECKING:
    from tcexplorer.answer.body import Loaded

_NOT_KNOWN: Final = "not known"


async def saved_exchange(loaded: Loaded, service: str, action: str, version: str, at: float) -> Exchange:
    """What a file holds, read in slices. It says nothing of who called, when, or how long it took.

    A file that begins with a status line (`curl -i`) has its status and headers. `at` is when it was written.
    """
    status, headers, body = split_http(loaded.data)
    size = len(body) if not loaded.cut else (loaded.size or len(loaded.data) + 1) - len(loaded.data) + len(body)
    response = Response(status or 200, headers, body, size, Timings(0.0))
    request = SignedRequest("", "", (), b"", None, "")
    profile = Profile(_NOT_KNOWN, ENVIRONMENT)
    planned = Planned(Call(service, version, action), Verb.READ, profile, Endpoint(_NOT_KNOWN), request, _NOT_KNOWN)
    tally = tally_of(response)
    outcome, read = await read_in_slices(response, tally)
    in_envelope = outcome.envelope.request_id if isinstance(outcome, Success | ApiError) else None
    number = in_envelope or tally.request_id or header_request_id(headers)
    exchange = Exchange(planned, outcome, response, at, 0.0, tally.count or None, number)
    return exchange if read is None else replace(exchange, answer=read)
