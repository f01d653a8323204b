"""Method, path and query: the first three lines of the canonical request."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, unquote_plus

from tcexplorer.diagnosis.doctor.mistake import Mistake, Reach, encoded, instead
from tcexplorer.diagnosis.doctor.mistakes.encoders import ENCODERS, PERCENT, plus, quoted
from tcexplorer.protocol.flatten import flattened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.diagnosis.doctor.facts import Facts
    from tcexplorer.protocol.model import Json

_SMALL = 4096
_MOST_PERMUTED = 4
_RARELY_PERMUTED = 6


def request_line_mistakes(facts: Facts) -> Iterator[Mistake]:
    """Another method, path or query."""
    method, host = facts.method, facts.host
    common = ("GET", "POST", method.lower(), method.upper(), method.title(), "PUT")
    others = ("HEAD", "PATCH", "DELETE", "OPTIONS", "get", "post", "Get", "Post", "")
    yield from instead("method-changed", "method", "method", method, {Reach.ANY: common, Reach.COMMON: others})
    whole = f"{facts.path}?{facts.query}" if facts.query else facts.path
    paths = ("", facts.path, "/v2/index.php", whole, f"/?{facts.query}", f"https://{host}/", f"https://{host}")
    words = [f"/{word}" for word in (host.partition(".")[0], facts.action) if word]
    rare = ("//", "*", "/*", "/index.php", "/v3", "/v3/", "/api", f"http://{host}/", host, f"{host}/",
            f"https://{host}{whole}", "%2F", "./", "/ ", " /", "null", *words)  # fmt: skip
    yield from instead("uri-not-root", "path", "path", "/", {Reach.ANY: paths, Reach.COMMON: rare})
    if not facts.get:
        yield from _queries_of_post(facts)
        return
    if facts.query:
        what = "the path was signed with the query, and the line of the query left empty"
        yield Mistake("uri-not-root", what, {"path": whole, "query": ""})
    fault = "query-changed"
    yield _query(facts, fault, "an empty query was signed", "")
    for what, query in _rewritten(facts.query):
        yield _query(facts, fault, f"the query was signed {what}", query)
    for what, query in _rarely_rewritten(facts.query):
        yield _query(facts, fault, f"the query was signed {what}", query, Reach.COMMON)


def _query(facts: Facts, fault: str, what: str, query: str, reach: Reach = Reach.ANY) -> Mistake:
    return Mistake(fault, what, {"query": query}, reach, encoded(query), encoded(facts.query))


def _queries_of_post(facts: Facts) -> Iterator[Mistake]:
    fault = "query-in-post"
    if facts.query:
        yield _query(facts, fault, "the query of the URL was signed, though this is a POST", facts.query)
        for what, query in _rewritten(facts.query):
            said = f"the query of the URL was signed ({what}), though this is a POST"
            yield _query(facts, fault, said, query)
        return
    if len(facts.body) > _SMALL:
        return
    try:
        document: Json = json.loads(facts.body)
    except (ValueError, RecursionError):
        return
    if isinstance(document, dict):
        pairs = flattened(document)
        for name, ordered in (("", pairs), (", sorted", sorted(pairs))):
            said = f"the parameters of the body were signed as a query{name}"
            query = "&".join(f"{quoted(key)}={quoted(value)}" for key, value in ordered)
            yield _query(facts, fault, said, query, Reach.COMMON)


def _joined(pairs: list[tuple[str, str]], encode: Callable[[str], str]) -> str:
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in pairs)


def _rewritten(query: str) -> Iterator[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    raw = query.split("&")
    yield "sorted", "&".join(sorted(raw))
    for order, them in (("", pairs), ("sorted, ", sorted(pairs))):
        for name, encoder in ENCODERS.items():
            yield f"{order}{name}", _joined(them, encoder)
    yield "decoded as a whole", unquote_plus(query, errors="surrogateescape")
    yield "decoded, + kept", unquote(query, errors="surrogateescape")
    yield "sorted and decoded, + kept", "&".join(sorted(unquote(part, errors="surrogateescape") for part in raw))
    yield "with a `?` before it", f"?{query}"
    yield "in reversed order", "&".join(reversed(raw))
    yield "with %xx in lower case", PERCENT.sub(lambda match: match[0].lower(), query)
    yield "encoded once more", quoted(query, "=&")
    yield "encoded as a whole", quoted(query)
    yield "with its % encoded once more", query.replace("%", "%25")
    yield "with all values encoded twice", _joined(pairs, lambda text: quoted(quoted(text)))
    if len(raw) <= _MOST_PERMUTED:
        for order in permutations(raw):
            yield "in another order", "&".join(order)


def _rarely_rewritten(query: str) -> Iterator[tuple[str, str]]:
    raw = query.split("&")
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    yield "sorted without regard to case", "&".join(sorted(raw, key=str.lower))
    yield "sorted by name alone", "&".join(sorted(raw, key=lambda part: part.partition("=")[0]))
    if _MOST_PERMUTED < len(raw) <= _RARELY_PERMUTED:
        for order in permutations(raw):
            yield "in another order", "&".join(order)
    yield "with %xx in upper case", PERCENT.sub(lambda match: match[0].upper(), query)
    yield "encoded as a whole, + for blanks", plus(query)
    yield "in lower case", query.lower()
    yield "with a `&` at its end", f"{query}&"
    yield "with a `&` before it", f"&{query}"
    yield "without pairs that have no value", "&".join(part for part in raw if part.partition("=")[2])
    yield "with [ and ] as they are", query.replace("%5B", "[").replace("%5D", "]")
    parts = [part.partition("=") for part in raw]
    caseless = sorted(pairs, key=lambda pair: pair[0].lower())
    for name, encoder in ENCODERS.items():
        values = [f"{one}={encoder(unquote_plus(value, errors='surrogateescape'))}" for one, _, value in parts]
        yield f"with the values {name}, the names as sent", "&".join(values)
        yield f"sorted without regard to case, {name}", _joined(caseless, encoder)
