"""A word of a query: where it occurs, and what a row costs where it does.

A row costs the sum of its terms; the best rows cost least.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tcexplorer.catalog.curated.aliases import ALIASES
from tcexplorer.catalog.curated.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

# what a term costs where it matches
EXACT: Final = 0
SERVICE_PHRASE: Final = 90  # the whole query is in the service's title
SERVICE: Final = 100
PREFIX: Final = 200
WORD: Final = 300
SERVICE_TITLE: Final = 350
SERVICE_PREFIX: Final = 400
INSIDE: Final = 500
SERVICE_INSIDE: Final = 600
TITLE: Final = 700  # of an action; and a little for what else the title says
TITLE_MOST: Final = 799
TWICE: Final = 50  # less, where what the service is called is in the action's name, too
TOGETHER: Final = 50  # less, where the name has the terms one behind the other as typed
ABBREVIATED: Final = 2000
SCATTERED: Final = 4000
NOWHERE: Final = 100_000

_CAPITALS: Final = re.compile("[A-Z]")


class ServiceWords(NamedTuple):
    """What a service is found by, in lower case."""

    name: str
    called: frozenset[str]
    title: frozenset[str]
    title_zh: str

    @classmethod
    def of(cls, service: str, title_zh: str) -> ServiceWords:
        """Those of a service, with its Chinese title."""
        title = re.findall(r"\w+", TITLES.get(service, "").lower())
        return cls(service.lower(), ALIASES.get(service, frozenset()), frozenset(title), title_zh.lower())

    def cost(self, text: str) -> int:
        """What a term costs that is this text."""
        if text == self.name or text in self.called or text == self.title_zh:
            return SERVICE
        if text in self.title:
            return SERVICE_TITLE
        if text in self.name:
            return SERVICE_PREFIX if self.name.startswith(text) else SERVICE_INSIDE
        return SERVICE_TITLE if not text.isascii() and len(text) > 1 and text in self.title_zh else NOWHERE


class Term:
    """One word of a query, in lower case: what it costs by service, how often it occurs at all."""

    def __init__(self, text: str, services: Mapping[str, ServiceWords]) -> None:
        self.text = text
        self.bytes = text.encode()
        self.services = {name: cost for name, words in services.items() if (cost := words.cost(text)) < NOWHERE}
        self.count = 0
        self.abbreviation = _abbreviation(text) if len(text) > 2 and text.isascii() and text.isalnum() else None


def title_cost(title: bytes, wanted: bytes, much: int) -> int:
    """What a term costs in a title; more by as much as the title says besides, in steps of `much` bytes."""
    rest = len(title) - len(wanted)
    return TITLE + min(10 * (1 + rest // much), TITLE_MOST - TITLE) if rest else TITLE


def _abbreviation(text: str) -> re.Pattern[str]:
    """Matches CamelCase whose words begin with pieces of the text, in order: desinst, DescribeInstances."""
    rest = "".join(f"(?:{letter}|[^\\n]*?{letter.upper()})" for letter in text[1:])
    return re.compile(text[0].upper() + rest)


def words_skipped(matched: str, text: str) -> int:
    """How many words in what an abbreviation matched have no letter in it."""
    at = used = 0
    for letter in text:
        if matched[at : at + 1] != letter:
            at = matched.find(letter.upper(), at)
            used += 1
        at += 1
    return max(0, len(_CAPITALS.findall(matched)) - used)
