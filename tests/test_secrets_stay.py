"""A planted key is nowhere but where it has to be, after a session of calls: files, outputs, process list."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import serving

if TYPE_CHECKING:
    from tcexplorer.catalog.store import Catalogue

WRONG = "planted-wrong-key-0123456789"
TOKEN = "planted-token-0123456789"


def command_lines() -> str:
    """What `ps` shows of every process."""
    shown: list[str] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            shown.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(shown)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the process list is read from /proc")
def test_a_session_of_calls_leaves_no_secret_behind(catalogue: Catalogue, tmp_path: Path) -> None:
    seen_in_process_list: list[str] = []
    with serving(catalogue, on_handled=lambda: seen_in_process_list.append(command_lines())) as served:
        right = served.environment
        key = right["TENCENTCLOUD_SECRET_KEY"]
        home = tmp_path / "home"
        home.mkdir()
        outputs: list[str] = []

        def run(*arguments: str, key: str = key, token: str = "", stdin: str = "") -> None:
            environment = {
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "TMPDIR": str(home),
                "XDG_RUNTIME_DIR": str(home),
                **right,
                "TENCENTCLOUD_SECRET_KEY": key,
                "TENCENTCLOUD_TOKEN": token,
            }
            command = [sys.executable, "-X", "dev", "-W", "ignore", "-m", "tcexplorer", *arguments]
            done = subprocess.run(
                command, env=environment, cwd=home, input=stdin, capture_output=True, text=True, check=False
            )
            outputs.append(done.stdout + done.stderr)

        region = ["--region", "ap-guangzhou", "--from-env"]
        call = ["call", "mqtt", "DescribeInstanceList", *region, "--endpoint", served.url]
        run(*call)
        run(*call, key=WRONG)
        run(*call, token=TOKEN)
        run(*call, "--params", "{")
        run("call", "mqtt", "DescribeInstance", *region, "--endpoint", served.url)
        run("call", "mqtt", "DescribeInstanceList", *region, "--endpoint", "http://127.0.0.1:9")
        run("sign", "mqtt", "DescribeInstanceList", *region, token=TOKEN)
        run("credentials", "test", "--from-env", "--endpoint", served.url)
        run("credentials", "add", "dev", stdin=f"{right['TENCENTCLOUD_SECRET_ID']}\n{key}\n")
        run("credentials", "list")

    planted = {"the key": key, "a wrong key": WRONG, "a token": TOKEN}
    files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert len(outputs) == 10
    assert any("RequestId" in output for output in outputs)
    assert len(seen_in_process_list) >= 4
    assert any("DescribeInstanceList" in shown for shown in seen_in_process_list)
    for what, secret in planted.items():
        assert not [output for output in outputs if secret in output], what
        assert not [shown for shown in seen_in_process_list if secret in shown], what
        assert not [content for content in files if secret.encode() in content], what
