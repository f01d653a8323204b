"""TC3-HMAC-SHA256 in stages, and as one pure function with a trace of every value on the way.

Preview, sender, `tcexplorer sign` and sandbox all call `sign_tc3`, which runs the stages as the rules want them. The
doctor runs the very same stages with changes, to find out which mistake a client made. A stage is a pure function; its
parameters are named by what they take: the value of an earlier stage, or a field of the recipe. Fields that have a
default say how a stage does its work, and the default is the right way.

Rules: https://www.tencentcloud.com/document/product/1154/48911 ("Signature v3"). The published worked
examples are tests.

Texts that came off a wire are decoded with `surrogateescape`, so that any bytes can be signed.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from tcexplorer.safety.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tcexplorer.protocol.model import Credential

ALGORITHM = "TC3-HMAC-SHA256"
TERMINATOR = "tc3_request"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
CODEC = ("utf-8", "surrogateescape")
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


def hex_sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in lower-case hex digits."""
    return sha256(data).hexdigest()


def lowered(_: str, value: str) -> str:
    """The value of a header as it is signed."""
    return value.lower()


def as_given(value: Any) -> Any:
    """What is given, unchanged."""
    return value


def in_turn(date: str, service: str, terminator: str) -> Sequence[str]:
    """The texts that the key is derived from, in their order."""
    return date, service, terminator


def standard_scope(date: str, service: str) -> str:
    """The credential scope."""
    return f"{date}/{service}/{TERMINATOR}"


# before the hash of the canonical request
def request_line(method: str, path: str, query: str, line_end: str = "\n") -> str:
    """The first three lines of the canonical request, without the end of the last."""
    return f"{method}{line_end}{path}{line_end}{query}"


def canonical_headers(
    headers: Sequence[tuple[str, str]],
    header_order: Callable[[Any], Any] = sorted,
    header_name: Callable[[str], str] = str.lower,
    header_trim: Callable[[str], str] = str.strip,
    header_value: Callable[[str, str], str] = lowered,
    header_line: Callable[[str, str], str] = "{}:{}".format,
    header_end: str = "\n",
) -> str:
    """The canonical headers, each line ended."""
    pairs = header_order([(header_name(name), header_value(name, header_trim(value))) for name, value in headers])
    return "".join([header_line(name, value) + header_end for name, value in pairs])


def signed_headers(
    listed: Sequence[str],
    list_order: Callable[[Any], Any] = sorted,
    list_name: Callable[[str], str] = str.lower,
    list_join: Callable[[Sequence[str]], str] = ";".join,
) -> str:
    """The list of the names of the signed headers."""
    return list_join(list_order([list_name(name) for name in listed]))


def payload_hash(payload: bytes, payload_form: Callable[[bytes], str] = hex_sha256) -> str:
    """Lower-case hex SHA-256 of the body exactly as sent; of nothing for a GET."""
    return payload_form(payload)


def canonical_request(
    request_line: str,
    canonical_headers: str,
    signed_headers: str,
    payload_hash: str,
    line_end: str = "\n",
    blank_lines: int = 1,
    canonical_tail: str = "",
) -> str:
    """The canonical request. With fewer than no `blank_lines` not even the line of the last header is ended."""
    if blank_lines < 0:
        canonical_headers = canonical_headers[:-1]
    blank = line_end * blank_lines
    return f"{request_line}{line_end}{canonical_headers}{blank}{signed_headers}{line_end}{payload_hash}{canonical_tail}"


def canonical_hash(canonical_request: str, canonical_form: Callable[[bytes], str] = hex_sha256) -> str:
    """The hash of the canonical request."""
    return canonical_form(canonical_request.encode(*CODEC))


# after it
def credential_scope(
    scope_date: str, scope_service: str, scope_form: Callable[[str, str], str] = standard_scope
) -> str:
    """The scope, as the third line of the string to sign."""
    return scope_form(scope_date, scope_service)


def string_to_sign(
    timestamp: str,
    credential_scope: str,
    canonical_hash: str,
    algorithm: str = ALGORITHM,
    text_order: Callable[[Sequence[str]], Sequence[str]] = as_given,
    text_end: str = "\n",
    text_tail: str = "",
) -> str:
    """The string to sign; `text_order` may leave lines out."""
    return text_end.join(text_order((algorithm, timestamp, credential_scope, canonical_hash))) + text_tail


# the key
def key_texts(
    key_date: str,
    key_service: str,
    terminator: str = TERMINATOR,
    key_steps: Callable[[str, str, str], Sequence[str]] = in_turn,
) -> Sequence[str]:
    """The texts that the key is derived from."""
    return key_steps(key_date, key_service, terminator)


def secret_bytes(secret_key: Secret[str], key_text: Callable[[str], str] = as_given, key_prefix: str = "TC3") -> bytes:
    """The key of the first HMAC; `key_text` says what of the SecretKey is used."""
    return f"{key_prefix}{key_text(secret_key.reveal())}".encode(*CODEC)


def key_step(key: bytes, text: str, digest: str, swapped: bool, passed_on: Callable[[bytes], bytes]) -> bytes:
    """One step of deriving the key; `passed_on` says what becomes of its bytes before the next."""
    message = text.encode(*CODEC)
    return passed_on(hmac.digest(message, key, digest) if swapped else hmac.digest(key, message, digest))


THREE = ("sha256",) * 3
NONE_SWAPPED = (False,) * 4


def derived_keys(
    secret_bytes: bytes,
    key_texts: Sequence[str],
    key_digests: Sequence[str] = THREE,
    swapped: Sequence[bool] = NONE_SWAPPED,
    passed_on: Sequence[Callable[[bytes], bytes]] = (as_given,) * 3,
    step: Callable[..., bytes] = key_step,
) -> tuple[bytes, ...]:
    """The key of the first HMAC and what each step makes of it; the last one signs. What is more than three steps is
    made as it should be.
    """
    keys = [secret_bytes]
    for at, text in enumerate(key_texts):
        how = (key_digests[at], swapped[at], passed_on[at]) if at < 3 else ("sha256", False, as_given)
        keys.append(step(keys[-1], text, *how))
    return tuple(keys)


def signature(
    derived_keys: Sequence[bytes],
    string_to_sign: str,
    last_digest: str = "sha256",
    swapped: Sequence[bool] = NONE_SWAPPED,
    signed_form: Callable[[bytes], bytes] = as_given,
) -> bytes:
    """The signature, not yet in hex digits; `signed_form` says what of the string to sign is signed."""
    key, message = derived_keys[-1], signed_form(string_to_sign.encode(*CODEC))
    return hmac.digest(message, key, last_digest) if swapped[3] else hmac.digest(key, message, last_digest)


STAGES: tuple[Callable[..., Any], ...] = (
    request_line, canonical_headers, signed_headers, payload_hash, canonical_request, canonical_hash,
    credential_scope, string_to_sign,
    key_texts, secret_bytes, derived_keys,
    signature,
)  # fmt: skip
"""Every stage, each after those whose values it takes."""
UNSIGNED_PAYLOAD_HASH = payload_hash(UNSIGNED_PAYLOAD.encode())


def key_schedule(secret_key: Secret[str], date: str, service: str) -> KeySchedule:
    """The derived keys: HMAC of the date under "TC3" + SecretKey, of the service, of `tc3_request`.

    The last few schedules are remembered, in memory only: a key is used for a day.
    """
    return _schedule(secret_key.reveal(), date, service)


@lru_cache(maxsize=64)
def _schedule(secret_key: str, date: str, service: str) -> KeySchedule:
    keys = derived_keys(secret_bytes(Secret(secret_key)), key_texts(date, service))
    return KeySchedule(*[Secret(key) for key in keys[1:]])


@lru_cache(maxsize=256)
def _canonical(headers: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    return canonical_headers(headers), signed_headers([name for name, _ in headers])


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
    lines, names = _canonical(tuple(headers))
    request = canonical_request(request_line(method, path, query), lines, names, hashed_payload)
    hashed_request = canonical_hash(request)
    scope = credential_scope(date, service)
    text = string_to_sign(str(timestamp), scope, hashed_request)
    keys = key_schedule(credential.secret_key, date, service)
    signed = signature((keys.signing.reveal(),), text).hex()
    return Trace(
        method,
        path,
        query,
        lines,
        names,
        hashed_payload,
        request,
        hashed_request,
        timestamp,
        date,
        service,
        scope,
        text,
        keys,
        signed,
        f"{ALGORITHM} Credential={credential.secret_id}/{scope}, SignedHeaders={names}, Signature={signed}",
    )
