"""The pages Request and Signature: what will be sent, byte for byte, and how it was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.protocol.signing import ALGORITHM
from tcexplorer.safety.redact import is_secret_header
from tcexplorer.safety.secret import MASK
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.common import heading, text_lines
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, key_and_word, line, muted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcexplorer.calls.plan import Plan, Refused
    from tcexplorer.protocol.request import SignedRequest

LONGEST_BODY = 200_000
"""Characters of a body that the page shows."""


def request_lines(planned: Plan, *, reveal: bool) -> list[Line]:
    """Method, URL, headers and body. Authorization and token are masked unless `reveal`."""
    request = planned.request
    lines = [line(bold(request.method, Role.KEY), " ", request.url, indent=4)]
    masked = False
    for name, value in request.headers:
        shown = value if reveal else masked_header(planned, name, value)
        masked = masked or shown != value
        lines.append(line(Span(name, Role.KEY), muted(": "), shown, indent=4))
    if request.body:
        lines.append(line(Span("Content-Length", Role.KEY), muted(": "), str(len(request.body))))
    lines += [Line(), *_body(request.body)]
    lines.append(Line())
    if request.dial != request.url:
        lines.append(
            line(muted(f"dialled: {request.dial.partition('?')[0]}; the host that is signed stays the real one"))
        )
    if masked or reveal:
        does = "shows Authorization and token in full" if masked else "masks Authorization and token again"
        lines.append(line(*key_and_word(BY_ID["reveal"].key_text, does)))
    return lines


def masked_header(planned: Plan, name: str, value: str) -> str:
    """A header's value without what must not be seen over a shoulder."""
    if not is_secret_header(name):
        return value
    trace = planned.request.trace
    if name.lower() == "authorization":
        if trace is None:
            return value
        return (
            f"{ALGORITHM} Credential={planned.masked_id}/{trace.credential_scope}, "
            f"SignedHeaders={trace.signed_headers}, Signature={MASK}"
        )
    return MASK


def _body(body: bytes) -> list[Line]:
    if not body:
        return [line(muted("no body"))]
    text = body[: LONGEST_BODY * 4].decode("utf-8", "replace")
    lines = text_lines(text[:LONGEST_BODY])
    if len(text) > LONGEST_BODY:
        lines.append(line(muted(f"… {len(body):,} bytes in all")))
    return lines


def signature_lines(request: SignedRequest) -> list[Line]:
    """Every value between the request and its signature. Keys are never shown."""
    trace = request.trace
    if trace is None:
        return [line("This action is not signed: its Authorization is ", bold("SKIP"), ".")]
    return [
        line(
            *key_and_word("1 2 3 4 6", "copy a step   "),
            *key_and_word(BY_ID["compare_printed"].key_text, "compares with what your code printed"),
        ),
        Line(),
        *_step(1, "Canonical request", "method, path, query, headers, their names, hash of the body"),
        *_value(trace.canonical_request),
        Line(),
        *_step(2, "Its SHA-256", ""),
        *_value(trace.canonical_request_hash),
        Line(),
        *_step(3, "Credential scope", "UTC date of the timestamp, service, tc3_request"),
        *_value(trace.credential_scope),
        Line(),
        *_step(4, "String to sign", "algorithm, timestamp, scope, hash"),
        *_value(trace.string_to_sign),
        Line(),
        *_step(5, "Keys", "each the HMAC-SHA256 of the text under the key before; never shown"),
        line(muted("  SecretDate     "), f"HMAC(TC3 + SecretKey, {trace.date})"),
        line(muted("  SecretService  "), f"HMAC(SecretDate, {trace.service})"),
        line(muted("  SecretSigning  "), "HMAC(SecretService, tc3_request)"),
        Line(),
        *_step(6, "Signature", "hex of HMAC(SecretSigning, string to sign)"),
        line("  ", bold(trace.signature, Role.GOOD), indent=2),
    ]


def _step(number: int, title: str, note: str) -> Iterator[Line]:
    yield line(Span(f"{number} ", Role.KEY, "bold"), bold(title), muted(f"  {note}" if note else ""))


def _value(text: str) -> Iterator[Line]:
    for one in text.split("\n"):
        yield line("  ", one, indent=4) if one else line("  ", muted("(empty line)"))


def refused_lines(refused: Refused) -> list[Line]:
    """Why there is no request to show."""
    return [heading("Nothing would be sent"), line(Span("! ", Role.WARN, "bold"), refused.sentence)]
