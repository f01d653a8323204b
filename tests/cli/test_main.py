"""The command line as a whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli.main import COMMANDS
from tcexplorer.cli.terminal import Exit
from tests.cli.run import run

if TYPE_CHECKING:
    from tcexplorer.compose import Machine

posix = pytest.mark.skipif(sys.platform == "win32", reason="the redirections are a POSIX shell's")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_of_each(machine: Machine, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(machine, command, "--help").code == Exit.SUCCESS
    shown = capsys.readouterr().out
    assert "examples:" in shown
    assert f"tcexplorer {command}" in shown


def test_help_names_every_command(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(machine, "--help").code == Exit.SUCCESS
    shown = capsys.readouterr().out
    assert all(command in shown for command in COMMANDS)


def test_a_mistyped_command_suggests_the_nearest(machine: Machine) -> None:
    ran = run(machine, "explian")
    assert ran.code == Exit.USAGE
    assert "did you mean explain" in ran.err


def test_the_screen_wants_a_terminal(machine: Machine) -> None:
    ran = run(machine, "--sandbox")
    assert ran.code == Exit.USAGE
    assert "needs a terminal" in ran.err


def test_the_sandbox_does_not_mix_with_a_profile(machine: Machine) -> None:
    assert run(machine, "--sandbox", "--profile", "dev").code == Exit.USAGE


def test_a_damaged_config_is_one_line(machine: Machine) -> None:
    machine.paths.config.mkdir(parents=True)
    machine.paths.config_file.write_text("[profiles.dev]\nregoin = 1\n")
    for command in (["call", "cvm", "DescribeZones"], ["credentials", "list"], []):
        ran = run(machine, *command)
        assert ran.code == Exit.USAGE
        assert "did you mean region" in ran.err
        assert ran.err.count("\n") == 1


HEADLESS = [
    "safety.secret",
    "safety.redact",
    "safety.inert",
    "protocol.request",
    "protocol.envelope",
    "protocol.endpoints",
    "protocol.codes",
    "protocol.signing_v1",
    "catalog.store",
    "catalog.search",
    "catalog.build.compile",
    "catalog.examples",
    "form.draft",
    "diagnosis.explain",
    "workbench.session",
    "calls.perform",
    "sandbox.server",
    "credentials.resolve",
]


@pytest.mark.parametrize("module", HEADLESS)
def test_a_headless_module_loads_no_textual_httpx_or_keyring(module: str) -> None:
    code = f"import sys, tcexplorer.{module}; print({{'textual', 'rich', 'httpx', 'keyring'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("command", [["explain", "InternalError"], ["actions", "mqtt", "--limit", "1"]])
def test_a_command_loads_only_what_it_needs(command: list[str]) -> None:
    code = (
        "import sys; from tcexplorer.cli.main import main; from tcexplorer.cli.terminal import Terminal;"
        " from tcexplorer.compose import this_machine;"
        f" main({command!r}, this_machine(), Terminal.real());"
        " sys.exit(str({'textual', 'httpx', 'keyring', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "set()"


def shell(
    machine: Machine, *arguments: str, redirected: str = "", command: str = '"$@"'
) -> subprocess.CompletedProcess[str]:
    """Run it as a shell does, with what the shell does to its streams."""
    command = f"{command} {redirected}"
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable, "-m", "tcexplorer", *arguments],
        env={**os.environ, **machine.environment},
        capture_output=True,
        text=True,
        check=False,
    )


@posix
@pytest.mark.parametrize("arguments", [["actions", "--json"], ["explain", "InternalError"], ["sandbox"]])
def test_output_that_cannot_be_written_is_one_line(machine: Machine, arguments: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no device that is always full")
    done = shell(machine, *arguments, redirected="> /dev/full")
    assert done.returncode == Exit.OUTPUT
    assert done.stderr.startswith("tcexplorer: standard output cannot be written: ")
    assert done.stderr.count("\n") == 1


@posix
@pytest.mark.parametrize("redirected", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", "2>&1 | true", "| head -1"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["explain", "InternalError"], Exit.SUCCESS),
        (["doctor", "-"], Exit.USAGE),
        (["sign", "cvm", "X", "--params", "@-"], Exit.USAGE),
    ],
)
def test_streams_that_are_closed_make_no_traceback(
    machine: Machine, tmp_path: Path, arguments: list[str], code: Exit, redirected: str
) -> None:
    """Where nobody reads standard error, the exit code tells: a traceback ends with 1, one at the very end with 120."""
    ended = tmp_path / "code"
    done = shell(
        machine,
        *arguments,
        command=f'{{ "$@"; echo $? > {ended}; }}',
        redirected=redirected if "<" in redirected else f"< /dev/null {redirected}",
    )
    assert int(ended.read_text()) == code
    assert "Traceback" not in done.stdout + done.stderr
    assert "ignored" not in done.stdout + done.stderr


@posix
@pytest.mark.parametrize("redirected", ["2>&-", "2> /dev/full"])
def test_a_person_who_cannot_be_told_changes_no_exit_code(machine: Machine, redirected: str) -> None:
    assert shell(machine, "call", "cvm", "Nope", redirected=redirected).returncode == Exit.USAGE


@pytest.mark.parametrize("arguments", [["explain", "x", "--\x1b[31m"], ["actions", "--\u202ex"], ["--\x1b]0;x\x07"]])
def test_a_complaint_about_arguments_obeys_none_of_them(
    machine: Machine, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(machine, *arguments).code == Exit.USAGE
    said = capsys.readouterr().err
    assert "unrecognized" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
