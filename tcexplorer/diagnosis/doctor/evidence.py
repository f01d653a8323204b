"""Two texts that should be one, cut to where they differ, with everything in them visible.

Values of password-like parameters are starred letter by letter, so that what is evidence (separators, escapes,
lengths) stays and the secret does not.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from tcexplorer.safety.inert import visible
from tcexplorer.safety.redact import is_secret_name
from tcexplorer.safety.secret import MASK

_BEFORE, _AFTER = 24, 36
_LONGEST_LINE = 160
BLANK = "␣"
# a member of a JSON text, a pair of a query or form, or a header line: its name, and its value
_NAMED = re.compile(
    rb'"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*"?)|(?:^|[?&\n])([\w.]+)=([^&\n]*)|(?:^|\n)([\w-]+)[ \t]*:([^\n]*)'
)
# surrogates that no byte was escaped as; and the three bytes that UTF-8 would have for one, escaped
_NO_ESCAPES = re.compile("([\ud800-\udc7f\udd00-\udfff]+)")
_ESCAPED = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]|[\udc80-\udcff]")
_MASK = MASK.encode()
_LETTER = re.compile(rb"[A-Za-z0-9\x80-\xff]")


class Contrast(NamedTuple):
    """Excerpts of what was signed and of what was sent; `at` is where in both the first difference is."""

    signed: str
    sent: str
    at: int


def contrast(signed: bytes, sent: bytes) -> Contrast:
    """The two texts around their first difference; blanks within what differs are shown as ␣."""
    signed, sent = _starred(signed), _starred(sent)
    size = min(len(signed), len(sent))
    first = next((at for at in range(size) if signed[at] != sent[at]), size)
    start = 0 if first <= _BEFORE else first - _BEFORE
    while start and start < len(sent) and sent[start] & 0xC0 == 0x80:  # not within a character
        start -= 1
    before = ("…" if start else "") + _text(sent[start:first])
    return Contrast(before + _rest(signed, first), before + _rest(sent, first), len(before))


def _starred(text: bytes) -> bytes:
    """The text, as long as before, with the letters of secret values as stars."""

    def star(found: re.Match[bytes]) -> bytes:
        kind = next(group for group in (1, 3, 5) if found[group] is not None)
        if _MASK in found[kind + 1] or not is_secret_name(found[kind].decode("ascii", "replace").rpartition(".")[2]):
            return found[0]
        at = found.start(kind + 1) - found.start()
        return found[0][:at] + _LETTER.sub(b"*", found[0][at:])

    return _NAMED.sub(star, text)


def starred(text: str) -> str:
    """A text without the values of password-like parameters, and with bytes that are no text spelled out."""
    given = _bytes(text)
    found = _starred(given)
    return text if found == given and text.isascii() else _decoded(found)


def _rest(text: bytes, first: int) -> str:
    end = first + _AFTER
    shown = _text(text[first:end])
    tail = "…" if len(text) > end else ""
    return marked(shown) + tail


def marked(text: str) -> str:
    """Blanks at the beginning and the end, and runs of them, as ␣."""
    inner = text.strip(" ")
    begin = len(text) - len(text.lstrip(" "))
    end = len(text) - len(text.rstrip(" "))
    if not inner:
        return BLANK * len(text)
    return BLANK * begin + inner.replace("  ", BLANK * 2) + BLANK * end


def _text(part: bytes) -> str:
    return visible(_decoded(part))


def _bytes(text: str) -> bytes:
    """Any text: an escaped byte as that byte, another lone surrogate as the three bytes that UTF-8 would have."""
    parts = enumerate(_NO_ESCAPES.split(text))
    return b"".join(part.encode("utf-8", "surrogatepass" if at % 2 else "surrogateescape") for at, part in parts)


def _decoded(part: bytes) -> str:
    text = part.decode("utf-8", "surrogateescape")
    return text if text.isascii() else _ESCAPED.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    """A surrogate that was spelled out as it is, or a byte that is no UTF-8."""
    if len(found[0]) == 1:
        return f"\\x{ord(found[0]) - 0xDC00:02X}"
    return found[0].encode("utf-8", "surrogateescape").decode("utf-8", "surrogatepass")


class MarkedLine(NamedTuple):
    """A line of two texts set against each other: of both, expected only, or signed only."""

    mark: str
    text: str


def marked_lines(expected: str, signed: str) -> list[MarkedLine]:
    """The lines of two canonical requests; `-` was signed, `+` is expected, `^` marks what differs."""
    wanted, got = (_decoded(_starred(_bytes(text))).split("\n") for text in (expected, signed))
    lines: list[MarkedLine] = []
    for tag, first, last, start, end in SequenceMatcher(a=got, b=wanted, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [MarkedLine(" ", _shown(line)) for line in got[first:last]]
            continue
        olds, news = got[first:last], wanted[start:end]
        for old, new in zip(olds, news, strict=False):
            lines += _set_against(old, new)
        lines += [MarkedLine("-", _shown(old, marks=True)) for old in olds[len(news) :]]
        lines += [MarkedLine("+", _shown(new, marks=True)) for new in news[len(olds) :]]
    return lines


def _set_against(old: str, new: str) -> list[MarkedLine]:
    found = contrast(_bytes(old), _bytes(new)) if max(len(old), len(new)) > _LONGEST_LINE else None
    if found is None:
        first = next((at for at in range(min(len(old), len(new))) if old[at] != new[at]), min(len(old), len(new)))
        before = visible(new[:first])
        found = Contrast(before + marked(visible(old[first:])), before + marked(visible(new[first:])), len(before))
    width = max(1, max(len(found.signed), len(found.sent)) - found.at)
    common = _common_end(found.signed[found.at :], found.sent[found.at :])
    width = max(1, width - common)
    return [
        MarkedLine("-", found.signed),
        MarkedLine("+", found.sent),
        MarkedLine("^", " " * found.at + "^" * min(width, 80)),
    ]


def _common_end(one: str, other: str) -> int:
    size = min(len(one), len(other))
    return next((at for at in range(size) if one[-1 - at] != other[-1 - at]), size)


def _shown(line: str, *, marks: bool = False) -> str:
    text = visible(line)
    if marks:
        text = marked(text) if text else "(empty line)"
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"
