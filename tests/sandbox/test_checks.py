"""Each condition and the code the cloud gives for it, by requests signed well and then spoilt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.protocol.http_text import Received
from tcexplorer.protocol.model import Credential, Endpoint, Method
from tcexplorer.protocol.request import FORM_TYPE, MAX_GET, MAX_POST
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD, UNSIGNED_PAYLOAD_HASH, payload_hash, sign_tc3
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret
from tcexplorer.sandbox.reader import RequestReader
from tests.sandbox.world import (
    CREDENTIAL,
    LOOPBACK,
    NOW,
    TEMPORARY,
    World,
    call,
    error_of,
    received,
    response_in,
    signed,
    wire_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MQTT = Endpoint("mqtt.tencentcloudapi.com", "https", ("127.0.0.1", 9))
MQTT_INTL = Endpoint("mqtt.intl.tencentcloudapi.com", "https", ("127.0.0.1", 9))


def host(name: str) -> Endpoint:
    return Endpoint(name, "https", ("127.0.0.1", 9))


@pytest.mark.parametrize("endpoint", [LOOPBACK, MQTT, MQTT_INTL, host("mqtt.ap-guangzhou.tencentcloudapi.com")])
@pytest.mark.parametrize("method", list(Method))
def test_a_good_request_succeeds(endpoint: Endpoint, method: Method) -> None:
    world = World()
    params: Any = {"Offset": 0, "Filters": [{"Name": "Name", "Values": ["测 试", "b&c"]}]}
    assert error_of(world.answer(wire_of(signed(call(params=params, method=method), endpoint)))) == ("success", "")
    (handled,) = world.handled
    assert (handled.service, handled.action, handled.code) == ("mqtt", "DescribeInstanceList", None)
    assert handled.remarks == ()


def changed(**changes: Any) -> bytes:
    return wire_of(signed(call()), **changes)


def header(name: str, value: str) -> bytes:
    return changed(headers={name: value})


def authorization(edit: Callable[[str], str]) -> bytes:
    request = signed(call())
    return wire_of(request, headers={"Authorization": edit(request.header("Authorization") or "")})


OTHER = Credential(CREDENTIAL.secret_id, Secret("another" * 4))
STRANGER = Credential("AKID" + "x" * 32, CREDENTIAL.secret_key)
CASES: list[tuple[str, bytes, str, str]] = [
    ("put", changed(method="PUT"), "UnsupportedProtocol", "`PUT`"),
    ("lower-case method", changed(method="post"), "UnsupportedProtocol", "upper case"),
    ("options", changed(method="OPTIONS"), "UnsupportedProtocol", "`OPTIONS`"),
    ("connect", b"CONNECT mqtt.tencentcloudapi.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", "UnsupportedProtocol", "proxy"),
    ("tls", b"\x16\x03\x01\x02\x00\x01\x00", "UnsupportedProtocol", "to http"),
    ("http/2", b"PRI * HTTP/2.0\r\n\r\n", "UnsupportedProtocol", "HTTP/2.0"),
    ("bad length", changed(headers={"Content-Length": "x"}), "InvalidRequest", "Content-Length"),
    ("long query", wire_of(signed(call(method=Method.GET)), target="/?" + "a" * (MAX_GET + 1)),
     "RequestSizeLimitExceeded", str(MAX_GET)),
    ("large body", changed(body=b" " * (MAX_POST + 1)), "RequestSizeLimitExceeded", str(MAX_POST)),
    ("long head", changed(headers={"X-Long": "x" * 70_000}), "RequestSizeLimitExceeded", "65536"),
    ("no host", changed(without=["Host"]), "MissingParameter", "Host"),
    ("no authorization", changed(without=["Authorization"]), "MissingParameter", "Authorization"),
    ("empty authorization", header("Authorization", ""), "MissingParameter", "Authorization"),
    ("no action", changed(without=["X-TC-Action"]), "MissingParameter", "X-TC-Action"),
    ("no version", changed(without=["X-TC-Version"]), "MissingParameter", "X-TC-Version"),
    ("no timestamp", changed(without=["X-TC-Timestamp"]), "MissingParameter", "X-TC-Timestamp"),
    ("no content type", changed(without=["Content-Type"]), "MissingParameter", "Content-Type"),
    ("nothing at all", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "MissingParameter", "Authorization"),
    ("other algorithm", authorization(lambda a: a.replace("TC3-HMAC-SHA256", "AWS4-HMAC-SHA256")),
     "AuthFailure.InvalidAuthorization", "`AWS4-HMAC-SHA256`"),
    ("no signature", authorization(lambda a: a.rpartition(",")[0]), "AuthFailure.InvalidAuthorization", "Signature"),
    ("semicolons", authorization(lambda a: a.replace(", ", "; ")), "AuthFailure.InvalidAuthorization", "Signature"),
    ("stray part", authorization(lambda a: a + ", Foo=1"), "AuthFailure.InvalidAuthorization", "none of the three"),
    ("region in the scope", authorization(lambda a: a.replace("/mqtt/", "/ap-guangzhou/mqtt/")),
     "AuthFailure.InvalidAuthorization", "2023-11-14/ap-guangzhou/mqtt/tc3_request"),
    ("no scope", authorization(lambda a: a.replace("/2023-11-14/mqtt/tc3_request", "")),
     "AuthFailure.InvalidAuthorization", "Credential"),
    ("aws terminator", authorization(lambda a: a.replace("tc3_request", "aws4_request")),
     "AuthFailure.InvalidAuthorization", "aws4_request"),
    ("host not signed", authorization(lambda a: a.replace("content-type;host", "content-type")),
     "AuthFailure.InvalidAuthorization", "host must always be signed"),
    ("timestamp no number", header("X-TC-Timestamp", "now"), "InvalidParameter", "`now`"),
    ("unknown id", wire_of(signed(call(), credential=STRANGER)), "AuthFailure.SecretIdNotFound", "AKID…xxxx"),
    ("blank after the id", authorization(lambda a: a.replace(CREDENTIAL.secret_id, CREDENTIAL.secret_id + " ")),
     "AuthFailure.SecretIdNotFound", "blank"),
    ("token not wanted", header("X-TC-Token", "t"), "AuthFailure.TokenFailure", "permanent"),
    ("token missing", wire_of(signed(call(), credential=TEMPORARY), without=["X-TC-Token"]),
     "AuthFailure.TokenFailure", "must carry"),
    ("token wrong", wire_of(signed(call(), credential=TEMPORARY), headers={"X-TC-Token": "other"}),
     "AuthFailure.TokenFailure", "not the token"),
    ("late", wire_of(signed(call(), timestamp=NOW - 301)), "AuthFailure.SignatureExpire", "301 s behind"),
    ("early", wire_of(signed(call(), timestamp=NOW + 301)), "AuthFailure.SignatureExpire", "301 s ahead"),
    ("milliseconds", header("X-TC-Timestamp", str(NOW * 1000)), "AuthFailure.SignatureExpire", "milliseconds"),
    ("date not utc", authorization(lambda a: a.replace("2023-11-14", "2023-11-15")),
     "AuthFailure.SignatureFailure", "`2023-11-15`"),
    ("other service than the host", wire_of(signed(call(service="cvm"), MQTT)),
     "AuthFailure.SignatureFailure", "`cvm`"),
    ("wrong key", wire_of(signed(call(), credential=OTHER)), "AuthFailure.SignatureFailure", "canonical request"),
    ("other body", changed(body=b"{} "), "AuthFailure.SignatureFailure", "canonical request"),
    ("other content type", header("Content-Type", "application/json"), "AuthFailure.SignatureFailure", "canonical"),
    ("other host", header("Host", "127.0.0.1:10"), "AuthFailure.SignatureFailure", "canonical request"),
    ("timestamp changed", header("X-TC-Timestamp", str(NOW + 1)), "AuthFailure.SignatureFailure", "canonical"),
    ("signed header missing", authorization(lambda a: a.replace("host", "host;x-foo")),
     "AuthFailure.SignatureFailure", "`x-foo`"),
    ("unsorted", authorization(lambda a: a.replace("content-type;host", "host;content-type")),
     "AuthFailure.SignatureFailure", "ASCII order"),
    ("upper-case signature", authorization(lambda a: a[:-64] + a[-64:].upper()),
     "AuthFailure.SignatureFailure", "bytes"),
    ("skip", header("Authorization", "SKIP"), "AuthFailure.InvalidAuthorization", "must be signed"),
    ("unknown host", wire_of(signed(call(service="nope"), host("nope.tencentcloudapi.com"))),
     "NoSuchProduct", "`nope`"),
    ("unknown version", header("X-TC-Version", "2000-01-01"), "NoSuchVersion", "2024-05-16"),
    ("unknown action", header("X-TC-Action", "DescribeNothing"), "InvalidAction", "`DescribeNothing`"),
    ("misspelt action", header("X-TC-Action", "describeinstancelist"), "InvalidAction", "is it DescribeInstanceList?"),
    ("offline", wire_of(signed(call("OldOne", service="chdfs", version="2019-07-18"))), "ActionOffline", "withdrawn"),
    ("empty region", header("X-TC-Region", ""), "InvalidParameterValue", "leave it out"),
    ("old region", header("X-TC-Region", "gz"), "InvalidParameterValue", "ap-guangzhou"),
    ("no region code", header("X-TC-Region", "Guangzhou"), "InvalidParameterValue", "`Guangzhou`"),
    ("unknown region", header("X-TC-Region", "ap-atlantis"), "UnsupportedRegion", "`ap-atlantis`"),
    ("finance region", wire_of(signed(call(region="ap-shenzhen-fsi"), MQTT)), "UnsupportedRegion",
     "mqtt.ap-shenzhen-fsi.tencentcloudapi.com"),
    ("not on this site", wire_of(signed(call("Recognize", service="asr", version="2019-06-14"),
     host("asr.intl.tencentcloudapi.com"))), "InvalidAction", "international"),
    ("not on that site", wire_of(signed(call("ListQuotas", service="quota", version="2024-12-04"),
     host("quota.tencentcloudapi.com"))), "InvalidAction", "domestic"),
    ("asked for", header("X-Sandbox-Error", "ResourceNotFound.Instance"),
     "ResourceNotFound.Instance", "X-Sandbox-Error"),
    ("asked for nonsense", header("X-Sandbox-Error", "not a code"), "InvalidParameterValue", "`not a code`"),
]  # fmt: skip


@pytest.mark.parametrize(("wire", "code", "word"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_condition_and_code(wire: bytes, code: str, word: str) -> None:
    world = World()
    answer = world.answer(wire)
    assert error_of(answer)[0] == code
    assert word in error_of(answer)[1]
    assert answer["RequestId"]
    assert world.handled[0].code == code
    assert "\n" not in world.handled[0].line


@pytest.mark.parametrize(
    ("wire", "status"),
    [
        (b"CONNECT a:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"CONNECT a:443 HTTP/1.1\r\nHost: x\r\nX-Sandbox-Error: InternalError\r\n\r\n", 405),
        (b"\x16\x03\x01", 400),
        (changed(without=["Host"]), 200),
        (wire_of(signed(call(), credential=OTHER)), 200),
    ],
)
def test_only_what_is_no_request_of_the_api_has_another_status(wire: bytes, status: int) -> None:
    assert World().send(wire).status == status


@pytest.mark.parametrize("skew", [-300, 300])
def test_300_seconds_are_allowed(skew: int) -> None:
    assert World().code(wire_of(signed(call(), timestamp=NOW + skew))) == "success"


def test_a_temporary_credential_with_its_token() -> None:
    assert World().code(wire_of(signed(call(), credential=TEMPORARY))) == "success"


def test_no_region_is_fine() -> None:
    assert World().code(wire_of(signed(call(region=None)))) == "success"


def tc3(headers: list[tuple[str, str]], *, service: str = "mqtt", hashed: str | None = None, body: bytes = b"{}",
        path: str = "/", extra: str = "", target: str = "/") -> bytes:  # fmt: skip
    """A POST of DescribeInstanceList, signed with these headers, of which the values sent may differ by `sent`."""
    trace = sign_tc3(
        method="POST", path=path, query="", headers=headers, hashed_payload=hashed or payload_hash(body),
        credential=CREDENTIAL, timestamp=NOW, service=service,
    )  # fmt: skip
    lines = [f"POST {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"X-TC-Version: 2024-05-16\r\nX-TC-Timestamp: {NOW}", f"Authorization: {trace.authorization}"]
    if not any(name.lower() == "x-tc-action" for name, _ in headers):
        lines.append("X-TC-Action: DescribeInstanceList")
    return ("\r\n".join(lines) + f"\r\nContent-Length: {len(body)}\r\n{extra}\r\n").encode() + body


TYPE = ("Content-Type", "application/json")


def test_the_host_may_be_signed_without_its_port_on_loopback() -> None:
    world = World()
    wire = tc3([TYPE, ("Host", "127.0.0.1")], service="127").replace(b"Host: 127.0.0.1", b"Host: 127.0.0.1:9")
    assert world.code(wire) == "success"
    assert [remark.id for remark in world.handled[0].remarks] == ["host-without-port", "scope-service-of-endpoint"]
    assert world.handled[0].service == "mqtt"


def test_a_real_host_with_a_port_is_not_signed_without_it() -> None:
    wire = tc3([TYPE, ("Host", "mqtt.tencentcloudapi.com")])
    assert World().code(wire) == "success"
    changed = wire.replace(b"Host: mqtt.tencentcloudapi.com", b"Host: mqtt.tencentcloudapi.com:443")
    assert World().code(changed) == "AuthFailure.SignatureFailure"


def test_a_url_as_host_is_taken_and_remarked_on() -> None:
    world = World()
    assert world.code(tc3([TYPE, ("Host", "http://127.0.0.1:9")])) == "success"
    assert [remark.id for remark in world.handled[0].remarks] == ["host-is-a-url"]


def test_an_ambiguous_action_is_said_to_be_one() -> None:
    wire = tc3([TYPE, ("Host", "127.0.0.1:9"), ("X-TC-Action", "CreateUser")], service="127")
    answer = World().answer(wire.replace(b"2024-05-16", b"2019-01-16"))
    assert error_of(answer)[0] == "NoSuchProduct"
    assert "cam, tdai" in error_of(answer)[1]


def test_an_action_that_nobody_has_on_loopback() -> None:
    wire = tc3([TYPE, ("Host", "127.0.0.1:9"), ("X-TC-Action", "Nothing")], service="127")
    assert World().code(wire) == "NoSuchProduct"


def test_further_headers_may_be_signed() -> None:
    headers = [TYPE, ("Host", "mqtt.tencentcloudapi.com"), ("X-TC-Action", "DescribeInstanceList")]
    assert World().code(tc3(headers)) == "success"


def test_unsigned_payload_needs_its_header() -> None:
    headers = [TYPE, ("Host", "127.0.0.1:9")]
    declared = f"X-TC-Content-SHA256: {UNSIGNED_PAYLOAD}\r\n"
    assert World().code(tc3(headers, hashed=UNSIGNED_PAYLOAD_HASH, extra=declared)) == "success"
    assert World().code(tc3(headers, hashed=UNSIGNED_PAYLOAD_HASH)) == "AuthFailure.SignatureFailure"


def test_another_path_is_not_signed() -> None:
    headers = [TYPE, ("Host", "127.0.0.1:9")]
    code, message = error_of(World().answer(tc3(headers, path="/mqtt/", target="/mqtt/")))
    assert code == "AuthFailure.SignatureFailure"
    assert "`/mqtt/`" in message
    assert World().code(tc3(headers, target="//")) == "success"


def test_the_defects_of_the_request_are_in_the_message() -> None:
    broken = changed().replace(b"/tc3_request", b"\n/tc3_request")
    code, message = error_of(World().answer(broken))
    assert code == "AuthFailure.InvalidAuthorization"
    assert "after Authorization, has no colon" in message


def test_the_body_hash_may_be_given() -> None:
    world = World()
    request = received(changed())
    good = world.sandbox.handle(request, hashed_body=payload_hash(request.body))
    bad = world.sandbox.handle(request, hashed_body="0" * 64)
    assert "Error" not in json.loads(good.body)["Response"]
    assert json.loads(bad.body)["Response"]["Error"]["Code"] == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    ("name", "code"), [("AssumeRoleWithSAML", "success"), ("GetCallerIdentity", "AuthFailure.InvalidAuthorization")]
)
@pytest.mark.parametrize("endpoint", [LOOPBACK, host("sts.tencentcloudapi.com")])
def test_skip_is_for_two_actions(name: str, code: str, endpoint: Endpoint) -> None:
    which = call(name, service="sts", version="2018-08-13", skip_sign=True)
    assert World().code(wire_of(signed(which, endpoint, None))) == code


def test_more_calls_than_allowed_in_a_second() -> None:
    world = World(calls_per_second=3)
    wire = changed()
    other = wire_of(signed(call("CreateUser")))
    assert [world.code(wire) for _ in range(4)] == ["success"] * 3 + ["RequestLimitExceeded"]
    message = error_of(world.answer(wire))[1]
    assert "5 calls of mqtt DescribeInstanceList" in message
    assert "3 are allowed" in message
    assert world.code(other) == "success"
    world.now += 1
    assert [world.code(wire) for _ in range(3)] == ["success"] * 3
    world.now -= 2
    assert world.code(wire) == "success"


def test_no_limit_of_calls() -> None:
    world = World(calls_per_second=0)
    assert {world.code(changed()) for _ in range(50)} == {"success"}


@pytest.mark.parametrize(("text", "seconds"), [("1.5", 1.5), ("9999", 120.0), ("soon", 0.0), ("-1", 0.0), ("nan", 0.0)])
def test_a_delay_on_demand(text: str, seconds: float) -> None:
    assert World().send(header("X-Sandbox-Delay", text)).delay == seconds


@pytest.mark.parametrize(
    ("content_type", "method", "code"),
    [
        (FORM_TYPE, Method.GET, "success"),
        ("application/json", Method.GET, "UnsupportedProtocol"),
        ("text/plain", Method.POST, "UnsupportedProtocol"),
        ("application/octet-stream", Method.POST, "success"),
        (FORM_TYPE, Method.POST, "UnsupportedProtocol"),
    ],
)
def test_content_types(content_type: str, method: Method, code: str) -> None:
    headers = [("Content-Type", content_type), ("Host", "127.0.0.1:9")]
    trace = sign_tc3(
        method=method, path="/", query="", headers=headers, hashed_payload=payload_hash(b""),
        credential=CREDENTIAL, timestamp=NOW, service="mqtt",
    )  # fmt: skip
    request = signed(call(method=method))
    wire = wire_of(request, body=b"", headers={"Content-Type": content_type, "Authorization": trace.authorization})
    assert World().code(wire) == code


def test_an_action_is_read_once() -> None:
    world = World()
    for _ in range(3):
        assert world.code(changed()) == "success"
    assert world.catalogue.reads == 1


def test_the_log_line_has_no_secret() -> None:
    world = World()
    world.send(wire_of(signed(call(), credential=TEMPORARY), headers={"X-TC-Token": "spoilt"}))
    world.send(changed())
    for handled in world.handled:
        for secret in (CREDENTIAL.secret_key, TEMPORARY.secret_key):
            assert secret.reveal() not in handled.line
        assert "spoilt" not in handled.line
        assert CREDENTIAL.secret_id not in handled.line
        assert handled.request_id in handled.line
    assert "22:13:20 POST mqtt DescribeInstanceList ap-guangzhou success" in world.handled[1].line


def test_request_ids_are_fresh() -> None:
    world = World()
    ids = {str(world.answer(changed())["RequestId"]) for _ in range(5)}
    assert len(ids) == 5
    assert "from-the-example" not in ids


@given(st.data())
def test_whatever_comes_is_answered(data: st.DataObject) -> None:
    wire = bytearray(wire_of(signed(call("DescribeTopic", {"InstanceId": "i", "Topic": "t"}))))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(wire)))
        stop = min(len(wire), start + data.draw(st.integers(0, 30)))
        wire[start:stop] = data.draw(st.binary(max_size=40))
    world = World()
    reader = RequestReader()
    requests = [*reader.feed(bytes(wire), NOW), reader.end("it stopped", NOW)]
    for request in requests:
        if isinstance(request, Received):
            response = response_in(world.sandbox.handle(request).body)
            assert response["RequestId"]
            line = world.handled[-1].line
            assert line == visible(line)


@pytest.mark.parametrize("given_host", ["127.0.0.1:9", "localhost", "[::1]:9", "10.0.0.7:80", "http://localhost:9/"])
def test_an_address_leaves_the_service_to_the_scope(given_host: str) -> None:
    assert World().code(tc3([TYPE, ("Host", given_host)])) == "success"


def test_a_key_in_place_of_the_authorization_is_not_repeated() -> None:
    key = CREDENTIAL.secret_key.reveal()
    world = World()
    assert world.code(header("Authorization", key)) == "AuthFailure.InvalidAuthorization"
    assert key[:12] not in world.handled[0].line
    assert key not in repr(world.handled[0])
