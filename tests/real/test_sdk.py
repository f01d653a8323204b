"""The official Python SDK against the sandbox, unchanged: only its endpoint and protocol are set."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.real.conftest import Served

# the SDK has no types
sdk: Any = import_module("tencentcloud.common.common_client")
credential_module: Any = import_module("tencentcloud.common.credential")
exceptions: Any = import_module("tencentcloud.common.exception")
client_profile: Any = import_module("tencentcloud.common.profile.client_profile")
http_profile: Any = import_module("tencentcloud.common.profile.http_profile")
models: Any = import_module("tencentcloud.mqtt.v20240516.models")
mqtt: Any = import_module("tencentcloud.mqtt.v20240516.mqtt_client")
mqtt_async: Any = import_module("tencentcloud.mqtt.v20240516.mqtt_client_async")

# the SDK on Python 3.12 and later
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning")


def profile(served: Served, method: str = "POST", sign: str = "TC3-HMAC-SHA256") -> Any:
    where = http_profile.HttpProfile(protocol="http", endpoint=served.endpoint, reqMethod=method)
    return client_profile.ClientProfile(signMethod=sign, httpProfile=where)


def client(served: Served, method: str = "POST", sign: str = "TC3-HMAC-SHA256", **pair: str) -> Any:
    return mqtt.MqttClient(credential(served, **pair), "ap-guangzhou", profile(served, method, sign))


def credential(served: Served, secret_id: str | None = None, secret_key: str | None = None) -> Any:
    return credential_module.Credential(secret_id or served.credential.secret_id, secret_key or served.secret_key)


def list_request(**params: Any) -> Any:
    request = models.DescribeInstanceListRequest()
    request.from_json_string(json.dumps(params))
    return request


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
def test_a_list(served: Served, method: str, sign: str) -> None:
    filters = [{"Name": "InstanceName", "Values": ["a b&c/测试", "+%~"]}]
    answer = client(served, method, sign).DescribeInstanceList(list_request(Limit=1, Offset=0, Filters=filters))
    assert len(answer.Data) == 1
    assert answer.TotalCount >= 1
    (handled,) = served.handled
    assert answer.RequestId == handled.request_id
    assert (handled.service, handled.action, handled.code) == ("mqtt", "DescribeInstanceList", None)
    assert handled.remarks == ()


def test_pages(served: Served) -> None:
    caller = client(served)
    total = caller.DescribeInstanceList(list_request()).TotalCount
    seen = [
        item.InstanceId
        for offset in range(total)
        for item in caller.DescribeInstanceList(list_request(Limit=1, Offset=offset)).Data
    ]
    assert len(seen) == len(set(seen)) == total


async def test_the_async_client(served: Served) -> None:
    async with mqtt_async.MqttClient(credential(served), "ap-guangzhou", profile(served)) as caller:
        answer = await caller.DescribeInstanceList(list_request(Limit=1))
    assert answer.RequestId == served.handled[0].request_id
    assert served.handled[0].received.target == b"/?"


def test_unsigned_payload(served: Served) -> None:
    caller = client(served)
    caller.profile.unsignedPayload = True
    assert caller.DescribeInstanceList(list_request()).RequestId
    assert served.handled[0].received.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD"


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA256"])
@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("wrong key", "AuthFailure.SignatureFailure"),
        ("unknown id", "AuthFailure.SecretIdNotFound"),
        ("slow clock", "AuthFailure.SignatureExpire"),
        ("fast clock", "AuthFailure.SignatureExpire"),
        ("parameter missing", "MissingParameter"),
        ("parameter unknown", "UnknownParameter"),
        ("wrong type", "InvalidParameter"),
    ],
)
def test_errors(served: Served, method: str, sign: str, case: str, code: str) -> None:
    pair: dict[str, str] = {}
    action, params = "DescribeInstance", {"InstanceId": "mqtt-1"}
    match case:
        case "wrong key":
            pair = {"secret_key": "k" * 32}
        case "unknown id":
            pair = {"secret_id": "AKID" + "x" * 32}
        case "slow clock":
            served.shift = -400
        case "fast clock":
            served.shift = 400
        case "parameter missing":
            params = {}
        case "parameter unknown":
            params = params | {"Nonsense": "1"}
        case _:
            action, params = "DescribeInstanceList", {"Limit": "many"}
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        client(served, method, sign, **pair).call_json(action, params)
    assert raised.value.code == code
    assert raised.value.requestId == served.handled[0].request_id
    assert raised.value.message == served.handled[0].message


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"])
def test_the_doctor_names_the_id_that_was_used_as_the_key(served: Served, method: str, sign: str) -> None:
    caller = client(served, method, sign, secret_key=served.credential.secret_id)
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        caller.DescribeInstanceList(list_request(Limit=1))
    assert raised.value.code == "AuthFailure.SignatureFailure"
    assert served.found == [["key-is-secret-id"]]


def test_the_doctor_does_not_guess_at_a_wrong_key(served: Served) -> None:
    with pytest.raises(exceptions.TencentCloudSDKException):
        client(served, secret_key="k" * 32).DescribeInstanceList(list_request(Limit=1))
    client(served).DescribeInstanceList(list_request(Limit=1))
    assert served.found == [[], []]


def test_the_doctor_sees_the_clock(served: Served) -> None:
    served.shift = 400
    with pytest.raises(exceptions.TencentCloudSDKException):
        client(served).DescribeInstanceList(list_request())
    assert served.found == [["clock-skew"]]


def test_a_blank_at_the_end_of_the_id_is_refused_before_anything_is_sent(served: Served) -> None:
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        client(served, secret_id=served.credential.secret_id + " ").DescribeInstanceList(list_request())
    assert raised.value.code == "InvalidCredential"
    assert served.handled == []


def common(served: Served, service: str, version: str) -> Any:
    return sdk.CommonClient(service, version, credential(served), "ap-guangzhou", profile(served))


def test_multipart(served: Served) -> None:
    file = b"\x00\xff\r\n--"
    options = {"IsMultipart": True, "BinaryParams": ["File"]}
    caller = common(served, "cii", "2021-04-08")
    answer = caller.call_json("UploadMedicalFile", {"File": file, "FileURL": "u"}, options=options)
    assert answer["Response"]["RequestId"] == served.handled[0].request_id
    assert file in served.handled[0].received.body
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        caller.call_json("UploadMedicalFile", {"File": file, "Nonsense": "1"}, options=options)
    assert raised.value.code == "UnknownParameter"


def test_octet_stream(served: Served) -> None:
    answer = common(served, "cls", "2020-10-16").call_octet_stream("UploadLog", {"X-CLS-TopicId": "t"}, b"\x00\xff")
    assert answer["Response"]["RequestId"] == served.handled[0].request_id
    assert served.handled[0].received.body == b"\x00\xff"


def test_skip(served: Served) -> None:
    params = {"SAMLAssertion": "x", "PrincipalArn": "p", "RoleArn": "r", "RoleSessionName": "s"}
    caller = common(served, "sts", "2018-08-13")
    answer = caller.call_json("AssumeRoleWithSAML", params, options={"SkipSign": True})
    assert answer["Response"]["Credentials"]
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        caller.call_json("GetCallerIdentity", {}, options={"SkipSign": True})
    assert raised.value.code == "AuthFailure.InvalidAuthorization"


def test_a_kept_connection(served: Served) -> None:
    where = http_profile.HttpProfile(protocol="http", endpoint=served.endpoint, keepAlive=True)
    caller = mqtt.MqttClient(credential(served), "ap-guangzhou", client_profile.ClientProfile(httpProfile=where))
    for _ in range(3):
        caller.DescribeInstanceList(list_request())
    assert len({handled.received.peer for handled in served.handled}) == 1


def test_https_to_the_plain_port_is_seen(served: Served) -> None:
    caller = client(served)
    caller.profile.httpProfile.scheme = "https"
    caller = mqtt.MqttClient(credential(served), "ap-guangzhou", caller.profile)
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        caller.DescribeInstanceList(list_request())
    assert raised.value.code == "ClientNetworkError"
    assert {handled.code for handled in served.handled} == {"UnsupportedProtocol"}
    assert "http" in served.handled[0].message
