"""The innermost loops of the search: HMACs of many messages under one key."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NEW: dict[str, Callable[[bytes], Any]] = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_BLOCK = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def mac(key: bytes, message: bytes, digest: str) -> bytes:
    """What `hmac.digest` makes, in half of the time for short messages."""
    if digest not in _NEW:
        return hmac.digest(key, message, digest)
    new, key = _keyed(key, digest)
    return new(key.translate(_OUTER) + new(key.translate(_INNER) + message).digest()).digest()


def _keyed(key: bytes, digest: str) -> tuple[Callable[[bytes], Any], bytes]:
    """The hash, and the key as long as its block."""
    new = _NEW[digest]
    return new, (key if len(key) <= _BLOCK else new(key).digest()).ljust(_BLOCK, b"\0")


class Signer:
    """The last HMAC with a key. `sign` is the stage of signing itself; `digest` names the hash where that is a plain
    HMAC, and is empty where it is anything else.
    """

    __slots__ = ("_digest", "_key", "sign")

    def __init__(self, key: bytes, digest: str, sign: Callable[[bytes], bytes]) -> None:
        self._key = key
        self._digest = digest
        self.sign = sign

    def signs(self, message: bytes, target: bytes) -> bool:
        """Whether a message comes to the target."""
        return (mac(self._key, message, self._digest) if self._digest else self.sign(message)) == target

    def hits(self, messages: Sequence[bytes], target: bytes, before: bytes = b"") -> list[int]:
        """Where the messages are that come to the target when they follow `before`."""
        if self._digest not in _NEW:
            return [at for at, message in enumerate(messages) if self.sign(before + message) == target]
        new, key = _keyed(self._key, self._digest)
        inner, outer = new(key.translate(_INNER) + before).copy, new(key.translate(_OUTER)).copy
        found: list[int] = []
        for at, message in enumerate(messages):
            first = inner()
            first.update(message)
            last = outer()
            last.update(first.digest())
            if last.digest() == target:
                found.append(at)
        return found
