"""TC3 against every published worked example, against the official SDK's signer, and for itself.

Vectors: https://www.tencentcloud.com/document/product/1154/48911 and the Common Params page of the same guide.
"""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.http.request import RequestInternal

from tcexplorer.protocol.model import Credential
from tcexplorer.protocol.signing import (
    UNSIGNED_PAYLOAD_HASH,
    Trace,
    canonical_headers,
    payload_hash,
    sign_tc3,
    signed_headers,
    utc_date,
)
from tcexplorer.safety.secret import Secret

EXAMPLE = Credential("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", Secret("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"))
STARS = Credential("AKID" + "*" * 32, Secret("*" * 32))
BODY = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
JSON = ("content-type", "application/json; charset=utf-8")
HOST = ("host", "cvm.tencentcloudapi.com")


def post(credential: Credential, *headers: tuple[str, str], body: bytes = BODY) -> Trace:
    return sign_tc3(
        method="POST",
        path="/",
        query="",
        headers=headers,
        hashed_payload=payload_hash(body),
        credential=credential,
        timestamp=1551113065,
        service="cvm",
    )


def test_worked_example_with_two_signed_headers() -> None:
    trace = post(EXAMPLE, JSON, HOST)
    assert trace.payload_hash == "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    assert trace.canonical_request_hash == "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031"
    assert trace.keys.date.reveal().hex() == "d1308c81fe71cfd4e06437bbc067b2b8a3d2d8c0e375d547f15c41d5214b395a"
    assert trace.keys.service.reveal().hex() == "3c7cb7c7795393edc14fd2e0e6434a518564b4504b88e94f5d11bf59ba3e7050"
    assert trace.keys.signing.reveal().hex() == "ac658d5dde49e9bfdd14e04e062f66b05d9f637d44b8a8d845327d4a77f666b1"
    assert trace.signature == "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    assert trace.authorization == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_worked_example_with_the_action_signed() -> None:
    trace = post(STARS, JSON, HOST, ("X-TC-Action", "DescribeInstances"))
    assert trace.signed_headers == "content-type;host;x-tc-action"
    assert trace.canonical_request_hash == "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"
    assert trace.keys.date.reveal().hex() == "da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0"
    assert trace.keys.service.reveal().hex() == "8d70cbefb03939f929db64d32dc2ba89b1095620119fe3e050e2b18c5bd2752f"
    assert trace.keys.signing.reveal().hex() == "b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af"
    assert trace.signature == "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"


def test_worked_example_of_a_get() -> None:
    trace = sign_tc3(
        method="GET",
        path="/",
        query="Limit=10&Offset=0",
        headers=[("content-type", "application/x-www-form-urlencoded"), HOST],
        hashed_payload=payload_hash(b""),
        credential=EXAMPLE,
        timestamp=1539084154,
        service="cvm",
    )
    assert trace.date == "2018-10-09"
    assert trace.canonical_request_hash == "91c9c192c14460df6c1ffc69e34e6c5e90708de2a6d282cccf957dbf1aa7f3a7"
    assert trace.signature == "5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474"


def test_worked_example_with_an_ascii_filter() -> None:
    body = b'{"Limit": 1, "Filters": [{"Values": ["unnamed"], "Name": "instance-name"}]}'
    trace = post(EXAMPLE, JSON, HOST, body=body)
    assert trace.payload_hash == "99d58dfbc6745f6747f36bfca17dee5e6881dc0428a0a36f96199342bc5b4907"
    assert trace.canonical_request_hash == "2815843035062fffda5fd6f2a44ea8a34818b0dc46f024b8b3786976a3adda7a"


def test_unsigned_payload_hashes_the_literal_words() -> None:
    assert UNSIGNED_PAYLOAD_HASH == "438d4109ef0d676b8c2c7ed13cdfcb418e494d53b843d4634ce3b1085f07bb96"


def test_canonical_headers_are_lower_case_trimmed_and_sorted() -> None:
    headers = [("X-TC-Action", " DescribeZones\t"), ("Host", "CVM.tencentcloudapi.com")]
    assert canonical_headers(headers) == "host:cvm.tencentcloudapi.com\nx-tc-action:describezones\n"
    assert signed_headers([name for name, _ in headers]) == "host;x-tc-action"


def test_the_date_is_the_utc_date_of_the_timestamp() -> None:
    assert utc_date(1551139199) == "2019-02-25"
    assert utc_date(1551139200) == "2019-02-26"
    assert utc_date(0) == "1970-01-01"


def test_milliseconds_have_a_clear_error() -> None:
    for at in (1551113065000, 1551113065000 * 10**6):
        with pytest.raises(ValueError, match="not a time in seconds"):
            utc_date(at)


def test_a_trace_shows_no_key() -> None:
    trace = post(EXAMPLE, JSON, HOST)
    shown = f"{trace!r} {trace} {trace.keys!r} {trace._asdict()!r}"
    assert EXAMPLE.secret_key.reveal() not in shown
    assert trace.keys.signing.reveal().hex() not in shown
    with pytest.raises(TypeError):
        pickle.dumps(trace)


KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
BODIES = st.binary(max_size=300) | st.text(st.characters(codec="utf-8"), max_size=80).map(str.encode)


def sdk_signature(method: str, query: str, body: bytes, host: str, content_type: str, key: str, at: int) -> str:
    """What the official SDK's client computes for the same request."""
    client: Any = AbstractClient
    internal: Any = RequestInternal
    request = internal(host, method, "/", {}, query if method == "GET" else body)
    request.header.update({"Host": host, "Content-Type": content_type, "X-TC-Timestamp": str(at)})
    date = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    signature: str = client._get_tc3_signature(None, {}, request, date, host.partition(".")[0], key)
    return signature


@settings(max_examples=3000, deadline=None)
@given(
    method=st.sampled_from(["POST", "GET"]),
    body=BODIES,
    query=st.sampled_from(["", "Limit=10&Offset=0", "Filters.0.Name=zone&A=%E4%B8%AD"]),
    service=st.from_regex(r"[a-z][a-z0-9]{1,12}", fullmatch=True),
    content_type=st.sampled_from(
        ["application/json", "application/json; charset=utf-8", "multipart/form-data; boundary=a"]
    ),
    key=KEYS,
    at=st.integers(0, 4102444800),
)
def test_same_signature_as_the_official_sdk(
    method: str, body: bytes, query: str, service: str, content_type: str, key: str, at: int
) -> None:
    host = f"{service}.tencentcloudapi.com"
    ours = sign_tc3(
        method=method,
        path="/",
        query=query if method == "GET" else "",
        headers=[("Content-Type", content_type), ("Host", host)],
        hashed_payload=payload_hash(b"" if method == "GET" else body),
        credential=Credential("AKIDexample", Secret(key)),
        timestamp=at,
        service=service,
    )
    assert ours.signature == sdk_signature(method, query, body, host, content_type, key, at)
