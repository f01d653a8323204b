"""A text read in the user's own pager, which gets it through a pipe: it is never written to a file."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_USUAL: Final = ("less", "more")


class PagerError(Exception):
    """A text could not be shown; the message is one line for the user."""


def pager_command(
    environment: Mapping[str, str],
    *,
    windows: bool = sys.platform == "win32",
    which: Callable[[str], str | None] = shutil.which,
) -> list[str]:
    """The words of PAGER; without it more on Windows, elsewhere less or more if there is one. Raises PagerError."""
    said = environment.get("PAGER", "").strip()
    if said:
        try:
            # backslashes are part of paths on Windows
            words = [word.strip('"') for word in shlex.split(said, posix=False)] if windows else shlex.split(said)
        except ValueError as error:
            raise PagerError(f"PAGER cannot be read: {error}") from error
        if words:
            return words
    found = next((path for one in (("more",) if windows else _USUAL) if (path := which(one))), None)
    if found is None:
        raise PagerError("PAGER names no pager, and there is no less or more")
    return [found]


def _run(command: Sequence[str], data: bytes) -> int:
    """Run the pager; ctrl+c in it is the pager's and does not end this program."""
    from tcexplorer.workbench.external_editor import interrupts_ignored

    with interrupts_ignored():
        return subprocess.run(command, input=data, check=False).returncode  # noqa: S603 - the user's own pager


def paged(text: str, command: Sequence[str], *, run: Callable[[Sequence[str], bytes], int] = _run) -> None:
    """Show a text, which has to be inert; blocks until the pager was left. Raises PagerError.

    A pager that goes away before it has read everything is no error.
    """
    try:
        status = run(command, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise PagerError(f"the pager {command[0]!r} cannot be started: {error.strerror or error}") from error
    if status > 0:
        raise PagerError(f"the pager {command[0]!r} ended with status {status}")
