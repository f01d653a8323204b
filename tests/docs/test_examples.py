"""Every example in README and docs is run as it is printed: shell lines by bash against a sandbox, TOML by its reader.

A block below a comment `<!-- shown only: WHY -->` is not run: it asks for a key, installs, or runs until it is stopped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import Served

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(
    r"(?:<!-- (?P<note>[^>]*) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
NOT_RUN = ("shown only: ", "test-command")
PROGRAM = """#!/bin/sh
first=$1
case $first in
  call) shift; exec {python} -m tcexplorer call --endpoint {url} "$@" ;;
  *) exec {python} -m tcexplorer "$@" ;;
esac
"""
"""The program as the examples call it; what would go to the cloud goes to the sandbox."""


class Block(NamedTuple):
    page: Path
    line: int
    note: str
    language: str
    text: str

    @property
    def runs(self) -> bool:
        return not self.note.startswith(NOT_RUN)


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(page, text.count("\n", 0, found.start("text")), found["note"] or "", found["language"], found["text"])
        for found in BLOCK.finditer(text)
    ]


ALL = [block for page in PAGES for block in blocks(page)]
SHELL = [block for block in ALL if block.language == "sh" and block.runs]


def test_every_block_is_of_a_kind_that_is_tested_here_or_beside() -> None:
    assert {block.language for block in ALL} <= {"sh", "toml", "python", "diff"}
    assert len(SHELL) >= 7


@pytest.mark.parametrize("block", SHELL, ids=lambda block: f"{block.page.name}:{block.line}")
def test_a_shell_example_runs(block: Block, served: Served, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "tcexplorer"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable, url=served.url))
    program.chmod(0o755)
    lines = block.text
    if "jq " in lines and shutil.which("jq") is None:
        if os.environ.get("TCEXPLORER_REAL") == "required":
            pytest.fail("jq is not installed")
        pytest.skip("jq is not installed")
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", lines],
        cwd=tmp_path,
        env={
            **os.environ,
            **served.environment,
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "TCEXPLORER_HOME": str(tmp_path / "home"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, f"{block.page.name}:{block.line}\n{run.stdout[-500:]}{run.stderr[-1500:]}"


DIFFS = [block for block in ALL if block.language == "diff"]


@pytest.mark.parametrize("block", DIFFS, ids=lambda block: f"{block.page.name}:{block.line}")
def test_a_diff_that_is_shown_applies(block: Block) -> None:
    run = subprocess.run(
        ["git", "apply", "--check", "-"], cwd=ROOT, input=block.text, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_the_settings_that_are_shown_are_read() -> None:
    from tcexplorer.tui.keymap import checked

    shown = [block for block in ALL if block.language == "toml"]
    assert shown
    for block in shown:
        keys = tomllib.loads(block.text)["keys"]
        assert checked({name: [given] if isinstance(given, str) else given for name, given in keys.items()})


def test_links_between_the_pages_lead_somewhere() -> None:
    broken: list[str] = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150
