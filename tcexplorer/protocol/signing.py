"""TC3-HMAC-SHA256, as one pure function with a trace of every value on the way.

Preview, sender, `tcexplorer sign` and sandbox all call `sign_tc3`. The doctor also signs wrongly on purpose, to find
out which mistake a client made.
Rules: https://www.tencentcloud.com/document/product/1154/48911 ("Signature v3"). The published worked
examples are tests.

Texts that came off a wire are decoded with `surrogateescape`, so that any bytes can be signed.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcexplorer.protocol.model import Credential

ALGORITHM = "TC3-HMAC-SHA256"
TERMINATOR = "tc3_request"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
SKIP = "SKIP"
"""The literal Authorization of the two sts actions that take no key."""


class KeySchedule(NamedTuple):
    """The three derived keys of a day and a service; each is as good as the SecretKey for that scope."""

    date: Secret[bytes]
    service: Secret[bytes]
    signing: Secret[bytes]


class Trace(NamedTuple):
    """Every value between the request and its Authorization, in the order they arise."""

    method: str
    path: str
    query: str
    canonical_headers: str
    signed_headers: str
    payload_hash: str
    canonical_request: str
    canonical_request_hash: str
    timestamp: int
    date: str
    service: str
    credential_scope: str
    string_to_sign: str
    keys: KeySchedule
    signature: str
    authorization: str

    def __repr__(self) -> str:
        return f"Trace({self.credential_scope}, {self.signed_headers})"


def utc_date(timestamp: int) -> str:
    """The UTC date of a timestamp in seconds, as the scope wants it: `2019-02-25`.

    Raises ValueError for a timestamp that no calendar has (milliseconds passed for seconds).
    """
    try:
        return _date(timestamp // 86400)
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(f"timestamp {timestamp} is not a time in seconds") from error


@lru_cache(maxsize=16)
def _date(day: int) -> str:
    return datetime.fromtimestamp(day * 86400, UTC).strftime("%Y-%m-%d")


def key_schedule(secret_key: Secret[str], date: str, service: str) -> KeySchedule:
    """The derived keys: HMAC of the date under "TC3" + SecretKey, of the service, of `tc3_request`.

    The last few schedules are remembered, in memory only: a key is used for a day.
    """
    return _schedule(secret_key.reveal(), date, service)


@lru_cache(maxsize=64)
def _schedule(secret_key: str, date: str, service: str) -> KeySchedule:
    encode = ("utf-8", "surrogateescape")
    k_date = hmac.digest(b"TC3" + secret_key.encode(*encode), date.encode(*encode), "sha256")
    k_service = hmac.digest(k_date, service.encode(*encode), "sha256")
    k_signing = hmac.digest(k_service, TERMINATOR.encode(), "sha256")
    return KeySchedule(Secret(k_date), Secret(k_service), Secret(k_signing))


def payload_hash(body: bytes) -> str:
    """Lower-case hex SHA-256 of the body exactly as sent; of nothing for a GET."""
    return sha256(body).hexdigest()


UNSIGNED_PAYLOAD_HASH = payload_hash(UNSIGNED_PAYLOAD.encode())


def canonical_headers(headers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The canonical headers (each line ended by a newline) and the list of their names."""
    return _canonical(tuple(headers))


@lru_cache(maxsize=256)
def _canonical(headers: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    pairs = sorted([(name.lower(), value.strip().lower()) for name, value in headers])
    return "".join([f"{name}:{value}\n" for name, value in pairs]), ";".join([name for name, _ in pairs])


def sign_tc3(
    *,
    method: str,
    path: str,
    query: str,
    headers: Iterable[tuple[str, str]],
    hashed_payload: str,
    credential: Credential,
    timestamp: int,
    service: str,
    date: str | None = None,
) -> Trace:
    """Sign a request.

    `headers` are the ones to sign, as (name, value); `query` is the exact text after `?`, nothing for a
    POST; `hashed_payload` is `payload_hash(body)` or `UNSIGNED_PAYLOAD_HASH`; `timestamp` is in seconds.
    `date` is the scope's date, which is the UTC date of the timestamp unless a verifier must follow
    what a client wrote.

    Raises ValueError when the timestamp has no date.
    """
    if date is None:
        date = utc_date(timestamp)
    lines, names = canonical_headers(headers)
    canonical_request = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{hashed_payload}"
    hashed_request = sha256(canonical_request.encode("utf-8", "surrogateescape")).hexdigest()
    scope = f"{date}/{service}/{TERMINATOR}"
    string_to_sign = f"{ALGORITHM}\n{timestamp}\n{scope}\n{hashed_request}"
    keys = key_schedule(credential.secret_key, date, service)
    signature = hmac.digest(keys.signing.reveal(), string_to_sign.encode("utf-8", "surrogateescape"), "sha256").hex()
    return Trace(
        method,
        path,
        query,
        lines,
        names,
        hashed_payload,
        canonical_request,
        hashed_request,
        timestamp,
        date,
        service,
        scope,
        string_to_sign,
        keys,
        signature,
        f"{ALGORITHM} Credential={credential.secret_id}/{scope}, SignedHeaders={names}, Signature={signature}",
    )
