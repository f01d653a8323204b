"""What is wrong with a TC3 request's form: to be seen in its headers, whatever the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.doctor.authorization import said_of_length
from tcexplorer.diagnosis.doctor.observed import Finding
from tcexplorer.protocol.endpoints import host_without_port, is_tencent
from tcexplorer.protocol.signing import TERMINATOR, utc_date
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.diagnosis.doctor.mistake import Mistake
    from tcexplorer.diagnosis.doctor.request import TcRequest

_REQUIRED = ("host", "content-type", "x-tc-action", "x-tc-version", "x-tc-timestamp")
OFFICIAL = {"x-tc-action": "X-TC-Action", "x-tc-version": "X-TC-Version", "x-tc-timestamp": "X-TC-Timestamp"}


def missing_headers(request: TcRequest) -> list[Finding]:
    """Headers that every request has, or that are listed as signed, and that are not there."""
    gone = [OFFICIAL.get(name, name.title()) for name in _REQUIRED if not request.values.get(name)]
    listed = [name for name in request.names if name not in request.values and name not in _REQUIRED]
    texts: list[str] = []
    if gone:
        texts.append(f"the request has no {', '.join(gone)}")
    if listed:
        texts.append(f"SignedHeaders lists {visible(', '.join(listed))}, which the request does not have")
    return [Finding("header-missing", "; ".join(texts))] if texts else []


def form_findings(
    request: TcRequest, mistakes: Sequence[Mistake] | None = None, *, scope_signed_right: bool = False
) -> list[Finding]:
    """The faults of form. `mistakes` are those that were found to explain the signature, None when none were;
    `scope_signed_right` says that a right scope was signed, and only Authorization has another.
    """
    found = [*_of_timestamp(request), *_of_authorization(request, mistakes or ())]
    found += _of_scope(request, mistakes or (), signed_right=scope_signed_right and mistakes is not None)
    found += _of_list(request)
    if request.digest is not None:
        found += [Finding(one.id, one.what) for one in request.digest.mistakes]
    return found


def _of_timestamp(request: TcRequest) -> list[Finding]:
    if request.finer:
        return [
            Finding(
                "timestamp-milliseconds",
                f"X-TC-Timestamp is {request.timestamp}, {len(request.timestamp)} digits; seconds have ten",
            )
        ]
    if request.timestamp and request.seconds is None:
        return [Finding("timestamp-malformed", f"X-TC-Timestamp is `{visible(request.timestamp[:40])}`")]
    return []


def _of_authorization(request: TcRequest, mistakes: Sequence[Mistake]) -> list[Finding]:
    defects = list(request.authorization.defects)
    if any(one.id == "algorithm-line-wrong" for one in mistakes):
        # one wrong name in both places is one mistake
        signed = {one.signed for one in mistakes if one.id == "algorithm-line-wrong"}
        if request.authorization.algorithm.encode("utf-8", "surrogateescape") in signed:
            defects = [defect for defect in defects if not defect.startswith("it begins with")]
    odd = said_of_length(request.authorization.signature)
    # an HMAC with another hash has another length, and is that mistake
    if odd is not None and not any(one.id in ("derive-sha1", "derive-hash-wrong") for one in mistakes):
        defects.append(odd)
    listed = request.authorization.signed_headers
    if listed and ";".join(request.authorization.names) != listed.lower():
        defects.append("the names in SignedHeaders are not separated by a semicolon alone")
    return [Finding("authorization-malformed", f"in Authorization, {'; '.join(defects)}")] if defects else []


def _of_scope(request: TcRequest, mistakes: Sequence[Mistake], *, signed_right: bool) -> list[Finding]:
    scope = request.authorization.scope
    if not scope.parts or scope.without_date:
        return []
    if not scope.whole:
        text = f"the scope in Credential is `{visible(scope.text)}`"
        if signed_right:
            return [
                Finding(
                    "authorization-malformed", f"in Authorization, {text}, though date/service/{TERMINATOR} was signed"
                )
            ]
        found = [Finding("scope-malformed", text)]
        date, service = scope.date, scope.service
        if service is None or request.claims.host.label in scope.parts:
            service = None
    else:
        found = []
        date, service = scope.parts[0], scope.parts[1]
    only = ", in Authorization alone" if signed_right else ""
    expected = _date_of(request, mistakes)
    if date is not None and expected is not None and date not in (expected, request.utc_date) and not request.finer:
        found.append(
            Finding(
                "date-not-utc",
                f"the scope's date is {visible(date)};"
                f" the UTC date of {visible(request.timestamp)} is {expected}{only}",
                signed=date.encode("utf-8", "surrogateescape"),
                sent=expected.encode(),
            )
        )
    label = _label_of(request, mistakes)
    known = request.claims.action if request.known_services else None
    if service is not None and label is not None and service not in label:
        of = f"the host {request.host}" if request.of_cloud or not known else f"{known} ({request.claims.version})"
        found.append(
            Finding(
                "scope-service-wrong",
                f"the scope's service is `{visible(service)}`; of {visible(of)} it is {' or '.join(label[:3])}{only}",
                signed=service.encode("utf-8", "surrogateescape"),
                sent=label[0].encode("utf-8", "surrogateescape"),
            )
        )
    return found


def _date_of(request: TcRequest, mistakes: Sequence[Mistake]) -> str | None:
    """The UTC date of the timestamp that was signed."""
    for one in mistakes:
        if one.id == "timestamp-changed" and one.signed is not None and one.signed.isdigit():
            try:
                return utc_date(int(one.signed))
            except ValueError:
                return None
    return request.utc_date


def _label_of(request: TcRequest, mistakes: Sequence[Mistake]) -> tuple[str, ...] | None:
    """The services that the host stands for, None for one that says nothing of it."""
    if request.of_cloud:
        return (request.claims.host.label,)
    if request.known_services:
        return (*request.known_services, *((request.claims.host.label,) if request.of_address else ()))
    for one in mistakes:
        # on a loopback host any service goes
        if one.id == "host-changed" and one.signed is not None and not request.claims.host.local:
            host = host_without_port(
                one.signed.decode("utf-8", "replace").partition("://")[2] or one.signed.decode("utf-8", "replace")
            )
            if is_tencent(host.rstrip("/")):
                return (host.partition(".")[0],)
    return None


def _of_list(request: TcRequest) -> list[Finding]:
    names = request.authorization.names
    listed = request.authorization.signed_headers
    found: list[Finding] = []
    if list(names) != sorted(names):
        found.append(
            Finding(
                "headers-unsorted",
                f"SignedHeaders is {visible(listed)}; in ASCII order it is {visible(';'.join(sorted(names)))}",
                signed=listed.encode("utf-8", "surrogateescape"),
                sent=";".join(sorted(names)).encode("utf-8", "surrogateescape"),
            )
        )
    if listed != listed.lower():
        found.append(
            Finding(
                "header-name-case",
                f"SignedHeaders is {visible(listed)}, not in lower case",
                signed=listed.encode("utf-8", "surrogateescape"),
                sent=listed.lower().encode("utf-8", "surrogateescape"),
            )
        )
    if listed and (gone := [name for name in ("content-type", "host") if name not in names]):
        found.append(
            Finding("signed-headers-incomplete", f"SignedHeaders is {visible(listed)}; it lacks {' and '.join(gone)}")
        )
    return found
