"""The official command line against the sandbox, unchanged: a process of its own with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.real.conftest import Served

TCCLI = Path(sys.executable).with_name("tccli")


def tccli(served: Served, home: Path, *arguments: str, **pair: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TENCENTCLOUD_SECRET_ID": pair.get("secret_id", served.credential.secret_id),
        "TENCENTCLOUD_SECRET_KEY": pair.get("secret_key", served.secret_key),
        "TENCENTCLOUD_REGION": "ap-guangzhou",
    }
    command = [str(TCCLI), "mqtt", *arguments, "--endpoint", f"http://{served.endpoint}"]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=60, check=False)


def test_a_list(served: Served, tmp_path: Path) -> None:
    done = tccli(served, tmp_path, "DescribeInstanceList", "--Limit", "1")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    (handled,) = served.handled
    assert answer["RequestId"] == handled.request_id
    assert len(answer["Data"]) == 1
    assert [remark.id for remark in handled.remarks] == ["host-is-a-url"]


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("wrong key", "AuthFailure.SignatureFailure"),
        ("unknown id", "AuthFailure.SecretIdNotFound"),
        ("fast clock", "AuthFailure.SignatureExpire"),
    ],
)
def test_errors(served: Served, tmp_path: Path, case: str, code: str) -> None:
    pair: dict[str, str] = {}
    match case:
        case "wrong key":
            pair = {"secret_key": "k" * 32}
        case "unknown id":
            pair = {"secret_id": "AKID" + "x" * 32}
        case _:
            served.shift = 400
    done = tccli(served, tmp_path, "DescribeInstanceList", **pair)
    assert done.returncode == 255
    assert f"code:{code}" in done.stdout + done.stderr
    assert served.handled[0].request_id in done.stdout + done.stderr
    assert served.handled[0].code == code


def test_the_doctor_names_the_id_that_was_used_as_the_key(served: Served, tmp_path: Path) -> None:
    done = tccli(served, tmp_path, "DescribeInstanceList", "--Limit", "1", secret_key=served.credential.secret_id)
    assert done.returncode == 255
    assert served.found == [["key-is-secret-id"]]
