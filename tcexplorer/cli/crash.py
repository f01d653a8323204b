"""What the user is told when the screen breaks down: one line, and a report if they want one."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import tcexplorer
from tcexplorer.cli.terminal import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.cli.terminal import Terminal

_HOME = Path(tcexplorer.__file__).parent.parent


def tell_crash(error: BaseException, terminal: Terminal) -> int:
    """Say that it broke down, offer a report, and give the exit code."""
    terminal.tell(f"tcexplorer broke down ({type(error).__name__}), which is a mistake of ours")
    if not terminal.interactive:
        return Exit.CRASH
    terminal.err.write("Write a report without keys, texts and values to a file? [y/N] ")
    terminal.err.flush()
    if terminal.inp.readline().strip().lower() not in ("y", "yes"):
        return Exit.CRASH
    try:
        handle, name = tempfile.mkstemp(prefix="tcexplorer-crash-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(report(error))
    except OSError as failure:
        terminal.tell(f"the report cannot be written: {failure.strerror or failure}")
    else:
        terminal.tell(f"written to {name}; read it before you pass it on")
    return Exit.CRASH


def report(error: BaseException) -> str:
    """Versions, kinds of errors and places in the code.

    No messages and no values of variables: either may hold a key. Paths are without the user's directories.
    """
    lines = [
        f"tcexplorer {tcexplorer.__version__}",
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
        *_places(error),
    ]
    return "\n".join(lines) + "\n"


def _places(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield ""
        yield f"{type(found).__module__}.{type(found).__qualname__}"
        for frame in traceback.extract_tb(found.__traceback__):
            yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
        found = found.__cause__ or found.__context__


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_HOME):
        return path.relative_to(_HOME).as_posix()
    return "/".join(path.parts[-2:])
