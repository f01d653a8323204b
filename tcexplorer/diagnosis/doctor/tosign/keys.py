"""The signing key and the HMACs that derive it, as a recipe that mistakes change."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.signing import TERMINATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Keys(NamedTuple):
    """The choices that deriving the key takes, and the last HMAC with it."""

    secret: str
    date: str
    service: str
    prefix: str = "TC3"
    suffix: str = ""
    steps: tuple[str, ...] = ("date", "service", "terminator")
    """Names of fields, or texts of their own that begin with `=`."""
    terminator: str = TERMINATOR
    encodings: tuple[str, ...] = ("raw", "raw", "raw")
    swapped: tuple[bool, ...] = (False, False, False, False)
    """Of the three steps and of the signature itself: whether key and message changed places."""
    digests: tuple[str, str, str] = ("sha256", "sha256", "sha256")
    last_digest: str = "sha256"
    last_of: str = ""
    """What the last HMAC is made of: the string to sign itself, or its hash as `hex` or `raw`."""


class Signer(NamedTuple):
    """The key, and how the last HMAC is made with it."""

    key: bytes
    swapped: bool
    digest: str
    of: str = ""

    def sign(self, message: bytes) -> bytes:
        key = self.key
        if self.of:
            message = _ENCODINGS[self.of](hashlib.sha256(message).digest())
        return hmac.digest(message, key, self.digest) if self.swapped else hmac.digest(key, message, self.digest)


_ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "raw": bytes,
    "hex": lambda value: value.hex().encode(),
    "HEX": lambda value: value.hex().upper().encode(),
    "base64": base64.b64encode,
    "latin-1": lambda value: value.decode("latin-1").encode(),
    "lossy": lambda value: value.decode("utf-8", "replace").encode(),
    "until NUL": lambda value: value.partition(b"\0")[0],
    "without NUL": lambda value: value.replace(b"\0", b""),
}

Steps = dict[tuple[bytes, str, str, bool, str], bytes]
"""Steps of derivations that were made already."""


def derived(recipe: Keys, made: Steps) -> Signer:
    """The signing key of a recipe; `made` is looked up and added to."""
    key = f"{recipe.prefix}{recipe.secret}{recipe.suffix}".encode("utf-8", "surrogateescape")
    for at, step in enumerate(recipe.steps):
        text = step[1:] if step[0] == "=" else getattr(recipe, step)
        first = at < 3
        choices = (
            key,
            text,
            recipe.digests[at] if first else "sha256",
            first and recipe.swapped[at],
            recipe.encodings[at] if first else "raw",
        )
        result = made.get(choices)
        if result is None:
            result = made[choices] = _step(*choices)
        key = result
    return Signer(key, recipe.swapped[3], recipe.last_digest, recipe.last_of)


def _step(key: bytes, text: str, digest: str, swapped: bool, encoding: str) -> bytes:
    message = text.encode("utf-8", "surrogateescape")
    result = hmac.digest(message, key, digest) if swapped else hmac.digest(key, message, digest)
    return _ENCODINGS[encoding](result)
