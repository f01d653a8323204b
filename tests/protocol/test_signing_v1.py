"""Signature v1 against the published worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.signing_v1 import Algorithm, algorithm_of, parameters, sign_v1, source_string
from tcexplorer.safety.secret import Secret

HOST = "cvm.tencentcloudapi.com"
PARAMS = [
    ("Action", "DescribeInstances"),
    ("InstanceIds.0", "ins-09dx96dg"),
    ("Limit", "20"),
    ("Nonce", "11886"),
    ("Offset", "0"),
    ("Region", "ap-guangzhou"),
    ("SecretId", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"),
    ("Timestamp", "1465185768"),
    ("Version", "2017-03-12"),
]
KEY = Secret("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
STARRED = [(name, "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******" if name == "SecretId" else value) for name, value in PARAMS]


def test_the_source_string_is_the_published_one() -> None:
    assert source_string("GET", HOST, parameters(PARAMS)) == (
        "GETcvm.tencentcloudapi.com/?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886"
        "&Offset=0&Region=ap-guangzhou&SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE&Timestamp=1465185768"
        "&Version=2017-03-12"
    )


@pytest.mark.parametrize(
    ("params", "key", "signature"),
    [
        (PARAMS, KEY, "EliP9YW3pW28FpsEdkXt/+WcGeI="),
        (STARRED, Secret("Gu5t9xGARNpq86cd98joQYCN3*******"), "zmmjn35mikh6pM3V7sUEuX4wyYM="),
        (
            [*PARAMS, ("SignatureMethod", "HmacSHA256")],
            KEY,
            "A8uy2/o7WBZXYCTWEFpMrVGhGBVlEGIOioeqRM+fzFs=",
        ),
    ],
)
def test_published_signatures(params: list[tuple[str, str]], key: Secret[str], signature: str) -> None:
    assert sign_v1(method="GET", host=HOST, params=params, secret_key=key).signature == signature


def test_names_sort_as_ascii_and_values_are_raw() -> None:
    params = [("Ids.2", "b"), ("Ids.12", "a b&c=测"), ("a", "1"), ("Z", "2")]
    source = source_string("POST", HOST, parameters(params))
    assert source == "POSTcvm.tencentcloudapi.com/?Ids.12=a b&c=测&Ids.2=b&Z=2&a=1"


@given(st.permutations(PARAMS), st.text(max_size=20))
def test_neither_order_nor_an_old_signature_matters(params: list[tuple[str, str]], old: str) -> None:
    trace = sign_v1(method="GET", host=HOST, params=[*params, ("Signature", old)], secret_key=KEY)
    assert trace.signature == "EliP9YW3pW28FpsEdkXt/+WcGeI="


@pytest.mark.parametrize("method", [None, "", "HmacSHA1", "hmacsha256", "MD5"])
def test_anything_but_sha256_means_sha1(method: str | None) -> None:
    assert algorithm_of(method) is Algorithm.SHA1


def test_bytes_that_are_no_text_can_be_signed() -> None:
    raw = b"\xff\xfe".decode("utf-8", "surrogateescape")
    assert sign_v1(method="GET", host=HOST, params=[("Name", raw)], secret_key=KEY).source.endswith(raw)
