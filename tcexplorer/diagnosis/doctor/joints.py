"""Mistakes that show both before and after the hash of the canonical request."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.canonical.shape import CRLF, ENDS, LINE_ENDS, separated
from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.search.world import Joint
from tcexplorer.diagnosis.doctor.tosign.message import PRINTED, printed
from tcexplorer.diagnosis.doctor.tosign.timestamps import ALONE, IN_PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.request import TcRequest


def joints_of(request: TcRequest, hashed: bytes, names: tuple[str, ...]) -> Iterator[Joint]:
    """Every such mistake; `hashed` is the text that is to be hashed as the payload, `names` the headers signed."""
    yield Joint(CRLF._replace(what="all lines ended with CRLF"), separated(b"\r\n"), text={"line_end": "\r\n"})
    for end, said, rare in (
        *((end, f"line ends were signed as {said}", rare) for end, said, rare in LINE_ENDS),
        (b"", "all lines were joined without line ends", True),
        (b" ", "all lines were joined with blanks", True),
        (b"\r", "all lines ended with a carriage return alone", True),
    ):
        yield Joint(Mistake(ENDS, said), separated(end), text={"line_end": end.decode()}, rare=rare)
    for pad in (b" " * 2, b" " * 4, b" " * 8, b" " * 12, b" " * 16, b"\t", b"\t\t"):
        end = b"\n" + pad
        yield Joint(
            Mistake("lines-indented", f"all lines were indented by {len(pad)} characters"),
            separated(end),
            text={"line_end": end.decode()},
            rare=True,
        )
    body = hashlib.sha1(hashed, usedforsecurity=False).hexdigest().encode()
    sha1 = Mistake("derive-sha1", "SHA-1 was used throughout")
    for payload in (body, None):
        yield Joint(
            sha1,
            payload=payload,
            text={"form": "sha1"},
            keys={"digests": ("sha1", "sha1", "sha1"), "last_digest": "sha1"},
            rare=True,
        )
    yield Joint(
        Mistake("canonical-hash-wrong", "body and canonical request were hashed with SHA-1"),
        payload=body,
        text={"form": "sha1"},
        rare=True,
    )
    yield Joint(
        Mistake("canonical-hash-wrong", "both hashes were signed in base64"),
        payload=base64.b64encode(hashlib.sha256(hashed).digest()),
        text={"form": "base64"},
        rare=True,
    )
    for name, (_, _, said) in PRINTED.items():
        yield Joint(
            Mistake("canonical-hash-wrong", f"both hashes were signed {said}"),
            payload=printed(name, hashlib.sha256(hashed).hexdigest().encode()),
            text={"form": name},
            rare=True,
        )
    seconds = request.seconds
    if seconds is None:
        return
    sent = request.timestamp.encode("utf-8", "surrogateescape")
    other = str(seconds) if request.finer else f"{seconds}000"
    yield Joint(
        Mistake("timestamp-milliseconds", f"the timestamp signed is {other}", other.encode(), sent),
        head=_put(sent, other.encode()),
        text={"timestamp": other},
    )
    if not request.finer and "x-tc-timestamp" in names:
        for off in range(-ALONE, ALONE + 1):
            if off:
                signed = str(seconds + off)
                yield Joint(
                    Mistake(
                        "timestamp-changed",
                        f"the timestamp signed is {abs(off)} s {'behind' if off < 0 else 'ahead of'} the one sent",
                        signed.encode(),
                        sent,
                    ),
                    head=_put(sent, signed.encode()),
                    text={"timestamp": signed},
                    rare=abs(off) > IN_PAIRS,
                )


def _put(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(old, new)
