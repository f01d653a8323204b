"""Resources in a state of their own: the sandbox holds none, so their ids say how they are.

A parameter whose name ends in `Id` or `Ids`, at whatever depth, that holds an id with the ending of a state
(`mqtt-missing`, `ins-busy`) is answered as the cloud answers for such a resource.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.catalog.model import Verb
from tcexplorer.sandbox.errors import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Json
    from tcexplorer.sandbox.visit import Visit

_SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
NEVER_RIGHT = "000000"
"""The one code of six digits that no second factor ever shows."""
_SAFE = re.compile(r"[\w-]{1,60}", re.ASCII)


class State(NamedTuple):
    """How a resource is: the code it is answered with, the act that shows it, why; and whether reading shows it."""

    code: str
    act: str
    why: str
    reading: bool = False


STATES = {
    "missing": State(
        "ResourceNotFound",
        "Name a resource whose id ends in `-missing`, as with mqtt `DescribeInstance`.",
        "there is no such resource",
        reading=True,
    ),
    "forbidden": State(
        "AuthFailure.UnauthorizedOperation",
        "Name a resource whose id ends in `-forbidden`, such as mqtt-forbidden as InstanceId.",
        "",
        reading=True,
    ),
    "foreign": State(
        "UnauthorizedOperation",
        "Name a resource of another account: one whose id ends in `-foreign`.",
        "it belongs to another account",
        reading=True,
    ),
    "broken": State(
        "InternalError", "Name a resource whose id ends in `-broken`.", "what serves it has failed", reading=True
    ),
    "isolated": State(
        "ResourceUnavailable",
        "Change a resource whose id ends in `-isolated`, as with mqtt `CreateTopic`.",
        "it is isolated, since a bill is overdue",
    ),
    "busy": State(
        "ResourceInUse",
        "Change a resource whose id ends in `-busy`, as with mqtt `DeleteTopic`.",
        "another operation holds it",
    ),
    "protected": State(
        "FailedOperation",
        "Change or delete a resource whose id ends in `-protected`, as with mqtt `DeleteTopic`.",
        "it is protected against changes",
    ),
    "stopped": State(
        "UnsupportedOperation",
        "Change a resource whose id ends in `-stopped`, as with mqtt `CreateTopic`.",
        "it is stopped, and this is done to running ones only",
    ),
    "full": State(
        "LimitExceeded",
        "Create something in a resource whose id ends in `-full`, as with mqtt `CreateTopic`.",
        "it holds as many as it may",
    ),
    "soldout": State(
        "ResourceInsufficient",
        "Order from a resource whose id ends in `-soldout`: cvm `RunInstances` with ImageId img-soldout.",
        "it has none left",
    ),
}
"""By the last word of the id."""


def in_state(ending: str) -> Callable[[Visit], str | None]:
    """The check for a resource of that state, where it does not allow the call."""
    state = STATES[ending]

    def check(visit: Visit) -> str | None:
        action = visit.action
        if not (state.reading or action.row.verb is not Verb.READ):
            return None
        for name, value in _ids(visit.params or {}):
            if not value.endswith(f"-{ending}"):
                continue
            if not state.why:
                return _no_permission(action, visit.claims.region, name, value)
            return f"The {name} {shown(value)} does not allow {action.row.action}: {state.why}."
        return None

    return check


def second_factor_fails(visit: Visit) -> str | None:
    """TokenCode is six digits, and never `000000`."""
    code = (visit.params or {}).get("TokenCode")
    if visit.service != "sts" or not isinstance(code, str) or not visit.action.request.member("TokenCode"):
        return None
    if not _SIX_DIGITS.fullmatch(code):
        return "TokenCode is not six digits."
    return f"TokenCode is {NEVER_RIGHT}, which is never right." if code == NEVER_RIGHT else None


def _ids(value: Json, name: str = "") -> Iterator[tuple[str, str]]:
    """Names and values of all ids. What is nested too deeply was refused before."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from _ids(inner, key)
        case list():
            for inner in value:
                yield from _ids(inner, name)
        case str() if name.endswith(("Id", "Ids")):
            yield name, value
        case _:
            pass


def _no_permission(action: Action, region: str | None, name: str, value: str) -> str:
    """In the form of the cloud's own, so that what reads those reads this."""
    service = action.row.service
    kind = name.removesuffix("s").removesuffix("Id").lower() or "resource"
    found = value if _SAFE.fullmatch(value) else "*"
    resource = f"qcs::{service}:{region or ''}:uin/100000000000:{kind}/{found}"
    return f"No CAM policy allows operation ({service}:{action.row.action}) on resource ({resource})."
