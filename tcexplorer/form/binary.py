"""A file's bytes as a parameter: base64 text, which is how JSON carries them."""

from __future__ import annotations

import base64
from pathlib import Path

MOST_BYTES = 7_500_000
"""A JSON body holds 10 MB at most, and base64 takes a third more than the bytes."""


class FileError(Exception):
    """The file cannot be a value; the message says why, in one line."""


def file_as_base64(path: str) -> str:
    """The base64 text of a file's bytes; `~` is the user's home. Raises FileError."""
    text = path.strip()
    if not text:
        raise FileError("which file? type its path")
    try:
        file = Path(text).expanduser()
        with file.open("rb") as opened:
            found = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise FileError(f"{text}: {reason[:1].lower()}{reason[1:]}") from error
    if len(found) > MOST_BYTES:
        raise FileError(f"{text}: more than {MOST_BYTES:,} bytes, which no request can hold")
    return base64.b64encode(found).decode("ascii")


def size_of(value: str) -> int:
    """How many bytes a base64 text stands for."""
    return len(value) * 3 // 4 - value[-2:].count("=")
