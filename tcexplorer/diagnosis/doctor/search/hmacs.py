"""The innermost loops of the search: HMACs of many messages under one key."""

from __future__ import annotations

import hashlib
from binascii import hexlify
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.tosign.message import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcexplorer.diagnosis.doctor.tosign.keys import Signer
    from tcexplorer.diagnosis.doctor.tosign.message import Prefixed

_BLOCK = 64

_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


class _Hmac:
    """HMAC-SHA256 with the work that is the same for many messages done once."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes, before: bytes) -> None:
        key = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
        key = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(key.translate(_INNER) + before).copy
        self._outer = hashlib.sha256(key.translate(_OUTER)).copy

    def __call__(self, rest: bytes) -> bytes:
        first = self._inner()
        first.update(rest)
        last = self._outer()
        last.update(first.digest())
        return last.digest()

    def hits(self, messages: Sequence[bytes], target: bytes) -> list[int]:
        """Where the messages are that come to the target: the innermost loop of the search."""
        inner, outer = self._inner, self._outer
        found: list[int] = []
        for at, message in enumerate(messages):
            first = inner()
            first.update(message)
            last = outer()
            last.update(first.digest())
            if last.digest() == target:
                found.append(at)
        return found


def signing(before: bytes, signer: Signer) -> Callable[[bytes], bytes]:
    """HMAC of `before` and what follows it, with as much as possible done in advance."""
    if signer.swapped or signer.of or signer.digest != "sha256":
        return lambda rest: signer.sign(before + rest)
    return _Hmac(signer.key, before)


def hits(sign: Callable[[bytes], bytes], messages: Sequence[bytes], target: bytes) -> list[int]:
    """Where the messages are that are signed with the target."""
    if isinstance(sign, _Hmac):
        return sign.hits(messages, target)
    return [at for at, message in enumerate(messages) if sign(message) == target]


def checker(text: Prefixed, signer: Signer, target: bytes) -> Callable[[bytes], bool]:
    """Whether a canonical request leads to the signature sent."""
    sign, after = signing(text.before, signer), text.after
    if len(target) != hashlib.new(signer.digest, usedforsecurity=False).digest_size:
        return lambda _: False
    if text.form != "hash":
        form = FORMS[text.form]
        return lambda data: sign(form(data) + after) == target
    sha256 = hashlib.sha256
    if after:
        return lambda data: sign(hexlify(sha256(data).digest()) + after) == target
    return lambda data: sign(hexlify(sha256(data).digest())) == target
