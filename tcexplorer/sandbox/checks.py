"""Whether a request is one the cloud would take, and from whom it is.

In the order in which they are made; the first that fails is the answer:

| condition | code |
|---|---|
| TLS on the plain port, CONNECT, another HTTP version, a method but GET and POST | UnsupportedProtocol |
| the request cannot be read to its end, or its length is unclear | InvalidRequest |
| query of a GET over 32 KiB, body over 10 MiB, head over 64 KiB | RequestSizeLimitExceeded |
| body of a v1 POST over 1 MiB | AuthFailure.SignatureFailure |
| a common parameter is missing | MissingParameter |
| the Authorization cannot be taken apart | AuthFailure.InvalidAuthorization |
| the timestamp or nonce is not a number | InvalidParameter |
| the SecretId is all digits (an AppId), a placeholder, or the SecretKey itself | AuthFailure.InvalidSecretId |
| the SecretId is unknown | AuthFailure.SecretIdNotFound |
| a token is missing, wrong, or not wanted | AuthFailure.TokenFailure |
| the timestamp is over 300 s off | AuthFailure.SignatureExpire |
| the scope is not of that day or of that host, or the signature is wrong | AuthFailure.SignatureFailure |

What follows (NoSuchProduct, NoSuchVersion, InvalidAction, ...) is in `lookup`, `rate`, `parameters` and `staged`.
Source of limits and codes: the "Request Structure", "Signature" and "Error Codes" pages of any product.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tcexplorer.protocol.claims import Scheme
from tcexplorer.protocol.http_text import DefectKind
from tcexplorer.protocol.request import MAX_GET, MAX_POST
from tcexplorer.protocol.signing_v1 import MAX_POST as MAX_POST_V1
from tcexplorer.protocol.words import ALLOWED_SKEW, V1_REQUIRED
from tcexplorer.safety.secret import mask_id
from tcexplorer.sandbox.refusal import RefusalError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tcexplorer.protocol.claims import Claims
    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Credential

_PROTOCOL = (DefectKind.TLS_HELLO, DefectKind.UNKNOWN_HTTP_VERSION)
_UNREADABLE = (
    DefectKind.HEAD_CUT_SHORT, DefectKind.BODY_CUT_SHORT, DefectKind.BAD_CHUNK, DefectKind.BAD_CONTENT_LENGTH,
    DefectKind.UNKNOWN_CODING, DefectKind.BAD_REQUEST_LINE,
)  # fmt: skip
_TOO_LARGE = (DefectKind.HEAD_TOO_LARGE, DefectKind.BODY_TOO_LARGE)
_HEADERS = ("X-TC-Action", "X-TC-Version", "X-TC-Timestamp")
_PLACEHOLDER = re.compile(r"[$%<{]")
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def check_protocol(received: Received) -> None:
    """Refuse what is not a whole GET or POST over plain HTTP/1.

    The status tells client libraries apart from an answer of the API: 400, and 405 to CONNECT, where a 200
    would mean that a tunnel stands.
    """
    if received.method == b"CONNECT":
        raise RefusalError(
            "UnsupportedProtocol",
            "CONNECT asks a proxy for a tunnel. The sandbox is no proxy: make it the endpoint, over http.",
            status=405,
        )
    if received.has(*_TOO_LARGE):
        raise RefusalError("RequestSizeLimitExceeded", _sentence(_about(received, *_TOO_LARGE)))
    if received.has(*_UNREADABLE):
        raise RefusalError("InvalidRequest", _sentence(_about(received, *_UNREADABLE)), status=400)
    if received.has(*_PROTOCOL):
        raise RefusalError("UnsupportedProtocol", _sentence(_about(received, *_PROTOCOL)), status=400)
    if received.method not in (b"GET", b"POST"):
        method = shown(received.method.decode("latin-1"), 20)
        hint = " (methods are in upper case)" if received.method.upper() in (b"GET", b"POST") else ""
        raise RefusalError("UnsupportedProtocol", f"The method is {method}; the API takes GET and POST{hint}.")


def check_size(received: Received, claims: Claims) -> None:
    """Refuse a request that is over the API's limits."""
    if received.method == b"GET":
        if len(received.query) > MAX_GET:
            raise RefusalError(
                "RequestSizeLimitExceeded",
                f"The query has {len(received.query)} bytes; a GET takes {MAX_GET}. Send it as a POST.",
            )
    elif claims.scheme is Scheme.V1 and len(received.body) > MAX_POST_V1:
        # the cloud's code here is not one of size
        raise RefusalError(
            "AuthFailure.SignatureFailure",
            f"The body has {len(received.body)} bytes; signature v1 takes {MAX_POST_V1}. Sign it with TC3-HMAC-SHA256.",
        )
    elif len(received.body) > MAX_POST:
        raise RefusalError(
            "RequestSizeLimitExceeded", f"The body has {len(received.body)} bytes; a POST takes {MAX_POST}."
        )


def check_present(received: Received, claims: Claims) -> None:
    """Refuse a request that lacks one of the common parameters; an empty one is none."""
    if not claims.host.sent:
        raise RefusalError("MissingParameter", "The request has no header Host.")
    if claims.scheme is Scheme.V1:
        for name in V1_REQUIRED:
            if not claims.v1.get(name):
                raise RefusalError("MissingParameter", f"The request has no parameter {name}.")
        return
    needed = [*(() if claims.scheme is Scheme.SKIP else ("Authorization",)), *_HEADERS, "Content-Type"]
    for name in needed:
        if not received.header(name):
            raise RefusalError("MissingParameter", f"The request has no header {name}.")


def read_timestamp(claims: Claims) -> int:
    """The timestamp, in seconds."""
    text = claims.timestamp or ""
    if not _NUMBER.fullmatch(text):
        name = "Timestamp" if claims.scheme is Scheme.V1 else "X-TC-Timestamp"
        raise RefusalError("InvalidParameter", f"{name} is {shown(text)}; it must be a time in seconds since 1970.")
    return int(text)


def check_nonce(claims: Claims) -> None:
    """Refuse a v1 request whose Nonce is not a positive whole number."""
    nonce = claims.v1.get("Nonce", "")
    if not nonce.isascii() or not nonce.isdigit() or not nonce.strip("0"):
        raise RefusalError("InvalidParameter", f"Nonce is {shown(nonce)}; it must be a positive whole number.")


def find_credential(secret_id: str, credentials: Mapping[str, Credential]) -> Credential:
    """The credential of a SecretId."""
    credential = credentials.get(secret_id)
    if credential is not None:
        return credential
    if secret_id.strip() in credentials:
        raise RefusalError("AuthFailure.SecretIdNotFound", "The SecretId has a blank or a line end around it.")
    if any(secret_id.strip() == known.secret_key.reveal() for known in credentials.values()):
        raise RefusalError("AuthFailure.InvalidSecretId", "What is sent as SecretId is the SecretKey.")
    if secret_id.isdigit() or _PLACEHOLDER.match(secret_id):
        what = "all digits, like an AppId" if secret_id.isdigit() else "a placeholder that nobody filled in"
        raise RefusalError(
            "AuthFailure.InvalidSecretId", f"The SecretId {shown(mask_id(secret_id))} is no key's: it is {what}."
        )
    raise RefusalError(
        "AuthFailure.SecretIdNotFound",
        f"The sandbox does not know the SecretId {shown(mask_id(secret_id))} ({len(secret_id)} characters)."
        " It prints the one it knows when it starts.",
    )


def check_token(claims: Claims, credential: Credential) -> None:
    """Refuse a permanent credential with a token, and a temporary one with another token or none."""
    name = "Token" if claims.scheme is Scheme.V1 else "X-TC-Token"
    sent = claims.token
    if credential.token is None:
        if sent is not None:
            raise RefusalError(
                "AuthFailure.TokenFailure", f"{name} is sent, but this SecretId is of a permanent key, without token."
            )
    elif not sent:
        raise RefusalError("AuthFailure.TokenFailure", f"This SecretId is temporary; {name} must carry its token.")
    elif sent != credential.token.reveal():
        raise RefusalError("AuthFailure.TokenFailure", f"{name} is not the token that belongs to this SecretId.")


def check_clock(claims: Claims, timestamp: int, now: float) -> None:
    """Refuse a timestamp that is more than 300 s from now."""
    ahead = timestamp - int(now)
    if abs(ahead) <= ALLOWED_SKEW:
        return
    name = "Timestamp" if claims.scheme is Scheme.V1 else "X-TC-Timestamp"
    if abs(timestamp // 1000 - int(now)) <= ALLOWED_SKEW:
        raise RefusalError(
            "AuthFailure.SignatureExpire", f"{name} is {timestamp}, which is in milliseconds; it must be in seconds."
        )
    raise RefusalError(
        "AuthFailure.SignatureExpire",
        f"{name} is {timestamp}, {abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} the clock of the server, "
        f"which shows {int(now)} ({datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC); "
        f"{ALLOWED_SKEW} s are allowed.",
    )


def _about(received: Received, *oddities: DefectKind) -> str:
    return next(defect.text for defect in received.defects if defect.id in oddities)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
