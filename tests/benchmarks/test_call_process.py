"""`tcexplorer call` as a whole process against tccli's same call, on loopback, in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Served

ROUNDS = 7


@pytest.mark.benchmark
def test_a_whole_call(served: Served, tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        **served.environment,
        "HOME": str(tmp_path),
        "TCEXPLORER_HOME": str(tmp_path / "tcexplorer"),
    }
    scripts = Path(sys.executable).parent
    region = ["--region", "ap-guangzhou", "--endpoint", served.url]
    ours = [sys.executable, "-m", "tcexplorer", "call", "mqtt", "DescribeInstanceList", "--from-env", *region]
    theirs = [str(scripts / "tccli"), "mqtt", "DescribeInstanceList", *region]

    def seconds(command: list[str]) -> float:
        begin = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert "RequestId" in done.stdout
        return time.perf_counter() - begin

    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(mine / peer for mine, peer in pairs)
    mine, peer = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"\ncall: {mine * 1e3:.0f} ms, tccli {peer * 1e3:.0f} ms, {ratio:.2f}x")
    assert ratio <= 0.75
