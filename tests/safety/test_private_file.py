"""Files of ours: whole or not there, for their owner alone, changed by one program at a time."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tcexplorer.safety import private_file
from tcexplorer.safety.private_file import PrivateFileError

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_there_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "a.json"
    assert private_file.read(path) is None
    assert private_file.read_object(path) == {}
    private_file.change_object(path, lambda old: {**old, "a": "é\ud800"})
    assert private_file.read_object(path) == {"a": "é\ud800"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def _count(path: Path, name: str) -> None:
    for number in range(20):
        private_file.change_object(path, lambda old, n=number: {**old, f"{name}{n}": n})


def test_two_programs_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    begin = multiprocessing.get_context("spawn")
    both = [begin.Process(target=_count, args=(path, name)) for name in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert len(private_file.read_object(path)) == 40


def test_what_cannot_be_completed_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    private_file.change_object(path, lambda _: {"a": 1})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PrivateFileError, match="cannot be written: No space left"):
        private_file.change_object(path, lambda _: {"a": 2})
    assert private_file.read_object(path) == {"a": 1}
    assert sorted(one.name for one in tmp_path.iterdir()) == [".a.json.lock", "a.json"]


def test_no_change_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    private_file.change_object(path, lambda old: old)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b"[" * 100_000, b" " * 2_000_000, b'{"n": ' + b"9" * 9_000])
def test_what_cannot_be_used_is_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    for number in (1, 2):
        path.write_bytes(content)
        with pytest.raises(PrivateFileError, match=r"a\.json is not used"):
            private_file.read_object(path)
        private_file.change_object(path, lambda _: {"a": 1})
        assert json.loads(path.read_bytes()) == {"a": 1}
        assert (tmp_path / f"a.json.broken-{number}").read_bytes() == content


def test_what_the_caller_cannot_use_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": 1}')

    def change(old: dict[str, Any]) -> dict[str, Any]:
        if old:
            raise ValueError("of another kind")
        return {"b": 2}

    private_file.change_object(path, change)
    assert private_file.read_object(path) == {"b": 2}
    assert (tmp_path / "a.json.broken-1").read_text() == '{"a": 1}'


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_or_a_directory_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PrivateFileError, match="no ordinary file"):
        private_file.read(tmp_path / "pipe")
    with pytest.raises(PrivateFileError):
        private_file.read(tmp_path)
    (tmp_path / "t").write_bytes(b"\xff")
    with pytest.raises(PrivateFileError, match="no text"):
        private_file.read_text(tmp_path / "t")
