"""Signature v1 (HmacSHA1 and HmacSHA256), the method before TC3, in stages and as one pure function.

All parameters, common ones included, travel dotted in the query (GET) or in a form body (POST), and the
signature is one of them. Rules: the "Signature" page of any product's "Calling Method" chapter, e.g.
https://www.tencentcloud.com/document/product/213/6984. The published worked examples are tests.

Texts that came off a wire are decoded with `surrogateescape`, so that any bytes can be signed.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from tcexplorer.protocol.signing import CODEC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tcexplorer.safety.secret import Secret

SIGNATURE = "Signature"
MAX_POST = 1024 * 1024
"""Bytes of body the API takes with v1."""


class Algorithm(StrEnum):
    """Values of the parameter SignatureMethod."""

    SHA1 = "HmacSHA1"
    SHA256 = "HmacSHA256"

    @property
    def digest(self) -> str:
        """The hash's name."""
        return "sha256" if self is Algorithm.SHA256 else "sha1"


class TraceV1(NamedTuple):
    """What was signed, with which algorithm, and the base64 signature."""

    source: str
    algorithm: Algorithm
    signature: str

    def __repr__(self) -> str:
        return f"TraceV1({self.algorithm})"


def algorithm_of(signature_method: str | None) -> Algorithm:
    """The algorithm that a SignatureMethod asks for: anything but `HmacSHA256` means HmacSHA1."""
    return Algorithm.SHA256 if signature_method == Algorithm.SHA256 else Algorithm.SHA1


def parameters(
    params: Iterable[tuple[str, str]],
    pair_order: Callable[[Any], Any] = sorted,
    pair_value: Callable[[str], str] = str,
    pairs_form: Callable[[str], str] = str,
) -> str:
    """The pairs as they are signed: sorted by name in ASCII order (`Ids.12` before `Ids.2`), the values as they are,
    not encoded, the signature itself left out. `pairs_form` says what becomes of the whole.
    """
    pairs = pair_order([(name, value) for name, value in params if name != SIGNATURE])
    return pairs_form("&".join([f"{name}={pair_value(value)}" for name, value in pairs]))


def source_string(
    method: str, host: str, parameters: str, path: str = "/", mark: str = "?", source_tail: str = ""
) -> str:
    """The text to sign: `GETcvm.tencentcloudapi.com/?Action=…&…`."""
    return f"{method}{host}{path}{mark}{parameters}{source_tail}"


def secret_bytes(secret_key: Secret[str], key_text: Callable[[str], str] = str, key_prefix: str = "") -> bytes:
    """The key of the HMAC; `key_text` says what of the SecretKey is used."""
    return f"{key_prefix}{key_text(secret_key.reveal())}".encode(*CODEC)


def signature(secret_bytes: bytes, source_string: str, last_digest: str = "sha1") -> bytes:
    """The signature, not yet in base64; `last_digest` follows from the algorithm."""
    return hmac.digest(secret_bytes, source_string.encode(*CODEC), last_digest)


STAGES: tuple[Callable[..., Any], ...] = (parameters, source_string, secret_bytes, signature)
"""Every stage, each after those whose values it takes; the parameters are named as in `signing`."""


def sign_v1(
    *, method: str, host: str, params: Iterable[tuple[str, str]], secret_key: Secret[str], path: str = "/"
) -> TraceV1:
    """Sign the dotted pairs of a request; the algorithm is the one its SignatureMethod names."""
    pairs = list(params)
    algorithm = algorithm_of(dict(pairs).get("SignatureMethod"))
    source = source_string(method, host, parameters(pairs), path)
    digest = signature(secret_bytes(secret_key), source, algorithm.digest)
    return TraceV1(source, algorithm, b64encode(digest).decode())
