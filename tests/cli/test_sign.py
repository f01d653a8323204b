"""`sign`: the request and its trace, nothing sent, nothing secret."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tcexplorer.cli.terminal import Exit
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import run
from tests.conftest import machine_at

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.compose import Machine

SIGN = ("sign", "cvm", "DescribeInstances", "--from-env", "--region", "ap-guangzhou", "--timestamp", "1551113065")


def test_the_whole_trace(machine: Machine) -> None:
    ran = run(machine, *SIGN, "--params", '{"Limit": 1}')
    assert ran.code == Exit.SUCCESS
    signed = ran.json
    assert set(signed) == {"method", "url", "headers", "body", "trace"}
    assert signed["url"] == "https://cvm.tencentcloudapi.com/"
    assert signed["body"] == '{"Limit":1}'
    trace = signed["trace"]
    assert trace["payload_hash"] == sha256(signed["body"].encode()).hexdigest()
    assert trace["canonical_request_hash"] == sha256(trace["canonical_request"].encode()).hexdigest()
    assert trace["string_to_sign"].splitlines()[1:] == [
        "1551113065",
        "2019-02-25/cvm/tc3_request",
        trace["canonical_request_hash"],
    ]
    assert signed["headers"]["Authorization"] == trace["authorization"]
    assert trace["authorization"].startswith(f"TC3-HMAC-SHA256 Credential={SECRET_ID}/2019-02-25/cvm/tc3_request, ")


def test_it_signs_the_same_twice(machine: Machine) -> None:
    assert run(machine, *SIGN).out == run(machine, *SIGN).out


def test_no_key_and_no_token_is_printed(tmp_path: Path, machine: Machine) -> None:
    temporary = machine_at(tmp_path, {**machine.environment, "TENCENTCLOUD_TOKEN": "planted-token"})
    ran = run(temporary, *SIGN)
    assert ran.json["headers"]["X-TC-Token"]
    assert "planted-token" not in ran.out
    assert SECRET_KEY not in ran.out
    assert set(ran.json["trace"]["keys"].values()) == {ran.json["trace"]["secret_key"]}


def test_a_get_has_its_parameters_in_the_url(machine: Machine) -> None:
    ran = run(machine, *SIGN, "--method", "GET", "--params", '{"Limit": 1, "Filters": [{"Name": "zone"}]}')
    assert ran.json["url"] == "https://cvm.tencentcloudapi.com/?Limit=1&Filters.0.Name=zone"
    assert ran.json["body"] == ""


def test_an_unsigned_action_has_no_trace(machine: Machine) -> None:
    ran = run(machine, "sign", "sts", "AssumeRoleWithWebIdentity", "--from-env")
    assert ran.json["trace"] is None
    assert ran.json["headers"]["Authorization"] == "SKIP"


def test_a_timestamp_that_is_none_is_one_line(machine: Machine) -> None:
    ran = run(machine, "sign", "cvm", "DescribeZones", "--timestamp", "1551113065000")
    assert ran.code == Exit.USAGE
    assert "not a time in seconds" in ran.err


def test_a_default_region_is_not_sent_to_a_service_that_refuses_one_and_a_given_one_is(machine: Machine) -> None:
    default = machine_at(machine.paths.data.parent, {**machine.environment, "TENCENTCLOUD_REGION": "ap-guangzhou"})
    for service, action, sent in (("cam", "ListUsers", None), ("cvm", "DescribeZones", "ap-guangzhou")):
        headers = run(default, "sign", service, action, "--from-env").json["headers"]
        assert headers.get("X-TC-Region") == sent
    given = run(default, "sign", "cam", "ListUsers", "--from-env", "--region", "ap-shanghai").json["headers"]
    assert given["X-TC-Region"] == "ap-shanghai"
