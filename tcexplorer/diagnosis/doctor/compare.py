"""Two requests, one that works and one that fails: the differences that matter for the signature, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.request import TcRequest
from tcexplorer.diagnosis.doctor.secrets import scrubber_of
from tcexplorer.protocol.claims import Scheme, read_claims
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Credential

_VALUES = ("host", "content-type", "x-tc-content-sha256", "transfer-encoding", "content-encoding")
_PRESENCE = ("authorization", *_VALUES, "x-tc-action", "x-tc-version", "x-tc-timestamp", "x-tc-token")
_OF_V1 = ("Action", "Nonce", "SecretId", "SignatureMethod", "Timestamp", "Token", "Version")
_LONGEST_SHOWN = 120


def differences(bad: Received, good: Received, credential: Credential | None = None) -> tuple[str, ...]:
    """How a request that fails differs from one that works, in what the signature depends on; one line each.

    What must differ (time, signature, values of parameters) is left out, and so is what is never signed.
    """
    scheme, other = read_claims(bad).scheme, read_claims(good).scheme
    if scheme is not other:
        return (f"it is signed with {scheme.value}, and the one that works with {other.value}",)
    found = [*_of_request(bad, good), *_of_headers(TcRequest(bad), TcRequest(good))]
    if scheme is Scheme.TC3:
        found += _of_authorization(TcRequest(bad), TcRequest(good))
    if scheme is Scheme.V1:
        found += _of_v1(bad, good)
    for request in (bad, good):
        found = [scrubber_of(request, credential).text(one) for one in found]
    return tuple(dict.fromkeys(found))


def _differ(what: str, bad: str, good: str) -> Iterator[str]:
    if bad != good:
        yield f"{what} is {_quoted(bad)}, and {_quoted(good)} in the one that works"


def _quoted(text: str) -> str:
    return f"`{visible(text[:_LONGEST_SHOWN])}`" if text else "empty"


def _of_request(bad: Received, good: Received) -> Iterator[str]:
    yield from _differ("the method", bad.method.decode("latin-1"), good.method.decode("latin-1"))
    yield from _differ("the path", bad.path.decode("latin-1"), good.path.decode("latin-1"))
    if bool(bad.query) != bool(good.query):
        yield f"it has {'a' if bad.query else 'no'} query, and the one that works has {'one' if good.query else 'none'}"
    known = {one.id for one in good.defects}
    yield from (visible(one.text) for one in bad.defects if one.id not in known)
    style, other = _style_of(bad.body), _style_of(good.body)
    if style and other and style != other:
        yield f"the body is {style}, and {other} in the one that works"
    elif bool(bad.body) != bool(good.body):
        yield f"the body is {'there' if bad.body else 'empty'}, unlike that of the one that works"


def _style_of(body: bytes) -> str:
    """How a body is written, in words; nothing for one that shows no style."""
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "no JSON" if body else ""
    if not document:
        return ""
    text = body.decode("utf-8", "replace")
    blanks = "JSON with blanks" if '": ' in text else "compact JSON"
    words = ["indented JSON" if "\n" in text.strip() else blanks]
    if "\\u" in text:
        words.append("with \\u escapes")
    if text != text.rstrip("\r\n"):
        words.append("with a line end after it")
    return " ".join(words)


def _of_headers(bad: TcRequest, good: TcRequest) -> Iterator[str]:
    for name in _PRESENCE:
        if (name in bad.values) != (name in good.values):
            yield f"it has {'a' if name in bad.values else 'no'} header {name}, unlike the one that works"
    for name in _VALUES:
        if name in bad.values and name in good.values:
            yield from _differ(f"the header {name}", bad.values[name].lower(), good.values[name].lower())


def _of_authorization(bad: TcRequest, good: TcRequest) -> Iterator[str]:
    one, other = bad.authorization, good.authorization
    yield from (f"in Authorization, {visible(defect)}" for defect in one.defects if defect not in other.defects)
    if one.secret_id != other.secret_id:
        yield "the SecretId is another one"
    yield from _differ("the list of signed headers", one.signed_headers, other.signed_headers)
    yield from _differ("the number of parts in the scope", str(len(one.scope.parts)), str(len(other.scope.parts)))
    yield from _differ("the service in the scope", one.scope.service or "", other.scope.service or "")
    if bad.utc_date is not None and one.scope.date not in (bad.utc_date, None):
        yield f"the date in its scope is {visible(one.scope.date or '')}; of its timestamp it is {bad.utc_date}"
    if len(bad.timestamp) != len(good.timestamp):
        yield from _differ("the timestamp", bad.timestamp, good.timestamp)
    yield from _differ("the form of the signature", _form_of(one.signature), _form_of(other.signature))


def _form_of(signature: str) -> str:
    case = "lower case" if signature == signature.lower() else "upper case" if signature.isupper() else "mixed case"
    return f"{len(signature)} characters in {case}"


def _of_v1(bad: Received, good: Received) -> Iterator[str]:
    one, other = read_claims(bad).v1, read_claims(good).v1
    for name in _OF_V1:
        if (name in one) != (name in other):
            yield f"it has {'a' if name in one else 'no'} parameter {name}, unlike the one that works"
    yield from _differ("SignatureMethod", one.get("SignatureMethod", ""), other.get("SignatureMethod", ""))
    lengths = [str(len(sent.get("Signature", ""))) for sent in (one, other)]
    yield from _differ("the number of characters in Signature", *lengths)
