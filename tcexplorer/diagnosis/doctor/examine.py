"""From a request and a credential to a verdict."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.causes import AS_EXPECTED, NOT_ALL, WRONG_KEY, causes_of, merged, proven, told_causes
from tcexplorer.diagnosis.doctor.evidence import starred
from tcexplorer.diagnosis.doctor.form import form_findings, missing_headers
from tcexplorer.diagnosis.doctor.given import taken
from tcexplorer.diagnosis.doctor.known import Known, hosts_named
from tcexplorer.diagnosis.doctor.length import FAULT as LENGTH
from tcexplorer.diagnosis.doctor.length import body_lost, of_length, whole
from tcexplorer.diagnosis.doctor.observed import Finding, of_clock, of_secret_id, of_site, of_token, of_variables
from tcexplorer.diagnosis.doctor.printed import Printed
from tcexplorer.diagnosis.doctor.request import TcRequest
from tcexplorer.diagnosis.doctor.search.world import Count
from tcexplorer.diagnosis.doctor.secrets import scrubber_of
from tcexplorer.diagnosis.doctor.tc3 import Examination, Explanation, expected_trace
from tcexplorer.diagnosis.doctor.text import RequestText, of_form, read_text
from tcexplorer.diagnosis.doctor.v1.examine import examine_v1
from tcexplorer.diagnosis.doctor.verdict import Certainty, Expected, Outcome, Sent, Tried, Verdict
from tcexplorer.protocol.claims import Scheme, read_claims
from tcexplorer.protocol.http_text import Received
from tcexplorer.protocol.model import Credential
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import Secret, mask_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tcexplorer.diagnosis.doctor.given import Given
    from tcexplorer.diagnosis.doctor.request import ServicesOf
    from tcexplorer.protocol.claims import Claims

_NO_KEY = "Without a credential the signature itself was not checked."
_NO_BODY = "Without the whole body the signature cannot be checked: save the request with it, byte for byte."
_SHOWN_AT_MOST = 64 * 1024
_LEAST_OF_CUT = 16
_SKIPPED = ("AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")


def examine(
    request: bytes | Received,
    credential: Credential | None,
    *,
    now: float | None = None,
    services: Iterable[str] = (),
    services_of: ServicesOf | None = None,
    canonical_request: bytes | None = None,
    string_to_sign: bytes | None = None,
    read_file: Callable[[str], bytes] | None = None,
    timer: Callable[[], float] = time.perf_counter,
) -> Verdict:
    """Say whether a request is signed as it must be, and if not, which mistake was made.

    `request` is raw HTTP, a `curl` command or a Received; `credential` the one it was meant to be signed with, None
    to see only what can be seen without. `now` is the server's time in seconds since 1970; None checks no clock.
    `services` are more names to try as the scope's service and in the host, taken only when they are needed.
    `services_of` gives the services that have an action in a version: on a host that does not name the service no scope
    is called right without it. `canonical_request` and
    `string_to_sign` are what the client's own code printed. `read_file` gives the content of a file that a curl
    command names.

    Raises UnreadableError when the bytes are no request. Pure but for `timer`, which only measures.
    """
    begin = timer()
    text = RequestText(request) if isinstance(request, Received) else read_text(request, read_file)
    received = whole(text.received)
    claims = read_claims(received, any_type=True)
    given = taken(canonical_request, string_to_sign, v1=claims.scheme is Scheme.V1)
    hosts = hosts_named(received.head if isinstance(request, Received) else request)
    known = Known(services, services_of, hosts)
    verdict = _examined(received, claims, credential, now, known, given, timer, begin)
    remarks = [*of_variables(received)] if verdict.outcome is not Outcome.VALID else []
    if claims.scheme is Scheme.V1:
        remarks += of_form(received, claims)
    verdict = replace(verdict, remarks=(*text.remarks, *given.remarks, *remarks, *verdict.remarks))
    scrubber = scrubber_of(received, credential, canonical_request, string_to_sign)
    return verdict.scrubbed(lambda text: starred(scrubber.text(text)))


def _examined(
    received: Received,
    claims: Claims,
    credential: Credential | None,
    now: float | None,
    known: Known,
    given: Given,
    timer: Callable[[], float],
    begin: float,
) -> Verdict:
    canonical_request, string_to_sign, _ = given
    if claims.scheme is Scheme.V1:
        source = string_to_sign if string_to_sign is not None else canonical_request
        return examine_v1(received, claims, credential, now=now, timer=timer, printed=source, known=known)
    told = TcRequest(received, known.services_of)
    printed = (
        None if canonical_request is None and string_to_sign is None else Printed(canonical_request, string_to_sign)
    )
    count = Count()
    found = _Findings(told, credential, now)
    if told.authorization_text is None or claims.scheme is Scheme.SKIP:
        return found.unsigned()
    if credential is None:
        return found.without_key(printed)
    explanations = Examination(told, credential, known, count).explanations()
    seconds = timer() - begin
    tried = Tried(count.single, count.double, seconds)
    if explanations:
        return found.explained(explanations, tried)
    return found.unexplained(tried, printed)


def _apart(found: Sequence[Finding]) -> tuple[list[Finding], tuple[str, ...]]:
    """Findings without the one about Content-Length, and what that one says."""
    said = tuple(f"{one.evidence[0].upper()}{one.evidence[1:]}." for one in found if one.id == LENGTH)
    return [one for one in found if one.id != LENGTH], said


class _Findings:
    """What was found out about a TC3 request, on its way to a verdict."""

    def __init__(self, request: TcRequest, credential: Credential | None, now: float | None) -> None:
        self._request = request
        self._credential = credential
        authorization = request.authorization
        self._secret_id = of_secret_id(authorization.raw_secret_id, credential)
        clock = [] if request.finer else of_clock("X-TC-Timestamp", request.seconds, now)
        token = of_token(request.values.get("x-tc-token"), authorization.secret_id, credential)
        self._besides = [*missing_headers(request), *clock, *token, *of_length(request.received)]
        self._site = of_site(authorization.secret_id, request.claims)

    def unsigned(self) -> Verdict:
        """Without an Authorization, or with SKIP for one."""
        request = self._request
        if request.authorization_text is not None:
            if request.claims.action in _SKIPPED:
                return Verdict(Outcome.VALID, remarks=("Authorization is SKIP: this action is not signed.",))
            finding = Finding("authorization-malformed", "Authorization is SKIP, but this action must be signed")
            return Verdict(Outcome.EXPLAINED, causes_of([finding, *self._besides]))
        besides = [one for one in self._besides if one.id != "header-missing"]
        gone = [one.evidence.removeprefix("the request has no ") for one in self._besides if one.id == "header-missing"]
        missing = Finding("header-missing", f"the request has no {', '.join(['Authorization', *gone])}")
        return Verdict(Outcome.EXPLAINED, causes_of([missing, *besides]))

    def without_key(self, printed: Printed | None) -> Verdict:
        found = [*self._besides, *form_findings(self._request), *self._secret_id, *self._site]
        causes = causes_of(found)
        remarks = [_NO_KEY]
        if printed is not None:
            world = Examination(self._request, Credential("", Secret("")), Known(), Count()).as_written()
            told = printed.told(self._request, world, with_key=False)
            causes = merged([*causes, *told_causes(told)])
            if not told.mistakes:
                remarks.append(AS_EXPECTED)
        return Verdict(
            Outcome.EXPLAINED if causes else Outcome.UNEXPLAINED,
            causes,
            self._expected(),
            Sent(self._signature()),
            remarks=(*remarks, *self._remarks(None)),
        )

    def explained(self, explanations: Sequence[Explanation], tried: Tried) -> Verdict:
        best = explanations[0]
        named = set(best.ids)
        mistakes = [one for one in best.match.mistakes if one.id in named]
        missing = next((one.evidence for one in self._besides if one.id == "header-missing"), "")
        besides = self._besides
        if "signed-headers-mismatch" in named and missing.startswith("SignedHeaders lists"):  # says the same
            besides = [one for one in besides if one.id != "header-missing"]
        for header, fault in (("Content-Type", "content-type-changed"), ("Host", "host-changed")):
            if header in missing.partition(";")[0]:
                mistakes = [one for one in mistakes if one.id != fault]
        form = [one._replace(certainty=Certainty.PROVEN) for one in best.findings if one.id in named]
        right = not mistakes and not form
        # what signing went wrong explains the failure; how the body was counted is for the next request
        besides, length = _apart(besides) if not right else (besides, ())
        # a key that verifies belongs to its id, whatever that looks like
        secret_id = self._secret_id if right else [one for one in self._secret_id if one.id != "secret-id-unknown-kind"]
        site = self._site if right and self._site_is_certain() else []
        causes = merged([*proven(mistakes), *causes_of([*form, *besides, *secret_id, *site])])
        alternatives = {one.ids for one in explanations[1:] if len(one.ids) == len(best.ids)} - {best.ids}
        changed = bool(mistakes)
        unchecked = right and not (self._request.of_cloud or self._request.known_services or self._request.of_address)
        return Verdict(
            Outcome.EXPLAINED if causes else Outcome.UNEXPLAINED if unchecked else Outcome.VALID,
            causes,
            self._expected(),
            Sent(
                self._signature(),
                _shown(best.match.canonical_request) if changed else None,
                _shown(best.match.string_to_sign) if changed else None,
            ),
            tried,
            (*self._remarks(best), *([self._unchecked()] if unchecked and not causes else []), *length),
            tuple(sorted(alternatives)),
        )

    def _unchecked(self) -> str:
        request = self._request
        said = " ".join(part for part in (request.claims.action, request.claims.version) if part) or "the request"
        return (
            f"The signature is right for the service {visible(request.service)}; that this is the service of "
            f"{visible(said)} could not be checked, since {visible(request.host)} does not say it."
        )

    def unexplained(self, tried: Tried, printed: Printed | None) -> Verdict:
        request = self._request
        found = [*self._besides, *form_findings(request), *self._secret_id]
        causes = causes_of(found)
        remarks = [_NO_BODY if body_lost(request.received) and not request.get else WRONG_KEY]
        outcome = Outcome.UNEXPLAINED
        if request.digest is None or request.seconds is None:
            if causes:
                outcome = Outcome.EXPLAINED
            remarks = ["The signature could not be recomputed: what it needs is missing or unreadable."]
        expected = self._expected()
        if (cut := self._cut(expected)) is not None:
            outcome, remarks = Outcome.EXPLAINED, []
            causes = merged([*causes_of([cut]), *causes])
        if printed is not None and self._credential is not None:
            world = Examination(request, self._credential, Known(), Count()).as_written()
            told = printed.told(request, world, with_key=True)
            if told.mistakes:
                outcome, causes = Outcome.EXPLAINED, merged([*told_causes(told), *causes])
                remarks = [] if told.proven else [NOT_ALL]
            elif request.digest is not None:
                remarks.append(AS_EXPECTED)
        return Verdict(outcome, causes, expected, Sent(self._signature()), tried, (*remarks, *self._remarks(None)))

    def _cut(self, expected: Expected | None) -> Finding | None:
        """That the signature sent is the right one but for its end."""
        sent = self._request.authorization.signature.lower()
        right = expected.signature if expected is not None else None
        if right is None or not _LEAST_OF_CUT <= len(sent) < len(right) or not right.startswith(sent):
            return None
        return Finding("authorization-malformed", "it is the right signature, cut short", Certainty.PROVEN)

    def _site_is_certain(self) -> bool:
        """Keys of the international site are known by their prefix; the others are met on both kinds of hosts."""
        return self._request.authorization.secret_id.startswith("IKID")

    def _signature(self) -> str | None:
        signature = self._request.authorization.signature
        return signature or None

    def _expected(self) -> Expected | None:
        request, credential = self._request, self._credential
        if credential is None:
            trace = expected_trace(request, Credential("", Secret("")))
            if trace is None:
                return None
            return Expected(trace.canonical_request, trace.string_to_sign, None)
        clean = Credential(credential.secret_id, Secret(credential.secret_key.reveal().strip()), credential.token)
        trace = expected_trace(request, clean)
        if trace is None:
            return None
        keys = tuple(key.reveal().hex() for key in trace.keys)
        return Expected(trace.canonical_request, trace.string_to_sign, trace.signature, keys)  # pyright: ignore[reportArgumentType]

    def _remarks(self, best: Explanation | None) -> tuple[str, ...]:
        request = self._request
        remarks: list[str] = []
        host = request.claims.host
        if best is not None and best.reading.host != request.host:
            remarks.append("The host is signed without its port, as the Node SDK does; the real hosts have none.")
        if host.local and host.sent.lower().startswith(("http://", "https://")):
            remarks.append("Host is a whole URL, as tccli sends the one given by --endpoint.")
        if not host.local and not request.of_cloud and host.sent:
            remarks.append(f"{visible(host.bare)} is no host of the API.")
        if request.of_address and request.authorization.scope.service not in request.known_services:
            remarks.append("The scope's service is the begin of the address, as the Node SDK takes it.")
        if request.path not in ("/", ""):
            remarks.append(f"The path sent is {visible(request.path[:80])}; the API is called, and signed, at /.")
        credential, sent_id = self._credential, request.authorization.secret_id
        if best is None and credential is not None and sent_id and sent_id != credential.secret_id.strip():
            remarks.append(
                f"The request names the SecretId {visible(mask_id(sent_id))}, and the credential given is of "
                f"{credential.masked_id}."
            )
        if best is not None and self._site and not self._site_is_certain():
            remarks.append(f"{self._site[0].evidence[0].upper()}{self._site[0].evidence[1:]}.")
        return tuple(remarks)


def _shown(text: bytes) -> str | None:
    return None if len(text) > _SHOWN_AT_MOST else text.decode("utf-8", "surrogateescape")
