"""Answers too large for memory: a private place for them, copied out, gone at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.calls.overflow import OverflowStore, copied
from tcexplorer.calls.save import NotSaved, Saved

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_place_is_private_and_removed_at_the_end() -> None:
    spill = OverflowStore()
    first, second = spill.path(), spill.path()
    assert first is not None
    assert second is not None
    assert first != second
    folder = first.parent
    assert folder.stat().st_mode & 0o777 == 0o700
    first.write_bytes(b"x")
    await spill.close()
    assert not folder.exists()
    await spill.close()


def test_a_copy_is_whole_private_and_over_no_file_unasked(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 2_500_000)
    target = tmp_path / "target"
    assert copied(source, target) == Saved(target, 2_500_000)
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    source.write_bytes(b"new")
    refused = copied(source, target)
    assert isinstance(refused, NotSaved)
    assert refused.exists
    assert copied(source, target, overwrite=True) == Saved(target, 3)
    assert target.read_bytes() == b"new"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["source", "target"]


def test_a_source_that_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    found = copied(tmp_path / "nothing", tmp_path / "target")
    assert isinstance(found, NotSaved)
    assert "cannot be read again" in found.sentence
    assert list(tmp_path.iterdir()) == []
