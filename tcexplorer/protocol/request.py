"""From a call to the exact bytes: the one place where a request is put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from tcexplorer.protocol.payload import FORM_TYPE as FORM_TYPE
from tcexplorer.protocol.payload import JSON_TYPE as JSON_TYPE
from tcexplorer.protocol.payload import json_body as json_body
from tcexplorer.protocol.payload import payload_of
from tcexplorer.protocol.payload import query_text as query_text
from tcexplorer.protocol.signing import SKIP, UNSIGNED_PAYLOAD, UNSIGNED_PAYLOAD_HASH, Trace, payload_hash, sign_tc3
from tcexplorer.protocol.words import Method

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Call, Credential, Endpoint, Headers

MAX_POST = 10 * 1024 * 1024
"""Bytes of body the API takes with TC3; with v1 it is 1 MiB."""
MAX_GET = 32 * 1024
"""Bytes of request line the API takes for a GET."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OURS = frozenset({
    "authorization", "x-tc-token", "x-tc-region", "x-tc-language", "x-tc-content-sha256", "accept", "accept-encoding",
    "content-length", "transfer-encoding", "connection",
})  # fmt: skip
"""Headers that a call cannot bring along, besides those that every request has."""


class SignedRequest(NamedTuple):
    """The exact request. `url` is the one the cloud sees; `dial` is where the connection goes."""

    method: str
    url: str
    headers: Headers
    body: bytes
    trace: Trace | None
    """None when the action is not signed (Authorization: SKIP)."""
    dial: str
    """URL that is opened: the same as `url` unless the endpoint connects elsewhere (the sandbox)."""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def __repr__(self) -> str:
        return f"SignedRequest({self.method} {self.url.partition('?')[0]}, {len(self.body)} bytes)"


def sign_request(
    call: Call,
    endpoint: Endpoint,
    credential: Credential | None,
    *,
    timestamp: int,
    client: str = "tcexplorer",
) -> SignedRequest:
    """Put the call together and sign it.

    `timestamp` is in seconds since 1970. `credential` may be None only for a call with `skip_sign`.
    Signed headers are content-type and host, as every official SDK signs; the bytes signed are the
    bytes returned.

    Raises ValueError when a signed call has no credential, a value cannot be sent in a header, or the parameters
    cannot travel as the call wants them to.
    """
    query, body, content_type = payload_of(call)
    signed = [("Host", endpoint.host), ("Content-Type", content_type)]
    trace: Trace | None = None
    if call.skip_sign:
        authorization = SKIP
    elif credential is None:
        raise ValueError(f"{call.service} {call.action} must be signed, and there is no credential")
    else:
        trace = sign_tc3(
            method=call.method,
            path="/",
            query=query,
            headers=signed,
            hashed_payload=UNSIGNED_PAYLOAD_HASH if call.unsigned_payload else payload_hash(body),
            credential=credential,
            timestamp=timestamp,
            service=call.service,
        )
        authorization = trace.authorization
    headers = [
        *signed,
        ("X-TC-Action", call.action),
        ("X-TC-Version", call.version),
        ("X-TC-Timestamp", str(timestamp)),
        ("X-TC-RequestClient", client),
    ]
    if call.unsigned_payload:
        headers.append(("X-TC-Content-SHA256", UNSIGNED_PAYLOAD))
    taken = {*_OURS, *(name.lower() for name, _ in headers)}
    for name, value in call.headers:
        if name.lower() in taken or not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name} is no header that can be added: it is made here, or is no name")
        headers.append((name, value))
    if call.region and call.region.strip():
        headers.append(("X-TC-Region", call.region.strip()))
    if call.language is not None:
        headers.append(("X-TC-Language", call.language))
    if credential is not None and credential.token and not call.skip_sign:
        headers.append(("X-TC-Token", credential.token.reveal()))
    headers += [
        ("Authorization", authorization),
        ("Accept", "application/json"),
        ("Accept-Encoding", "identity"),
    ]
    together = "".join([value for _, value in headers])
    if not (together.isascii() and together.isprintable()):
        name = next(name for name, value in headers if not (value.isascii() and value.isprintable()))
        raise ValueError(f"{name} holds a character that a header cannot carry")
    target = f"/?{query}" if query else "/"
    return SignedRequest(
        call.method,
        f"{endpoint.scheme}://{endpoint.host}{target}",
        tuple(headers),
        body,
        trace,
        endpoint.origin + target,
    )


def request_size(request: SignedRequest) -> tuple[int, int]:
    """Bytes that count against the API's limit, and that limit (GET: request line; POST: body)."""
    if request.method == Method.GET:
        return len(urlsplit(request.url).query), MAX_GET
    return len(request.body), MAX_POST
