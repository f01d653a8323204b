"""Calls written for other programs: each is run against the sandbox, and holds no key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.terminal import Exit
from tcexplorer.interchange.exporters import EXPORTERS
from tests.builders import SECRET_ID, SECRET_KEY
from tests.cli.run import run

if TYPE_CHECKING:
    from tcexplorer.compose import Machine
    from tests.conftest import Served

LIST = ("export", "mqtt", "DescribeInstanceList", "--region", "ap-guangzhou")
PARAMS = {"Limit": 1, "Filters": [{"Name": "InstanceName", "Values": ["a b&c/测试", "it's $HOME `x`\\n"]}]}


def written(machine: Machine, name: str, *options: str) -> str:
    ran = run(machine, *LIST, "--as", name, *options)
    assert ran.code == Exit.SUCCESS, ran.err
    assert SECRET_ID not in ran.out
    assert SECRET_KEY not in ran.out
    return ran.out


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_is_written_runs_against_the_sandbox(machine: Machine, served: Served, name: str, tmp_path: Path) -> None:
    program = name if name != "tccli" else str(Path(sys.executable).with_name("tccli"))
    if shutil.which(program) is None:
        pytest.skip(f"{name} is not installed")
    text = written(machine, name, "--endpoint", served.url, "--params", json.dumps(PARAMS))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**served.environment, "PATH": path, "HOME": str(tmp_path), "NO_PROXY": "*", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["/bin/sh", "-c", text], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "RequestId" in done.stdout
    (handled,) = served.handled
    assert (handled.code, handled.authentic) == (None, True)
    assert json.loads(handled.received.body) == PARAMS


def test_a_token_is_taken_from_the_environment(machine: Machine, served: Served) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    text = written(machine, "curl", "--endpoint", served.url)
    environment = {**served.environment, "PATH": os.environ["PATH"], "TENCENTCLOUD_TOKEN": "t t", "NO_PROXY": "*"}
    subprocess.run(["/bin/sh", "-c", text], env=environment, capture_output=True, check=True)
    assert b"X-TC-Token: t t" in served.handled[0].received.wire


def test_the_real_host_is_written_where_no_other_is_chosen(machine: Machine) -> None:
    assert "https://mqtt.tencentcloudapi.com/" in written(machine, "curl")
    assert "--endpoint" not in written(machine, "tccli")


@pytest.mark.parametrize("options", [["--method", "GET"], ["--header", "X-CLS-TopicId:t"], ["--unsigned-payload"]])
def test_what_tccli_cannot_do_is_one_line(machine: Machine, options: list[str]) -> None:
    ran = run(machine, *LIST, "--as", "tccli", *options)
    assert ran.code == Exit.USAGE
    assert "tccli sends parameters alone" in ran.err
