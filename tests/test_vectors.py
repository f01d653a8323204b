"""The signing vectors that are shipped, against our signer, the official SDK and the sandbox."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib import import_module
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from tcexplorer.diagnosis import doctor
from tcexplorer.protocol.model import Credential
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD, UNSIGNED_PAYLOAD_HASH, payload_hash, sign_tc3
from tcexplorer.protocol.signing_v1 import sign_v1
from tcexplorer.safety.secret import Secret
from tcexplorer.sandbox.sandbox import Sandbox
from tests.sandbox.world import received
from tests.vectors import FILE, PUBLISHED_SIGNATURES, Vector, body_of, steps_of, written

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue

# the SDK has no types
abstract_client: Any = import_module("tencentcloud.common.abstract_client")
sdk_request: Any = import_module("tencentcloud.common.http.request")
sdk_sign: Any = import_module("tencentcloud.common.sign")

DOCUMENT: Any = json.loads((files("tcexplorer") / "signing-vectors.json").read_text("utf-8"))
VECTORS: list[Vector] = DOCUMENT["vectors"]
TC3 = [vector for vector in VECTORS if vector["algorithm"] == "TC3-HMAC-SHA256"]
V1 = [vector for vector in VECTORS if vector not in TC3]
FOR_SDK = [
    vector
    for vector in TC3
    if vector["steps"]["signedHeaders"] == "content-type;host" and "MQTT" not in json.dumps(vector["request"])
]
"""The SDK signs content type and host alone, and as they are."""


def named(vector: Vector) -> str:
    return vector["name"]


def credential_of(vector: Vector) -> Credential:
    given = vector["credential"]
    token = given.get("token")
    return Credential(given["secretId"], Secret(given["secretKey"]), Secret(token) if token else None)


def wire_of(vector: Vector) -> bytes:
    """The request as it goes over the wire."""
    request, steps = vector["request"], vector["steps"]
    if vector in V1:
        get = request["method"] == "GET"
        target, body = (f"/?{steps['encodedParams']}", b"") if get else ("/", steps["encodedParams"].encode())
        headers = [["Host", request["host"]], ["Content-Type", "application/x-www-form-urlencoded"]]
    else:
        target, body = "/" + (f"?{request['query']}" if request["query"] else ""), body_of(vector)
        headers = [*request["signedHeaders"], *request["otherHeaders"], ["Authorization", steps["authorization"]]]
    lines = [f"{request['method']} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_the_file_is_what_its_script_writes() -> None:
    assert FILE.read_text("utf-8") == written()


def test_the_format() -> None:
    assert list(DOCUMENT) == ["format", "about", "vectors"]
    assert DOCUMENT["format"] == 1
    names = [vector["name"] for vector in VECTORS]
    assert len(names) == len(set(names))
    assert {name for name in names if "published" in name} == set(PUBLISHED_SIGNATURES)
    for vector in VECTORS:
        assert vector["steps"] == steps_of(vector)
        assert (vector["source"] == "published") is (vector["name"] in PUBLISHED_SIGNATURES)
        assert re.search(r"EXAMPLE|\*\*\*|notareal", vector["credential"]["secretKey"])


def test_the_docs_describe_every_member() -> None:
    page = (FILE.parents[1] / "docs" / "vectors.md").read_text("utf-8")
    described = set(re.findall(r"`(\w+)`", page))
    used = {key for vector in VECTORS for part in (vector, *map(dict, parts_of(vector))) for key in part}
    assert used - described == set()
    assert f"has {len(VECTORS)} requests" in page


def parts_of(vector: Vector) -> list[dict[str, Any]]:
    return [vector["credential"], vector["request"], vector["steps"]]


def test_every_dialect_of_transport_is_there() -> None:
    seen = {
        (vector["algorithm"], vector["request"]["method"], header_of(vector, "content-type").partition(";")[0])
        for vector in TC3
    }
    assert seen == {
        ("TC3-HMAC-SHA256", "POST", "application/json"),
        ("TC3-HMAC-SHA256", "POST", "Application/JSON"),
        ("TC3-HMAC-SHA256", "POST", "multipart/form-data"),
        ("TC3-HMAC-SHA256", "POST", "application/octet-stream"),
        ("TC3-HMAC-SHA256", "GET", "application/x-www-form-urlencoded"),
    }
    assert {(vector["algorithm"], vector["request"]["method"]) for vector in V1} == {
        (algorithm, method) for algorithm in ("HmacSHA1", "HmacSHA256") for method in ("GET", "POST")
    }
    assert len([vector for vector in TC3 if header_of(vector, "x-tc-content-sha256")]) == 2


def header_of(vector: Vector, name: str) -> str:
    headers = [*vector["request"].get("signedHeaders", []), *vector["request"].get("otherHeaders", [])]
    return next((value for key, value in headers if key.lower() == name), "")


@pytest.mark.parametrize("vector", TC3, ids=named)
def test_our_signer_of_tc3(vector: Vector) -> None:
    request, steps = vector["request"], vector["steps"]
    unsigned = header_of(vector, "x-tc-content-sha256") == UNSIGNED_PAYLOAD
    trace = sign_tc3(
        method=request["method"],
        path=request["path"],
        query=request["query"],
        headers=[(name, value) for name, value in request["signedHeaders"]],
        hashed_payload=UNSIGNED_PAYLOAD_HASH if unsigned else payload_hash(body_of(vector)),
        credential=credential_of(vector),
        timestamp=vector["timestamp"],
        service=vector["service"],
    )
    assert steps == {
        "hashedPayload": trace.payload_hash,
        "canonicalHeaders": trace.canonical_headers,
        "signedHeaders": trace.signed_headers,
        "canonicalRequest": trace.canonical_request,
        "hashedCanonicalRequest": trace.canonical_request_hash,
        "date": trace.date,
        "credentialScope": trace.credential_scope,
        "stringToSign": trace.string_to_sign,
        "dateKey": trace.keys.date.reveal().hex(),
        "serviceKey": trace.keys.service.reveal().hex(),
        "signingKey": trace.keys.signing.reveal().hex(),
        "signature": trace.signature,
        "authorization": trace.authorization,
    }


@pytest.mark.parametrize("vector", V1, ids=named)
def test_our_signer_of_v1(vector: Vector) -> None:
    request, steps = vector["request"], vector["steps"]
    pairs = [(name, value) for name, value in request["params"]]
    key = credential_of(vector).secret_key
    trace = sign_v1(method=request["method"], host=request["host"], params=pairs, secret_key=key)
    assert (trace.source, trace.signature) == (steps["sourceString"], steps["signature"])
    assert trace.algorithm == vector["algorithm"]
    assert parse_qsl(steps["encodedParams"]) == [*pairs, ("Signature", trace.signature)]


def test_the_official_sdk_has_vectors_of_its_own_kind() -> None:
    assert len(TC3) - len(FOR_SDK) == 3


@pytest.mark.parametrize("vector", FOR_SDK, ids=named)
def test_the_official_sdk_of_tc3(vector: Vector) -> None:
    request = vector["request"]
    content_type, host = header_of(vector, "content-type"), header_of(vector, "host")
    get = request["method"] == "GET"
    internal = sdk_request.RequestInternal(
        host, request["method"], "/", {}, request["query"] if get else body_of(vector)
    )
    internal.header.update({"Host": host, "Content-Type": content_type, "X-TC-Timestamp": str(vector["timestamp"])})
    if unsigned := header_of(vector, "x-tc-content-sha256"):
        internal.header["X-TC-Content-SHA256"] = unsigned
    options = {"SkipSign": False}
    date = datetime.fromtimestamp(vector["timestamp"], UTC).strftime("%Y-%m-%d")
    signature = abstract_client.AbstractClient._get_tc3_signature(
        None, {}, internal, date, vector["service"], vector["credential"]["secretKey"], options
    )
    assert signature == vector["steps"]["signature"]


@pytest.mark.parametrize("vector", V1, ids=named)
def test_the_official_sdk_of_v1(vector: Vector) -> None:
    signature = sdk_sign.Sign.sign(
        vector["credential"]["secretKey"], vector["steps"]["sourceString"], vector["algorithm"]
    )
    assert signature == vector["steps"]["signature"]


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_the_sandbox_and_the_doctor_accept_what_is_sent(vector: Vector, catalogue: Catalogue) -> None:
    credential = credential_of(vector)
    at = float(vector["timestamp"] if vector in TC3 else dict(vector["request"]["params"])["Timestamp"])
    handled: list[Any] = []
    sandbox = Sandbox(
        catalogue, credentials=[credential], clock=lambda: at, random=Random(1), on_handled=handled.append
    )
    came = received(wire_of(vector), at)
    sandbox.handle(came)
    assert handled[0].authentic, handled[0].message
    verdict = doctor.examine(came, credential, now=at)
    assert [(cause.id, cause.evidence) for cause in verdict.causes] == []
    assert verdict.outcome is doctor.Outcome.VALID
