"""Other timestamps that may have been signed than the one sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts


def seconds_of(timestamp: str) -> int | None:
    """A timestamp in seconds, whether it is written so, in milli-, micro- or nanoseconds; None when it is none."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 20):
        return None
    seconds = int(timestamp)
    while seconds >= 100_000_000_000:
        seconds //= 1000
    return seconds


def is_finer(timestamp: str) -> bool:
    """Whether it counts something finer than seconds."""
    seconds = seconds_of(timestamp)
    return seconds is not None and seconds != int(timestamp)


ALONE, IN_PAIRS = 300, 5
"""Seconds around the timestamp sent that are tried as the one signed."""
_ZONES = (8 * 3600, 9 * 3600, 5 * 3600)
"""Seconds between a clock in local time and UTC that are met most."""
YEAR_10000 = 253_402_300_800


def timestamp_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another timestamp in the string to sign than the one sent, or there and in the header, where that is signed."""
    sent = facts.timestamp
    seconds = seconds_of(sent)
    if seconds is None:
        return
    listed = "x-tc-timestamp" in facts.names

    def signed(fault: str, what: str, text: str, reach: Reach, *, header: bool = False) -> Iterator[Mistake]:
        changes = {"timestamp": text}
        yield Mistake(fault, what, changes, reach, encoded(text), encoded(sent))
        if header and listed:
            yield Mistake(fault, what, {**changes, "sent_timestamp": text}, reach, encoded(text), encoded(sent))

    fault, changed = "timestamp-milliseconds", "timestamp-changed"
    if is_finer(sent):
        yield from signed(fault, "seconds were signed, a finer unit sent", str(seconds), Reach.ANY, header=True)
    else:
        said = "milliseconds were signed, seconds sent"
        yield from signed(fault, said, f"{seconds}000", Reach.ANY, header=True)
        for rest in range(1, 1000):
            yield from signed(fault, said, f"{seconds}{rest:03}", Reach.ALONE)
        yield from signed(changed, "the timestamp was signed with a fraction", f"{seconds}.0", Reach.COMMON)
        yield from signed(fault, "microseconds were signed, seconds sent", f"{seconds}000000", Reach.ALONE)
    for off in (*range(1, ALONE + 1), *(3600 * hours for hours in range(1, 15))):
        reach = Reach.ANY if off <= IN_PAIRS else Reach.COMMON if off in _ZONES else Reach.ALONE
        for other, way in ((seconds - off, "behind"), (seconds + off, "ahead of")):
            said = f"the timestamp signed is {off} s {way} the one sent"
            yield from signed(changed, said, str(other), reach, header=off <= ALONE and not is_finer(sent))
    if seconds < YEAR_10000:
        day = datetime.fromtimestamp(seconds, UTC)
        for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y%m%dT%H%M%SZ", "%Y-%m-%d %H:%M:%S", "%a, %d %b %Y %H:%M:%S GMT"):
            text, reach = day.strftime(form), Reach.COMMON if "T%H" in form else Reach.ALONE
            yield from signed(changed, f"the timestamp was signed as `{text}`", text, reach)
    yield from signed(changed, "an empty timestamp was signed", "", Reach.ALONE)
