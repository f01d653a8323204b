"""Someone who runs programs, each as a process of its own that has to end in time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BOUND = 20
"""Seconds after which a program that should have ended has hung."""


@dataclass(frozen=True)
class User:
    """Someone with a home and an environment, who runs programs."""

    home: Path
    environment: dict[str, str]

    def with_environment(self, **more: str) -> User:
        return replace(self, environment={**self.environment, **more})

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run `tcexplorer ARGUMENTS`. It must end in time, and not with a traceback."""
        done = ended(self.start("-m", "tcexplorer", *arguments), stdin)
        assert "Traceback" not in done.stderr
        return done

    def store(self, *steps: str, patience: float = BOUND) -> subprocess.Popen[str]:
        return self.start("-m", "tests.real.store_child", str(patience), *steps)


def ended(process: subprocess.Popen[str], stdin: str | None = "") -> subprocess.CompletedProcess[str]:
    with process:
        try:
            out, err = process.communicate(stdin, timeout=BOUND)
        finally:
            process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def results(process: subprocess.Popen[str], stdin: str = "") -> list[object]:
    """What the steps of a store child gave."""
    done = ended(process, stdin)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]
