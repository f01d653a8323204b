"""An error in the app ends it with the terminal as it was, and with no traceback."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = "planted-secret-0123456789abcdef"
SCRIPT = f"""
import sys
from tcexplorer.cli import screen, main
from tcexplorer.cli.terminal import Terminal
from tcexplorer.compose import Machine
from tcexplorer.tui.app import TcExplorer

def broken(self):
    key = "{PLANTED}"
    raise ValueError("wrong key " + key)

TcExplorer.on_ready = broken
sys.exit(main.main(["--sandbox"], Machine({{"TCEXPLORER_HOME": sys.argv[1]}}), Terminal.real()))
"""


def test_the_terminal_is_restored_and_one_line_said(tmp_path: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-256color", "TMPDIR": str(tmp_path)}
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-c", SCRIPT, str(tmp_path / "home")], environment)
    seen, answered, ends = b"", False, time.monotonic() + 30
    try:
        while time.monotonic() < ends:
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                got = os.read(terminal, 65536)
            except OSError:
                break
            if not got:
                break
            seen += got
            if b"[y/N]" in seen and not answered:
                answered = True
                os.write(terminal, b"y\n")
        else:
            os.kill(child, signal.SIGKILL)
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    text = seen.decode("utf-8", "replace")
    assert os.waitstatus_to_exitcode(status) == 70
    assert "\x1b[?1049l" in text  # back from the alternate screen
    after = text.rpartition("\x1b[?1049l")[2]
    assert "tcexplorer broke down (ValueError)" in after
    assert "Traceback" not in text
    assert PLANTED not in text
    (report,) = tmp_path.glob("tcexplorer-crash-*.txt")
    assert PLANTED not in report.read_text("utf-8")
    assert " in broken" in report.read_text("utf-8")
