"""Mistakes in deriving the key: its steps, what is passed on, the HMACs."""

# the rows are of lambdas, whose types are those of the recipe
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
from __future__ import annotations

import base64
import hashlib
from itertools import permutations
from typing import TYPE_CHECKING, Any

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach
from tcexplorer.protocol.signing import TERMINATOR, as_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tcexplorer.diagnosis.doctor.facts import Facts

_NAMES = ("date", "service", TERMINATOR)
_STEPS = ("first", "second", "third", "last")
_MASKS = (7, 1, 2, 4, 3, 6, 5)
_HEX = "derive-hex-intermediate"
_PASSED_ON: tuple[tuple[str, str, Callable[[bytes], bytes], Reach, Reach], ...] = (
    (_HEX, "passed on as hex digits", lambda key: key.hex().encode(), Reach.ANY, Reach.ANY),
    (_HEX, "passed on as hex digits in upper case", lambda key: key.hex().upper().encode(), Reach.ANY, Reach.COMMON),
    (_HEX, "passed on as base64", base64.b64encode, Reach.ANY, Reach.COMMON),
    (_HEX, "read as Latin-1 text (Node: 'binary') and passed on as UTF-8", lambda key: key.decode("latin-1").encode(),
     Reach.COMMON, Reach.ALONE),
    (_HEX, "read as UTF-8 text, what is none replaced by U+FFFD, and passed on",
     lambda key: key.decode("utf-8", "replace").encode(), Reach.COMMON, Reach.ALONE),
    ("derive-nul-truncated", "passed on only as far as its first NUL byte", lambda key: key.partition(b"\0")[0],
     Reach.ANY, Reach.ALONE),
    ("derive-nul-dropped", "passed on without its NUL bytes", lambda key: key.replace(b"\0", b""), Reach.ANY,
     Reach.ALONE),
)  # fmt: skip
"""What becomes of a derived key before the next step: of all three, or of one or two of them."""
_TERMINATORS = (
    "aws4_request", "tc3-request", "TC3_REQUEST", "request", "tc3", f"{TERMINATOR}\n", "tc3_Request", "tc_request",
)  # fmt: skip


def _spoken(mask: int) -> str:
    return ", ".join(step for at, step in enumerate(_STEPS) if mask >> at & 1)


def step_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Steps in another order, missing or too many."""

    def taken(*places: int) -> Callable[..., Sequence[str]]:
        return lambda *texts: [texts[at] for at in places]

    def of(fault: str, what: str, steps: Callable[..., Sequence[str]], reach: Reach = Reach.ANY) -> Mistake:
        return Mistake(fault, f"the key was derived {what}", {"key_steps": steps}, reach)

    for order in permutations(range(3)):
        if order != (0, 1, 2):
            said = ", ".join(_NAMES[at] for at in order)
            yield of("derive-order", f"from {said}", taken(*order))
    fault = "derive-step-missing"
    for places in ((0, 1), (0, 2), (1, 2), (0,), (1,), (2,), ()):
        said = " and ".join(name for at, name in enumerate(_NAMES) if at not in places)
        yield of(fault, f"without {said}", taken(*places))
    for places in ((1, 0), (2, 0), (2, 1)):
        said = ", ".join(_NAMES[at] for at in places)
        yield of(fault, f"from {said} alone", taken(*places), Reach.COMMON)
    yield of(fault, "from the whole scope in one step", lambda *texts: ["/".join(texts)], Reach.COMMON)
    yield of(fault, "from the joined parts in one step", lambda *texts: ["".join(texts)], Reach.COMMON)
    region, fault = facts.region or "ap-guangzhou", "derive-step-extra"
    for at in (1, 2):
        steps = lambda *texts, at=at: [*texts[:at], region, *texts[at:]]  # noqa: E731
        yield of(fault, "with the region as one more step", steps, Reach.ALONE)
    for at, name in enumerate(_NAMES):
        yield of(fault, f"from {name} twice", taken(0, 1, 2, at), Reach.ALONE)
    for text in _TERMINATORS:
        said = f"the last step of the key was `{text}`"
        yield Mistake("derive-terminator-wrong", said, {"terminator": text}, Reach.ALONE)


def passing_mistakes(_: Facts) -> Iterator[Mistake]:
    """Derived keys passed on in another form, or something else than the string to sign signed with them."""
    for fault, said, made, every, some in _PASSED_ON:
        for mask in _MASKS:
            passed = tuple(made if mask >> at & 1 else as_given for at in range(3))
            what = f"the {_spoken(mask)} key was {said}"
            yield Mistake(fault, what, {"passed_on": passed}, every if mask == 7 else some)
    for form, said in (
        (lambda text: hashlib.sha256(text).hexdigest().encode(), "its hash in hex digits"),
        (lambda text: hashlib.sha256(text).digest(), "its hash"),
    ):
        what = f"{said} was signed, not the string to sign itself"
        yield Mistake("string-to-sign-hashed", what, {"signed_form": form}, Reach.ALONE)


def hmac_mistakes(_: Facts) -> Iterator[Mistake]:
    """Key and message in each other's place, and other hashes."""
    for mask in range(1, 16):
        swapped = tuple(bool(mask >> at & 1) for at in range(4))
        what = f"key and message changed places in the {_spoken(mask)} HMAC"
        reach = Reach.ANY if mask in (7, 15, 1, 2, 4, 8) else Reach.ALONE
        yield Mistake("derive-args-swapped", what, {"swapped": swapped}, reach)
    for mask in (15, 7, 8, 0, 1, 2, 4, 3, 5, 6, 9, 10, 12, 11, 13, 14):
        made = tuple("sha1" if mask >> at & 1 else "sha256" for at in range(4))
        said = "every HMAC" if mask == 15 else f"the {_spoken(mask)} HMAC"
        reach = Reach.ANY if mask in (7, 15, 8, 1, 2, 4) else Reach.ALONE
        if mask:
            yield Mistake("derive-sha1", f"{said} was made with SHA-1", _hashed(made), reach)
    for name in ("md5", "sha512", "sha384", "sha224"):
        fault, key, last = "derive-hash-wrong", {"key_digests": (name,) * 3}, {"last_digest": name}
        yield Mistake(fault, f"every HMAC was made with {name}", {**key, **last}, Reach.ALONE)
        yield Mistake(fault, f"the key was derived with {name}", key, Reach.ALONE)
        yield Mistake(fault, f"the signature was made with {name}", last, Reach.ALONE)


def _hashed(names: Sequence[str]) -> dict[str, Any]:
    return {"key_digests": tuple(names[:3]), "last_digest": names[3]}
