"""Whether a request is signed as the cloud wants it, and by whom.

Signatures are verified over the bytes that came, with the signing code of `protocol`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tcexplorer.protocol.claims import Scheme
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
from tcexplorer.protocol.words import ALLOWED_SKEW
from tcexplorer.safety.secret import mask_id
from tcexplorer.sandbox.errors import shown

if TYPE_CHECKING:
    from tcexplorer.protocol.claims import Host
    from tcexplorer.sandbox.visit import Visit

_FORM = f"{ALGORITHM} Credential=SecretId/date/service/{TERMINATOR}, SignedHeaders=names, Signature=hex"
_PLACEHOLDER = re.compile(r"[$%<{]")
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def authorization_unreadable(visit: Visit) -> str | None:
    if visit.claims.scheme is not Scheme.TC3:
        return None
    found, scope = visit.claims.tc3, visit.claims.tc3.scope
    stray = ["one part of it is none of the three"] if "," in found.signature else []
    if defects := [*found.defects, *stray]:
        return f"Authorization must read {_FORM}; {'; '.join(defects)}."
    if len(scope.parts) != 3 or scope.parts[2] != TERMINATOR or not all((found.secret_id, *scope.parts)):
        said = f"what follows the SecretId is {shown(scope.text)}"
        return f"Credential must be SecretId/date/service/{TERMINATOR}; {said}."
    for name in ("content-type", "host"):
        if name not in found.names:
            return f"SignedHeaders is {shown(found.signed_headers)}; {name} must always be signed."
    return None


def nonce_not_a_number(visit: Visit) -> str | None:
    nonce = visit.claims.v1.get("Nonce", "")
    if not visit.v1 or (nonce.isascii() and nonce.isdigit() and nonce.strip("0")):
        return None
    return f"Nonce is {shown(nonce)}; it must be a positive whole number."


def timestamp_not_a_number(visit: Visit) -> str | None:
    text = visit.claims.timestamp or ""
    if _unsigned(visit) or _NUMBER.fullmatch(text):
        return None
    return f"{_common(visit, 'Timestamp')} is {shown(text)}; it must be a time in seconds since 1970."


def no_secret_id(visit: Visit) -> str | None:
    """An AppId, a placeholder, or the SecretKey itself."""
    secret_id, known = visit.claims.secret_id or "", visit.known.credentials
    if _unsigned(visit) or secret_id.strip() in known:
        return None
    if any(secret_id.strip() == one.secret_key.reveal() for one in known.values()):
        return "What is sent as SecretId is the SecretKey."
    if secret_id.isdigit() or _PLACEHOLDER.match(secret_id):
        what = "all digits, like an AppId" if secret_id.isdigit() else "a placeholder that nobody filled in"
        return f"The SecretId {shown(mask_id(secret_id))} is no key's: it is {what}."
    return None


def unknown_secret_id(visit: Visit) -> str | None:
    secret_id, known = visit.claims.secret_id or "", visit.known.credentials
    if _unsigned(visit) or secret_id in known:
        return None
    if secret_id.strip() in known:
        return "The SecretId has a blank or a line end around it."
    return (
        f"The sandbox does not know the SecretId {shown(mask_id(secret_id))} ({len(secret_id)} characters)."
        " It prints the one it knows when it starts."
    )


def other_token(visit: Visit) -> str | None:
    if _unsigned(visit):
        return None
    name, sent, token = _common(visit, "Token"), visit.claims.token, visit.credential.token
    if token is None:
        return None if sent is None else f"{name} is sent, but this SecretId is of a permanent key, without token."
    if not sent:
        return f"This SecretId is temporary; {name} must carry its token."
    return None if sent == token.reveal() else f"{name} is not the token that belongs to this SecretId."


def expired(visit: Visit) -> str | None:
    timestamp, now = visit.timestamp, visit.received.at
    ahead = timestamp - int(now)
    if _unsigned(visit) or abs(ahead) <= ALLOWED_SKEW:
        return None
    name = _common(visit, "Timestamp")
    if abs(timestamp // 1000 - int(now)) <= ALLOWED_SKEW:
        return f"{name} is {timestamp}, which is in milliseconds; it must be in seconds."
    return (
        f"{name} is {timestamp}, {abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} the clock of the server, "
        f"which shows {int(now)} ({datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC); "
        f"{ALLOWED_SKEW} s are allowed."
    )


def other_scope(visit: Visit) -> str | None:
    """A scope of another day or, on a real host, of another service.

    With an address as host any service will do: the Node SDK takes it from the endpoint and signs `127`.
    """
    if visit.claims.scheme is not Scheme.TC3:
        return None
    sent_date, service, _ = visit.claims.tc3.scope.parts
    host, date = visit.claims.host, utc_date(visit.timestamp)
    if sent_date != date:
        said = f"the UTC date of X-TC-Timestamp {visit.timestamp} is {date}"
        return f"The date in the credential scope is {shown(sent_date)}; {said}."
    if not host.local and service != host.label:
        said = f"for the host {shown(host.sent)} it is {shown(host.label)}"
        return f"The service in the credential scope is {shown(service)}; {said}."
    return None


def wrong_signature(visit: Visit) -> str | None:
    """A TC3 signature that is wrong; what was accepted leniently becomes a remark."""
    if visit.claims.scheme is not Scheme.TC3:
        return None
    received, authorization = visit.received, visit.claims.tc3
    names = authorization.names
    if list(names) != sorted(set(names)):
        return f"SignedHeaders is {shown(';'.join(names))}; it must be in ASCII order."
    headers = [(name, received.header(name)) for name in names]
    if gone := next((name for name, value in headers if value is None), None):
        return f"SignedHeaders lists {shown(gone)}, but the request has no such header."
    hashed_body = visit.hashed_body
    if received.header("x-tc-content-sha256") == UNSIGNED_PAYLOAD:
        hashed_body = UNSIGNED_PAYLOAD_HASH
    elif visit.get or hashed_body is None:
        hashed_body = payload_hash(b"" if visit.get else received.body)
    canonical_hash = ""
    for reading, remarks in _host_readings(visit.claims.host):
        trace = sign_tc3(
            method=received.method.decode(),
            path="/",
            query=received.query.decode("utf-8", "surrogateescape") if visit.get else "",
            headers=[(name, reading if name == "host" else value or "") for name, value in headers],
            hashed_payload=hashed_body,
            credential=visit.credential,
            timestamp=visit.timestamp,
            service=authorization.scope.parts[1],
        )
        if trace.signature == authorization.signature:
            return _accepted(visit, remarks)
        canonical_hash = canonical_hash or trace.canonical_request_hash
    path = shown(received.path.decode("latin-1"))
    hint = "" if received.path in (b"/", b"") else f" The path is {path}; the API is called, and signed, at /."
    return (
        f"The signature is not the one that {visit.credential.masked_id} and its SecretKey give for the bytes that "
        f"came; of those the canonical request hashes to {canonical_hash}.{hint}"
    )


def wrong_signature_v1(visit: Visit) -> str | None:
    """A v1 signature that is wrong; what was accepted leniently becomes a remark."""
    if not visit.v1:
        return None
    claims, credential = visit.claims, visit.credential
    sent = claims.v1["Signature"]
    for reading, remarks in _host_readings(claims.host):
        method = visit.received.method.decode()
        trace = sign_v1(method=method, host=reading, params=claims.pairs, secret_key=credential.secret_key)
        if trace.signature == sent:
            return _accepted(visit, remarks)
    hint = " It has blanks where base64 has `+`: it was sent without being URL-encoded." if " " in sent else ""
    method = claims.v1.get("SignatureMethod")
    said = f"SignatureMethod is {shown(method)}" if method else "without SignatureMethod it is HmacSHA1"
    return (
        f"The v1 signature is not the one that {credential.masked_id} and its SecretKey give for the parameters "
        f"that came ({said}).{hint}"
    )


def _accepted(visit: Visit, remarks: tuple[Defect, ...]) -> None:
    visit.remarks += remarks
    visit.authentic = True


def _unsigned(visit: Visit) -> bool:
    return visit.claims.scheme is Scheme.SKIP


def _common(visit: Visit, name: str) -> str:
    """How a common parameter is called where it travels."""
    return name if visit.v1 else f"X-TC-{name}"


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
