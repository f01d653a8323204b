"""From a pasted text to the call it describes: found in the catalogue, with values of the schema's types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcexplorer.catalog.examples import typed
from tcexplorer.catalog.index import near
from tcexplorer.interchange.readers.detect import (
    PastedAnswer,
    PastedCall,
    PastedNothing,
    PastedParameters,
    PastedRequestId,
    detect,
    is_call,
)
from tcexplorer.protocol.model import Method
from tcexplorer.protocol.regions import BY_CODE, LEGACY_CODES

if TYPE_CHECKING:
    from tcexplorer.catalog.index import ActionIndex
    from tcexplorer.catalog.model import Action, ActionRow
    from tcexplorer.interchange.readers.detect import Pasted
    from tcexplorer.protocol.model import JsonObject

__all__ = [
    "LARGEST",
    "FoundCall",
    "FoundNothing",
    "FoundParameters",
    "find_call",
    "is_call",
    "unknown_names",
    "with_types",
]

LARGEST: Final = 2_000_000
"""Characters of a text that is looked at."""
_REGION = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_ORIGINS = {"http": "a raw request", "curl": "a curl command", "tccli": "a tccli command"}


@dataclass(frozen=True, slots=True)
class FoundCall:
    """The call of a pasted text. `region` is None where the text names none; `endpoint` is only to be told."""

    what: str
    """What the text is, in words: "a curl command"."""
    row: ActionRow
    region: str | None
    params: JsonObject
    endpoint: str | None
    remarks: tuple[str, ...]
    """What was dropped, passed over or taken otherwise, a line each."""
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundParameters:
    """A JSON object that can be the parameters of the action at hand."""

    params: JsonObject


@dataclass(frozen=True, slots=True)
class FoundNothing:
    """Nothing to take over, and one line that says why."""

    sentence: str


def find_call(text: str, actions: ActionIndex) -> FoundCall | FoundParameters | FoundNothing:
    """The call that a text describes, among the actions there are. Never raises; no file that it names is read."""
    if len(text) > LARGEST:
        return FoundNothing(f"the text is longer than {LARGEST:,} characters; that is no call")
    match detect(text):
        case PastedCall() as call:
            return _found(call, actions)
        case PastedParameters(params=params):
            return FoundParameters(params)
        case other:
            return FoundNothing(_no_call(other))


def _no_call(pasted: Pasted) -> str:
    match pasted:
        case PastedAnswer(code=code, request_id=request_id):
            what = f"an answer with the error {code}" if code else "an answer"
            return f"this is {what}, not a call{f'; its RequestId is {request_id}' if request_id else ''}"
        case PastedRequestId():
            return "this is a RequestId, not a call"
        case PastedNothing(reason=reason):
            return f"no call: {reason}"
        case _:
            return "this is no call"


def _found(call: PastedCall, actions: ActionIndex) -> FoundCall | FoundNothing:
    what = _ORIGINS.get(call.origin, call.origin)
    if not call.action:
        return FoundNothing(f"this is {what} without an action: no X-TC-Action and no parameter Action")
    row = actions.find(call.service and call.service.lower(), call.action, call.version)
    if row is None and call.version:  # the host was an alias, or this machine: the version tells most services apart
        row = actions.find(None, call.action, call.version)
    if row is None:
        return FoundNothing(_unknown(call, actions))
    remarks = list(call.remarks)
    if call.version and call.version != row.version:
        remarks.append(f"{row.service} has no version {call.version} in the catalogue; {row.version} is taken")
    if call.service and call.service != row.service:
        remarks.append(f"no service {call.service} in the catalogue has this action; it is taken for {row.service}'s")
    if call.method is Method.GET:
        remarks.append("it was a GET; its texts were turned into what the schema asks for")
    region = _region(call.region, remarks)
    return FoundCall(what, row, region, call.params, call.endpoint, tuple(dict.fromkeys(remarks)), call.texts)


def _unknown(call: PastedCall, actions: ActionIndex) -> str:
    names = sorted({row.action for row in actions if row.service == call.service})
    if call.service is None:
        return f"the text names no service, and {call.action} is not the name of one action only"
    if not names:
        return f"there is no service {call.service} in the catalogue, so no {call.action}"
    close = near(call.action or "", names)
    hint = f" (did you mean {close[0]}?)" if close else ""
    return f"{call.service} has no action {call.action} in the catalogue{hint}"


def _region(region: str | None, remarks: list[str]) -> str | None:
    if not region:
        return None
    if not _REGION.fullmatch(region):
        remarks.append(f"{region[:40]!r} is no region; the region stays")
        return None
    if region in LEGACY_CODES:
        remarks.append(f"{region} is a code of API 2.0; {LEGACY_CODES[region]} is taken")
        return LEGACY_CODES[region]
    if region not in BY_CODE:
        remarks.append(f"{region} is not in our list of regions; it is taken all the same")
    return region


def with_types(found: FoundCall, action: Action) -> JsonObject:
    """The parameters with values of the schema's types; a tccli command does not say which are numbers."""
    return typed(found.params, action, dict(found.texts) if found.texts else None)


def unknown_names(params: JsonObject, action: Action) -> list[str]:
    """Parameters that the schema does not know; they are sent all the same."""
    return [name for name in params if action.request.member(name) is None]
