"""Bodies with a Content-Encoding, unfolded in small steps: a few kilobytes may unfold to gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

STEP: Final = 256 * 1024
"""Bytes that are unfolded at a time."""
_GZIP: Final = b"\x1f\x8b"
_AUTOMATIC, _BARE = 47, -15
"""Window bits: a gzip or zlib header is looked for; there is none. Source: zlib's manual, inflateInit2."""


class UnfoldError(Exception):
    """The data is not what its header says; the text ends a sentence: `… is not`."""


class Unfolder:
    """Unfolds gzip (of several members, too) and deflate (with a zlib header or without), as it comes."""

    def __init__(self, encoding: str) -> None:
        self._deflate = encoding == "deflate"
        self._engine = zlib.decompressobj(_AUTOMATIC)
        self._begun = False
        self._waiting: bytes = b""

    @staticmethod
    def of(encoding: str) -> Unfolder | None:
        """The unfolder for a Content-Encoding; None for one that is not known, or for several."""
        return Unfolder(encoding) if encoding in ("gzip", "x-gzip", "deflate") else None

    @property
    def at_end(self) -> bool:
        """Whether what came is whole."""
        return self._engine.eof

    def feed(self, data: bytes) -> Generator[bytes]:
        """What the bytes unfold to, STEP bytes at most at a time. Raises UnfoldError."""
        data = self._waiting + data
        self._waiting = b""
        while data:
            if not self._begun or self._engine.eof:
                if len(data) < len(_GZIP):
                    self._waiting = data
                    return
                if self._begun and not data.startswith(_GZIP):
                    return  # what follows the data is no member of it
                bare = self._deflate and not _has_zlib_header(data)
                self._engine = zlib.decompressobj(_BARE if bare else _AUTOMATIC)
                self._begun = True
            data = yield from self._unfolded(data)

    def _unfolded(self, data: bytes) -> Generator[bytes, None, bytes]:
        """Unfold within one member; what follows it."""
        while True:
            try:
                piece = self._engine.decompress(data, STEP)
            except zlib.error as error:
                raise UnfoldError(f"is not ({str(error).rpartition(': ')[2]})") from error
            if piece:
                yield piece
            data = self._engine.unconsumed_tail
            if self._engine.eof:
                return self._engine.unused_data
            if not data and len(piece) < STEP:
                return b""

    def whole_size(self, raw: bytes) -> int:
        """What gzip data says at its end that it unfolds to, modulo 4 GB; 0 where it says nothing. Source: RFC 1952."""
        return int.from_bytes(raw[-4:], "little") if raw.startswith(_GZIP) else 0


def _has_zlib_header(data: bytes) -> bool:
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0  # RFC 1950
