"""How the pairs of a v1 request may have been meant, where their values were not encoded, or encoded twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_plus

from tcexplorer.diagnosis.doctor.mistake import Mistake
from tcexplorer.protocol.claims import decoded_pairs
from tcexplorer.protocol.signing_v1 import SIGNATURE
from tcexplorer.safety.inert import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tcexplorer.diagnosis.doctor.v1.source import Pairs

ENCODED_TWICE = re.compile(r"%(2B|2F|3D)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z]\w*(\.\w+)*")
_MOST_DOUBTFUL = 24
_API_NAME = re.compile(r"[A-Z]\w*(\.\w+)*")
_NEVER_BARE = re.compile(r"[=?/:,;@]")
"""Characters that every encoder of values encodes."""


class Interpretation(NamedTuple):
    """Pairs without the signature, decoded and as they stand in the request, and the mistake in reading them so."""

    pairs: Pairs
    raw: Pairs
    mistakes: tuple[Mistake, ...] = ()


def interpretations(form: bytes) -> Iterator[Interpretation]:
    """As sent; then, as far as it shows, with what stands behind a bare `&` as part of the value before it, and
    decoded once more.
    """
    text = form.decode("utf-8", "surrogateescape")
    parts = [part for part in text.split("&") if part]
    raw = tuple((name, value) for name, _, value in [part.partition("=") for part in parts])
    signature = next((value for name, value in raw if name == SIGNATURE), "")
    sent = tuple(pair for pair in decoded_pairs(form) if pair[0] != SIGNATURE)
    yield Interpretation(sent, tuple(pair for pair in raw if pair[0] != SIGNATURE))
    yield from _with_bare(parts, (_is_bare, _is_odd, _follows_bare))
    if ENCODED_TWICE.search(unquote_plus(signature)):
        yield Interpretation(tuple((name, unquote(value, errors="surrogateescape")) for name, value in sent), sent)


def is_bare(form: bytes) -> bool:
    """Whether values were sent as they are, as the signature among them shows."""
    found = re.search(rb"(?:^|&)Signature=([^&]*)", form)
    return found is not None and not found[1].isalnum() and b"%" not in found[1]


def doubtful(form: bytes) -> Iterator[Interpretation]:
    """With a pair that has an unlikely name as part of the value before it: all such, then each alone."""
    parts = [part for part in form.decode("utf-8", "surrogateescape").split("&") if part]
    lower = [part for part in parts if _is_lower("", part)][:_MOST_DOUBTFUL]
    yield from _with_bare(parts, (_is_lower, *(lambda _, part, one=one: part == one for one in lower)))


def _with_bare(parts: Sequence[str], rules: Sequence[Callable[[str, str], bool]]) -> Iterator[Interpretation]:
    """The parts with those that are no parameters, by each rule, joined to what they follow."""
    known: list[list[str]] = [list(parts)]
    for is_value in rules:
        joined: list[str] = []
        gone = ""
        for part in parts:
            if joined and not part.startswith(f"{SIGNATURE}=") and is_value(joined[-1], part):
                joined[-1] += f"&{part}"
                gone = gone or part.partition("=")[0]
            else:
                joined.append(part)
        if joined in known:
            continue
        known.append(joined)
        said = f"a value was sent with a bare & (as %26): `{visible(gone[:40])}` arrives as a parameter of its own"
        mistake = Mistake("v1-parameters-changed", said)
        raw = tuple((name, value) for name, _, value in [part.partition("=") for part in joined] if name != SIGNATURE)
        for decode in (unquote_plus, unquote):
            pairs = tuple((name, decode(value, errors="surrogateescape")) for name, value in raw)
            yield Interpretation(pairs, raw, (mistake,))


def _is_bare(_: str, part: str) -> bool:
    return "=" not in part


def _is_odd(before: str, part: str) -> bool:
    return _is_bare(before, part) or not _NAME.fullmatch(part.partition("=")[0])


def _is_lower(before: str, part: str) -> bool:
    return _is_odd(before, part) or not _API_NAME.fullmatch(part.partition("=")[0])


def _follows_bare(before: str, part: str) -> bool:
    """Whether it stands behind a value with other characters that should be encoded."""
    bare = bool(_NEVER_BARE.search(before.partition("=")[2]))
    return _is_odd(before, part) or (bare and _is_lower(before, part))
