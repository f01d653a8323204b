"""Finding actions by a few letters, on every key.

The terms of a query are ANDed; each may match the service, the action or a title. Rows are kept in
the order of their rank among equals, so that a scan meets the better ones first and can stop early:
live before deprecated, short names before long ones, where a name that many services have counts as
shorter (DescribeInstances is what one expects of a service), then short service names and each
service's newest version first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from tcexplorer.catalog.model import Status, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tcexplorer.catalog.model import ActionRow

# what a term costs where it matches; a row costs the sum of its terms
_EXACT: Final = 0
_SERVICE: Final = 100
_PREFIX: Final = 200
_WORD: Final = 300
_SERVICE_PREFIX: Final = 400
_INSIDE: Final = 500
_SERVICE_INSIDE: Final = 600
_TITLE: Final = 700  # and a little for each character of the title
_TITLE_MOST: Final = 799
_ABBREVIATED: Final = 2000
_SCATTERED: Final = 4000
_NOWHERE: Final = 100_000

_FEW: Final = 50  # with fewer hits than this, abbreviations are looked for too
_ENOUGH: Final = 1000  # hits to choose the best from: what a scan finds later has longer names
_SEPARATORS = str.maketrans(dict.fromkeys(":/,.", " "))
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found: its index in the rows, and whether it takes a title to match."""

    index: int
    title: bool


class _Term:
    """One word of a query, in lower case: what it costs by service, how often it occurs at all."""

    def __init__(self, text: str, services: Iterable[str]) -> None:
        self.text = text
        self.services = {
            service: _SERVICE if service == text else _SERVICE_PREFIX if service.startswith(text) else _SERVICE_INSIDE
            for service in services
            if text in service
        }
        self.count = 0
        self.abbreviation = _abbreviation(text) if len(text) > 2 and text.isascii() and text.isalnum() else None


class SearchIndex:
    """An index over those rows."""

    def __init__(self, rows: Sequence[ActionRow]) -> None:
        late = (Status.DEPRECATED, Status.OFFLINE)
        holders = Counter([row.action for row in rows])
        worth = {name: 1000 + len(name) - 4 * (count - 1).bit_length() for name, count in holders.items()}
        newest: dict[str, str] = {}
        for row in rows:
            if row.version > newest.get(row.service, ""):
                newest[row.service] = row.version
        keys = sorted(
            [
                ((row.status in late) << 60)
                + (worth[row.action] << 40)
                + (len(row.service) << 28)
                + ((row.version != newest[row.service]) << 24)
                + index
                for index, row in enumerate(rows)
            ]
        )
        self._order = [key & 0xFFFFFF for key in keys]  # rank to index
        self._live = bisect_right(keys, 1 << 60)  # ranks from here on are late
        ranked = [rows[index] for index in self._order]
        self._service = [row.service for row in ranked]
        self._ranks: dict[str, list[int]] = {}
        for rank, service in enumerate(self._service):
            self._ranks.setdefault(service, []).append(rank)
        self._names = [row.action for row in ranked]
        self._all_names = "\n".join(["", *self._names, ""]).translate(_LOWER)
        self._lower_names = self._all_names.split("\n")[1:-1]
        self._name_starts = _starts(self._names)
        titles = [f"{row.title_en or ''}\t{row.title_zh or ''}" for row in ranked]
        self._all_titles = "\n".join(titles).lower()
        if self._all_titles.count("\n") >= len(titles):  # a title of several lines, which is not to be expected
            self._all_titles = "\n".join([title.replace("\n", " ") for title in titles]).lower()
        self._titles = self._all_titles.split("\n")
        self._title_starts = _starts(self._titles, 0)
        self._qualified = [
            service.capitalize() + name for service, name in zip(self._service, self._names, strict=True)
        ]
        self._all_qualified = "\n".join(self._qualified)
        self._qualified_starts = _starts(self._qualified, 0)
        read = Verb.READ
        self._reads = [row.verb is read for row in ranked]
        self._last: tuple[str, list[int]] = ("\n", [])  # no term begins with a line end

    def search(self, query: str, limit: int = 500) -> list[Hit]:
        """The best rows first, at most `limit` of them; none for a blank query."""
        texts = dict.fromkeys(query.lower().translate(_SEPARATORS).split())
        if not texts:
            return []
        terms = [_Term(text, self._ranks) for text in texts]
        for term in terms:
            term.count = (
                self._all_names.count(term.text)
                + self._all_titles.count(term.text)
                + sum(len(self._ranks[service]) for service in term.services)
            )
        terms.sort(key=lambda term: term.count)
        enough = max(limit, _ENOUGH)
        costs = self._literal(terms, enough)
        if len(costs) < _FEW:
            costs = self._abbreviated(terms, enough) | costs
        if not costs and len(terms) == 1:
            costs = self._scattered(terms[0].text)
        late = _NOWHERE * len(terms)
        best = nsmallest(limit, [((cost + late * (rank >= self._live)), rank) for rank, cost in costs.items()])
        return [Hit(self._order[rank], self._takes_title(terms, rank)) for _, rank in best]

    def _literal(self, terms: list[_Term], enough: int) -> dict[int, int]:
        """Cost by rank of the rows where every term occurs as it is."""
        found: dict[int, int] = {}
        for rank in self._candidates(terms[0]):
            if rank not in found:
                cost = 0
                for term in terms:
                    cost += self._cost(term, rank)
                    if cost >= _NOWHERE:
                        break
                else:
                    found[rank] = cost
                    if len(found) >= enough:
                        break
        return found

    def _candidates(self, term: _Term) -> Iterator[int]:
        """Ranks of all rows where the term occurs, some more than once: best kinds of places first."""
        text, names, starts = term.text, self._all_names, self._name_starts
        yield from self._ranks.get(text, ())
        at = names.find("\n" + text)
        while at >= 0:
            yield bisect_right(starts, at + 1) - 1
            at = names.find("\n" + text, at + 1)
        for service in sorted(term.services, key=term.services.__getitem__):
            yield from self._ranks[service]
        yield from _scan(names, text, starts)
        yield from _scan(self._all_titles, text, self._title_starts)

    def _cost(self, term: _Term, rank: int) -> int:
        text = term.text
        cost = term.services.get(self._service[rank], _NOWHERE)
        name = self._lower_names[rank]
        at = name.find(text)
        if at == 0:
            return _EXACT if len(name) == len(text) else min(cost, _PREFIX)
        if at > 0:
            cased = self._names[rank]
            while at > 0:
                if cased[at].isupper():
                    return min(cost, _WORD)
                at = name.find(text, at + 1)
            return min(cost, _INSIDE)
        if cost == _NOWHERE:
            titles = self._titles[rank]
            at = titles.find(text)
            if at >= 0:
                between = titles.find("\t")
                length = between if at < between else len(titles) - between
                return min(_TITLE + length, _TITLE_MOST)
        return cost

    def _takes_title(self, terms: list[_Term], rank: int) -> bool:
        return any(_TITLE <= self._cost(term, rank) <= _TITLE_MOST for term in terms)

    def _abbreviated(self, terms: list[_Term], enough: int) -> dict[int, int]:
        """Cost by rank of the rows where each term occurs or abbreviates service and action."""
        driver = next((term for term in terms if term.text in term.services), terms[0])
        candidates = self._candidates(driver)
        if driver.abbreviation and driver.text not in driver.services:
            candidates = chain(candidates, self._survivors(driver.text, driver.abbreviation))
        found: dict[int, int] = {}
        for rank in candidates:
            if rank not in found:
                cost = 0
                for term in terms:
                    literal = self._cost(term, rank)
                    cost += literal if literal < _NOWHERE else self._abbreviation_cost(term, rank)
                    if cost >= _NOWHERE:
                        break
                else:
                    found[rank] = cost
                    if len(found) >= enough:
                        break
        return found

    def _survivors(self, text: str, abbreviation: re.Pattern[str]) -> list[int]:
        """Ranks of the rows that a text abbreviates. What it abbreviates, its beginning does too, so that
        the next key looks at the rows left over by the last one alone."""
        before, ranks = self._last
        if text.startswith(before):
            ranks = [rank for rank in ranks if abbreviation.search(self._qualified[rank])]
        else:
            found = (
                bisect_right(self._qualified_starts, match.start()) - 1
                for match in abbreviation.finditer(self._all_qualified)
            )
            ranks = list(dict.fromkeys(found))
        self._last = text, ranks
        return ranks

    def _abbreviation_cost(self, term: _Term, rank: int) -> int:
        match = term.abbreviation and term.abbreviation.search(self._qualified[rank])
        if not match:
            return _NOWHERE
        at_start = match.start() in (0, len(self._service[rank]))
        skipped = min(_skipped(match[0], term.text), 5)
        return _ABBREVIATED + 200 * (not at_start) + 100 * (not self._reads[rank]) + 60 * skipped

    def _scattered(self, text: str) -> dict[int, int]:
        """Cost by rank of the rows whose action has the letters of the text in order, the last resort."""
        if len(text) < 4:
            return {}
        letters = [re.escape(letter) for letter in text]
        pattern = re.compile(letters[0] + "".join(f"[^\\n{letter}]*{letter}" for letter in letters[1:]))
        return {
            bisect_right(self._name_starts, match.start()) - 1: _SCATTERED
            for match in pattern.finditer(self._all_names)
        }


def _starts(lines: Iterable[str], first: int = 1) -> list[int]:
    """Offset of each line in their text joined by line ends, which begins at `first`."""
    return list(accumulate((len(line) + 1 for line in lines), initial=first))


def _scan(text: str, wanted: str, starts: list[int]) -> Iterator[int]:
    """Numbers of the lines that hold the wanted text."""
    at = text.find(wanted)
    while at >= 0:
        line = bisect_right(starts, at) - 1
        yield line
        at = text.find(wanted, starts[line + 1] - 1)


def _abbreviation(text: str) -> re.Pattern[str]:
    """Matches CamelCase whose words begin with pieces of the text, in order: desinst, DescribeInstances."""
    rest = "".join(f"(?:{letter}|[^\\n]*?{letter.upper()})" for letter in text[1:])
    return re.compile(text[0].upper() + rest)


def _skipped(matched: str, text: str) -> int:
    """How many words in what an abbreviation matched have no letter in it."""
    at = used = 0
    for letter in text:
        if matched[at : at + 1] != letter:
            at = matched.find(letter.upper(), at)
            used += 1
        at += 1
    return max(0, sum(letter.isupper() for letter in matched) - used)
