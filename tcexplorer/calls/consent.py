"""Whether a person has to say yes before a call is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.calls.context import is_local
from tcexplorer.catalog.model import Verb

if TYPE_CHECKING:
    from tcexplorer.calls.plan import Plan


def needs_consent(plan: Plan, *, typed: bool = False) -> bool:
    """It may change something, and not on this machine only.

    Who has `typed` the whole call into a shell has said so already, but for a profile marked as production.
    """
    changes = plan.verb is not Verb.READ and not is_local(plan.endpoint)
    return changes and (plan.profile.production or not typed)


def question(plan: Plan) -> str:
    """What would be sent by whom to where, in a line."""
    call, profile = plan.call, plan.profile
    mark = " (PRODUCTION)" if profile.production else ""
    return f"{call.service} {call.action} in {call.region or 'no region'} as {profile.name}{mark}"
