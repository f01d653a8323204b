"""Why an exchange was refused. Loads the doctor, which takes 60 ms, and nothing needs it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.credentials.resolve import place_of
from tcexplorer.diagnosis.exchange import Refusal, RefusalCause, findings
from tcexplorer.protocol.envelope import ApiError

if TYPE_CHECKING:
    from tcexplorer.calls.context import Context
    from tcexplorer.calls.exchange import Exchange


def findings_of(exchange: Exchange, context: Context) -> tuple[RefusalCause, ...]:
    """What explains an AuthFailure, with the context's credential if the call was made with it. Takes up to a fifth of
    a second.
    """
    outcome, response, plan = exchange.outcome, exchange.response, exchange.plan
    if not isinstance(outcome, ApiError) or response is None or plan is None:
        return ()
    credential = context.credential
    if credential is not None and (plan.profile.name != context.profile.name or plan.masked_id != credential.masked_id):
        credential = None
    received_at = exchange.started_at + exchange.elapsed
    place = place_of(plan.profile)
    return findings(Refusal(outcome.code, outcome.message, plan.request, response, received_at, credential, place))
