"""Mistakes in the lines of the string to sign and in how they are joined."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.canonical.shape import LINE_ENDS
from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.tosign.late import NOTHING, Late
from tcexplorer.diagnosis.doctor.tosign.message import PRINTED
from tcexplorer.protocol.signing import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALGORITHMS = (
    "HMAC-SHA256", "tc3-hmac-sha256", "TC3-HMAC-SHA1", "AWS4-HMAC-SHA256", "TC3", "HmacSHA256", "TC3_HMAC_SHA256",
    "TC3-HMAC-SHA-256", "SHA256", "TC3-SHA256", "TC3-HMAC-SHA512", "hmac-sha256", "",
)  # fmt: skip
_RARE_ALGORITHMS = (
    "TC3-HMACSHA256", "TC2-HMAC-SHA256", "TC3-HMAC-MD5", "TC3-HMAC-SM3", "sha256", "SHA-256", "HMAC_SHA256",
    "HMACSHA256", "HmacSHA1", "TC4-HMAC-SHA256", f"{ALGORITHM} ", f" {ALGORITHM}", f"{ALGORITHM}:",
    "V3", "v3", "null", "None", "ACS3-HMAC-SHA256", "SDK-HMAC-SHA256",
)  # fmt: skip
_LINE_NAMES = ("algorithm", "timestamp", "scope", "hash")


def line_mistakes() -> Iterator[Late]:
    """A line that is another one, missing or out of order, other line ends, another hash."""

    def late(fault: str, what: str, *, rare: bool = False, mixed: bool = False, **text: Any) -> Late:
        return Late(Mistake(fault, what), text, NOTHING, rare, mixed)

    yield late("canonical-not-hashed", "the string to sign ends with the canonical request itself", form="raw")
    yield late("canonical-hash-uppercase", "the hash of the canonical request was in upper case", form="upper")
    yield late("string-to-sign-trailing-newline", "a newline followed the string to sign", tail="\n")
    yield late("crlf-line-endings", "the lines of the string to sign ended with CRLF", line_end="\r\n")
    yield late("algorithm-line-wrong", "the line of the algorithm was left out", algorithm=None)
    for rare, names in ((False, _ALGORITHMS), (True, _RARE_ALGORITHMS)):
        for name in names:
            said = f"`{name}`" if name else "empty"
            yield late(
                "algorithm-line-wrong", f"the first line of the string to sign is {said}", algorithm=name, rare=rare,
                mixed=True,
            )  # fmt: skip
    for order in permutations(range(4)):
        if order != (0, 1, 2, 3):
            said = ", ".join(_LINE_NAMES[at] for at in order)
            yield late("string-to-sign-order", f"the lines of the string to sign were {said}", order=order)
    for gone in (1, 2, 3):
        order = tuple(at for at in range(4) if at != gone)
        yield late(
            "string-to-sign-line-missing", f"the string to sign had no line for the {_LINE_NAMES[gone]}", order=order
        )
    yield late(
        "string-to-sign-trailing-newline", "CRLF followed the string to sign", tail="\r\n", rare=True, mixed=True
    )
    yield late("string-to-sign-trailing-newline", "a blank followed the string to sign", tail=" ", rare=True)
    for end, said, rare in LINE_ENDS:
        yield late("line-ends-wrong", f"line ends of the string to sign were {said}", line_end=end.decode(), rare=rare)
    yield late(
        "line-ends-wrong", "the lines of the string to sign were joined without line ends", line_end="", rare=True
    )
    yield late("line-ends-wrong", "the lines of the string to sign were joined with blanks", line_end=" ", rare=True)
    yield late("line-ends-wrong", "the lines of the string to sign were joined with commas", line_end=",", rare=True)
    wrong = "canonical-hash-wrong"
    yield late(wrong, "the hash of the canonical request was signed as bytes, not in hex", form="bytes", rare=True)
    yield late(wrong, "the hash of the canonical request was signed in base64", form="base64", rare=True)
    yield late(wrong, "the hash of the canonical request was hashed once more", form="twice", rare=True)
    for name, (_, _, said) in PRINTED.items():
        yield late(wrong, f"the hash of the canonical request was signed {said}", form=name, rare=True)
    for name in ("sha1", "md5", "sha512"):
        yield late(wrong, f"the canonical request was hashed with {name}", form=name, rare=True)
