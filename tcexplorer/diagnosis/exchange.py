"""Why this very exchange was refused: what can be seen in the two messages, the key's shape and the clock.

The doctor finds the mistakes of other people's signing code; of a request that we signed ourselves it proves that the
signature is right for the key, which leaves clock, key, token, site and what lies between here and the cloud.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor.verdict import Certainty
from tcexplorer.diagnosis.keys import credential_advice, site_of_id
from tcexplorer.interchange.readers.raw import received_of
from tcexplorer.protocol.endpoints import INTERNATIONAL_ROOT, host_without_port
from tcexplorer.protocol.model import Site
from tcexplorer.protocol.words import ALLOWED_SKEW
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.protocol.model import Credential, Response
    from tcexplorer.protocol.request import SignedRequest

WORTH_SAYING: Final = 60
"""Seconds of skew from which the clock is spoken of."""
_PROXY_HEADERS: Final = ("via", "x-via", "x-forwarded-by", "proxy-agent", "x-squid-error", "x-bluecoat-via")
_MOST_TOLD: Final = 3
CORRECT_CLOCK: Final = "correct_clock"
"""The command that signs again with the server's clock."""


@dataclass(frozen=True, slots=True)
class RefusalCause:
    """Something that explains a refusal. `steps` are what to do, one line each; `command` does the first of them."""

    id: str
    title: str
    certainty: Certainty
    evidence: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An exchange that ended in an AuthFailure. `received_at` is this machine's time in seconds since 1970."""

    code: str
    message: str
    request: SignedRequest
    response: Response
    received_at: float
    credential: Credential | None
    """None when the credential is not at hand any more."""
    source: str
    """Where the credential came from, in words: `keyring item tcexplorer:dev`."""


def skew_of(response: Response, received_at: float) -> float | None:
    """Seconds that the server's clock is ahead of this machine's, by its Date header; None without a usable one.

    A Date has whole seconds, so that half a second is its middle.
    """
    date = response.header("Date")
    if date is None:
        return None
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):  # years and zones of any number of digits are read
        return None
    if moment.tzinfo is None:
        return None
    return moment.timestamp() + 0.5 - received_at


def findings(refusal: Refusal) -> tuple[RefusalCause, ...]:
    """What is found out, the most certain and most telling first; empty when the code is no AuthFailure."""
    if not refusal.code.startswith("AuthFailure"):
        return ()
    kind = refusal.code.removeprefix("AuthFailure").lstrip(".")
    found = [*_clock(refusal, kind), *_shape(refusal), *_token(refusal, kind), *_site(refusal, kind)]
    found += _signature(refusal, kind, alone=not found)
    found += _between(refusal)
    order = list(Certainty)
    return tuple(sorted(found, key=lambda one: order.index(one.certainty)))


def worth_telling(found: Sequence[RefusalCause]) -> Sequence[RefusalCause]:
    """At most three of what was found; what is proven stands alone."""
    proven = [one for one in found if one.certainty is Certainty.PROVEN]
    return (proven or found)[:_MOST_TOLD]


def _clock(refusal: Refusal, kind: str) -> Iterator[RefusalCause]:
    skew = skew_of(refusal.response, refusal.received_at)
    if skew is None or abs(skew) < WORTH_SAYING:
        if kind == "SignatureExpire":
            said = "by its Date header the server's clock is this machine's" if skew is not None else "no Date header"
            yield RefusalCause(
                "clock-skew",
                "The timestamp was too old when it arrived",
                Certainty.LIKELY,
                (said,),
                ("Look whether the request waited, on a machine that slept or in a queue, and send it again.",),
            )
        return
    behind = "behind" if skew > 0 else "ahead of"
    refused = abs(skew) > ALLOWED_SKEW or kind == "SignatureExpire"
    yield RefusalCause(
        "clock-skew",
        f"This machine's clock is {span_text(abs(skew))} {behind} the server's",
        Certainty.PROVEN if refused and kind == "SignatureExpire" else Certainty.OBSERVED,
        (
            f"server   {visible(refusal.response.header('Date') or '')}",
            f"here     {_http_date(refusal.received_at)}",
            f"allowed  {ALLOWED_SKEW} s",
        ),
        (
            "Sign again with the server's clock, in this session.",
            "Then set this machine's clock: switch its synchronisation (NTP) on.",
        ),
        CORRECT_CLOCK,
    )


def _shape(refusal: Refusal) -> Iterator[RefusalCause]:
    if refusal.credential is None:
        return
    advice = credential_advice(refusal.credential)
    if advice:
        yield RefusalCause(
            "key-shape",
            "The key pair does not look like one",
            Certainty.OBSERVED,
            (*advice, f"from the {refusal.source}"),
            ("Copy SecretId and SecretKey again from the console, each for itself, and save the profile anew.",),
        )


def _token(refusal: Refusal, kind: str) -> Iterator[RefusalCause]:
    credential = refusal.credential
    if credential is None:
        return
    if credential.token is None:
        if kind == "TokenFailure" or len(credential.secret_id) > 44:
            yield RefusalCause(
                "token-missing",
                "The credential is temporary and was sent without its token",
                Certainty.LIKELY,
                (f"the SecretId has {len(credential.secret_id)} characters; permanent ones have 36",),
                ("Set TENCENTCLOUD_TOKEN beside id and key, or use a permanent key.",),
            )
    elif kind in ("TokenFailure", "SecretIdNotFound"):
        yield RefusalCause(
            "token-expired",
            "The temporary credential has expired, or its parts are of different ones",
            Certainty.LIKELY,
            (f"a token of {len(credential.token)} characters was sent with {credential.masked_id}",),
            ("Get a new one; take id, key and token of the same answer.",),
        )


def _site(refusal: Refusal, kind: str) -> Iterator[RefusalCause]:
    if refusal.credential is None or kind not in ("SecretIdNotFound", "InvalidSecretId", "SignatureFailure"):
        return
    of_id = site_of_id(refusal.credential.secret_id)
    host = host_without_port(refusal.request.header("Host") or "")
    of_host = Site.INTERNATIONAL if host.endswith(INTERNATIONAL_ROOT) else Site.DOMESTIC
    if of_id is not None and of_id is not of_host:
        yield RefusalCause(
            "wrong-site",
            f"The SecretId is of the {of_id} site, the host of the {of_host} one",
            Certainty.LIKELY,
            (f"{refusal.credential.masked_id} was sent to {visible(host)}",),
            (f'Set site = "{of_id}" in the profile, or choose another endpoint.',),
        )


def _signature(refusal: Refusal, kind: str, *, alone: bool) -> Iterator[RefusalCause]:
    """Sign once more what was sent, and say what a right signature leaves as the cause."""
    credential = refusal.credential
    if credential is None or refusal.request.trace is None or kind not in ("SignatureFailure", "SecretIdNotFound"):
        return
    verdict = doctor.examine(received_of(refusal.request), credential)
    used = f"{credential.masked_id} from the {refusal.source}"
    proven = [cause for cause in verdict.causes if cause.certainty is Certainty.PROVEN]
    if proven:
        for cause in proven:
            yield RefusalCause(
                cause.id, cause.title, cause.certainty, (cause.evidence,), (cause.fix,) if cause.fix else ()
            )
        return
    if verdict.expected is None or verdict.expected.signature != refusal.request.trace.signature:
        return
    if kind == "SecretIdNotFound":
        yield RefusalCause(
            "id-unknown",
            "The cloud does not know this SecretId",
            Certainty.LIKELY,
            (f"used: {used}",),
            (
                "Look in the console's list of API keys whether it is there, and enabled.",
                "A key that was just made takes some seconds to be known.",
            ),
        )
    else:
        yield RefusalCause(
            "key-of-another-id",
            "The SecretKey is not the one of this SecretId",
            Certainty.OBSERVED if alone else Certainty.LIKELY,
            ("every step was computed again: with this key, the signature is right as sent", f"used: {used}"),
            (
                "Save the pair again, id and key from the same row of the console.",
                "If the key is right, something on the way changed the request: try another network.",
            ),
        )


def _between(refusal: Refusal) -> Iterator[RefusalCause]:
    seen = [
        f"{name}: {visible(value)[:80]}" for name, value in refusal.response.headers if name.lower() in _PROXY_HEADERS
    ]
    if seen:
        yield RefusalCause(
            "proxy",
            "A proxy stands between here and the API, and may have changed the request",
            Certainty.LIKELY,
            tuple(seen[:3]),
            ("Try without it: unset HTTPS_PROXY, or use another network.",),
        )


def span_text(seconds: float) -> str:
    """`7 min 12 s`, `2 h 3 min`: a span in at most two units."""
    whole = round(seconds)
    units = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
    parts: list[str] = []
    for size, name in units:
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "0 s"


def _http_date(moment: float) -> str:
    from email.utils import formatdate

    return formatdate(moment, usegmt=True)
