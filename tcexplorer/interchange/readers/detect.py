"""What a pasted text is, whatever it is: a request, a command, parameters, an answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl

from tcexplorer.interchange.readers.curl import looks_like_curl, read_curl
from tcexplorer.interchange.readers.errors import UnreadableError
from tcexplorer.interchange.readers.raw import looks_raw, read_raw
from tcexplorer.interchange.readers.tccli import looks_like_tccli, read_tccli
from tcexplorer.protocol.claims import Scheme, read_claims
from tcexplorer.protocol.flatten import unflattened
from tcexplorer.protocol.model import Method
from tcexplorer.protocol.words import V1_COMMON

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Json, JsonObject

_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class PastedCall:
    """A call as far as a text tells it; None for what it does not. No secret is kept.

    `received` is the request itself where the text was one, for the doctor; `origin` is "http", "curl" or "tccli".
    """

    origin: str
    action: str | None
    service: str | None = None
    version: str | None = None
    region: str | None = None
    method: Method = Method.POST
    params: JsonObject = field(default_factory=dict[str, "Json"])
    remarks: tuple[str, ...] = ()
    received: Received | None = None
    endpoint: str | None = None
    """The host or URL it goes to."""
    texts: tuple[tuple[str, str], ...] = ()
    """Parameters of a tccli command as they were written: only the schema says which of them are numbers."""


@dataclass(frozen=True, slots=True)
class PastedParameters:
    """A JSON object that can be the parameters of a call."""

    params: JsonObject


@dataclass(frozen=True, slots=True)
class PastedAnswer:
    """An envelope, or the `Response` of one; `code` is None for a success."""

    document: JsonObject
    code: str | None
    message: str | None
    request_id: str | None


@dataclass(frozen=True, slots=True)
class PastedRequestId:
    """A RequestId by itself."""

    request_id: str


@dataclass(frozen=True, slots=True)
class PastedNothing:
    """A text that is none of these; `reason` says where it stops being what it looks like."""

    reason: str


Pasted: TypeAlias = PastedCall | PastedParameters | PastedAnswer | PastedRequestId | PastedNothing


def detect(text: str, *, read_file: Callable[[str], bytes] | None = None) -> Pasted:
    """Say what a text is. Never raises; files that a command names are read with `read_file` only."""
    raw = text.encode("utf-8", "surrogatepass")
    text = raw.decode("utf-8", "surrogateescape")
    try:
        if looks_like_tccli(text):
            return _of_tccli(text, read_file)
        if looks_like_curl(raw):
            command = read_curl(text, read_file=read_file)
            return _of_request("curl", command.received, command.remarks)
        if looks_raw(raw):
            return _of_request("http", read_raw(raw), ())
    except UnreadableError as error:
        return PastedNothing(str(error))
    stripped = text.strip()
    if _REQUEST_ID.fullmatch(stripped):
        return PastedRequestId(stripped)
    if stripped.startswith("{"):
        return _of_json(stripped)
    return PastedNothing("it is no request, no curl or tccli command and no JSON" if stripped else "it is empty")


def read_request(text: bytes, *, read_file: Callable[[str], bytes] | None = None) -> Received:
    """The request that a text holds, raw or as a curl command; `read_file` gives the content of a file that one names.

    Raises UnreadableError.
    """
    if looks_like_curl(text):
        return read_curl(text.decode("utf-8", "surrogateescape"), read_file=read_file).received
    return read_raw(text)


def is_call(text: str) -> bool:
    """Whether a text is clearly a call, not only something that may be read as one: it names an action."""
    raw = text[:1000].encode("utf-8", "surrogatepass")
    if not (looks_like_tccli(text[:1000]) or looks_like_curl(raw) or looks_raw(raw)):
        return False
    found = detect(text)
    return isinstance(found, PastedCall) and bool(found.action)


def _of_tccli(text: str, read_file: Callable[[str], bytes] | None) -> PastedCall:
    command = read_tccli(text, read_file=read_file)
    remarks = list(command.remarks)
    if command.profile:
        remarks.append(f"it names tccli's profile {command.profile}; calls are made as the profile chosen here")
    return PastedCall(
        "tccli",
        command.action,
        command.service,
        command.version,
        command.region,
        Method.POST,
        command.params,
        tuple(remarks),
        endpoint=command.endpoint,
        texts=command.texts,
    )


def _of_request(origin: str, received: Received, remarks: tuple[str, ...]) -> PastedCall:
    claims = read_claims(received)
    notes = list(remarks)
    service = claims.scope_service if claims.host.local else claims.host.label
    get = received.method == b"GET"
    params: JsonObject = {}
    if claims.scheme is Scheme.V1:
        pairs = [(name, value) for name, value in claims.pairs if name not in V1_COMMON]
        params = _unflattened(pairs, notes)
        notes.append("it is signed with v1; it will be signed anew with TC3")
        if claims.secret_id or claims.v1.get("Signature"):
            notes.append("SecretId and signature were dropped: the call is signed anew")
    elif get:
        params = _unflattened(list(claims.pairs), notes)
    elif received.body.strip():
        params = _body(received.body, notes)
    if claims.authorization and claims.scheme is Scheme.TC3:
        notes.append("SecretId and signature were dropped: the call is signed anew")
    if claims.token:
        notes.append("the token was dropped: it comes with a credential")
    return PastedCall(
        origin,
        claims.action or dict(parse_qsl(received.query.decode("utf-8", "replace"))).get("Action"),
        service or None,
        claims.version,
        claims.region or None,
        Method.GET if get else Method.POST,
        params,
        tuple(dict.fromkeys(notes)),
        received,
        claims.host.sent or None,
    )


def _unflattened(pairs: list[tuple[str, str]], notes: list[str]) -> JsonObject:
    try:
        return unflattened(pairs)
    except ValueError as error:
        notes.append(f"the parameters contradict each other: {error}")
        return {}


def _body(body: bytes, notes: list[str]) -> JsonObject:
    try:
        document: Json = json.loads(body)
    except (ValueError, RecursionError):
        notes.append("the body is no JSON, so there are no parameters in it")
        return {}
    if isinstance(document, dict):
        return document
    notes.append("the body is no JSON object, so there are no parameters in it")
    return {}


def _of_json(text: str) -> Pasted:
    try:
        document: Json = json.loads(text)
    except RecursionError:
        return PastedNothing("the JSON is nested too deeply")
    except json.JSONDecodeError as error:
        return PastedNothing(f"line {error.lineno}, column {error.colno}: this is no JSON: {error.msg}")
    except ValueError as error:
        return PastedNothing(str(error))
    if not isinstance(document, dict):
        return PastedNothing("the JSON is no object")
    response = document.get("Response")
    inner = response if isinstance(response, dict) and len(document) == 1 else document
    if inner is document and not ("RequestId" in document and _looks_answered(document)):
        return PastedParameters(document)
    error = inner.get("Error")
    code = message = None
    if isinstance(error, dict):
        code, message = _text(error.get("Code")), _text(error.get("Message"))
    return PastedAnswer(document, code, message, _text(inner.get("RequestId")))


def _looks_answered(document: JsonObject) -> bool:
    """Whether an object with a RequestId is an answer: some actions take a parameter of that name."""
    request_id = document["RequestId"]
    return isinstance(request_id, str) and bool(_REQUEST_ID.fullmatch(request_id))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
