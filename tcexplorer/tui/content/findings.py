"""What was found out about a refusal, and the doctor's verdict, as lines: most certain first, each behind its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.diagnosis import doctor
from tcexplorer.diagnosis.doctor.causes import EXPECTED
from tcexplorer.diagnosis.doctor.verdict import Certainty
from tcexplorer.diagnosis.exchange import worth_telling
from tcexplorer.safety.inert import visible
from tcexplorer.tui.content.common import block, heading, inline
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tcexplorer.diagnosis.exchange import RefusalCause

_EDGES = {Certainty.PROVEN: Role.BAD, Certainty.OBSERVED: Role.BAD, Certainty.LIKELY: Role.WARN}
_MARKS = {"-": Role.BAD, "+": Role.GOOD, "^": Role.WARN}
_HEADINGS = {
    doctor.Outcome.VALID: ("✓ signed as it must be", Role.GOOD),
    doctor.Outcome.EXPLAINED: ("✗ the request would be refused", Role.BAD),
    doctor.Outcome.UNEXPLAINED: ("? the cause could not be proven", Role.WARN),
}


def finding_lines(found: Sequence[RefusalCause]) -> Iterator[Line]:
    """What was found that is worth telling."""
    from tcexplorer.tui.commands import BY_ID

    for at, one in enumerate(worth_telling(found)):
        if at:
            yield Line()
        body = [line(muted(text), indent=2) for text in one.evidence]
        for number, step in enumerate(one.steps):
            keys = [bold(f"{BY_ID[one.command].key_text} ", Role.KEY)] if not number and one.command in BY_ID else []
            body.append(line(bold("→ "), *keys, *inline(step), indent=2))
        yield from _block(one.certainty, one.title, body)


def _block(certainty: Certainty, title: str, body: Iterable[Line]) -> Iterator[Line]:
    first, *rest = block(_EDGES[certainty], title, body)
    yield first._replace(spans=(*first.spans, muted(f"  {certainty}")))
    yield from rest


def verdict_lines(verdict: doctor.Verdict) -> list[Line]:
    """The doctor's whole answer: what was found, the two texts against each other, how to mend it."""
    words, ink = _HEADINGS[verdict.outcome]
    tried = verdict.tried
    counted = f"  {tried.single + tried.double:,} mistakes tried in {tried.seconds:.2f} s" if tried.single else ""
    lines = [line(bold(words, ink), muted(counted)), Line()]
    for cause in verdict.causes:
        lines += [*_cause(cause), Line()]
    if verdict.alternatives:
        others = "; ".join(" and ".join(ids) for ids in verdict.alternatives)
        lines += [line(muted(f"The same signature comes of: {others}"), indent=2), Line()]
    if verdict.remarks:
        lines += [*(line(visible(remark), indent=2) for remark in verdict.remarks), Line()]
    if verdict.differences:
        lines += [
            heading("From the one that works"),
            *(line(f"  {visible(one)}") for one in verdict.differences),
            Line(),
        ]
    lines += _difference(verdict)
    return lines


def _cause(cause: doctor.Cause) -> Iterator[Line]:
    what, pair, rest = cause.evidence.partition(" (signed `")
    right = "expected" if EXPECTED in rest else "sent"
    cells = max(8, len(right) + 1)
    body = [line(what, indent=2)]
    if pair and cause.signed is not None and cause.sent is not None:  # below each other, so that what differs is seen
        body += [
            line(muted(f"{'signed':<{cells}}"), Span(cause.signed, Role.BAD), indent=cells),
            line(muted(f"{right:<{cells}}"), Span(cause.sent, Role.GOOD), indent=cells),
        ]
    if cause.fix:
        body.append(line(bold("→ "), *inline(cause.fix), indent=2))
    body += [line(muted(f"{language:<8}"), Span(code, Role.KEY), indent=8) for language, code in cause.code]
    yield from _block(cause.certainty, cause.title, body)


def _difference(verdict: doctor.Verdict) -> Iterator[Line]:
    expected, sent = verdict.expected, verdict.sent
    if expected is None:
        return
    for name, signed, right in (
        ("Canonical request", sent.canonical_request, expected.canonical_request),
        ("String to sign", sent.string_to_sign, expected.string_to_sign),
    ):
        if signed is not None and right is not None and signed != right:
            yield from contrast_lines(name, right, signed)
            return
    if verdict.outcome is not doctor.Outcome.VALID and expected.canonical_request is not None:
        yield from _expected("Expected canonical request", expected.canonical_request)
        if expected.string_to_sign is not None:
            yield Line()
            yield from _expected("Expected string to sign", expected.string_to_sign)


def _expected(title: str, text: str) -> Iterator[Line]:
    yield heading(title)
    yield from (
        line("  ", visible(one), indent=4) if one else line("  ", muted("(empty line)")) for one in text.split("\n")
    )


def contrast_lines(title: str, expected: str, signed: str) -> Iterator[Line]:
    """Two texts that should be one: `-` was signed, `+` is expected, `^` points at what differs."""
    yield line(bold(title), muted("  "), Span("- signed", Role.BAD), muted(", "), Span("+ expected", Role.GOOD))
    for one in doctor.marked_lines(expected, signed):
        yield line(
            Span(f"{one.mark} ", _MARKS.get(one.mark, Role.MUTED), "bold"),
            Span(one.text, _MARKS.get(one.mark, Role.TEXT)),
            indent=2,
        )
