"""The page Timing: where the time went, beside the other runs of the action in this session; status and headers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tcexplorer.answer.present import size_text, time_text
from tcexplorer.tui.content.common import heading, pairs
from tcexplorer.tui.content.raw import clock_text
from tcexplorer.tui.content.status import Tone, verdict_of
from tcexplorer.tui.text.styled_text import Line, Role, Span, bold, line, muted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.calls.exchange import Exchange
    from tcexplorer.protocol.model import Timings

BAR: Final = 18
"""Cells of the longest bar."""
_TONES: Final = {Tone.GOOD: Role.GOOD, Tone.BAD: Role.BAD, Tone.WARN: Role.WARN, Tone.QUIET: Role.MUTED}


def timing_lines(exchange: Exchange, past: Sequence[Exchange] = ()) -> list[Line]:
    """All of the page. `past` are exchanges of the session, the newest first."""
    started = datetime.fromtimestamp(exchange.started_at, UTC)
    lines = [line(muted("sent at  "), started.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + " UTC")]
    response = exchange.response
    if response is None:
        lines.append(line(muted("ended    "), f"after {time_text(exchange.elapsed)}, without an answer"))
    else:
        lines += [Line(), *waterfall(response.timings)]
    lines += history(exchange, past)
    if response is not None:
        body = size_text(response.size)
        body += f", cut at {size_text(len(response.body))}" if response.truncated else ""
        lines += [Line(), heading(f"HTTP {response.status}"), line(muted("body  "), body)]
        lines += pairs(response.headers)
    return lines


def waterfall(timings: Timings) -> list[Line]:
    """A bar a phase, each beginning where the one before ends."""
    phases = (
        ("connect", timings.connect, "address, TCP"),
        ("TLS", timings.tls, "handshake"),
        ("send", timings.send, "request out"),
        ("wait", timings.wait, "first byte"),
        ("body", timings.receive, "answer in"),
    )
    spent = [(name, took, note) for name, took, note in phases if took is not None]
    rest = timings.total - sum(took for _, took, _ in spent)
    if rest >= 0.05:
        spent.append(("other", rest, "this program"))
    scale = BAR / timings.total if timings.total else 0
    lines: list[Line] = []
    before = 0.0
    for name, took, note in spent:
        begin = min(BAR - 1, int(before * scale))
        length = max(1, min(BAR - begin, round(took * scale)))
        bar = Span("━" * length, Role.KEY)
        after = " " * (BAR - begin - length)
        lines.append(line(muted(f"{name:<8}"), f"{_ms(took):>10}  ", " " * begin, bar, after, muted(f"  {note}")))
        before += took
    lines.append(line(bold("total   "), bold(f"{_ms(timings.total):>10}")))
    return lines


def history(exchange: Exchange, past: Sequence[Exchange]) -> list[Line]:
    """This and the other runs of the action, the newest first; nothing when it is the only one."""
    call = exchange.call
    runs = [one for one in past if _key(one) == _key(exchange)]
    if not any(one is exchange for one in runs):
        runs = [exchange, *runs]
    if len(runs) < 2:
        return []
    longest = max(one.elapsed for one in runs)
    lines = [Line(), heading(f"{call.action} in this session: {len(runs)} runs")]
    for one in runs:
        verdict = verdict_of(one)
        here = one is exchange
        length = max(1, round(one.elapsed / longest * BAR)) if longest else 1
        lines.append(
            line(
                Span("▸ " if here else "  ", Role.KEY, "bold"),
                Span(f"{clock_text(one.started_at)}", style="bold" if here else ""),
                f"{time_text(one.elapsed):>8}  ",
                Span("━" * length, Role.KEY if here else Role.RULE),
                " " * (BAR - length),
                Span(f"  {verdict.words}", _TONES.get(verdict.tone, Role.MUTED)),
            )
        )
    quickest = min(one.elapsed for one in runs)
    lines.append(line(muted(f"  quickest {time_text(quickest)}, slowest {time_text(longest)}")))
    return lines


def _key(exchange: Exchange) -> tuple[str, str, str]:
    call = exchange.call
    return call.service, call.version, call.action


def _ms(value: float) -> str:
    return f"{value:,.1f} ms"
