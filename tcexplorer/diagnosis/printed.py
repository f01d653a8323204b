"""A text that somebody's signing code printed, set against our own signing of the same call, for the eye to compare.

Which mistake such a text shows is the doctor's to find (`doctor.printed`), given the request that was sent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.protocol.signing import ALGORITHM, utc_date

if TYPE_CHECKING:
    from tcexplorer.protocol.signing import Trace

_SCOPE = re.compile(r"\d{4}-\d{2}-\d{2}/[^/\s]*/?\S*")
_TIMESTAMP = re.compile(r"\d{9,11}")


class Against(NamedTuple):
    """A printed text and what it should be. `note` says what was left out of the comparison, if anything was."""

    title: str
    expected: str
    printed: str
    note: str = ""

    @property
    def same(self) -> bool:
        return self.expected == self.printed


def is_string_to_sign(text: str) -> bool:
    """Whether a text is a string to sign rather than a canonical request, as far as its lines tell."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if lines[0].upper().startswith(("TC3", "HMAC", ALGORITHM)):
        return True
    return any(_SCOPE.fullmatch(line) and "tc3" in line.lower() for line in lines[:4])


def against(text: str, trace: Trace) -> Against:
    """Set a printed text against our own signing of the same call.

    A line end that printing adds is not counted, unless nothing else differs. A string to sign of another moment is
    compared with what it should have been then: its own timestamp is taken over, and the date that belongs to it.
    """
    text = text.replace("\r\n", "\n") if "\r\n" in text and "\r\n" not in trace.canonical_request else text
    if not is_string_to_sign(text):
        return Against("Canonical request", trace.canonical_request, _bare(text, trace.canonical_request))
    lines = text.strip("\n").split("\n")
    moment = lines[1].strip() if len(lines) > 1 else ""
    expected, note = trace.string_to_sign, ""
    if _TIMESTAMP.fullmatch(moment) and int(moment) != trace.timestamp:
        scope = f"{utc_date(int(moment))}/{trace.service}/tc3_request"
        expected = "\n".join((ALGORITHM, moment, scope, trace.canonical_request_hash))
        note = f"with the timestamp {moment}, which is yours"
    return Against("String to sign", expected, _bare(text, expected), note)


def _bare(text: str, expected: str) -> str:
    """Without the line end that a print adds."""
    return text[:-1] if text.endswith("\n") and not expected.endswith("\n") else text
