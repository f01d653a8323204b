"""Signature v1 (HmacSHA1 and HmacSHA256), the method before TC3, as one pure function.

All parameters, common ones included, travel dotted in the query (GET) or in a form body (POST), and the
signature is one of them. Rules: the "Signature" page of any product's "Calling Method" chapter, e.g.
https://www.tencentcloud.com/document/product/213/6984. The published worked examples are tests.

Texts that came off a wire are decoded with `surrogateescape`, so that any bytes can be signed.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.safety.secret import Secret

SIGNATURE = "Signature"
MAX_POST = 1024 * 1024
"""Bytes of body the API takes with v1."""


class Algorithm(StrEnum):
    """Values of the parameter SignatureMethod."""

    SHA1 = "HmacSHA1"
    SHA256 = "HmacSHA256"


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


def source_string(*, method: str, host: str, params: Iterable[tuple[str, str]], path: str = "/") -> str:
    """The text to sign: `GETcvm.tencentcloudapi.com/?Action=…&…`.

    Pairs are sorted by name in ASCII order (`Ids.12` before `Ids.2`); values stand as they are, not
    encoded; the signature itself is left out.
    """
    pairs = sorted((name, value) for name, value in params if name != SIGNATURE)
    return f"{method}{host}{path}?" + "&".join(f"{name}={value}" for name, value in pairs)


def sign_v1(
    *, method: str, host: str, params: Iterable[tuple[str, str]], secret_key: Secret[str], path: str = "/"
) -> TraceV1:
    """Sign the dotted pairs of a request; the algorithm is the one its SignatureMethod names."""
    pairs = list(params)
    algorithm = algorithm_of(dict(pairs).get("SignatureMethod"))
    source = source_string(method=method, host=host, params=pairs, path=path)
    digest = hmac.digest(
        secret_key.reveal().encode("utf-8", "surrogateescape"),
        source.encode("utf-8", "surrogateescape"),
        "sha256" if algorithm is Algorithm.SHA256 else "sha1",
    )
    return TraceV1(source, algorithm, b64encode(digest).decode())
