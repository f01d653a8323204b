"""A place for answers that are larger than memory is given, until the user saves them or leaves."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tcexplorer.calls.save import Growing, NotSaved, Saved, target_of
from tcexplorer.safety.inert import visible

_PIECE = 1_000_000


class OverflowStore:
    """A private directory of this run, made when it is first needed and removed at the end."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._count = 0

    def path(self) -> Path | None:
        """A file that is not there yet; None where no directory can be made."""
        if self._folder is None:
            try:
                self._folder = Path(tempfile.mkdtemp(prefix="tcexplorer-"))
            except OSError:
                return None
        self._count += 1
        return self._folder / f"answer-{self._count}"

    async def close(self) -> None:
        """Remove all of it."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def copied(source: Path, path: str | Path, *, overwrite: bool = False) -> Saved | NotSaved:
    """Copy a file of ours to where the user wants it, as `save_bytes` writes. Blocks on the disk."""
    target = target_of(path)
    if isinstance(target, NotSaved):
        return target
    replaced = overwrite and target.exists()
    file = Growing.create(target.with_name(f".tcexplorer-{os.getpid()}-{target.name}") if replaced else target)
    if isinstance(file, NotSaved):
        return file
    try:
        with source.open("rb") as reading:
            while piece := reading.read(_PIECE):
                if not file.write(piece):
                    break
    except OSError as error:
        file.give_up()
        return NotSaved(f"not saved: the answer cannot be read again: {error.strerror or error}")
    made = file.close()
    if not isinstance(made, Saved) or not replaced:
        return made
    try:
        made.path.replace(target)
    except OSError as error:
        made.path.unlink(missing_ok=True)
        return NotSaved(f"not saved: {visible(str(target))}: {error.strerror or error}")
    return Saved(target, made.size)
