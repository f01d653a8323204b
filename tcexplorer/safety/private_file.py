"""The one way a file of ours is read and written: 0600 in a directory of 0700, as a whole or not at all.

Whoever changes a file holds its lock, and reads it again before: two programs change it one after the other. Loaded
before the first frame, so it needs next to nothing.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path
    from typing import Any

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


class PrivateFileError(Exception):
    """The file cannot be read or written; the text is one line for the user."""


MOST: Final = 1_000_000
"""Bytes of a file that is read."""
_LAST_MOMENT: Final = 32_503_680_000.0
"""The year 3000: no calendar of any system ends before."""


def read(path: Path, most: int = MOST) -> bytes | None:
    """What is in the file; None when there is none.

    Raises PrivateFileError above `most` bytes, and for what is no file: a pipe or a device would be waited for.
    """
    try:
        # NONBLOCK: opening a pipe waits for whoever writes to it
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise PrivateFileError(f"{path.name} is not used: it is no ordinary file")
            content = file.read(most + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PrivateFileError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if len(content) > most:
        raise PrivateFileError(f"{path.name} is not used: it is too large, more than {most // 1000:,} KB")
    return content


def read_text(path: Path, most: int = MOST) -> str | None:
    """As `read`, for a text in UTF-8."""
    content = read(path, most)
    try:
        return None if content is None else content.decode("utf-8-sig")  # editors of Windows put a mark there
    except UnicodeDecodeError as error:
        raise PrivateFileError(f"{path.name} is not used: it is no text in UTF-8") from error


def read_object(path: Path, most: int = MOST) -> dict[str, Any]:
    """The JSON object in the file, empty when there is no file. Raises PrivateFileError, also for other JSON."""
    content = read(path, most)
    if content is None:
        return {}
    import json  # not before the first frame

    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PrivateFileError(f"{path.name} is not used: it is not JSON") from error
    if not isinstance(document, dict):
        raise PrivateFileError(f"{path.name} is not used: it is no JSON object")
    return document  # pyright: ignore[reportUnknownVariableType] members of any kind


@contextmanager
def alone(path: Path) -> Generator[None]:
    """Hold the lock beside the file, waiting for whoever holds it. Raises PrivateFileError where there can be none.

    Closing the handle lets go of it, as the end of the process does.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise PrivateFileError(f"{path} cannot be written: {error.strerror or error}") from error
    try:
        _take(handle)
        yield
    finally:
        os.close(handle)


def replace(path: Path, data: bytes) -> None:
    """Write beside the file, then put it in its place, so that one of both is always whole. Raises OSError."""
    import tempfile

    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise
    with suppress(OSError):  # the name as well as the content; not every system can
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def write(path: Path, data: bytes) -> None:
    """As `replace`, from within `alone`. Raises PrivateFileError."""
    try:
        replace(path, data)
    except OSError as error:
        raise PrivateFileError(f"{path} cannot be written: {error.strerror or error}") from error


def change_object(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]], most: int = MOST) -> None:
    """Change the JSON object in the file, in one step; what cannot be used is put aside as `NAME.broken-1`.

    `change` gets what the file has now and raises ValueError for what it cannot use; then it gets an empty object.
    Nothing is written when it changes nothing. Raises PrivateFileError.
    """
    import json

    with alone(path):
        broken = False
        try:
            old = read_object(path, most)
            new = change(dict(old))
        except (PrivateFileError, ValueError):
            broken, old = True, {}
            new = change({})
        if new == old:
            return
        if broken:
            _put_aside(path)
        write(path, json.dumps(new).encode())


def _put_aside(path: Path) -> None:
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.broken-{number}")):
        number += 1
    try:
        os.replace(path, aside)
    except OSError as error:
        raise PrivateFileError(f"{path} cannot be put aside: {error.strerror or error}") from error


def moment(value: object) -> float | None:
    """Seconds since 1970 from a file; None for what is none, as infinity and the year 30000 are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < _LAST_MOMENT else None
