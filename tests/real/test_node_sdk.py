"""The official Node SDK against the sandbox, unchanged: only its endpoint and protocol, or its agent, are set.

The SDK is installed once, into a cache directory of the user.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest

from tests.real.needs import lack, need

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.real.conftest import Served

PACKAGES = ("tencentcloud-sdk-nodejs-common@4.1.220", "tencentcloud-sdk-nodejs-cvm@4.1.316")
"""The common client, which calls any service, and the typed client of one."""
LIST = {"service": "mqtt", "version": "2024-05-16", "action": "DescribeInstanceList"}
ONE = {**LIST, "action": "DescribeInstance", "params": {"InstanceId": "mqtt-1"}}
FILTERS = {"Limit": 1, "Filters": [{"Name": "InstanceName", "Values": ["a b&c/测试", "+%~"]}]}


@pytest.fixture(scope="session")
def modules() -> Path:
    """The directory that Node finds the SDK in."""
    need("node", "npm")
    cache = platformdirs.user_cache_path("tcexplorer-tests")
    installed = cache / "-".join(package.rpartition("-")[2].replace("@", "-") for package in PACKAGES)
    if not installed.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _install(cache, installed)
    return installed / "node_modules"


def _install(cache: Path, installed: Path) -> None:
    """Install aside and move into place, so that what is there is complete, whoever else installs it meanwhile."""
    with tempfile.TemporaryDirectory(dir=cache, ignore_cleanup_errors=True) as aside:
        command = [
            str(shutil.which("npm")),
            "install",
            "--prefix",
            aside,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ]
        command += ["--no-package-lock", "--loglevel=error", *PACKAGES]
        try:
            done = subprocess.run(command, cwd=aside, capture_output=True, text=True, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            lack("npm cannot install the Node SDK: no answer within 120 s")
        if done.returncode:
            lack(f"npm cannot install the Node SDK: {' '.join(done.stderr.split())[:200]}")
        whole = Path(aside) / "whole"
        whole.mkdir()
        (Path(aside) / "node_modules").rename(whole / "node_modules")
        try:
            whole.rename(installed)
        except OSError:
            assert installed.exists()


def made(modules: Path, served: Served, *calls: Mapping[str, object]) -> list[Any]:
    """What each call gave."""
    script = Path(__file__).with_name("node_calls.js")
    pair = {"secretId": served.credential.secret_id, "secretKey": served.secret_key, "port": served.port}
    done = subprocess.run(
        ["node", str(script)],
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(modules)},
        input=json.dumps({**pair, "calls": calls}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def remarks(served: Served) -> list[list[str]]:
    return [[remark.id for remark in handled.remarks] for handled in served.handled]


def test_a_list_by_address(modules: Path, served: Served) -> None:
    """It signs the host without its port, and takes the scope's service from the address."""
    post, get = made(
        modules, served, {**LIST, "params": FILTERS}, {**LIST, "method": "GET", "params": {"Limit": 1, "Offset": 0}}
    )
    for answer, handled in zip((post, get), served.handled, strict=True):
        assert answer["response"]["RequestId"] == handled.request_id
        assert len(answer["response"]["Data"]) == 1
        assert (handled.service, handled.action, handled.code) == ("mqtt", "DescribeInstanceList", None)
        assert handled.received.header("host") == served.endpoint
        assert "/127/tc3_request" in (handled.received.header("authorization") or "").replace(" ", "")
    assert [handled.received.method for handled in served.handled] == [b"POST", b"GET"]
    assert remarks(served) == [["host-without-port", "scope-service-of-endpoint"]] * 2


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_list_by_the_true_host(modules: Path, served: Served, method: str) -> None:
    (answer,) = made(modules, served, {**LIST, "method": method, "trueHost": True, "params": {"Limit": 1}})
    (handled,) = served.handled
    assert answer["response"]["RequestId"] == handled.request_id
    assert handled.received.header("host") == "mqtt.tencentcloudapi.com"
    assert (handled.service, handled.code, handled.remarks) == ("mqtt", None, ())


@pytest.mark.parametrize("true_host", [False, True])
def test_the_typed_client(modules: Path, served: Served, *, true_host: bool) -> None:
    call = {"typed": True, "action": "DescribeInstances", "params": {"Limit": 1}, "trueHost": true_host}
    (answer,) = made(modules, served, call)
    assert answer["response"]["RequestId"] == served.handled[0].request_id
    assert (served.handled[0].service, served.handled[0].code) == ("cvm", None)


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_v1(modules: Path, served: Served, method: str) -> None:
    calls = [{**LIST, "method": method, "signMethod": sign, "params": FILTERS} for sign in ("HmacSHA1", "HmacSHA256")]
    answers = made(modules, served, *calls)
    assert [answer["response"]["RequestId"] for answer in answers] == [one.request_id for one in served.handled]
    assert remarks(served) == [[], []]


def test_other_bodies(modules: Path, served: Served) -> None:
    octets = {"service": "cls", "version": "2020-10-16", "action": "UploadLog", "octets": "测试"}
    multipart = {"service": "cii", "version": "2021-04-08", "action": "UploadMedicalFile", "multipart": True}
    raw, form = made(modules, served, octets, {**multipart, "params": {"File": "x-y", "FileURL": "u"}})
    assert raw["response"]["RequestId"] == served.handled[0].request_id
    assert served.handled[0].received.body == "测试".encode()
    assert form["response"]["RequestId"] == served.handled[1].request_id
    assert b"x-y" in served.handled[1].received.body


@pytest.mark.parametrize("where", [{}, {"trueHost": True}, {"method": "GET"}, {"signMethod": "HmacSHA256"}])
def test_errors(modules: Path, served: Served, where: dict[str, object]) -> None:
    answers = made(
        modules,
        served,
        {**ONE, **where, "secretKey": "k" * 32},
        {**ONE, **where, "secretId": "AKID" + "x" * 32},
        {**ONE, **where, "params": {}},
        {**ONE, **where, "params": {"InstanceId": "mqtt-1", "Nonsense": "1"}},
    )
    assert [answer["code"] for answer in answers] == [
        "AuthFailure.SignatureFailure",
        "AuthFailure.SecretIdNotFound",
        "MissingParameter",
        "UnknownParameter",
    ]
    for answer, handled in zip(answers, served.handled, strict=True):
        assert (answer["requestId"], answer["message"]) == (handled.request_id, handled.message)


def test_a_clock_that_is_wrong(modules: Path, served: Served) -> None:
    served.shift = 400
    (answer,) = made(modules, served, LIST)
    assert answer["code"] == "AuthFailure.SignatureExpire"


@pytest.mark.parametrize("where", [{}, {"trueHost": True}, {"method": "GET"}, {"signMethod": "HmacSHA256"}])
def test_the_doctor_names_what_is_wrong_with_the_key(modules: Path, served: Served, where: dict[str, object]) -> None:
    keys = [served.secret_key + "\n", served.credential.secret_id]
    answers = made(modules, served, *({**LIST, **where, "params": FILTERS, "secretKey": key} for key in keys))
    assert [answer["code"] for answer in answers] == ["AuthFailure.SignatureFailure"] * 2
    assert served.found == [["key-whitespace"], ["key-is-secret-id"]]
