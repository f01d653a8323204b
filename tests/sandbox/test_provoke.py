"""Every common code is provoked on a sandbox that listens, by the act that the rules describe."""

from __future__ import annotations

import json
import re
import socket
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.diagnosis.evidence import permission_in
from tcexplorer.protocol.codes import COMMON, FAMILIES, on_demand
from tcexplorer.protocol.model import Call, Credential, Endpoint, Method
from tcexplorer.protocol.request import sign_request
from tcexplorer.protocol.signing import payload_hash, sign_tc3
from tcexplorer.safety.secret import Secret
from tcexplorer.sandbox.rules import RULES, act_for, table, table_of_states
from tests.conftest import serving
from tests.sandbox.world import wire_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.catalog.store import Catalogue
    from tcexplorer.protocol.model import JsonObject
    from tests.conftest import Served

SIGNED_FOR = {"AuthFailure.SignatureFailure", "RequestLimitExceeded", "RequestSizeLimitExceeded"}
"""Codes whose sentence names nothing that stands in the request."""


@dataclass(frozen=True)
class Client:
    """A client of the sandbox; every act is one of its methods, and gives the code of the last answer."""

    served: Served

    @property
    def credential(self) -> Credential:
        return self.served.credential

    def wire(
        self,
        service: str,
        version: str,
        action: str,
        params: JsonObject | None = None,
        *,
        credential: Credential | None = None,
        host: str | None = None,
        at: float | None = None,
        method: Method = Method.POST,
        **changes: Any,
    ) -> bytes:
        call = Call(service, version, action, changes.pop("region", "ap-guangzhou"), params or {}, method)
        endpoint = Endpoint(host or self.served.url.removeprefix("http://"), "http")
        who = credential or self.credential
        signed = sign_request(call, endpoint, who, timestamp=int(time.time() if at is None else at))
        return wire_of(signed, **changes)

    def mqtt(self, action: str = "DescribeInstanceList", params: JsonObject | None = None, **more: Any) -> bytes:
        return self.wire("mqtt", "2024-05-16", action, params, **more)

    def send(self, *wires: bytes) -> tuple[str, str]:
        """Code and message of the last answer."""
        host, _, port = self.served.url.removeprefix("http://").partition(":")
        code, message = "", ""
        with closing(socket.create_connection((host, int(port)), timeout=10)) as connection:
            answers = connection.makefile("rb")
            for wire in wires:
                connection.sendall(wire)
                length = 0
                while (line := answers.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                error = json.loads(answers.read(length))["Response"].get("Error", {})
                code, message = error.get("Code", "success"), error.get("Message", "")
        return code, message


def multipart(client: Client) -> bytes:
    content_type, body = "multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="A"\r\n\r\n1'
    host, now = client.served.url.removeprefix("http://"), int(time.time())
    trace = sign_tc3(
        method="POST", path="/", query="", headers=[("Content-Type", content_type), ("Host", host)],
        hashed_payload=payload_hash(body), credential=client.credential, timestamp=now, service="mqtt",
    )  # fmt: skip
    return client.mqtt(
        body=body,
        headers={"Content-Type": content_type, "Authorization": trace.authorization, "X-TC-Timestamp": str(now)},
    )


def header(name: str, value: str) -> Callable[[Client], bytes]:
    return lambda client: client.mqtt(headers={name: value})


def topic(action: str, instance: str) -> Callable[[Client], bytes]:
    return lambda client: client.mqtt(action, {"InstanceId": instance, "Topic": "t"})


def as_another(client: Client, secret_id: str) -> bytes:
    return client.mqtt(credential=Credential(secret_id, client.credential.secret_key))


RUN: JsonObject = {"ImageId": "img-1", "Placement": {"Zone": "ap-guangzhou-6"}, "InstanceType": "S5.MEDIUM2"}


def run_instances(more: JsonObject) -> Callable[[Client], bytes]:
    return lambda client: client.wire("cvm", "2017-03-12", "RunInstances", {**RUN, **more})


ACTS: dict[str, Callable[[Client], bytes | list[bytes]]] = {
    "ActionOffline": lambda c: c.wire("chdfs", "2019-07-18", "CreateFileSystem"),
    "AuthFailure.InvalidAuthorization": header("Authorization", "Basic eHl6"),
    "AuthFailure.InvalidSecretId": lambda c: as_another(c, "1250000000"),
    "AuthFailure.MFAFailure": lambda c: c.wire(
        "sts", "2018-08-13", "GetSessionToken",
        {"SerialNumber": "qcs::cam:uin/1::mfa/softToken", "TokenCode": "000000"},
    ),
    "AuthFailure.SecretIdNotFound": lambda c: as_another(c, "AKIDnobody"),
    "AuthFailure.SignatureExpire": lambda c: c.mqtt(at=1551113065),
    "AuthFailure.SignatureFailure": lambda c: c.mqtt(credential=Credential(c.credential.secret_id, Secret("k" * 32))),
    "AuthFailure.TokenFailure": header("X-TC-Token", "t"),
    "AuthFailure.UnauthorizedOperation": lambda c: c.mqtt("DescribeInstance", {"InstanceId": "mqtt-forbidden"}),
    "DryRunOperation": run_instances({"DryRun": True}),
    "FailedOperation": topic("DeleteTopic", "mqtt-protected"),
    "InternalError": lambda c: c.mqtt("DescribeInstance", {"InstanceId": "mqtt-broken"}),
    "InvalidAction": lambda c: c.mqtt("DescribeInstanceLst"),
    "InvalidParameter": lambda c: c.mqtt(params={"Limit": "many"}),
    "InvalidParameterValue": header("X-TC-Region", "gz"),
    "InvalidRequest": multipart,
    "LimitExceeded": topic("CreateTopic", "mqtt-full"),
    "MissingParameter": lambda c: c.mqtt("DescribeInstance"),
    "NoSuchProduct": lambda c: c.wire("nope", "2024-05-16", "DescribeThings", host="nope.tencentcloudapi.com"),
    "NoSuchVersion": header("X-TC-Version", "2000-01-01"),
    "RequestLimitExceeded": lambda c: [c.mqtt()] * 21,
    "RequestSizeLimitExceeded": lambda c: c.mqtt(params={"Name": "x" * 40_000}, method=Method.GET),
    "ResourceInUse": topic("DeleteTopic", "mqtt-busy"),
    "ResourceInsufficient": run_instances({"ImageId": "img-soldout"}),
    "ResourceNotFound": lambda c: c.mqtt("DescribeInstance", {"InstanceId": "mqtt-missing"}),
    "ResourceUnavailable": topic("CreateTopic", "mqtt-isolated"),
    "UnauthorizedOperation": lambda c: c.mqtt("DescribeInstance", {"InstanceId": "mqtt-foreign"}),
    "UnknownParameter": lambda c: c.mqtt(params={"Nonsense": 1}),
    "UnsupportedOperation": topic("CreateTopic", "mqtt-stopped"),
    "UnsupportedProtocol": lambda c: c.mqtt().replace(b"POST ", b"PUT ", 1),
    "UnsupportedRegion": header("X-TC-Region", "ap-atlantis"),
    **{code: header("X-Sandbox-Error", code) for code in COMMON if act_for(code) == on_demand(code)},
}  # fmt: skip


@pytest.fixture
def client(catalogue: Catalogue) -> Iterator[Client]:
    with serving(catalogue, calls_per_second=20) as served:
        yield Client(served)


def test_there_is_an_act_for_each() -> None:
    assert sorted(ACTS) == sorted(COMMON)


@pytest.mark.parametrize("code", COMMON)
def test_the_act_gets_the_code(client: Client, code: str) -> None:
    act = ACTS[code](client)
    wires = act if isinstance(act, list) else [act]
    found, message = client.send(*wires)
    assert found == code, message
    assert message
    handled = client.served.handled[-1]
    assert handled.code == code
    assert handled.on_demand is (act_for(code) == on_demand(code))


@pytest.mark.parametrize("code", COMMON)
def test_what_the_sentence_names_is_what_is_sent(client: Client, code: str) -> None:
    act = ACTS[code](client)
    sent = b"".join(act if isinstance(act, list) else [act]).decode()
    named = act_for(code).split("`")[1::2]
    absent = [one for one in named if one not in sent]
    assert absent == ([] if code != "AuthFailure.InvalidSecretId" else ["$SECRET_ID"])
    assert named or code in SIGNED_FOR


@pytest.mark.parametrize("secret_id", ["$SECRET_ID", "${TENCENTCLOUD_SECRET_ID}", "<secretId>", "{{ id }}"])
def test_a_placeholder_is_no_secret_id(client: Client, secret_id: str) -> None:
    assert client.send(as_another(client, secret_id))[0] == "AuthFailure.InvalidSecretId"


def test_nor_is_the_key_and_it_is_not_repeated(client: Client) -> None:
    key = client.credential.secret_key.reveal()
    code, message = client.send(as_another(client, key))
    assert code == "AuthFailure.InvalidSecretId"
    assert key[:8] not in message + client.served.handled[-1].line


def test_every_rule_gives_a_code_of_a_family() -> None:
    assert [rule.code for rule in RULES if rule.code.partition(".")[0] not in {*FAMILIES, "CODE"}] == []


def test_most_common_codes_are_got_by_doing_what_causes_them() -> None:
    asked_for = {code for code in COMMON if act_for(code) == on_demand(code)}
    assert asked_for == {
        "IpInBlacklist",
        "IpNotInWhitelist",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
        "RequestLimitExceeded.IPLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
        "ResponseSizeLimitExceeded",
        "ServiceUnavailable",
    }


@pytest.mark.parametrize(("mark", "made"), [("sandbox rules", table), ("sandbox states", table_of_states)])
def test_the_tables_for_people_are_made_from_the_rules(mark: str, made: Callable[[], str]) -> None:
    root = Path(__file__).parents[2]
    shown = [
        found.strip()
        for path in (root / "README.md", *sorted((root / "docs").glob("*.md")))
        for found in re.findall(f"<!-- {mark} -->(.*?)<!-- end -->", path.read_text("utf-8"), re.DOTALL)
    ]
    assert shown
    assert set(shown) == {made()}, f"as `tcexplorer.sandbox.rules.{made.__name__}()` gives it"


def test_the_other_ways(client: Client) -> None:
    large = client.mqtt(params={"Offset": 1}, body=b" " * (10 * 1024 * 1024 + 1))
    assert client.send(large)[0] == "RequestSizeLimitExceeded"
    assert client.send(client.mqtt(without=["X-TC-Version"]))[0] == "MissingParameter"
    assert client.send(client.mqtt(body=b"{ }"))[0] == "AuthFailure.SignatureFailure"


def test_a_denial_reads_as_the_clouds_own_does(client: Client) -> None:
    _, message = client.send(client.mqtt("DescribeInstance", {"InstanceId": "mqtt-forbidden"}))
    permission = permission_in(message)
    assert permission
    assert permission.operations == ("mqtt:DescribeInstance",)
    assert permission.resources == ("qcs::mqtt:ap-guangzhou:uin/100000000000:instance/mqtt-forbidden",)


@pytest.mark.parametrize("ending", ["full", "soldout", "protected", "busy", "stopped", "isolated"])
def test_what_cannot_be_changed_can_be_read(client: Client, ending: str) -> None:
    wire = client.mqtt("DescribeInstance", {"InstanceId": f"mqtt-{ending}"})
    assert client.send(wire)[0] == "success"


@pytest.mark.parametrize("instance", ["missing", "mqtt-missing-1", "mqtt-notmissing", "mqtt_missing", "-"])
def test_other_ids_are_all_there(client: Client, instance: str) -> None:
    assert client.send(client.mqtt("DescribeInstance", {"InstanceId": instance}))[0] == "success"


def test_ids_in_lists_and_in_objects_count_and_other_names_do_not(client: Client) -> None:
    listed = client.wire("cvm", "2017-03-12", "DescribeInstances", {"InstanceIds": ["ins-1", "ins-missing"]})
    assert client.send(listed)[0] == "ResourceNotFound"
    inner: JsonObject = {"VirtualPrivateCloud": {"VpcId": "vpc-1", "SubnetId": "subnet-soldout"}}
    assert client.send(run_instances(inner)(client))[0] == "ResourceInsufficient"
    assert client.send(topic("CreateTopic", "mqtt-1")(client))[0] == "success"
    named = client.mqtt("CreateTopic", {"InstanceId": "mqtt-1", "Topic": "a-missing"})
    assert client.send(named)[0] == "success"


@pytest.mark.parametrize(("token", "code"), [("123456", "success"), ("12345", "AuthFailure.MFAFailure")])
def test_second_factors(client: Client, token: str, code: str) -> None:
    wire = client.wire("sts", "2018-08-13", "GetSessionToken", {"SerialNumber": "s", "TokenCode": token})
    assert client.send(wire)[0] == code


def test_faults_for_requests_to_come(catalogue: Catalogue) -> None:
    with serving(catalogue) as served:
        client, faults = Client(served), served.sandbox.faults
        faults.add("ResourceInUse", action="DescribeInstance")
        faults.add("LimitExceeded", message="No more.", times=2)
        assert [client.send(client.mqtt()) for _ in range(2)] == [("LimitExceeded", "No more.")] * 2
        assert client.send(client.mqtt())[0] == "success"
        wire = client.mqtt("DescribeInstance", {"InstanceId": "mqtt-1"})
        assert [client.send(wire)[0] for _ in range(2)] == ["ResourceInUse", "success"]


def test_faults_that_cannot_be(catalogue: Catalogue) -> None:
    with serving(catalogue) as served:
        faults = served.sandbox.faults
        with pytest.raises(ValueError, match="cannot be an error code"):
            faults.add("no code")
        with pytest.raises(ValueError, match="times is 0"):
            faults.add("InternalError", times=0)
