"""What a mistake is that is made after the canonical request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.diagnosis.doctor.mistake import Mistake


class Late(NamedTuple):
    """A mistake made after the canonical request: changes to the string to sign, to the keys, or to both."""

    mistake: Mistake
    text: Mapping[str, Any]
    keys: Mapping[str, Any]
    rare: bool = False
    mixed: bool = False
    """A rare one that is tried in pairs, too, with mistakes that are made before it."""


NOTHING: Mapping[str, Any] = {}


class Known(NamedTuple):
    """What the request and the credential say, for the mistakes to start from."""

    timestamp: str
    date: str
    service: str
    secret_key: str
    secret_ids: tuple[str, ...]
    region: str
    host: str
    services: tuple[str, ...]
