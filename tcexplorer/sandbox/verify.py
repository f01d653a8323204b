"""Verifying a signature over the bytes that came, with the signing code of `protocol`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.http_text import Defect
from tcexplorer.protocol.signing import (
    ALGORITHM,
    TERMINATOR,
    UNSIGNED_PAYLOAD,
    UNSIGNED_PAYLOAD_HASH,
    payload_hash,
    sign_tc3,
    utc_date,
)
from tcexplorer.protocol.signing_v1 import sign_v1
from tcexplorer.sandbox.refusal import RefusalError, shown

if TYPE_CHECKING:
    from tcexplorer.protocol.claims import Claims, Host
    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Credential

_FORM = f"{ALGORITHM} Credential=SecretId/date/service/{TERMINATOR}, SignedHeaders=names, Signature=hex"
_FIELD = re.compile(r"\s*(Credential|SignedHeaders|Signature)=([^,]*)")
_LONGEST_ALGORITHM = 20
"""Characters; a longer word may be a key."""
_INVALID = "AuthFailure.InvalidAuthorization"
_FAILURE = "AuthFailure.SignatureFailure"


class Authorization(NamedTuple):
    """A TC3 Authorization, taken apart."""

    secret_id: str
    date: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_authorization(text: str) -> Authorization:
    """Take a TC3 Authorization apart; raises RefusalError, naming the part that is wrong."""
    algorithm, _, rest = text.partition(" ")
    if algorithm != ALGORITHM:
        said = shown(algorithm) if len(algorithm) <= _LONGEST_ALGORITHM else "another word"
        raise RefusalError(_INVALID, f"Authorization begins with {said}; it must begin with {ALGORITHM}.")
    fields: dict[str, str] = {}
    for part in rest.split(","):
        match = _FIELD.fullmatch(part)
        if match is None:
            raise RefusalError(_INVALID, f"Authorization must read {_FORM}; one part of it is none of the three.")
        fields[match[1]] = match[2].strip()
    for name in ("Credential", "SignedHeaders", "Signature"):
        if not fields.get(name):
            raise RefusalError(_INVALID, f"Authorization has no {name}; it must read {_FORM}.")
    scope = fields["Credential"].split("/")
    if len(scope) != 4 or scope[3] != TERMINATOR or not all(scope):
        raise RefusalError(
            _INVALID,
            f"Credential must be SecretId/date/service/{TERMINATOR}; what follows the SecretId is "
            f"{shown('/'.join(scope[1:]))}.",
        )
    names = tuple(fields["SignedHeaders"].lower().split(";"))
    for name in ("content-type", "host"):
        if name not in names:
            raise RefusalError(
                _INVALID, f"SignedHeaders is {shown(fields['SignedHeaders'])}; {name} must always be signed."
            )
    return Authorization(scope[0], scope[1], scope[2], names, fields["Signature"])


def check_scope(authorization: Authorization, host: Host, timestamp: int) -> None:
    """Refuse a scope of another day or, on a real host, of another service.

    With an address as host any service will do: the Node SDK takes it from the endpoint and signs `127`.
    """
    date = utc_date(timestamp)
    if authorization.date != date:
        raise RefusalError(
            _FAILURE,
            f"The date in the credential scope is {shown(authorization.date)}; the UTC date of X-TC-Timestamp "
            f"{timestamp} is {date}.",
        )
    if not host.local and authorization.service != host.label:
        raise RefusalError(
            _FAILURE,
            f"The service in the credential scope is {shown(authorization.service)}; for the host "
            f"{shown(host.sent)} it is {shown(host.label)}.",
        )


def verify_tc3(
    received: Received,
    claims: Claims,
    authorization: Authorization,
    credential: Credential,
    timestamp: int,
    hashed_body: str | None = None,
) -> tuple[Defect, ...]:
    """Refuse a wrong signature; what was accepted leniently comes back as remarks.

    `hashed_body` is the hex SHA-256 of the body where it is known already.
    """
    names = authorization.signed_headers
    if list(names) != sorted(set(names)):
        raise RefusalError(_FAILURE, f"SignedHeaders is {shown(';'.join(names))}; it must be in ASCII order.")
    headers: list[tuple[str, str]] = []
    for name in names:
        value = received.header(name)
        if value is None:
            raise RefusalError(_FAILURE, f"SignedHeaders lists {shown(name)}, but the request has no such header.")
        headers.append((name, value))
    get = received.method == b"GET"
    if received.header("x-tc-content-sha256") == UNSIGNED_PAYLOAD:
        hashed_body = UNSIGNED_PAYLOAD_HASH
    elif get or hashed_body is None:
        hashed_body = payload_hash(b"" if get else received.body)
    canonical_hash = ""
    for reading, remarks in _host_readings(claims.host):
        trace = sign_tc3(
            method=received.method.decode(),
            path="/",
            query=received.query.decode("utf-8", "surrogateescape") if get else "",
            headers=[(name, reading if name == "host" else value) for name, value in headers],
            hashed_payload=hashed_body,
            credential=credential,
            timestamp=timestamp,
            service=authorization.service,
        )
        if trace.signature == authorization.signature:
            return remarks
        canonical_hash = canonical_hash or trace.canonical_request_hash
    path = shown(received.path.decode("latin-1"))
    hint = "" if received.path in (b"/", b"") else f" The path is {path}; the API is called, and signed, at /."
    raise RefusalError(
        _FAILURE,
        f"The signature is not the one that {credential.masked_id} and its SecretKey give for the bytes that came; "
        f"of those the canonical request hashes to {canonical_hash}.{hint}",
    )


def verify_v1(received: Received, claims: Claims, credential: Credential) -> tuple[Defect, ...]:
    """Refuse a wrong v1 signature; what was accepted leniently comes back as remarks."""
    sent = claims.v1["Signature"]
    for reading, remarks in _host_readings(claims.host):
        trace = sign_v1(
            method=received.method.decode(), host=reading, params=claims.pairs, secret_key=credential.secret_key
        )
        if trace.signature == sent:
            return remarks
    hint = " It has blanks where base64 has `+`: it was sent without being URL-encoded." if " " in sent else ""
    method = claims.v1.get("SignatureMethod")
    said = f"SignatureMethod is {shown(method)}" if method else "without SignatureMethod it is HmacSHA1"
    raise RefusalError(
        _FAILURE,
        f"The v1 signature is not the one that {credential.masked_id} and its SecretKey give for the parameters "
        f"that came ({said}).{hint}",
    )


def _host_readings(host: Host) -> list[tuple[str, tuple[Defect, ...]]]:
    """What may have been signed as the host, each with what there is to say of it."""
    as_sent: tuple[Defect, ...] = ()
    if host.sent.lower().startswith(("http://", "https://")):
        as_sent = (Defect("host-is-a-url", "Host is a whole URL, as tccli sends the one given by --endpoint"),)
    text = (
        "the host is signed without its port, as the Node SDK does; the cloud, whose hosts have none, would refuse "
        "a Host that is sent otherwise than signed"
    )
    sent, *without_port = host.readings
    return [(sent, as_sent), *((bare, (*as_sent, Defect("host-without-port", text))) for bare in without_port)]
