"""The error codes every action can answer with, what they mean and what to do about them.

The 38 codes are the list of the "Responses" page of any product as it stands now; the texts are our own.
`CLIENT` holds the codes that SDKs invent on the caller's machine, which no server ever sent.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tcexplorer.protocol.codes.auth import AUTH
from tcexplorer.protocol.codes.client import CLIENT_SIDE
from tcexplorer.protocol.codes.model import CommonCode, Retry, on_demand
from tcexplorer.protocol.codes.outcome import OUTCOME
from tcexplorer.protocol.codes.request import REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CLIENT", "CLIENT_FAMILY", "COMMON", "FAMILIES", "CommonCode", "Retry", "family_of", "nearest", "on_demand"]

COMMON: Mapping[str, CommonCode] = MappingProxyType(
    {entry.code: entry for entry in sorted((*AUTH, *REQUEST, *OUTCOME), key=lambda entry: entry.code)}
)
"""The common error codes, by code."""

CLIENT: Mapping[str, CommonCode] = MappingProxyType({entry.code: entry for entry in CLIENT_SIDE})
"""Codes made up by SDKs, by code: the call did not get as far as an answer, or the answer was no use."""

CLIENT_FAMILY = "client"

_ALL = {**COMMON, **CLIENT}

FAMILIES: Mapping[str, str] = MappingProxyType({
    "ActionOffline": "The action was taken out of service.",
    "AuthFailure": "Who is calling, or what they may do, was not accepted; the parameters were not looked at.",
    "DryRunOperation": "A rehearsal asked for with DryRun, and its result.",
    "FailedOperation": "The service understood the request and could not carry it out.",
    "InternalError": "Something broke on the server's side.",
    "InvalidAction": "The service has no such action in this version.",
    "InvalidFilter": "A name or a value in Filters is not one the action can filter by.",
    "InvalidParameter": "A parameter has the wrong shape, type or format, or does not go with another one.",
    "InvalidParameterCombination": "Each parameter may be right, but not together.",
    "InvalidParameterConflict": "Two parameters contradict each other.",
    "InvalidParameterValue": "A parameter is well formed, and its value is not allowed.",
    "InvalidRequest": "The body as a whole cannot be taken apart.",
    "IpInBlacklist": "The address the call came from is blocked.",
    "IpNotInWhitelist": "The address the call came from is not among the permitted ones.",
    "LimitExceeded": "A quota of the account or of a resource is used up.",
    "MissingParameter": "Something required was left out.",
    "NoSuchProduct": "No service has this name.",
    "NoSuchVersion": "The service has no API of this date.",
    "OperationDenied": "The service forbids the operation here and now, for a state, a lock or a rule of its own.",
    "RegionError": "The service cannot work with the region it was given.",
    "RequestLimitExceeded": "Too many calls in too short a time.",
    "RequestSizeLimitExceeded": "More was sent than one request may hold.",
    "ResourceInUse": "Something still depends on the resource, or another operation holds it.",
    "ResourceInsufficient": "There is not enough of what was asked for.",
    "ResourceNotFound": "An id or a name leads to nothing in this account and region.",
    "ResourceUnavailable": "The resource is there and cannot be used as it is.",
    "ResourcesSoldOut": "The region or zone has none left to sell; another zone or another model may have.",
    "ResponseSizeLimitExceeded": "More would have come back than one answer may hold.",
    "ServiceUnavailable": "The service is not answering for the moment.",
    "UnauthorizedOperation": "The service, or CAM on its behalf, does not permit this identity the operation.",
    "UnknownParameter": "A parameter was sent that the action does not define.",
    "UnsupportedOperation": "The operation does not fit the state, the kind or the edition of the resource.",
    "UnsupportedProtocol": "The request travelled in a way the API does not take.",
    "UnsupportedRegion": "The service, or this action, is not offered in the region.",
})  # fmt: skip
"""One line on each top-level family: what a sub-code that nobody described still says."""


def _with_parents(code: str) -> Iterator[str]:
    while code:
        yield code
        code = code.rpartition(".")[0]


def nearest(code: str) -> CommonCode | None:
    """The entry of the code or of its nearest parent (`RequestLimitExceeded.Foo`: RequestLimitExceeded).

    None for `AuthFailure.Foo`: AuthFailure alone is no code of its own, only a family.
    """
    return next((_ALL[part] for part in _with_parents(code) if part in _ALL), None)


def family_of(code: str) -> str | None:
    """What the code belongs to: its nearest parent that is a code or a family, itself when it is at the top.

    `client` for the codes that SDKs make up; None when nothing is known of the code.
    """
    for part in _with_parents(code):
        if part in CLIENT:
            return CLIENT_FAMILY
        if part in FAMILIES or (part in COMMON and part != code):
            return part
    return None
