"""A text edited in the user's own editor: a private file, the editor, what came back."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

LARGEST: Final = 16_000_000
"""Bytes of an edited file that are read back."""
_USUAL: Final = ("nano", "vi")


class EditorError(Exception):
    """A text could not be edited; the message is one line for the user. The text is as it was."""


def editor_command(
    environment: Mapping[str, str],
    *,
    windows: bool = sys.platform == "win32",
    which: Callable[[str], str | None] = shutil.which,
) -> list[str]:
    """The words of VISUAL, or of EDITOR; without them notepad on Windows, elsewhere nano or vi if there is one.

    Raises EditorError.
    """
    for name in ("VISUAL", "EDITOR"):
        said = environment.get(name, "").strip()
        if not said:
            continue
        try:
            # backslashes are part of paths on Windows
            words = [word.strip('"') for word in shlex.split(said, posix=False)] if windows else shlex.split(said)
        except ValueError as error:
            raise EditorError(f"{name} cannot be read: {error}") from error
        if words:
            return words
    if windows:
        return ["notepad"]
    found = next((path for one in _USUAL if (path := which(one))), None)
    if found is None:
        raise EditorError("neither VISUAL nor EDITOR names an editor, and there is no nano or vi")
    return [found]


def _ignored(_signal: int, _frame: object) -> None:
    """A handler, since the editor would inherit that a signal is ignored."""


@contextmanager
def interrupts_ignored() -> Generator[None]:
    """While another program has the terminal, ctrl+c is that program's and does not end this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _ignored)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _run(command: Sequence[str]) -> int:
    with interrupts_ignored():
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the user's own editor


def edited(
    text: str, command: Sequence[str], *, name: str = "parameters.json", run: Callable[[Sequence[str]], int] = _run
) -> str:
    """What the text is after the editor was left. Blocks until then.

    The file is 0600 in a directory of its own, 0700, which is removed with all that the editor left in it.
    Line ends come back as LF; one at the very end that was not there before is taken off. Raises EditorError.
    """
    try:
        folder = tempfile.mkdtemp(prefix="tcexplorer-")
    except OSError as error:
        raise EditorError(f"there is no place for a file: {error.strerror or error}") from error
    try:
        return _edited(text, command, Path(folder) / name, run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _edited(text: str, command: Sequence[str], path: Path, run: Callable[[Sequence[str]], int]) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(text if text.endswith("\n") else f"{text}\n")
    except OSError as error:
        raise EditorError(f"the file for the editor cannot be written: {error.strerror or error}") from error
    try:
        status = run([*command, str(path)])
    except OSError as error:
        raise EditorError(f"the editor {command[0]!r} cannot be started: {error.strerror or error}") from error
    if status != 0:
        raise EditorError(f"the editor {command[0]!r} ended with status {status}; nothing was changed")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise EditorError(f"the edited file cannot be read: {error.strerror or error}") from error
    if len(content) > LARGEST:
        raise EditorError(f"the edited file is larger than {LARGEST // 1_000_000} MB; nothing was changed")
    try:
        found = content.decode("utf-8-sig", "strict")
    except UnicodeDecodeError as error:
        raise EditorError(f"the edited file is not UTF-8 at byte {error.start}; nothing was changed") from error
    found = found.replace("\r\n", "\n")
    return found if text.endswith("\n") else found.removesuffix("\n")
