"""Mistakes in deriving the key: its steps, what is passed on, the HMACs."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.diagnosis.doctor.tosign.late import NOTHING, Late
from tcexplorer.protocol.signing import TERMINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.diagnosis.doctor.tosign.late import Known

_MIXED = ("derive-step-missing", "derive-hex-intermediate")


def derivation_mistakes(known: Known) -> Iterator[Late]:
    """Steps in another order, missing or too many, keys passed on as text, other hashes."""

    def late(fault: str, what: str, *, rare: bool = False, **keys: Any) -> Late:
        return Late(Mistake(fault, what), NOTHING, keys, rare, mixed=fault in _MIXED)

    names = ("date", "service", "terminator")
    spoken = {"date": "date", "service": "service", "terminator": TERMINATOR}
    for order in permutations(names):
        if order != names:
            said = ", ".join(spoken[name] for name in order)
            yield late("derive-order", f"the key was derived from {said}", steps=order)
    fault = "derive-step-missing"
    two = (("date", "service"), ("date", "terminator"), ("service", "terminator"))
    for steps in (*two, ("date",), ("service",), ("terminator",), ()):
        gone = " and ".join(spoken[name] for name in names if name not in steps)
        yield late(fault, f"the key was derived without {gone}", steps=steps)
    for steps in permutations(names, 2):
        if steps not in two:
            said = ", ".join(spoken[name] for name in steps)
            yield late(fault, f"the key was derived from {said} alone", steps=steps, rare=True)
    whole = f"={known.date}/{known.service}/{TERMINATOR}"
    yield late(fault, "the key was derived from the whole scope in one step", steps=(whole,), rare=True)
    joined = f"={known.date}{known.service}{TERMINATOR}"
    yield late(fault, "the key was derived from the joined parts in one step", steps=(joined,), rare=True)
    region = known.region or "ap-guangzhou"
    for steps in (("date", f"={region}", "service", "terminator"), ("date", "service", f"={region}", "terminator")):
        yield late("derive-step-extra", "the key was derived with the region as one more step", steps=steps, rare=True)
    for more in ("date", "service", "terminator"):
        yield late(
            "derive-step-extra", f"the key was derived from {spoken[more]} twice", steps=(*names, more), rare=True
        )
    for text in (
        "aws4_request",
        "tc3-request",
        "TC3_REQUEST",
        "request",
        "tc3",
        f"{TERMINATOR}\n",
        "tc3_Request",
        "tc_request",
    ):
        yield late("derive-terminator-wrong", f"the last step of the key was `{text}`", terminator=text, rare=True)
    fault = "derive-hex-intermediate"
    for mask in range(1, 8):
        encodings = tuple("hex" if mask >> at & 1 else "raw" for at in range(3))
        said = ", ".join(("first", "second", "third")[at] for at in range(3) if mask >> at & 1)
        yield late(fault, f"the {said} key was passed on as hex digits", encodings=encodings)
    for encoding, said in (("HEX", "hex digits in upper case"), ("base64", "base64")):
        for mask in (7, 1, 2, 4, 3, 6, 5):
            encodings = tuple(encoding if mask >> at & 1 else "raw" for at in range(3))
            yield late(fault, f"keys were passed on as {said}", encodings=encodings, rare=mask != 7)
    for encoding, said in (
        ("latin-1", "read as Latin-1 text (Node: 'binary') and passed on as UTF-8"),
        ("lossy", "read as UTF-8 text, what is none replaced by U+FFFD, and passed on"),
    ):
        for mask in (7, 1, 2, 4, 3, 6, 5):
            encodings = tuple(encoding if mask >> at & 1 else "raw" for at in range(3))
            which = ", ".join(("first", "second", "third")[at] for at in range(3) if mask >> at & 1)
            what = f"the {which} key was {said}"
            yield Late(Mistake(fault, what), NOTHING, {"encodings": encodings}, rare=True, mixed=mask == 7)
    for fault, encoding, said in (
        ("derive-nul-truncated", "until NUL", "passed on only as far as its first NUL byte"),
        ("derive-nul-dropped", "without NUL", "passed on without its NUL bytes"),
    ):
        for mask in (7, 1, 2, 4, 3, 6, 5):
            encodings = tuple(encoding if mask >> at & 1 else "raw" for at in range(3))
            which = ", ".join(("first", "second", "third")[at] for at in range(3) if mask >> at & 1)
            what = f"the {which} key was {said}"
            yield Late(Mistake(fault, what), NOTHING, {"encodings": encodings}, rare=mask != 7)
    for of, said in (("hex", "its hash in hex digits"), ("raw", "its hash")):
        what = f"{said} was signed, not the string to sign itself"
        yield late("string-to-sign-hashed", what, last_of=of, rare=True)
    fault = "derive-args-swapped"
    for mask in range(1, 16):
        swapped = tuple(bool(mask >> at & 1) for at in range(4))
        said = ", ".join(("first", "second", "third", "last")[at] for at in range(4) if swapped[at])
        often = mask in (7, 15, 1, 2, 4, 8)
        yield late(fault, f"key and message changed places in the {said} HMAC", swapped=swapped, rare=not often)
    steps_of = ("first", "second", "third")
    for mask in (7, 0, 1, 2, 4, 3, 5, 6):
        digests = tuple("sha1" if mask >> at & 1 else "sha256" for at in range(3))
        for last in ("sha1", "sha256"):
            if mask == 0 and last == "sha256":
                continue
            made = [steps_of[at] for at in range(3) if mask >> at & 1] + (["last"] if last == "sha1" else [])
            said = "every HMAC" if len(made) == 4 else f"the {', '.join(made)} HMAC"
            common = mask in (7, 0) or (mask in (1, 2, 4) and last == "sha256")
            yield late("derive-sha1", f"{said} was made with SHA-1", digests=digests, last_digest=last, rare=not common)
    for name in ("md5", "sha512", "sha384", "sha224"):
        every = (name, name, name)
        yield late("derive-hash-wrong", f"every HMAC was made with {name}", digests=every, last_digest=name, rare=True)
        yield late("derive-hash-wrong", f"the key was derived with {name}", digests=every, rare=True)
        yield late("derive-hash-wrong", f"the signature was made with {name}", last_digest=name, rare=True)
