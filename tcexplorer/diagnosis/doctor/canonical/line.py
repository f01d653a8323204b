"""The first three lines of the canonical request (method, path, query), right and under mistakes."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

from tcexplorer.diagnosis.doctor.mistake import Mistake, Option, Slot, slot
from tcexplorer.diagnosis.doctor.serialised.document import read_document
from tcexplorer.protocol.flatten import flattened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcexplorer.protocol.model import Json

_SMALL = 4096
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_MOST_PERMUTED = 4
_RARELY_PERMUTED = 6


class _Recipe(NamedTuple):
    method: str
    uri: str
    query: str


class Line(NamedTuple):
    """What the request line says. `path` and `query` are as sent, undecoded; of a POST no query is to be signed."""

    method: str
    path: str
    query: str
    host: str
    body: bytes
    words: tuple[str, ...] = ()
    """More texts that may stand in the path, such as the action."""

    @property
    def get(self) -> bool:
        return self.method == "GET"

    def right(self) -> bytes:
        """Method, path and query as three lines."""
        return _rendered(self._base())

    def _base(self) -> _Recipe:
        return _Recipe(self.method, "/", self.query if self.get else "")

    def slot(self) -> Slot[bytes]:
        """Method, path and query as three lines, right and under mistakes."""
        base = self._base()
        options = [*self._methods(), *self._uris(), *(self._queries() if self.get else self._queries_of_post())]
        options.sort(key=lambda option: option.rare)
        return slot(base, options, _rendered, wide=len(self.query) <= _SMALL)

    def _methods(self) -> Iterator[Option]:
        common = ("GET", "POST", self.method.lower(), self.method.upper(), self.method.title(), "PUT")
        for method in (*common, "HEAD", "PATCH", "DELETE", "OPTIONS", "get", "post", "Get", "Post", ""):
            rare = method not in common
            said = f"`{method}`" if method else "nothing"
            yield Option(
                Mistake(
                    "method-changed",
                    f"the method signed is {said}",
                    method.encode("utf-8", "surrogateescape"),
                    self.method.encode("utf-8", "surrogateescape"),
                ),
                {"method": method},
                rare,
                mixed=True,
            )

    def _uris(self) -> Iterator[Option]:
        whole = f"{self.path}?{self.query}" if self.query else self.path
        common = [
            "",
            self.path,
            "/v2/index.php",
            whole,
            f"/?{self.query}",
            f"https://{self.host}/",
            f"https://{self.host}",
        ]
        rare = ["//", "*", "/*", "/index.php", "/v3", "/v3/", "/api", f"http://{self.host}/", self.host,
                f"{self.host}/", f"https://{self.host}{whole}", "%2F", "./", "/ ", " /", "null"]  # fmt: skip
        rare += [f"/{word}" for word in (self.host.partition(".")[0], *self.words) if word]
        for seldom, uris in ((False, common), (True, rare)):
            for uri in dict.fromkeys(uris):
                said = f"`{uri}`" if uri else "nothing"
                yield Option(
                    Mistake("uri-not-root", f"the path signed is {said}", uri.encode("utf-8", "surrogateescape"), b"/"),
                    {"uri": uri},
                    seldom,
                    mixed=True,
                )
        if self.get and self.query:
            yield Option(
                Mistake("uri-not-root", "the path was signed with the query, and the line of the query left empty"),
                {"uri": whole, "query": ""},
            )

    def _changed(self, fault: str, what: str, query: str, *, rare: bool = False) -> Option:
        encoded = (text.encode("utf-8", "surrogateescape") for text in (query, self.query))
        return Option(Mistake(fault, what, *encoded), {"query": query}, rare, mixed=True)

    def _queries_of_post(self) -> Iterator[Option]:
        fault = "query-in-post"
        if self.query:
            yield self._changed(fault, "the query of the URL was signed, though this is a POST", self.query)
            for what, query in _rewritten(self.query):
                yield self._changed(fault, f"the query of the URL was signed ({what}), though this is a POST", query)
            return
        if len(self.body) > _SMALL or read_document(self.body) is None:
            return
        import json

        try:
            document: Json = json.loads(self.body)
        except (ValueError, RecursionError):
            return
        if isinstance(document, dict):
            pairs = flattened(document)
            for name, ordered in (("", pairs), (", sorted", sorted(pairs))):
                yield self._changed(
                    fault,
                    f"the parameters of the body were signed as a query{name}",
                    "&".join(f"{_quoted(key)}={_quoted(value)}" for key, value in ordered),
                    rare=True,
                )

    def _queries(self) -> Iterator[Option]:
        fault = "query-changed"
        yield self._changed(fault, "an empty query was signed", "")
        for what, query in _rewritten(self.query):
            yield self._changed(fault, f"the query was signed {what}", query)
        for what, query in _rarely_rewritten(self.query):
            yield self._changed(fault, f"the query was signed {what}", query, rare=True)


def _rendered(recipe: _Recipe) -> bytes:
    return "\n".join(recipe).encode("utf-8", "surrogateescape")


def _quoted(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="surrogateescape")


def _plus(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")


def _java(text: str) -> str:
    """As URLEncoder of Java: `*` stays, `~` does not, a blank is `+`."""
    return quote_plus(text, safe="*", errors="surrogateescape").replace("~", "%7E")


def _script(text: str) -> str:
    """As encodeURIComponent of JavaScript."""
    return _quoted(text, "!'()*~")


def _plain(text: str) -> str:
    return text


_ENCODERS: dict[str, Callable[[str], str]] = {
    "with blanks as %20": _quoted,
    "with blanks as +": _plus,
    "decoded": _plain,
    "as encodeURIComponent writes it": _script,
    "as Java's URLEncoder writes it": _java,
    "with / left as it is": lambda text: _quoted(text, "/"),
}


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="surrogateescape")


def _joined(pairs: list[tuple[str, str]], encode: Callable[[str], str]) -> str:
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in pairs)


def _rewritten(query: str) -> Iterator[tuple[str, str]]:
    pairs = _pairs(query)
    raw = query.split("&")
    yield "sorted", "&".join(sorted(raw))
    for name, encoder in _ENCODERS.items():
        yield name, _joined(pairs, encoder)
    for name, encoder in _ENCODERS.items():
        yield f"sorted, {name}", _joined(sorted(pairs), encoder)
    yield "decoded as a whole", unquote_plus(query, errors="surrogateescape")
    yield "decoded, + kept", unquote(query, errors="surrogateescape")
    yield "sorted and decoded, + kept", "&".join(sorted(unquote(part, errors="surrogateescape") for part in raw))
    yield "with a `?` before it", f"?{query}"
    yield "in reversed order", "&".join(reversed(raw))
    yield "with %xx in lower case", _PERCENT.sub(lambda match: match[0].lower(), query)
    yield "encoded once more", _quoted(query, "=&")
    yield "encoded as a whole", _quoted(query)
    yield "with its % encoded once more", query.replace("%", "%25")
    yield "with all values encoded twice", _joined(pairs, lambda text: _quoted(_quoted(text)))
    if len(raw) <= _MOST_PERMUTED:
        for order in permutations(raw):
            yield "in another order", "&".join(order)


def _rarely_rewritten(query: str) -> Iterator[tuple[str, str]]:
    raw = query.split("&")
    pairs = _pairs(query)
    yield "sorted without regard to case", "&".join(sorted(raw, key=str.lower))
    yield "sorted by name alone", "&".join(sorted(raw, key=lambda part: part.partition("=")[0]))
    if _MOST_PERMUTED < len(raw) <= _RARELY_PERMUTED:
        for order in permutations(raw):
            yield "in another order", "&".join(order)
    yield "with %xx in upper case", _PERCENT.sub(lambda match: match[0].upper(), query)
    yield "encoded as a whole, + for blanks", _plus(query)
    yield "in lower case", query.lower()
    yield "with a `&` at its end", f"{query}&"
    yield "with a `&` before it", f"&{query}"
    yield "without pairs that have no value", "&".join(part for part in raw if part.partition("=")[2])
    yield "with [ and ] as they are", query.replace("%5B", "[").replace("%5D", "]")
    for name, encoder in _ENCODERS.items():
        yield (
            f"with the values {name}, the names as sent",
            "&".join(
                f"{part.partition('=')[0]}={encoder(unquote_plus(part.partition('=')[2], errors='surrogateescape'))}"
                for part in raw
            ),
        )
        yield (
            f"sorted without regard to case, {name}",
            _joined(sorted(pairs, key=lambda pair: pair[0].lower()), encoder),
        )
