"""The page Raw, and what the response pane says before there is an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tcexplorer.safety.inert import visible_lines
from tcexplorer.tui.commands import BY_ID
from tcexplorer.tui.content.common import heading
from tcexplorer.tui.content.status import verdict_of
from tcexplorer.tui.text.styled_text import Line, Role, Span, line, muted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcexplorer.calls.exchange import Exchange


def raw_rows(text: str) -> list[str]:
    """The rows of a raw text, inert."""
    return visible_lines(text).split("\n")


def hex_lines(data: bytes, most: int = 1024) -> list[str]:
    """The first bytes as hexadecimal digits, 16 a row, and as ASCII where they are letters."""
    rows: list[str] = []
    for at in range(0, min(len(data), most), 16):
        part = data[at : at + 16]
        letters = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in part)
        rows.append(f"{at:06x}  {part.hex(' ', -8).ljust(33)}  {letters}")
    return rows


def idle_lines(past: Sequence[Exchange], *, action: bool) -> list[Line]:
    """What to do next, and what came back so far in this session, the newest first."""
    if action:
        lines = [
            _key(BY_ID["send"].key_text, "signs the call and sends it"),
            _key(BY_ID["example"].key_text, "fills the form from an official example"),
            _key(BY_ID["next_tab"].key_text, "shows the next tab: JSON, the exact request, its signature, the docs"),
        ]
    else:
        lines = [
            _key(BY_ID["search"].key_text, "finds an action: words in any order"),
            _key("⏎", "opens its form"),
            _key(BY_ID["send"].key_text, "signs the call and sends it; the answer comes here"),
            _key(BY_ID["help"].key_text, "says what can be done where you are"),
        ]
    if past:
        lines += [Line(), heading("Answers of this session")]
        lines += [one for exchange in past for one in past_lines(exchange)]
    return lines


def past_lines(exchange: Exchange) -> list[Line]:
    """An earlier answer in two lines: action and verdict, then its RequestId."""
    verdict = verdict_of(exchange)
    call = exchange.call
    at = clock_text(exchange.started_at)
    ink = {"-good": Role.GOOD, "-bad": Role.BAD, "-warn": Role.WARN}.get(verdict.tone, Role.MUTED)
    return [
        line(muted(f"{at}  "), f"{call.service} {call.action}  ", Span(verdict.words, ink), indent=10),
        line(muted(f"          {verdict.request_id or verdict.no_id}"), indent=10),
    ]


def clock_text(at: float) -> str:
    """A time of day, on this machine's clock."""
    return datetime.fromtimestamp(at, UTC).astimezone().strftime("%H:%M:%S")


def _key(key: str, text: str) -> Line:
    return line(Span(f"{key:<4}", Role.KEY, "bold"), muted(text), indent=4)
