"""An exchange as the diagnosis wants it, with the credential it was signed with where that is still at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.credentials.resolve import place_of
from tcexplorer.diagnosis.exchange import Refusal
from tcexplorer.protocol.envelope import ApiError

if TYPE_CHECKING:
    from tcexplorer.workbench.call import Exchange
    from tcexplorer.workbench.context import Context


def refusal_of(exchange: Exchange, context: Context) -> Refusal | None:
    """The exchange, when the API refused it. The context's credential is taken if the call was made with it."""
    outcome, response, planned = exchange.outcome, exchange.response, exchange.planned
    if not isinstance(outcome, ApiError) or response is None:
        return None
    credential = context.credential
    if credential is not None and (
        planned.profile.name != context.profile.name or planned.masked_id != credential.masked_id
    ):
        credential = None
    return Refusal(
        outcome.code,
        outcome.message,
        planned.request,
        response,
        exchange.started_at + exchange.elapsed,
        credential,
        place_of(planned.profile),
    )
