"""What of a request must not be shown: the credential, and every value with a secret name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from tcexplorer.safety.redact import is_secret_header, is_secret_name
from tcexplorer.safety.scrub import Scrubber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Credential

_PAIR = re.compile(r"(?:^|[?&\n])([^=&\s]{1,200})=([^&\n]*)")
_MEMBER = re.compile(r'"(\w{1,200})"\s*:\s*("(?:[^"\\]|\\.)*"|[\w.+-]+)', re.DOTALL)
_LINE = re.compile(r"^[ \t]*([\w-]{1,200})[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_SHOWN = frozenset({"secretid", "true", "false", "null"})
"""A SecretId is no secret; a flag is none, whatever its name."""


def scrubber_of(received: Received, credential: Credential | None, *printed: bytes | None) -> Scrubber:
    """Masks the secrets of the request, of the credential and of what the client printed, wherever they turn up."""
    known = [credential.secret_key, credential.token] if credential is not None else []
    found = {value for name, value in _named(received, printed) if _is_secret(name) and value.lower() not in _SHOWN}
    return Scrubber(known, found)


def _named(received: Received, printed: tuple[bytes | None, ...]) -> Iterator[tuple[str, str]]:
    """Names and values, as written and as meant."""
    for header, sent in received.headers:
        name, value = _text(header).strip(), _text(sent)
        # what is signed with TC3 has its SecretId and scope there, which are to be seen
        if name.lower() != "authorization" or "Signature=" not in value:
            yield name, value
    for text in (received.query, received.body, *printed):
        if text:
            yield from _in_text(_text(text))


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    for name, value in _PAIR.findall(text):
        for spelled in {name, unquote(name)}:
            yield from ((spelled, read) for read in (value, unquote(value), unquote_plus(value)))
    for name, value in _MEMBER.findall(text):
        yield name, value.strip('"')
        if "\\" in value:
            try:
                yield name, json.loads(value, strict=False)
            except ValueError:
                continue
    yield from ((name, value.strip()) for name, value in _LINE.findall(text) if name.lower() != "authorization")


def _is_secret(name: str) -> bool:
    parts = [part for part in name.split(".") if not part.isdecimal()]
    return bool(parts) and parts[-1].lower() not in _SHOWN and (is_secret_header(name) or is_secret_name(parts[-1]))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
