"""The page Why: what an outcome means and what can be done, first things first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis.explain import explain_message
from tcexplorer.protocol.codes import Retry
from tcexplorer.protocol.envelope import ApiError, Cancelled, Malformed, Success, TransportError
from tcexplorer.tui.ink import Ink, Line, Span, bold, line, muted
from tcexplorer.tui.pages.common import inline, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tcexplorer.diagnosis.explain import Explanation
    from tcexplorer.workbench.call import Exchange

_RETRY = {
    Retry.NEVER: "Sending it again ends the same way.",
    Retry.AFTER_FIX: "Sending it again helps only after something was changed.",
    Retry.LATER: "Wait a little, then send it again.",
    Retry.READS_ONLY: "A reading action may be sent again; after a writing one look first whether it was done.",
}
_FIRST = 3
"""Remedies that stand with the meaning; the rest comes after the other causes."""

_ON_THE_WAY: dict[str, tuple[str, ...]] = {
    "dns": (
        "Look whether this machine is online, and whether its DNS answers.",
        "A service that is new or misspelt has no host; the Request tab shows the one that was asked.",
    ),
    "connect": (
        "Look whether a firewall or a VPN stands between this machine and the host.",
        "Behind a proxy, set HTTPS_PROXY and start again.",
    ),
    "tls": (
        "Behind a proxy that opens TLS, name its certificate in SSL_CERT_FILE and start again.",
        "Look whether this machine's clock is right: certificates are valid from a date to a date.",
    ),
    "proxy": ("Look at HTTPS_PROXY: its address, and whether it asks for a user.",),
    "timeout": ("Try again; if it goes on, try the access point of another region.",),
    "read": ("Try again; a connection that breaks every time points to a proxy or a firewall.",),
    "protocol": ("Look at the endpoint: something else than the API answers there.",),
}


def why_lines(exchange: Exchange, explanation: Explanation | None, *, roomy: bool = True) -> list[Line]:
    """The page for an exchange. `explanation` is that of the code of an API error."""
    match exchange.outcome:
        case Success(envelope, dry_run):
            found = list(_success(envelope.deprecated_warning, dry_run=dry_run))
        case ApiError(code=code, message=message):
            found = list(_api_error(code, message, explanation, roomy=roomy))
        case Malformed(reason=reason):
            found = list(_malformed(reason))
        case TransportError() as error:
            found = list(_transport(error))
        case Cancelled():
            found = list(_cancelled())
    return [*found, Line(), _used(exchange)]


def _success(warning: str | None, *, dry_run: bool) -> Iterator[Line]:
    if dry_run:
        yield line(
            bold("The call would have worked.", Ink.GOOD), " Nothing was done, since it was a rehearsal (DryRun)."
        )
    else:
        yield line(bold("It worked.", Ink.GOOD), " Nothing has to be explained.")
    if warning:
        yield Line()
        yield from block(Ink.WARN, "The API warns that this is deprecated", text_lines(warning))


def _api_error(code: str, message: str, explanation: Explanation | None, *, roomy: bool) -> Iterator[Line]:
    yield from text_lines(message) if message else [line(muted("The API sent no message with the code."))]
    if roomy:
        yield Line()
    if explanation is None:
        return
    evidence = [line(muted(found)) for found in explain_message(code, message)]
    causes, remedies = explanation.causes, explanation.remedies
    body = [
        *evidence,
        *[line("· ", *inline(cause), muted("  possible"), indent=2) for cause in causes[:1]],
        *_steps(remedies[:_FIRST]),
        line(muted(_RETRY[explanation.retry])),
    ]
    yield from block(Ink.BAD if explanation.known else Ink.WARN, explanation.meaning, body)
    if causes[1:]:
        yield Line()
        rest = [line("· ", *inline(cause), indent=2) for cause in causes[1:]]
        yield from block(Ink.RULE, "Other causes", rest)
    if remedies[_FIRST:]:
        yield Line()
        yield from block(Ink.RULE, "Also", _steps(remedies[_FIRST:]))


def _malformed(reason: str) -> Iterator[Line]:
    body = [
        *_steps(
            (
                "Read it in the Raw tab: the page of a proxy or of a login usually says who wrote it.",
                "Look at the endpoint in the Request tab.",
            )
        ),
    ]
    yield from block(Ink.WARN, f"Something answered that is not the API: {reason}", body)


def _transport(error: TransportError) -> Iterator[Line]:
    arrived = (
        "It may have reached the API: after a writing action look whether it was done before sending it again."
        if error.may_have_arrived
        else "It did not reach the API: nothing was done, and it can be sent again."
    )
    body = [line(muted(arrived)), *_steps(_ON_THE_WAY.get(error.kind, ()))]
    yield from block(Ink.WARN, error.sentence, body)


def _cancelled() -> Iterator[Line]:
    yield from block(
        Ink.RULE,
        "You stopped waiting",
        [
            line("The request may have reached the API all the same."),
            *_steps(("After a writing action, look whether it was done before you send it again.",)),
        ],
    )


def block(edge: Ink, title: str, body: Iterable[Line]) -> Iterator[Line]:
    """A title and lines behind one edge."""
    yield Line(tuple(inline(title, style="bold")), edge)
    for one in body:
        yield one._replace(edge=edge)


def _steps(texts: Iterable[str]) -> list[Line]:
    return [line(Span("→ ", style="bold"), *inline(text), indent=2) for text in texts]


def _used(exchange: Exchange) -> Line:
    planned = exchange.planned
    region = planned.call.region or "no region"
    algorithm = "TC3-HMAC-SHA256" if planned.request.trace else "not signed"
    return line(muted(" · ".join((planned.profile.name, planned.masked_id, region, algorithm))))
