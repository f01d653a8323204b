"""Findings and mistakes as causes: named, with their evidence and how to mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.evidence import contrast
from tcexplorer.diagnosis.doctor.renamed import renamed
from tcexplorer.diagnosis.doctor.texts import RANK, TEXTS, Text
from tcexplorer.diagnosis.doctor.verdict import Cause, Certainty
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake
    from tcexplorer.diagnosis.doctor.observed import Finding
    from tcexplorer.diagnosis.doctor.printed import Told

WRONG_KEY = (
    "No known mistake, and no pair of them, gives this signature. The key may not be the one that belongs to the "
    "SecretId, or the request was changed on its way."
)
AS_EXPECTED = (
    "What the client printed is as expected: the mistake comes after it, in the key, its derivation or the last HMAC."
)
NOT_ALL = "These do not explain the signature yet: there are more mistakes, or the key is another one."

_CERTAINTIES = list(Certainty)


def causes_of(findings: Sequence[Finding]) -> tuple[Cause, ...]:
    """Findings as causes, the most certain first."""
    return merged([_cause(one.id, one.certainty, one.evidence, one.signed, one.sent) for one in findings])


def proven(mistakes: Sequence[Mistake]) -> list[Cause]:
    """Mistakes that reproduce the signature, as causes."""
    return [_cause(one.id, Certainty.PROVEN, one.what, one.signed, one.sent) for one in mistakes]


def told_causes(told: Told) -> list[Cause]:
    """Mistakes that printed texts show, as causes."""
    certainty = Certainty.PROVEN if told.proven else Certainty.OBSERVED
    return [_cause(one.id, certainty, one.what, one.signed, one.sent) for one in told.mistakes]


def _cause(fault: str, certainty: Certainty, what: str, signed: bytes | None, sent: bytes | None) -> Cause:
    text = TEXTS.get(fault) or Text(fault, "")
    evidence = visible(what)
    if signed is None or sent is None:
        return Cause(fault, certainty, text.title, evidence, text.fix, code=text.code)
    if fault == "body-reserialised":
        evidence = visible(renamed(what, signed, sent))
    found = contrast(signed, sent)
    if fault not in _SIGNED_WRONG:
        never_sent = fault in _NEVER_SENT or what.endswith("not as expected")
        evidence += f" (signed `{found.signed}`{EXPECTED if never_sent else ', sent `'}{found.sent}`)"
    return Cause(fault, certainty, text.title, evidence, text.fix, found.signed, found.sent, text.code)


EXPECTED = ", expected `"
_NEVER_SENT = frozenset({
    "body-hash-uppercase", "body-hash-wrong", "body-not-hashed", "canonical-hash-uppercase", "canonical-hash-wrong",
    "canonical-changed",
})  # fmt: skip
"""Their two texts are of what is only signed: the other one is expected, not sent."""
_SIGNED_WRONG = frozenset({"date-not-utc", "scope-service-wrong", "headers-unsorted", "header-name-case"})
"""Their two texts are what is written and what is right; the evidence says so in words."""


def merged(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """Each fault once, with all its evidence, the most certain first."""
    by_id: dict[str, Cause] = {}
    for cause in causes:
        known = by_id.get(cause.id)
        if known is None:
            by_id[cause.id] = cause
            continue
        evidence = known.evidence if cause.evidence in known.evidence else f"{known.evidence}; {cause.evidence}"
        first = min(known, cause, key=lambda one: _CERTAINTIES.index(one.certainty))
        by_id[cause.id] = Cause(
            known.id, first.certainty, known.title, evidence, known.fix,
            known.signed if known.signed is not None else cause.signed,
            known.sent if known.sent is not None else cause.sent, known.code,
        )  # fmt: skip
    return tuple(sorted(by_id.values(), key=lambda one: (_CERTAINTIES.index(one.certainty), RANK.get(one.id, 999))))
