"""From a v1 request and a credential to a verdict."""

from __future__ import annotations

import base64
import binascii
import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tcexplorer.diagnosis.doctor.canonical.hosts import hosts_instead
from tcexplorer.diagnosis.doctor.causes import AS_EXPECTED, NOT_ALL, WRONG_KEY, causes_of, merged, proven, told_causes
from tcexplorer.diagnosis.doctor.known import Known
from tcexplorer.diagnosis.doctor.length import of_length
from tcexplorer.diagnosis.doctor.observed import Finding, of_clock, of_secret_id, of_site, of_token
from tcexplorer.diagnosis.doctor.printed import Told
from tcexplorer.diagnosis.doctor.search.world import Count
from tcexplorer.diagnosis.doctor.tosign.timestamps import is_finer, seconds_of
from tcexplorer.diagnosis.doctor.v1.interpretation import (
    ENCODED_TWICE,
    Interpretation,
    doubtful,
    interpretations,
    is_bare,
)
from tcexplorer.diagnosis.doctor.v1.mistakes import key_options, pair_options, start_options, timestamp_options
from tcexplorer.diagnosis.doctor.v1.printed import first_difference
from tcexplorer.diagnosis.doctor.v1.search import Match, World
from tcexplorer.diagnosis.doctor.v1.source import Recipe, Source
from tcexplorer.diagnosis.doctor.verdict import Certainty, Expected, Outcome, Sent, Tried, Verdict
from tcexplorer.protocol.endpoints import is_tencent
from tcexplorer.protocol.signing_v1 import MAX_POST, SIGNATURE, Algorithm, TraceV1, algorithm_of, sign_v1
from tcexplorer.protocol.words import V1_REQUIRED
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret, mask_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.mistake import Option
    from tcexplorer.protocol.claims import Claims
    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Credential

_HEX = re.compile(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")
_HEX_BYTES = re.compile(_HEX.pattern.encode())


def examine_v1(
    received: Received,
    claims: Claims,
    credential: Credential | None,
    *,
    now: float | None,
    timer: Callable[[], float],
    printed: bytes | None = None,
    known: Known | None = None,
) -> Verdict:
    """Say whether a v1 request is signed as it must be, and if not, which mistake was made; `printed` is the source
    string that the client's own code printed.
    """
    begin = timer()
    patient = _Patient(received, claims, credential, now, printed, known or Known())
    if credential is None:
        return patient.without_key()
    count = Count()
    matches = patient.matches(count)
    return patient.verdict(matches, Tried(count.single, count.double, timer() - begin))


class _Patient:
    """A v1 request, with what is seen in it."""

    def __init__(
        self,
        received: Received,
        claims: Claims,
        credential: Credential | None,
        now: float | None,
        printed: bytes | None,
        known: Known,
    ) -> None:
        self._known = known
        self._received = received
        self._claims = claims
        self._credential = credential
        self._printed = printed
        self._method = received.method.decode("utf-8", "surrogateescape")
        self._signature = claims.v1.get(SIGNATURE, "")
        timestamp = claims.timestamp or ""
        missing = [name for name in V1_REQUIRED if not claims.v1.get(name)]
        missing += [] if claims.host.sent else ["the header Host"]
        self._besides = [
            *([Finding("header-missing", f"the request has no {', '.join(missing)}")] if missing else []),
            *([] if is_finer(timestamp) else of_clock("Timestamp", seconds_of(timestamp), now)),
            *of_token(claims.token, (claims.secret_id or "").strip(), credential),
            *of_length(received),
        ]
        self._secret_id = of_secret_id(claims.secret_id or "", credential)

    @cached_property
    def form(self) -> list[Finding]:
        """Faults that show in the parameters."""
        found: list[Finding] = []
        timestamp = self._claims.timestamp or ""
        if is_finer(timestamp):
            found.append(
                Finding(
                    "timestamp-milliseconds", f"Timestamp is {timestamp}, {len(timestamp)} digits; seconds have ten"
                )
            )
        elif timestamp and seconds_of(timestamp) is None:
            found.append(Finding("timestamp-malformed", f"Timestamp is `{visible(timestamp[:40])}`"))
        if " " in self._signature:
            found.append(
                Finding("v1-signature-not-encoded", f"Signature arrived as `{visible(self._signature)}`, blanks for +")
            )
        if ENCODED_TWICE.search(self._signature):
            found.append(Finding("v1-double-encoded", f"Signature is still encoded: `{visible(self._signature)}`"))
        if self._received.method != b"GET" and len(self._received.body) > MAX_POST:
            size = len(self._received.body)
            found.append(Finding("v1-body-too-large", f"the body has {size} bytes; v1 takes {MAX_POST}"))
        if _HEX.fullmatch(self._signature):
            found.append(Finding("v1-signature-hex", f"Signature is in hex digits: `{self._signature}`"))
        elif self.target is not None:
            if _HEX_BYTES.fullmatch(self._decoded or b""):
                said = "Signature is the base64 of hex digits, not of the bytes that they stand for"
                found.append(Finding("v1-signature-hex", said))
            if "-" in self._signature or "_" in self._signature:
                said = f"Signature is base64url, with - and _ for + and /: `{visible(self._signature)}`"
                found.append(Finding("v1-signature-hex", said))
            elif len(self._base64) % 4:
                found.append(Finding("v1-signature-hex", f"Signature lacks the = at its end: `{self._base64}`"))
        return found

    @cached_property
    def _base64(self) -> str:
        """The signature sent in the letters of plain base64."""
        return unquote(self._signature).replace(" ", "+").replace("-", "+").replace("_", "/")

    @cached_property
    def _decoded(self) -> bytes | None:
        try:
            return base64.b64decode(self._base64 + "=" * (-len(self._base64) % 4), validate=True)
        except (binascii.Error, ValueError):
            return None

    @cached_property
    def target(self) -> bytes | None:
        """The digest that was sent."""
        text = self._signature
        if _HEX.fullmatch(text):
            return bytes.fromhex(text)
        decoded = self._decoded
        if decoded is not None and _HEX_BYTES.fullmatch(decoded):
            return bytes.fromhex(decoded.decode("ascii"))
        return decoded

    def matches(self, count: Count) -> list[Match]:
        """What explains the signature, the simplest first."""
        assert self._credential is not None
        if not self.target:
            return []
        worlds = [self._world(one, host, count) for one in self._readings for host in self._claims.host.readings]
        for world in worlds:
            if found := world.none():
                return found
        found = [match for world in worlds for match in world.singles()]
        found.sort(key=lambda match: match.cost)
        if not found or found[0].ids == ("v1-unsorted",):  # in the order sent: perhaps a value was taken apart
            for one in doubtful(self._form):
                found = self._world(one, self._claims.host.sent, count).none() or found
        if not found:
            found = [match for world in worlds[:2] for match in world.doubles()]
            found.sort(key=lambda match: match.cost)
        if is_bare(self._form) and any("v1-parameters-changed" in match.ids for match in found):
            found = [match for match in found if "v1-values-encoded" not in match.ids]
        return found

    @property
    def _form(self) -> bytes:
        return self._received.query if self._received.method == b"GET" else self._received.body

    @cached_property
    def _readings(self) -> list[Interpretation]:
        return list(interpretations(self._form))

    @property
    def _right(self) -> Interpretation:
        """What the server takes, or would take were it not encoded twice."""
        return [one for one in self._readings if not one.mistakes][-1]

    def _world(self, reading: Interpretation, host: str, count: Count) -> World:
        assert self._credential is not None
        algorithm = algorithm_of(self._claims.v1.get("SignatureMethod"))
        base = Recipe(
            self._credential.secret_key.reveal().strip(),
            "sha256" if algorithm is Algorithm.SHA256 else "sha1",
            self._method,
            host,
        )
        options = list(self._options(base, reading))
        return World(Source(reading.pairs, reading.raw), base, options, self.target or b"", count, reading.mistakes)

    def _options(self, base: Recipe, reading: Interpretation) -> Iterator[Option]:
        assert self._credential is not None
        claims = self._claims
        ids = [one for one in (self._credential.secret_id, (claims.secret_id or "").strip()) if one]
        yield from key_options(base, ids, claims.v1.get("SignatureMethod"))
        path = self._received.path.decode("utf-8", "surrogateescape")
        yield from start_options(base, path, *self._other_hosts(base.host))
        yield from pair_options(reading.pairs, reading.raw)
        yield from timestamp_options(claims.timestamp or "")

    def _other_hosts(self, sent: str) -> tuple[list[str], list[str]]:
        claims, known = self._claims, self._known
        label = claims.host.label if is_tencent(claims.host.bare) else ""
        if not label and known.services_of is not None:
            label = min(known.services_of(claims.action or "", claims.version or ""), default="")
        return hosts_instead(sent, label, claims.region or "", known.hosts, self._services)

    @cached_property
    def _services(self) -> tuple[str, ...]:
        return tuple(self._known.services)

    def _told(self) -> Told:
        """What the source string that was printed shows, and whether it was signed with the key given."""
        assert self._printed is not None
        world = self._world(self._right, self._claims.host.sent, Count())
        expected = world.source.written(world.base)
        bare = _bare(self._printed)
        for text in dict.fromkeys([bare, self._printed]):
            if self.target and world.signs(text):
                found = first_difference(text, expected)
                return Told((found,) if found is not None else (), proven=True)
        found = first_difference(bare, expected)
        return Told((found,) if found is not None else (), proven=False)

    def without_key(self) -> Verdict:
        """What is seen without a credential."""
        site = of_site((self._claims.secret_id or "").strip(), self._claims)
        causes = causes_of([*self._besides, *self.form, *self._secret_id, *site])
        remarks = ["Without a credential the signature itself was not checked."]
        if self._printed is not None:
            found = first_difference(_bare(self._printed), self._trace().source.encode("utf-8", "surrogateescape"))
            causes = merged([*causes, *told_causes(Told((found,) if found is not None else (), proven=False))])
            remarks += [] if found is not None else [AS_EXPECTED]
        return Verdict(
            Outcome.EXPLAINED if causes else Outcome.UNEXPLAINED,
            causes,
            self._expected(),
            Sent(self._signature or None),
            remarks=tuple(remarks),
        )

    def verdict(self, matches: list[Match], tried: Tried) -> Verdict:
        """The answer, given what explains the signature."""
        if not matches:
            causes = causes_of([*self._besides, *self.form, *self._secret_id])
            remarks = [WRONG_KEY]
            outcome = Outcome.UNEXPLAINED
            if self.target is None or not self._claims.timestamp:
                outcome = Outcome.EXPLAINED if causes else outcome
                remarks = ["The signature could not be recomputed: what it needs is missing or unreadable."]
            if self._printed is not None and self._credential is not None:
                told = self._told()
                if told.mistakes:
                    outcome, causes = Outcome.EXPLAINED, merged([*told_causes(told), *causes])
                    remarks = [] if told.proven else [NOT_ALL]
                else:
                    remarks.append(AS_EXPECTED)
            secret_id = (self._claims.secret_id or "").strip()
            if self._credential is not None and secret_id and secret_id != self._credential.secret_id.strip():
                remarks.append(
                    f"The request names the SecretId {visible(mask_id(secret_id))}, and the credential given is of "
                    f"{self._credential.masked_id}."
                )
            return Verdict(outcome, causes, self._expected(), Sent(self._signature or None), tried, tuple(remarks))
        best = matches[0]
        form = [one._replace(certainty=Certainty.PROVEN) for one in self.form]
        right = not best.mistakes and not form
        secret_id = self._secret_id if right else [one for one in self._secret_id if one.id != "secret-id-unknown-kind"]
        causes = merged([*proven(best.mistakes), *causes_of([*form, *self._besides, *secret_id])])
        alternatives = {one.ids for one in matches[1:] if len(one.ids) == len(best.ids)} - {best.ids}
        return Verdict(
            Outcome.EXPLAINED if causes else Outcome.VALID,
            causes,
            self._expected(),
            Sent(
                self._signature,
                None,
                best.source.decode("utf-8", "surrogateescape") if best.mistakes else None,
            ),
            tried,
            (),
            tuple(sorted(alternatives)),
        )

    def _trace(self) -> TraceV1:
        pairs = self._right.pairs
        secret = self._credential.secret_key.reveal().strip() if self._credential is not None else ""
        return sign_v1(method=self._method, host=self._claims.host.sent, params=pairs, secret_key=Secret(secret))

    def _expected(self) -> Expected:
        trace = self._trace()
        return Expected(None, trace.source, trace.signature if self._credential is not None else None)


def _bare(text: bytes) -> bytes:
    """Without the line end that a print adds."""
    return text.removesuffix(b"\n").removesuffix(b"\r")
