"""Saving to a file of the user's: for its owner alone, never over another file unasked, and said in one line."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from time import gmtime, strftime
from typing import TYPE_CHECKING, BinaryIO, Final

from tcexplorer.safety.inert import visible
from tcexplorer.safety.private_file import replace

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Call

_LONGEST: Final = 60
"""Characters of one part of a suggested name."""
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
_BY_TYPE: Final = {
    "application/json": "json", "text/event-stream": "sse", "text/html": "html", "application/xhtml+xml": "html",
    "application/xml": "xml", "text/xml": "xml", "text/csv": "csv", "text/plain": "txt", "application/pdf": "pdf",
    "application/zip": "zip", "application/gzip": "gz", "application/x-gzip": "gz", "image/png": "png",
    "image/jpeg": "jpg", "image/gif": "gif", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/x-wav": "wav",
}  # fmt: skip
_BY_BYTES: Final = (
    (b"\x1f\x8b", "gz"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"),
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"ID3", "mp3"), (b"OggS", "ogg"),
)  # fmt: skip
_SPEAKING_FOR_NOTHING: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written, with this many bytes."""

    path: Path
    size: int

    @property
    def sentence(self) -> str:
        return f"saved {self.size:,} bytes to {visible(str(self.path))}"


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Why there is no file, in one line. `exists` when it is because there is one: ask, then overwrite."""

    sentence: str
    exists: bool = False


def save_bytes(path: str | Path, data: bytes, *, overwrite: bool = False) -> Saved | NotSaved:
    """Write a file; `~` is the user's home. Blocks on the disk. A file that cannot be completed is removed."""
    target = target_of(path)
    if isinstance(target, NotSaved):
        return target
    if overwrite and target.exists():
        return _replace(target, data)
    file = Growing.create(target)
    if isinstance(file, NotSaved):
        return file
    if not file.write(data):
        assert file.failed is not None
        return file.failed
    return file.close()


def save_text(path: str | Path, text: str, *, overwrite: bool = False) -> Saved | NotSaved:
    """As `save_bytes`, in UTF-8 with its own line ends; half of a surrogate pair is written as its escape."""
    return save_bytes(path, text.encode("utf-8", "backslashreplace"), overwrite=overwrite)


def target_of(path: str | Path) -> Path | NotSaved:
    """The file that is meant, or why it cannot be one."""
    text = str(path)
    if not text.strip():
        return NotSaved("there is no file name")
    if "\0" in text:
        return NotSaved("a file name has no NUL in it")
    target = Path(os.path.expanduser(text))  # unlike Path.expanduser, it leaves what it does not know
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if target.parent.is_dir():
            return target
        return NotSaved(f"not saved: there is no directory {visible(str(target.parent))}")
    except OSError as error:
        return _failed(target, error)
    if stat.S_ISDIR(mode):
        return NotSaved(f"not saved: {visible(str(target))} is a directory")
    if not stat.S_ISREG(mode):
        return NotSaved(f"not saved: {visible(str(target))} is no ordinary file")
    return target


def suggested_name(call: Call, at: float, content_type: str = "", data: bytes = b"") -> str:
    """A name for what a call answered: `mqtt-DescribeInstanceList-20231114-221320.json`, the time in UTC.

    It has only letters, digits, dots, dashes and underscores of ASCII.
    """
    parts = [_UNFIT.sub("_", part)[:_LONGEST].lstrip(".") or "answer" for part in (call.service, call.action)]
    return f"{'-'.join(parts)}-{strftime('%Y%m%d-%H%M%S', gmtime(at))}.{suffix_for(content_type, data)}"


def suffix_for(content_type: str, data: bytes = b"") -> str:
    """The suffix of a file, by its media type; by its first bytes where the type says nothing or calls data text."""
    by_bytes = next((suffix for magic, suffix in _BY_BYTES if data.startswith(magic)), None)
    if by_bytes is not None:
        return by_bytes
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind.endswith("+json"):
        return "json"
    if kind in _SPEAKING_FOR_NOTHING:
        return "json" if data.lstrip()[:1] in (b"{", b"[") else "bin"
    return "txt" if kind.startswith("text/") else "bin"


class Growing:
    """A file that is written piece by piece. It is removed when a piece cannot be written."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self.size = 0
        """Bytes so far."""
        self.failed: NotSaved | None = None
        """Why it was given up."""

    @staticmethod
    def create(path: str | Path) -> Growing | NotSaved:
        """Make the file, which must not be there."""
        target = target_of(path)
        if isinstance(target, NotSaved):
            return target
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(target, flags, 0o600)
        except FileExistsError:
            return NotSaved(f"not saved: there is a file {visible(str(target))} already", exists=True)
        except OSError as error:
            return _failed(target, error)
        return Growing(target, os.fdopen(handle, "wb", buffering=0))

    def write(self, data: bytes | bytearray | memoryview) -> bool:
        """Write a piece; False when that failed: then there is no file any more, and `failed` says why."""
        left = memoryview(data)
        try:
            while left:
                written = self._file.write(left)
                self.size += written
                left = left[written:]
        except OSError as error:
            self._give_up(error)
            return False
        return True

    def close(self) -> Saved | NotSaved:
        """The file is complete."""
        if self.failed is not None:
            return self.failed
        try:
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            return self._give_up(error)
        return Saved(self._path, self.size)

    def give_up(self) -> None:
        """Remove it: what was to be in it cannot be had."""
        self._give_up(OSError("it was given up"))

    def _give_up(self, error: OSError) -> NotSaved:
        self.failed = _failed(self._path, error)
        for let_go in (self._file.close, self._path.unlink):
            try:
                let_go()
            except OSError:
                continue
        return self.failed


def _replace(target: Path, data: bytes) -> Saved | NotSaved:
    target = Path(os.path.realpath(target))
    try:
        replace(target, data)
    except OSError as error:
        return _failed(target, error)
    return Saved(target, len(data))


def _failed(path: Path, error: OSError) -> NotSaved:
    return NotSaved(f"not saved: {visible(str(path))}: {error.strerror or error}")
