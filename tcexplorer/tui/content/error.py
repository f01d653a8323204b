"""The page Why: what an outcome means and what can be done, first things first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.evidence import permission_in
from tcexplorer.diagnosis.explain import explain_message
from tcexplorer.diagnosis.transport_failures import explain_failure
from tcexplorer.protocol.codes import COMMON, FAMILIES, Retry
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Success, TransportError, inner_request_ids
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.common import block, inline, pairs, text_lines
from tcexplorer.tui.text.styled_text import Line, Role, bold, key_and_word, line, muted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tcexplorer.answer.body import Answer
    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.diagnosis.exchange import RefusalCause
    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.diagnosis.transport_failures import Failure

_RETRY = {
    Retry.NEVER: "Sending it again ends the same way.",
    Retry.AFTER_FIX: "Sending it again helps only after something was changed.",
    Retry.LATER: "Wait a little, then send it again.",
    Retry.READS_ONLY: "A reading action may be sent again; after a writing one look first whether it was done.",
}
_DEPRECATED = "The API warns that this is deprecated"
_FIRST = 3
"""Remedies that stand with the meaning; the rest comes after the other causes."""


def why_lines(
    exchange: Exchange,
    explanation: Explanation | None,
    found: Sequence[RefusalCause] = (),
    *,
    roomy: bool = True,
    proxy: str | None = None,
    answer: Answer | None = None,
) -> list[Line]:
    """The page for an exchange. `explanation` is that of the code of an API error; `found` what a refusal showed;
    `proxy` the URL of the one that requests go through.
    """
    match exchange.outcome:
        case Success(envelope, dry_run):
            lines = list(_success(envelope.deprecated_warning, dry_run=dry_run))
        case ApiError(code=code, message=message):
            lines = list(_api_error(code, message, explanation, found, roomy=roomy))
            lines += _about_code(exchange.outcome, explanation)
        case Malformed() | TransportError() as outcome:
            lines = list(_transport_failure(explain_failure(outcome, exchange.host, proxy)))
        case Cancelled():
            lines = list(_cancelled())
    return [*lines, *oddity_lines(exchange, answer), Line(), _used(exchange)]


def _about_code(error: ApiError, explanation: Explanation | None) -> Iterator[Line]:
    """Where the code stands in the tables, and the ids of services behind the service."""
    rows: list[tuple[str, str]] = []
    if explanation is not None:
        rows.append(("code", standing_of(error.code, explanation)))
    rows += [("inner id", one) for one in inner_request_ids(error)]
    if rows:
        yield Line()
        yield from pairs(rows)
    if len(rows) > 1:
        yield line(muted("An inner id is that of a service behind this one; support may ask for it, too."))
    if error.envelope.deprecated_warning:
        yield Line()
        yield from block(Role.WARN, _DEPRECATED, text_lines(error.envelope.deprecated_warning))


def standing_of(code: str, explanation: Explanation) -> str:
    """Where a code stands: in the common table, in the service's own list, or nowhere."""
    if not code:
        return "the error has none"
    if code in COMMON:
        return "in the table of codes that every service has"
    family = explanation.family if explanation.family in FAMILIES and explanation.family != code else None
    if explanation.known:
        return "the service's own" + (f", a kind of {family} of the common table" if family else "")
    near = f"; by its name a kind of {family}" if family else ""
    return f"unknown: in neither the common table nor the service's list{near}"


def oddity_lines(exchange: Exchange, answer: Answer | None) -> list[Line]:
    """What the body is when it is no envelope, and what is odd about it."""
    words = oddities(exchange, answer)
    if answer is not None and answer.parsed is not None and not answer.parsed.checked:
        words.append("duplicate keys are still being looked for")
    if not words:
        return []
    return [Line(), *block(Role.RULE, "About the body", [line("· ", one, indent=2) for one in words])]


def oddities(exchange: Exchange, answer: Answer | None) -> list[str]:
    """What is odd about a body, a line each: that it is no envelope, then what was remarked while reading."""
    if answer is None:
        return []
    words = [] if isinstance(exchange.outcome, Success | ApiError) else [answer.text]
    if answer.parsed is not None:
        words += [remark.text for remark in answer.parsed.remarks]
    return words


def _success(warning: str | None, *, dry_run: bool) -> Iterator[Line]:
    if dry_run:
        yield line(
            bold("The call would have worked.", Role.GOOD), " Nothing was done, since it was a rehearsal (DryRun)."
        )
    else:
        yield line(bold("It worked.", Role.GOOD), " Nothing has to be explained.")
    if warning:
        yield Line()
        yield from block(Role.WARN, _DEPRECATED, text_lines(warning))


def _api_error(
    code: str, message: str, explanation: Explanation | None, found: Sequence[RefusalCause], *, roomy: bool
) -> Iterator[Line]:
    yield from text_lines(message) if message else [line(muted("The API sent no message with the code."))]
    if roomy:
        yield Line()
    if found:
        from tcexplorer.tui.content.findings import finding_lines  # with the doctor behind it, which takes a moment

        yield from finding_lines(found)
        yield Line()
    if explanation is None:
        return
    evidence = [line(muted(found)) for found in explain_message(code, message)]
    if permission_in(message) is not None:
        copies = key_and_word(BY_ID["copy_policy"].key_text, "copies this policy, ready to paste into the console")
        evidence.append(line(bold("→ "), *copies))
    causes, remedies = explanation.causes, explanation.remedies
    if found:  # what was found out comes first, and the rest is for the next time
        certain = any(one.certainty in ("proven", "observed") for one in found)
        yield from block(Role.RULE, explanation.meaning, [line(muted(_RETRY[explanation.retry]))])
        if not certain:
            yield Line()
            others = [line("· ", *inline(cause), indent=2) for cause in causes]
            yield from block(Role.RULE, "Other causes", [*others, *_steps(remedies)])
        return
    body = [
        *evidence,
        *[line("· ", *inline(cause), muted("  possible"), indent=2) for cause in causes[:1]],
        *_steps(remedies[:_FIRST]),
        line(muted(_RETRY[explanation.retry])),
    ]
    yield from block(Role.BAD if explanation.known else Role.WARN, explanation.meaning, body)
    if causes[1:]:
        yield Line()
        rest = [line("· ", *inline(cause), indent=2) for cause in causes[1:]]
        yield from block(Role.RULE, "Other causes", rest)
    if remedies[_FIRST:]:
        yield Line()
        yield from block(Role.RULE, "Also", _steps(remedies[_FIRST:]))


def _transport_failure(failure: Failure) -> Iterator[Line]:
    body = [
        line(muted(failure.arrived)),
        *_steps(failure.steps),
        *(line(muted(one), indent=2) for one in failure.evidence),
        line(muted(_RETRY[failure.retry])),
    ]
    yield from block(Role.WARN, failure.meaning, body)
    if failure.kind == "answer":
        yield Line()
        yield line(muted("The Raw tab has what came: a proxy or a login page usually says whose it is."))


def _cancelled() -> Iterator[Line]:
    yield from block(
        Role.RULE,
        "You stopped waiting",
        [
            line("The request may have reached the API all the same."),
            *_steps(("After a writing action, look whether it was done before you send it again.",)),
        ],
    )


def _steps(texts: Iterable[str]) -> list[Line]:
    return [line(bold("→ "), *inline(text), indent=2) for text in texts]


def _used(exchange: Exchange) -> Line:
    plan = exchange.plan
    if plan is None:
        return line(muted("how it was sent is not known"))
    region = plan.call.region or "no region"
    algorithm = "TC3-HMAC-SHA256" if plan.request.trace else "not signed"
    return line(muted(" · ".join((plan.profile.name, plan.masked_id, region, algorithm))))
