"""Whether a key works: sts is asked whom it belongs to. The call changes nothing and costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tcexplorer.calls.plan import plan
from tcexplorer.catalog.model import Verb
from tcexplorer.protocol.envelope import ApiError, Malformed, Success, TransportError
from tcexplorer.protocol.model import Call

if TYPE_CHECKING:
    from tcexplorer.calls.context import Context
    from tcexplorer.calls.plan import Plan, Refused
    from tcexplorer.protocol.envelope import Outcome

WHO: Final = ("Type", "Arn", "AccountId", "UserId")
"""Members of the answer that say whom the key belongs to."""
_SOME_REGION: Final = "ap-guangzhou"


class KeyIdentity(NamedTuple):
    """What came of the question: one line, whom the key belongs to, and the RequestId, if there was an answer."""

    works: bool
    sentence: str
    who: tuple[tuple[str, str], ...] = ()
    request_id: str | None = None


def plan_identity(context: Context, *, now: float) -> Plan | Refused:
    """The call, signed; `now` in seconds since 1970."""
    call = Call("sts", "2018-08-13", "GetCallerIdentity", context.region or _SOME_REGION)
    return plan(call, Verb.READ, context, now=now)


def read_identity(planned: Plan, outcome: Outcome) -> KeyIdentity:
    """What the outcome says about the key."""
    name = f"the key of profile {planned.profile.name} ({planned.masked_id})"
    match outcome:
        case Success(envelope):
            who = tuple((key, str(envelope.response[key])) for key in WHO if envelope.response.get(key))
            return KeyIdentity(True, f"{name} works", who, envelope.request_id)
        case ApiError() as error:
            return KeyIdentity(False, f"{error.code}: {error.message}", (), error.envelope.request_id)
        case Malformed(status, content_type, reason):
            return KeyIdentity(False, f"not an API answer: HTTP {status} {content_type}: {reason}")
        case TransportError(_, sentence):
            return KeyIdentity(False, f"no answer: {sentence}")
        case _:
            return KeyIdentity(False, "cancelled")
