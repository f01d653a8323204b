"""A small JSON file of the user's own: 0600 in a directory of 0700, written as a whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tcexplorer.protocol.model import Json, JsonObject


class PrivateFileError(Exception):
    """The file cannot be read or written; the text is one line for the user."""


_LAST_MOMENT: Final = 32_503_680_000.0
"""The year 3000: no calendar of any system ends before."""


def moment(value: Json) -> float | None:
    """Seconds since 1970 from a file; None for what is none, as infinity and the year 30000 are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < _LAST_MOMENT else None


def read_object(path: Path, most: int) -> JsonObject:
    """The JSON object in the file, empty when there is no file. Raises PrivateFileError, also above `most` bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PrivateFileError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if len(content) > most:
        raise PrivateFileError(f"{path.name} is not used: it is larger than {most // 1000:,} KB")
    try:
        document: Json = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PrivateFileError(f"{path.name} is not used: it is not JSON") from error
    if not isinstance(document, dict):
        raise PrivateFileError(f"{path.name} is not used: it is no JSON object")
    return document


def write_object(path: Path, document: JsonObject) -> None:
    """Write the object beside the file, then put it in its place. Raises PrivateFileError. Blocks on the disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes the file for its owner alone
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
                json.dump(document, file, ensure_ascii=True)
            os.replace(draft, path)
        except OSError:
            os.unlink(draft)
            raise
    except OSError as error:
        raise PrivateFileError(f"{path} cannot be written: {error.strerror or error}") from error
