"""Files as values."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tcexplorer.form import binary
from tcexplorer.form.binary import FileError, file_as_base64, size_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 1000])
def test_the_bytes_of_a_file(tmp_path: Path, size: int) -> None:
    held = bytes(range(256)) * 4
    (tmp_path / "a").write_bytes(held[:size])
    value = file_as_base64(f" {tmp_path / 'a'} ")
    assert base64.b64decode(value) == held[:size]
    assert size_of(value) == size


def test_home_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a").write_bytes(b"x")
    assert file_as_base64("~/a") == "eA=="


def test_what_cannot_be_read_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, said in (
        ("", "type its path"),
        (str(tmp_path / "none"), "no such file"),
        (str(tmp_path), "is a directory"),
        ("a\0b", "null"),
    ):
        with pytest.raises(FileError, match=said) as caught:
            file_as_base64(path)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(binary, "MOST_BYTES", 3)
    (tmp_path / "a").write_bytes(b"1234")
    with pytest.raises(FileError, match="more than 3 bytes"):
        file_as_base64(str(tmp_path / "a"))
