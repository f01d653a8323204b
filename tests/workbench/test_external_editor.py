"""The user's own editor: found, run on a private file, and nothing of it left behind."""

from __future__ import annotations

import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcexplorer.workbench.external_editor import EditorError, edited, editor_command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def test_visual_goes_before_editor_and_may_have_arguments() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}, windows=False) == ["code", "--wait"]
    assert editor_command({"VISUAL": " ", "EDITOR": "'/my tools/ed' -p"}, windows=False) == ["/my tools/ed", "-p"]


def test_on_windows_backslashes_are_of_the_path_and_notepad_is_always_there() -> None:
    said = {"EDITOR": r'"C:\My Tools\ed.exe" -n'}
    assert editor_command(said, windows=True) == [r"C:\My Tools\ed.exe", "-n"]
    assert editor_command({}, windows=True) == ["notepad"]


def test_without_either_one_of_the_usual_ones_or_a_clear_line() -> None:
    assert editor_command({}, windows=False, which=lambda name: "/bin/vi" if name == "vi" else None) == ["/bin/vi"]
    with pytest.raises(EditorError, match="neither VISUAL nor EDITOR"):
        editor_command({}, windows=False, which=lambda _: None)
    with pytest.raises(EditorError, match="EDITOR cannot be read"):
        editor_command({"EDITOR": "vi 'x"}, windows=False)


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def writing(content: bytes | None, status: int = 0) -> Callable[[Sequence[str]], int]:
    def run(command: Sequence[str]) -> int:
        path = Path(command[-1])
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        path.with_name("backup~").write_text("what editors leave behind")
        if content is not None:
            path.write_bytes(content)
        return status

    return run


@pytest.mark.parametrize(
    ("content", "found"),
    [(b'{"a": 1}\n', '{"a": 1}'), (b"a\r\nb", "a\nb"), ("\ufeff测试\n".encode(), "测试"), (None, "{}")],
)
def test_what_was_written_comes_back_and_nothing_is_left(tmp_path: Path, content: bytes | None, found: str) -> None:
    assert edited("{}", ["ed"], run=writing(content)) == found
    assert list(tmp_path.iterdir()) == []


def test_a_line_end_that_was_there_stays() -> None:
    assert edited("a\n", ["ed"], run=writing(b"b\n")) == "b\n"


def test_what_goes_wrong_is_one_line_and_nothing_is_left(tmp_path: Path) -> None:
    def missing(_command: Sequence[str]) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    for run, said in (
        (writing(b"{}", 1), "status 1"),
        (writing(b"\xff"), "not UTF-8 at byte 0"),
        (missing, "cannot be started"),
    ):
        with pytest.raises(EditorError, match=said):
            edited("{}", ["ed"], run=run)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_with_a_real_program(tmp_path: Path) -> None:
    script = tmp_path / "ed.sh"
    script.write_text('#!/bin/sh\nprintf \'{"n": %s}\' "$1" > "$2"\n')
    script.chmod(0o700)
    assert edited("{}", [str(script), "5"]) == '{"n": 5}'
