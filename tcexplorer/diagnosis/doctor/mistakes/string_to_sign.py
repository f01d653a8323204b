"""The lines of the string to sign: which, and in which order."""

from __future__ import annotations

from itertools import permutations
from operator import itemgetter
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded
from tcexplorer.protocol.signing import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts

_ALGORITHMS = (
    "HMAC-SHA256", "tc3-hmac-sha256", "TC3-HMAC-SHA1", "AWS4-HMAC-SHA256", "TC3", "HmacSHA256", "TC3_HMAC_SHA256",
    "TC3-HMAC-SHA-256", "SHA256", "TC3-SHA256", "TC3-HMAC-SHA512", "hmac-sha256", "",
)  # fmt: skip
_RARE_ALGORITHMS = (
    "TC3-HMACSHA256", "TC2-HMAC-SHA256", "TC3-HMAC-MD5", "TC3-HMAC-SM3", "sha256", "SHA-256", "HMAC_SHA256",
    "HMACSHA256", "HmacSHA1", "TC4-HMAC-SHA256", f"{ALGORITHM} ", f" {ALGORITHM}", f"{ALGORITHM}:",
    "V3", "v3", "null", "None", "ACS3-HMAC-SHA256", "SDK-HMAC-SHA256",
)  # fmt: skip
_LINES = ("algorithm", "timestamp", "scope", "hash")


def line_mistakes(facts: Facts) -> Iterator[Mistake]:
    """A line that is another one, missing or out of order."""
    fault = "algorithm-line-wrong"
    if facts.algorithm not in (ALGORITHM, ""):
        said, signed = "the string to sign begins as Authorization does", encoded(facts.algorithm)
        yield Mistake(fault, said, {"algorithm": facts.algorithm}, Reach.ANY, signed, ALGORITHM.encode())
    yield Mistake(fault, "the line of the algorithm was left out", {"text_order": itemgetter(1, 2, 3)})
    for reach, names in ((Reach.ANY, _ALGORITHMS), (Reach.COMMON, _RARE_ALGORITHMS)):
        for name in names:
            said = f"the first line of the string to sign is {f'`{name}`' if name else 'empty'}"
            yield Mistake(fault, said, {"algorithm": name}, reach)
    for order in permutations(range(4)):
        if order != (0, 1, 2, 3):
            said = f"the lines of the string to sign were {', '.join(_LINES[at] for at in order)}"
            yield Mistake("string-to-sign-order", said, {"text_order": itemgetter(*order)})
    for gone in (1, 2, 3):
        order = itemgetter(*(at for at in range(4) if at != gone))
        said = f"the string to sign had no line for the {_LINES[gone]}"
        yield Mistake("string-to-sign-line-missing", said, {"text_order": order})
