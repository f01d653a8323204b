"""Whether a real part is on this machine: without it a test skips, or fails where the part is required."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

REQUIRED = "TCEXPLORER_REAL"
"""`required` in this variable makes the lack of a real part a failure; `.ci/run` sets it."""


def need(*programs: str) -> None:
    """Go on only when these programs are installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        lack(f"not on this machine: {', '.join(missing)}")


def lack(reason: str) -> NoReturn:
    """A real part is not to be had."""
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{reason} ({REQUIRED}=required)")
    pytest.skip(reason)
