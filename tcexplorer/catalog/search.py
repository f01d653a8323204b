"""Finding actions by a few letters, on every key.

The terms of a query are ANDed; each may match the service (its short name, its title, what people call it),
the action or a title. Rows are kept in the order of `catalog.ranking` among equals, so that a scan meets the
better ones first and can stop early.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from tcexplorer.catalog.lines import lines_of, lines_with, lower, starts_of
from tcexplorer.catalog.listing import ActionRows
from tcexplorer.catalog.terms import (
    ABBREVIATED,
    EXACT,
    INSIDE,
    NOWHERE,
    PREFIX,
    SCATTERED,
    SERVICE,
    SERVICE_PHRASE,
    SERVICE_TITLE,
    TITLE,
    TITLE_MOST,
    TOGETHER,
    TWICE,
    WORD,
    ServiceWords,
    Term,
    title_cost,
    words_skipped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tcexplorer.catalog.row import ActionRow

T = TypeVar("T")

_FEW: Final = 50  # with fewer hits than this, abbreviations are looked for too
_ENOUGH: Final = 600  # hits to choose the best from: what a scan finds later has longer names
_SEPARATORS = str.maketrans(dict.fromkeys(":/,.", " "))


class Hit(NamedTuple):
    """A row found: its index in the rows, and whether it takes a title to match."""

    index: int  # pyright: ignore[reportIncompatibleMethodOverride] a tuple's own is not wanted here
    title: bool


class SearchIndex:
    """An index over those rows."""

    def __init__(self, rows: Sequence[ActionRow]) -> None:
        listing = ActionRows.of(rows)
        if listing.order is None or len(listing.order) != len(listing):
            from tcexplorer.catalog.ranking import ranked

            self._order: Sequence[int] = ranked(rows)
        else:
            self._order = listing.order
        self._listing = listing
        self._live = len(listing) - listing.late
        """Ranks from here on are late."""
        self._names = self._ranked(listing.names)
        self._all_names = lower("\n".join(["", *self._names, ""]))
        self._lower_names = self._all_names.split("\n")[1:-1]
        self._name_starts = starts_of(self._names)
        self._service = self._ranked(list(listing.by_row(block.service for block in listing.blocks)))
        self._ranks = self._ranks_of_services()
        self._services = {block.service: ServiceWords.of(block.service, block.title_zh) for block in listing.blocks}
        self._last: tuple[str, list[int], int] = ("\n", [], 0)  # no term begins with a line end

    def _ranked(self, column: Sequence[T]) -> Sequence[T]:
        """What there is of each row, by rank."""
        order = self._order
        return itemgetter(*order)(column) if len(order) > 1 else column

    def _ranks_of_services(self) -> dict[str, list[int]]:
        rank_of = [0] * len(self._order)
        for rank, index in enumerate(self._order):
            rank_of[index] = rank
        ranks: dict[str, list[int]] = {}
        at = 0
        for block in self._listing.blocks:
            ranks.setdefault(block.service, []).extend(rank_of[at : at + block.actions])
            at += block.actions
        return ranks

    # what the first key does not need, or not always

    def warm(self) -> None:
        """Make the rest, which takes some milliseconds; else the key that first needs it does."""
        _ = self._all_titles, self._all_qualified, self._qualified_starts, self._listing[:1]

    @cached_property
    def _titles(self) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """English and Chinese titles by rank. Bytes, because to make those lower is ten times as fast."""
        columns = self._listing.columns
        english, chinese = columns.titles_en, columns.titles_zh
        return self._ranked(english.lower().split(b"\n")), self._ranked(chinese.lower().split(b"\n"))

    @cached_property
    def _all_titles(self) -> tuple[bytes, bytes]:
        english, chinese = self._titles
        return b"\n".join(english), b"\n".join(chinese)

    @cached_property
    def _qualified(self) -> list[str]:
        """Names behind their services, as one CamelCase name."""
        capital = {service: service.capitalize() for service in self._ranks}
        return [capital[service] + name for service, name in zip(self._service, self._names, strict=True)]

    @cached_property
    def _all_qualified(self) -> str:
        return "\n".join(self._qualified)

    @cached_property
    def _qualified_starts(self) -> list[int]:
        return starts_of(self._qualified, 0)

    # searching

    def search(self, query: str, limit: int = 500) -> list[Hit]:
        """The best rows first, at most `limit` of them; none for a blank query."""
        texts = dict.fromkeys(query.lower().translate(_SEPARATORS).split())
        if not texts:
            return []
        terms = [Term(text, self._services) for text in texts]
        self._weigh(terms)
        together = "".join(texts) if len(terms) > 1 else None
        terms.sort(key=lambda term: term.count)
        enough = max(limit, _ENOUGH)
        costs, titled = self._literal(terms, together, enough)
        if len(costs) < _FEW:
            self._abbreviate(terms, enough, costs, titled)
        if not costs and len(terms) == 1:
            costs = self._scattered(terms[0].text)
        late = NOWHERE * len(terms)
        best = nsmallest(limit, [((cost + late * (rank >= self._live)), rank) for rank, cost in costs.items()])
        return [Hit(self._order[rank], rank in titled) for _, rank in best]

    def _weigh(self, terms: list[Term]) -> None:
        """Count where the terms occur; a service whose title has them all is what was meant."""
        for term in terms:
            term.count = self._all_names.count(term.text) + sum(len(self._ranks[name]) for name in term.services)
        if len(terms) > 1:
            for name in terms[0].services:
                if all(term.text in self._services[name].title for term in terms):
                    for term in terms:
                        term.services[name] = SERVICE_PHRASE

    def _literal(self, terms: list[Term], together: str | None, enough: int) -> tuple[dict[int, int], set[int]]:
        """Cost by rank of the rows where every term occurs as it is, and the ranks where a title was needed.

        `together` are all terms, as typed.
        """
        found: dict[int, int] = {}
        titled: set[int] = set()
        names, services = self._lower_names, self._service
        for rank in self._candidates(terms[0]):
            if rank not in found:
                cost = 0
                name, service = names[rank], services[rank]
                for term in terms:
                    at = name.find(term.text)
                    if at >= 0:
                        cost += self._name_cost(term, rank, at)
                    elif service in term.services:
                        cost += term.services[service]
                    elif (of_title := self._title_cost(term, rank)) < NOWHERE:
                        cost += of_title
                        titled.add(rank)
                    else:
                        break
                else:
                    found[rank] = cost - TOGETHER if together is not None and together in name else cost
                    if len(found) >= enough:
                        break
        return found, titled

    def _candidates(self, term: Term) -> Iterator[int]:
        """Ranks of all rows where the term occurs, some more than once: best kinds of places first."""
        text, names, starts = term.text, self._all_names, self._name_starts
        services = sorted(term.services, key=term.services.__getitem__)
        for service in services:
            if term.services[service] <= SERVICE:
                yield from self._ranks[service]
        at = names.find("\n" + text)
        while at >= 0:
            yield bisect_right(starts, at + 1) - 1
            at = names.find("\n" + text, at + 1)
        for service in services:
            yield from self._ranks[service]
        yield from lines_of(names, text, starts)
        for titles in self._all_titles:
            yield from lines_with(titles, term.bytes)

    def _cost(self, term: Term, rank: int) -> int:
        at = self._lower_names[rank].find(term.text)
        if at >= 0:
            return self._name_cost(term, rank, at)
        cost = term.services.get(self._service[rank], NOWHERE)
        return self._title_cost(term, rank) if cost == NOWHERE else cost

    def _name_cost(self, term: Term, rank: int, at: int) -> int:
        """Where the term is in the name, first at `at`, and perhaps in the service."""
        text, name = term.text, self._lower_names[rank]
        cost = term.services.get(self._service[rank], NOWHERE)
        if SERVICE <= cost <= SERVICE_TITLE and text not in self._service[rank]:
            cost -= TWICE
        if at == 0:
            return EXACT if len(name) == len(text) else min(cost, PREFIX)
        cased = self._names[rank]
        while at > 0:
            if cased[at].isupper():
                return min(cost, WORD)
            at = name.find(text, at + 1)
        return min(cost, INSIDE)

    def _title_cost(self, term: Term, rank: int) -> int:
        english, chinese = self._titles
        wanted = term.bytes
        cost = NOWHERE
        if wanted in english[rank]:
            cost = title_cost(english[rank], wanted, 40)  # six words
        if wanted in chinese[rank]:
            cost = min(cost, title_cost(chinese[rank], wanted, 30))  # ten characters
        return cost

    def _abbreviate(self, terms: list[Term], enough: int, costs: dict[int, int], titled: set[int]) -> None:
        """Add the rows where each term occurs or abbreviates service and action to what was found literally."""
        driver = next((term for term in terms if term.text in term.services), terms[0])
        candidates = self._candidates(driver)
        if driver.abbreviation and driver.text not in driver.services:
            candidates = chain(candidates, self._survivors(driver.text, driver.abbreviation, enough))
        enough += len(costs)
        alone = len(terms) == 1  # what has it as it is was found literally
        for rank in candidates:
            if rank not in costs:
                cost = 0
                for term in terms:
                    literal = NOWHERE if alone else self._cost(term, rank)
                    if literal >= NOWHERE:
                        cost += self._abbreviation_cost(term, rank)
                        if cost >= NOWHERE:
                            break
                    else:
                        cost += literal
                        if TITLE <= literal <= TITLE_MOST:
                            titled.add(rank)
                else:
                    costs[rank] = cost
                    if len(costs) >= enough:
                        break

    def _survivors(self, text: str, abbreviation: re.Pattern[str], enough: int) -> list[int]:
        """Ranks of rows that a text abbreviates, the better ones first. What it abbreviates, its beginning does
        too, so that the next key looks at those left over by the last one, and on from where that one stopped."""
        before, ranks, at = self._last
        if text.startswith(before):
            ranks = [rank for rank in ranks if abbreviation.search(self._qualified[rank])]
        else:
            ranks, at = [], 0
        starts, everything = self._qualified_starts, self._all_qualified
        while len(ranks) < enough and (match := abbreviation.search(everything, at)):
            rank = bisect_right(starts, match.start()) - 1
            ranks.append(rank)
            at = starts[rank + 1]
        if len(ranks) < enough:
            at = len(everything)
        self._last = text, ranks, at
        return ranks

    def _abbreviation_cost(self, term: Term, rank: int) -> int:
        match = term.abbreviation and term.abbreviation.search(self._qualified[rank])
        if not match:
            return NOWHERE
        at_start = match.start() in (0, len(self._service[rank]))
        skipped = min(words_skipped(match[0], term.text), 5)
        read = self._listing.reads(self._order[rank])
        return ABBREVIATED + 200 * (not at_start) + 100 * (not read) + 60 * skipped

    def _scattered(self, text: str) -> dict[int, int]:
        """Cost by rank of the rows whose action has the letters of the text in order, the last resort."""
        if len(text) < 4:
            return {}
        letters = [re.escape(letter) for letter in text]
        pattern = re.compile(letters[0] + "".join(f"[^\\n{letter}]*{letter}" for letter in letters[1:]))
        return {
            bisect_right(self._name_starts, match.start()) - 1: SCATTERED for match in pattern.finditer(self._all_names)
        }
