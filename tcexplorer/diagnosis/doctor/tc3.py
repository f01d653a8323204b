"""A TC3 request examined: every reading of it, every mistake in each, and the simplest explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.engine.hmacs import mac
from tcexplorer.diagnosis.doctor.engine.space import SearchSpace
from tcexplorer.diagnosis.doctor.facts import Facts
from tcexplorer.diagnosis.doctor.form import form_findings
from tcexplorer.diagnosis.doctor.mistakes import OF_HEADERS, OF_LAST_RESORT, OF_REQUEST, OF_SCOPE
from tcexplorer.diagnosis.doctor.readings import readings_of
from tcexplorer.diagnosis.doctor.recipe import method_of, recipe_of
from tcexplorer.diagnosis.doctor.texts import RANK
from tcexplorer.protocol.signing import UNSIGNED_PAYLOAD_HASH, Trace, payload_hash, sign_tc3

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcexplorer.diagnosis.doctor.engine.space import Count, Proof, SigningMethod
    from tcexplorer.diagnosis.doctor.known import Known
    from tcexplorer.diagnosis.doctor.mistake import Mistake
    from tcexplorer.diagnosis.doctor.mistakes import Table
    from tcexplorer.diagnosis.doctor.observed import Finding
    from tcexplorer.diagnosis.doctor.readings import Reading
    from tcexplorer.diagnosis.doctor.request import TcRequest
    from tcexplorer.protocol.model import Credential

_LARGE = 8192
"""Bytes of body from which the time for a second reading of the host would be too long."""
_LAST_BOUNDARY = re.compile(rb"(?:^|\n)--([ -~]{1,70})--\s*$")
_LONGEST_BOUNDARY = 80


class Explanation(NamedTuple):
    """A match with the faults of form that remain beside it."""

    match: Proof
    reading: Reading
    findings: tuple[Finding, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The faults, each once, in the order of preference."""
        named = {one.id for one in self.match.mistakes} | {one.id for one in self.findings}
        return tuple(sorted(_without_consequences(named), key=lambda fault: RANK.get(fault, 999)))


def _without_consequences(ids: set[str]) -> set[str]:
    """The faults without those that only follow from another."""
    gone: set[str] = set()
    if "timestamp-milliseconds" in ids:
        gone.add("clock-skew")
    if "signed-headers-mismatch" in ids:
        gone.add("signed-headers-incomplete")
    return ids - gone


@dataclass(frozen=True)
class Examination:
    """One request with the credential it was to be signed with."""

    request: TcRequest
    credential: Credential
    known: Known
    count: Count

    def explanations(self) -> list[Explanation]:
        """What explains the signature, the simplest first; an empty one when the signature is right."""
        digest = self.request.digest
        if digest is None:
            return []
        readings = list(readings_of(self.request))
        for reading in readings:
            if found := self._explained(reading, self._space(reading, bare=True).unmistaken()):
                return found
        found: list[Explanation] = []
        spaces = [
            (reading, self._space(reading, brief=self._of_other_host(reading, readings[0]))) for reading in readings
        ]
        for reading, space in spaces:
            found += self._explained(reading, space.singles())
        if not found:
            small = len(self.request.received.body) <= _LARGE
            # the further readings differ by what shows as a fault itself: with it, one more mistake makes a pair
            for reading, space in (spaces[0], *(one for one in spaces[1:] if one[1].brief and small)):
                found += self._explained(reading, space.doubles())
        found.sort(key=_cost)
        return found

    @staticmethod
    def _of_other_host(reading: Reading, first: Reading) -> bool:
        """Whether a reading is the first one but for what else the host may have been signed as."""
        return reading != first and reading._replace(host=first.host) == first

    def as_written(self) -> SearchSpace:
        """The request as it is written, without any search; the target is empty when it has no signature."""
        return self._space(next(iter(readings_of(self.request))))

    def _explained(self, reading: Reading, matches: Sequence[Proof]) -> list[Explanation]:
        found: list[Explanation] = []
        for match in matches:
            if not self.request.service:  # nothing says which it is, so none is wrong
                kept = tuple(one for one in match.mistakes if one.id != "scope-service-wrong")
                match = match._replace(mistakes=kept)
            if not self.request.authorization.names:  # without a list none was signed otherwise
                kept = tuple(one for one in match.mistakes if one.id != "signed-headers-mismatch")
                match = match._replace(mistakes=kept)
            findings = form_findings(self.request, match.mistakes, scope_signed_right=reading.right_scope)
            found.append(Explanation(match, reading, tuple(findings)))
        return found

    def _space(self, reading: Reading, *, bare: bool = False, brief: bool = False) -> SearchSpace:
        facts = self._facts(reading)
        target = self.request.digest.value if self.request.digest is not None else b""
        recipe = recipe_of(facts, self.credential.secret_key.reveal().strip(), self._mac)
        if bare:
            return SearchSpace(self._method, recipe, target=target, made=self._made)
        mistakes = [
            *self._mistakes(OF_REQUEST, facts),
            *self._mistakes(OF_HEADERS, facts, reading.names, reading.listed, reading.host),
            *self._mistakes(OF_SCOPE, facts, reading.date, reading.service),
        ]
        return SearchSpace(
            self._method, recipe, mistakes, lambda: self._mistakes(OF_LAST_RESORT, facts), target, self.count, brief,
            self._made,
        )  # fmt: skip

    def _mistakes(self, table: Table, facts: Facts, *of: object) -> list[Mistake]:
        """The rows of a table, which are made once for the same values."""
        key = (table, *of)
        if key not in self._tables:
            self._tables[key] = [mistake for rows in table for mistake in rows(facts)]
        return self._tables[key]

    @cached_property
    def _tables(self) -> dict[tuple[object, ...], list[Mistake]]:
        return {}

    @cached_property
    def _made(self) -> dict[tuple[object, ...], object]:
        return {}

    @cached_property
    def _mac(self) -> Callable[..., bytes]:
        return lru_cache(maxsize=None)(mac)

    @cached_property
    def _method(self) -> SigningMethod:
        return method_of(self._facts(next(iter(readings_of(self.request)))))

    def _facts(self, reading: Reading) -> Facts:
        request = self.request
        found = _LAST_BOUNDARY.search(request.received.body[-_LONGEST_BOUNDARY:])
        claims, sent_id = request.claims, request.authorization.secret_id
        return Facts(
            request.method, request.path, request.query, request.received.body, request.declared,
            request.values, request.raw_values, request.sent_names,
            found[1].decode("ascii") if found else None,
            request.authorization.algorithm, claims.action or "",
            self.known.hosts, (*self._services, *(one for one in (claims.action, claims.version) if one)),
            request.service, claims.host.bare, request.timestamp,
            tuple(dict.fromkeys(one for one in (self.credential.secret_id, sent_id) if one)),
            reading.names, reading.listed, reading.host,
            reading.date, reading.service, reading.scope_form, reading.key_steps,
        )  # fmt: skip

    @cached_property
    def _services(self) -> tuple[str, ...]:
        return tuple(self.known.services)


def _cost(one: Explanation) -> tuple[int, int, int]:
    ids = one.ids
    return len(ids), sum(RANK.get(fault, 999) for fault in ids), len(one.match.mistakes)


def expected_trace(request: TcRequest, credential: Credential) -> Trace | None:
    """How the request should have been signed; None when its timestamp has no date."""
    seconds = request.seconds
    if seconds is None:
        return None
    names = sorted({*request.names, "content-type", "host"})
    get = request.get
    try:
        return sign_tc3(
            method=request.method,
            path="/",
            query=request.query if get else "",
            headers=[(name, request.values.get(name, "")) for name in names],
            hashed_payload=UNSIGNED_PAYLOAD_HASH
            if request.declared
            else payload_hash(b"" if get else request.received.body),
            credential=credential,
            timestamp=seconds,
            service=request.service,
        )
    except ValueError:
        return None
