"""`call` against the sandbox, and everything that stops it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tcexplorer.credentials.edit import save_profile
from tcexplorer.credentials.profile import Profile
from tests.builders import SECRET_KEY
from tests.cli.run import Ran, run
from tests.conftest import Served, machine_at

if TYPE_CHECKING:
    from tcexplorer.compose import Machine

LIST = ("call", "mqtt", "DescribeInstanceList", "--from-env", "--region", "ap-guangzhou")


def call(served: Served, home: Path, *arguments: str, stdin: str = "") -> Ran:
    return run(machine_at(home, served.environment), *LIST, "--endpoint", served.url, *arguments, stdin=stdin)


def test_a_success_is_the_envelope_on_standard_output(served: Served, tmp_path: Path) -> None:
    ran = call(served, tmp_path)
    assert ran.code == Exit.SUCCESS
    assert len(ran.json["Response"]["RequestId"]) == 36
    assert ran.err == ""
    assert "DescribeInstanceList" in served.handled[-1].line


@pytest.mark.parametrize("method", ["POST", "GET", "get"])
def test_both_methods(served: Served, tmp_path: Path, method: str) -> None:
    filters = '{"Filters": [{"Name": "InstanceName", "Values": ["测 试&+"]}], "Limit": 1}'
    ran = call(served, tmp_path, "--method", method, "--params", filters)
    assert (ran.code, ran.err) == (Exit.SUCCESS, "")


def test_a_wrong_key_is_told_and_explained(served: Served, tmp_path: Path) -> None:
    machine = machine_at(tmp_path, {**served.environment, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY})
    ran = run(machine, *LIST, "--endpoint", served.url)
    assert ran.code == Exit.API_ERROR
    assert ran.json["Response"]["Error"]["Code"] == "AuthFailure.SignatureFailure"
    assert "AuthFailure.SignatureFailure" in ran.err
    assert "→ Save the pair again" in ran.err
    assert ran.json["Response"]["RequestId"] in ran.err
    assert SECRET_KEY not in ran.out + ran.err


def test_a_missing_parameter_names_it(served: Served, tmp_path: Path) -> None:
    machine = machine_at(tmp_path, served.environment)
    ran = run(machine, "call", "mqtt", "DescribeInstance", "--region", "ap-guangzhou", "--endpoint", served.url)
    assert ran.code == Exit.API_ERROR
    assert ran.json["Response"]["Error"]["Code"] == "MissingParameter"
    assert "InstanceId" in ran.err


def test_parameters_from_a_file_and_from_standard_input(served: Served, tmp_path: Path) -> None:
    file = tmp_path / "params.json"
    file.write_text('\ufeff{"Limit": 5}', "utf-8")
    assert call(served, tmp_path, "--params", f"@{file}").code == Exit.SUCCESS
    assert call(served, tmp_path, "--params", "@-", stdin='{"Limit": 5}').code == Exit.SUCCESS


def test_one_line_on_request(served: Served, tmp_path: Path) -> None:
    assert call(served, tmp_path, "--json").out.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--params", "{"], "--params: a name in double quotes is missing"),
        (["--params", "[]"], "one JSON object"),
        (["--params", "@/nowhere.json"], "/nowhere.json cannot be read"),
        (["--endpoint", "https://example.com"], "not a Tencent Cloud API host"),
        (["--endpoint", "http://mqtt.tencentcloudapi.com"], "https only"),
        (["--timeout", "0"], "--timeout"),
        (["--region", "ap-\u6d4b"], "X-TC-Region"),
    ],
)
def test_usage_is_one_line(machine: Machine, arguments: list[str], said: str) -> None:
    ran = run(machine, *LIST, *arguments)
    assert ran.code == Exit.USAGE
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


@pytest.mark.parametrize(
    ("service", "action", "said"),
    [
        ("mqtt", "DescribeInstanceLst", "did you mean DescribeInstanceList"),
        ("mqt", "DescribeInstanceList", "did you mean mqtt"),
        ("zzzzzz", "X", "no service"),
    ],
)
def test_an_unknown_action_suggests_the_nearest(machine: Machine, service: str, action: str, said: str) -> None:
    ran = run(machine, "call", service, action)
    assert ran.code == Exit.USAGE
    assert said in ran.err


def test_no_credential_is_code_4_with_the_ways_on(tmp_path: Path) -> None:
    ran = run(machine_at(tmp_path, {}), "call", "cvm", "DescribeZones")
    assert ran.code == Exit.CREDENTIALS
    assert "credentials add" in ran.err
    ran = run(machine_at(tmp_path, {}), "call", "cvm", "DescribeZones", "--from-env")
    assert ran.code == Exit.CREDENTIALS
    assert "TENCENTCLOUD_SECRET_ID" in ran.err


def test_nothing_listening_is_code_3(machine: Machine) -> None:
    ran = run(machine, *LIST, "--endpoint", "http://127.0.0.1:9")
    assert ran.code == Exit.TRANSPORT
    assert "refused the connection" in ran.err
    assert "never reached the API" in ran.err
    assert ran.out == ""


def test_an_action_the_catalogue_does_not_know_can_be_called_by_its_version(served: Served, tmp_path: Path) -> None:
    machine = machine_at(tmp_path, served.environment)
    ran = run(machine, "call", "mqtt", "DescribeNothing", "--version", "2024-05-16", "--endpoint", served.url)
    assert ran.code == Exit.API_ERROR
    assert ran.json["Response"]["Error"]["Code"] == "InvalidAction"


@pytest.mark.parametrize("version", ["", "2024", "2024-05-16\n", "２０２４-05-16"])
def test_a_version_is_a_date(served: Served, tmp_path: Path, version: str) -> None:
    machine = machine_at(tmp_path, served.environment)
    ran = run(machine, "call", "mqtt", "DescribeNothing", "--version", version, "--endpoint", served.url)
    assert ran.code == Exit.USAGE
    assert "a version is a date, such as 2024-05-16" in ran.err
    assert served.handled == []


def test_a_region_with_a_typing_error_is_sent_and_remarked_on(served: Served, tmp_path: Path) -> None:
    machine = machine_at(tmp_path, served.environment)
    ran = run(machine, "call", "cvm", "DescribeZones", "--region", "ap-guangzho", "--endpoint", served.url)
    assert (ran.code, ran.json["Response"]["Error"]["Code"]) == (Exit.API_ERROR, "UnsupportedRegion")
    assert "note: ap-guangzho is no region we know; did you mean ap-guangzhou?" in ran.err


def test_a_wrong_key_is_found_out(served: Served, tmp_path: Path) -> None:
    machine = machine_at(tmp_path, {**served.environment, "TENCENTCLOUD_SECRET_KEY": "w" * 32})
    call = ("call", "cvm", "DescribeZones", "--region", "ap-guangzhou", "--endpoint", served.url)
    for arguments in (call, ("credentials", "test", "--from-env", "--endpoint", served.url)):
        ran = run(machine, *arguments)
        assert ran.code == Exit.API_ERROR
        assert "The SecretKey is not the one of this SecretId  [observed]" in ran.err
        assert "→ Save the pair again" in ran.err
        assert "usual causes" not in ran.err
        assert "w" * 32 not in ran.err + ran.out


def with_profile(home: Path, environment: dict[str, str], profile: Profile) -> Machine:
    machine = machine_at(home, environment)
    save_profile(machine.paths.config_file, profile)
    return machine


DELETE = ("call", "mqtt", "DeleteTopic", "--profile", "p", "--region", "ap-guangzhou")
PARAMS = ("--params", '{"InstanceId": "mqtt-a", "Topic": "t"}')


def test_a_read_only_profile_refuses_to_delete(served: Served, tmp_path: Path) -> None:
    profile = Profile("p", "environment", endpoint=served.url, read_only=True)
    ran = run(with_profile(tmp_path, served.environment, profile), *DELETE, *PARAMS)
    assert ran.code == Exit.USAGE
    assert "read-only" in ran.err
    assert served.handled == []


@pytest.mark.parametrize(("typed", "code"), [("n\n", Exit.CANCELLED), ("\n", Exit.CANCELLED), ("y\n", Exit.TRANSPORT)])
def test_production_is_asked_about_first(tmp_path: Path, machine: Machine, typed: str, code: Exit) -> None:
    profile = Profile("p", "environment", production=True)
    save_profile(machine.paths.config_file, profile)
    # The proxy stands for the network: it is not there, so a "yes" ends in a transport error.
    blocked = replace(machine, environment={**machine.environment, "HTTPS_PROXY": "http://127.0.0.1:9"})
    ran = run(blocked, *DELETE, *PARAMS, typed=typed)
    assert "p (PRODUCTION)" in ran.err
    assert "mqtt DeleteTopic in ap-guangzhou" in ran.err
    assert ran.code == code


def test_production_in_a_script_wants_yes(tmp_path: Path, machine: Machine) -> None:
    save_profile(machine.paths.config_file, Profile("p", "environment", production=True))
    ran = run(machine, *DELETE, *PARAMS)
    assert ran.code == Exit.USAGE
    assert "--yes" in ran.err


def test_an_answer_cannot_write_to_the_terminal(served: Served, tmp_path: Path) -> None:
    ran = call(served, tmp_path, "--params", '{"Filters": [{"Name": "\\u009b2J\\u202e", "Values": ["\\u001b[31m"]}]}')
    assert not {"\x9b", "\x1b", "\u202e"} & set(ran.out + ran.err)


def test_a_file_is_sent_as_a_part_and_its_signature_is_right(served: Served, tmp_path: Path) -> None:
    machine = machine_at(tmp_path, served.environment)
    params = '{"ServiceType": "Structured", "File": "/wD/AA=="}'
    ran = run(machine, "call", "cii", "UploadMedicalFile", "--endpoint", served.url, "--params", params, "--from-env")
    received = served.handled[-1].received
    assert (received.header("content-type") or "").startswith("multipart/form-data; boundary=")
    assert b"\xff\x00\xff\x00" in received.body
    assert served.handled[-1].authentic, ran.err


def test_bytes_travel_instead_of_parameters(served: Served, tmp_path: Path) -> None:
    body = tmp_path / "log.bin"
    body.write_bytes(b"\x00\xfflog")
    extras = ("--body", f"@{body}", "--header", "X-CLS-TopicId: t")
    machine = machine_at(tmp_path, served.environment)
    upload = ("call", "cls", "UploadLog", "--region", "ap-guangzhou", "--from-env", "--endpoint", served.url)
    ran = run(machine, *upload, *extras)
    received = served.handled[-1].received
    assert (received.body, received.header("x-cls-topicid")) == (b"\x00\xfflog", "t")
    assert served.handled[-1].authentic, ran.err


def test_an_unsigned_payload_is_accepted(served: Served, tmp_path: Path) -> None:
    ran = call(served, tmp_path, "--unsigned-payload")
    assert (ran.code, ran.err) == (Exit.SUCCESS, "")
    assert served.handled[-1].received.header("x-tc-content-sha256") == "UNSIGNED-PAYLOAD"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--body", "text"], "--body is @FILE"),
        (["--body", "@/nowhere"], "/nowhere cannot be read"),
        (["--body", "@x", "--params", "{}"], "takes the place of parameters"),
        (["--header", "no colon"], "a header is NAME:VALUE"),
        (["--header", "Host: x"], "no header that can be added"),
    ],
)
def test_what_cannot_be_sent_beside_parameters_is_one_line(machine: Machine, arguments: list[str], said: str) -> None:
    ran = run(machine, *LIST, *arguments)
    assert ran.code == Exit.USAGE
    assert said in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["call", "evil.example.com#", "DescribeZones", "--version", "2017-03-12"],
        ["call", "evil.example.com/", "DescribeZones", "--version", "2017-03-12"],
        ["call", "user@evil", "DescribeZones", "--version", "2017-03-12"],
        ["call", "", "DescribeZones", "--version", "2017-03-12"],
        ["call", "cvm", "DescribeZones", "--region", "evil.example.com/-fsi"],
    ],
)
def test_a_service_or_region_cannot_lead_to_another_host(machine: Machine, arguments: list[str]) -> None:
    ran = run(machine, *arguments, "--from-env")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "not a Tencent Cloud API host" in ran.err


def test_a_service_in_capitals_suggests_the_nearest(machine: Machine) -> None:
    ran = run(machine, "call", "CVM", "DescribeZones")
    assert ran.code == Exit.USAGE
    assert "(did you mean cvm" in ran.err


@pytest.mark.parametrize("arguments", [["\udcff", "DescribeZones"], ["cvm", "\udcff"]])
def test_names_that_are_no_text_are_one_line(machine: Machine, arguments: list[str]) -> None:
    ran = run(machine, "call", *arguments)
    assert ran.code == Exit.USAGE
    assert ran.err.count("\n") == 1


def test_parameters_from_standard_input_may_begin_with_a_byte_order_mark(served: Served, tmp_path: Path) -> None:
    assert call(served, tmp_path, "--params", "@-", stdin='\ufeff{"Limit": 5}').code == Exit.SUCCESS


@pytest.mark.parametrize(("given", "stdin"), [('{"A": "\udcff"}', ""), ("@-", '{"A": "\udcff"}')])
def test_parameters_that_are_not_utf_8_are_refused(machine: Machine, given: str, stdin: str) -> None:
    ran = run(machine, *LIST, "--params", given, stdin=stdin)
    assert ran.code == Exit.USAGE
    assert "byte 8 is not UTF-8" in ran.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
@pytest.mark.parametrize("option", ["--params", "--body"])
def test_a_file_without_an_end_is_refused(machine: Machine, option: str) -> None:
    ran = run(machine, *LIST, option, "@/dev/zero")
    assert ran.code == Exit.USAGE
    assert "has more than 10 MiB" in ran.err
