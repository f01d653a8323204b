"""A TC3 request examined: every reading of it, every mistake in each, and the simplest explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.canonical.head import Head
from tcexplorer.diagnosis.doctor.canonical.head_mistakes import head_slot
from tcexplorer.diagnosis.doctor.canonical.line import Line
from tcexplorer.diagnosis.doctor.canonical.payload import Payload
from tcexplorer.diagnosis.doctor.form import form_findings
from tcexplorer.diagnosis.doctor.joints import joints_of
from tcexplorer.diagnosis.doctor.mistake import Mistake, Slot
from tcexplorer.diagnosis.doctor.readings import readings_of
from tcexplorer.diagnosis.doctor.search.pairs import doubles
from tcexplorer.diagnosis.doctor.search.singles import singles, unmistaken
from tcexplorer.diagnosis.doctor.search.world import World
from tcexplorer.diagnosis.doctor.texts import RANK
from tcexplorer.diagnosis.doctor.tosign.keys import Keys
from tcexplorer.diagnosis.doctor.tosign.late import Known as KnownOfRequest
from tcexplorer.diagnosis.doctor.tosign.late import Late
from tcexplorer.diagnosis.doctor.tosign.message import ToSign
from tcexplorer.diagnosis.doctor.tosign.mistakes import late_mistakes
from tcexplorer.diagnosis.doctor.tosign.timestamps import timestamp_mistakes
from tcexplorer.protocol.signing import (
    ALGORITHM,
    UNSIGNED_PAYLOAD_HASH,
    Trace,
    payload_hash,
    sign_tc3,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.diagnosis.doctor.known import Known
    from tcexplorer.diagnosis.doctor.observed import Finding
    from tcexplorer.diagnosis.doctor.readings import Reading
    from tcexplorer.diagnosis.doctor.request import TcRequest
    from tcexplorer.diagnosis.doctor.search.world import Count, Match
    from tcexplorer.protocol.model import Credential

_LARGE = 8192
"""Bytes of body from which the time for a second reading of the host would be too long."""
_LAST_BOUNDARY = re.compile(rb"(?:^|\n)--([ -~]{1,70})--\s*$")
_LONGEST_BOUNDARY = 80


class Explanation(NamedTuple):
    """A match with the faults of form that remain beside it."""

    match: Match
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
            if found := self._explained(reading, unmistaken(self._world(reading, bare=True))):
                return found
        found: list[Explanation] = []
        worlds = [
            (reading, self._world(reading, deep=len(readings) == 1, brief=self._of_other_host(reading, readings[0])))
            for reading in readings
        ]
        for reading, world in worlds:
            found += self._explained(reading, singles(world))
        if not found:
            small = len(self.request.received.body) <= _LARGE
            # the further readings differ by what shows as a fault itself: with it, one more mistake makes a pair
            for reading, world in (worlds[0], *(one for one in worlds[1:] if one[1].brief and small)):
                found += self._explained(reading, doubles(world))
        found.sort(key=_cost)
        return found

    @staticmethod
    def _of_other_host(reading: Reading, first: Reading) -> bool:
        """Whether a reading is the first one but for what else the host may have been signed as."""
        return reading != first and reading._replace(host=first.host) == first

    def as_written(self) -> World:
        """The request as it is written, without any search; the target is empty when it has no signature."""
        return self._world(next(iter(readings_of(self.request))))

    def _explained(self, reading: Reading, matches: Sequence[Match]) -> list[Explanation]:
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

    def _world(self, reading: Reading, *, bare: bool = False, deep: bool = False, brief: bool = False) -> World:
        request = self.request
        text = ToSign(request.timestamp, reading.date, reading.service, template=reading.template)
        keys = Keys(self.credential.secret_key.reveal().strip(), reading.date, reading.service, steps=reading.steps)
        target = request.digest.value if request.digest is not None else b""
        head = self._head(reading)
        if bare:
            return World(
                _alone(self._line.right()), _alone(head.right()), _alone(self._payload.line()), text, keys, (),
                target=target,
            )  # fmt: skip
        slot = self._heads.get((reading.names, reading.listed, reading.host))
        if slot is None:
            slot = self._heads[reading.names, reading.listed, reading.host] = head_slot(head)
        return World(
            self._line_slot,
            slot,
            self._payload_slot,
            text,
            keys,
            self._lates_of(reading),
            list(joints_of(request, self._payload.right, reading.names)),
            self._payload.rare,
            target,
            self.count,
            deep,
            brief,
        )

    def _lates_of(self, reading: Reading) -> list[Late]:
        key = (reading.date, reading.service)
        if key not in self._made_lates:
            self._made_lates[key] = list(self._lates(reading))
        return self._made_lates[key]

    @cached_property
    def _made_lates(self) -> dict[tuple[str, str], list[Late]]:
        return {}

    @cached_property
    def _services(self) -> tuple[str, ...]:
        return tuple(self.known.services)

    @cached_property
    def _heads(self) -> dict[tuple[tuple[str, ...], str, str], Slot[bytes]]:
        return {}

    @cached_property
    def _line(self) -> Line:
        request = self.request
        words = (request.claims.action or "",)
        return Line(request.method, request.path, request.query, request.host, request.received.body, words)

    @cached_property
    def _line_slot(self) -> Slot[bytes]:
        return self._line.slot()

    @cached_property
    def _payload(self) -> Payload:
        request = self.request
        query = request.query.encode("utf-8", "surrogateescape")
        return Payload(request.received.body, request.get, request.declared, query)

    @cached_property
    def _payload_slot(self) -> Slot[bytes]:
        return self._payload.slot()

    def _head(self, reading: Reading) -> Head:
        request = self.request
        return Head(
            request.values,
            request.sent_names,
            request.raw_values,
            reading.names,
            reading.listed,
            reading.host,
            request.service,
            request.values.get("x-tc-region", ""),
            self._boundary,
            self.known.hosts,
            self._services,
        )

    @cached_property
    def _boundary(self) -> str | None:
        """That of a multipart body: it ends with two dashes, the boundary, and two more."""
        found = _LAST_BOUNDARY.search(self.request.received.body[-_LONGEST_BOUNDARY:])
        return found[1].decode("ascii") if found else None

    @cached_property
    def _timestamps(self) -> list[Late]:
        return list(timestamp_mistakes(self.request.timestamp))

    def _lates(self, reading: Reading) -> Iterator[Late]:
        request = self.request
        algorithm = request.authorization.algorithm
        if algorithm not in (ALGORITHM, ""):
            mistake = Mistake(
                "algorithm-line-wrong",
                "the string to sign begins as Authorization does",
                algorithm.encode("utf-8", "surrogateescape"),
                ALGORITHM.encode(),
            )
            yield Late(mistake, {"algorithm": algorithm}, {})
        yield from self._timestamps
        ids = tuple(dict.fromkeys(one for one in (self.credential.secret_id, request.authorization.secret_id) if one))
        yield from late_mistakes(
            KnownOfRequest(
                request.timestamp,
                reading.date,
                reading.service,
                self.credential.secret_key.reveal().strip(),
                ids,
                request.values.get("x-tc-region", ""),
                request.claims.host.bare,
                (*self._services, *(one for one in (request.claims.action, request.claims.version) if one)),
            )
        )


def _cost(one: Explanation) -> tuple[int, int, int]:
    ids = one.ids
    return len(ids), sum(RANK.get(fault, 999) for fault in ids), len(one.match.mistakes)


def _alone(value: bytes) -> Slot[bytes]:
    return Slot(value)


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
