"""Resources in a state of their own: the sandbox holds none, so their ids say how they are.

A parameter whose name ends in `Id` or `Ids`, at whatever depth, that holds an id with one of these endings
(`mqtt-missing`, `ins-busy`) is answered as the cloud answers for such a resource:

| ending | code | to |
|---|---|---|
| `-missing` | ResourceNotFound | every action |
| `-forbidden` | AuthFailure.UnauthorizedOperation | every action |
| `-foreign` | UnauthorizedOperation | every action |
| `-broken` | InternalError | every action |
| `-isolated` | ResourceUnavailable | actions that change something |
| `-busy` | ResourceInUse | actions that change something |
| `-protected` | FailedOperation | actions that change something |
| `-stopped` | UnsupportedOperation | actions that change something |
| `-full` | LimitExceeded | actions that change something |
| `-soldout` | ResourceInsufficient | actions that change something |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.catalog.model import Verb
from tcexplorer.sandbox.refusal import RefusalError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.catalog.model import Action
    from tcexplorer.protocol.model import Json, JsonObject

_SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
NEVER_RIGHT = "000000"
"""The one code of six digits that no second factor ever shows."""
_SAFE = re.compile(r"[\w-]{1,60}", re.ASCII)


class State(NamedTuple):
    """How a resource is: the code it is answered with, why, and whether reading it is answered so, too."""

    code: str
    why: str
    reading: bool = False


STATES = {
    "missing": State("ResourceNotFound", "there is no such resource", reading=True),
    "forbidden": State("AuthFailure.UnauthorizedOperation", "", reading=True),
    "foreign": State("UnauthorizedOperation", "it belongs to another account", reading=True),
    "broken": State("InternalError", "what serves it has failed", reading=True),
    "isolated": State("ResourceUnavailable", "it is isolated, since a bill is overdue"),
    "busy": State("ResourceInUse", "another operation holds it"),
    "protected": State("FailedOperation", "it is protected against changes"),
    "stopped": State("UnsupportedOperation", "it is stopped, and this is done to running ones only"),
    "full": State("LimitExceeded", "it holds as many as it may"),
    "soldout": State("ResourceInsufficient", "it has none left"),
}
"""By the last word of the id."""


def check_staged(params: JsonObject, action: Action, region: str | None) -> None:
    """Refuse a call that names a resource in a state which does not allow it."""
    for name, value in _ids(params):
        _, dash, word = value.rpartition("-")
        state = STATES.get(word) if dash else None
        if state is None or not (state.reading or action.row.verb is not Verb.READ):
            continue
        if not state.why:
            raise RefusalError(state.code, _no_permission(action, region, name, value))
        raise RefusalError(state.code, f"The {name} {shown(value)} does not allow {action.row.action}: {state.why}.")


def check_mfa(params: JsonObject, action: Action) -> None:
    """Refuse a second factor that cannot be right: TokenCode is six digits, and never `000000`."""
    code = params.get("TokenCode")
    if isinstance(code, str) and action.request.member("TokenCode") and action.row.service == "sts":
        if not _SIX_DIGITS.fullmatch(code):
            raise RefusalError("AuthFailure.MFAFailure", "TokenCode is not six digits.")
        if code == NEVER_RIGHT:
            raise RefusalError("AuthFailure.MFAFailure", f"TokenCode is {NEVER_RIGHT}, which is never right.")


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
