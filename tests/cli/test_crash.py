"""A breakdown is one line; the report is asked for first, and no key gets into it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.cli import crash
from tcexplorer.cli.crash import report, tell_crash
from tcexplorer.cli.terminal import Exit, Terminal

if TYPE_CHECKING:
    from typing import NoReturn

PLANTED = "planted-secret-0123456789abcdef"


class Typed(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def broken() -> Exception:
    """An error with a key in its message, in its cause, in a variable."""

    def fail(key: str) -> NoReturn:
        try:
            raise KeyError(key)
        except KeyError as error:
            raise ValueError(f"wrong key {key}") from error

    try:
        fail(PLANTED)
    except ValueError as error:
        return error


def told(answer: str, *, terminal: bool = True) -> tuple[int, str]:
    kind = Typed if terminal else io.StringIO
    err = kind()
    code = tell_crash(broken(), Terminal(kind(answer), kind(), err))
    return code, err.getvalue()


@pytest.fixture(autouse=True)
def _reports_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash.tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("answer", ["\n", "n\n", "", "what\n"])
def test_no_report_is_written_unless_wanted(tmp_path: Path, answer: str) -> None:
    code, said = told(answer)
    assert code == Exit.CRASH
    assert "[y/N]" in said
    assert "Traceback" not in said
    assert PLANTED not in said
    assert not list(tmp_path.iterdir())


def test_a_report_says_where_and_holds_no_key(tmp_path: Path) -> None:
    code, said = told("y\n")
    (written,) = tmp_path.iterdir()
    text = written.read_text("utf-8")
    assert code == Exit.CRASH
    assert str(written) in said
    assert PLANTED not in text + said
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "tests/cli/test_crash.py" in text
    assert " in fail" in text
    assert str(Path.home()) not in text
    assert written.stat().st_mode & 0o077 == 0


def test_without_a_terminal_nothing_is_asked() -> None:
    _, said = told("y\n", terminal=False)
    assert "[y/N]" not in said
    assert said.count("\n") == 1


def test_a_place_for_the_report_that_is_none_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash.tempfile, "tempdir", "/nowhere/at/all")
    code, said = told("y\n")
    assert code == Exit.CRASH
    assert "the report cannot be written" in said


def test_a_ring_of_errors_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__context__, second.__context__ = second, first
    assert report(first).count("Error") == 2
