"""curl against the sandbox, with requests that `tcexplorer sign` made."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.cli.terminal import Exit
from tests.cli.run import run
from tests.conftest import machine_at
from tests.real.needs import need

if TYPE_CHECKING:
    from pathlib import Path

    from tests.real.conftest import Served

LIST = ("mqtt", "DescribeInstanceList", "--region", "ap-guangzhou")
FILTERS = {"Limit": 1, "Filters": [{"Name": "InstanceName", "Values": ["a b&c/测试", "+%~[]{}"]}]}


@pytest.fixture(autouse=True)
def curl_is_here() -> None:
    need("curl")


def signed(served: Served, home: Path, *arguments: str, params: object = None) -> Any:
    """What `tcexplorer sign` prints."""
    environment = {
        "TENCENTCLOUD_SECRET_ID": served.credential.secret_id,
        "TENCENTCLOUD_SECRET_KEY": served.secret_key,
    }
    given = [] if params is None else ["--params", "@-"]
    ran = run(machine_at(home, environment), "sign", *arguments, *given, "--from-env", stdin=json.dumps(params))
    assert ran.code == Exit.SUCCESS, ran.err
    return ran.json


def curl(request: Any, home: Path, url: str, *options: str) -> Any:
    """The Response that curl gets when it sends the request to the URL."""
    headers, body = home / "headers", home / "body"
    headers.write_text("".join(f"{name}: {value}\n" for name, value in request["headers"].items()))
    body.write_text(request["body"], "utf-8")
    if request["method"] == "POST":
        options = ("--data-binary", f"@{body}", *options)
    command = ["curl", "--disable", "--silent", "--show-error", "--max-time", "20", "--globoff"]
    command += ["--header", f"@{headers}", *options, url]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["Response"]


def succeeded(response: Any, served: Served) -> None:
    (handled,) = served.handled
    assert (handled.code, handled.message, handled.remarks) == (None, "", ())
    assert response["RequestId"] == handled.request_id


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--http1.0",),
        ("--header", "Transfer-Encoding: chunked"),
        ("--header", "Expect: 100-continue"),
        ("--header", "Transfer-Encoding: chunked", "--header", "Expect: 100-continue"),
    ],
)
def test_a_post(served: Served, tmp_path: Path, options: tuple[str, ...]) -> None:
    request = signed(served, tmp_path, *LIST, params=FILTERS)
    response = curl(request, tmp_path, f"http://{served.endpoint}/", *options)
    succeeded(response, served)
    assert len(response["Data"]) == 1
    received = served.handled[0].received
    assert received.header("host") == "mqtt.tencentcloudapi.com"
    assert received.version == (b"HTTP/1.0" if "--http1.0" in options else b"HTTP/1.1")
    assert (received.header("transfer-encoding") == "chunked") == ("Transfer-Encoding: chunked" in options)


@pytest.mark.parametrize("endpoint", ["the true host", "this address"])
def test_a_get(served: Served, tmp_path: Path, endpoint: str) -> None:
    where = ["--endpoint", f"http://{served.endpoint}"] if endpoint == "this address" else []
    request = signed(served, tmp_path, *LIST, "--method", "GET", *where, params=FILTERS)
    query = request["url"].partition("?")[2]
    succeeded(curl(request, tmp_path, f"http://{served.endpoint}/?{query}"), served)
    assert served.handled[0].received.query == query.encode()


@pytest.mark.parametrize("more", [(), ("--header", "Transfer-Encoding: chunked")])
def test_two_megabytes_wait_for_continue(served: Served, tmp_path: Path, more: tuple[str, ...]) -> None:
    params = {"InstanceId": "mqtt-1", "TargetTopic": "t", "Payload": "测" * 700_000}
    request = signed(served, tmp_path, "mqtt", "PublishMessage", "--region", "ap-guangzhou", params=params)
    # without an answer to Expect, curl would wait longer than it may run
    patience = ("--expect100-timeout", "60", "--header", "Expect: 100-continue")
    succeeded(curl(request, tmp_path, f"http://{served.endpoint}/", *patience, *more), served)
    assert len(served.handled[0].received.body) > 2_000_000


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_sandbox_as_the_proxy(served: Served, tmp_path: Path, method: str) -> None:
    request = signed(served, tmp_path, *LIST, "--method", method, params={"Limit": 1})
    proxy = ("--noproxy", "", "--proxy", f"http://{served.endpoint}")
    response = curl(request, tmp_path, request["url"].replace("https://", "http://"), *proxy)
    (handled,) = served.handled
    assert (handled.service, handled.code) == ("mqtt", None)
    assert response["RequestId"] == handled.request_id
    assert handled.received.target.startswith(b"http://mqtt.tencentcloudapi.com/")
    assert [remark.id for remark in handled.remarks] == ["absolute-form"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Host", "mqtt.intl.tencentcloudapi.com"),
        ("Content-Type", "application/json"),
        ("X-TC-Timestamp", "+1"),
        ("body", '{"Limit":2}'),
        ("body", '{"Limit":1}\n'),
    ],
)
def test_what_was_signed_and_is_changed_is_noticed(served: Served, tmp_path: Path, header: str, value: str) -> None:
    request = signed(served, tmp_path, *LIST, params={"Limit": 1})
    if header == "body":
        request["body"] = value
    elif header == "X-TC-Timestamp":
        request["headers"][header] = str(int(request["headers"][header]) + 1)
    else:
        request["headers"][header] = value
    response = curl(request, tmp_path, f"http://{served.endpoint}/")
    assert response["Error"]["Code"] == "AuthFailure.SignatureFailure"
    assert response["RequestId"] == served.handled[0].request_id


def test_the_doctor_names_the_body_that_was_written_again(served: Served, tmp_path: Path) -> None:
    request = signed(served, tmp_path, *LIST, params=FILTERS)
    request["body"] = json.dumps(json.loads(request["body"]), indent=2)
    curl(request, tmp_path, f"http://{served.endpoint}/")
    assert served.found == [["body-reserialised"]]


def test_the_doctor_names_the_content_type_that_curl_sends_by_itself(served: Served, tmp_path: Path) -> None:
    request = signed(served, tmp_path, *LIST, params=FILTERS)
    del request["headers"]["Content-Type"]
    curl(request, tmp_path, f"http://{served.endpoint}/")
    assert served.found == [["content-type-changed"]]


def test_an_old_signature(served: Served, tmp_path: Path) -> None:
    request = signed(served, tmp_path, *LIST, "--timestamp", "1551113065")
    response = curl(request, tmp_path, f"http://{served.endpoint}/")
    assert response["Error"]["Code"] == "AuthFailure.SignatureExpire"
    assert served.found == [["clock-skew"]]
