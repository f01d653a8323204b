"""Saving: for the owner alone, never over another file unasked, and everything said in one line."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcexplorer.calls.save import Growing, NotSaved, Saved, save_bytes, save_text, suffix_for, suggested_name
from tcexplorer.protocol.model import Call
from tcexplorer.safety.inert import visible

CALL = Call("mqtt", "2024-05-16", "DescribeInstanceList")


def failed(result: Saved | NotSaved | Growing) -> NotSaved:
    assert isinstance(result, NotSaved)
    assert result.sentence == visible(result.sentence)
    return result


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    saved = save_bytes(tmp_path / "a.json", b"\x00\xff")
    assert saved == Saved(tmp_path / "a.json", 2)
    assert (tmp_path / "a.json").read_bytes() == b"\x00\xff"
    assert mode(tmp_path / "a.json") == 0o600
    assert isinstance(saved, Saved)
    assert saved.sentence == f"saved 2 bytes to {tmp_path / 'a.json'}"


def test_another_file_is_left_alone_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    path.chmod(0o644)
    assert failed(save_text(path, "new")).exists
    assert path.read_text() == "old"
    assert save_text(path, "new", overwrite=True) == Saved(path, 3)
    assert (path.read_text(), mode(path)) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    assert failed(save_text(tmp_path / "link", "new")).exists
    assert isinstance(save_text(tmp_path / "link", "new", overwrite=True), Saved)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert failed(save_text(tmp_path / "link", "x")).exists
    assert not (tmp_path / "elsewhere").exists()


def test_the_home_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert save_text("~/a.txt", "x") == Saved(tmp_path / "a.txt", 1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "no file name"),
        (" ", "no file name"),
        ("a\0b", "NUL"),
        (".", "is a directory"),
        ("no/such/file", "there is no directory"),
        ("x" * 300, "name too long"),
        ("bad\x1b[2J/file", "there is no directory bad\\e[2J"),
        ("~nobody-of-that-name/x", "there is no directory"),
        (os.devnull, "no ordinary file"),
    ],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_wrong_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str, *, overwrite: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    result = failed(save_bytes(name, b"x", overwrite=overwrite))
    assert said in result.sentence or said.capitalize() in result.sentence
    assert not result.exists
    assert list(tmp_path.iterdir()) == []


def test_half_a_surrogate_pair_does_not_stop_it(tmp_path: Path) -> None:
    save_text(tmp_path / "a", '"\ud800é"')
    assert (tmp_path / "a").read_bytes() == '"\\ud800é"'.encode()


def test_a_file_grows_piece_by_piece(tmp_path: Path) -> None:
    file = Growing.create(tmp_path / "a")
    assert isinstance(file, Growing)
    assert file.write(b"one")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert file.write(b"two")
    assert file.close() == Saved(tmp_path / "a", 6)
    assert failed(Growing.create(tmp_path / "a")).exists


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    file = Growing(tmp_path / "a", open("/dev/full", "wb", buffering=0))  # noqa: SIM115
    (tmp_path / "a").write_bytes(b"half")
    assert not file.write(b"x" * 100)
    assert file.failed is not None
    assert "No space left" in file.failed.sentence
    assert not (tmp_path / "a").exists()
    assert file.close() == file.failed


@given(st.text(max_size=90), st.text(max_size=90), st.text(max_size=30), st.binary(max_size=20))
def test_a_suggested_name_is_harmless(service: str, action: str, content_type: str, data: bytes) -> None:
    name = suggested_name(Call(service, "v", action), 1_700_000_000, content_type, data)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*-20231114-221320\.[a-z0-9]+", name)
    assert ".." not in name.split("-")
    assert len(name) < 150


@pytest.mark.parametrize(
    ("content_type", "data", "suffix"),
    [
        ("application/json; charset=utf-8", b"{", "json"),
        ("APPLICATION/JSON", b"{", "json"),
        ("application/problem+json", b"", "json"),
        ("", b' {"a":1}', "json"),
        ("", b"abc", "bin"),
        ("application/octet-stream", b"\x89PNG\r\n\x1a\n", "png"),
        ("application/json", b"%PDF-1.7", "pdf"),
        ("text/event-stream", b"data: 1", "sse"),
        ("text/html", b"<html>", "html"),
        ("text/x-unheard-of", b"", "txt"),
        ("video/../../x", b"", "bin"),
    ],
)
def test_the_suffix_follows_type_and_bytes(content_type: str, data: bytes, suffix: str) -> None:
    assert suffix_for(content_type, data) == suffix


def test_the_name_of_a_call() -> None:
    name = suggested_name(CALL, 1_700_000_000.9, "application/json")
    assert name == "mqtt-DescribeInstanceList-20231114-221320.json"
