"""What the doctor finds, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcexplorer.protocol.model import JsonObject


class Outcome(StrEnum):
    """Whether the request would be accepted, as far as its bytes and the credential tell."""

    VALID = "valid"
    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"


class Certainty(StrEnum):
    """How sure a cause is."""

    PROVEN = "proven"
    """Signing with this mistake gives the very signature that was sent."""
    OBSERVED = "observed"
    """It is there to be seen in the request."""
    LIKELY = "likely"
    """It often goes with what is seen."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a request is refused. Texts are in words and may hold parts of the request, made visible.

    `signed` and `sent` are excerpts of the two texts that should be one, with what differs in both; `code` has
    the lines of code that help, by language.
    """

    id: str
    certainty: Certainty
    title: str
    evidence: str
    fix: str
    signed: str | None = None
    sent: str | None = None
    code: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> JsonObject:
        found: JsonObject = {
            "id": self.id,
            "certainty": self.certainty.value,
            "title": self.title,
            "evidence": self.evidence,
            "fix": self.fix,
        }
        if self.signed is not None and self.sent is not None:
            found |= {"signed": self.signed, "sent": self.sent}
        if self.code:
            found["code"] = dict(self.code)
        return found


@dataclass(frozen=True, slots=True)
class Expected:
    """How the request should have been signed. Of v1 `string_to_sign` is the source string.

    `signature` and `keys` are None without a credential; `keys` are the derived keys in hex, each as good as the
    SecretKey for its day and service: they are shown only when asked for.
    """

    canonical_request: str | None
    string_to_sign: str | None
    signature: str | None
    keys: tuple[str, str, str] | None = None

    def __repr__(self) -> str:
        return f"Expected({self.signature})"


@dataclass(frozen=True, slots=True)
class Sent:
    """The signature that came, and what it was made of where that could be found out."""

    signature: str | None
    canonical_request: str | None = None
    string_to_sign: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How many single mistakes and pairs were tried, and how long it took."""

    single: int = 0
    double: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The doctor's answer. `causes` come most certain first and hold no more than explains the failure.

    `alternatives` are other sets of ids that give the very same signature; `remarks` are worth saying and no causes.
    """

    outcome: Outcome
    causes: tuple[Cause, ...] = ()
    expected: Expected | None = None
    sent: Sent = Sent(None)
    tried: Tried = Tried()
    remarks: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    differences: tuple[str, ...] = ()
    """From a request that works, in words, when one was given."""

    def scrubbed(self, scrub: Callable[[str], str]) -> Verdict:
        """The same, with what `scrub` makes of every text in which a part of the request may be."""

        def may(text: str | None) -> str | None:
            return None if text is None else scrub(text)

        causes = tuple(
            replace(one, evidence=scrub(one.evidence), signed=may(one.signed), sent=may(one.sent))
            for one in self.causes
        )
        expected = self.expected and replace(
            self.expected,
            canonical_request=may(self.expected.canonical_request),
            string_to_sign=may(self.expected.string_to_sign),
        )
        return replace(
            self,
            causes=causes,
            expected=expected,
            sent=Sent(*map(may, (self.sent.signature, self.sent.canonical_request, self.sent.string_to_sign))),
            remarks=tuple(map(scrub, self.remarks)),
        )

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(cause.id for cause in self.causes)

    def as_json(self, *, show_keys: bool = False) -> JsonObject:
        """The members of `tcexplorer doctor --json`."""
        expected: JsonObject | None = None
        if self.expected is not None:
            expected = {
                "canonical_request": self.expected.canonical_request,
                "string_to_sign": self.expected.string_to_sign,
                "signature": self.expected.signature,
            }
            if show_keys and self.expected.keys is not None:
                expected["keys"] = dict(zip(("date", "service", "signing"), self.expected.keys, strict=True))
        sent: JsonObject = {"signature": self.sent.signature}
        if self.sent.canonical_request is not None:
            sent["canonical_request"] = self.sent.canonical_request
        if self.sent.string_to_sign is not None:
            sent["string_to_sign"] = self.sent.string_to_sign
        found: JsonObject = {
            "verdict": self.outcome.value,
            "causes": [cause.as_json() for cause in self.causes],
            "expected": expected,
            "sent": sent,
            "tried": {
                "single": self.tried.single,
                "double": self.tried.double,
                "seconds": round(self.tried.seconds, 3),
            },
        }
        if self.alternatives:
            found["alternatives"] = [list(ids) for ids in self.alternatives]
        if self.remarks:
            found["remarks"] = list(self.remarks)
        if self.differences:
            found["differences"] = list(self.differences)
        return found
