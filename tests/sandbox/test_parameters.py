"""Parameters: read from wherever they travel, and held to the schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tcexplorer.protocol.model import Endpoint, Method
from tcexplorer.protocol.request import FORM_TYPE
from tcexplorer.protocol.signing import payload_hash, sign_tc3
from tcexplorer.protocol.signing_v1 import sign_v1
from tests.sandbox.world import (
    CREDENTIAL,
    LOOPBACK,
    NOW,
    TEMPORARY,
    World,
    as_list,
    as_object,
    call,
    error_of,
    signed,
    wire_of,
)

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Credential

INTERNATIONAL = Endpoint("mqtt.intl.tencentcloudapi.com", "https", ("127.0.0.1", 9))
TOPIC: dict[str, Any] = {"InstanceId": "i", "Topic": "t"}


LEAF: dict[str, Any] = {"Name": "x", "Children": []}
NOTHING: Any = {}


def topic(params: Any, method: Method = Method.POST, endpoint: Endpoint = LOOPBACK) -> tuple[str, str]:
    return error_of(World().answer(wire_of(signed(call("DescribeTopic", params, method=method), endpoint))))


@pytest.mark.parametrize(
    ("params", "code", "word"),
    [
        (TOPIC, "success", ""),
        (NOTHING, "MissingParameter", "`InstanceId`"),
        ({"InstanceId": "i"}, "MissingParameter", "`Topic`"),
        (TOPIC | {"Topic": None}, "MissingParameter", "`Topic`"),
        (TOPIC | {"Verbose": None}, "success", ""),
        (TOPIC | {"Foo": 1}, "UnknownParameter", "`Foo`"),
        (TOPIC | {"verbose": True}, "UnknownParameter", "is it Verbose?"),
        (TOPIC | {"Verbose": "true"}, "InvalidParameter", "`Verbose` is the text `true`; it must be true or false"),
        (TOPIC | {"Verbose": 1}, "InvalidParameter", "`Verbose` is the number `1`"),
        (TOPIC | {"Ratio": 1}, "success", ""),
        (TOPIC | {"Ratio": 0.5}, "success", ""),
        (TOPIC | {"Ratio": True}, "InvalidParameter", "`Ratio` is true"),
        (TOPIC | {"Topic": 1}, "InvalidParameter", "`Topic` is the number `1`; it must be a text"),
        (TOPIC | {"Topic": ["a"]}, "InvalidParameter", "`Topic` is a list"),
        (TOPIC | {"Tree": {"Children": [LEAF]}}, "success", ""),
        (TOPIC | {"Tree": [LEAF]}, "InvalidParameter", "`Tree` is a list; it must be an object"),
        (
            TOPIC | {"Tree": {"Children": NOTHING}},
            "InvalidParameter",
            "`Tree.Children` is an object; it must be a list",
        ),
        (TOPIC | {"Tree": {"Children": [{"Name": 5}]}}, "InvalidParameter", "`Tree.Children.0.Name`"),
        (TOPIC | {"Tree": {"Children": [NOTHING, {"Nam": "x"}]}}, "UnknownParameter", "`Tree.Children.1.Nam`"),
        (TOPIC | {"Tree": {"Children": [None]}}, "InvalidParameter", "`Tree.Children.0` is null"),
    ],
)
def test_the_schema_decides(params: Any, code: str, word: str) -> None:
    assert topic(params)[0] == code
    assert word in topic(params)[1]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"Limit": 0, "Offset": -1}, "success"),
        ({"Limit": -1}, "InvalidParameter"),
        ({"Limit": 2**64 - 1}, "success"),
        ({"Limit": 2**64}, "InvalidParameter"),
        ({"Offset": 2**63}, "InvalidParameter"),
        ({"Limit": 1.0}, "InvalidParameter"),
        ({"Limit": "1"}, "InvalidParameter"),
        ({"Filters": [{"Name": "n"}]}, "MissingParameter"),
        ({"Filters": ["n"]}, "InvalidParameter"),
        ({"Filters": [{"Name": "n", "Values": [1]}]}, "InvalidParameter"),
    ],
)
def test_numbers_and_lists(params: Any, code: str) -> None:
    assert World().code(wire_of(signed(call(params=params)))) == code


def test_the_sites_differ() -> None:
    only_here = TOPIC | {"OnlyHere": "x"}
    assert topic(only_here)[0] == "success"
    assert topic({"InstanceId": "i"}, endpoint=INTERNATIONAL)[0] == "success"
    code, message = topic(only_here, endpoint=INTERNATIONAL)
    assert code == "UnknownParameter"
    assert "international" in message


def test_a_secret_of_the_wrong_type_is_not_shown() -> None:
    code, message = topic(TOPIC | {"Password": 987654})
    assert code == "InvalidParameter"
    assert "Password" in message
    assert "987654" not in message


@pytest.mark.parametrize(
    ("params", "code", "word"),
    [
        (TOPIC | {"Verbose": True, "Ratio": 0.25, "Tree": {"Children": [{"Name": "1"}]}}, "success", ""),
        (TOPIC | {"Verbose": "True"}, "success", ""),
        (TOPIC | {"Verbose": "yes"}, "InvalidParameter", "`Verbose` is the text `yes`"),
        (TOPIC | {"Ratio": "much"}, "InvalidParameter", "`Ratio`"),
        (TOPIC | {"Topic": "1"}, "success", ""),
        (TOPIC | {"Topic": ["a"]}, "InvalidParameter", "`Topic` is a list"),
        (TOPIC | {"Tree": {"Children": [{"Nam": "1"}]}}, "UnknownParameter", "`Tree.Children.0.Nam`"),
        ({"InstanceId": "i"}, "MissingParameter", "`Topic`"),
    ],
)
def test_a_get_is_converted_by_the_schema(params: Any, code: str, word: str) -> None:
    assert topic(params, Method.GET)[0] == code
    assert word in topic(params, Method.GET)[1]


def post(body: bytes, content_type: str = "application/json", *, action: str = "DescribeTopic",
         service: str = "mqtt", version: str = "2024-05-16") -> bytes:  # fmt: skip
    headers = [("Content-Type", content_type), ("Host", "127.0.0.1:9")]
    trace = sign_tc3(
        method="POST", path="/", query="", headers=headers, hashed_payload=payload_hash(body),
        credential=CREDENTIAL, timestamp=NOW, service=service,
    )  # fmt: skip
    request = signed(call(action, service=service, version=version))
    return wire_of(request, body=body, headers={"Content-Type": content_type, "Authorization": trace.authorization})


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"[1]", "parameters are one JSON object"),
        (b'{"a": 1,}', "line 1, column"),
        (b"\xff\xfe", "UTF-8"),
        (b"Action=1", "no JSON"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1' + b"1" * 5000 + b"}", "digits"),
        ('{"a": "测"}'.encode("utf-16"), "UTF-8"),
        (b"[" * 20_000, "nested too deeply"),
        (b'{"InstanceId":"i","Topic":"t","Tree":' + b'{"Children":[' * 200 + b"]}" * 200 + b"}", "nested too deeply"),
    ],
)
def test_a_body_that_is_no_object(body: bytes, word: str) -> None:
    code, message = error_of(World().answer(post(body)))
    assert code == "InvalidParameter"
    assert word in message


def test_an_empty_body_is_no_parameters() -> None:
    assert World().code(post(b"", action="DescribeInstanceList")) == "success"


def multipart(parts: list[tuple[str, bytes]], boundary: str = "xyz") -> bytes:
    return (
        b"".join(
            b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (boundary.encode(), head.encode(), value)
            for head, value in parts
        )
        + b"--%s--\r\n" % boundary.encode()
    )


FILE = ('name="File"; filename="File"', b"\x00\xff\r\n--xy")


@pytest.mark.parametrize(
    ("body", "content_type", "code", "word"),
    [
        (multipart([FILE]), "multipart/form-data; boundary=xyz", "success", ""),
        (multipart([FILE]), 'multipart/form-data; boundary="xyz"', "success", ""),
        (
            multipart([FILE, ('name="Tags"\r\nContent-Type: application/json', b'["a"]')]),
            "multipart/form-data; boundary=xyz",
            "success",
            "",
        ),
        (
            multipart([FILE, ('name="Tags"\r\nContent-Type: application/json', b"[")]),
            "multipart/form-data; boundary=xyz",
            "InvalidParameter",
            "Part 2",
        ),
        (multipart([FILE, ('name="Foo"', b"1")]), "multipart/form-data; boundary=xyz", "UnknownParameter", "`Foo`"),
        (multipart([]), "multipart/form-data; boundary=xyz", "MissingParameter", "`File`"),
        (b"", "multipart/form-data; boundary=xyz", "MissingParameter", "`File`"),
        (multipart([FILE]), "multipart/form-data", "InvalidRequest", "no boundary"),
        (multipart([FILE]), "multipart/form-data; boundary=other", "InvalidRequest", "`other`"),
        (multipart([("filename=x", b"1")]), "multipart/form-data; boundary=xyz", "InvalidRequest", "Part 1"),
    ],
)
def test_multipart(body: bytes, content_type: str, code: str, word: str) -> None:
    wire = post(body, content_type, action="UploadMedicalFile", service="cii", version="2021-04-08")
    answer = error_of(World().answer(wire))
    assert answer[0] == code
    assert word in answer[1]


def v1_pairs(action: str = "DescribeTopic", **more: str) -> dict[str, str]:
    return {
        "Action": action, "Version": "2024-05-16", "Timestamp": str(NOW), "Nonce": "42", "Region": "ap-guangzhou",
        "SecretId": CREDENTIAL.secret_id, **more,
    }  # fmt: skip


def v1(pairs: dict[str, str], method: str = "POST", host: str = "127.0.0.1:9", *, signed_host: str | None = None,
       credential: Credential = CREDENTIAL, spoilt: dict[str, str | None] | None = None) -> bytes:  # fmt: skip
    trace = sign_v1(method=method, host=signed_host or host, params=pairs.items(), secret_key=credential.secret_key)
    sent = {**pairs, "Signature": trace.signature, **(spoilt or {})}
    form = urlencode({name: value for name, value in sent.items() if value is not None})
    if method == "GET":
        return f"GET /?{form} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    head = f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM_TYPE}\r\nContent-Length: {len(form)}\r\n\r\n"
    return (head + form).encode()


ID_AND_TOPIC = {"InstanceId": "a b&c", "Topic": "测"}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("algorithm", [None, "HmacSHA1", "HmacSHA256"])
@pytest.mark.parametrize("host", ["127.0.0.1:9", "mqtt.tencentcloudapi.com"])
def test_v1(method: str, algorithm: str | None, host: str) -> None:
    world = World()
    pairs = v1_pairs(**ID_AND_TOPIC, Verbose="true") | ({"SignatureMethod": algorithm} if algorithm else {})
    answer = world.answer(v1(pairs, method, host))
    assert error_of(answer) == ("success", "")
    assert (answer["InstanceId"], answer["Topic"]) == ("a b&c", "测")
    assert (world.handled[0].service, world.handled[0].region) == ("mqtt", "ap-guangzhou")


@pytest.mark.parametrize(
    ("spoilt", "code", "word"),
    [
        *[({name: None}, "MissingParameter", name) for name in
          ("Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature")],
        ({"Nonce": "0"}, "InvalidParameter", "Nonce"),
        ({"Nonce": "x"}, "InvalidParameter", "Nonce"),
        ({"Timestamp": "x"}, "InvalidParameter", "Timestamp"),
        ({"Timestamp": str(NOW - 400)}, "AuthFailure.SignatureExpire", "400 s behind"),
        ({"SecretId": "AKIDother"}, "AuthFailure.SecretIdNotFound", "9 characters"),
        ({"Token": "x"}, "AuthFailure.TokenFailure", "Token"),
        ({"Limit": "1"}, "AuthFailure.SignatureFailure", "HmacSHA1"),
        ({"Signature": "a b="}, "AuthFailure.SignatureFailure", "URL-encoded"),
        ({"SignatureMethod": "HmacSHA256"}, "AuthFailure.SignatureFailure", "`HmacSHA256`"),
    ],
)  # fmt: skip
def test_v1_spoilt(spoilt: dict[str, str | None], code: str, word: str) -> None:
    answer = error_of(World().answer(v1(v1_pairs(**ID_AND_TOPIC), spoilt=spoilt)))
    assert answer[0] == code
    assert word in answer[1]


def test_v1_with_a_token() -> None:
    token = TEMPORARY.token
    assert token is not None
    pairs = v1_pairs(**ID_AND_TOPIC) | {"SecretId": TEMPORARY.secret_id, "Token": token.reveal()}
    assert World().code(v1(pairs, credential=TEMPORARY)) == "success"


def test_v1_signed_without_the_port() -> None:
    world = World()
    assert world.code(v1(v1_pairs(**ID_AND_TOPIC), signed_host="127.0.0.1")) == "success"
    assert [remark.id for remark in world.handled[0].remarks] == ["host-without-port"]


def test_v1_takes_a_megabyte() -> None:
    code, message = error_of(World().answer(v1(v1_pairs(**ID_AND_TOPIC, Password="x" * 1024 * 1024))))
    assert code == "AuthFailure.SignatureFailure"
    assert "TC3-HMAC-SHA256" in message


@pytest.mark.parametrize(
    ("pairs", "word"),
    [({"Tree": "1", "Tree.Name": "2"}, "contradict"), ({"Tree" + ".Children.0" * 60: "1"}, "nested too deeply")],
)
def test_v1_pairs_that_make_no_document(pairs: dict[str, str], word: str) -> None:
    code, message = error_of(World().answer(v1(v1_pairs(**ID_AND_TOPIC, **pairs))))
    assert code == "InvalidParameter"
    assert word in message


def test_v1_lists_are_lists() -> None:
    pairs = v1_pairs("DescribeInstances", **{"InstanceIds.1": "ins-b", "InstanceIds.0": "ins-a"})
    answer = World().answer(v1(pairs | {"Version": "2017-03-12"}))
    assert [as_object(item)["InstanceId"] for item in as_list(answer["InstanceSet"])] == ["ins-a", "ins-b"]


def test_a_number_without_end_in_a_query() -> None:
    wire = wire_of(signed(call(params={"Offset": "1" * 5000}, method=Method.GET)))
    assert World().code(wire) == "InvalidParameter"


def test_large_numbers_keep_their_digits() -> None:
    big = 2**63 - 1
    wire = wire_of(signed(call(params={"Offset": big}, method=Method.GET)))
    assert World().code(wire) == "success"
    assert json.dumps(big).encode() in wire
