"""Search over the keys and values of a document, in slices, with the number of matches.

A document that came from a large body is not walked where the body cannot match: the landmarks of `parse` say which
bytes hold which places, and a window of bytes without the text is skipped. (So in a large body a number such as
`1E5` is found as it was sent, in a small one as it is shown.)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from tcexplorer.answer.present import number
from tcexplorer.answer.rows import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tcexplorer.answer.remarks import Landmark
    from tcexplorer.answer.values import IndexPath
    from tcexplorer.protocol.model import Json

KEPT: Final = 100_000
"""Matches whose places are kept; further ones are counted, and found again by `seeking`."""
_STEPS: Final = 4096
"""Nodes looked at between two yields."""
_PLAIN = re.compile(r"[A-Za-z0-9 _.:@+=,;()-]*\Z")
_NUMERIC = re.compile(r"[-+.0-9eEinfaIN]+\Z")


class Search:
    """What was found of a text so far. Case does not matter; a member matches by its name or its value.

    `running()` finds more; `matches` are the places of the first 100,000, in the order of the document, cut to the
    levels that `Rows` opens.
    """

    def __init__(self, document: Json, text: str, *, body: bytes = b"", landmarks: tuple[Landmark, ...] = ()) -> None:
        self.text = text
        self.count = 0
        self.done = not text
        self.matches: list[IndexPath] = []
        self._document = document
        self._judge = _Judge(text)
        self._body = body
        self._landmarks = landmarks if body and _can_skip(text) else ()

    def running(self) -> Generator[int]:
        """Look on: yields the number of matches so far, every few milliseconds and at the first one."""
        if self.done:
            return
        for start, stop in self._regions():
            if start is None:
                yield self.count
                continue
            for found in _walk(self._document, self._judge, start, stop):
                if found is not None:
                    self.count += 1
                    if self.count <= KEPT:
                        self.matches.append(_bounded(found, self.matches))
                if found is None or self.count == 1:
                    yield self.count
            yield self.count
        self.done = True
        yield self.count

    def seeking(self, after: IndexPath) -> Generator[None, None, IndexPath | None]:
        """Walk from a place on to the next match: for matches beyond those kept. Returns its places."""
        for found in _walk(self._document, self._judge, after, None):
            if found is None:
                yield
            elif found > after:
                return found
        return None

    def next(self, places: IndexPath) -> IndexPath | None:
        """The nearest kept match behind a place, or else the first; None when nothing was found yet."""
        if not self.matches:
            return None
        at = bisect_right(self.matches, places)
        return self.matches[at] if at < len(self.matches) else self.matches[0]

    def previous(self, places: IndexPath) -> IndexPath | None:
        """The nearest kept match before a place, or else the last."""
        if not self.matches:
            return None
        return self.matches[bisect_left(self.matches, places) - 1]

    def number(self, places: IndexPath) -> int | None:
        """Which match is at a place, from 1; None when none is."""
        at = bisect_left(self.matches, places)
        return at + 1 if at < len(self.matches) and self.matches[at] == places else None

    def matches_row(self, key: str | int | None, value: Json) -> bool:
        """Whether a row is a match: to mark it."""
        return self._judge.hit(key, value)

    def _regions(self) -> Iterator[tuple[IndexPath | None, IndexPath | None]]:
        """Where to walk: from the first place to before the second. None as the first is a window skipped."""
        if not self._landmarks:
            yield (), None
            return
        marks = [(0, ()), *((mark.offset, mark.places) for mark in self._landmarks)]
        sieve = _Sieve(self.text)
        for at, (offset, places) in enumerate(marks):
            last = at + 1 == len(marks)
            part = self._body[offset : len(self._body) if last else marks[at + 1][0]]
            if sieve.lets_pass(part):
                yield places, None if last else marks[at + 1][1]
            elif at % 8 == 0:
                yield None, None


def _bounded(found: IndexPath, matches: list[IndexPath]) -> IndexPath:
    """A match below the levels that open, as the place that is shown for it; once, however many lie there."""
    if len(found) <= DEEPEST:
        return found
    bounded = found[:DEEPEST]
    return matches[-1] if matches and matches[-1] == bounded else bounded


def _can_skip(text: str) -> bool:
    """Whether a text would stand in the body as it is: without escapes, and in no other case but ASCII's."""
    return all(_PLAIN.match(char) or (not char.isascii() and char.lower() == char.upper()) for char in text) and not (
        _NUMERIC.match(text) and "e" in text.lower()
    )


class _Sieve:
    """Says of a window of bytes whether a text can be in it."""

    def __init__(self, text: str) -> None:
        self._wanted = text.lower().encode("utf-8", "surrogatepass")
        # The Kelvin sign and the dotted capital I, whose small forms have ASCII letters.
        self._kelvin, self._dotted = b"k" in self._wanted, b"i" in self._wanted

    def lets_pass(self, part: bytes) -> bool:
        return (
            self._wanted in part.lower()
            or (b"\\" in part and b"\\u" in part)
            or (self._kelvin and b"\xe2\x84\xaa" in part)
            or (self._dotted and b"\xc4\xb0" in part)
        )


class _Judge:
    """Says of a key and a value whether they match."""

    def __init__(self, text: str) -> None:
        self.wanted = wanted = text.lower()
        self.numeric = _NUMERIC.match(text) is not None
        self.true, self.false, self.null = wanted in "true", wanted in "false", wanted in "null"
        self.keys: dict[str, bool] = {}

    def key(self, key: str) -> bool:
        if len(self.keys) > 10_000:
            self.keys.clear()
        self.keys[key] = hit = self.wanted in key.lower()
        return hit

    def scalar(self, value: Json) -> bool:
        """Whether a number or a word matches."""
        if value is None:
            return self.null
        if value is True:
            return self.true
        if value is False:
            return self.false
        if not self.numeric:
            return False
        return self.wanted in (str(value) if type(value) is int else number(cast("float", value)).lower())

    def hit(self, key: str | int | None, value: Json) -> bool:
        if not self.wanted:
            return False
        if isinstance(key, str) and self.key(key):
            return True
        if isinstance(value, str):
            return self.wanted in value.lower()
        return not isinstance(value, dict | list) and self.scalar(value)


def _children(value: Json, start: int) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return islice(value.items(), start, None)
    assert isinstance(value, list)
    rest = iter(value)
    cast("Any", rest).__setstate__(start)  # in one step, where islice would go through all before it
    return enumerate(rest, start)


def _walk(document: Json, judge: _Judge, start: IndexPath, stop: IndexPath | None) -> Iterator[IndexPath | None]:
    """The matches from one place (and what is in it) to before another; None every few thousand nodes."""
    if not isinstance(document, dict | list):
        if judge.hit(None, document):
            yield ()
        return
    children = [_children(document, start[0] if start else 0)]
    places = [(start[0] if start else 0) - 1]
    value = document
    for step, place in enumerate(start[:-1]):
        value = next(children[-1])[1]
        places[-1] = place
        if not isinstance(value, dict | list):
            break
        children.append(_children(value, start[step + 1]))
        places.append(start[step + 1] - 1)
    # A place that was entered comes before where the walk starts; it was another walk's.
    wanted, keys, judge_key, scalar = judge.wanted, judge.keys, judge.key, judge.scalar
    limit = len(stop) if stop is not None else 0
    steps = 0
    while children:
        place = places[-1]
        checked = len(places) <= limit
        for key, child in children[-1]:
            place += 1
            steps += 1
            if checked and stop is not None and (*places[:-1], place) >= stop:
                return
            kind = type(child)
            if kind is str:
                hit = wanted in cast("str", child).lower()
            elif kind is dict or kind is list:
                hit = False
            else:
                hit = scalar(child)
            if not hit and type(key) is str:
                known = keys.get(key)
                hit = judge_key(key) if known is None else known
            if hit:
                yield (*places[:-1], place) if len(places) <= DEEPEST else tuple(places[:DEEPEST])
            if steps >= _STEPS:
                steps = 0
                yield None
            if child and (kind is dict or kind is list):
                places[-1] = place
                places.append(-1)
                children.append(_children(child, 0))
                break
        else:
            children.pop()
            places.pop()
