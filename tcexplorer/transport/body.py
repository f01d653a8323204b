"""The body of an answer as it comes: kept up to a cap, unfolded where a gateway has folded it, handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from tcexplorer.protocol.model import Broken, Response
from tcexplorer.transport.unfold import Unfolder, UnfoldError

if TYPE_CHECKING:
    from tcexplorer.protocol.model import Headers, Timings

DEFAULT_CAP: Final = 64 * 1024 * 1024
"""Bytes of a body that are kept in memory."""
_IDENTITY: Final = ("", "identity", "none")


class Receiver(Protocol):
    """Is told of an answer while it comes, in the task or thread that sends: it must be quick.

    What it raises, the sender raises. Bytes are those of the body, unfolded where they were encoded.
    """

    def began(self, status: int, headers: Headers) -> None:
        """Status and headers are there."""
        ...

    def came(self, data: bytes) -> None:
        """More of the body."""
        ...

    def full(self, kept: bytes | bytearray) -> bool:
        """There is more than the cap lets memory hold, which is `kept`: whether the rest is wanted all the same."""
        ...

    def rest(self, data: bytes) -> bool:
        """What memory does not hold; `came` is told of it too. False ends the reading."""
        ...

    def stopped(self, response: Response) -> None:
        """The sending was cancelled; `response` is what had come by then."""
        ...


class Body:
    """One body on its way. Without a receiver, or with one that does not want the rest, reading ends at the cap."""

    def __init__(self, status: int, headers: Headers, cap: int, receiver: Receiver | None) -> None:
        self._status = status
        self._headers = headers
        self._cap = cap
        self._receiver = receiver
        self._kept = bytearray()
        self._raw = bytearray()
        """What came, while it is unfolded."""
        self._wants_rest: bool | None = None
        self._broken: Broken | None = None
        self.came = 0
        """Bytes so far, as they travel."""
        encoding = _header(headers, "content-encoding").strip().lower()
        self._encoding = "" if encoding in _IDENTITY else encoding
        self._unfolder = Unfolder.of(self._encoding) if self._encoding else None
        if self._encoding and self._unfolder is None:
            self._broken = Broken("encoding", f"the answer is encoded as {encoding[:40]}, which was not asked for")
        self._overflowed = False
        if receiver is not None:
            receiver.began(status, headers)

    @property
    def declared(self) -> int | None:
        """The Content-Length, where it is a number."""
        text = _header(self._headers, "content-length").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None

    def take(self, chunk: bytes) -> bool:
        """Keep a chunk; True when nothing more is wanted."""
        self.came += len(chunk)
        if self._unfolder is None:
            return self._keep(chunk)
        self._raw += chunk[: max(0, self._cap - len(self._raw))]
        if self._broken is None and not self._overflowed:
            try:
                for piece in self._unfolder.feed(chunk):
                    self._unfolded(piece)
                    if self._overflowed:
                        break
            except UnfoldError as error:
                self._broken = Broken("encoding", f"the answer calls itself {self._encoding}, but {error}")
        return self.came > self._cap

    def _keep(self, chunk: bytes) -> bool:
        room = self._cap - len(self._kept)
        if len(chunk) <= room:
            self._kept += chunk
            self._tell(chunk)
            return False
        first, rest = chunk[:room], chunk[room:]
        self._kept += first
        if self._wants_rest is None:
            self._wants_rest = self._receiver is not None and self._receiver.full(self._kept)
        if not self._wants_rest:
            self._tell(first)
            return True
        assert self._receiver is not None
        self._tell(chunk)
        return not self._receiver.rest(rest)

    def _unfolded(self, piece: bytes) -> None:
        room = self._cap - len(self._kept)
        self._overflowed = len(piece) > room
        self._kept += piece[:room]
        self._tell(piece[:room])

    def _tell(self, data: bytes) -> None:
        if data and self._receiver is not None:
            self._receiver.came(data)

    def response(self, timings: Timings, broken: Broken | None = None) -> Response:
        """The answer as far as it came; `broken` says why it went no further."""
        if self._unfolder is None:
            size = self.came
            if size > self._cap and self.declared is not None:
                size = max(size, self.declared)
            return Response(self._status, self._headers, bytes(self._kept), size, timings, broken or self._broken)
        raw = bytes(self._raw)
        broken = broken or self._broken or self._unfolding_ended(self._unfolder)
        if not self._kept and broken is not None:
            return Response(self._status, self._headers, raw, max(self.came, len(raw)), timings, broken)
        size = len(self._kept)
        if self._overflowed:
            size = max(self._unfolder.whole_size(raw), size + 1)
        return Response(self._status, self._headers, bytes(self._kept), size, timings, broken, raw)

    def _unfolding_ended(self, unfolder: Unfolder) -> Broken | None:
        if self.came > self._cap:
            return Broken("encoding", f"the answer is {self._encoding} data of more than {self._cap:,} bytes")
        if self._overflowed:
            folded = f"{self.came:,} bytes of {self._encoding} data"
            return Broken("encoding", f"the answer was cut at {len(self._kept):,} bytes: {folded} unfold to more")
        if self.came and not unfolder.at_end:
            return Broken("encoding", f"the answer's {self._encoding} data ends too early")
        return None


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
