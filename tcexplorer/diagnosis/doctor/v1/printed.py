"""The first difference between the source string that a client's own code printed and the one expected."""

from __future__ import annotations

from itertools import zip_longest

from tcexplorer.diagnosis.doctor.mistake import Mistake


def first_difference(printed: bytes, expected: bytes) -> Mistake | None:
    """The mistake that a printed source string shows first; None when it is as expected."""
    if printed == expected:
        return None
    what = "the source string that was printed is not as expected"
    start, mark, rest = printed.partition(b"?")
    right_start, _, right_rest = expected.partition(b"?")
    if not mark or start != right_start:
        lacks = len(start) < len(right_start) or not mark
        return Mistake("v1-source-incomplete" if lacks else "host-changed", f"{what} at its begin", printed, expected)
    pairs, right = rest.split(b"&"), right_rest.split(b"&")
    if sorted(pairs) == sorted(right):
        what = "the parameters that were printed are in an order that is not as expected"
        return Mistake("v1-unsorted", what, printed, expected)
    if printed.rstrip() == expected:
        return Mistake("string-to-sign-trailing-newline", "a line end was printed after the source string")
    for number, (one, other) in enumerate(zip_longest(pairs, right, fillvalue=b""), 1):
        if one != other:
            return Mistake("v1-parameters-changed", f"parameter {number} of the source is not as expected", one, other)
    return Mistake("v1-parameters-changed", what, printed, expected)
