"""The pytest fixture for other people's code, and the example that the docs give of it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.protocol.model import Credential
from tcexplorer.safety.secret import Secret
from tcexplorer.testing.local import LocalSandbox, local_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
BOUND = 60
# the SDK has no types
common_client: Any = import_module("tencentcloud.common.common_client")
credential_module: Any = import_module("tencentcloud.common.credential")
exceptions: Any = import_module("tencentcloud.common.exception")
client_profile: Any = import_module("tencentcloud.common.profile.client_profile")
http_profile: Any = import_module("tencentcloud.common.profile.http_profile")

# the SDK on Python 3.12 and later
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning")


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    with local_sandbox() as running:
        yield running


def sdk(sandbox: LocalSandbox, **options: Any) -> Any:
    """The official client, pointed at the sandbox."""
    key = credential_module.Credential(sandbox.secret_id, options.get("secret_key", sandbox.secret_key))
    http = http_profile.HttpProfile(protocol="http", endpoint=sandbox.endpoint, reqMethod=options.get("method", "POST"))
    profile = client_profile.ClientProfile(httpProfile=http, signMethod=options.get("sign", "TC3-HMAC-SHA256"))
    return common_client.CommonClient("mqtt", "2024-05-16", key, "ap-guangzhou", profile)


def refused(call: Any, *arguments: Any) -> str:
    with pytest.raises(exceptions.TencentCloudSDKException) as raised:
        call(*arguments)
    return raised.value.code


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("sign", ["TC3-HMAC-SHA256", "HmacSHA256"])
def test_a_blocking_client_is_served_and_its_request_is_read(sandbox: LocalSandbox, method: str, sign: str) -> None:
    params = {"Limit": 2, "Filters": [{"Name": "InstanceName", "Values": ["a b"]}]}
    answer = sdk(sandbox, method=method, sign=sign).call_json("DescribeInstanceList", params)
    (request,) = sandbox.requests
    assert request.request_id == answer["Response"]["RequestId"]
    assert (request.service, request.version, request.action) == ("mqtt", "2024-05-16", "DescribeInstanceList")
    assert (request.region, request.code, request.message, request.said) == ("ap-guangzhou", None, "", "")
    assert request.params == params
    assert request.raw.startswith(f"{method} /".encode())
    assert (request.remarks, request.findings) == ((), ())


def test_a_wrong_signature_is_explained(sandbox: LocalSandbox) -> None:
    client = sdk(sandbox, secret_key=sandbox.secret_id)
    assert refused(client.call_json, "DescribeInstanceList", {}) == "AuthFailure.SignatureFailure"
    (request,) = sandbox.requests
    assert [cause.id for cause in request.findings] == ["key-is-secret-id"]
    assert "[key-is-secret-id, proven]" in request.said
    assert request.params == {}


def test_faults_meet_good_requests_in_their_order(sandbox: LocalSandbox) -> None:
    client = sdk(sandbox)
    sandbox.fail_next("RequestLimitExceeded", "Slowly!", times=2)
    sandbox.fail_next("ResourceInUse", action="DescribeInstance")
    assert refused(client.call_json, "DescribeInstanceList", {"Nonsense": 1}) == "UnknownParameter"
    assert refused(client.call_json, "DescribeInstanceList", {"Limit": 1}) == "RequestLimitExceeded"
    assert refused(client.call_json, "DescribeInstanceList", {"Limit": 1}) == "RequestLimitExceeded"
    assert client.call_json("DescribeInstanceList", {"Limit": 1})["Response"]["RequestId"]
    assert refused(client.call_json, "DescribeInstance", {"InstanceId": "mqtt-1"}) == "ResourceInUse"
    assert client.call_json("DescribeInstance", {"InstanceId": "mqtt-1"})["Response"]["InstanceId"] == "mqtt-1"
    assert sandbox.requests[1].message == "Slowly!"
    assert sandbox.requests[1].params == {"Limit": 1}


def test_what_cannot_be_a_code_is_refused(sandbox: LocalSandbox) -> None:
    with pytest.raises(ValueError, match="cannot be an error code"):
        sandbox.fail_next("Too Many Requests")


def test_many_calls_in_a_row_are_not_limited(sandbox: LocalSandbox) -> None:
    client = sdk(sandbox)
    for _ in range(30):
        client.call_json("DescribeProductSKUList", {})
    assert {request.code for request in sandbox.requests} == {None}


def test_the_limit_of_the_cloud_can_be_had() -> None:
    with local_sandbox(calls_per_second=1) as sandbox:
        client = sdk(sandbox)
        codes = [client.call_json("DescribeProductSKUList", {}) and ""]
        codes.append(refused(client.call_json, "DescribeProductSKUList", {}))
    assert codes == ["", "RequestLimitExceeded"]


def test_sandboxes_are_apart_and_end_with_their_block() -> None:
    before = threading.active_count()
    own = Credential("AKID" + "x" * 32, Secret("y" * 32))
    with local_sandbox(credential=own) as one, local_sandbox() as other:
        assert one.endpoint != other.endpoint
        assert (one.secret_id, one.secret_key) == (own.secret_id, "y" * 32)
        assert other.secret_id != one.secret_id
        sdk(one).call_json("DescribeInstanceList", {})
        assert (len(one.requests), len(other.requests)) == (1, 0)
    assert threading.active_count() == before
    assert refused(sdk(one).call_json, "DescribeInstanceList", {}) == "ClientNetworkError"


def test_the_end_does_not_wait_for_a_client() -> None:
    with local_sandbox() as sandbox:
        host, _, port = sandbox.endpoint.partition(":")
        waiting = socket.create_connection((host, int(port)), timeout=BOUND)
        waiting.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Sandbox-Delay: 60\r\nContent-Length: 0\r\n\r\n")
        assert [request.code for request in sandbox.requests] in ([], ["MissingParameter"])
    with waiting:
        assert waiting.recv(1) == b""


def test_nothing_shown_holds_the_key(sandbox: LocalSandbox) -> None:
    client = sdk(sandbox)
    client.call_json("DescribeInstanceList", {})
    refused(sdk(sandbox, secret_key=sandbox.secret_key.swapcase()).call_json, "DescribeInstanceList", {})
    assert sandbox.secret_key not in f"{sandbox!r}{sandbox.requests!r}"


def test_the_plugin_is_cheap_and_declared() -> None:
    loaded = "[name for name in sorted(sys.modules) if name.partition('.')[0] in known]"
    code = f"import sys; known = {{'tcexplorer', 'textual', 'httpx'}}; import tcexplorer.testing; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=BOUND, check=True)
    assert done.stdout.strip() == "['tcexplorer', 'tcexplorer.testing']"


def readme_example() -> str:
    found = re.search(
        r"<!-- pytest-example -->\n```python\n(.*?)```", (ROOT / "docs" / "sandbox.md").read_text("utf-8"), re.DOTALL
    )
    assert found
    return found[1]


def pytester(directory: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """What pytest says of the tests in a directory, run as a user runs it."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments, str(directory)]
    done = subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, timeout=BOUND, check=False
    )
    return done.stdout + done.stderr


def test_the_example_of_the_readme_passes_and_is_short(tmp_path: Path) -> None:
    example = readme_example()
    (tmp_path / "test_example.py").write_text(example)
    assert "1 passed" in pytester(tmp_path, "-p", "tcexplorer.testing")
    head, _, body = example.partition("def test_")
    assert "import" in head
    assert len(body.splitlines()) <= 10
    broken = example.replace('"RequestLimitExceeded")\n', '"InternalError")\n', 1)
    (tmp_path / "test_example.py").write_text(broken)
    assert "1 failed" in pytester(tmp_path, "-p", "tcexplorer.testing")


def test_pytest_finds_the_plugin_by_the_entry_point(tmp_path: Path) -> None:
    """As an installed wheel: pytest rewrites the asserts of all that the distribution lists, before it loads them."""
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    metadata = tmp_path / "site" / "asinstalled-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: asinstalled\nVersion: 1\n")
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (metadata / "entry_points.txt").write_text(f"[pytest11]\n{lines}")
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tcexplorer").rglob("*.py"))
    (metadata / "RECORD").write_text("".join(f"{file},,\n" for file in files))
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_one.py").write_text(
        "def test_one(tencentcloud_sandbox):\n    assert tencentcloud_sandbox.requests == []\n"
    )
    path = os.pathsep.join([str(tmp_path / "site"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    said = pytester(tests, "-p", "no:asyncio", "-W", "error", environment=environment)
    assert "1 passed" in said, said
