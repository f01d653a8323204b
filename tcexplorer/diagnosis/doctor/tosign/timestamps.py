"""Other timestamps that may have been signed, and other dates made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.tosign.late import NOTHING, Late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.tosign.late import Known


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
_YEAR_10000 = 253_402_300_800


def timestamp_mistakes(timestamp: str) -> Iterator[Late]:
    """Another timestamp in the string to sign than the one sent."""
    seconds = seconds_of(timestamp)
    if seconds is None:
        return
    sent = timestamp.encode("utf-8", "surrogateescape")

    def late(fault: str, what: str, signed: str, *, rare: bool, mixed: bool = False) -> Late:
        mistake = Mistake(fault, what, signed.encode("utf-8", "surrogateescape"), sent)
        return Late(mistake, {"timestamp": signed}, NOTHING, rare, mixed)

    if is_finer(timestamp):
        yield late("timestamp-milliseconds", "seconds were signed, a finer unit sent", str(seconds), rare=False)
    else:
        yield late("timestamp-milliseconds", "milliseconds were signed, seconds sent", f"{seconds}000", rare=False)
        for rest in range(1, 1000):
            yield late(
                "timestamp-milliseconds", "milliseconds were signed, seconds sent", f"{seconds}{rest:03}", rare=True
            )
        yield late(
            "timestamp-changed", "the timestamp was signed with a fraction", f"{seconds}.0", rare=True, mixed=True
        )
        yield late("timestamp-milliseconds", "microseconds were signed, seconds sent", f"{seconds}000000", rare=True)
    for off in (*range(1, ALONE + 1), *(3600 * hours for hours in range(1, 15))):
        for signed in (seconds - off, seconds + off):
            way = "behind" if signed < seconds else "ahead of"
            yield late(
                "timestamp-changed",
                f"the timestamp signed is {off} s {way} the one sent",
                str(signed),
                rare=off > IN_PAIRS,
                mixed=off in _ZONES,
            )
    if seconds < _YEAR_10000:
        day = datetime.fromtimestamp(seconds, UTC)
        for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y%m%dT%H%M%SZ", "%Y-%m-%d %H:%M:%S", "%a, %d %b %Y %H:%M:%S GMT"):
            signed = day.strftime(form)
            yield late(
                "timestamp-changed", f"the timestamp was signed as `{signed}`", signed, rare=True, mixed="T%H" in form
            )
    yield late("timestamp-changed", "an empty timestamp was signed", "", rare=True)


_DATE_FORMS = ("%Y/%m/%d", "%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ")
_ODD_DATE_FORMS = (
    "%d-%m-%Y", "%m-%d-%Y", "%Y-%m", "%y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%d-%m", "%Y-%M-%d", "%Y.%m.%d", "%m/%d/%Y",
    "%d/%m/%Y",
)  # fmt: skip
"""Tried alone: where the scope in Authorization has such a date, too, it is taken from there."""


def date_mistakes(known: Known) -> Iterator[Late]:
    """Another date than the UTC date of the timestamp, in the scope, in the key, or in both."""
    fault = "date-not-utc"
    seconds = seconds_of(known.timestamp)
    common: list[str] = []
    forms: list[str] = []
    rare: list[str] = []
    if seconds is not None and seconds < _YEAR_10000 - 86400:
        day = datetime.fromtimestamp(seconds, UTC)
        if seconds > 86400:
            common += [(day + timedelta(days=days)).strftime("%Y-%m-%d") for days in (0, 1, -1)]
        common.append(day.strftime("%Y%m%d"))
        forms += [day.strftime(form) for form in _DATE_FORMS]
        forms.append(f"{day.year}-{day.month}-{day.day}")
        forms.append((day + timedelta(hours=8)).strftime("%Y%m%d"))
        rare += [day.strftime(form) for form in _ODD_DATE_FORMS]
        rare += [f"{day.month}/{day.day}/{day.year}", f"{day.year}/{day.month}/{day.day}"]  # as a locale writes it
        rare.append(f"{day:%Y-%m}-{day.timetuple().tm_yday:02}")
        rare.append(datetime.fromtimestamp(seconds // 1000, UTC).strftime("%Y-%m-%d"))
        if day.month > 1:  # months counted from 0
            forms.append(f"{day.year}-{day.month - 1:02}-{day.day:02}")
            rare.append(f"{day.year}-{day.month - 1}-{day.day}")
        if seconds > 86400 * 32:
            ways = [way for days in range(2, 32) for way in (days, -days)]
            rare += [(day + timedelta(days=way)).strftime("%Y-%m-%d") for way in ways]
    forms += ["", known.timestamp]
    dates = (
        dict.fromkeys(rare, (True, False)) | dict.fromkeys(forms, (True, True)) | dict.fromkeys(common, (False, False))
    )
    for date, often in sorted(dates.items(), key=lambda item: item[1]):
        said = f"`{date}`" if date else "empty"
        mistake = Mistake(
            fault,
            f"the date signed is {said}",
            date.encode("utf-8", "surrogateescape"),
            known.date.encode("utf-8", "surrogateescape"),
        )
        both, one = {"date": date}, {"date": date}
        yield Late(mistake._replace(what=f"{mistake.what}, in the scope and in the key"), both, one, *often)
        yield Late(mistake._replace(what=f"{mistake.what}, in the key"), NOTHING, one, *often)
        string = mistake._replace(what=f"{mistake.what}, in the scope of the string to sign")
        yield Late(string, both, NOTHING, *often)
