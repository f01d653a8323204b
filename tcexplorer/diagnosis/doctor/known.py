"""What is known besides the request: names of services, and hosts that are named beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.diagnosis.doctor.request import ServicesOf

_HOST = re.compile(
    rb"(?:https?://|\b(?:x-)?(?:forwarded-|original-)?host\s*[:=]\s*\"?|(?:-x|--proxy)[ =]+['\"]?)"
    rb"([\w.-]+(?::\d{1,5})?)",
    re.IGNORECASE,
)
_LONGEST, _MOST = 64 * 1024, 8


class Known(NamedTuple):
    """`services` are names of services, `hosts` those that the request or the command names anywhere."""

    services: Iterable[str] = ()
    services_of: ServicesOf | None = None
    hosts: tuple[str, ...] = ()


def hosts_named(text: bytes) -> tuple[str, ...]:
    """The hosts that a request, or the command that sends it, names: in its URL, of a proxy, in headers."""
    found = (host[1].decode("latin-1") for host in _HOST.finditer(text, 0, _LONGEST))
    return tuple(dict.fromkeys(found))[:_MOST]
