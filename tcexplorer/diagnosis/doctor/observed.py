"""What can be seen without a key: faults that no signature would heal."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from tcexplorer.diagnosis.doctor.verdict import Certainty
from tcexplorer.protocol.endpoints import INTERNATIONAL_ROOT
from tcexplorer.protocol.words import ALLOWED_SKEW
from tcexplorer.safety.inert import visible
from tcexplorer.safety.secret import mask_id

if TYPE_CHECKING:
    from tcexplorer.protocol.claims import Claims
    from tcexplorer.protocol.http_text import Received
    from tcexplorer.protocol.model import Credential

_KNOWN_KIND = re.compile(r"(AKID|IKID)[A-Za-z0-9_*-]+")
_VARIABLE = re.compile(rb"\$(?:\{[A-Za-z_][A-Za-z0-9_]{0,40}\}|[A-Za-z_][A-Za-z0-9_]{0,40})")
_PERMANENT_LENGTH = 36
_LONGEST_PERMANENT = 44
"""SecretIds of temporary credentials are longer: 60 characters and more."""
_DOMESTIC, _INTERNATIONAL = "AKID", "IKID"


class Finding(NamedTuple):
    """A fault that is seen, before it becomes a cause."""

    id: str
    evidence: str
    certainty: Certainty = Certainty.OBSERVED
    signed: bytes | None = None
    sent: bytes | None = None


def of_secret_id(raw: str, credential: Credential | None) -> list[Finding]:
    """What is wrong with a SecretId as it was sent, blanks included."""
    found: list[Finding] = []
    stripped = raw.strip()
    if raw != stripped:
        found.append(Finding("secret-id-whitespace", f"SecretId was sent as `{_around(raw)}`"))
    if credential is not None and stripped and stripped == credential.secret_key.reveal().strip():
        found.append(Finding("secret-id-is-key", "the SecretKey itself was sent where the SecretId belongs"))
    elif stripped and not _KNOWN_KIND.fullmatch(stripped):
        digits = "all digits, like an AppId" if stripped.isdigit() else "which does not begin with AKID or IKID"
        found.append(
            Finding("secret-id-unknown-kind", f"SecretId is {_masked(stripped)} ({len(stripped)} characters), {digits}")
        )
    elif credential is not None and stripped and stripped != credential.secret_id.strip():
        found.append(
            Finding(
                "secret-id-mismatch",
                f"SecretId is {_masked(stripped)}; the credential given has {_masked(credential.secret_id)}",
            )
        )
    return found


def _masked(secret_id: str) -> str:
    return f"`{visible(mask_id(secret_id))}`"


def _around(raw: str) -> str:
    inner = raw.strip()
    begin, end = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
    return f"{_blanks(begin)}{visible(mask_id(inner))}{_blanks(end)}"


def _blanks(text: str) -> str:
    return visible(text.replace(" ", "␣"))


def of_token(token: str | None, secret_id: str, credential: Credential | None) -> list[Finding]:
    """Whether a token is missing, or sent where none belongs."""
    if credential is not None and credential.token is not None:
        if not token:
            return [Finding("token-missing", "the credential has a token, and the request carries none")]
        if token != credential.token.reveal():
            return [Finding("token-changed", f"the token sent ({len(token)} characters) is not the credential's")]
        return []
    if token and len(secret_id) <= _LONGEST_PERMANENT:
        return [
            Finding("token-unexpected", f"a token is sent, but a SecretId of {len(secret_id)} characters is permanent")
        ]
    if not token and credential is None and len(secret_id) > _LONGEST_PERMANENT:
        return [
            Finding(
                "token-missing",
                f"a SecretId of {len(secret_id)} characters is temporary, and no token is sent",
                Certainty.LIKELY,
            )
        ]
    return []


def of_clock(name: str, seconds: int | None, now: float | None) -> list[Finding]:
    """Whether a timestamp is too far from the server's time; `now` is in seconds since 1970."""
    if seconds is None or now is None or abs(seconds - now) <= ALLOWED_SKEW:
        return []
    off = seconds - int(now)
    shown = datetime.fromtimestamp(now, UTC)
    return [
        Finding(
            "clock-skew",
            f"{name} is {seconds}, {abs(off)} s {'ahead of' if off > 0 else 'behind'} {int(now)}"
            f" ({shown:%Y-%m-%d %H:%M:%S} UTC)",
        )
    ]


def of_variables(received: Received) -> list[str]:
    """A remark where a body or a header of a command names a shell variable, whose value is not known here."""
    texts = [received.body.strip()] if _VARIABLE.fullmatch(received.body.strip()) else []
    texts += [found[0] for _, value in received.headers for found in _VARIABLE.finditer(value)]
    names = list(dict.fromkeys(text.decode() for text in texts))
    if not names:
        return []
    said = ", ".join(f"`{name}`" for name in names[:3])
    if len(names) == 1:
        return [f"{said} is a shell variable; expand it: only with its value is this the request that was sent."]
    return [f"{said} are shell variables; expand them: only with their values is this the request that was sent."]


def of_site(secret_id: str, claims: Claims) -> list[Finding]:
    """Whether the kind of SecretId goes with the host's site."""
    host = claims.host
    if not host.bare.endswith("tencentcloudapi.com"):
        return []
    international = host.bare.endswith(INTERNATIONAL_ROOT)
    if secret_id.startswith(_INTERNATIONAL) and not international:
        kind, of_host = "the international", "the domestic"
    elif secret_id.startswith(_DOMESTIC) and international:
        kind, of_host = "the domestic", "the international"
    else:
        return []
    return [
        Finding(
            "wrong-site",
            f"SecretId begins with {secret_id[:4]}, as keys of {kind} site do;"
            f" {visible(host.bare)} is of {of_host} one",
            Certainty.LIKELY,
        )
    ]
