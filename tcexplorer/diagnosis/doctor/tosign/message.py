"""The string to sign, as a recipe that mistakes change."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.signing import ALGORITHM, TERMINATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STANDARD = f"{{date}}/{{service}}/{TERMINATOR}"


class ToSign(NamedTuple):
    """The choices that the string to sign takes."""

    timestamp: str
    date: str
    service: str
    algorithm: str | None = ALGORITHM
    """None when the line is left out."""
    template: str = STANDARD
    """The scope; `{date}` and `{service}` are put in."""
    form: str = "hash"
    order: tuple[int, ...] = (0, 1, 2, 3)
    line_end: str = "\n"
    tail: str = ""


class Prefixed(NamedTuple):
    """A string to sign with a hole for what is made of the canonical request."""

    before: bytes
    form: str
    after: bytes


def rendered(recipe: ToSign) -> Prefixed:
    """The string to sign, but for the canonical request."""
    scope = recipe.template.replace("{date}", recipe.date).replace("{service}", recipe.service)
    texts = (recipe.algorithm, recipe.timestamp, scope, "\0")
    lines = [text for at in recipe.order if (text := texts[at]) is not None]
    before, hole, after = recipe.line_end.join(lines).partition("\0")
    return Prefixed(
        before.encode("utf-8", "surrogateescape"),
        recipe.form if hole else "nothing",
        (after + recipe.tail).encode("utf-8", "surrogateescape"),
    )


PRINTED = {
    "(stdin)=": ("(stdin)= ", "", "with the `(stdin)= ` that openssl prints before it"),
    "SHA2-256(stdin)=": ("SHA2-256(stdin)= ", "", "with the `SHA2-256(stdin)= ` that openssl prints before it"),
    "SHA256(stdin)=": ("SHA256(stdin)= ", "", "with the `SHA256(stdin)= ` that openssl prints before it"),
    "  -": ("", "  -", "with the `  -` that sha256sum prints after it"),
    " *-": ("", " *-", "with the ` *-` that sha256sum prints after it"),
    "  -, newline": ("", "  -\n", "with the `  -` and the newline that sha256sum prints after it"),
}
"""What a shell's tools print around a hash, and how to say so."""


def printed(name: str, hashed: bytes) -> bytes:
    """A hash in hex with what a tool prints around it."""
    before, after, _ = PRINTED[name]
    return before.encode() + hashed + after.encode()


def _printed(name: str) -> Callable[[bytes], bytes]:
    return lambda canonical: printed(name, hashlib.sha256(canonical).hexdigest().encode())


FORMS: Mapping[str, Callable[[bytes], bytes]] = {
    "hash": lambda canonical: hashlib.sha256(canonical).hexdigest().encode(),
    "upper": lambda canonical: hashlib.sha256(canonical).hexdigest().upper().encode(),
    "raw": lambda canonical: canonical,
    "bytes": lambda canonical: hashlib.sha256(canonical).digest(),
    "base64": lambda canonical: base64.b64encode(hashlib.sha256(canonical).digest()),
    "twice": lambda canonical: hashlib.sha256(hashlib.sha256(canonical).hexdigest().encode()).hexdigest().encode(),
    "sha1": lambda canonical: hashlib.sha1(canonical, usedforsecurity=False).hexdigest().encode(),
    "md5": lambda canonical: hashlib.md5(canonical, usedforsecurity=False).hexdigest().encode(),
    "sha512": lambda canonical: hashlib.sha512(canonical).hexdigest().encode(),
    "nothing": lambda _: b"",
    **{name: _printed(name) for name in PRINTED},
}
"""What stands in the string to sign for the canonical request."""
