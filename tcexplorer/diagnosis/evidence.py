"""What the API's own message gives away, as short lines: ids, the permission that is missing, numbers, names.

Messages are for people and change without notice, in English or Chinese: what is not found is not said.
Forms seen in the wild: tencentcloud-sdk-java#78, cb-spider#654, MathTranslate#21, sdk-python#42.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 20_000
_MOST: Final = 5
"""Things of one kind that are worth listing; a message with more is not about them."""

_INNER_ID = re.compile(r"\[request[ _]?id[:：]\s?([\w.-]{1,100})\]", re.IGNORECASE)
_OPERATION = re.compile(r"operation\s{0,3}\(([\w-]{1,60}:[\w*]{1,100})\)", re.IGNORECASE)
_RESOURCE = re.compile(r"resource\s{0,3}\((\*|qcs:[^\s()\"\\]{1,300})\)", re.IGNORECASE)
_FREQUENCY = re.compile(
    r"(?<!\d)(\d{1,9})(?!\d)(\D{0,80}?)(?:exceed|超过|超出)\D{0,80}?(?<!\d)(\d{1,9})(?!\d)", re.IGNORECASE
)
_ABOUT_FREQUENCY = re.compile(r"frequency|request times|频率|每秒|qps", re.IGNORECASE)
_UNITS = {"second": "second", "秒": "second", "minute": "minute", "分": "minute", "hour": "hour", "小时": "hour"}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_UNIT = re.compile("|".join(_UNITS), re.IGNORECASE)
_NAME = r"[A-Za-z][\w-]{0,63}(?:\.[\w-]{1,64}){0,8}"
_NAMED = re.compile(
    rf"`({_NAME})`|“({_NAME})”|\"({_NAME})\"|(?<![\w'])'({_NAME})'(?!\w)",
)
_REGION = re.compile(r"x-tc-region", re.IGNORECASE)
_NO_REGION = re.compile(r"not support|unsupport|不支持", re.IGNORECASE)
_TOO_LARGE = re.compile(r"exceed\w{0,3} (?:the )?request size|request size limit|请求(?:体|包)?大小", re.IGNORECASE)
_ABOUT_PARAMETERS = ("InvalidParameter", "MissingParameter", "UnknownParameter")


class Permission(NamedTuple):
    """What CAM would have to allow: operations (`mqtt:DescribeInstance`), and resources (`qcs::…`), if any is named."""

    operations: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def policy(self) -> str:
        """A CAM policy that allows it and no more, as JSON of several lines, ready to paste into the console."""
        return json.dumps(self._document, indent=4)

    @property
    def line(self) -> str:
        """The same policy on one line."""
        return json.dumps(self._document, separators=(",", ":"))

    @property
    def _document(self) -> dict[str, object]:
        statement = {"effect": "allow", "action": [*self.operations], "resource": [*self.resources] or ["*"]}
        return {"version": "2.0", "statement": [statement]}


def permission_in(message: str) -> Permission | None:
    """The permission that a message says is missing; None when it names no operation."""
    message = message[:_LONGEST]
    operations = _first(_OPERATION.findall(message))
    return Permission(tuple(operations), tuple(_first(_RESOURCE.findall(message)))) if operations else None


def permission_for(service: str, action: str, message: str = "") -> Permission:
    """The permission for a call that was refused: the one its message names, else that of the action itself."""
    return permission_in(message) or Permission((f"{service}:{action}",), ())


def explain_message(code: str, message: str) -> tuple[str, ...]:
    """Evidence in the message of an API error, one short line each, made inert; empty when there is none.

    A missing permission ends with a line of JSON: a CAM policy that grants it and no more.
    """
    message = message[:_LONGEST]
    lines = [
        *(f"Inner RequestId: {found}" for found in _first(_INNER_ID.findall(message))),
        *_permission(message),
        *_frequency(code, message),
        *_region(message),
        *_names(code, message),
    ]
    if _TOO_LARGE.search(message):
        lines.append(
            "The request is too large for the way it is signed: v1 takes 1 MB, TC3-HMAC-SHA256 takes 10 MB."
            if code.startswith("AuthFailure")
            else "The request is larger than the API takes: 10 MB as POST, 32 KB as GET."
        )
    return tuple(visible(line) for line in lines)


def _first(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:_MOST]


def _permission(message: str) -> list[str]:
    permission = permission_in(message)
    if permission is None:
        return []
    return [
        f"Not allowed: {', '.join(permission.operations)}",
        f"On: {', '.join(permission.resources) or 'a resource that is not named'}",
        "A CAM policy that allows it and no more:",
        permission.line,
    ]


def _frequency(code: str, message: str) -> list[str]:
    """How often was called and may be; of a quota, how much there is and may be."""
    about_quota = code.startswith("LimitExceeded")
    if not (about_quota or code.startswith("RequestLimitExceeded") or _ABOUT_FREQUENCY.search(message)):
        return []
    found = _FREQUENCY.search(message)
    if not found:
        return []
    made, allowed = int(found[1]), int(found[3])
    unit = _UNIT.search(message)
    if about_quota and not unit:
        return [f"Quota: {made} in use or asked for; allowed: {allowed}"]
    name = _UNITS[unit[0].lower()] if unit else ""
    per = f" per {name}" if name else ""
    lines = [f"Calls made: {made}{per}; allowed: {allowed}{per}"]
    if name and 0 < allowed <= 1000 * _SECONDS[name]:
        pause = _SECONDS[name] / allowed
        said = f"{pause * 1000:.0f} ms" if pause < 1 else f"{pause:.1f} s"
        lines.append(f"To stay within it: {said} between calls, counted over all programs of the account")
    return lines


def _region(message: str) -> list[str]:
    if not _REGION.search(message):
        return []
    if _NO_REGION.search(message):
        return ["X-TC-Region is not wanted here: send the call without a region."]
    return ["X-TC-Region is at fault: API 3.0 takes codes like ap-guangzhou, not gz, and no empty value."]


def _names(code: str, message: str) -> list[str]:
    """Names between backquotes or quotes; lower-case ones only where the code is about parameters."""
    names = _first("".join(groups) for groups in _NAMED.findall(message))
    wanted = [
        name
        for name in names
        if not _REGION.fullmatch(name) and (name[0].isupper() or code.startswith(_ABOUT_PARAMETERS))
    ]
    return [f"Named in the message: {', '.join(wanted)}"] if wanted else []
